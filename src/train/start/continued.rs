//! Training from a start as a whole.

use super::align::align;
use super::head::{HeldOut, StartHead};
use super::provenance::{provenance, rows_before};
use super::report::{ContinuedHead, KeptCalibration};
use crate::calibrate::{Calibration, CalibrationData, fit_calibration, round};
use crate::corpus::{HeadLabels, Labelled};
use crate::features::FeatureId;
use crate::model::{DataDigest, Head, HeadWeights, Model};
use crate::progress::Progress;
use crate::train::terms::count_with_known;
use crate::train::trainer::{with_text, without_too_little_data};
use crate::train::{CalibrationMode, ClassWeights, TrainOptions};
use crate::{Error, Result};

/// The penalty where it is not chosen: new rows change the model little.
const DEFAULT_PENALTY: f64 = 3.0;
/// The fewest new rows by which the penalty is chosen. The log-loss of fewer says more of these rows than of others, and
/// favours a penalty so small that old answers are lost.
const LEAST_ROWS: usize = 50;

/// How rows are learnt on top of a model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StartOptions {
    /// The penalty on the distance from the model's weights, α in Σ loss + α/2 ‖w − w₀‖²: above 0; the larger, the
    /// closer to the model. Default: chosen by cross-validation, and 3 where there are fewer than 50 rows.
    pub penalty: Option<f64>,
    /// Whether the penalty is chosen. Default: yes; otherwise 3 is taken.
    pub search: bool,
    /// The weights of rare and frequent classes among the new rows. Default: all rows weigh the same.
    pub class_weights: ClassWeights,
    /// How probabilities are calibrated. Default: as in the model, unless there are as many new rows as it was trained on.
    pub calibration: Option<CalibrationMode>,
    /// Number of threads, at least 1. The model does not depend on it.
    pub threads: usize,
    /// Where the steps of training are reported.
    pub progress: Progress,
}

impl Default for StartOptions {
    fn default() -> Self {
        Self {
            penalty: None,
            search: true,
            class_weights: ClassWeights::None,
            calibration: None,
            threads: 1,
            progress: Progress::default(),
        }
    }
}

/// A model that was trained from a start, and how that went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Continued {
    /// The model.
    pub model: Model,
    /// One report for each head that has new labels.
    pub heads: Vec<ContinuedHead>,
    /// The heads without new labels, which are as they were.
    pub kept: Vec<String>,
    /// Number of terms that the start did not have.
    pub new_terms: usize,
    /// Number of rows with a blank text. Nothing can be learnt from them.
    pub blank_rows: usize,
}

