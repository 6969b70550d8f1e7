//! Coding by hand: random samples, what to label next, and the agreement of coders.

use std::collections::BTreeMap;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::json;
use stance::Target;
use stance::coding::{
    Allocation, MatchOptions, agree as agreement, draw, label_columns as columns_of, match_coders, outlook, shortfall,
    suggest as choose,
};
use stance::columns::is_blank;
use stance::evaluate::Bootstrap;

use crate::classifier::Engine;
use crate::errors::{DataError, raise};
use crate::rows::Rows;
use crate::texts::Texts;

/// The rows of a sample: positions, probabilities, strata.
type Sample = (Vec<usize>, Vec<f64>, Option<Vec<String>>);

/// A sample of the rows whose text is not blank: their positions in random order, the probability of each, and its stratum.
#[pyfunction]
#[pyo3(signature = (texts, strata, n, allocation, seed))]
pub(crate) fn sample(
    py: Python<'_>,
    texts: Texts,
    strata: Option<Texts>,
    n: usize,
    allocation: &str,
    seed: u64,
) -> PyResult<Sample> {
    let allocation = match allocation {
        "proportional" => Allocation::Proportional,
        "equal" => Allocation::Equal,
        other => {
            let problem = format!("allocation: {other:?} is not known; use `proportional` or `equal`");
            return Err(PyValueError::new_err(problem));
        }
    };
    let views = texts.views();
    let has_text = |row: &usize| views.get(*row).copied().flatten().is_some_and(|text| !is_blank(text));
    let rows: Vec<usize> = (0..views.len()).filter(has_text).collect();
    let values: Option<Vec<&str>> = strata.as_ref().map(|strata| {
        let views = strata.views();
        rows.iter().map(|row| views.get(*row).copied().flatten().unwrap_or("").trim()).collect()
    });
    let ids = values.as_ref().map(|values| {
        let mut ids: BTreeMap<&str, u32> = values.iter().map(|value| (*value, 0)).collect();
        ids.values_mut().zip(0..).for_each(|(id, number)| *id = number);
        values.iter().filter_map(|value| ids.get(value).copied()).collect::<Vec<u32>>()
    });
    let drawn = py.detach(|| draw(rows.len(), ids.as_deref(), n, allocation, seed)).map_err(raise)?;
    let positions = drawn.iter().filter_map(|drawn| rows.get(drawn.row).copied()).collect();
    let name = |values: Vec<&str>| drawn.iter().filter_map(|d| values.get(d.row)).map(|v| (*v).to_owned()).collect();
    Ok((positions, drawn.iter().map(|drawn| drawn.probability).collect(), values.map(name)))
}

/// The label columns of a sheet for this model: those `named`, or else its defaults.
#[pyfunction]
pub(crate) fn label_columns(engine: PyRef<'_, Engine>, named: Vec<String>) -> Vec<String> {
    columns_of(&named, Some(engine.classifier.model()))
}

/// The pool of [`suggest`].
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Pool {
    texts: Texts,
    /// The label columns, if all are there.
    labels: Option<Vec<Texts>>,
    /// The target of each text, for models with targets.
    targets: Option<Texts>,
    /// The names of the label columns.
    names: Vec<String>,
}

impl Pool {
    /// The rows with a text that have no label in some label column.
    fn rows(&self) -> PyResult<Vec<usize>> {
        let there = |text: Option<&Option<&str>>| text.copied().flatten().is_some_and(|text| !is_blank(text));
        let views = self.texts.views();
        let rows: Vec<usize> = (0..views.len()).filter(|row| there(views.get(*row))).collect();
        let columns: Option<Vec<_>> = self.labels.as_ref().map(|labels| labels.iter().map(Texts::views).collect());
        let Some(columns) = columns else { return Ok(rows) };
        let is_open = |row: &usize| columns.iter().any(|labels| !there(labels.get(*row)));
        let open: Vec<usize> = rows.iter().copied().filter(is_open).collect();
        if open.is_empty() && !rows.is_empty() {
            return Err(DataError::new_err("data: all rows are labelled already; give a pool with rows to label"));
        }
        Ok(open)
    }

