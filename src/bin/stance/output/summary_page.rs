//! The page of a summary.

use stance::Result;
use stance::estimate::Summary;
use stance::report::SummaryPage;

/// The page, with `record`, JSON, in it.
pub(crate) fn render(summary: &Summary, record: &str) -> Result<String> {
    let title = match (summary.by.as_slice(), &summary.over) {
        ([], None) => summary.label.clone(),
        (by, over) => {
            let names: Vec<&str> = by.iter().chain(over).map(String::as_str).collect();
            format!("{} by {}", summary.label, names.join(" and "))
        }
    };
    SummaryPage { title: &title, summary, record }.render()
}
