//! Looks features up in a vocabulary that grows: every feature asked for is added.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;

use super::Lookup;
use super::short_key::ShortKey;
use crate::features::vocabulary::CHARS;
use crate::features::{FeatureId, StemId};

type Map<K, V> = HashMap<K, V, RandomState>;

/// Tables that add every stem and feature they are asked for; ids are in order of first use.
#[derive(Debug)]
pub(crate) struct GrowingLookup {
    stems: Map<Box<str>, StemId>,
    /// The feature of each stem on its own, [`FeatureId::NONE`] if it was not asked for.
    singles: Vec<FeatureId>,
    pairs: PairTable,
    triples: Map<[StemId; 3], FeatureId>,
    /// Character n-grams whose keys are short.
    short: Map<ShortKey, FeatureId>,
    /// Longer ones, dictionary keys and pairs of them.
    keyed: Map<Box<str>, FeatureId>,
    /// What each feature is.
    features: Vec<Feature>,
    longest_ngram: u8,
}

/// A feature of a growing vocabulary.
#[derive(Debug)]
enum Feature {
    /// A word n-gram and its length; stems beyond it are [`StemId::NONE`].
    Words([StemId; 3], u8),
    /// A character n-gram whose key is short.
    Chars(ShortKey),
    /// The key of a longer character n-gram, a dictionary key or a pair of them.
    Keyed(Box<str>),
}

/// The number of the next entry of a table of length `len`.
fn next_number(len: usize) -> u32 {
    debug_assert!(u32::try_from(len).is_ok_and(|n| n < u32::MAX), "four thousand million entries do not fit memory");
    len as u32
}

impl GrowingLookup {
    /// Empty tables for word n-grams of up to `longest_ngram` words.
    pub(crate) fn new(longest_ngram: u8) -> Self {
        Self {
            stems: Map::default(),
            singles: Vec::new(),
            pairs: PairTable::default(),
            triples: Map::default(),
            short: Map::default(),
            keyed: Map::default(),
            features: Vec::new(),
            longest_ngram,
        }
    }

    /// Number of features.
    pub(crate) fn len(&self) -> usize {
        self.features.len()
    }

    /// The keys of the features that `keep` accepts by their index, sorted.
    pub(crate) fn sorted_keys(&self, keep: impl Fn(usize) -> bool) -> SortedKeys {
        // Word n-grams sort as the ranks of their stems do, word by word, unless a stem has a byte below the space
        // between them, and short keys as their numbers do. So numbers are sorted first, and the sort of the texts finds
        // them in order.
        let stems = self.stems();
        let mut by_text: Vec<u32> = (0..next_number(stems.len())).collect();
        by_text.sort_unstable_by_key(|stem| stems.get(*stem as usize));
        let mut ranks = vec![0; stems.len()];
        for (stem, rank) in by_text.iter().zip(1u32..) {
            if let Some(slot) = ranks.get_mut(*stem as usize) {
                *slot = rank;
            }
        }
        // Rank 0 is that of `StemId::NONE`, so that shorter n-grams come first.
        let rank = |stem: StemId| ranks.get(stem.index()).copied().unwrap_or(0);
        let (mut words, mut short, mut keyed) = (Vec::new(), Vec::new(), Vec::new());
        for (index, feature) in self.features.iter().enumerate().filter(|(index, _)| keep(*index)) {
            match feature {
                Feature::Words(stems, _) => words.push((stems.map(rank), index)),
                Feature::Chars(key) => short.push((key.in_order(), index)),
                Feature::Keyed(key) => keyed.push((&**key, index)),
            }
        }
        words.sort_unstable();
        short.sort_unstable();
        keyed.sort_unstable();
        let stem_of_rank = |rank: &u32| {
            let stem = by_text.get((*rank as usize).checked_sub(1)?)?;
            stems.get(*stem as usize).copied()
        };
        let mut keys = SortedKeys::default();
        for (ranks, index) in words {
            for (at, stem) in ranks.iter().map_while(stem_of_rank).enumerate() {
                keys.text.push_str(if at == 0 { "" } else { " " });
                keys.text.push_str(stem);
            }
            keys.end(index);
        }
        for (key, index) in short {
            ShortKey::from_order(key).append_to(&mut keys.text);
            keys.end(index);
        }
        for (key, index) in keyed {
            keys.text.push_str(key);
            keys.end(index);
        }
        keys.sort();
        keys
    }

