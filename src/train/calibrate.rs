//! The calibration of a head, fitted on scores of held-out rows.

use super::head::HeadData;
use super::held_out::{HeadFolds, Split};
use super::options::TrainOptions;
use crate::calibrate::{Calibration, CalibrationData, fit_calibration};
use crate::error::Place;
use crate::pick::pick;
use crate::{Error, Result, parallel};

/// Why nothing could be tried on held-out rows.
pub(super) const NOT_HELD_OUT: &str =
    "no class has rows in two folds, so that none can be held out; give more rows or groups";

/// Fits the calibration of a head on out-of-fold scores: each row is scored by a model trained on the other folds.
///
/// Rows have the weights that they have in training. With class weights the probabilities are therefore those of data
/// in which the classes are as frequent as the weights make them.
///
/// # Errors
/// [`Error::Data`] if no row can be held out.
pub(super) fn calibrate(data: &HeadData<'_>, folds: &HeadFolds, options: &TrainOptions) -> Result<Calibration> {
    let single_threaded = TrainOptions { threads: 1, ..options.clone() };
    let by_fold = parallel::map(options.threads, folds.count, |fold| {
        let Split { held_out, training } = folds.split(&data.classes, data.weights.as_deref(), fold);
        if held_out.is_empty() {
            return Ok((held_out, Vec::new()));
        }
        let scored = data.subset(&held_out);
        let scores = data.subset(&training).held_out_scores(&single_threaded, &[options.penalty], &scored)?;
        Ok((held_out, scores.into_iter().flatten().collect()))
    })?;
    let rows: Vec<usize> = by_fold.iter().flat_map(|(held_out, _)| held_out.iter().copied()).collect();
    if rows.is_empty() {
        return Err(Error::data(Place::file("folds"), NOT_HELD_OUT));
    }
    let scores: Vec<f64> = by_fold.into_iter().flat_map(|(_, scores)| scores).collect();
    let weights = data.row_weights(options.class_weights).map(|weights| pick(&weights, &rows));
    fit_calibration(&CalibrationData {
        scores: &scores,
        classes: &pick(&data.classes, &rows),
        n_classes: data.n_classes,
        row_weights: weights.as_deref(),
        folds: Some(&folds.subset(&rows).fold_of),
    })
}
