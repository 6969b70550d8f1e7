//! Looks features up by hash tables over a fixed vocabulary.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::Lookup;
use super::short_key::ShortKey;
use super::short_table::ShortTable;
use crate::features::vocabulary::{CHARS, NEGATED};
use crate::features::{FeatureId, FeatureKind, StemId, Vocabulary, char_ngrams};
use crate::text::CharNgrams;

/// Keys looked up together.
const AT_ONCE: usize = 16;

/// The features of a fixed vocabulary in hash tables. Shared by any number of sessions.
///
/// A stem's id is that of the feature of the word on its own; stems that only occur in longer n-grams have ids after
/// those of the vocabulary. Keys of words, character n-grams and dictionary keys are hashed and compared as numbers if
/// they are short; the table of longer ones holds feature ids and compares the keys in the vocabulary. Word pairs are
/// hashed by their stem ids. Building takes time linear in the vocabulary.
#[derive(Debug)]
pub(crate) struct HashedLookup {
    vocabulary: Vocabulary,
    hasher: RandomState,
    /// Features other than n-grams of words, by their keys.
    short: ShortTable,
    /// Features other than n-grams of words whose keys are longer.
    long: HashTable<FeatureId>,
    /// Word pairs by their [`pair_key`]. Built when the first is asked for: sessions find pairs in a table of their own.
    pairs: OnceLock<HashTable<(u64, FeatureId)>>,
    triples: HashMap<[StemId; 3], FeatureId, RandomState>,
    /// Stems that are not features on their own.
    other_stems: HashMap<Box<str>, StemId, RandomState>,
    /// For each stem with an id whose negated stem has one too: that id.
    negated: HashMap<StemId, StemId, RandomState>,
    /// The ids of negated stems, by the stems without [`NEGATED`] where these have none.
    only_negated: HashMap<Box<str>, StemId, RandomState>,
    longest_ngram: u8,
}

