//! The risk–coverage curve: how many labels are right if only the most probable ones are given.

use serde::{Deserialize, Serialize};

use super::calibration::{by_confidence, confidences};
use super::predictions::Predictions;

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoveragePoint {
    /// Share of rows that are labelled, from 0 to 1: those with the most probable labels. Above the share asked for where
    /// rows are equally probable.
    pub coverage: f64,
    /// The least probability of a label that is given.
    pub least_probability: f64,
    /// Share of right labels among them; 1 minus the risk (El-Yaniv and Wiener 2010).
    pub accuracy: f64,
}

/// The points at a tenth, two tenths, … of the rows; each row with its most probable class. Points that fall together by
/// ties, or for want of rows, are one. Empty without probabilities or rows.
pub fn risk_coverage(predictions: &Predictions<'_>) -> Vec<CoveragePoint> {
    let confidences = confidences(predictions);
    let rows = confidences.len();
    let mut order = by_confidence(&confidences);
    order.reverse();
    let sorted: Vec<(f64, bool)> = order.iter().filter_map(|row| confidences.get(*row).copied()).collect();
    let mut points: Vec<CoveragePoint> = Vec::new();
    let (mut right, mut taken) = (0usize, 0usize);
    for tenth in 1..=10usize {
        let wanted = (rows * tenth).div_ceil(10);
        while let Some((confidence, is_right)) = sorted.get(taken).copied() {
            let tied = taken > 0 && sorted.get(taken - 1).is_some_and(|(last, _)| *last == confidence);
            if taken >= wanted && !tied {
                break;
            }
            right += usize::from(is_right);
            taken += 1;
        }
        let Some((least, _)) = taken.checked_sub(1).and_then(|last| sorted.get(last)) else { continue };
        let coverage = taken as f64 / rows as f64;
        if points.last().is_none_or(|last| last.coverage < coverage) {
            points.push(CoveragePoint { coverage, least_probability: *least, accuracy: right as f64 / taken as f64 });
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(rows: &[(f64, bool)]) -> Vec<(f64, f64, f64)> {
        let classes = ["a".to_owned(), "b".to_owned()];
        let probabilities: Vec<f64> = rows.iter().flat_map(|(p, _)| [*p, 1.0 - p]).collect();
        let truth: Vec<u32> = rows.iter().map(|(_, right)| u32::from(!right)).collect();
        let predicted = vec![Some(0); rows.len()];
        let predictions = Predictions {
            classes: &classes,
            truth: &truth,
            predicted: &predicted,
            probabilities: Some(&probabilities),
            clusters: None,
        };
        risk_coverage(&predictions).iter().map(|p| (p.coverage, p.least_probability, p.accuracy)).collect()
    }

    #[test]
    fn the_most_probable_labels_come_first_and_ties_together() {
        let rows = [(0.6, false), (0.9, true), (0.8, true), (0.7, false), (0.7, true)];
        assert_eq!(
            curve(&rows),
            [(0.2, 0.9, 1.0), (0.4, 0.8, 1.0), (0.8, 0.7, 0.75), (1.0, 0.6, 0.6)],
            "two rows are equally probable"
        );
    }

    #[test]
    fn no_rows_no_curve() {
        assert!(curve(&[]).is_empty());
        assert_eq!(curve(&[(0.8, false)]), [(1.0, 0.8, 0.0)]);
    }
}
