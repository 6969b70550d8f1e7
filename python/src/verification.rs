//! Reports computed again.

use std::path::PathBuf;

use pyo3::prelude::*;
use stance::verify::ReportFile;

use crate::errors::raise;

/// A report of which the files have not changed.
#[pyclass(frozen, module = "stance._stance")]
pub(crate) struct SavedReport {
    report: ReportFile,
}

#[pymethods]
impl SavedReport {
    /// Reads a report, and checks its files.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let read = py.detach(|| {
            let report = ReportFile::read(&path)?;
            report.check_inputs().map(|()| report)
        });
        read.map(|report| Self { report }).map_err(raise)
    }

    /// The program's command line that makes it.
    fn command(&self) -> Vec<String> {
        self.report.command()
    }

    /// The error of a command line that is not known.
    fn unknown_command(&self) -> PyErr {
        raise(self.report.unknown_command())
    }

    /// What came of comparing it with what its command gives now, as JSON and in words.
    fn compare(&self, py: Python<'_>, now: &str, page: Option<&str>) -> PyResult<(String, String)> {
        let found = py.detach(|| self.report.compare(now, page)).map_err(raise)?;
        Ok((serde_json::json!(found).to_string(), found.to_string()))
    }
}
