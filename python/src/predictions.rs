//! Many statements at once: labelled by several threads, returned as dictionaries or as an Arrow record batch.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use stance::classify::{Classifier, Prediction, Target, TextDoubts};
use stance::columns::{Holds, KeyColumns, PredictionColumns, PredictionOptions, PredictionRow};
use stance::model::Model;

use crate::cells::{Builder, Round, data_type, object};
use crate::errors::raise;

/// The predicted columns. Without a least confidence it is the one that the model carries.
pub(crate) fn columns(
    model: &Model,
    min_confidence: Option<f64>,
    probabilities: bool,
) -> PyResult<PredictionColumns<'_>> {
    let options = PredictionOptions { min_confidence, probabilities, reasons: false };
    options.check().map_err(raise)?;
    Ok(PredictionColumns::new(model, options))
}

/// The predictions of one row, one per head, and what speaks against them; `None` for a row without a text.
pub(crate) type Row = Option<(Vec<Prediction>, TextDoubts)>;

/// Predicted rows as the columns take them; one without a text is empty.
pub(crate) fn filled(rows: Vec<Row>) -> Vec<PredictionRow> {
    rows.into_iter().map(|row| row.map(PredictionRow::from).unwrap_or_default()).collect()
}

/// The names of the columns and what they hold.
fn named<'c>(columns: &'c PredictionColumns<'_>) -> impl Iterator<Item = (&'c String, Holds)> {
    let predicted = columns.columns().iter().map(|column| (&column.name, column.holds));
    predicted.chain(columns.keys().names().iter().map(|name| (name, KeyColumns::holds(name))))
}

/// Labels every text, in order, but for those that are missing. `targets` has one value for all rows, or one per row. If the
/// texts are statements of an `article`, its beginning too may mention what they are about.
///
/// The threads end with the call, so that a process may fork before and after it.
pub(crate) fn predict(
    classifier: &Classifier,
    texts: &[Option<&str>],
    targets: &[Target],
    threads: usize,
    article: Option<&str>,
) -> stance::Result<Vec<Row>> {
    let filled: Vec<&str> = texts.iter().map(|text| text.unwrap_or("")).collect();
    let predictions = classifier.classify_batch_with_doubts(&filled, targets, threads, article)?;
    Ok(predictions.into_iter().zip(texts).map(|(predictions, text)| text.map(|_| predictions)).collect())
}

/// The predicted columns as an Arrow schema.
pub(crate) fn schema(columns: &PredictionColumns<'_>) -> Schema {
    let fields = named(columns).map(|(name, holds)| Field::new(name, data_type(holds), true));
    Schema::new(fields.collect::<Vec<_>>())
}

/// The rows as a record batch. Blank rows are null.
pub(crate) fn batch(columns: &PredictionColumns<'_>, rows: Vec<PredictionRow>) -> PyResult<RecordBatch> {
    let length = rows.len();
    let mut builders: Vec<Builder> = named(columns).map(|(_, holds)| Builder::new(holds)).collect();
    for row in rows {
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
    rows: Vec<PredictionRow>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for row in rows {
        let dictionary = PyDict::new(py);
        for (name, cell) in columns.names().zip(columns.cells(&row)) {
            dictionary.set_item(name, object(py, cell, Round::No)?)?;
        }
        list.append(dictionary)?;
    }
    Ok(list)
}
