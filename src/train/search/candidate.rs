//! Scores candidates, that is ways to train a head, on held-out rows.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::Candidate;
use crate::calibrate::{CalibrationData, fit_map};
use crate::corpus::{Folds, Labelled};
use crate::evaluate::{Bootstrap, Predictions, score};
use crate::learn::argmax;
use crate::pick::pick;
use crate::progress::Progress;
use crate::train::head::HeadData;
use crate::train::held_out::{HeadFolds, Split};
use crate::train::options::{CalibrationMode, TrainOptions};
use crate::{Result, parallel};

/// One head's rows and their folds.
pub(super) struct Evaluator<'a> {
    classes: &'a [String],
    pub(super) data: &'a HeadData<'a>,
    folds: HeadFolds,
    trials: &'a Trials,
}

/// Counts the trials of a search, to report them.
pub(super) struct Trials {
    progress: Progress,
    begun: AtomicUsize,
    all: usize,
}

impl Trials {
    /// None begun, of `all`.
    pub(super) fn new(progress: &Progress, all: usize) -> Self {
        Self { progress: progress.clone(), begun: AtomicUsize::new(0), all }
    }

    /// Reports that the next trial begins.
    fn begin(&self) {
        let before = self.begun.fetch_add(1, Ordering::Relaxed);
        self.progress.step("trial", before + 1, self.all);
    }
}

/// Out-of-fold scores: those of each row by the model that was trained without its fold.
struct OutOfFold {
    /// Raw scores, rows × classes.
    scores: Vec<f64>,
    /// Per row its true class, fold and weight.
    classes: Vec<u32>,
    folds: Vec<u32>,
    weights: Option<Vec<f64>>,
}

impl<'a> Evaluator<'a> {
    /// For head number `head` with these rows.
    pub(super) fn new(
        labelled: &'a Labelled,
        head: usize,
        (rows, data): &'a (Vec<usize>, HeadData<'a>),
        folds: &Folds,
        trials: &'a Trials,
    ) -> Self {
        let classes = labelled.heads.get(head).map_or(&[][..], |labels| labels.classes.as_slice());
        Self { classes, data, folds: HeadFolds::new(folds, rows), trials }
    }

    /// Trains on all folds but one, in turn, with `options` and each of `penalties`, which must not rise. One candidate
    /// per penalty; they have no scores if no row can be held out.
    pub(super) fn candidates(&self, options: &TrainOptions, penalties: &[f64]) -> Result<Vec<Candidate>> {
        self.trials.begin();
        let single_threaded = TrainOptions { threads: 1, ..options.clone() };
        let by_fold = parallel::map(options.threads, self.folds.count, |fold| {
            let Split { held_out, training } = self.folds.split(&self.data.classes, self.data.weights.as_deref(), fold);
            if held_out.is_empty() {
                return Ok((held_out, vec![Vec::new(); penalties.len()]));
            }
            let training = self.data.subset(&training);
            let scores = training.held_out_scores(&single_threaded, penalties, &self.data.subset(&held_out))?;
            Ok((held_out, scores))
        })?;
        let rows: Vec<usize> = by_fold.iter().flat_map(|(held_out, _)| held_out.iter().copied()).collect();
        let mut out_of_fold = OutOfFold {
            scores: Vec::new(),
            classes: pick(&self.data.classes, &rows),
            folds: self.folds.subset(&rows).fold_of,
            weights: self.data.row_weights(options.class_weights).map(|weights| pick(&weights, &rows)),
        };
        let candidate = |(k, penalty): (usize, &f64)| {
            out_of_fold.scores = by_fold.iter().filter_map(|(_, scores)| scores.get(k)).flatten().copied().collect();
            if options.calibration == CalibrationMode::Cv {
                out_of_fold.calibrate(self.classes.len());
            }
            let scores = out_of_fold.score_folds(self.classes, self.folds.count)?;
            Ok(Candidate { options: TrainOptions { penalty: *penalty, ..options.clone() }, scores })
        };
        penalties.iter().enumerate().map(candidate).collect()
    }
}

impl OutOfFold {
    /// Calibrates the scores of each fold by a map fitted on the other folds. This can change the most probable class,
    /// because the map has seen how frequent the classes are among held-out rows.
    fn calibrate(&mut self, n_classes: usize) {
        let data = CalibrationData {
            scores: &self.scores,
            classes: &self.classes,
            n_classes,
            row_weights: self.weights.as_deref(),
            folds: None,
        };
        let mut calibrated = self.scores.clone();
        for fold in 0..self.folds.iter().max().map_or(0, |last| last + 1) {
            let others: Vec<usize> = (0..self.folds.len()).filter(|row| self.folds.get(*row) != Some(&fold)).collect();
            let Some(map) = fit_map(&data, &others) else { continue };
            let own = calibrated.chunks_exact_mut(n_classes.max(1)).zip(&self.folds).filter(|(_, of)| **of == fold);
            own.for_each(|(scores, _)| map.apply(scores));
        }
        self.scores = calibrated;
    }

    /// The score of each fold that has rows.
    fn score_folds(&self, classes: &[String], n_folds: usize) -> Result<Vec<f64>> {
        let rows_of = |fold: usize| -> (Vec<u32>, Vec<f64>) {
            let mut own = (Vec::new(), Vec::new());
            let rows = self.scores.chunks_exact(classes.len().max(1)).zip(&self.classes).zip(&self.folds);
            for ((scores, class), _) in rows.filter(|(_, of)| **of as usize == fold) {
                own.0.push(*class);
                own.1.extend_from_slice(scores);
            }
            own
        };
        let folds = (0..n_folds).map(rows_of).filter(|(truth, _)| !truth.is_empty());
        folds.map(|(truth, scores)| mean_score(classes, &truth, &scores)).collect()
    }
}

/// The score by which candidates are compared: the mean of accuracy and macro-F1. `scores` are rows × classes.
pub(super) fn mean_score(classes: &[String], truth: &[u32], scores: &[f64]) -> Result<f64> {
    let rows = scores.chunks_exact(classes.len().max(1));
    let predicted: Vec<Option<u32>> = rows.map(|row| Some(argmax(row) as u32)).collect();
    let predictions = Predictions { classes, truth, predicted: &predicted, probabilities: None, clusters: None };
    let scores = score(&predictions, Bootstrap::Off)?;
    let accuracy = scores.accuracy.unwrap_or(0.0);
    Ok((accuracy + scores.macro_f1.unwrap_or(accuracy)) / 2.0)
}
