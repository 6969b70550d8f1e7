//! The word pairs of a model, in as little memory as can be.
//!
//! A large model has more pairs than a processor's caches hold, and most of the time to score a text would go into waiting
//! for them. A pair of stem numbers is multiplied into another number, one to one; some of its bits choose a small number that
//! was found for them beforehand, and the two together the one place where the pair can stand (Belazzougui, Botelho &
//! Dietzfelbinger 2009, "Hash, displace, and compress"). The pair's number stands there too, so the answer is exact, and it
//! takes one look; beside the small numbers stand flags that spare most pairs that are not there even that.

use prefetch_index::prefetch_index;

/// Pairs that share a small number, on average at most.
const SHARE: usize = 6;
/// Largest small number.
const MOVED: u16 = 0xFF;
/// No pair stands there.
pub(super) const EMPTY: u32 = u32::MAX;
/// Odd, hence a multiplication that can be undone (the golden ratio's bits), and two more to mix with.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
const MOVE: u64 = 0xBF58_476D_1CE4_E5B9;
const MIX_AGAIN: u64 = 0xD6E8_FEB8_6659_FD93;
/// What stands in an empty place: no stem has a number of ones alone, hence no pair this one.
const NO_PAIR: u64 = (u32::MAX as u64).wrapping_mul(MIX);

/// Word pairs by the numbers of their stems.
#[derive(Default)]
pub(super) struct Pairs {
    /// See [`Asker`].
    first: u64,
    share_mask: u64,
    /// Ones for the bits of a place.
    place_mask: u64,
    /// The small numbers; above each a bit is set for every pair of those that share it, by the pair's [`flag`].
    moves: Vec<u16>,
    /// Numbers in each place, and those of them that are the pair's own: one if half the bits are enough.
    stride: usize,
    own: usize,
    /// In each place the pair's number, then what it adds: together, so that a pair costs one trip to memory.
    table: Vec<u32>,
}

impl Pairs {
    /// A table of these pairs of stem numbers below `stems`, with `width` cells of zero each, and the column of the pair in
    /// each place, [`EMPTY`] where there is none. `None` if there are more stems than 31 bits can number.
    pub(super) fn new(stems: usize, pairs: &[([u32; 2], u32)], width: usize) -> Option<(Self, Vec<u32>)> {
        let half = usize::BITS - stems.max(2).leading_zeros();
        if half >= u32::BITS {
            return None;
        }
        // Twice as many bits make a pair, and as many lower bits of the product tell all pairs apart.
        let own = 1 + usize::from(2 * half > u32::BITS);
        // A table nine tenths full takes long to make.
        let least = (pairs.len() * 10 / 9).max(1).next_power_of_two().trailing_zeros().max(1);
        let share = (pairs.len() / SHARE).max(2).next_power_of_two().trailing_zeros();
        (least..u32::BITS - 1).find_map(|bits| {
            let (places, stride) = (1 << bits, own + width);
            let mut table = Self {
                first: MIX << half,
                share_mask: (1 << share) - 1,
                place_mask: (1 << bits) - 1,
                moves: vec![0; 1 << share],
                stride,
                own,
                table: vec![0; places * stride],
            };
            table.table.chunks_exact_mut(stride).for_each(|place| put(place, own, NO_PAIR));
            let mut columns = vec![EMPTY; places];
            table.fill(pairs, &mut columns).then_some((table, columns))
        })
    }

    /// Where a pair stands that is moved by so much.
    #[inline(always)]
    fn place(&self, pair: u64, moved: u16) -> u32 {
        let moved = u64::from(moved & MOVED).wrapping_mul(MOVE);
        (((pair ^ (pair >> 32) ^ moved).wrapping_mul(MIX_AGAIN) >> 33) & self.place_mask) as u32
    }

    /// Puts all pairs in, those first that many share their small number with; whether all could be.
    fn fill(&mut self, pairs: &[([u32; 2], u32)], columns: &mut [u32]) -> bool {
        // Its small numbers are not asked for, only which.
        let asker = Asker { first: self.first, share_mask: self.share_mask, moves: &[] };
        let mut mixed: Vec<(u64, u32)> = pairs.iter().map(|(stems, column)| (asker.mix(*stems), *column)).collect();
        mixed.sort_unstable_by_key(|(pair, _)| (asker.share(*pair), *pair));
        let mut groups: Vec<&[(u64, u32)]> = mixed.chunk_by(|a, b| asker.share(a.0) == asker.share(b.0)).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        let mut places: Vec<u32> = Vec::new();
        for group in groups {
            let fits = (0..=MOVED).find(|moved| {
                places.clear();
                group.iter().all(|(pair, _)| {
                    let place = self.place(*pair, *moved);
                    let free = columns.get(place as usize) == Some(&EMPTY) && !places.contains(&place);
                    places.push(place);
                    free
                })
            });
            let Some(moved) = fits else { return false };
            for ((pair, column), place) in group.iter().zip(&places) {
                let (share, flag, place) = (asker.share(*pair), flag(*pair), *place as usize);
                if let Some(own) = self.moves.get_mut(share) {
                    *own |= moved | flag;
                }
                if let Some(there) = columns.get_mut(place) {
                    *there = *column;
                }
                let own = self.own;
                put(self.table.get_mut(place * self.stride..).unwrap_or(&mut []), own, *pair);
            }
        }
        true
    }

