//! Reports computed again: what a report says beside what its files say now (features `html`, `report` and `rows`).

mod compare;
mod page_text;
mod report_file;

pub use compare::{Difference, Verification};
pub use report_file::ReportFile;
