//! Reproducible random numbers.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};

/// Random integers from PCG32 (O'Neill 2014), the same on every machine. Each `stream` has its own seed.
pub(crate) struct Random(Pcg32);

impl Random {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        // PCG's own streams are not used, because those of one seed are correlated. The odd factor separates the pairs.
        let mixed = seed.wrapping_add(stream.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Random(Pcg32::seed_from_u64(mixed))
    }

    /// A random number below `n`, which must be at most 2³². The bias is below n / 2³².
    pub(crate) fn below(&mut self, n: usize) -> usize {
        debug_assert!(n as u64 <= 1 << 32, "{n} is too large");
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }

    /// Shuffles `values` (Fisher-Yates).
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
