//! A perfect hash table of the model's word pairs (compress, hash, displace).
//!
//! A large model has more pairs than fit the processor's caches, and most of the time to score a text would be spent
//! waiting for them; so the table is small, and a pair takes one access to it. The two stems of a pair are multiplied
//! into a number that identifies the pair. Some bits of it select a bucket; the bucket's displacement and the number
//! give the slot (Belazzougui, Botelho & Dietzfelbinger 2009, "Hash, displace, and compress"). The slot holds the
//! number too, so that answers are exact. Flags beside the displacements rule out most unknown pairs without an access
//! to the table.

use prefetch_index::prefetch_index;

use super::pair_stem::PairStem;
use crate::features::FeatureId;

/// Pairs per bucket, on average, at most.
const BUCKET_SIZE: usize = 6;
/// Pairs and slots whose memory accesses overlap while the table is built.
const AT_ONCE: usize = 16;
/// Largest displacement. The bits above it are the flags of a bucket.
const LARGEST_DISPLACEMENT: u16 = 0xFF;
/// Multiplier of stems: the bits of the golden ratio. It is odd, so that different pairs get different numbers.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
/// Multiplier of displacements.
const MIX_DISPLACEMENT: u64 = 0xBF58_476D_1CE4_E5B9;
/// Multiplier of displaced numbers.
const MIX_AGAIN: u64 = 0xD6E8_FEB8_6659_FD93;
/// Key of an empty slot; no pair has it, because no stem has the number `u32::MAX`.
const EMPTY_KEY: u64 = (u32::MAX as u64).wrapping_mul(MIX);

/// Word pairs with their weights.
#[derive(Debug, Default)]
pub(super) struct PairTable {
    /// See [`PairHasher`].
    first_multiplier: u64,
    bucket_mask: u64,
    /// Mask of the bits of a slot number.
    slot_mask: u64,
    /// By bucket: the displacement, and above it the [`flag`] of every pair in the bucket.
    buckets: Vec<u16>,
    /// 32-bit words per slot.
    stride: usize,
    /// Words of a slot that are the pair's key: 1 if the lower half of the key identifies it, else 2.
    key_words: usize,
    /// In each slot the pair's key, then its weights: together, so that a pair costs one memory access.
    slots: Vec<u32>,
}

impl PairTable {
    /// A table of `pairs`, whose stems have numbers below `stems`, with `width` weights each, at least one, which
    /// [`Self::fill_weights`] fills. `None` if stems need more than 31 bits.
    pub(super) fn new(stems: usize, pairs: &[([PairStem; 2], FeatureId)], width: usize) -> Option<Self> {
        let stem_bits = usize::BITS - stems.max(2).leading_zeros();
        if stem_bits >= u32::BITS {
            return None;
        }
        // A pair has twice as many bits, and as many lower bits of the product identify it.
        let key_words = 1 + usize::from(2 * stem_bits > u32::BITS);
        // Displacements of a table that is nine tenths full would take long to find.
        let least_bits = (pairs.len() * 10 / 9).max(1).next_power_of_two().trailing_zeros().max(1);
        let bucket_bits = (pairs.len() / BUCKET_SIZE).max(2).next_power_of_two().trailing_zeros();
        (least_bits..u32::BITS - 1).find_map(|bits| {
            let (slots, stride) = (1 << bits, key_words + width);
            let mut table = Self {
                first_multiplier: MIX << stem_bits,
                bucket_mask: (1 << bucket_bits) - 1,
                slot_mask: (1 << bits) - 1,
                buckets: vec![0; 1 << bucket_bits],
                stride,
                key_words,
                slots: vec![0; slots * stride],
            };
            table.slots.chunks_exact_mut(stride).for_each(|slot| write_key(slot, key_words, EMPTY_KEY));
            table.fill(pairs).then_some(table)
        })
    }

    /// Calls `fill` for the weights of each pair, with its feature; before that, and for some pairs at once, `prefetch`.
    pub(super) fn fill_weights(&mut self, prefetch: impl Fn(FeatureId), mut fill: impl FnMut(FeatureId, &mut [u32])) {
        let (stride, key_words) = (self.stride.max(1), self.key_words);
        let is_taken = |slot: &[u32]| {
            let empty = [EMPTY_KEY as u32, (EMPTY_KEY >> 32) as u32];
            slot.iter().zip(empty).take(key_words).any(|(own, empty)| *own != empty)
        };
        let feature = |slot: &[u32]| slot.get(key_words).map_or(FeatureId::NONE, |number| FeatureId::new(*number));
        for slots in self.slots.chunks_mut(AT_ONCE * stride) {
            slots.chunks_exact(stride).filter(|slot| is_taken(slot)).for_each(|slot| prefetch(feature(slot)));
            for slot in slots.chunks_exact_mut(stride).filter(|slot| is_taken(slot)) {
                fill(feature(slot), slot.get_mut(key_words..).unwrap_or(&mut []));
            }
        }
    }

