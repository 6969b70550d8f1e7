//! One head, ready to turn the raw scores of its outputs into calibrated scores of its classes.

use crate::model::Head;

/// A head's weights and calibration, laid out for scoring.
///
/// A head has one output for two classes, else one output per class; each has a weight vector.
#[derive(Debug)]
pub(super) struct CompiledHead {
    /// For each target, the weights (`columns × outputs`) and the intercepts (`outputs`).
    targets: Vec<(Vec<f32>, Vec<f64>)>,
    /// Number of outputs.
    pub(super) outputs: usize,
    /// Calibration as a linear map of raw scores, `matrix · scores + offset`.
    matrix: Vec<Vec<f64>>,
    offset: Vec<f64>,
}

impl CompiledHead {
    /// Compiles `head`, whose weight vectors have `columns` entries. Weights are left out for `additive` models, which
    /// score by fixed-point weights.
    pub(super) fn new(head: &Head, columns: usize, additive: bool) -> Self {
        let outputs = head.n_outputs();
        let by_column = |coefficients: &[f32]| {
            let cell = |k: usize| coefficients.get(k % outputs * columns + k / outputs).copied().unwrap_or(0.0);
            (0..outputs * columns).map(cell).collect::<Vec<f32>>()
        };
        let targets = head.weights.iter().map(|weights| {
            let coefficients = if additive { Vec::new() } else { by_column(&weights.coefficients) };
            (coefficients, weights.intercepts.clone())
        });
        let (matrix, offset) = head.calibration.linear(head.classes.len());
        Self { targets: targets.collect(), outputs, matrix, offset }
    }

    /// The intercepts for a target; a head without targets has the same for all.
    pub(super) fn intercepts(&self, target: usize) -> &[f64] {
        self.weights(target).1
    }

    pub(super) fn weights(&self, target: usize) -> (&[f32], &[f64]) {
        let weights = self.targets.get(if self.targets.len() == 1 { 0 } else { target });
        debug_assert!(weights.is_some(), "targets are checked before texts are scored");
        weights.map_or((&[], &[]), |(coefficients, intercepts)| (coefficients, intercepts))
    }

    /// The weights of all outputs for one column.
    pub(super) fn of_column<'w>(&self, weights: &'w [f32], column: u32) -> &'w [f32] {
        let from = column as usize * self.outputs;
        weights.get(from..from + self.outputs).unwrap_or(&[])
    }

    /// Raw scores of the outputs for a weighted row, summed in the order of the columns.
    pub(super) fn raw_scores(&self, values: &[(u32, f32)], target: usize, scores: &mut Vec<f64>) {
        let (weights, intercepts) = self.weights(target);
        scores.clear();
        scores.extend_from_slice(intercepts);
        for (column, value) in values {
            for (score, weight) in scores.iter_mut().zip(self.of_column(weights, *column)) {
                *score += f64::from(*value) * f64::from(*weight);
            }
        }
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
