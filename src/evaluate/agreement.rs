//! Agreement of two annotators.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The agreement of two annotators.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Number of rows that both labelled.
    pub n: u64,
    /// Share of them with the same label.
    pub observed: Option<f64>,
    /// The share expected by chance from the label frequencies of the two.
    pub expected: Option<f64>,
    /// Cohen's kappa (1960): (observed − expected) / (1 − expected); undefined if full agreement is expected by chance.
    pub kappa: Option<f64>,
}

/// The agreement of two annotators over the rows that both labelled. Classes are any ids, the same for both.
///
/// # Errors
/// [`Error::Options`] when the lengths differ.
pub fn agreement(first: &[Option<u32>], second: &[Option<u32>]) -> Result<Agreement> {
    weighted_agreement(first, second, None)
}

/// The agreement where each row counts `weights` times, as in a resample; once without them.
///
/// # Errors
/// As [`agreement`].
pub(crate) fn weighted_agreement(
    first: &[Option<u32>],
    second: &[Option<u32>],
    weights: Option<&[u32]>,
) -> Result<Agreement> {
    if first.len() != second.len() {
        return Err(Error::options(
            "labels",
            format!("one labeller has {} rows, the other {}", first.len(), second.len()),
        ));
    }
    let times = |row: usize| u64::from(weights.map_or(1, |weights| weights.get(row).copied().unwrap_or(0)));
    let mut counts = std::collections::BTreeMap::<u32, [u64; 2]>::new();
    let (mut n, mut same) = (0, 0);
    for (row, (a, b)) in first.iter().zip(second).enumerate().filter_map(|(row, (a, b))| Some((row, a.zip(*b)?))) {
        counts.entry(a).or_default()[0] += times(row);
        counts.entry(b).or_default()[1] += times(row);
        n += times(row);
        same += if a == b { times(row) } else { 0 };
    }
    // Integers up to the last division, so that an expected agreement of exactly 1 is detected.
    let chance: u128 = counts.values().map(|[a, b]| u128::from(*a) * u128::from(*b)).sum();
    let square = u128::from(n) * u128::from(n);
    let numerator = u128::from(same) * u128::from(n);
    let kappa = (n > 0 && chance < square).then(|| (numerator as f64 - chance as f64) / (square - chance) as f64);
    Ok(Agreement {
        n,
        observed: (n > 0).then(|| same as f64 / n as f64),
        expected: (n > 0).then(|| chance as f64 / square as f64),
        kappa,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_equals_one_computed_by_hand() {
        // 20 both yes, 5 only the first, 10 only the second, 15 both no: 0.7 observed,
        // 0.5 · 0.6 + 0.5 · 0.4 = 0.5 by chance.
        let mut pairs = vec![(1, 1); 20];
        pairs.extend([(1, 0); 5]);
        pairs.extend([(0, 1); 10]);
        pairs.extend([(0, 0); 15]);
        let (a, b): (Vec<_>, Vec<_>) = pairs.into_iter().map(|(a, b)| (Some(a), Some(b))).unzip();
        let found = agreement(&a, &b).unwrap();
        assert_eq!((found.n, found.observed, found.expected), (50, Some(0.7), Some(0.5)));
        assert!((found.kappa.unwrap() - 0.4).abs() < 1e-15);
    }

    #[test]
    fn kappa_is_undefined_if_full_agreement_is_expected() {
        let same = [Some(3), Some(3), None];
        let found = agreement(&same, &[Some(3), Some(3), Some(1)]).unwrap();
        assert_eq!((found.n, found.observed, found.kappa), (2, Some(1.0), None));
        assert_eq!(agreement(&[None], &[Some(0)]).unwrap().observed, None);
        assert!(agreement(&[None], &[]).is_err());
    }

    #[test]
    fn opposite_annotators_have_a_negative_kappa() {
        let found = agreement(&[Some(0), Some(1)], &[Some(1), Some(0)]).unwrap();
        assert_eq!(found.kappa, Some(-1.0));
    }
}
