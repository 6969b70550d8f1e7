//! A hash table from short keys to features, which overlaps the memory accesses of many lookups.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;

use super::short_key::ShortKey;
use crate::features::FeatureId;

/// Features by short keys, with linear probing; at most half full.
#[derive(Debug)]
pub(super) struct ShortTable {
    /// A power of two of entries; those without a feature are free.
    entries: Vec<(ShortKey, FeatureId)>,
    /// Hashing differs from run to run, so that nobody can make keys that collide.
    seed: u64,
}

impl ShortTable {
    /// An empty table for this number of keys.
    pub(super) fn for_keys(keys: usize) -> Self {
        let free = (ShortKey::default(), FeatureId::NONE);
        Self { entries: vec![free; (2 * keys + 1).next_power_of_two()], seed: RandomState::default().hash_one(keys) }
    }

    /// Where probing for a key begins.
    #[inline(always)]
    fn slot(&self, key: ShortKey) -> usize {
        key.hash(self.seed) as usize & (self.entries.len() - 1)
    }

    /// Prefetches what [`Self::find`] reads for a key.
    #[inline(always)]
    pub(super) fn prefetch(&self, key: ShortKey) {
        prefetch_index(&self.entries, self.slot(key));
    }

    /// The feature of a key.
    #[inline(always)]
    pub(super) fn find(&self, key: ShortKey) -> Option<FeatureId> {
        let mut at = self.slot(key);
        loop {
            let (own, feature) = *self.entries.get(at)?;
            if own == key || feature == FeatureId::NONE {
                return (feature != FeatureId::NONE).then_some(feature);
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }

    /// Adds a key that is not in the table. There are no more than it was made for.
    pub(super) fn insert(&mut self, key: ShortKey, feature: FeatureId) {
        debug_assert!(self.find(key).is_none());
        let mut at = self.slot(key);
        while let Some(entry) = self.entries.get_mut(at) {
            if entry.1 == FeatureId::NONE {
                *entry = (key, feature);
                return;
            }
            at = (at + 1) & (self.entries.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_key_is_found_and_no_other(
            keys in proptest::collection::btree_set("[a-c\0é]{0,7}|[ab]{13,15}", 0..60),
            asked in proptest::collection::vec("[a-c\0é]{0,7}", 0..60),
        ) {
            let keys: BTreeMap<String, FeatureId> = keys.into_iter().zip((0..).map(FeatureId::new)).collect();
            let mut table = ShortTable::for_keys(keys.len());
            for (key, feature) in &keys {
                table.insert(ShortKey::new(key).unwrap(), *feature);
            }
            for key in keys.keys().chain(&asked) {
                prop_assert_eq!(table.find(ShortKey::new(key).unwrap()), keys.get(key).copied());
            }
        }
    }
}
