//! The page of a summary with its record.

use super::summary::SummaryPage;
use crate::estimate::{CELLS_OF_A_PAGE, Statements, SummaryRecord, list};
use crate::{Error, Result};

/// Most statements that a page lists; browsers are slow with more.
const MOST: usize = 5000;

impl SummaryPage<'_> {
    /// The page of a summary. The part of the record that it shows, [`SummaryRecord::of_page`], is kept in it as JSON.
    ///
    /// # Errors
    /// As [`SummaryPage::render`].
    pub fn of_record(record: &SummaryRecord, statements: &Statements) -> Result<String> {
        let record = record.of_page();
        let json = serde_json::to_string_pretty(&record)
            .map_err(|error| Error::io("write", "the record of the summary", error.into()))?
            + "\n";
        let summary = &record.summary;
        let title = match (summary.by.as_slice(), &summary.over) {
            ([], None) => summary.label.clone(),
            (by, over) => {
                let names: Vec<&str> = by.iter().chain(over).map(String::as_str).collect();
                format!("{} by {}", summary.label, names.join(" and "))
            }
        };
        let files: Vec<String> = record.inputs.iter().map(|input| input.file.clone()).collect();
        let listed = list(statements, MOST, CELLS_OF_A_PAGE);
        let cells_left_out = record.cells_left_out.unwrap_or(0);
        SummaryPage { title: &title, summary, files: &files, statements: &listed, cells_left_out, record: &json }
            .render()
    }
}