    /// The slot of a pair in a bucket, of which `bucket` is the entry.
    #[inline(always)]
    fn slot(&self, pair: u64, bucket: u16) -> u32 {
        let displacement = u64::from(bucket & LARGEST_DISPLACEMENT).wrapping_mul(MIX_DISPLACEMENT);
        (((pair ^ (pair >> 32) ^ displacement).wrapping_mul(MIX_AGAIN) >> 33) & self.slot_mask) as u32
    }

    /// Finds displacements for all buckets, the largest bucket first, and fills the slots, with the number of the feature
    /// as the first weight. `false` if there are none for some bucket: the table is too small.
    fn fill(&mut self, pairs: &[([PairStem; 2], FeatureId)]) -> bool {
        // Only `bucket` is used here, never the displacements.
        let Self { first_multiplier, bucket_mask, .. } = *self;
        let hasher = PairHasher { first_multiplier, bucket_mask, buckets: &[] };
        let (mixed, ends) = by_bucket(pairs, hasher);
        let of_bucket = |bucket: u32| {
            let end = |at: u32| ends.get(at as usize).map_or(0, |end| *end as usize);
            mixed.get(bucket.checked_sub(1).map_or(0, end)..end(bucket)).unwrap_or(&[])
        };
        let mut taken = vec![0u64; self.len().div_ceil(64)];
        let order: Vec<u32> = largest_first(&ends);
        let mut slots: Vec<u32> = Vec::new();
        for (bucket, later) in order.iter().zip(order.iter().skip(AT_ONCE).map(Some).chain(std::iter::repeat(None))) {
            if let Some(later) = later.and_then(|later| ends.get(*later as usize)) {
                prefetch_index(&mixed, (*later as usize).saturating_sub(1));
            }
            let pairs = of_bucket(*bucket);
            let is_free = |slot: u32| taken.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 0);
            let fits = (0..=LARGEST_DISPLACEMENT).find(|displacement| {
                // Most displacements fail at a slot that is taken, so that this is looked for first.
                if !pairs.iter().all(|(pair, _)| is_free(self.slot(*pair, *displacement))) {
                    return false;
                }
                slots.clear();
                pairs.iter().all(|(pair, _)| {
                    let slot = self.slot(*pair, *displacement);
                    let differs = !slots.contains(&slot);
                    slots.push(slot);
                    differs
                })
            });
            let Some(displacement) = fits else { return false };
            for ((pair, feature), slot) in pairs.iter().zip(&slots) {
                if let Some(word) = taken.get_mut(*slot as usize / 64) {
                    *word |= 1 << (slot % 64);
                }
                if let Some(own) = self.buckets.get_mut(*bucket as usize) {
                    *own |= displacement | flag(*pair);
                }
                let (from, key_words) = (*slot as usize * self.stride, self.key_words);
                let slot = self.slots.get_mut(from..from + self.stride).unwrap_or(&mut []);
                write_key(slot, key_words, *pair);
                slot.get_mut(key_words).into_iter().for_each(|weight| *weight = feature.number());
            }
        }
        true
    }

    /// What turns stems into pairs.
    pub(super) fn hasher(&self) -> PairHasher<'_> {
        let Self { first_multiplier, bucket_mask, .. } = *self;
        PairHasher { first_multiplier, bucket_mask, buckets: &self.buckets }
    }

    /// Number of slots.
    pub(super) fn len(&self) -> usize {
        self.slots.len() / self.stride.max(1)
    }

    /// The weights of a slot from weight `from` on, `i32` as their bits. The slice goes on past the slot.
    #[inline(always)]
    pub(super) fn weights(&self, slot: u32, from: usize) -> &[u32] {
        self.slots.get(slot as usize * self.stride + self.key_words + from..).unwrap_or(&[])
    }

    /// The slot of a pair made by [`PairHasher::pair`]; `None` if it is not in the table.
    pub(super) fn find_one(&self, pair: u64) -> Option<u32> {
        let bucket = self.buckets.get(self.hasher().bucket(pair)).copied()?;
        let slot = self.slot(pair, bucket);
        let mut words = self.slots.get(slot as usize * self.stride..)?.iter().take(self.key_words);
        let key = [pair as u32, (pair >> 32) as u32];
        (bucket & flag(pair) != 0 && words.by_ref().zip(key).all(|(own, key)| *own == key)).then_some(slot)
    }

    /// Fills `found` with the slots of the pairs that are in the table, in order. Pairs are made by
    /// [`PairHasher::pair`].
    pub(super) fn find(&self, pairs: &[u64], found: &mut FoundPairs) {
        match self.key_words {
            1 => self.find_keys::<1>(pairs, found),
            _ => self.find_keys::<2>(pairs, found),
        }
    }

    /// `find` for keys of `WORDS` 32-bit words.
    ///
    /// Each loop does one thing, so that as many memory accesses as the processor allows overlap, and none has a branch
    /// that depends on what is found, which would often be mispredicted.
    #[inline(always)]
    fn find_keys<const WORDS: usize>(&self, pairs: &[u64], found: &mut FoundPairs) {
        // One more than is read: what is not kept is written there.
        if found.slots.len() < pairs.len() + 1 {
            found.candidates.resize(pairs.len() + 1, (0, 0));
            found.slots.resize(pairs.len() + 1, 0);
        }
        let hasher = self.hasher();
        let (buckets, table, stride) = (self.buckets.as_slice(), self.slots.as_slice(), self.stride);
        // Most unknown pairs have no flag in their bucket, which saves the access to the table.
        let (candidates, mut n_candidates) = (found.candidates.as_mut_slice(), 0);
        for pair in pairs {
            let bucket = buckets.get(hasher.bucket(*pair)).copied().unwrap_or(0);
            let slot = self.slot(*pair, bucket);
            let flagged = bucket & flag(*pair) != 0;
            if let Some(next) = candidates.get_mut(n_candidates) {
                *next = (*pair, slot);
            }
            // Without a flag, one and the same slot is prefetched every time, which costs nothing.
            let from = if flagged { slot as usize * stride } else { 0 };
            prefetch_index(table, from);
            // The last weight may be in the next cache line.
            prefetch_index(table, from + stride - 1);
            n_candidates += usize::from(flagged);
        }
        let (slots, mut count) = (found.slots.as_mut_slice(), 0);
        for (pair, slot) in candidates.iter().take(n_candidates) {
            if let Some(next) = slots.get_mut(count) {
                *next = *slot;
            }
            let from = *slot as usize * stride;
            let word = |at: usize| table.get(at).copied().unwrap_or(0);
            let same = word(from) == *pair as u32 && (WORDS == 1 || word(from + 1) == (*pair >> 32) as u32);
            count += usize::from(same);
        }
        found.count = count;
    }
}

