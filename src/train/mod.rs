//! Labelled statements → model: counts terms, learns each head, calibrates it, and says what was reached.

mod curve;
mod head;
mod options;
mod validate;

pub use curve::{Curve, CurveHead, CurvePoint, HeldOut, learning_curve};
pub use options::{CalibrationMode, ClassWeights, Solver, TrainOptions};
pub use validate::{HeadPredictions, cross_validate, predict};

use head::HeadData;

use crate::corpus::{HeadLabels, Labelled};
use crate::error::Place;
use crate::evaluate::folds;
use crate::features::{Counts, count};
use crate::learn::{Calibration, Convergence};
use crate::linfa::{CalibrationData, fit_calibration};
use crate::model::{DataDigest, Head, Model, Provenance};
use crate::text::{Analyzer, STEMMER};
use crate::{Error, Result};

/// Folds of the out-of-fold scores that calibration is fitted on.
pub const CALIBRATION_FOLDS: usize = 5;
/// Seed of the folds; any would do.
pub const FOLD_SEED: u64 = 1;

/// A model and what its training reached.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// One a head.
    pub heads: Vec<HeadReport>,
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
    let analyzer = Analyzer::new(&options.text)?;
    let counts = count(&labelled.texts, &analyzer, options.min_texts)?;
    let targets = labelled.targets.as_ref();
    let mut heads = Vec::new();
    let mut reports = Vec::new();
    for labels in &labelled.heads {
        let (rows, head_data) = head_data(labelled, labels, &counts)?;
        let fit = head_data.fit(options)?;
        let (calibration, not_calibrated) = match options.calibration {
            CalibrationMode::None => (Calibration::None, None),
            CalibrationMode::Cv => match calibrate(labelled, &rows, &head_data, options) {
                Ok(calibration) => (calibration, None),
                // Too few rows or groups to leave any out: the learner's own probabilities stand.
                Err(Error::Data { problem, .. }) => (Calibration::None, Some(problem)),
                Err(error) => return Err(error),
            },
        };
        reports.push(HeadReport {
            name: labels.name.clone(),
            rows: rows.len(),
            class_rows: class_rows(labels, &head_data),
            convergence: fit.convergence.clone(),
            not_calibrated,
        });
        heads.push(Head {
            name: labels.name.clone(),
            classes: labels.classes.clone(),
            targets: targets.map(|t| t.names.clone()).unwrap_or_default(),
            weighting: options.weighting,
            weights: fit.stored(head_data.columns, head_data.n_targets),
            scale: fit.scale,
            penalty: options.penalty,
            calibration,
        });
    }
    let provenance = Provenance {
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        stemmer: STEMMER.to_owned(),
        data,
        options: serde_json::to_value(options).unwrap_or_default(),
        learning: reports.iter().map(learning).collect(),
    };
    let model = Model { text: options.text.clone(), vocabulary: counts.vocabulary, heads, provenance };
    Ok(Trained { model, heads: reports })
}

fn learning(report: &HeadReport) -> serde_json::Value {
    let classes: serde_json::Map<String, serde_json::Value> =
        report.class_rows.iter().map(|(class, rows)| (class.clone(), (*rows).into())).collect();
    serde_json::json!({
        "head": report.name,
        "rows": report.rows,
        "classes": classes,
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

/// Fits the calibration on scores of rows left out in turn.
fn calibrate(labelled: &Labelled, rows: &[usize], data: &HeadData<'_>, options: &TrainOptions) -> Result<Calibration> {
    let labels: Vec<Option<u32>> = data.classes.iter().map(|c| Some(*c)).collect();
    let groups: Option<Vec<u32>> =
        labelled.groups.as_ref().map(|g| rows.iter().filter_map(|r| g.ids.get(*r).copied()).collect());
    let fold_of = folds(&[&labels], groups.as_deref(), CALIBRATION_FOLDS, FOLD_SEED)?;
    let mut scores = vec![0.0; rows.len() * data.n_classes];
    for fold in 0..CALIBRATION_FOLDS as u32 {
        let (out, within): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|r| fold_of.get(*r) == Some(&fold));
        let fit = data.subset(&within).fit(options)?;
        let held_out = data.subset(&out).scores(&fit, options)?;
        for (row, scored) in out.iter().zip(held_out.chunks_exact(data.n_classes)) {
            if let Some(place) = scores.get_mut(row * data.n_classes..(row + 1) * data.n_classes) {
                place.copy_from_slice(scored);
            }
        }
    }
    fit_calibration(&CalibrationData {
        scores: &scores,
        classes: &data.classes,
        n_classes: data.n_classes,
        row_weights: data.weights.as_deref(),
        folds: Some(&fold_of),
    })
}
