//! Random numbers that are the same everywhere, always.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};

/// Random whole numbers from PCG32 (O'Neill 2014), seeded anew for each `stream`.
pub(crate) struct Random(Pcg32);

impl Random {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        // Not PCG's own streams: those of one seed are related. The odd factor keeps the pairs apart.
        let mixed = seed.wrapping_add(stream.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Random(Pcg32::seed_from_u64(mixed))
    }

    /// A number below `n`, which is at most 2³². The bias is below n / 2³².
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }

    /// Brings `values` into a random order (Fisher-Yates).
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for left in (1..values.len()).rev() {
            values.swap(left, self.below(left + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_change() {
        let mut random = Random::new(1, 2);
        let numbers: Vec<usize> = (0..6).map(|_| random.below(100)).collect();
        assert_eq!(numbers, [47, 29, 32, 85, 46, 91]);
    }
}