impl HashedLookup {
    /// Builds the tables of `vocabulary`.
    #[cfg(test)]
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        Self::with_pairs(vocabulary).0
    }

    /// Builds the tables, and lists all word pairs by their stems, in order of their features.
    pub(crate) fn with_pairs(vocabulary: &Vocabulary) -> (Self, Vec<([StemId; 2], FeatureId)>) {
        let (mut short, mut long, mut pairs, mut triples) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (key, feature) in vocabulary.iter().zip((0..).map(FeatureId::new)) {
            match Vocabulary::kind(key) {
                FeatureKind::Chars | FeatureKind::Key | FeatureKind::Words(1) => match ShortKey::new(key) {
                    Some(key) => short.push((key, feature)),
                    None => long.push((key, feature)),
                },
                FeatureKind::Words(2) => pairs.push(feature),
                FeatureKind::Words(_) => triples.push((key, feature)),
            }
        }
        let mut lookup = Self {
            vocabulary: vocabulary.clone(),
            hasher: RandomState::default(),
            short: ShortTable::for_keys(short.len()),
            long: HashTable::with_capacity(long.len()),
            pairs: OnceLock::new(),
            triples: HashMap::with_capacity_and_hasher(triples.len(), RandomState::default()),
            other_stems: HashMap::default(),
            negated: HashMap::default(),
            only_negated: HashMap::default(),
            longest_ngram: if !triples.is_empty() { 3 } else { 1 + u8::from(!pairs.is_empty()) },
        };
        short.into_iter().for_each(|(key, feature)| lookup.short.insert(key, feature));
        for (key, feature) in long {
            // Never resized, so that the hash of an entry is not asked for again.
            lookup.long.insert_unique(lookup.hasher.hash_one(key), feature, |_| 0);
        }
        let of_stems = lookup.stems_of_pairs(&pairs);
        for (key, feature) in triples {
            let stems: Vec<StemId> = key.split(' ').map(|stem| lookup.stem_or_insert(stem)).collect();
            if let Ok(stems) = stems.try_into() {
                lookup.triples.insert(stems, feature);
            }
        }
        lookup.note_negated();
        (lookup, of_stems)
    }

    /// The stems of pairs, which are given in order. Stems that are no features are added.
    fn stems_of_pairs(&mut self, pairs: &[FeatureId]) -> Vec<([StemId; 2], FeatureId)> {
        let vocabulary = self.vocabulary.clone();
        let mut of_stems = Vec::with_capacity(pairs.len());
        let mut first = ("", StemId::NONE);
        let mut words = Vec::with_capacity(AT_ONCE);
        for pairs in pairs.chunks(AT_ONCE) {
            words.clear();
            words.extend(pairs.iter().filter_map(|pair| Some((vocabulary.get(*pair)?.split_once(' ')?, *pair))));
            words.iter().filter_map(|((_, b), _)| ShortKey::new(b)).for_each(|key| self.short.prefetch(key));
            for ((a, b), pair) in &words {
                // Pairs with the same first word follow each other.
                if first.0 != *a || first.1 == StemId::NONE {
                    first = (a, self.stem_or_insert(a));
                }
                of_stems.push(([first.1, self.stem_or_insert(b)], *pair));
            }
        }
        of_stems
    }

    /// Notes which stems have a negated one.
    fn note_negated(&mut self) {
        let vocabulary = self.vocabulary.clone();
        let begins = vocabulary.find_first(NEGATED);
        let keys = vocabulary.iter_from(begins).take_while(|(key, _)| key.starts_with(NEGATED));
        let words = keys.filter(|(key, _)| Vocabulary::kind(key) == FeatureKind::Words(1));
        let words = words.map(|(key, feature)| (key, StemId::new(feature.number())));
        let others = self.other_stems.iter().map(|(stem, id)| (&**stem, *id));
        let all: Vec<(Box<str>, StemId)> =
            words.chain(others).filter_map(|(key, id)| Some((key.strip_prefix(NEGATED)?.into(), id))).collect();
        for (stem, negated) in all {
            match self.find_stem(&stem) {
                Some(id) => self.negated.insert(id, negated),
                None => self.only_negated.insert(stem, negated),
            };
        }
    }

    /// The id of a stem, and the one that it has where it is negated.
    pub(crate) fn with_negated(&self, stem: &str) -> [Option<StemId>; 2] {
        match self.find_stem(stem) {
            Some(id) => [Some(id), self.negated.get(&id).copied()],
            None if self.only_negated.is_empty() => [None, None],
            None => [None, self.only_negated.get(stem).copied()],
        }
    }

    /// Calls `visit` with the features of the character n-grams of a word.
    pub(crate) fn each_chars(&self, word: &str, lengths: CharNgrams, mut visit: impl FnMut(FeatureId)) {
        let mut keys = Vec::with_capacity(4 * word.len());
        char_ngrams(word, lengths, |ngram| match ShortKey::of_chars(ngram) {
            Some(key) => {
                self.short.prefetch(key);
                keys.push(key);
            }
            None => self.find(&format!("{CHARS}{ngram}")).into_iter().for_each(&mut visit),
        });
        keys.into_iter().filter_map(|key| self.short.find(key)).for_each(visit);
    }

    /// The table of word pairs.
    fn pairs(&self) -> &HashTable<(u64, FeatureId)> {
        self.pairs.get_or_init(|| {
            let mut table = HashTable::new();
            for (key, feature) in self.vocabulary.iter().zip((0..).map(FeatureId::new)) {
                let stems = key.split_once(' ').filter(|_| Vocabulary::kind(key) == FeatureKind::Words(2));
                let Some((a, b)) = stems else { continue };
                if let (Some(a), Some(b)) = (self.find_stem(a), self.find_stem(b)) {
                    let key = pair_key([a, b]);
                    table
                        .insert_unique(self.hasher.hash_one(key), (key, feature), |(key, _)| self.hasher.hash_one(key));
                }
            }
            table
        })
    }

    /// A word, a character n-gram or a dictionary key.
    fn find(&self, key: &str) -> Option<FeatureId> {
        match ShortKey::new(key) {
            Some(key) => self.short.find(key),
            None => {
                let hash = self.hasher.hash_one(key);
                self.long.find(hash, |feature| self.vocabulary.get(*feature) == Some(key)).copied()
            }
        }
    }

    fn find_stem(&self, stem: &str) -> Option<StemId> {
        // No stem begins as the key of a character n-gram does.
        if let Some(feature) = self.find(stem) {
            return Some(StemId::new(feature.number()));
        }
        if self.other_stems.is_empty() { None } else { self.other_stems.get(stem).copied() }
    }

    fn stem_or_insert(&mut self, stem: &str) -> StemId {
        if let Some(id) = self.find_stem(stem) {
            return id;
        }
        let number = u32::try_from(self.stem_count());
        debug_assert!(number.is_ok(), "a vocabulary has at most 4 GiB of keys");
        let id = number.map_or(StemId::NONE, StemId::new);
        self.other_stems.insert(stem.into(), id);
        id
    }

    /// Number of stems; the numbers of their ids are below it.
    pub(crate) fn stem_count(&self) -> usize {
        self.vocabulary.len() + self.other_stems.len()
    }

    /// The stems of all word triples, in no order.
    pub(crate) fn triples(&self) -> impl Iterator<Item = [StemId; 3]> {
        self.triples.keys().copied()
    }
}

