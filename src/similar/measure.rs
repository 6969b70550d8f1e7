//! The Jaccard similarity |x ∩ y| / |x ∪ y| of two sets, computed only where it can reach a threshold.

/// A set in 128 bits, one of them set for each member: two sets differ in at least as many members as bits.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    bits: [u64; 2],
    size: u32,
}

impl Outline {
    /// That of a set of small numbers.
    pub(super) fn of(set: &[u32]) -> Self {
        let mut bits = [0u64; 2];
        for member in set {
            if let Some(word) = bits.get_mut((member >> 6 & 1) as usize) {
                *word |= 1 << (member & 63);
            }
        }
        Self { bits, size: set.len() as u32 }
    }

    /// The fewest members that are in one of the two sets only.
    fn difference(&self, other: &Self) -> u32 {
        let ([a, b], [c, d]) = (self.bits, other.bits);
        (a ^ c).count_ones() + (b ^ d).count_ones()
    }
}

/// A similarity that is looked for.
pub(super) struct Threshold {
    value: f64,
    /// By the number of members of both sets together, the most that may be in one of them only.
    most_different: Vec<u32>,
}

impl Threshold {
    /// For sets of at most `largest` members.
    pub(super) fn new(value: f64, largest: usize) -> Self {
        // With c members in common, c / (n − c) ≥ t, the difference n − 2c is at most n (1 − t) / (1 + t).
        let most = |n: usize| (n as f64 * (1.0 - value) / (1.0 + value) + 1e-6) as u32;
        Self { value, most_different: (0..=2 * largest).map(most).collect() }
    }

    /// Whether two sets can be so similar.
    pub(super) fn allows(&self, x: &Outline, y: &Outline) -> bool {
        let most = self.most_different.get((x.size + y.size) as usize);
        most.is_none_or(|most| x.size.abs_diff(y.size).max(x.difference(y)) <= *most)
    }

    /// The similarity of two sorted sets, if it reaches the threshold.
    pub(super) fn similarity(&self, x: &[u32], y: &[u32]) -> Option<f64> {
        let most = self.most_different.get(x.len() + y.len()).map_or(usize::MAX, |most| *most as usize);
        let (mut a, mut b, mut common) = (0, 0, 0usize);
        while let (Some(p), Some(q)) = (x.get(a), y.get(b)) {
            common += usize::from(p == q);
            a += usize::from(p <= q);
            b += usize::from(q <= p);
            if a + b - 2 * common > most {
                return None;
            }
        }
        let value = common as f64 / (x.len() + y.len() - common).max(1) as f64;
        (value >= self.value - 1e-12).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn no_pair_of_sets_that_reaches_the_threshold_is_left_out(
            x in proptest::collection::btree_set(0u32..400, 0..40),
            changes in proptest::collection::vec(0u32..400, 0..12),
            tenths in 1u32..=10,
        ) {
            let mut y = x.clone();
            changes.iter().for_each(|change| if !y.remove(change) { y.insert(*change); });
            let list = |set: &BTreeSet<u32>| set.iter().copied().collect::<Vec<_>>();
            let (a, b, value) = (list(&x), list(&y), f64::from(tenths) / 10.0);
            let wanted = x.intersection(&y).count() as f64 / x.union(&y).count().max(1) as f64;
            let threshold = Threshold::new(value, a.len().max(b.len()));
            prop_assert_eq!(threshold.similarity(&a, &b), (wanted >= value - 1e-12).then_some(wanted));
            prop_assert!(wanted < value || threshold.allows(&Outline::of(&a), &Outline::of(&b)));
        }
    }
}
