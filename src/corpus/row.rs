//! A row of a table.

use super::json::JsonRow;
use super::table::Field;
use super::text_row::TextRow;
use crate::{Error, Result, error::Place};

/// A row of a table.
///
/// Make one with [`Row::default`]; [`RowReader::read`](super::RowReader::read) fills it again and again without
/// allocating.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Record number, from 1, the header not counted.
    pub record: u64,
    /// Line on which the record starts, from 1.
    pub line: u64,
    pub(super) cells: Cells,
}

/// The values in the form of their format, so that they can be written back unchanged.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    Text(TextRow),
    Json(JsonRow),
}

impl Default for Cells {
    fn default() -> Self {
        Cells::Text(TextRow::default())
    }
}

impl Row {
    /// The field at a position in the header; [`Field::Absent`] past the last.
    pub fn field(&self, column: usize) -> Field<'_> {
        match &self.cells {
            Cells::Text(record) => record.get(column).map_or(Field::Absent, Field::Text),
            Cells::Json(row) => row.field(column),
        }
    }

    /// The field at a position as text: a JSON number or boolean as written; empty for `null` and [`Field::Absent`].
    pub fn text(&self, column: usize) -> &str {
        match self.field(column) {
            Field::Text(text) => text,
            Field::Absent | Field::Json("null") => "",
            Field::Json(json) => json,
        }
    }

    /// The field at a position as text, for a column of texts or names; `place` and the column's `name` are for the
    /// error.
    ///
    /// # Errors
    /// [`Error::Data`] for a JSON array or object.
    pub fn plain(&self, column: usize, name: &str, place: impl FnOnce() -> Place) -> Result<&str> {
        match self.field(column) {
            Field::Json(json) if json.starts_with(['{', '[']) => Err(Error::data(
                place().column(name),
                "holds a JSON array or object where text is expected; write a string",
            )),
            _ => Ok(self.text(column)),
        }
    }

    /// All fields as they were written, with their delimiters, if there are `columns` of them and a writer with this
    /// delimiter writes them the same way.
    pub(super) fn as_written(&self, delimiter: u8, columns: usize) -> Option<&str> {
        match &self.cells {
            Cells::Text(record) if record.len() == columns => record.as_written(delimiter),
            _ => None,
        }
    }

    /// The approximate size in bytes.
    pub fn bytes(&self) -> usize {
        match &self.cells {
            Cells::Text(record) => record.bytes(),
            Cells::Json(row) => row.line().len(),
        }
    }

    /// The keys of a JSON object that are not in the header, which has the keys of the first object. They are written
    /// back to JSONL with the row.
    pub fn unlisted(&self) -> impl Iterator<Item = &str> {
        match &self.cells {
            Cells::Text(_) => None,
            Cells::Json(row) => Some(row.unlisted()),
        }
        .into_iter()
        .flatten()
    }
}