/// Two stem ids as one number, which hashes faster than an array.
#[inline(always)]
fn pair_key([first, second]: [StemId; 2]) -> u64 {
    (u64::from(first.number()) << 32) | u64::from(second.number())
}

impl Lookup for &HashedLookup {
    fn stem(&mut self, stem: &str) -> Option<StemId> {
        self.find_stem(stem)
    }

    fn single(&mut self, stem: StemId) -> Option<FeatureId> {
        (stem.index() < self.vocabulary.len()).then_some(FeatureId::new(stem.number()))
    }

    fn has_single(&self, stem: StemId) -> bool {
        stem.index() < self.vocabulary.len()
    }

    fn pair(&mut self, stems: [StemId; 2]) -> Option<FeatureId> {
        let key = pair_key(stems);
        self.pairs().find(self.hasher.hash_one(key), |(own, _)| *own == key).map(|(_, feature)| *feature)
    }

    fn triple(&mut self, stems: [StemId; 3]) -> Option<FeatureId> {
        self.triples.get(&stems).copied()
    }

    fn chars(&mut self, ngram: &str) -> Option<FeatureId> {
        match ShortKey::of_chars(ngram) {
            Some(key) => self.short.find(key),
            None => self.find(&format!("{CHARS}{ngram}")),
        }
    }

    fn by_key(&mut self, key: &str) -> Option<FeatureId> {
        self.find(key)
    }

    fn longest_ngram(&self) -> u8 {
        self.longest_ngram
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_found_and_nothing_else() {
        let keys = ["a", "b", "a b", "b a", "a x", "x", "c:a ", "c: a", "y z", "a b c", "c:"];
        let vocabulary = Vocabulary::new(keys.map(String::from).to_vec()).unwrap();
        let lookup = HashedLookup::new(&vocabulary);
        let find = |mut lookup: &HashedLookup, key: &str| {
            if key.starts_with(CHARS) {
                return lookup.by_key(key);
            }
            let stems: Option<Vec<StemId>> = key.split(' ').map(|s| lookup.stem(s)).collect();
            match *stems?.as_slice() {
                [a] => lookup.single(a),
                [a, b] => lookup.pair([a, b]),
                [a, b, c] => lookup.triple([a, b, c]),
                _ => None,
            }
        };
        for key in keys {
            assert_eq!(find(&lookup, key), vocabulary.find(key), "{key}");
        }
        for key in ["b b", "a a", "y", "z", "z y", "c:x", "a b b", "", "q"] {
            assert_eq!(find(&lookup, key), None, "{key}");
        }
        assert_eq!((&lookup).longest_ngram(), 3);
    }

    #[test]
    fn the_negated_stem_is_that_of_the_stem_with_its_prefix() {
        let keys = ["a", "not_a", "not_b", "c", "d x", "not_d e", "a not_f", "not_not_a", "c:not_c", "not_"];
        let lookup = HashedLookup::new(&Vocabulary::new(keys.map(String::from).to_vec()).unwrap());
        for stem in ["a", "b", "c", "d", "e", "f", "x", "", "not_a", "not_b", "zz"] {
            let mut slow = &lookup;
            let expected = [slow.stem(stem), slow.stem(&format!("{NEGATED}{stem}"))];
            assert_eq!(lookup.with_negated(stem), expected, "{stem}");
        }
    }
}
