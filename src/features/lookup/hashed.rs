//! Looks features up by hash tables over a fixed vocabulary.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::Lookup;
use super::short_key::ShortKey;
use crate::features::vocabulary::CHARS;
use crate::features::{FeatureId, FeatureKind, StemId, Vocabulary};

/// The features of a fixed vocabulary in hash tables. Shared by any number of indexers.
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
    short: HashTable<(ShortKey, FeatureId)>,
    /// The same for longer keys.
    long: HashTable<FeatureId>,
    /// Word pairs by their [`pair_key`]. Built when the first is asked for: labels without reasons ask for none.
    pairs: OnceLock<HashTable<(u64, FeatureId)>>,
    triples: HashMap<[StemId; 3], FeatureId, RandomState>,
    /// Stems that are not features on their own.
    other_stems: HashMap<Box<str>, StemId, RandomState>,
    longest_ngram: u8,
}

impl HashedLookup {
    /// Builds the tables of `vocabulary`.
    #[cfg(test)]
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        Self::with_pairs(vocabulary).0
    }

    /// The same, and all word pairs by their stems, in order of their features.
    pub(crate) fn with_pairs(vocabulary: &Vocabulary) -> (Self, Vec<([StemId; 2], FeatureId)>) {
        let (mut singles, mut pairs, mut triples) = (Vec::new(), Vec::new(), Vec::new());
        for (key, feature) in vocabulary.iter().zip((0..).map(FeatureId::new)) {
            match Vocabulary::kind(key) {
                FeatureKind::Chars | FeatureKind::Key | FeatureKind::Words(1) => singles.push((key, feature)),
                FeatureKind::Words(2) => pairs.push((key, feature)),
                FeatureKind::Words(_) => triples.push((key, feature)),
            }
        }
        let n_long = singles.iter().filter(|(key, _)| ShortKey::new(key).is_none()).count();
        let mut lookup = Self {
            vocabulary: vocabulary.clone(),
            hasher: RandomState::default(),
            short: HashTable::with_capacity(singles.len() - n_long),
            long: HashTable::with_capacity(n_long),
            pairs: OnceLock::new(),
            triples: HashMap::with_capacity_and_hasher(triples.len(), RandomState::default()),
            other_stems: HashMap::default(),
            longest_ngram: if !triples.is_empty() { 3 } else { 1 + u8::from(!pairs.is_empty()) },
        };
        for (key, feature) in singles {
            let Self { hasher, short, long, .. } = &mut lookup;
            // Never resized, so that the hash of an entry is not asked for again.
            if let Some(key) = ShortKey::new(key) {
                short.insert_unique(hasher.hash_one(key), (key, feature), |_| 0);
            } else {
                long.insert_unique(hasher.hash_one(key), feature, |_| 0);
            }
        }
        let mut of_stems = Vec::with_capacity(pairs.len());
        each_pair(pairs, |stem| Some(lookup.stem_or_insert(stem)), |stems, feature| of_stems.push((stems, feature)));
        for (key, feature) in triples {
            let stems: Vec<StemId> = key.split(' ').map(|stem| lookup.stem_or_insert(stem)).collect();
            if let Ok(stems) = stems.try_into() {
                lookup.triples.insert(stems, feature);
            }
        }
        (lookup, of_stems)
    }

    /// The table of word pairs.
    fn pairs(&self) -> &HashTable<(u64, FeatureId)> {
        self.pairs.get_or_init(|| {
            let keys = self.vocabulary.iter().zip((0..).map(FeatureId::new));
            let is_pair = |(key, _): &(&str, FeatureId)| Vocabulary::kind(key) == FeatureKind::Words(2);
            let pairs: Vec<(&str, FeatureId)> = keys.filter(is_pair).collect();
            let mut table = HashTable::with_capacity(pairs.len());
            each_pair(
                pairs,
                |stem| self.find_stem(stem),
                |stems, feature| {
                    let key = pair_key(stems);
                    table.insert_unique(self.hasher.hash_one(key), (key, feature), |_| 0);
                },
            );
            table
        })
    }

    /// A word, a character n-gram or a dictionary key.
    fn find(&self, key: &str) -> Option<FeatureId> {
        match ShortKey::new(key) {
            Some(key) => self.find_short(key),
            None => {
                let hash = self.hasher.hash_one(key);
                self.long.find(hash, |feature| self.vocabulary.get(*feature) == Some(key)).copied()
            }
        }
    }

    #[inline(always)]
    fn find_short(&self, key: ShortKey) -> Option<FeatureId> {
        self.short.find(self.hasher.hash_one(key), |(own, _)| *own == key).map(|(_, feature)| *feature)
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

/// Calls `visit` with the stems of each of these pairs, whose keys are sorted.
fn each_pair<'v>(
    pairs: Vec<(&'v str, FeatureId)>,
    mut stem: impl FnMut(&'v str) -> Option<StemId>,
    mut visit: impl FnMut([StemId; 2], FeatureId),
) {
    // Pairs with the same first word follow each other.
    let mut first = ("", None);
    for (key, feature) in pairs {
        let Some((a, b)) = key.split_once(' ') else { continue };
        if first.0 != a || first.1.is_none() {
            first = (a, stem(a));
        }
        if let (Some(a), Some(b)) = (first.1, stem(b)) {
            visit([a, b], feature);
        }
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
            Some(key) => self.find_short(key),
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
}
