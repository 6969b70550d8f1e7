//! The word pairs of a model, in as little memory as can be.
//!
//! A large model has more pairs than a processor's caches hold, and most of the time to score a text would go into waiting
//! for them. A pair of stem numbers is mixed into another number of as many bits, one to one; its lower bits are stored, and
//! with a small number that was chosen for them beforehand they turn the upper bits into the one place where the pair can
//! stand (Belazzougui, Botelho & Dietzfelbinger 2009, "Hash, displace, and compress"; that the place stands for bits of the key
//! is from Cleary 1984, "Compact hash tables using bidirectional linear probing"). Place and what is stored give the pair back,
//! so the answer is exact, and it takes one look; beside the small numbers stand flags that spare most pairs that are not
//! there even that.

/// Pairs that share a small number, on average at most.
const SHARE: usize = 3;
/// Largest small number.
const MOVED: u16 = 0xFF;
/// No pair stands there.
pub(super) const EMPTY: u32 = u32::MAX;

/// Word pairs by the numbers of their stems.
#[derive(Default)]
pub(super) struct Pairs {
    mixer: Mixer,
    /// Lower bits that do not choose the small number.
    rest: u32,
    /// The small numbers; above each a bit is set for every pair of those that share it, by the pair's [`flag`].
    moves: Vec<u16>,
    /// Numbers in each place.
    stride: usize,
    /// In each place the lower bits, then what the pair adds: together, so that a pair costs one trip to memory.
    table: Vec<u32>,
}

/// How pairs are mixed.
#[derive(Clone, Copy, Default)]
pub(super) struct Mixer {
    /// Bits of a stem's number; a pair has twice as many.
    half: u32,
    /// Lower bits of a mixed pair, which are stored.
    low: u32,
}

impl Mixer {
    /// The upper and the lower bits of a pair, mixed.
    #[inline(always)]
    pub(super) fn mix(self, stems: [u32; 2]) -> (u32, u32) {
        let [a, b] = stems.map(u64::from);
        let mask = (1u64 << (2 * self.half)) - 1;
        let pair = (a << self.half) | b;
        // Both steps can be undone: odd factors, and shifts that leave the upper half as it is.
        let mixed = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) & mask;
        let mixed = (mixed ^ (mixed >> self.half)).wrapping_mul(0xD6E8_FEB8_6659_FD93) & mask;
        ((mixed >> self.low) as u32, (mixed & ((1 << self.low) - 1)) as u32)
    }
}

impl Pairs {
    /// A table of these pairs of stem numbers below `stems`, with `width` cells of zero each, and the column of the pair in
    /// each place, [`EMPTY`] where there is none. `None` if 32 bits cannot tell them apart, which would take a thousand times
    /// more words than pairs.
    pub(super) fn new(stems: usize, pairs: &[([u32; 2], u32)], width: usize) -> Option<(Self, Vec<u32>)> {
        let half = usize::BITS - stems.max(2).leading_zeros();
        if half >= u32::BITS {
            return None;
        }
        // A table nine tenths full takes long to make.
        let least = (pairs.len() * 10 / 9).max(1).next_power_of_two().trailing_zeros();
        let share = (pairs.len() / SHARE).max(1).next_power_of_two().trailing_zeros();
        (least.max(1)..u32::BITS - 2).find_map(|upper| {
            // With fewer bits too many pairs would share a small number.
            let half = half.max((upper + share).div_ceil(2));
            let low = 2 * half - upper;
            // All bits set means empty, so that one bit stays unused.
            if low >= u32::BITS {
                return None;
            }
            let (places, stride) = (1 << upper, 1 + width);
            let mut table = Self {
                mixer: Mixer { half, low },
                rest: low - share.min(low),
                moves: vec![0; 1 << share.min(low)],
                stride,
                table: vec![0; places * stride],
            };
            table.table.iter_mut().step_by(stride).for_each(|stored| *stored = EMPTY);
            let mut columns = vec![EMPTY; places];
            table.fill(pairs, &mut columns).then_some((table, columns))
        })
    }

