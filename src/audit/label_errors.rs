//! Suspected label errors by confident learning (Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating
//! Uncertainty in Dataset Labels", JAIR 70).

use std::collections::BTreeMap;

use serde::Serialize;

use super::probe::OutOfFold;
use super::splits::{RowRef, row_ref};
use crate::corpus::{HeadLabels, Labelled};
use crate::evaluate::WHOLE_CONFUSION;

/// The suspected label errors of one head.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LabelErrors {
    /// The threshold of each class: the mean out-of-fold probability of the class over the rows with that label.
    pub thresholds: BTreeMap<String, Option<f64>>,
    /// The confident joint: numbers of rows by given label, then by the most probable class whose threshold the row
    /// reaches. Rows that reach no threshold are not counted. With more than 50 classes, pairs without rows are left
    /// out.
    pub joint: BTreeMap<String, BTreeMap<String, u64>>,
    /// The estimated share of wrong labels: the counts off the diagonal of the joint, scaled per label to its number of
    /// rows. An upper bound if the model itself is confidently wrong.
    pub noise: Option<f64>,
    /// Rows off the diagonal divided by labelled rows.
    pub share: Option<f64>,
    /// The rows off the diagonal, the lowest self-confidence first.
    pub rows: Vec<LabelError>,
}

/// A label that the model contradicts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelError {
    /// The row.
    pub row: RowRef,
    /// Its label.
    pub label: String,
    /// The out-of-fold probability of its label.
    pub self_confidence: f64,
    /// The class that the row is counted under instead.
    pub suggested: String,
    /// The probability of that class.
    pub suggested_confidence: f64,
}

/// Finds label errors of a head by the confident joint of its out-of-fold predictions.
pub(super) fn label_errors(labelled: &Labelled, head: &HeadLabels, predicted: &OutOfFold) -> LabelErrors {
    let width = head.classes.len();
    let thresholds = thresholds(predicted, width);
    let mut joint = vec![vec![0u64; width]; width];
    let mut totals = vec![0u64; width];
    let mut off: Vec<(f64, usize, usize, usize, f64)> = Vec::new();
    let rows = predicted.rows.iter().zip(&predicted.classes).zip(predicted.probabilities.chunks_exact(width.max(1)));
    for ((row, label), probabilities) in rows {
        let label = *label as usize;
        if let Some(total) = totals.get_mut(label) {
            *total += 1;
        }
        let reached = probabilities.iter().zip(&thresholds).enumerate();
        let reached = reached.filter(|(_, (p, t))| t.is_some_and(|t| **p >= t));
        let Some((class, p)) = reached.map(|(k, (p, _))| (k, *p)).reduce(|a, b| if b.1 > a.1 { b } else { a }) else {
            continue;
        };
        if let Some(count) = joint.get_mut(label).and_then(|r| r.get_mut(class)) {
            *count += 1;
        }
        if class != label {
            off.push((probabilities.get(label).copied().unwrap_or(0.0), *row, label, class, p));
        }
    }
    off.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let name = |class: usize| head.classes.get(class).cloned().unwrap_or_default();
    let by_class = |counts: &[u64]| {
        let cells = head.classes.iter().cloned().zip(counts.iter().copied());
        cells.filter(|(_, count)| *count > 0 || width <= WHOLE_CONFUSION).collect()
    };
    LabelErrors {
        thresholds: head.classes.iter().cloned().zip(thresholds).collect(),
        noise: noise(&joint, &totals),
        share: (!predicted.rows.is_empty()).then(|| off.len() as f64 / predicted.rows.len() as f64),
        joint: head.classes.iter().cloned().zip(joint.iter().map(|counts| by_class(counts))).collect(),
        rows: off
            .into_iter()
            .map(|(self_confidence, row, label, class, p)| LabelError {
                row: row_ref(labelled, row),
                label: name(label),
                self_confidence,
                suggested: name(class),
                suggested_confidence: p,
            })
            .collect(),
    }
}

/// The mean probability of each class over the rows with that label; `None` for a class without rows.
fn thresholds(predicted: &OutOfFold, width: usize) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0u64); width];
    for (label, probabilities) in predicted.classes.iter().zip(predicted.probabilities.chunks_exact(width.max(1))) {
        let label = *label as usize;
        if let (Some((sum, n)), Some(p)) = (sums.get_mut(label), probabilities.get(label)) {
            *sum += p;
            *n += 1;
        }
    }
    sums.into_iter().map(|(sum, n)| (n > 0).then(|| sum / n as f64)).collect()
}

/// Σ over labels of (rows of the label × share of its joint counts off the diagonal) / all rows.
fn noise(joint: &[Vec<u64>], totals: &[u64]) -> Option<f64> {
    let all: u64 = totals.iter().sum();
    let wrong: f64 = joint
        .iter()
        .zip(totals)
        .enumerate()
        .map(|(label, (counts, total))| {
            let counted: u64 = counts.iter().sum();
            let right = counts.get(label).copied().unwrap_or(0);
            if counted == 0 { 0.0 } else { *total as f64 * (counted - right) as f64 / counted as f64 }
        })
        .sum();
    (all > 0).then(|| wrong / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tests::labelled;

    #[test]
    fn the_joint_equals_one_computed_by_hand() {
        let data = labelled("text,stance\nr0,a\nr1,a\nr2,a\nr3,b\nr4,b\n");
        let predicted = OutOfFold {
            rows: vec![0, 1, 2, 3, 4],
            classes: vec![0, 0, 0, 1, 1],
            probabilities: vec![0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.45, 0.55],
        };
        let found = label_errors(&data, &data.heads[0], &predicted);
        // Thresholds: a (0.9 + 0.8 + 0.1) / 3 = 0.6, b (0.7 + 0.55) / 2 = 0.625; row 4 reaches neither.
        assert!((found.thresholds["a"].unwrap() - 0.6).abs() < 1e-12);
        assert!((found.thresholds["b"].unwrap() - 0.625).abs() < 1e-12);
        assert_eq!((found.joint["a"]["a"], found.joint["a"]["b"], found.joint["b"]["b"]), (2, 1, 1));
        let [doubt] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
        assert_eq!((doubt.row.record, doubt.suggested.as_str(), doubt.self_confidence), (3, "b", 0.1));
        // One of the three rows labelled a.
        assert!((found.noise.unwrap() - 0.2).abs() < 1e-12);
        assert_eq!(found.share, Some(0.2));
    }
}
