//! One head, ready to turn the raw scores of its outputs into calibrated scores of its classes.

use crate::calibrate::LinearMap;
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
    /// Calibration as a linear map of raw scores.
    calibration: LinearMap,
    /// For each target the centred logarithms of the class shares, the scores of a text of which nothing is known.
    /// Empty if the shares are not known; such a text then has the scores of the intercepts.
    share_scores: Vec<Vec<f64>>,
}

impl CompiledHead {
    /// Compiles `head`, whose [`class shares`](crate::model::Model::class_shares) are `shares`.
    pub(super) fn new(head: &Head, shares: &[Vec<f64>]) -> Self {
        let intercepts = head.weights.iter().map(|weights| weights.intercepts.clone()).collect();
        let scores = |shares: &Vec<f64>| {
            let mut scores: Vec<f64> = shares.iter().map(|share| libm::log(*share)).collect();
            center(&mut scores);
            scores
        };
        Self {
            intercepts,
            outputs: head.n_outputs(),
            calibration: head.calibration.linear(head.classes.len()),
            share_scores: shares.iter().map(scores).collect(),
        }
    }

    /// The intercepts for a target; a head without targets has the same for all.
    pub(super) fn intercepts(&self, target: usize) -> &[f64] {
        let intercepts = of_target(&self.intercepts, target);
        debug_assert!(intercepts.is_some(), "targets are checked before texts are scored");
        intercepts.map_or(&[], Vec::as_slice)
    }

    /// Fills `scores` with those of a text of which nothing is known: its classes are as probable as they are frequent.
    pub(super) fn unknown_scores(&self, target: usize, scores: &mut Vec<f64>) {
        match of_target(&self.share_scores, target) {
            Some(shares) => {
                scores.clear();
                scores.extend_from_slice(shares);
            }
            None => self.class_scores(self.intercepts(target), scores),
        }
    }

    /// Calibrated scores of the classes, which sum to zero.
    pub(super) fn class_scores(&self, raw: &[f64], scores: &mut Vec<f64>) {
        self.calibration.multiply(raw, scores);
        scores.iter_mut().zip(&self.calibration.offset).for_each(|(score, offset)| *score += offset);
        center(scores);
    }

    /// The part of calibrated, centred class scores that is linear in the raw scores.
    pub(super) fn class_contributions(&self, raw: &[f64], scores: &mut Vec<f64>) {
        self.calibration.multiply(raw, scores);
        center(scores);
    }
}

/// The entry of a target; where all targets have the same, there is one.
fn of_target(entries: &[Vec<f64>], target: usize) -> Option<&Vec<f64>> {
    entries.get(if entries.len() == 1 { 0 } else { target })
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
