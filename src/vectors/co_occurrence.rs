//! Positive pointwise mutual information of words in the same texts.

use crate::learn::Csr;
use crate::{Result, parallel};

/// Exponent of the frequencies of context words, against the high information of rare ones (Levy, Goldberg & Dagan 2015,
/// "Improving Distributional Similarity with Lessons Learned from Word Embeddings").
const SMOOTHING: f64 = 0.75;
/// Words per job.
const JOB: usize = 512;

/// Words × words: max(0, ln(p(a, b) ÷ (p(a) p'(b)))), where p(a, b) is the share of texts' word pairs that are a and b, and
/// p' is p to the power of ¾, normalised (Church & Hanks 1990; Levy & Goldberg 2014 on its factorisation). `texts` has a
/// row per text with the columns of its words. Pairs that fewer than `least` texts have are left out.
///
/// Takes time in proportion to the pairs of words of each text, and memory in proportion to the distinct pairs.
pub(super) fn information(texts: &Csr, least: u32, threads: usize) -> Result<Csr> {
    let words = texts.columns();
    let texts_of = texts.transpose()?;
    // Pairs of each word with all other words of its texts.
    let mut pairs = vec![0.0; words];
    for text in 0..texts.rows() {
        let (ids, _) = texts.row(text);
        for id in ids {
            pairs.get_mut(*id as usize).into_iter().for_each(|n| *n += ids.len().saturating_sub(1) as f64);
        }
    }
    let total: f64 = pairs.iter().sum();
    let smoothed: Vec<f64> = pairs.iter().map(|n| libm::pow(*n, SMOOTHING)).collect();
    let smoothed_total: f64 = smoothed.iter().sum();
    let jobs = words.div_ceil(JOB);
    let rows = parallel::map(threads, jobs, |job| {
        let mut counts = vec![0u32; words];
        let (mut touched, mut rows) = (Vec::new(), Vec::new());
        for word in job * JOB..((job + 1) * JOB).min(words) {
            for text in texts_of.row(word).0 {
                for other in texts.row(*text as usize).0.iter().filter(|other| **other as usize != word) {
                    let Some(count) = counts.get_mut(*other as usize) else { continue };
                    if *count == 0 {
                        touched.push(*other);
                    }
                    *count += 1;
                }
            }
            touched.sort_unstable();
            let mut row = Vec::new();
            for other in touched.drain(..) {
                let at = other as usize;
                let count = counts.get_mut(at).map_or(0, std::mem::take);
                let by_chance = pairs.get(word).copied().unwrap_or(0.0) * smoothed.get(at).copied().unwrap_or(0.0);
                let ratio = f64::from(count) * smoothed_total / by_chance;
                if count >= least && ratio > 1.0 && total > 0.0 {
                    row.push((other, libm::log(ratio) as f32));
                }
            }
            rows.push(row);
        }
        Ok(rows)
    })?;
    let mut matrix = Csr::with_columns(words)?;
    for row in rows.into_iter().flatten() {
        matrix.push_row(row)?;
    }
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_information_is_that_worked_out_by_hand() {
        let mut texts = Csr::with_columns(3).unwrap();
        for row in [&[(0, 1.0), (1, 1.0)][..], &[(0, 1.0), (1, 1.0)], &[(0, 1.0), (2, 1.0)], &[(1, 1.0)]] {
            texts.push_row(row.iter().copied()).unwrap();
        }
        let found = information(&texts, 1, 1).unwrap();
        // Pairs: 3 of word 0, 2 of word 1, 1 of word 2; 0 and 1 are together twice.
        let (a, b, c) = (3f64.powf(0.75), 2f64.powf(0.75), 1.0);
        let expected = (2.0 * (a + b + c) / (3.0 * b)).ln();
        let (ids, values) = found.row(0);
        assert_eq!(ids, [1, 2]);
        assert!((f64::from(values[0]) - expected).abs() < 1e-6, "{values:?} {expected}");
        assert_eq!(information(&texts, 2, 1).unwrap().row(0).0, [1]);
        assert_eq!(found, information(&texts, 1, 3).unwrap());
    }
}
