//! Labels that the other rows speak against: confident learning (Northcutt, Jiang & Chuang 2021, "Confident Learning:
//! Estimating Uncertainty in Dataset Labels", JAIR 70).

use std::collections::BTreeMap;

use serde::Serialize;

use super::light::OutOfFold;
use super::parts::{RowRef, row_ref};
use crate::corpus::{HeadLabels, Labelled};

/// The doubts about one head's labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Doubts {
    /// Threshold of each class: the mean out-of-fold probability of the class among the rows labelled so.
    pub thresholds: BTreeMap<String, Option<f64>>,
    /// The confident joint: rows by label given, then by the likeliest class among those whose threshold the row reaches. Rows
    /// that reach none are not in it.
    pub joint: BTreeMap<String, BTreeMap<String, u64>>,
    /// Estimated share of labels that are wrong: what stands off the diagonal of the joint, each row scaled to the rows of its
    /// label. An upper bound where the model errs with confidence.
    pub noise: Option<f64>,
    /// Rows off the diagonal over labelled rows.
    pub share: Option<f64>,
    /// The rows off the diagonal, least self-confident first.
    pub rows: Vec<Doubt>,
}

/// A label that the model doubts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Doubt {
    /// The row.
    pub row: RowRef,
    /// Its label.
    pub label: String,
    /// Out-of-fold probability of its label.
    pub self_confidence: f64,
    /// The class it is counted under instead.
    pub suggested: String,
    /// That class's probability.
    pub suggested_confidence: f64,
}

/// Counts the confident joint of a head from out-of-fold probabilities.
pub(super) fn doubts(labelled: &Labelled, head: &HeadLabels, judged: &OutOfFold) -> Doubts {
    let width = head.classes.len();
    let thresholds = thresholds(judged, width);
    let mut joint = vec![vec![0u64; width]; width];
    let mut totals = vec![0u64; width];
    let mut off: Vec<(f64, usize, usize, usize, f64)> = Vec::new();
    let rows = judged.rows.iter().zip(&judged.classes).zip(judged.probabilities.chunks_exact(width.max(1)));
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
    let by_class = |counts: &[u64]| head.classes.iter().cloned().zip(counts.iter().copied()).collect();
    Doubts {
        thresholds: head.classes.iter().cloned().zip(thresholds).collect(),
        noise: noise(&joint, &totals),
        share: (!judged.rows.is_empty()).then(|| off.len() as f64 / judged.rows.len() as f64),
        joint: head.classes.iter().cloned().zip(joint.iter().map(|counts| by_class(counts))).collect(),
        rows: off
            .into_iter()
            .map(|(self_confidence, row, label, class, p)| Doubt {
                row: row_ref(labelled, row),
                label: name(label),
                self_confidence,
                suggested: name(class),
                suggested_confidence: p,
            })
            .collect(),
    }
}

/// Mean probability of each class among the rows labelled so; `None` for a class without rows.
fn thresholds(judged: &OutOfFold, width: usize) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0u64); width];
    for (label, probabilities) in judged.classes.iter().zip(judged.probabilities.chunks_exact(width.max(1))) {
        let label = *label as usize;
        if let (Some((sum, n)), Some(p)) = (sums.get_mut(label), probabilities.get(label)) {
            *sum += p;
            *n += 1;
        }
    }
    sums.into_iter().map(|(sum, n)| (n > 0).then(|| sum / n as f64)).collect()
}

/// Σ over labels of (rows of the label × share of its joint row off the diagonal) / all rows.
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
    fn the_joint_is_what_a_hand_gets() {
        let data = labelled("text,stance\nr0,a\nr1,a\nr2,a\nr3,b\nr4,b\n");
        let judged = OutOfFold {
            rows: vec![0, 1, 2, 3, 4],
            classes: vec![0, 0, 0, 1, 1],
            probabilities: vec![0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.45, 0.55],
        };
        let found = doubts(&data, &data.heads[0], &judged);
        // Thresholds: a (0.9 + 0.8 + 0.1) / 3 = 0.6, b (0.7 + 0.55) / 2 = 0.625; row 4 reaches neither.
        assert!((found.thresholds["a"].unwrap() - 0.6).abs() < 1e-12);
        assert!((found.thresholds["b"].unwrap() - 0.625).abs() < 1e-12);
        assert_eq!((found.joint["a"]["a"], found.joint["a"]["b"], found.joint["b"]["b"]), (2, 1, 1));
        let [doubt] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
        assert_eq!((doubt.row.record, doubt.suggested.as_str(), doubt.self_confidence), (3, "b", 0.1));
        // A third of the three labelled a.
        assert!((found.noise.unwrap() - 0.2).abs() < 1e-12);
        assert_eq!(found.share, Some(0.2));
    }
}
