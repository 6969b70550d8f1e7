//! A summary with what is needed to compute it again.

use serde::Serialize;

use super::summary::Summary;
use crate::model::InputFile;

/// The most cells, groups or periods of groups, that a page shows; it has a link to the statements of each.
pub const CELLS_OF_A_PAGE: usize = 2000;

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
    /// The number of cells that the record of a page leaves out of `summary`; `None` if it has all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells_left_out: Option<usize>,
    /// The summary.
    #[serde(flatten)]
    pub summary: Summary,
}

impl SummaryRecord {
    /// The record of a summary of these files.
    #[must_use]
    pub fn new(command: Option<Vec<String>>, inputs: Vec<InputFile>, summary: Summary) -> Self {
        let (version, notes) = (env!("CARGO_PKG_VERSION"), summary.notes());
        Self { version, command, inputs, notes, cells_left_out: None, summary }
    }

    /// The part that a page shows and keeps: the first [`CELLS_OF_A_PAGE`] cells, those of the groups with the most statements.
    #[must_use]
    pub fn of_page(&self) -> Self {
        let mut part = self.clone();
        let left_out = part.summary.cells.len().saturating_sub(CELLS_OF_A_PAGE);
        part.cells_left_out = part.cells_left_out.or((left_out > 0).then_some(left_out));
        part.summary.cells.truncate(CELLS_OF_A_PAGE);
        part
    }
}
