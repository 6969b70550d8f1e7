//! Labelled statements → model: chooses options by cross-validation, counts terms, learns each head, calibrates it, and says
//! what was tried and reached.

mod calibrate;
mod curve;
mod given;
mod head;
mod heldout;
mod options;
mod search;
mod select;
mod validate;

pub use curve::{Curve, CurveHead, CurvePoint, HeldOut, learning_curve};
pub use heldout::{FOLD_SEED, FOLDS};
pub use options::{CalibrationMode, ClassWeights, Free, Search, Solver, TargetWeights, TrainOptions};
pub use search::Trial;
pub use validate::{HeadPredictions, cross_validate, predict};

use calibrate::calibrate;
use head::HeadData;
use heldout::Folds;
use search::{Found, search};

use crate::calibrate::Calibration;
use crate::corpus::{HeadLabels, Labelled};
use crate::error::Place;
use crate::features::{Counts, count};
use crate::learn::Convergence;
use crate::model::{DataDigest, Head, Model, Provenance};
use crate::text::{Analyzer, STEMMER};
use crate::{Error, Result};

/// A model and what its training reached.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// One a head.
    pub heads: Vec<HeadReport>,
    /// What the search tried, head after head.
    pub trials: Vec<Trial>,
    /// Why there was no search although it was asked for, if so.
    pub not_searched: Option<String>,
}

/// What the training of one head reached.
#[derive(Clone, Debug)]
pub struct HeadReport {
    /// The head's name.
    pub name: String,
    /// Rows with a label.
    pub rows: usize,
    /// Rows of each class.
    pub class_rows: Vec<(String, usize)>,
    /// How near the minimum the learner came.
    pub convergence: Convergence,
    /// Why there is no calibration although it was asked for, if so.
    pub not_calibrated: Option<String>,
}

/// Trains a model on labelled rows. `data` describes where they came from and is stored.
///
/// # Errors
/// [`Error::Options`] for options that cannot be used; [`Error::Data`] where a head has fewer than two classes or a class
/// has no row.
pub fn train(labelled: &Labelled, options: &TrainOptions, data: Vec<DataDigest>) -> Result<Trained> {
    options.check()?;
    let options = options.for_texts(&labelled.texts);
    let (found, not_searched) = match options.search {
        Search::Off => (None, None),
        Search::Cv => match search(labelled, &options) {
            Ok(found) => (Some(found), None),
            // Too few rows or groups to leave any out: the defaults stand.
            Err(Error::Data { problem, .. }) => (None, Some(problem)),
            Err(error) => return Err(error),
        },
    };
    let Found { heads: of_heads, trials } =
        found.unwrap_or_else(|| Found { heads: vec![options.clone(); labelled.heads.len()], trials: Vec::new() });
    // What heads share is the same in all of them.
    let options = of_heads.first().unwrap_or(&options);
    let counts = count(&labelled.texts, &Analyzer::new(&options.text)?, options.min_texts, options.threads)?;
    let (mut heads, mut reports) = (Vec::new(), Vec::new());
    for (labels, options) in labelled.heads.iter().zip(&of_heads) {
        let (head, report) = train_head(labelled, labels, &counts, options)?;
        heads.push(head);
        reports.push(report);
    }
    let vocabulary = match options.max_terms {
        Some(_) => select::prune(&counts.vocabulary, &mut heads).unwrap_or_default(),
        None => counts.vocabulary,
    };
    let provenance = Provenance {
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        stemmer: STEMMER.to_owned(),
        data,
        options: serde_json::to_value(options).unwrap_or_default(),
        learning: reports.iter().zip(&of_heads).map(|(report, options)| learning(report, options)).collect(),
    };
    let model = Model { text: options.text.clone(), vocabulary, heads, provenance };
    Ok(Trained { model, heads: reports, trials, not_searched })
}

/// Trains one head with its options.
fn train_head(
    labelled: &Labelled,
    labels: &HeadLabels,
    counts: &Counts,
    options: &TrainOptions,
) -> Result<(Head, HeadReport)> {
    let (rows, data) = head_data(labelled, labels, counts)?;
    let fit = data.fit(options)?;
    let calibrated = || calibrate(&data, &Folds::deal(labelled, FOLDS)?.of_rows(&rows), options);
    let (calibration, not_calibrated) = match options.calibration {
        CalibrationMode::None => (Calibration::None, None),
        CalibrationMode::Cv => match calibrated() {
            Ok(calibration) => (calibration, None),
            // Too few rows or groups to leave any out: the learner's own probabilities stand.
            Err(Error::Data { problem, .. }) => (Calibration::None, Some(problem)),
            Err(error) => return Err(error),
        },
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
        calibration,
    };
    Ok((head, report))
}

fn learning(report: &HeadReport, options: &TrainOptions) -> serde_json::Value {
    let classes: serde_json::Map<String, serde_json::Value> =
        report.class_rows.iter().map(|(class, rows)| (class.clone(), (*rows).into())).collect();
    serde_json::json!({
        "head": report.name,
        "rows": report.rows,
        "classes": classes,
        "weighting": options.weighting,
        "penalty": options.penalty,
        "class-weights": options.class_weights,
        "target-weights": options.target_weights,
        "iterations": report.convergence.iterations,
        "reached": report.convergence.reached,
    })
}

fn class_rows(labels: &HeadLabels, data: &HeadData<'_>) -> Vec<(String, usize)> {
    let rows = |class: usize| data.classes.iter().filter(|c| **c as usize == class).count();
    labels.classes.iter().enumerate().map(|(k, name)| (name.clone(), rows(k))).collect()
}

/// The rows labelled for one head, and what is learnt from.
fn head_data<'d>(labelled: &Labelled, labels: &HeadLabels, counts: &'d Counts) -> Result<(Vec<usize>, HeadData<'d>)> {
    let with_label = labels.labels.iter().enumerate().filter_map(|(row, class)| Some((row, (*class)?)));
    let (rows, classes): (Vec<usize>, Vec<u32>) = with_label.unzip();
    for (k, class) in labels.classes.iter().enumerate() {
        if !classes.contains(&(k as u32)) {
            let place = Place::file(labelled.files.first().map_or("", String::as_str)).column(&labels.name);
            return Err(Error::data(
                place,
                format!("class `{class}` has no row left to learn from; give it some or take it out"),
            ));
        }
    }
    let data = HeadData {
        rows: rows.iter().filter_map(|r| counts.rows.get(*r)).collect(),
        classes,
        weights: labelled.weights.as_ref().map(|w| rows.iter().filter_map(|r| w.get(*r).copied()).collect()),
        targets: labelled.targets.as_ref().map(|t| rows.iter().filter_map(|r| t.ids.get(*r).copied()).collect()),
        n_classes: labels.classes.len(),
        n_targets: labelled.targets.as_ref().map_or(0, |t| t.names.len()),
        columns: counts.vocabulary.len(),
        chars: counts.vocabulary.chars(),
    };
    Ok((rows, data))
}