    /// Stems in order of their ids.
    fn stems(&self) -> Vec<&str> {
        let mut stems = vec![""; self.stems.len()];
        for (stem, id) in &self.stems {
            if let Some(slot) = stems.get_mut(id.index()) {
                *slot = stem;
            }
        }
        stems
    }

    fn stem_or_insert(&mut self, stem: &str) -> StemId {
        if let Some(id) = self.stems.get(stem) {
            return *id;
        }
        let id = StemId::new(next_number(self.stems.len()));
        self.stems.insert(stem.into(), id);
        self.singles.push(FeatureId::NONE);
        id
    }

    fn short_or_insert(&mut self, key: ShortKey) -> FeatureId {
        let next = self.next_feature();
        let found = *self.short.entry(key).or_insert(next);
        if found == next {
            self.features.push(Feature::Chars(key));
        }
        found
    }

    /// The id that the next new feature gets.
    fn next_feature(&self) -> FeatureId {
        FeatureId::new(next_number(self.features.len()))
    }

    /// Adds all features of `other`; returns their ids here, in order of their ids there.
    pub(crate) fn merge(&mut self, other: &Self) -> Vec<FeatureId> {
        let stems: Vec<StemId> = other.stems().into_iter().map(|stem| self.stem_or_insert(stem)).collect();
        let stem = |id: &StemId| stems.get(id.index()).copied().unwrap_or(StemId::NONE);
        let ids = other.features.iter().map(|feature| match feature {
            Feature::Chars(key) => Some(self.short_or_insert(*key)),
            Feature::Keyed(key) => self.by_key(key),
            Feature::Words([a, _, _], 1) => self.single(stem(a)),
            Feature::Words([a, b, _], 2) => self.pair([stem(a), stem(b)]),
            Feature::Words([a, b, c], _) => self.triple([stem(a), stem(b), stem(c)]),
        });
        let ids = ids.map(|id| {
            debug_assert!(id.is_some(), "a growing vocabulary has every feature");
            id.unwrap_or(FeatureId::NONE)
        });
        ids.collect()
    }
}

impl Lookup for GrowingLookup {
    fn stem(&mut self, stem: &str) -> Option<StemId> {
        Some(self.stem_or_insert(stem))
    }

    fn single(&mut self, stem: StemId) -> Option<FeatureId> {
        let next = self.next_feature();
        let single = self.singles.get_mut(stem.index())?;
        if *single == FeatureId::NONE {
            *single = next;
            self.features.push(Feature::Words([stem, StemId::NONE, StemId::NONE], 1));
        }
        Some(*single)
    }

    fn has_single(&self, stem: StemId) -> bool {
        self.singles.get(stem.index()).is_some_and(|single| *single != FeatureId::NONE)
    }

    fn pair(&mut self, stems: [StemId; 2]) -> Option<FeatureId> {
        let next = self.next_feature();
        let found = self.pairs.find_or_insert(stems, next);
        if found == next {
            self.features.push(Feature::Words([stems[0], stems[1], StemId::NONE], 2));
        }
        Some(found)
    }

    #[inline(always)]
    fn prefetch_pair(&self, stems: [StemId; 2]) {
        self.pairs.prefetch(stems);
    }

    fn triple(&mut self, stems: [StemId; 3]) -> Option<FeatureId> {
        let next = self.next_feature();
        let found = *self.triples.entry(stems).or_insert(next);
        if found == next {
            self.features.push(Feature::Words(stems, 3));
        }
        Some(found)
    }

    fn chars(&mut self, ngram: &str) -> Option<FeatureId> {
        match ShortKey::of_chars(ngram) {
            Some(key) => Some(self.short_or_insert(key)),
            None => self.by_key(&format!("{CHARS}{ngram}")),
        }
    }

    fn by_key(&mut self, key: &str) -> Option<FeatureId> {
        if let Some(key) = ShortKey::new(key).filter(|_| key.starts_with(CHARS)) {
            return Some(self.short_or_insert(key));
        }
        if let Some(id) = self.keyed.get(key) {
            return Some(*id);
        }
        let next = self.next_feature();
        self.keyed.insert(key.into(), next);
        self.features.push(Feature::Keyed(key.into()));
        Some(next)
    }

    fn longest_ngram(&self) -> u8 {
        self.longest_ngram
    }
}

/// Keys in order, each with the index of its feature.
#[derive(Debug, Default)]
pub(crate) struct SortedKeys {
    /// All keys, one after another.
    text: String,
    /// Where each key is in `text`, and its index.
    places: Vec<(usize, usize, usize)>,
}