    /// What asks for pairs.
    pub(super) fn asker(&self) -> Asker<'_> {
        Asker { first: self.first, share_mask: self.share_mask, moves: &self.moves }
    }

    /// Places in all.
    pub(super) fn places(&self) -> usize {
        self.table.len() / self.stride.max(1)
    }

    /// The cells of a place from one on, whole numbers with sign as their bits; those of other places come behind.
    #[inline(always)]
    pub(super) fn cells(&self, place: u32, from: usize) -> &[u32] {
        self.table.get(place as usize * self.stride + self.own + from..).unwrap_or(&[])
    }

    /// The cells of a place, to be filled.
    pub(super) fn cells_mut(&mut self, place: usize) -> &mut [u32] {
        self.table.get_mut(place * self.stride + self.own..(place + 1) * self.stride).unwrap_or(&mut [])
    }

    /// Fills `look` with the places of the pairs that are there, in order; each was made by [`Asker::ask`].
    pub(super) fn find(&self, pairs: &[u64], look: &mut Look) {
        match self.own {
            1 => self.find_by::<1>(pairs, look),
            _ => self.find_by::<2>(pairs, look),
        }
    }

    /// The same, with so many numbers in a place that are the pair's own.
    ///
    /// Loops that do one thing each: as many trips to memory as the processor can make are under way together, and no
    /// branch depends on what is found, which is hard to foresee.
    #[inline(always)]
    fn find_by<const OWN: usize>(&self, pairs: &[u64], look: &mut Look) {
        // A place more than is ever read: what is not kept is written there.
        if look.places.len() < pairs.len() + 1 {
            look.wanted.resize(pairs.len() + 1, (0, 0));
            look.places.resize(pairs.len() + 1, 0);
        }
        let asker = self.asker();
        let (moves, table, stride) = (self.moves.as_slice(), self.table.as_slice(), self.stride);
        // Most pairs that are not there have no flag either, and are spared the trip.
        let (wanted, mut asked) = (look.wanted.as_mut_slice(), 0);
        for pair in pairs {
            let moved = moves.get(asker.share(*pair)).copied().unwrap_or(0);
            let place = self.place(*pair, moved);
            let flag = moved & flag(*pair) != 0;
            if let Some(next) = wanted.get_mut(asked) {
                *next = (*pair, place);
            }
            // Of all the same place, near by, if there is nothing to fetch.
            let from = if flag { place as usize * stride } else { 0 };
            prefetch_index(table, from);
            // The last cell may lie in the next cache line.
            prefetch_index(table, from + stride - 1);
            asked += usize::from(flag);
        }
        let (places, mut found) = (look.places.as_mut_slice(), 0);
        for (pair, place) in wanted.iter().take(asked) {
            if let Some(next) = places.get_mut(found) {
                *next = *place;
            }
            let from = *place as usize * stride;
            let at = |at: usize| table.get(at).copied().unwrap_or(0);
            let same = at(from) == *pair as u32 && (OWN == 1 || at(from + 1) == (*pair >> 32) as u32);
            found += usize::from(same);
        }
        look.found = found;
    }
}

/// The first step to a pair.
#[derive(Clone, Copy)]
pub(super) struct Asker<'p> {
    /// What the first stem's number is multiplied by: [`MIX`] moved up by the bits of a stem's number.
    first: u64,
    /// Ones for the bits that choose the small number.
    share_mask: u64,
    moves: &'p [u16],
}

impl Asker<'_> {
    /// The number of a pair: both stems' bits, one after another, times [`MIX`].
    #[inline(always)]
    fn mix(self, [a, b]: [u32; 2]) -> u64 {
        u64::from(a).wrapping_mul(self.first).wrapping_add(u64::from(b).wrapping_mul(MIX))
    }

    /// Which small number is a pair's.
    #[inline(always)]
    fn share(self, pair: u64) -> usize {
        ((pair >> 33) & self.share_mask) as usize
    }

    /// The number of a pair of stems; its small number is fetched.
    #[inline(always)]
    pub(super) fn ask(self, stems: [u32; 2]) -> u64 {
        let pair = self.mix(stems);
        prefetch_index(self.moves, self.share(pair));
        pair
    }
}

/// One of eight bits above the small number.
#[inline(always)]
fn flag(pair: u64) -> u16 {
    (MOVED + 1) << ((pair >> 29) & 7)
}

/// Writes a pair's number at the front of its place.
fn put(place: &mut [u32], own: usize, pair: u64) {
    place.iter_mut().zip([pair as u32, (pair >> 32) as u32]).take(own).for_each(|(there, part)| *there = part);
}

/// Scratch memory of [`Pairs::find`].
#[derive(Default)]
pub(super) struct Look {
    wanted: Vec<(u64, u32)>,
    places: Vec<u32>,
    found: usize,
}

impl Look {
    /// The places of the pairs that were found.
    pub(super) fn places(&self) -> &[u32] {
        self.places.get(..self.found).unwrap_or(&[])
    }
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
            stems in prop_oneof![300usize..100_000, 60_000usize..70_000],
        ) {
            let known: Vec<([u32; 2], u32)> = pairs.iter().map(|((a, b), column)| ([*a, *b], *column)).collect();
            let (table, columns) = Pairs::new(stems, &known, 2).unwrap();
            let known: BTreeMap<[u32; 2], u32> = known.into_iter().collect();
            let all: Vec<[u32; 2]> = asked.iter().map(|(a, b)| [*a, *b]).chain(known.keys().copied()).collect();
            let expected: Vec<u32> = all.iter().filter_map(|stems| known.get(stems).copied()).collect();
            let mixed: Vec<u64> = all.iter().map(|stems| table.asker().mix(*stems)).collect();
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
        let mixed: Vec<u64> = pairs.iter().map(|(stems, _)| table.asker().mix(*stems)).collect();
        let mut look = Look::default();
        table.find(&mixed, &mut look);
        assert!(look.places().iter().map(|place| columns[*place as usize]).eq(0..200_000));
    }
}
