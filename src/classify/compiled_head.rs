//! One head, ready to turn the raw scores of its outputs into calibrated scores of its classes.

use crate::model::Head;

/// A head's intercepts and calibration. Its weights are used in fixed point, see
/// [`FixedPoint`](super::fixed_point::FixedPoint).
///
/// A head has one output for two classes, else one output per class; each has a weight vector and an intercept.
#[derive(Debug)]
pub(super) struct CompiledHead {
    /// The intercepts of the outputs, for each target.
    intercepts: Vec<Vec<f64>>,
    /// Number of outputs.
    pub(super) outputs: usize,
    /// Calibration as a linear map of raw scores, `matrix · scores + offset`.
    matrix: Vec<Vec<f64>>,
    offset: Vec<f64>,
}

impl CompiledHead {
    /// Compiles `head`.
    pub(super) fn new(head: &Head) -> Self {
        let intercepts = head.weights.iter().map(|weights| weights.intercepts.clone()).collect();
        let (matrix, offset) = head.calibration.linear(head.classes.len());
        Self { intercepts, outputs: head.n_outputs(), matrix, offset }
    }

    /// The intercepts for a target; a head without targets has the same for all.
    pub(super) fn intercepts(&self, target: usize) -> &[f64] {
        let intercepts = self.intercepts.get(if self.intercepts.len() == 1 { 0 } else { target });
        debug_assert!(intercepts.is_some(), "targets are checked before texts are scored");
        intercepts.map_or(&[], Vec::as_slice)
    }

    /// Calibrated scores of the classes, which sum to zero.
    pub(super) fn class_scores(&self, raw: &[f64], scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend(self.mapped(raw).zip(&self.offset).map(|(score, offset)| score + offset));
        center(scores);
    }

    /// The part of calibrated, centred class scores that is linear in the raw scores.
    pub(super) fn class_contributions(&self, raw: &[f64], scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend(self.mapped(raw));
        center(scores);
    }

    /// The linear part of the calibration.
    fn mapped<'s>(&'s self, raw: &'s [f64]) -> impl Iterator<Item = f64> + 's {
        self.matrix.iter().map(move |row| row.iter().zip(raw).map(|(a, s)| a * s).sum())
    }
}

/// Makes the scores of the classes sum to zero; the single score of two classes becomes two.
fn center(scores: &mut Vec<f64>) {
    if let [z] = *scores.as_slice() {
        scores.clear();
        scores.extend([-z / 2.0, z / 2.0]);
        return;
    }
    let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    scores.iter_mut().for_each(|score| *score -= mean);
}
