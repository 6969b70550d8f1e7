//! The page of a summary.

use stance::Result;
use stance::estimate::{Statements, Summary, list};
use stance::report::SummaryPage;

use crate::input::statements::InputFile;

/// Most statements that a page lists; browsers are slow with more.
const MOST: usize = 5000;

/// The page, with `record`, JSON, in it.
pub(crate) fn render(summary: &Summary, statements: &Statements, inputs: &[InputFile], record: &str) -> Result<String> {
    let title = match (summary.by.as_slice(), &summary.over) {
        ([], None) => summary.label.clone(),
        (by, over) => {
            let names: Vec<&str> = by.iter().chain(over).map(String::as_str).collect();
            format!("{} by {}", summary.label, names.join(" and "))
        }
    };
    let files: Vec<String> = inputs.iter().map(|input| input.file.clone()).collect();
    let listed = list(statements, MOST);
    SummaryPage { title: &title, summary, files: &files, statements: &listed, record }.render()
}
