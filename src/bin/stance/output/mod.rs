//! Labelled items → a file or standard output: a file per format, and what they share; and results of other commands as text.

pub(crate) mod agreement_table;
mod annotations;
pub(crate) mod audit_table;
mod closed;
pub(crate) mod curve_table;
pub(crate) mod destination;
pub(crate) mod evaluate_table;
mod file_by_file;
mod format;
mod json_lines;
pub(crate) mod model_card;
mod page;
mod progress;
mod records;
mod row_columns;
mod rows;
pub(crate) mod seed_table;
mod steps;
pub(crate) mod streams;
pub(crate) mod summary_table;
mod table;
pub(crate) mod text;
pub(crate) mod trial_table;
pub(crate) mod unfinished;

pub(crate) use annotations::{Annotations, Tool};
pub(crate) use destination::Destination;
pub(crate) use file_by_file::{Done, FileByFile};
pub(crate) use format::Output;
pub(crate) use page::Page;
pub(crate) use progress::Progress;
pub(crate) use records::{Records, TABLE_COLUMNS};
pub(crate) use rows::RowOutput;
pub(crate) use steps::Steps;
pub(crate) use table::TableOutput;
