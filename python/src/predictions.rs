//! Many statements at once: labelled by several threads, given out as rows or as an Arrow record batch.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use stance::UNSURE;
use stance::classify::{Classifier, Prediction};
use stance::model::Head;

/// What is asked of a classification.
pub(crate) struct Request {
    /// Below it the label is `unsure`.
    pub(crate) min_confidence: Option<f64>,
    /// Whether the probability of every class is given too.
    pub(crate) probabilities: bool,
}

impl Request {
    /// Checks the confidence.
    pub(crate) fn new(min_confidence: Option<f64>, probabilities: bool) -> PyResult<Self> {
        match min_confidence {
            Some(p) if !(0.0..=1.0).contains(&p) => Err(PyValueError::new_err(format!(
                "min_confidence: {p} is out of range; use a probability from 0 to 1"
            ))),
            _ => Ok(Self { min_confidence, probabilities }),
        }
    }

    fn label<'h>(&self, head: &'h Head, prediction: &Prediction) -> &'h str {
        let sure = self.min_confidence.is_none_or(|p| prediction.probability() >= p);
        head.classes.get(prediction.class).filter(|_| sure).map_or(UNSURE, String::as_str)
    }
}

/// The predictions of one row, a head each; nothing for a row without a text.
pub(crate) type Row = Option<Vec<Prediction>>;

/// Labels every text, in order. `targets` has one value for all rows, or one a row.
///
/// Threads are of this call alone, so that a process may fork before and after it.
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

/// The columns `predicted_H`, `predicted_H_probability` and, on request, `predicted_H_p_CLASS`.
pub(crate) fn columns(heads: &[Head], request: &Request) -> Schema {
    let mut fields = Vec::new();
    for head in heads {
        let name = &head.name;
        fields.push(Field::new(format!("predicted_{name}"), DataType::Utf8, true));
        fields.push(Field::new(format!("predicted_{name}_probability"), DataType::Float64, true));
        if request.probabilities {
            let class = |class: &String| Field::new(format!("predicted_{name}_p_{class}"), DataType::Float64, true);
            fields.extend(head.classes.iter().map(class));
        }
    }
    Schema::new(fields)
}

/// The rows as a record batch with [`columns`].
pub(crate) fn batch(heads: &[Head], rows: &[Row], request: &Request) -> PyResult<RecordBatch> {
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (h, head) in heads.iter().enumerate() {
        let of = |row: &'_ Row| row.as_ref().and_then(|row| row.get(h)).cloned();
        let mut labels = StringBuilder::with_capacity(rows.len(), rows.len() * 8);
        let mut tops = Float64Builder::with_capacity(rows.len());
        let mut all: Vec<Float64Builder> = Vec::new();
        if request.probabilities {
            all.extend(head.classes.iter().map(|_| Float64Builder::with_capacity(rows.len())));
        }
        for prediction in rows.iter().map(of) {
            labels.append_option(prediction.as_ref().map(|p| request.label(head, p)));
            tops.append_option(prediction.as_ref().map(Prediction::probability));
            for (k, builder) in all.iter_mut().enumerate() {
                builder.append_option(prediction.as_ref().and_then(|p| p.probabilities.get(k).copied()));
            }
        }
        arrays.push(Arc::new(labels.finish()));
        arrays.push(Arc::new(tops.finish()));
        arrays.extend(all.iter_mut().map(|b| Arc::new(b.finish()) as ArrayRef));
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    let made = RecordBatch::try_new_with_options(Arc::new(columns(heads, request)), arrays, &options);
    made.map_err(|e| PyValueError::new_err(e.to_string()))
}

/// The rows as dictionaries with [`columns`] as keys.
pub(crate) fn dictionaries<'py>(
    py: Python<'py>,
    heads: &[Head],
    rows: &[Row],
    request: &Request,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for row in rows {
        let cells = PyDict::new(py);
        for (h, head) in heads.iter().enumerate() {
            let prediction = row.as_ref().and_then(|row| row.get(h));
            let name = &head.name;
            cells.set_item(format!("predicted_{name}"), prediction.map(|p| request.label(head, p)))?;
            cells.set_item(format!("predicted_{name}_probability"), prediction.map(Prediction::probability))?;
            if request.probabilities {
                for (k, class) in head.classes.iter().enumerate() {
                    let p = prediction.and_then(|p| p.probabilities.get(k));
                    cells.set_item(format!("predicted_{name}_p_{class}"), p)?;
                }
            }
        }
        list.append(cells)?;
    }
    Ok(list)
}
