//! The bytes of a file → a table in UTF-8 whose format is known.

use std::io::{Cursor, Read};
use std::path::Path;

use super::delimiter::{Delimiter, separate};
use super::encoding::Encoding;
use super::exports;
use super::format::Format;
use super::head::read_head;
use super::json_values::{JsonValues, Layout, begins_as_json, layout};
use super::packing::unpacked_name;
use super::read::{Faults, RowReader};
use super::source::RECORD_BYTES;
use super::to_utf8::to_utf8;
use crate::{Error, Result};

/// Bytes by which JSON is recognised, its layout, and the tool that exported it.
const HEAD: usize = 1 << 18;

/// How the bytes of tables are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Their encoding.
    pub encoding: Encoding,
    /// What separates the fields of CSV.
    pub delimiter: Delimiter,
    /// The sheet of a spreadsheet; the first that is not hidden if none is named.
    pub sheet: Option<String>,
    /// The most bytes of one record.
    pub limit: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let (encoding, delimiter) = (Encoding::default(), Delimiter::default());
        Self { encoding, delimiter, sheet: None, limit: RECORD_BYTES }
    }
}

/// A table, ready to be read.
pub struct TableInput {
    /// The table in UTF-8.
    pub contents: Box<dyn Read + Send>,
    /// Its format.
    pub format: Format,
    /// The encoding that it was in.
    pub encoding: &'static str,
    /// What was recognised without having been named, in words that follow the name of the file.
    pub notes: Vec<String>,
    /// The columns that hold labels, where an export of a labelling tool says it.
    pub labels: Vec<String>,
    /// The most bytes of one record.
    limit: usize,
}

impl TableInput {
    /// JSON objects, one per line, in which nothing was recognised; `limit` is the most bytes of one.
    pub fn objects(jsonl: Vec<u8>, limit: usize) -> Self {
        Self {
            contents: Box::new(Cursor::new(jsonl)),
            format: Format::Jsonl,
            encoding: "UTF-8",
            notes: Vec::new(),
            labels: Vec::new(),
            limit,
        }
    }

    /// A reader of its rows; `file` is its name in errors.
    ///
    /// # Errors
    /// As [`RowReader::new`].
    pub fn rows(self, file: &str, faults: Faults) -> Result<RowReader<Box<dyn Read + Send>>> {
        RowReader::with_limit(self.contents, self.format, file, faults, self.limit)
    }
}

/// Recognises what a table is written in: spreadsheets by the extension of `path` (feature `spreadsheets`), the encoding,
/// the separator of CSV, whether JSON is an array, objects one per line, or objects one after another, and exports of labelling tools. `format` is
/// what was asked for or the extension says; if it is unknown, JSON is recognised, and everything else is CSV.
///
/// # Errors
/// As [`to_utf8`]; [`Error::Io`]; [`Error::Data`] for a spreadsheet that cannot be read.
pub fn table_input(
    mut input: Box<dyn Read + Send>,
    path: &Path,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<TableInput> {
    let file = path.display().to_string();
    let mut notes = Vec::new();
    #[cfg(feature = "spreadsheets")]
    if is_spreadsheet(path) {
        let bytes = super::sheets::read(input, &file)?;
        let sheet = super::sheets::sheet(&bytes, &file, options.sheet.as_deref())?;
        notes.extend(sheet.note);
        let contents = Box::new(Cursor::new(sheet.csv));
        return Ok(TableInput {
            contents,
            format: Format::Csv,
            encoding: "UTF-8",
            notes,
            labels: Vec::new(),
            limit: options.limit,
        });
    }
    let text = to_utf8(input, &file, options.encoding, false)?;
    let wide = text.note.is_some() && text.encoding.starts_with("UTF-16");
    notes.extend(text.note);
    input = text.contents;
    // CSV that comes slowly through a pipe is not waited for.
    let json_asked = format == Some(Format::Jsonl);
    let head = read_head(&mut input, HEAD, json_asked).map_err(|e| Error::io("read", &file, e))?;
    let json = format.map_or_else(|| begins_as_json(&head), |format| format == Format::Jsonl);
    let (found, tool) = (layout(&head), exports::recognise(&head).filter(|_| json));
    input = Box::new(Cursor::new(head).chain(input));
    if json {
        let mut labels = Vec::new();
        let mut contents = if found == Layout::Lines { input } else { Box::new(JsonValues::new(input, found)) };
        if let Some(tool) = tool {
            let exported = exports::rows(tool, contents, &file)?;
            notes.push(exported.note);
            labels = exported.labels;
            contents = Box::new(Cursor::new(exported.jsonl));
        }
        return Ok(TableInput {
            contents,
            format: Format::Jsonl,
            encoding: text.encoding,
            notes,
            labels,
            limit: options.limit,
        });
    }
    let separated = separate(input, &file, format.unwrap_or(Format::Csv), options.delimiter, wide)?;
    notes.extend(separated.note);
    let (contents, format) = (separated.contents, separated.format);
    Ok(TableInput { contents, format, encoding: text.encoding, notes, labels: Vec::new(), limit: options.limit })
}

/// Whether a file is a spreadsheet by its extension.
pub fn is_spreadsheet(path: &Path) -> bool {
    let extension = unpacked_name(path).extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    matches!(extension.as_deref(), Some("xlsx" | "xlsm" | "xlsb" | "xls" | "ods"))
}
