//! Tables in and out: CSV, TSV and JSONL rows, labelled data, and outputs that are whole or not there.
//!
//! This is the only module that knows the `csv` crate. Reading is streaming; an error names the file, the record,
//! the line and the column, and what to do.

mod columns;
mod folds;
mod gather;
mod ids;
mod json;
mod labelled;
#[cfg(test)]
mod labelled_tests;
mod lines;
mod open;
mod output;
mod packing;
mod read;
mod read_labelled;
#[cfg(test)]
mod read_tests;
mod row;
mod separated;
mod source;
mod step;
mod table;
mod write;
#[cfg(test)]
mod write_tests;

pub use columns::{ColumnChoice, LabelledOptions, Purpose};
pub use folds::{FOLD_SEED, Folds};
pub use gather::LabelledBuilder;
pub use labelled::{Announced, Extra, Groups, HeadLabels, Labelled, RowPlace, Targets};
pub use open::open;
pub use output::Output;
pub use packing::unpacked_name;
pub use read::{Faults, RowReader, Rows};
pub use read_labelled::{read_all, read_labelled};
pub use row::Row;
pub use table::{Field, Format, Header};
pub use write::{Bom, Cell, RowWriter};
