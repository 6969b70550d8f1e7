//! Reads labelled rows from tables and files.

#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::columns::LabelledOptions;
use super::format::Format;
use super::gather::LabelledBuilder;
use super::labelled::Labelled;
use super::open::open;
use super::read::{Faults, RowReader};
use super::table_input::{ReadOptions, table_input};
use crate::Result;

/// Reads labelled rows of one table. `file` is its name in errors.
///
/// # Errors
/// As [`RowReader::new`], [`RowReader::read`], and [`LabelledBuilder::add`] and [`LabelledBuilder::finish`].
pub fn read_labelled<R: Read>(
    input: R,
    format: Format,
    file: &str,
    faults: Faults,
    options: &LabelledOptions,
) -> Result<Labelled> {
    let mut builder = LabelledBuilder::new(options.clone());
    builder.add(RowReader::new(input, format, file, faults)?, faults)?;
    builder.finish()
}

/// Reads labelled rows of several files, one after another, each in the format of its extension, otherwise JSON if it
/// begins so, or CSV. Further columns may differ; they are empty where they lack. `-` is standard input.
///
/// # Errors
/// As [`read_labelled`], and [`crate::Error::Data`] for files that use different columns.
pub fn read_all<P: AsRef<Path>>(paths: &[P], faults: Faults, options: &LabelledOptions) -> Result<Labelled> {
    let mut builder = LabelledBuilder::new(options.clone());
    for path in paths {
        let path = path.as_ref();
        let name = path.display().to_string();
        let input = open(path, &Arc::default())?;
        let table = table_input(input, path, Format::of_path(path), &ReadOptions::default())?;
        builder.default_labels(&table.labels);
        builder.add(table.rows(&name, faults)?, faults)?;
    }
    builder.finish()
}
