//! Scores and audits of labelled rows, as the JSON that the program writes.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use serde_json::{Value, json};
use stance::audit::{AuditOptions, Gates, ModelOptions};
use stance::corpus::{Folds, Labelled};
use stance::evaluate::{Bootstrap, Scores, reliability};
use stance::model::sha256;
use stance::report::{EvaluationPage, HeadEvaluation, Slices};
use stance::train::{HeadPredictions, SliceScores, cross_validate, predict, scores_by, slices};

use crate::classifier::Engine;
use crate::errors::raise;
use crate::rows::Rows;
use crate::training::checked_options;

/// Bins of the calibration picture.
const BINS: usize = 15;

/// Scores of `engine`, or by cross-validation with this number of `folds`: the JSON of `evaluate --format json`, without
/// what is about files, and the page of scores.
#[pyfunction]
#[pyo3(signature = (rows, engine, folds, options, by, min_confidence, threads))]
#[expect(clippy::too_many_arguments, reason = "one call from Python")]
pub(crate) fn evaluate(
    py: Python<'_>,
    rows: PyRef<'_, Rows>,
    engine: Option<PyRef<'_, Engine>>,
    folds: Option<usize>,
    options: &str,
    by: Vec<String>,
    min_confidence: Option<f64>,
    threads: usize,
) -> PyResult<(String, String)> {
    let mut options = checked_options(options)?;
    options.threads = threads;
    let (labelled, engine) = (&rows.labelled, engine.as_deref());
    let found = py.detach(|| {
        let heads = match (engine, folds) {
            (Some(engine), _) => predict(&engine.classifier, labelled, threads)?,
            (None, folds) => cross_validate(labelled, &options, folds.unwrap_or(stance::train::FOLDS))?,
        };
        scored(labelled, heads, engine, folds, &by, min_confidence)
    });
    found.map_err(raise)
}

/// The JSON and the page.
fn scored(
    labelled: &Labelled,
    mut predictions: Vec<HeadPredictions>,
    engine: Option<&Engine>,
    folds: Option<usize>,
    by: &[String],
    min_confidence: Option<f64>,
) -> stance::Result<(String, String)> {
    if let Some(least) = min_confidence {
        predictions.iter_mut().for_each(|head| head.abstain(least));
    }
    let given = slices(labelled, &predictions, by)?;
    let model = engine.map(|engine| engine.classifier.model());
    let mut heads = BTreeMap::new();
    for head in &predictions {
        let mut scores = head.scores(Bootstrap::default())?;
        let carried = model.and_then(|model| model.doubt.min_confidence.get(&head.name));
        if let (None, Some(least)) = (min_confidence, carried) {
            (scores.coverage, scores.accuracy_decided) = head.decided(*least);
        }
        heads.insert(head.name.clone(), scores);
    }
    let advice: BTreeMap<&String, Vec<String>> = heads.iter().map(|(name, scores)| (name, scores.advice())).collect();
    let reliability_of: BTreeMap<&String, _> =
        predictions.iter().map(|head| (&head.name, reliability(&head.as_predictions(), BINS))).collect();
    let mut out = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "rows": labelled.len(),
        "model": null,
        "folds": folds.map(|k| Folds::of(labelled, k).map(|folds| folds.count())).transpose()?,
        "heads": heads,
        "advice": advice,
        "reliability": reliability_of,
    });
    if let Some(model) = model {
        let sha256 = sha256([model.to_bytes()?.as_slice()]);
        set(&mut out, "model", json!({"sha256": sha256, "about": model.about}));
    }
    if !given.is_empty() {
        set(&mut out, "slices", json!(given));
    }
    let page = page(labelled, &predictions, &heads, &given, folds)?;
    Ok((out.to_string(), page))
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// The page of scores, each head also within the classes of the others.
fn page(
    labelled: &Labelled,
    predictions: &[HeadPredictions],
    scores: &BTreeMap<String, Scores>,
    given: &SliceScores,
    folds: Option<usize>,
) -> stance::Result<String> {
    let (title, note) = match folds {
        Some(k) => ("Cross-validation", format!("Each row is answered by a model trained on other rows ({k} folds).")),
        None => ("Scores", "Answers by one model.".to_owned()),
    };
    let mut page = EvaluationPage { title: title.to_owned(), notes: vec![note], ..EvaluationPage::default() };
    for head in predictions {
        let mut of_head: BTreeMap<String, BTreeMap<String, Scores>> =
            given.get(&head.name).cloned().unwrap_or_default();
        for other in labelled.heads.iter().filter(|other| other.name != head.name) {
            of_head.insert(other.name.clone(), scores_by(labelled, head, &other.name)?);
        }
        let slices = of_head.into_iter().map(|(by, values)| Slices { by, values: values.into_iter().collect() });
        page.heads.push(HeadEvaluation {
            name: head.name.clone(),
            scores: scores.get(&head.name).cloned().unwrap_or_default(),
            bins: reliability(&head.as_predictions(), BINS),
            slices: slices.collect(),
        });
    }
    page.render()
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