/// Turns two stems into the number of their pair, the first step to finding it.
#[derive(Clone, Copy)]
pub(super) struct PairHasher<'p> {
    /// Multiplier of the first stem: [`MIX`] shifted by the bits of a stem.
    first_multiplier: u64,
    /// Mask of the bits that select the bucket.
    bucket_mask: u64,
    buckets: &'p [u16],
}

impl PairHasher<'_> {
    /// The number of a pair: the bits of both stems, one after another, times [`MIX`].
    #[inline(always)]
    fn mix(self, [first, second]: [PairStem; 2]) -> u64 {
        let (first, second) = (u64::from(first.0), u64::from(second.0));
        first.wrapping_mul(self.first_multiplier).wrapping_add(second.wrapping_mul(MIX))
    }

    /// The bucket of a pair.
    #[inline(always)]
    fn bucket(self, pair: u64) -> usize {
        ((pair >> 33) & self.bucket_mask) as usize
    }

    /// The number of a pair; its bucket is prefetched.
    #[inline(always)]
    pub(super) fn pair(self, stems: [PairStem; 2]) -> u64 {
        let pair = self.mix(stems);
        prefetch_index(self.buckets, self.bucket(pair));
        pair
    }
}

/// The numbers of pairs in the order of their buckets, with their features, and where each bucket ends among them.
fn by_bucket(pairs: &[([PairStem; 2], FeatureId)], hasher: PairHasher<'_>) -> (Vec<(u64, FeatureId)>, Vec<u32>) {
    let mut next = vec![0u32; hasher.bucket_mask as usize + 1];
    for (stems, _) in pairs {
        next.get_mut(hasher.bucket(hasher.mix(*stems))).into_iter().for_each(|size| *size += 1);
    }
    let mut sum = 0;
    for next in &mut next {
        sum += std::mem::replace(next, sum);
    }
    let mut sorted = vec![(0, FeatureId::NONE); pairs.len()];
    for (stems, feature) in pairs {
        let pair = hasher.mix(*stems);
        let Some(next) = next.get_mut(hasher.bucket(pair)) else { continue };
        sorted.get_mut(*next as usize).into_iter().for_each(|place| *place = (pair, *feature));
        *next += 1;
    }
    // Where the next pair of a bucket would be is now where the bucket ends.
    (sorted, next)
}

