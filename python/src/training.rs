//! Lists of statements and labels → a model.

use std::collections::BTreeMap;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::Value;
use stance::corpus::{Groups, HeadLabels, Labelled, RowPlace, Targets};
use stance::train::TrainOptions;

use crate::classifier::Engine;
use crate::errors::{DataError, raise};
use crate::texts::Texts;

/// The default training options, as JSON.
#[pyfunction]
pub(crate) fn default_options() -> String {
    serde_json::to_string(&TrainOptions::default()).unwrap_or_default()
}

/// Trains a model with one head, and says what could not be done as asked. `options` is JSON whose keys replace those of [`default_options`]; `labels`, `weights`,
/// `groups` and `targets` hold one value a text.
#[pyfunction]
#[pyo3(signature = (texts, head, labels, options, weights, groups, targets, threads))]
#[expect(clippy::too_many_arguments, reason = "one call from Python, each argument a column")]
pub(crate) fn train(
    py: Python<'_>,
    texts: Texts,
    head: String,
    labels: Vec<String>,
    options: &str,
    weights: Option<Vec<f64>>,
    groups: Option<Vec<String>>,
    targets: Option<Vec<String>>,
    threads: usize,
) -> PyResult<(Engine, Vec<String>)> {
    let mut options = checked_options(options)?;
    options.threads = threads;
    let views = texts.views();
    let lengths = [
        ("labels", Some(labels.len())),
        ("sample_weight", weights.as_ref().map(Vec::len)),
        ("groups", groups.as_ref().map(Vec::len)),
        ("targets", targets.as_ref().map(Vec::len)),
    ];
    for (what, found) in lengths {
        if found.is_some_and(|n| n != views.len()) {
            let problem = format!("{what}: there are {} for {} texts", found.unwrap_or(0), views.len());
            return Err(DataError::new_err(problem));
        }
    }
    check_weights(weights.as_deref())?;
    let mut owned = Vec::with_capacity(views.len());
    for (row, text) in views.iter().enumerate() {
        let text =
            text.ok_or_else(|| DataError::new_err(format!("text {row} is null; fill it in or leave the row out")))?;
        owned.push(text.to_owned());
    }
    let (classes, ids) = numbered(&labels);
    if classes.iter().any(|c| c.is_empty() || c.eq_ignore_ascii_case(stance::UNSURE)) {
        return Err(DataError::new_err("labels: the empty label and `unsure` are reserved; name the class otherwise"));
    }
    let place = |row: usize| RowPlace { file: 0, record: row as u64 + 1, line: row as u64 + 1 };
    let labelled = Labelled {
        files: vec!["the training data".to_owned()],
        rows: (0..owned.len()).map(place).collect(),
        texts: owned,
        heads: vec![HeadLabels { name: head, classes, labels: ids.into_iter().map(Some).collect() }],
        groups: groups.map(|g| numbered(&g)).map(|(names, ids)| Groups { names, ids }),
        targets: targets.map(|t| numbered(&t)).map(|(names, ids)| Targets { names, ids }),
        weights,
        ..Labelled::default()
    };
    let trained = py.detach(|| stance::train::train(&labelled, &options, Vec::new())).map_err(raise)?;
    let mut notes = Vec::new();
    notes.extend(trained.not_searched.as_ref().map(|why| format!("options not chosen by cross-validation ({why})")));
    for head in &trained.heads {
        notes.extend(head.not_calibrated.as_ref().map(|why| format!("not calibrated ({why})")));
        if !head.convergence.converged {
            notes.push("the solver stopped before the minimum; raise the penalty".to_owned());
        }
    }
    Ok((Engine::new(trained.model)?, notes))
}

/// The defaults, with what was given in their places and no longer free.
pub(crate) fn checked_options(given: &str) -> PyResult<TrainOptions> {
    let wrong = |e: serde_json::Error| PyValueError::new_err(format!("training options: {e}"));
    let given: Value = serde_json::from_str(given).map_err(wrong)?;
    let options = TrainOptions::from_given(&given).map_err(wrong)?;
    options.check().map_err(raise)?;
    Ok(options)
}

fn check_weights(weights: Option<&[f64]>) -> PyResult<()> {
    let Some(weights) = weights else { return Ok(()) };
    if let Some(row) = weights.iter().position(|w| !(0.0..=1e9).contains(w)) {
        return Err(DataError::new_err(format!(
            "sample_weight: the weight of row {row} is not a number from 0 to 1e9"
        )));
    }
    if weights.iter().all(|w| *w == 0.0) {
        return Err(DataError::new_err("sample_weight: there is no weight above 0"));
    }
    Ok(())
}

/// Distinct names sorted by bytes, and each row's position among them.
fn numbered(values: &[String]) -> (Vec<String>, Vec<u32>) {
    let mut ids: BTreeMap<&str, u32> = values.iter().map(|v| (v.as_str(), 0)).collect();
    for (k, id) in ids.values_mut().enumerate() {
        *id = k as u32;
    }
    let rows = values.iter().map(|v| ids.get(v.as_str()).copied().unwrap_or(0)).collect();
    (ids.keys().map(|name| (*name).to_owned()).collect(), rows)
}