    /// The targets of these rows: one each, or one for all of a model without targets.
    fn targets(&self, engine: &Engine, rows: &[usize]) -> PyResult<Vec<Target>> {
        let Some(names) = self.targets.as_ref().map(Texts::views) else {
            return Ok(vec![engine.classifier.target(None).map_err(raise)?]);
        };
        let of_row = |row: &usize| {
            let name = names.get(*row).copied().flatten().unwrap_or("");
            let found = engine.classifier.target(Some(name));
            found.map_err(|e| DataError::new_err(format!("data, row {row}, column `target`: {e}")))
        };
        rows.iter().map(of_row).collect()
    }
}

/// The rows of a pool that teach the model most, the most valuable first, unlike each other and the labelled rows `known`;
/// and what to say if there are fewer than `n`.
#[pyfunction]
#[pyo3(signature = (engine, pool, known, n, threads))]
pub(crate) fn suggest(
    py: Python<'_>,
    engine: PyRef<'_, Engine>,
    pool: Pool,
    known: Option<PyRef<'_, Rows>>,
    n: usize,
    threads: usize,
) -> PyResult<(Vec<usize>, Option<String>)> {
    let rows = pool.rows()?;
    let targets = pool.targets(&engine, &rows)?;
    let views = pool.texts.views();
    let texts: Vec<String> =
        rows.iter().map(|row| views.get(*row).copied().flatten().unwrap_or("").to_owned()).collect();
    let known = known.map(|rows| rows.labelled.with_a_label().texts).unwrap_or_default();
    let classifier = &engine.classifier;
    let chosen = py.detach(|| {
        let heads = outlook(classifier, &texts, &targets, &pool.names, threads)?;
        choose(&texts, &heads, &known, n)
    });
    let chosen = chosen.map_err(raise)?;
    let remark = shortfall(chosen.len(), n);
    Ok((chosen.iter().filter_map(|at| rows.get(*at).copied()).collect(), remark))
}

/// How well coders agree: the JSON of `agree --format json`, what to know of how rows were matched, and the rows in
/// dispute, each as `[id, text, group, {head: {coder: label}}]`, also as JSON.
#[pyfunction]
#[pyo3(signature = (coders, coder_column, id_column, order))]
pub(crate) fn agree(
    py: Python<'_>,
    coders: Vec<(String, PyRef<'_, Rows>)>,
    coder_column: Option<String>,
    id_column: Option<String>,
    order: Vec<String>,
) -> PyResult<(String, Vec<String>, String)> {
    let files: Vec<_> = coders.iter().map(|(name, rows)| (name.clone(), rows.labelled.clone())).collect();
    let options = MatchOptions { coder_column, id_column, order };
    let found = py.detach(|| {
        let coded = match_coders(&files, &options)?;
        let mut heads = BTreeMap::new();
        for (name, codes) in &coded.heads {
            heads.insert(name.as_str(), agreement(codes, Bootstrap::default())?);
        }
        let disputed: std::collections::BTreeSet<usize> =
            heads.values().flat_map(|found| found.disputed.iter().copied()).collect();
        let rows = disputed.iter().map(|row| {
            let codes = |codes: &stance::coding::Codes| {
                let given = codes.rows.get(*row).map(Vec::as_slice).unwrap_or_default();
                let label = |code: &Option<u32>| code.and_then(|code| codes.classes.get(code as usize)).cloned();
                codes.coders.iter().cloned().zip(given.iter().map(label)).collect::<BTreeMap<_, _>>()
            };
            let of = |column: &Option<Vec<String>>| column.as_ref().and_then(|column| column.get(*row)).cloned();
            let labels: BTreeMap<_, _> = coded.heads.iter().map(|(head, of_head)| (head, codes(of_head))).collect();
            json!([of(&coded.ids), coded.texts.get(*row), of(&coded.groups), labels])
        });
        let disputes = json!(rows.collect::<Vec<_>>()).to_string();
        let report = json!({ "heads": heads }).to_string();
        Ok((report, coded.remarks, disputes))
    });
    found.map_err(raise)
}
