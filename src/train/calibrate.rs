//! The calibration of a head, on scores of rows held out in turn.

use super::head::HeadData;
use super::heldout::{Folds, HeldOut, in_order};
use super::options::TrainOptions;
use crate::Result;
use crate::calibrate::{Calibration, CalibrationData, fit_calibration};

/// Fits the calibration on scores of rows left out of training in turn, whole groups at a time. Rows count as in training: under
/// class weights, probabilities are those of data in which the classes are as frequent as the weights make them.
pub(super) fn calibrate(data: &HeadData<'_>, folds: &Folds, options: &TrainOptions) -> Result<Calibration> {
    let one = TrainOptions { threads: 1, ..options.clone() };
    let by_fold = in_order(folds.n, options.threads, |fold| {
        let HeldOut { out, within } = folds.split(&data.classes, fold);
        if out.is_empty() {
            return Ok((out, Vec::new()));
        }
        let scores = data.subset(&within).held_out_scores(&one, &[options.penalty], &data.subset(&out))?;
        Ok((out, scores.into_iter().flatten().collect()))
    })?;
    let rows: Vec<usize> = by_fold.iter().flat_map(|(out, _)| out.iter().copied()).collect();
    let scores: Vec<f64> = by_fold.into_iter().flat_map(|(_, scores)| scores).collect();
    let held_out = data.subset(&rows);
    let weights = data.row_weights(options.class_weights);
    let weights: Option<Vec<f64>> = weights.map(|w| rows.iter().filter_map(|row| w.get(*row).copied()).collect());
    fit_calibration(&CalibrationData {
        scores: &scores,
        classes: &held_out.classes,
        n_classes: data.n_classes,
        row_weights: weights.as_deref(),
        folds: Some(&folds.of_rows(&rows).of),
    })
}
