//! The terms of a fixed vocabulary, found by hashing into the vocabulary itself.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::lookup::{Lookup, Map, NONE};
use super::vocabulary::{CHARS, Vocabulary};

/// The terms of a fixed vocabulary; ids are its columns. Shared by any number of indexers.
///
/// A stem's id is the column of the word on its own; stems that only occur in longer n-grams have ids past the columns.
/// No key is copied: a table of columns is hashed by the keys they stand for, and word pairs by the ids of their stems.
/// Made in time proportional to the vocabulary, in three tables with at most half of their places taken.
pub struct FixedTerms {
    vocabulary: Vocabulary,
    hasher: RandomState,
    /// Columns by the hash of their keys, [`NONE`] where there is none. The other half of the hash stands before each, so
    /// that few other keys are looked at.
    columns: Vec<(u32, u32)>,
    pairs: Pairs,
    triples: Map<[u32; 3], u32>,
    /// Stems that are no terms on their own.
    more_stems: Map<Box<str>, u32>,
    longest: u8,
}

impl FixedTerms {
    /// The terms of `vocabulary`.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut terms = Self {
            vocabulary: vocabulary.clone(),
            hasher: RandomState::default(),
            columns: Vec::new(),
            pairs: Pairs::default(),
            triples: Map::default(),
            more_stems: Map::default(),
            longest: 0,
        };
        let (mut single, mut pairs, mut longer) = (Vec::new(), Vec::new(), Vec::new());
        for (key, column) in vocabulary.iter().zip(0u32..) {
            // Pairs and triples are asked for by ids only.
            match key.bytes().filter(|b| *b == b' ').count() {
                0 => single.push((key, column)),
                _ if key.starts_with(CHARS) => single.push((key, column)),
                1 => pairs.push((key, column)),
                _ => longer.push((key, column)),
            }
        }
        terms.columns = vec![(0, NONE); places(single.len())];
        single.into_iter().for_each(|(key, column)| terms.add(key, column));
        terms.longest = if !longer.is_empty() { 3 } else { 1 + u8::from(!pairs.is_empty()) };
        terms.pairs = Pairs::with_places(places(pairs.len()), &terms.hasher);
        // Sorted as they are, pairs with the same first word stand together.
        let mut last: (&str, u32) = ("", NONE);
        for (key, column) in pairs {
            let Some((a, b)) = key.split_once(' ') else { continue };
            if last.0 != a || last.1 == NONE {
                last = (a, terms.stem_or_add(a));
            }
            let b = terms.stem_or_add(b);
            terms.pairs.add([last.1, b], column);
        }
        for (key, column) in longer {
            let stems: Vec<u32> = key.split(' ').map(|stem| terms.stem_or_add(stem)).collect();
            if let [a, b, c] = *stems.as_slice() {
                terms.triples.insert([a, b, c], column);
            }
        }
        terms
    }

    fn add(&mut self, key: &str, column: u32) {
        let mask = self.columns.len() - 1;
        let hash = self.hasher.hash_one(key);
        let mut at = hash as usize & mask;
        while let Some(place) = self.columns.get_mut(at) {
            if place.1 == NONE {
                *place = ((hash >> 32) as u32, column);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The column of a word or a character n-gram.
    fn find(&self, key: &str) -> Option<u32> {
        let mask = self.columns.len() - 1;
        let hash = self.hasher.hash_one(key);
        let mut at = hash as usize & mask;
        loop {
            let (half, column) = *self.columns.get(at)?;
            if column == NONE {
                return None;
            }
            if half == (hash >> 32) as u32 && self.vocabulary.get(column as usize) == Some(key) {
                return Some(column);
            }
            at = (at + 1) & mask;
        }
    }

    fn find_stem(&self, stem: &str) -> Option<u32> {
        // No stem begins as a character n-gram does.
        self.find(stem).or_else(|| match self.more_stems.is_empty() {
            true => None,
            false => self.more_stems.get(stem).copied(),
        })
    }

    fn stem_or_add(&mut self, stem: &str) -> u32 {
        self.find_stem(stem).unwrap_or_else(|| {
            let id = u32::try_from(self.vocabulary.len() + self.more_stems.len()).unwrap_or(NONE);
            self.more_stems.insert(stem.into(), id);
            id
        })
    }

    /// Number of stems; their ids are below it.
    pub(crate) fn stems(&self) -> usize {
        self.vocabulary.len() + self.more_stems.len()
    }

    /// Every word pair, by the ids of its stems, and its column.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = ([u32; 2], u32)> {
        let there = self.pairs.entries.iter().filter(|(key, _)| *key != EMPTY);
        there.map(|(key, column)| ([(key >> 32) as u32, *key as u32], *column))
    }

    /// The ids of the stems of word triples.
    pub(crate) fn triples(&self) -> impl Iterator<Item = [u32; 3]> {
        self.triples.keys().copied()
    }
}

/// Places of a table for so many entries: a power of two, at most half of them taken.
fn places(entries: usize) -> usize {
    (2 * entries + 1).next_power_of_two()
}

/// Word pairs by the ids of their stems.
#[derive(Default)]
struct Pairs {
    /// Both ids as one number, and the column. One after another from where the hash says to the first that is empty.
    entries: Vec<(u64, u32)>,
    seed: u64,
}

/// No pair: both ids would be [`NONE`].
const EMPTY: u64 = u64::MAX;

impl Pairs {
    fn with_places(places: usize, hasher: &RandomState) -> Self {
        Self { entries: vec![(EMPTY, NONE); places], seed: hasher.hash_one(places) }
    }

    /// A pair as one number.
    #[inline(always)]
    fn key(stems: [u32; 2]) -> u64 {
        (u64::from(stems[0]) << 32) | u64::from(stems[1])
    }

    #[inline(always)]
    fn place(&self, key: u64) -> usize {
        let product = u128::from(key ^ self.seed) * 0x9E37_79B9_7F4A_7C15;
        ((product >> 64) as u64 ^ product as u64) as usize & (self.entries.len().wrapping_sub(1))
    }

    fn add(&mut self, stems: [u32; 2], column: u32) {
        let key = Self::key(stems);
        let mut at = self.place(key);
        while let Some(entry) = self.entries.get_mut(at) {
            if entry.0 == EMPTY {
                *entry = (key, column);
                return;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }

    /// The column of a pair by its [`Self::key`].
    fn find(&self, key: u64) -> Option<u32> {
        let mut at = self.place(key);
        loop {
            let (found, column) = *self.entries.get(at)?;
            if found == key {
                return Some(column);
            }
            if found == EMPTY {
                return None;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }
}

impl Lookup for &FixedTerms {
    fn stem(&mut self, stem: &str) -> Option<u32> {
        self.find_stem(stem)
    }

    fn single(&mut self, stem: u32) -> Option<u32> {
        ((stem as usize) < self.vocabulary.len()).then_some(stem)
    }

    fn pair(&mut self, stems: [u32; 2]) -> Option<u32> {
        self.pairs.find(Pairs::key(stems))
    }

    fn triple(&mut self, stems: [u32; 3]) -> Option<u32> {
        self.triples.get(&stems).copied()
    }

    fn chars(&mut self, key: &str) -> Option<u32> {
        self.find(key)
    }

    fn longest(&self) -> u8 {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_and_nothing_else() {
        let keys = ["a", "b", "a b", "b a", "a x", "x", "c:a ", "c: a", "y z", "a b c", "c:"];
        let vocabulary = Vocabulary::new(keys.map(String::from).to_vec()).unwrap();
        let terms = FixedTerms::new(&vocabulary);
        let terms = &terms;
        let find = |mut terms: &FixedTerms, key: &str| {
            if key.starts_with(CHARS) {
                return terms.chars(key);
            }
            let stems: Option<Vec<u32>> = key.split(' ').map(|s| terms.stem(s)).collect();
            match *stems?.as_slice() {
                [a] => terms.single(a),
                [a, b] => terms.pair([a, b]),
                [a, b, c] => terms.triple([a, b, c]),
                _ => None,
            }
        };
        for key in keys {
            assert_eq!(find(terms, key), vocabulary.find(key), "{key}");
        }
        for key in ["b b", "a a", "y", "z", "z y", "c:x", "a b b", "", "q"] {
            assert_eq!(find(terms, key), None, "{key}");
        }
        assert_eq!(terms.longest(), 3);
    }
}
