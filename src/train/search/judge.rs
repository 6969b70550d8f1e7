//! How well ways to train do on rows held out.

use super::Way;
use crate::Result;
use crate::calibrate::{CalibrationData, fit_map};
use crate::corpus::Labelled;
use crate::evaluate::{Bootstrap, Predictions, score};
use crate::train::head::HeadData;
use crate::train::heldout::{Folds, HeldOut, in_order};
use crate::train::options::{CalibrationMode, TrainOptions};

/// One head's rows and their folds.
pub(super) struct Judge<'a> {
    /// The names of the classes.
    classes: &'a [String],
    pub(super) data: &'a HeadData<'a>,
    folds: Folds,
}

/// Raw scores of the rows of all folds, by what was learnt without their fold.
struct Scored {
    /// Rows × classes.
    scores: Vec<f64>,
    /// The rows' true classes, folds and weights.
    classes: Vec<u32>,
    folds: Vec<u32>,
    weights: Option<Vec<f64>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        labelled: &'a Labelled,
        head: usize,
        (rows, data): &'a (Vec<usize>, HeadData<'a>),
        folds: &Folds,
    ) -> Self {
        let classes = labelled.heads.get(head).map_or(&[][..], |labels| labels.classes.as_slice());
        Self { classes, data, folds: folds.of_rows(rows) }
    }

    /// The head by `options` with each of these penalties, which must not rise, on every fold.
    pub(super) fn ways(&self, options: &TrainOptions, penalties: &[f64]) -> Result<Vec<Way>> {
        let by_fold = in_order(self.folds.n, options.threads, |fold| {
            let HeldOut { out, within } = self.folds.split(&self.data.classes, fold);
            if out.is_empty() {
                return Ok((out, vec![Vec::new(); penalties.len()]));
            }
            let one = TrainOptions { threads: 1, ..options.clone() };
            let within = self.data.subset(&within);
            let scores = within.held_out_scores(&one, penalties, &self.data.subset(&out))?;
            Ok((out, scores))
        })?;
        let rows: Vec<usize> = by_fold.iter().flat_map(|(out, _)| out.iter().copied()).collect();
        let weights = self.data.row_weights(options.class_weights);
        let mut scored = Scored {
            scores: Vec::new(),
            classes: rows.iter().filter_map(|row| self.data.classes.get(*row).copied()).collect(),
            folds: self.folds.of_rows(&rows).of,
            weights: weights.map(|w| rows.iter().filter_map(|row| w.get(*row).copied()).collect()),
        };
        let way = |(k, penalty): (usize, &f64)| {
            scored.scores = by_fold.iter().filter_map(|(_, scores)| scores.get(k)).flatten().copied().collect();
            if options.calibration == CalibrationMode::Cv {
                scored.calibrate(self.classes.len());
            }
            let scores = scored.judge(self.classes, self.folds.n)?;
            Ok(Way { options: TrainOptions { penalty: *penalty, ..options.clone() }, scores })
        };
        penalties.iter().enumerate().map(way).collect()
    }
}

impl Scored {
    /// Calibrates the scores of each fold by a map learnt on those of the others. Labels may change by it: it knows how frequent
    /// classes are among rows not learnt from.
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

    /// The score of every fold that has rows.
    fn judge(&self, classes: &[String], n_folds: usize) -> Result<Vec<f64>> {
        let of_fold = |fold: usize| -> (Vec<u32>, Vec<f64>) {
            let mut own = (Vec::new(), Vec::new());
            let rows = self.scores.chunks_exact(classes.len().max(1)).zip(&self.classes).zip(&self.folds);
            for ((scores, class), _) in rows.filter(|(_, of)| **of as usize == fold) {
                own.0.push(*class);
                own.1.extend_from_slice(scores);
            }
            own
        };
        let folds = (0..n_folds).map(of_fold).filter(|(truth, _)| !truth.is_empty());
        folds.map(|(truth, scores)| judge(classes, &truth, &scores)).collect()
    }
}

/// Half accuracy, half macro-F1.
pub(super) fn judge(classes: &[String], truth: &[u32], scores: &[f64]) -> Result<f64> {
    let predicted: Vec<Option<u32>> = scores.chunks_exact(classes.len().max(1)).map(|row| Some(largest(row))).collect();
    let predictions = Predictions { classes, truth, predicted: &predicted, probabilities: None, clusters: None };
    let scores = score(&predictions, Bootstrap::Off)?;
    let accuracy = scores.accuracy.unwrap_or(0.0);
    Ok((accuracy + scores.macro_f1.unwrap_or(accuracy)) / 2.0)
}

/// The position of the largest number; the first of equal ones.
fn largest(row: &[f64]) -> u32 {
    let better = |best: (usize, f64), (k, s): (usize, &f64)| if *s > best.1 { (k, *s) } else { best };
    row.iter().enumerate().fold((0, f64::NEG_INFINITY), better).0 as u32
}
