//! The format of a table, its header, and the fields of its rows.

use std::path::Path;

use super::packing::unpacked_name;
use crate::error::{Hint, Place};
use crate::{Error, Result};

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, quoted with `"`, which is doubled inside quotes. The first record is the header.
    Csv,
    /// The same with tabs instead of commas.
    Tsv,
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// The format of a path by its extension, in any letter case: `.csv`, `.tsv` or `.tab`, `.jsonl` or `.ndjson`;
    /// `None` for others. A final `.gz` or `.zst` is ignored.
    pub fn of_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = unpacked_name(path.as_ref()).extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The byte between fields; `None` for JSONL.
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

    /// The position of a column, from 0. Names are compared exactly.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// The position of a column that must be there.
    ///
    /// # Errors
    /// [`Error::Data`] that lists the columns, with `hint` as the way out.
    pub fn require(&self, name: &str, file: &str, hint: impl Into<Hint>) -> Result<usize> {
        self.position(name).ok_or_else(|| {
            Error::data(Place::file(file).column(name), format!("is not there{}", self.listed())).with_hint(hint.into())
        })
    }

    /// The list of columns, to follow "is not there". A single name with a semicolon or a tab suggests another
    /// separator.
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

/// The value of a row in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'r> {
    /// The JSON object does not have this key.
    Absent,
    /// A CSV field, or the contents of a JSON string.
    Text(&'r str),
    /// Any other JSON value as written: a number, `true`, `false`, `null`, an array or an object.
    Json(&'r str),
}