    /// Where a pair stands that is moved by so much.
    #[inline(always)]
    fn place(&self, high: u32, low: u32, moved: u16) -> u32 {
        let step = (u64::from(low) ^ (u64::from(moved) << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        high ^ ((step ^ (step >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
            >> (64 - (2 * self.mixer.half - self.mixer.low))) as u32
    }

    /// Puts all pairs in, those first that many share their small number with; whether all could be.
    fn fill(&mut self, pairs: &[([u32; 2], u32)], columns: &mut [u32]) -> bool {
        let mut mixed: Vec<(u32, u32, u32)> = pairs
            .iter()
            .map(|(stems, column)| {
                let (high, low) = self.mixer.mix(*stems);
                (low, high, *column)
            })
            .collect();
        mixed.sort_unstable();
        let rest = self.rest;
        let mut groups: Vec<&[(u32, u32, u32)]> = mixed.chunk_by(|a, b| a.0 >> rest == b.0 >> rest).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        let mut places: Vec<u32> = Vec::new();
        for group in groups {
            let fits = (0..=MOVED).find(|moved| {
                places.clear();
                group.iter().all(|(low, high, _)| {
                    let place = self.place(*high, *low, *moved);
                    let free = columns.get(place as usize) == Some(&EMPTY) && !places.contains(&place);
                    places.push(place);
                    free
                })
            });
            let first = group.first().map_or(0, |(low, ..)| (low >> rest) as usize);
            let (Some(moved), Some(own)) = (fits, self.moves.get_mut(first)) else { return false };
            *own = group.iter().fold(moved, |own, (_, high, _)| own | flag(*high));
            for ((low, _, column), place) in group.iter().zip(&places) {
                let place = *place as usize;
                if let (Some(stored), Some(there)) = (self.table.get_mut(place * self.stride), columns.get_mut(place)) {
                    (*stored, *there) = (*low, *column);
                }
            }
        }
        true
    }

    /// What mixes pairs as they are asked for.
    pub(super) fn mixer(&self) -> Mixer {
        self.mixer
    }

    /// Places in all.
    pub(super) fn places(&self) -> usize {
        self.table.len() / self.stride.max(1)
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

    /// Fills `look` with the places of the pairs that are there, in order; each was mixed by [`Self::mixer`].
    ///
    /// Loops that do one thing each: as many trips to memory as the processor can make are under way together, and no
    /// branch depends on what is found, which is hard to foresee.
    pub(super) fn find(&self, pairs: &[(u32, u32)], look: &mut Look) {
        let Look { moved, wanted, stored, places, .. } = look;
        // A place more than is ever read: what is not kept is written there.
        if places.len() < pairs.len() + 1 {
            wanted.resize(pairs.len() + 1, (0, 0));
            places.resize(pairs.len() + 1, 0);
        }
        let (moves, rest, table, stride) = (self.moves.as_slice(), self.rest, self.table.as_slice(), self.stride);
        let own = |low: u32| moves.get((low >> rest) as usize).copied().unwrap_or(0);
        moved.clear();
        moved.extend(pairs.iter().map(|(_, low)| own(*low)));
        // Most pairs that are not there have no flag either, and are spared the trip.
        let mut asked = 0;
        for ((high, low), moved) in pairs.iter().zip(moved.iter()) {
            if let Some(next) = wanted.get_mut(asked) {
                *next = (self.place(*high, *low, moved & MOVED), *low);
            }
            asked += usize::from(moved & flag(*high) != 0);
        }
        let wanted = wanted.get(..asked).unwrap_or(&[]);
        let at = |at: usize| table.get(at).copied().unwrap_or(EMPTY);
        stored.clear();
        let mut touched = 0;
        stored.extend(wanted.iter().map(|(place, _)| {
            // The last cell may lie in the next cache line.
            let from = *place as usize * stride;
            touched ^= at(from + stride - 1);
            at(from)
        }));
        look.touched ^= touched;
        let mut found = 0;
        for ((place, low), stored) in wanted.iter().zip(stored.iter()) {
            if let Some(next) = places.get_mut(found) {
                *next = *place;
            }
            found += usize::from(low == stored);
        }
        look.found = found;
    }
}

/// Scratch memory of [`Pairs::find`].
#[derive(Default)]
pub(super) struct Look {
    moved: Vec<u16>,
    wanted: Vec<(u32, u32)>,
    stored: Vec<u32>,
    places: Vec<u32>,
    found: usize,
    /// Kept so that looks ahead have an effect.
    touched: u32,
}

impl Look {
    /// The places of the pairs that were found.
    pub(super) fn places(&self) -> &[u32] {
        self.places.get(..self.found).unwrap_or(&[])
    }
}

/// One of eight bits above the small numbers.
#[inline(always)]
fn flag(high: u32) -> u16 {
    (MOVED + 1) << (high & 7)
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
            let mixed: Vec<(u32, u32)> = all.iter().map(|stems| table.mixer.mix(*stems)).collect();
            let mut look = Look::default();
            table.find(&mixed, &mut look);
            let found: Vec<u32> = look.places().iter().map(|place| columns[*place as usize]).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_crowded_table_grows_until_all_fit() {
        let pairs: Vec<([u32; 2], u32)> = (0..200_000).map(|k| ([k / 500, 7 * (k % 500)], k)).collect();
        let (table, columns) = Pairs::new(5000, &pairs, 0).unwrap();
        let mixed: Vec<(u32, u32)> = pairs.iter().map(|(stems, _)| table.mixer.mix(*stems)).collect();
        let mut look = Look::default();
        table.find(&mixed, &mut look);
        assert!(look.places().iter().map(|place| columns[*place as usize]).eq(0..200_000));
    }
}
