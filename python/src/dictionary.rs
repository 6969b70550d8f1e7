//! Counts of a dictionary's keys in texts.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyList;
use pyo3_arrow::PyRecordBatch;
use stance::columns::{KeyColumns, PredictionColumns, PredictionRow, is_blank};
use stance::dictionary::{Dictionary, Key, open};
use stance::features::KeyCounter;
use stance::text::NestedScope;

use crate::errors::raise;
use crate::predictions;
use crate::texts::Texts;

/// A dictionary compiled for counting.
#[pyclass(frozen, module = "stance._stance")]
pub(crate) struct Keys {
    counter: KeyCounter,
    columns: PredictionColumns<'static>,
    remarks: Vec<String>,
}

impl Keys {
    fn new(dictionary: Dictionary, whole: bool, remarks: Vec<String>) -> PyResult<Self> {
        let scope = if whole { NestedScope::Dictionary } else { NestedScope::Key };
        let counter = KeyCounter::new(dictionary, scope).map_err(raise)?;
        Ok(Self { columns: KeyColumns::new(&counter).into(), counter, remarks })
    }

    fn rows(&self, py: Python<'_>, texts: &Texts) -> Vec<PredictionRow> {
        let views = texts.views();
        py.detach(|| {
            let mut session = self.counter.session();
            let count = |text: &Option<&str>| {
                let mut row = PredictionRow::default();
                row.clear();
                if let Some(text) = text.filter(|text| !is_blank(text)) {
                    session.find(text);
                    row.keys().fill(self.columns.keys(), text, session.hits(), session.words());
                }
                row
            };
            views.iter().map(count).collect()
        })
    }
}

#[pymethods]
impl Keys {
    /// The dictionary of a file. `whole`: longer entries hide shorter ones of all keys, and not only of their own.
    #[staticmethod]
    fn open(path: PathBuf, whole: bool) -> PyResult<Self> {
        let found = open(path).map_err(raise)?;
        Self::new(found.dictionary, whole, found.remarks)
    }

    /// A dictionary of these keys and entries.
    #[staticmethod]
    fn of(keys: Vec<(String, Vec<String>)>, whole: bool) -> PyResult<Self> {
        let keys = keys.into_iter().map(|(name, entries)| Key { name, entries }).collect();
        Self::new(Dictionary::new(keys).map_err(raise)?, whole, Vec::new())
    }

    /// What of the file was left out, a sentence each.
    fn remarks(&self) -> Vec<String> {
        self.remarks.clone()
    }

    /// One dictionary per text.
    fn count<'py>(&self, py: Python<'py>, texts: Texts) -> PyResult<Bound<'py, PyList>> {
        predictions::dictionaries(py, &self.columns, self.rows(py, &texts))
    }

    /// One row per text, as an Arrow record batch.
    fn count_arrow(&self, py: Python<'_>, texts: Texts) -> PyResult<PyRecordBatch> {
        let rows = self.rows(py, &texts);
        Ok(py.detach(|| predictions::batch(&self.columns, rows))?.into())
    }
}
