//! The page of a summary with its record.

use super::summary::SummaryPage;
use crate::Result;
use crate::estimate::{Statements, SummaryRecord, list};

/// Most statements that a page lists; browsers are slow with more.
const MOST: usize = 5000;

impl SummaryPage<'_> {
    /// The page of a summary; `json` is its record, which is kept in the page.
    ///
    /// # Errors
    /// As [`SummaryPage::render`].
    pub fn of_record(record: &SummaryRecord, statements: &Statements, json: &str) -> Result<String> {
        let summary = &record.summary;
        let title = match (summary.by.as_slice(), &summary.over) {
            ([], None) => summary.label.clone(),
            (by, over) => {
                let names: Vec<&str> = by.iter().chain(over).map(String::as_str).collect();
                format!("{} by {}", summary.label, names.join(" and "))
            }
        };
        let files: Vec<String> = record.inputs.iter().map(|input| input.file.clone()).collect();
        let listed = list(statements, MOST);
        SummaryPage { title: &title, summary, files: &files, statements: &listed, record: json }.render()
    }
}
