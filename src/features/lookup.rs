//! Stems, word pairs and triples, character n-grams → term ids, and tables of them that grow.

use std::collections::HashMap;

use foldhash::fast::RandomState;

pub(super) type Map<K, V> = HashMap<K, V, RandomState>;

/// No id: the stem or term is not known.
pub(crate) const NONE: u32 = u32::MAX;

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

    /// Number of terms.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The keys of the terms whose ids `keep` wants, with their ids.
    pub(super) fn keys(&self, keep: impl Fn(usize) -> bool) -> Vec<(String, usize)> {
        let stems = self.stems();
        let stem = |id: &u32| stems.get(*id as usize).copied().unwrap_or("");
        let key = |term: &Seen| match term {
            Seen::Chars(key) => key.to_string(),
            Seen::Words(ids, n) => ids.iter().take(usize::from(*n)).map(stem).collect::<Vec<_>>().join(" "),
        };
        let terms = self.terms.iter().enumerate();
        terms.filter(|(id, _)| keep(*id)).map(|(id, term)| (key(term), id)).collect()
    }

    /// Stems in order of their ids.
    fn stems(&self) -> Vec<&str> {
        let mut stems = vec![""; self.tables.stems.len()];
        for (stem, id) in &self.tables.stems {
            if let Some(place) = stems.get_mut(*id as usize) {
                *place = stem;
            }
        }
        stems
    }

    /// Takes up all terms of `other`; returns their ids here, in order of their ids there.
    pub(super) fn take_up(&mut self, other: &Self) -> Vec<u32> {
        let stems: Vec<u32> = other.stems().into_iter().map(|stem| self.tables.add_stem(stem)).collect();
        let stem = |id: u32| stems.get(id as usize).copied().unwrap_or(NONE);
        let mut ids = Vec::with_capacity(other.terms.len());
        for term in &other.terms {
            let id = match term {
                Seen::Chars(key) => self.chars(key),
                Seen::Words([a, _, _], 1) => self.single(stem(*a)),
                Seen::Words([a, b, _], 2) => self.pair([stem(*a), stem(*b)]),
                Seen::Words([a, b, c], _) => self.triple([stem(*a), stem(*b), stem(*c)]),
            };
            ids.push(id.unwrap_or(NONE));
        }
        ids
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
