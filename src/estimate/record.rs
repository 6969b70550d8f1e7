//! A summary with what is needed to compute it again.

use serde::{Deserialize, Serialize};

use super::summary::Summary;

/// A file that was read, identified by its contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// As the caller named it.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A summary with what is needed to compute it again. Field names are keys of `summarize --format json`.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SummaryRecord {
    /// The library's version.
    pub version: &'static str,
    /// The program's command line that computes it, without where and how results are written; `None` for tables that are no
    /// files.
    pub command: Option<Vec<String>>,
    /// The files read: labelled rows, the coded sample, the evaluation.
    pub inputs: Vec<InputFile>,
    /// What must be known of the shares.
    pub notes: Vec<String>,
    /// The summary.
    #[serde(flatten)]
    pub summary: Summary,
}

impl SummaryRecord {
    /// The record of a summary of these files.
    #[must_use]
    pub fn new(command: Option<Vec<String>>, inputs: Vec<InputFile>, summary: Summary) -> Self {
        Self { version: env!("CARGO_PKG_VERSION"), command, inputs, notes: summary.notes(), summary }
    }
}
