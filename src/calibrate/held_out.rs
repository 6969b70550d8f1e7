//! Cross-validated log-loss of a calibration.

use super::data::CalibrationData;
use crate::learn::softmax;

/// Number of folds if the caller has none.
const FOLDS: u32 = 5;

/// The fold of each row: the caller's, or folds in turn within each class.
pub(crate) fn folds(data: &CalibrationData) -> Vec<u32> {
    if let Some(folds) = data.folds {
        return folds.to_vec();
    }
    let mut next = vec![0u32; data.n_classes];
    let classes = data.classes.iter();
    classes
        .map(|&class| {
            let Some(next) = next.get_mut(class as usize) else {
                return 0;
            };
            let fold = *next;
            *next = (fold + 1) % FOLDS;
            fold
        })
        .collect()
}

/// The log-loss of a row. Overwrites `scores`.
pub(crate) fn log_loss(scores: &mut [f64], class: u32) -> f64 {
    let own = scores.get(class as usize).copied().unwrap_or(0.0);
    softmax(scores) - own
}

/// Whether the second losses are clearly lower: in the mean by more than one standard error of the difference, and by
/// more than 0.001.
pub(crate) fn clearly_lower(data: &CalibrationData, first: &[f64], second: &[f64]) -> bool {
    let gains = || {
        first.iter().zip(second).enumerate().map(|(row, (a, b))| {
            // Two losses that are both infinite are equal.
            (data.weight(row), if a == b { 0.0 } else { a - b })
        })
    };
    let total: f64 = gains().map(|(weight, _)| weight).sum();
    let mean = gains().map(|(weight, gain)| weight * gain).sum::<f64>() / total;
    let squares: f64 = gains().map(|(weight, gain)| (weight * (gain - mean)).powi(2)).sum();
    mean > 1e-3 && mean > squares.sqrt() / total
}
