//! Dictionaries as tables: entry and key per row, a column of marks per key, or a column of entries per key.

use super::builder::Builder;
use super::builder::ReadDictionary;
use crate::Result;
use crate::corpus::{Faults, Format, Header, Row, RowReader};

/// Names of the column of entries, in lower case.
const ENTRY: [&str; 8] = ["entry", "word", "words", "term", "terms", "pattern", "token", "dicterm"];
/// Names of the column of keys, in lower case.
const KEY: [&str; 7] = ["key", "category", "categories", "class", "dictionary", "label", "sentiment"];

/// How a table is laid out; columns by position.
enum Layout {
    /// An entry per row and the name of its key.
    Long { entry: usize, key: usize },
    /// An entry per row and a mark in the column of each of its keys.
    Marks { entry: usize },
    /// The entries of a key in its column.
    Columns,
}

/// Reads it.
pub(super) fn read(text: &str, file: &str, tabs: bool) -> Result<ReadDictionary> {
    let first = text.lines().next().unwrap_or("");
    let format = match (tabs, first.matches(';').count() > first.matches(',').count()) {
        (true, _) => Format::Tsv,
        (false, true) => Format::Separated(b';'),
        (false, false) => Format::Csv,
    };
    let mut reader = RowReader::new(text.as_bytes(), format, file, Faults::Stop)?;
    let header = reader.header();
    let layout = layout(&header);
    let mut builder = Builder::new(file);
    let mut keys = vec![0; header.names().len()];
    for (column, name) in header.names().iter().enumerate() {
        let is_key = match layout {
            Layout::Long { .. } => false,
            Layout::Marks { entry } => column != entry,
            Layout::Columns => true,
        };
        if let Some(key) = keys.get_mut(column).filter(|_| is_key) {
            *key = builder.new_key(name, 1)?;
        }
    }
    let mut row = Row::default();
    while reader.read(&mut row)? {
        match layout {
            Layout::Long { entry, key } => {
                let key = builder.key(row.text(key).trim(), row.line)?;
                builder.entry(key, row.text(entry), row.line)?;
            }
            Layout::Marks { entry } => {
                for (column, key) in keys.iter().enumerate().filter(|(column, _)| *column != entry) {
                    if is_marked(row.text(column), || (row.line, header.names().get(column).cloned()), &builder)? {
                        builder.entry(*key, row.text(entry), row.line)?;
                    }
                }
            }
            Layout::Columns => {
                for (column, key) in keys.iter().enumerate() {
                    if !row.text(column).trim().is_empty() {
                        builder.entry(*key, row.text(column), row.line)?;
                    }
                }
            }
        }
    }
    builder.finish()
}

/// How a table with this header is laid out.
fn layout(header: &Header) -> Layout {
    let find =
        |names: &[&str]| header.names().iter().position(|own| names.contains(&own.trim().to_lowercase().as_str()));
    match (find(&ENTRY), find(&KEY)) {
        (Some(entry), Some(key)) => Layout::Long { entry, key },
        (Some(entry), None) if header.names().len() > 1 => Layout::Marks { entry },
        _ => Layout::Columns,
    }
}

/// Whether a cell marks its row's entry as one of its column's key.
fn is_marked(cell: &str, place: impl FnOnce() -> (u64, Option<String>), builder: &Builder<'_>) -> Result<bool> {
    match cell.trim().to_lowercase().as_str() {
        "" | "0" | "no" | "false" | "na" => Ok(false),
        "1" | "x" | "yes" | "true" => Ok(true),
        other => {
            let (line, column) = place();
            let column = column.unwrap_or_default();
            let wanted = "mark the entries of a key with 1 or X and leave the other cells empty";
            let found: String = other.chars().take(40).collect();
            Err(builder.wrong(line, format!("found `{found}` in the column `{column}`; {wanted}")))
        }
    }
}
