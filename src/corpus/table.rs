//! What a table is made of: its format, its header, its rows and their fields.

use std::path::Path;

use csv::StringRecord;

use super::json::JsonRow;
use super::packing::unpacked_name;
use crate::{Error, Result, error::Place};

/// How rows are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, quoted with `"` (doubled inside), first record is the header.
    Csv,
    /// The same with tabs.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The format a path's extension stands for, in any letter case: `.csv`, `.tsv` or `.tab`, `.jsonl` or `.ndjson`;
    /// `None` for others. What `.gz` or `.zst` follows counts.
    pub fn of_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = unpacked_name(path.as_ref()).extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The byte between fields; none in JSONL.
    pub(super) fn delimiter(self) -> Option<u8> {
        match self {
            Format::Csv => Some(b','),
            Format::Tsv => Some(b'\t'),
            Format::Jsonl => None,
        }
    }
}

/// The names of a table's columns, in order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
}

impl Header {
    /// A header of these names.
    ///
    /// # Errors
    /// [`Error::Data`] at `place` when a name occurs twice.
    pub fn new(names: Vec<String>, place: Place) -> Result<Self> {
        for (second, name) in names.iter().enumerate() {
            if let Some(first) = names.iter().take(second).position(|n| n == name) {
                return Err(Error::data(
                    place.column(name),
                    format!("is there twice, as columns {} and {}; rename or remove one", first + 1, second + 1),
                ));
            }
        }
        Ok(Self { names })
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of columns.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Where a column is, from 0. Names are compared exactly.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// Where a column is that has to be there.
    ///
    /// # Errors
    /// [`Error::Data`] that lists the columns there are, and says `way_out` (such as "name it with --text-column").
    pub fn require(&self, name: &str, file: &str, way_out: &str) -> Result<usize> {
        self.position(name).ok_or_else(|| {
            Error::data(Place::file(file).column(name), format!("is not there{}; {way_out}", self.listed()))
        })
    }

    /// The columns there are, and what a lone odd one suggests, to follow "is not there".
    pub(super) fn listed(&self) -> String {
        let mut text = String::from(", the columns are ");
        text.push_str(&self.names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", "));
        if let [only] = self.names.as_slice() {
            if only.contains(';') {
                text.push_str(" (separated by semicolons? save it with commas)");
            } else if only.contains('\t') {
                text.push_str(" (separated by tabs? name it .tsv)");
            }
        }
        text
    }
}

/// A row of a table.
///
/// Made empty with [`Row::default`] and filled by [`super::RowReader::read`], again and again without new memory.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Record number, from 1, the header not counted.
    pub record: u64,
    /// Line on which the record starts, from 1.
    pub line: u64,
    pub(super) cells: Cells,
}

/// How a row is kept: as its format has it, so that it can be written back unchanged.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    Text(StringRecord),
    Json(JsonRow),
}

impl Default for Cells {
    fn default() -> Self {
        Cells::Text(StringRecord::new())
    }
}

/// What a row holds in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'r> {
    /// The JSON object does not have this key.
    Absent,
    /// A CSV field, or the contents of a JSON string.
    Text(&'r str),
    /// Another JSON value, as written: a number, `true`, `false`, `null`, an array or an object.
    Json(&'r str),
}

impl Row {
    /// The field of a column, by its position in the header; absent past the last.
    pub fn field(&self, column: usize) -> Field<'_> {
        match &self.cells {
            Cells::Text(record) => record.get(column).map_or(Field::Absent, Field::Text),
            Cells::Json(row) => row.field(column),
        }
    }

    /// The field of a column as text: a JSON number or boolean as written, empty for `null` and where there is none.
    pub fn text(&self, column: usize) -> &str {
        match self.field(column) {
            Field::Text(text) => text,
            Field::Absent | Field::Json("null") => "",
            Field::Json(json) => json,
        }
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        match &self.cells {
            Cells::Text(record) => record.as_slice().len(),
            Cells::Json(row) => row.line().len(),
        }
    }

    /// Keys of a JSON object that are not in the header (the header is the first object's keys), in order.
    /// They are written back to JSONL with the row.
    pub fn unlisted(&self) -> impl Iterator<Item = &str> {
        match &self.cells {
            Cells::Text(_) => None,
            Cells::Json(row) => Some(row.unlisted()),
        }
        .into_iter()
        .flatten()
    }
}
