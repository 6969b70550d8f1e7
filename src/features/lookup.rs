//! Stems, word pairs and triples, character n-grams → term ids, in two manners: growing and fixed.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::vocabulary::{CHARS, Vocabulary};

pub(super) type Map<K, V> = HashMap<K, V, RandomState>;

/// No id: the stem or term is not known.
pub(super) const NONE: u32 = u32::MAX;

/// Gives ids to stems and terms. Ids of unknown ones are [`None`].
pub trait Lookup {
    /// The id of a stem.
    fn stem(&mut self, stem: &str) -> Option<u32>;
    /// The term id of a stem on its own.
    fn single(&mut self, stem: u32) -> Option<u32>;
    /// The term id of two stems in a row.
    fn pair(&mut self, stems: [u32; 2]) -> Option<u32>;
    /// The term id of three stems in a row.
    fn triple(&mut self, stems: [u32; 3]) -> Option<u32>;
    /// The term id of a character n-gram, by its whole key.
    fn chars(&mut self, key: &str) -> Option<u32>;
    /// Longest word n-gram for which any term can be found.
    fn longest(&self) -> u8;
}

#[derive(Default)]
struct Tables {
    stems: Map<Box<str>, u32>,
    singles: Vec<u32>,
    pairs: Map<[u32; 2], u32>,
    triples: Map<[u32; 3], u32>,
    chars: Map<Box<str>, u32>,
}

impl Tables {
    fn add_stem(&mut self, stem: &str) -> u32 {
        if let Some(id) = self.stems.get(stem) {
            return *id;
        }
        let id = id(self.stems.len());
        self.stems.insert(stem.into(), id);
        self.singles.push(NONE);
        id
    }
}

/// Lengths of growing tables stay below `u32::MAX`: their entries would need more memory than a process can have.
fn id(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(NONE)
}

fn known(id: Option<&u32>) -> Option<u32> {
    id.copied().filter(|id| *id != NONE)
}

/// The terms of a fixed vocabulary; ids are its columns. Shared by any number of indexers.
pub struct FixedTerms {
    tables: Tables,
    longest: u8,
}

impl FixedTerms {
    /// The terms of `vocabulary`.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut tables = Tables::default();
        let mut longest = 0;
        for (key, column) in vocabulary.iter().zip(0u32..) {
            if key.starts_with(CHARS) {
                tables.chars.insert(key.into(), column);
                continue;
            }
            let stems: Vec<u32> = key.split(' ').map(|stem| tables.add_stem(stem)).collect();
            longest = longest.max(stems.len() as u8);
            match *stems.as_slice() {
                [a] => {
                    if let Some(single) = tables.singles.get_mut(a as usize) {
                        *single = column;
                    }
                }
                [a, b] => _ = tables.pairs.insert([a, b], column),
                [a, b, c] => _ = tables.triples.insert([a, b, c], column),
                _ => {}
            }
        }
        Self { tables, longest }
    }
}

impl Lookup for &FixedTerms {
    fn stem(&mut self, stem: &str) -> Option<u32> {
        known(self.tables.stems.get(stem))
    }

    fn single(&mut self, stem: u32) -> Option<u32> {
        known(self.tables.singles.get(stem as usize))
    }

    fn pair(&mut self, stems: [u32; 2]) -> Option<u32> {
        known(self.tables.pairs.get(&stems))
    }

    fn triple(&mut self, stems: [u32; 3]) -> Option<u32> {
        known(self.tables.triples.get(&stems))
    }

    fn chars(&mut self, key: &str) -> Option<u32> {
        known(self.tables.chars.get(key))
    }

    fn longest(&self) -> u8 {
        self.longest
    }
}

/// Tables that take up every term they are asked for; ids in order of first sight.
pub(super) struct GrowingTerms {
    tables: Tables,
    terms: Vec<Seen>,
    longest: u8,
}

/// A term as it was first seen.
enum Seen {
    Words([u32; 3], u8),
    Chars(Box<str>),
}

impl GrowingTerms {
    pub(super) fn new(longest: u8) -> Self {
        Self { tables: Tables::default(), terms: Vec::new(), longest }
    }

    /// The keys of all terms, in order of their ids.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut stems = vec![""; self.tables.stems.len()];
        for (stem, id) in &self.tables.stems {
            if let Some(place) = stems.get_mut(*id as usize) {
                *place = stem;
            }
        }
        let stem = |id: &u32| stems.get(*id as usize).copied().unwrap_or("");
        let key = |term: &Seen| match term {
            Seen::Chars(key) => key.to_string(),
            Seen::Words(ids, n) => ids.iter().take(usize::from(*n)).map(stem).collect::<Vec<_>>().join(" "),
        };
        self.terms.iter().map(key).collect()
    }
}

impl Lookup for GrowingTerms {
    fn stem(&mut self, stem: &str) -> Option<u32> {
        Some(self.tables.add_stem(stem))
    }

    fn single(&mut self, stem: u32) -> Option<u32> {
        let single = self.tables.singles.get_mut(stem as usize)?;
        if *single == NONE {
            *single = id(self.terms.len());
            self.terms.push(Seen::Words([stem, NONE, NONE], 1));
        }
        Some(*single)
    }

    fn pair(&mut self, stems: [u32; 2]) -> Option<u32> {
        let next = id(self.terms.len());
        let found = *self.tables.pairs.entry(stems).or_insert(next);
        if found == next {
            self.terms.push(Seen::Words([stems[0], stems[1], NONE], 2));
        }
        Some(found)
    }

    fn triple(&mut self, stems: [u32; 3]) -> Option<u32> {
        let next = id(self.terms.len());
        let found = *self.tables.triples.entry(stems).or_insert(next);
        if found == next {
            self.terms.push(Seen::Words(stems, 3));
        }
        Some(found)
    }

    fn chars(&mut self, key: &str) -> Option<u32> {
        if let Some(id) = self.tables.chars.get(key) {
            return Some(*id);
        }
        let next = id(self.terms.len());
        self.tables.chars.insert(key.into(), next);
        self.terms.push(Seen::Chars(key.into()));
        Some(next)
    }

    fn longest(&self) -> u8 {
        self.longest
    }
}