impl SortedKeys {
    /// Ends a key, which was appended to `text`.
    fn end(&mut self, index: usize) {
        let start = self.places.last().map_or(0, |(_, end, _)| *end);
        self.places.push((start, self.text.len(), index));
    }

    fn sort(&mut self) {
        let text = self.text.as_str();
        // A stable sort merges runs that are sorted already.
        self.places.sort_by(|a, b| text.get(a.0..a.1).cmp(&text.get(b.0..b.1)));
    }

    /// The keys, each with its index.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> + Clone {
        self.places.iter().map(|(from, to, index)| (self.text.get(*from..*to).unwrap_or(""), *index))
    }
}

/// A hash table of word pairs by linear probing, at most three quarters full. By hand, because most lookups of training
/// go here, in tables larger than the caches: an entry can be prefetched, which a standard map does not offer.
#[derive(Debug, Default)]
struct PairTable {
    /// Both stems and the feature; the first stem is [`StemId::NONE`] in empty slots.
    slots: Vec<([StemId; 2], FeatureId)>,
    len: usize,
}

const EMPTY_SLOT: ([StemId; 2], FeatureId) = ([StemId::NONE; 2], FeatureId::NONE);

impl PairTable {
    /// Slots of the smallest table.
    const LEAST: usize = 1 << 10;

    /// The slot at which probing begins.
    #[inline(always)]
    fn slot(&self, stems: [StemId; 2]) -> usize {
        let key = (u64::from(stems[0].number()) << 32) | u64::from(stems[1].number());
        let mixed = (key ^ (key >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 32)) as usize & self.slots.len().wrapping_sub(1)
    }

    #[inline(always)]
    fn prefetch(&self, stems: [StemId; 2]) {
        prefetch_index(&self.slots, self.slot(stems));
    }

    /// The feature of a pair; a new pair gets `next`.
    #[inline(always)]
    fn find_or_insert(&mut self, stems: [StemId; 2], next: FeatureId) -> FeatureId {
        if 4 * (self.len + 1) > 3 * self.slots.len() {
            self.grow();
        }
        let mut at = self.slot(stems);
        let mask = self.slots.len() - 1;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.0 == stems {
                return slot.1;
            }
            if slot.0[0] == StemId::NONE {
                *slot = (stems, next);
                self.len += 1;
                return next;
            }
            at = (at + 1) & mask;
        }
        debug_assert!(false, "a quarter of the slots is empty");
        next
    }

    fn grow(&mut self) {
        let slots = (2 * self.slots.len()).max(Self::LEAST);
        for (stems, feature) in std::mem::replace(&mut self.slots, vec![EMPTY_SLOT; slots]) {
            let mut at = self.slot(stems);
            while let Some(slot) = self.slots.get_mut(at).filter(|_| stems[0] != StemId::NONE) {
                if slot.0[0] == StemId::NONE {
                    *slot = (stems, feature);
                    break;
                }
                at = (at + 1) & (slots - 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_their_ids_as_the_table_grows() {
        let mut pairs = PairTable::default();
        for round in 0..2 {
            for k in 0..5000u32 {
                let next = if round == 0 { FeatureId::new(k) } else { FeatureId::NONE };
                let stems = [k % 71, k / 71].map(StemId::new);
                assert_eq!(pairs.find_or_insert(stems, next), FeatureId::new(k));
            }
        }
        assert_eq!(pairs.len, 5000);
    }

    #[test]
    fn keys_are_sorted_by_their_bytes_whatever_stems_hold() {
        let mut lookup = GrowingLookup::new(3);
        let texts = ["a", "a-c", "a\u{1}", "b", "ab", "é", "c", "#c", "…"];
        let stems: Vec<StemId> = texts.iter().filter_map(|text| lookup.stem(text)).collect();
        for a in &stems {
            lookup.single(*a);
            for b in &stems {
                lookup.pair([*a, *b]);
                lookup.triple([*a, *b, *a]);
            }
        }
        lookup.by_key("c:ab");
        lookup.by_key("c: a");
        lookup.by_key("c: long n-gram");
        lookup.by_key("k:key");
        let keys = lookup.sorted_keys(|_| true);
        let keys: Vec<(&str, usize)> = keys.iter().collect();
        assert_eq!(keys.len(), 9 + 81 + 81 + 4);
        assert!(keys.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(["c:ab", "c: a", "c: long n-gram", "k:key"].iter().all(|key| keys.iter().any(|(own, _)| own == key)));
    }
}
