//! Many statements at once: labelled by several threads, returned as dictionaries or as an Arrow record batch.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use stance::classify::{Classifier, Prediction};
use stance::columns::{PredictionColumn, PredictionColumns, PredictionOptions, PredictionRow};
use stance::model::Head;

use crate::cells::{Builder, Round, data_type, object};
use crate::errors::raise;

/// The predicted columns.
pub(crate) fn columns(
    heads: &[Head],
    min_confidence: Option<f64>,
    probabilities: bool,
) -> PyResult<PredictionColumns<'_>> {
    let options = PredictionOptions { min_confidence, probabilities, reasons: false };
    options.check().map_err(raise)?;
    Ok(PredictionColumns::new(heads, options))
}

/// The predictions of one row, one per head; `None` for a row without a text.
pub(crate) type Row = Option<Vec<Prediction>>;

/// Labels every text, in order. `targets` has one value for all rows, or one per row.
///
/// The threads end with the call, so that a process may fork before and after it.
pub(crate) fn predict(classifier: &Classifier, texts: &[Option<&str>], targets: &[usize], threads: usize) -> Vec<Row> {
    let run = |from: usize, texts: &[Option<&str>]| {
        let mut session = classifier.session();
        let target = |row: usize| targets.get(from + row).or(targets.first()).copied().unwrap_or(0);
        let rows = texts.iter().enumerate();
        rows.map(|(row, text)| text.map(|text| session.classify(text, target(row)))).collect::<Vec<Row>>()
    };
    let size = texts.len().div_ceil(threads.max(1)).max(1);
    if size >= texts.len() {
        return run(0, texts);
    }
    std::thread::scope(|scope| {
        let run = &run;
        let parts = texts.chunks(size).enumerate();
        let workers: Vec<_> = parts.map(|(k, part)| scope.spawn(move || run(k * size, part))).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<Row>>| match worker.join() {
            Ok(rows) => rows,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        workers.into_iter().flat_map(join).collect()
    })
}

/// The predicted columns as an Arrow schema.
pub(crate) fn schema(columns: &PredictionColumns<'_>) -> Schema {
    let field = |column: &PredictionColumn| Field::new(&column.name, data_type(column.holds), true);
    Schema::new(columns.columns().iter().map(field).collect::<Vec<_>>())
}

/// The rows as a record batch. Blank rows are null.
pub(crate) fn batch(columns: &PredictionColumns<'_>, rows: Vec<Row>) -> PyResult<RecordBatch> {
    let length = rows.len();
    let mut builders: Vec<Builder> = columns.columns().iter().map(|column| Builder::new(column.holds)).collect();
    for row in rows {
        let row = row.map(PredictionRow::from).unwrap_or_default();
        for (builder, cell) in builders.iter_mut().zip(columns.cells(&row)) {
            builder.add(cell, Round::No);
        }
    }
    let arrays: Vec<ArrayRef> = builders.iter_mut().map(Builder::finish).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(length));
    let made = RecordBatch::try_new_with_options(Arc::new(schema(columns)), arrays, &options);
    made.map_err(|e| PyValueError::new_err(e.to_string()))
}

/// The rows as dictionaries with the column names as keys. The values of blank rows are `None`.
pub(crate) fn dictionaries<'py>(
    py: Python<'py>,
    columns: &PredictionColumns<'_>,
    rows: Vec<Row>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for row in rows {
        let row = row.map(PredictionRow::from).unwrap_or_default();
        let dictionary = PyDict::new(py);
        for (name, cell) in columns.names().zip(columns.cells(&row)) {
            dictionary.set_item(name, object(py, cell, Round::No)?)?;
        }
        list.append(dictionary)?;
    }
    Ok(list)
}
