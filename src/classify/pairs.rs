//! The word pairs of a model, in as little memory as can be.
//!
//! A large model has more pairs than a processor's caches hold, and most of the time to score a text would go into waiting
//! for them. A pair of stem numbers is mixed into another number of as many bits, one to one; its upper bits say where the
//! pair stands, and only the lower ones are stored, with how far it was pushed on by others (Cleary 1984, "Compact hash
//! tables using bidirectional linear probing"). Where and what is stored give the pair back, so the answer is exact.

/// Places read together, so that the processor fetches them together instead of waiting for one after another.
const TOGETHER: usize = 32;
/// Bits for how far a pair may be pushed on.
const PUSHED: u32 = 5;
/// No pair stands there.
pub(super) const EMPTY: u32 = u32::MAX;

/// Word pairs by the numbers of their stems.
#[derive(Default)]
pub(super) struct Pairs {
    /// Bits of a pair, half of them for each stem.
    bits: u32,
    /// Lower bits, which are stored.
    low: u32,
    /// Numbers in each place.
    stride: usize,
    /// In each place the lower bits and, above them, how far the pair was pushed on; then what the pair adds. Together, so
    /// that a pair costs one trip to memory.
    table: Vec<u32>,
}

impl Pairs {
    /// A table of these pairs of stem numbers below `stems`, with `width` cells of zero each, and the column of the pair in each place, [`EMPTY`] where
    /// there is none. `None` if 32 bits cannot tell them apart, which would take a thousand times more words than pairs.
    pub(super) fn new(stems: usize, pairs: &[([u32; 2], u32)], width: usize) -> Option<(Self, Vec<u32>)> {
        let half = usize::BITS - stems.max(2).leading_zeros();
        if half >= u32::BITS {
            return None;
        }
        let mut upper = (pairs.len() * 5 / 3).max(1).next_power_of_two().trailing_zeros().min(2 * half);
        loop {
            let low = 2 * half - upper;
            // All bits set means empty, so that one bit stays unused.
            if low + PUSHED >= u32::BITS {
                upper += 1;
                if upper > u32::BITS - 2 {
                    return None;
                }
                continue;
            }
            let places = (1usize << upper) + (1 << PUSHED);
            let stride = 1 + width;
            let mut table = Self { bits: 2 * half, low, stride, table: vec![0; places * stride] };
            table.table.iter_mut().step_by(stride).for_each(|stored| *stored = EMPTY);
            let mut columns = vec![EMPTY; places];
            if pairs.iter().all(|(stems, column)| table.add(*stems, *column, &mut columns)) {
                return Some((table, columns));
            }
            upper += 1;
        }
    }

    /// Where a pair should stand, and its lower bits.
    #[inline(always)]
    fn place(&self, stems: u64) -> (usize, u32) {
        let (a, b) = (stems >> 32, stems & u64::from(u32::MAX));
        let mask = (1u64 << self.bits) - 1;
        let pair = (a << (self.bits / 2)) | b;
        // Both steps can be undone: odd factors, and shifts that leave the upper half as it is.
        let mixed = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) & mask;
        let mixed = (mixed ^ (mixed >> (self.bits / 2))).wrapping_mul(0xD6E8_FEB8_6659_FD93) & mask;
        ((mixed >> self.low) as usize, (mixed & ((1 << self.low) - 1)) as u32)
    }

    fn add(&mut self, stems: [u32; 2], column: u32, columns: &mut [u32]) -> bool {
        let (at, low) = self.place(key(stems));
        for pushed in 0..1 << PUSHED {
            match (self.table.get_mut((at + pushed) * self.stride), columns.get_mut(at + pushed)) {
                (Some(stored), Some(place)) if *stored == EMPTY => {
                    *stored = low | ((pushed as u32) << self.low);
                    *place = column;
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// Places in all.
    pub(super) fn places(&self) -> usize {
        self.table.len() / self.stride.max(1)
    }

    #[inline(always)]
    fn stored(&self, place: usize) -> u32 {
        self.table.get(place * self.stride).copied().unwrap_or(EMPTY)
    }

    /// The cells of a place, whole numbers with sign as their bits.
    #[inline(always)]
    pub(super) fn cells(&self, place: usize) -> &[u32] {
        self.table.get(place * self.stride + 1..(place + 1) * self.stride).unwrap_or(&[])
    }

    /// The same, to be filled.
    pub(super) fn cells_mut(&mut self, place: usize) -> &mut [u32] {
        self.table.get_mut(place * self.stride + 1..(place + 1) * self.stride).unwrap_or(&mut [])
    }

    /// Calls `each` with the places of the pairs that are there; `keys` are made by [`key`].
    #[inline(always)]
    pub(super) fn find_each(&self, keys: &[u64], mut each: impl FnMut(usize)) {
        let mut ahead = [(0, 0, EMPTY); TOGETHER];
        for keys in keys.chunks(TOGETHER) {
            for (slot, key) in ahead.iter_mut().zip(keys) {
                let (at, low) = self.place(*key);
                *slot = (at, low, self.stored(at));
            }
            for (at, low, first) in ahead.iter().take(keys.len()) {
                let (mut at, mut wanted, mut found) = (*at, *low, *first);
                // Nothing is ever taken out, so that a pair stands before the first empty place.
                while found != wanted && found != EMPTY {
                    at += 1;
                    wanted += 1 << self.low;
                    found = if wanted >> self.low < 1 << PUSHED { self.stored(at) } else { EMPTY };
                }
                if found == wanted {
                    each(at);
                }
            }
        }
    }
}

/// A pair as one number.
#[inline(always)]
pub(super) fn key(stems: [u32; 2]) -> u64 {
    (u64::from(stems[0]) << 32) | u64::from(stems[1])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_pair_is_found_and_no_other(
            pairs in proptest::collection::btree_map((0u32..300, 0u32..300), 0u32..9999, 0..400),
            asked in proptest::collection::vec((0u32..300, 0u32..300), 0..200),
            stems in 300usize..100_000,
        ) {
            let known: Vec<([u32; 2], u32)> = pairs.iter().map(|((a, b), column)| ([*a, *b], *column)).collect();
            let (table, columns) = Pairs::new(stems, &known, 2).unwrap();
            let known: BTreeMap<[u32; 2], u32> = known.into_iter().collect();
            let all: Vec<[u32; 2]> = asked.iter().map(|(a, b)| [*a, *b]).chain(known.keys().copied()).collect();
            let expected: Vec<u32> = all.iter().filter_map(|stems| known.get(stems).copied()).collect();
            let keys: Vec<u64> = all.iter().map(|stems| key(*stems)).collect();
            let mut found = Vec::new();
            table.find_each(&keys, |place| found.push(columns[place]));
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_crowded_table_grows_until_all_fit() {
        let pairs: Vec<([u32; 2], u32)> = (0..200_000).map(|k| ([k / 500, 7 * (k % 500)], k)).collect();
        let (table, columns) = Pairs::new(5000, &pairs, 0).unwrap();
        let keys: Vec<u64> = pairs.iter().map(|(stems, _)| key(*stems)).collect();
        let mut found = 0;
        table.find_each(&keys, |place| {
            assert_eq!(columns[place], found);
            found += 1;
        });
        assert_eq!(found, 200_000);
    }
}
