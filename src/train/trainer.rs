//! Training as a whole.

use super::calibrate::calibrate;
use super::head::HeadData;
use super::held_out::{FOLDS, HeadFolds, folds_at_most};
use super::search::{SearchResult, Trial, search};
use super::select;
use super::{CalibrationMode, Search, TrainOptions};
use crate::calibrate::Calibration;
use crate::corpus::{HeadLabels, Labelled};
use crate::features::{Counts, count};
use crate::learn::Convergence;
use crate::model::{DataDigest, Head, Model, Provenance};
use crate::text::{Analyzer, STEMMER};
use crate::{Error, Result};

/// A model, and how its training went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// One report per head.
    pub heads: Vec<HeadReport>,
    /// The options that the search tried, head after head; empty without a search.
    pub trials: Vec<Trial>,
    /// Why there was no search although it was asked for.
    pub not_searched: Option<String>,
}

/// How the training of one head went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HeadReport {
    /// The head's name.
    pub name: String,
    /// Number of rows with a label.
    pub rows: usize,
    /// The classes, each with its number of rows.
    pub class_rows: Vec<(String, usize)>,
    /// How close to the minimum the solver came.
    pub convergence: Convergence,
    /// Why the head is not calibrated although that was asked for.
    pub not_calibrated: Option<String>,
}

/// Trains a model on labelled rows. `data` says where the rows come from and is stored in the model.
///
/// With too few rows or groups to hold any out, the default options are used without a search, and heads are not
/// calibrated; [`Trained::not_searched`] and [`HeadReport::not_calibrated`] say so.
///
/// # Errors
/// [`Error::Options`] for options that cannot be used; [`Error::Data`] where a head has fewer than two classes or a
/// class has no row.
pub fn train(labelled: &Labelled, options: &TrainOptions, data: Vec<DataDigest>) -> Result<Trained> {
    options.check()?;
    let options = options.for_texts(&labelled.texts);
    let (result, not_searched) = match options.search {
        Search::Off => (None, None),
        Search::Cv => without_too_little_data(search(labelled, &options))?,
    };
    let result = result
        .unwrap_or_else(|| SearchResult { heads: vec![options.clone(); labelled.heads.len()], trials: Vec::new() });
    let text = result.heads.first().unwrap_or(&options);
    debug_assert!(result.heads.iter().all(|o| o.text == text.text), "heads share their text settings");
    let counts = count_terms(labelled, text)?;
    let (mut heads, mut reports) = (Vec::new(), Vec::new());
    for (labels, options) in labelled.heads.iter().zip(&result.heads) {
        let (head, report) = train_head(labelled, labels, &counts, options)?;
        heads.push(head);
        reports.push(report);
    }
    let vocabulary = match text.max_terms {
        Some(_) => select::prune(&counts.vocabulary, &mut heads).unwrap_or_default(),
        None => counts.vocabulary,
    };
    let provenance = Provenance {
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        stemmer: STEMMER.to_owned(),
        data,
        options: serde_json::to_value(text).unwrap_or_default(),
        learning: reports.iter().zip(&result.heads).map(|(report, options)| report.stored(options)).collect(),
    };
    let model = Model { text: text.text.clone(), vocabulary, heads, provenance };
    Ok(Trained { model, heads: reports, trials: result.trials, not_searched })
}

/// The terms of the rows, those of too few texts or groups left out.
pub(super) fn count_terms(labelled: &Labelled, options: &TrainOptions) -> Result<Counts> {
    let counts = count(&labelled.texts, &Analyzer::new(&options.text)?, options.min_texts, options.threads)?;
    Ok(match &labelled.groups {
        Some(groups) if options.min_groups > 1 => counts.in_groups(&groups.ids, options.min_groups),
        _ => counts,
    })
}

/// Turns an error about the data, such as too few groups to hold any out, into `None` and its message.
fn without_too_little_data<T>(found: Result<T>) -> Result<(Option<T>, Option<String>)> {
    match found {
        Ok(found) => Ok((Some(found), None)),
        Err(Error::Data { problem, .. }) => Ok((None, Some(problem))),
        Err(error) => Err(error),
    }
}

/// Trains one head with its options.
fn train_head(
    labelled: &Labelled,
    labels: &HeadLabels,
    counts: &Counts,
    options: &TrainOptions,
) -> Result<(Head, HeadReport)> {
    let (rows, data) = HeadData::new(labelled, labels, counts)?;
    let fit = data.fit(options)?;
    let (calibration, not_calibrated) = match options.calibration {
        CalibrationMode::None => (None, None),
        CalibrationMode::Cv => without_too_little_data(
            folds_at_most(labelled, FOLDS).and_then(|folds| calibrate(&data, &HeadFolds::new(&folds, &rows), options)),
        )?,
    };
    let report = HeadReport {
        name: labels.name.clone(),
        rows: rows.len(),
        class_rows: class_rows(labels, &data),
        convergence: fit.convergence.clone(),
        not_calibrated,
    };
    let own_targets = data.own_targets(options);
    let targets = labelled.targets.as_ref().filter(|_| own_targets > 0);
    let head = Head {
        name: labels.name.clone(),
        classes: labels.classes.clone(),
        targets: targets.map(|t| t.names.clone()).unwrap_or_default(),
        weighting: options.weighting,
        weights: fit.stored(data.columns, own_targets),
        scale: fit.scale,
        penalty: options.penalty,
        calibration: calibration.unwrap_or(Calibration::None),
    };
    Ok((head, report))
}

impl HeadReport {
    /// The report as the model stores it, with the head's options.
    fn stored(&self, options: &TrainOptions) -> serde_json::Value {
        let classes: serde_json::Map<String, serde_json::Value> =
            self.class_rows.iter().map(|(class, rows)| (class.clone(), (*rows).into())).collect();
        serde_json::json!({
            "head": self.name,
            "rows": self.rows,
            "classes": classes,
            "weighting": options.weighting,
            "penalty": options.penalty,
            "class-weights": options.class_weights,
            "target-weights": options.target_weights,
            "iterations": self.convergence.iterations,
            "reached": self.convergence.converged,
        })
    }
}

fn class_rows(labels: &HeadLabels, data: &HeadData<'_>) -> Vec<(String, usize)> {
    let rows = |class: usize| data.classes.iter().filter(|c| **c as usize == class).count();
    labels.classes.iter().enumerate().map(|(k, name)| (name.clone(), rows(k))).collect()
}
