//! Scores and audits of labelled rows, as the JSON that the program writes.

use std::path::Path;

use pyo3::prelude::*;
use serde_json::{Value, json};
use stance::Error;
use stance::audit::{AuditOptions, Gates, ModelOptions};
use stance::corpus::Folds;
use stance::model::InputFile;
use stance::train::{
    Answers, Evaluation, EvaluationRecord, FOLDS, RecordedEvaluation, TrainOptions, cross_validate, predict,
};

use crate::classifier::Engine;
use crate::errors::raise;
use crate::rows::Rows;
use crate::training::checked_options;

/// How scores come about.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Scoring {
    /// The number of folds of cross-validation.
    cross_validate: Option<usize>,
    /// The options of training, as JSON.
    options: String,
    by: Vec<String>,
    min_confidence: Option<f64>,
    threads: usize,
    /// The name of the model's file.
    model: Option<String>,
    /// Whether the rows name their folds.
    given_folds: bool,
    /// The program's command line, for rows that are files.
    command: Option<Vec<String>>,
}

/// Scores of `engine`, or by cross-validation: the JSON of `evaluate --format json` and the page of scores.
#[pyfunction]
#[pyo3(signature = (rows, engine, scoring))]
pub(crate) fn evaluate(
    py: Python<'_>,
    rows: PyRef<'_, Rows>,
    engine: Option<PyRef<'_, Engine>>,
    scoring: Scoring,
) -> PyResult<(String, String)> {
    let mut options = checked_options(&scoring.options)?;
    options.threads = scoring.threads;
    let (rows, engine) = (&*rows, engine.as_deref());
    py.detach(|| scored(rows, engine, &options, &scoring)).map_err(raise)
}

/// The JSON and the page.
fn scored(
    rows: &Rows,
    engine: Option<&Engine>,
    options: &TrainOptions,
    scoring: &Scoring,
) -> stance::Result<(String, String)> {
    let labelled = &rows.labelled;
    let given = scoring.cross_validate.unwrap_or(FOLDS);
    let (predictions, folds, answers) = match engine {
        Some(engine) => {
            let answers = Answers::Model(scoring.model.clone());
            (predict(&engine.classifier, labelled, scoring.threads)?, None, answers)
        }
        None => {
            let predictions = cross_validate(labelled, options, given)?;
            let answers = if scoring.given_folds { Answers::OtherGivenFolds } else { Answers::OtherFolds(given) };
            (predictions, Some(Folds::of(labelled, given)?.count()), answers)
        }
    };
    let model = engine.map(|engine| engine.classifier.model());
    let evaluation = Evaluation::new(labelled, predictions, &scoring.by, scoring.min_confidence, model)?;
    let named = model.map(|model| (scoring.model.clone(), model));
    let reported = scoring.model.as_ref().filter(|_| scoring.command.is_some());
    let other_files = reported.map(|file| InputFile::read(Path::new(file))).transpose()?.into_iter().collect();
    let record = EvaluationRecord::new(scoring.command.clone(), labelled, &rows.digests, other_files, named, folds)?;
    let recorded = RecordedEvaluation { record: &record, evaluation: &evaluation };
    let json = serde_json::to_string_pretty(&recorded);
    let json = json.map_err(|error| Error::io("write", "the scores", error.into()))? + "\n";
    let page = evaluation.page(labelled, &answers, &scoring.by, Vec::new(), json.clone())?;
    Ok((json, page))
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// What an audit looks for.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct AuditArguments {
    near: f64,
    max_lean: f64,
    lean_rows: u64,
    confound: Option<Vec<String>>,
    not_confounds: Vec<String>,
    quick: bool,
    folds: usize,
    learn_rows: usize,
    threads: usize,
}

/// What labelled rows would teach wrongly: the JSON of `audit --format json`.
#[pyfunction]
#[pyo3(signature = (rows, against, arguments))]
pub(crate) fn audit(
    py: Python<'_>,
    rows: PyRef<'_, Rows>,
    against: Option<PyRef<'_, Rows>>,
    arguments: AuditArguments,
) -> PyResult<String> {
    let options = AuditOptions {
        near: arguments.near,
        max_lean: arguments.max_lean,
        lean_rows: arguments.lean_rows,
        confounds: arguments.confound,
        not_confounds: arguments.not_confounds,
        models: (!arguments.quick).then_some(ModelOptions { folds: arguments.folds, learn_rows: arguments.learn_rows }),
        threads: arguments.threads,
        ..AuditOptions::default()
    };
    let (labelled, against) = (&rows.labelled, against.as_deref().map(|rows| &rows.labelled));
    let found = py.detach(|| stance::audit::audit(labelled, against, &options)).map_err(raise)?;
    let mut out = json!(found);
    set(&mut out, "gates", json!(Gates::default().check(&found)));
    Ok(out.to_string())
}