/// Learns labelled rows on top of a model: its weights are the mean of a Gaussian prior, and terms that it lacks start
/// at zero. Its text settings, weighting, classes, targets, description and rules for unsure labels are kept, and so
/// are heads without new labels, number for number. `labelled` has rows whose label columns are among the model's heads;
/// `data` names each file of rows with its SHA-256 for the provenance. The calibration is kept unless a head has at least
/// as many new rows as it was trained on, or the options ask for another.
///
/// # Errors
/// [`Error::Options`] for options out of range; [`Error::Data`] for labels or targets that the model does not know, or
/// rows that have nothing to learn from.
pub fn train_from(
    start: &Model,
    labelled: &Labelled,
    options: &StartOptions,
    data: Vec<DataDigest>,
) -> Result<Continued> {
    let train_options = options.checked()?;
    let labelled = align(start, labelled)?;
    let with_text = with_text(&labelled)?;
    let blank_rows = with_text.as_ref().map_or(0, |rows| labelled.len() - rows.len());
    let labelled = with_text.unwrap_or(labelled);
    let terms = count_with_known(&labelled, &start.text, &start.vocabulary, options.threads)?;
    let vocabulary = &terms.counts.vocabulary;
    let columns: Vec<u32> =
        start.vocabulary.iter().filter_map(|key| vocabulary.find(key)).map(FeatureId::number).collect();
    debug_assert_eq!(columns.len(), start.vocabulary.len(), "every known term stays");
    let (mut heads, mut reports, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for (h, head) in start.heads.iter().enumerate() {
        options.progress.step("label column", h + 1, start.heads.len());
        let Some(labels) = labelled.head(&head.name).filter(|own| own.labels.iter().any(Option::is_some)) else {
            heads.push(widened(head, &columns, vocabulary.len()));
            kept.push(head.name.clone());
            continue;
        };
        let own = StartHead::new(head, &labelled, labels, (&terms, &columns), &train_options)?;
        let shares = start.class_shares(h);
        let before = rows_before(start, &head.name);
        let (head, report) = continue_head(head, &own, (&labelled, labels), options, (before, &shares))?;
        heads.push(head);
        reports.push(report);
    }
    let model = Model {
        text: start.text.clone(),
        vocabulary: vocabulary.clone(),
        heads,
        provenance: provenance(start, data, &reports, options.class_weights)?,
        about: start.about.clone(),
        doubt: start.doubt.clone(),
    };
    let new_terms = model.vocabulary.len() - start.vocabulary.len();
    Ok(Continued { model, heads: reports, kept, new_terms, blank_rows })
}

impl StartOptions {
    /// The options of training that follow from these.
    fn checked(&self) -> Result<TrainOptions> {
        let options = TrainOptions {
            class_weights: self.class_weights,
            threads: self.threads,
            progress: self.progress.clone(),
            ..TrainOptions::default()
        };
        match self.penalty {
            Some(penalty) => TrainOptions { penalty, ..options.clone() }.check()?,
            None => options.check()?,
        }
        Ok(options)
    }
}

/// A head without new labels, for a wider vocabulary. New terms have a scale of 0, so that they change nothing, not even
/// the length of a text.
fn widened(head: &Head, columns: &[u32], width: usize) -> Head {
    let wide = |values: &[f32]| {
        let mut all = vec![0f32; width];
        for (value, column) in values.iter().zip(columns) {
            all.get_mut(*column as usize).into_iter().for_each(|slot| *slot = *value);
        }
        all
    };
    let of = |weights: &HeadWeights| HeadWeights {
        coefficients: weights.coefficients.chunks_exact(columns.len().max(1)).flat_map(wide).collect(),
        intercepts: weights.intercepts.clone(),
    };
    Head { scale: wide(&head.scale), weights: head.weights.iter().map(of).collect(), ..head.clone() }
}

/// Trains one head from its start. `before` holds the number of rows that the start was trained on, and its class shares.
fn continue_head(
    head: &Head,
    own: &StartHead<'_>,
    (labelled, labels): (&Labelled, &HeadLabels),
    options: &StartOptions,
    (rows_before, shares): (Option<u64>, &[Vec<f64>]),
) -> Result<(Head, ContinuedHead)> {
    let rows = own.rows.len();
    let many = rows_before.is_some_and(|before| rows as u64 >= before);
    let refit = options.calibration == Some(CalibrationMode::Cv) || (options.calibration.is_none() && many);
    let wanted = options.search && options.penalty.is_none();
    let choose = wanted && rows >= LEAST_ROWS;
    let given = options.penalty.or((!choose).then_some(DEFAULT_PENALTY));
    let (held_out, not_held_out) = match choose || refit {
        true => without_too_little_data(own.held_out(labelled, labels, given))?,
        false => (None, None),
    };
    let best = held_out.as_ref().map_or(0, HeldOut::best);
    let chosen = held_out.as_ref().filter(|_| choose).and_then(|found| found.penalties.get(best)).copied();
    let penalty = chosen.or(given).unwrap_or(DEFAULT_PENALTY);
    let fit = own.fit(penalty)?;
    let (calibration, kept_calibration) = match (options.calibration, &held_out) {
        (Some(CalibrationMode::None), _) => (Calibration::None, None),
        (_, Some(found)) if refit => (recalibrated(own, found, best)?, None),
        _ => {
            let why = not_held_out.clone().filter(|_| refit).map(KeptCalibration::NotHeldOut);
            (head.calibration.clone(), Some(why.unwrap_or(KeptCalibration::MoreRows(rows_before))))
        }
    };
    let report = ContinuedHead {
        name: head.name.clone(),
        rows,
        class_rows: head.classes.iter().cloned().zip(own.data.class_rows()).collect(),
        penalty,
        tried: held_out
            .filter(|_| choose)
            .map_or_else(Vec::new, |found| found.penalties.into_iter().zip(found.losses).collect()),
        not_chosen: match wanted && !choose {
            true => Some(format!("there are fewer than {LEAST_ROWS} rows")),
            false => not_held_out.filter(|_| choose),
        },
        kept_calibration,
        convergence: fit.convergence.clone(),
    };
    let n_targets = head.targets.len();
    let head = Head {
        weights: fit.stored(own.data.columns, n_targets),
        scale: fit.scale,
        penalty,
        calibration,
        class_shares: mixed(shares, rows_before, &own.data.class_shares(&own.options), rows),
        ..head.clone()
    };
    Ok((head, report))
}

/// A calibration fitted on the held-out scores of the penalty at `at`.
fn recalibrated(own: &StartHead<'_>, found: &HeldOut, at: usize) -> Result<Calibration> {
    let empty = Error::options("calibration", "no row was held out");
    fit_calibration(&CalibrationData {
        scores: found.scores.get(at).ok_or(empty)?,
        classes: &own.data.classes,
        n_classes: own.data.n_classes,
        row_weights: own.data.row_weights(own.options.class_weights).as_deref(),
        folds: Some(&found.fold_of),
    })
}

/// The shares of the classes in old and new rows together; the old ones if it is unknown how many rows they are of.
fn mixed(old: &[Vec<f64>], rows_before: Option<u64>, new: &[Vec<f64>], rows: usize) -> Vec<Vec<f64>> {
    let Some(before) = rows_before.map(|rows| rows as f64).filter(|_| old.len() == new.len()) else {
        return old.to_vec();
    };
    let share = |(old, new): (&f64, &f64)| round((before * old + rows as f64 * new) / (before + rows as f64));
    old.iter().zip(new).map(|(old, new)| old.iter().zip(new).map(share).collect()).collect()
}