/// The numbers of the buckets that are not empty, the largest first. `ends` is where each ends.
fn largest_first(ends: &[u32]) -> Vec<u32> {
    let sizes = std::iter::once(&0).chain(ends).zip(ends).map(|(from, to)| (to - from) as usize);
    let mut by_size: Vec<Vec<u32>> = Vec::new();
    for (bucket, size) in sizes.enumerate() {
        if size >= by_size.len() {
            by_size.resize(size + 1, Vec::new());
        }
        by_size.get_mut(size).into_iter().for_each(|of_size| of_size.push(bucket as u32));
    }
    by_size.into_iter().skip(1).rev().flatten().collect()
}

/// The flag of a pair in its bucket: one of eight bits above the displacement.
#[inline(always)]
fn flag(pair: u64) -> u16 {
    (LARGEST_DISPLACEMENT + 1) << ((pair >> 29) & 7)
}

/// Writes a pair's key at the beginning of its slot.
fn write_key(slot: &mut [u32], key_words: usize, pair: u64) {
    slot.iter_mut().zip([pair as u32, (pair >> 32) as u32]).take(key_words).for_each(|(own, word)| *own = word);
}

/// What [`PairTable::find`] found; its memory is reused.
#[derive(Debug, Default)]
pub(super) struct FoundPairs {
    candidates: Vec<(u64, u32)>,
    slots: Vec<u32>,
    count: usize,
}

impl FoundPairs {
    /// The slots of the pairs that were found.
    pub(super) fn slots(&self) -> &[u32] {
        self.slots.get(..self.count).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// A table in which the second of the two weights of a pair is the number of its feature.
    fn filled(stems: usize, pairs: &[([PairStem; 2], FeatureId)]) -> PairTable {
        let mut table = PairTable::new(stems, pairs, 2).unwrap();
        table.fill_weights(|_| {}, |feature, weights| weights.copy_from_slice(&[0, feature.number()]));
        table
    }

    proptest! {
        #[test]
        fn every_pair_is_found_and_no_other(
            pairs in proptest::collection::btree_map((0u32..300, 0u32..300), 0u32..9999, 0..400),
            asked in proptest::collection::vec((0u32..300, 0u32..300), 0..200),
            stems in prop_oneof![300usize..100_000, 60_000usize..70_000],
        ) {
            let known: Vec<([PairStem; 2], FeatureId)> =
                pairs.iter().map(|((a, b), feature)| ([*a, *b].map(PairStem), FeatureId::new(*feature))).collect();
            let table = filled(stems, &known);
            let known: BTreeMap<[u32; 2], FeatureId> =
                known.into_iter().map(|(stems, feature)| (stems.map(|stem| stem.0), feature)).collect();
            let all: Vec<[u32; 2]> = asked.iter().map(|(a, b)| [*a, *b]).chain(known.keys().copied()).collect();
            let expected: Vec<FeatureId> = all.iter().filter_map(|stems| known.get(stems).copied()).collect();
            let mixed: Vec<u64> = all.iter().map(|stems| table.hasher().mix(stems.map(PairStem))).collect();
            let mut found = FoundPairs::default();
            table.find(&mixed, &mut found);
            let feature = |slot: u32| FeatureId::new(table.weights(slot, 1)[0]);
            let found: Vec<FeatureId> = found.slots().iter().map(|slot| feature(*slot)).collect();
            prop_assert_eq!(&found, &expected);
            let one_by_one = mixed.iter().filter_map(|pair| table.find_one(*pair)).map(feature);
            prop_assert_eq!(one_by_one.collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_crowded_table_grows_until_all_pairs_fit() {
        let pair = |k: u32| ([k / 500, 7 * (k % 500)].map(PairStem), FeatureId::new(k));
        let pairs: Vec<([PairStem; 2], FeatureId)> = (0..200_000).map(pair).collect();
        let table = filled(5000, &pairs);
        let mixed: Vec<u64> = pairs.iter().map(|(stems, _)| table.hasher().mix(*stems)).collect();
        let mut found = FoundPairs::default();
        table.find(&mixed, &mut found);
        assert!(found.slots().iter().map(|slot| table.weights(*slot, 1)[0]).eq(0..200_000));
    }
}
