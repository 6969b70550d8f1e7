//! Writes rows with added columns.

#[cfg(test)]
mod tests;

use std::io::Write;

use serde_json::value::RawValue;

use super::format::Format;
use super::row::{Cells, Row};
use super::separated_writer::SeparatedWriter;
use super::table::{Field, Header};
use crate::{Error, Result, error::Place};

/// Whether a byte-order mark is written first. Spreadsheets need it to recognise UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bom {
    /// No mark.
    #[default]
    Without,
    /// A mark, but never in JSONL, where it would be part of the first line.
    With,
}

/// The value of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'c> {
    /// Nothing: an empty field, `null` in JSONL.
    Empty,
    /// Text.
    Text(&'c str),
    /// An integer; a number in JSONL too.
    Integer(u64),
    /// A number in the shortest form that reads back the same; empty or `null` if it is not finite.
    Number(f64),
    /// A number rounded to this number of decimals, without trailing zeros; empty or `null` if it is not finite.
    Rounded(f64, u8),
    /// JSON text: as text in CSV, as a value in JSONL.
    Json(&'c str),
    /// Spans of a text: `start-end;start-end` in CSV, `[[start, end], …]` in JSONL.
    Spans(&'c [(usize, usize)]),
}

/// Writes rows as CSV, TSV or JSONL: first the columns of the rows that were read, then added columns.
///
/// From JSONL to JSONL an object is copied byte for byte, with the added keys before its closing brace. From JSONL to
/// CSV strings are written as text and other values as JSON text, `null` and absent keys as empty fields.
#[derive(Debug)]
pub struct RowWriter<W: Write> {
    file: String,
    carried: Header,
    added: Vec<String>,
    sink: Sink<W>,
}

#[derive(Debug)]
enum Sink<W: Write> {
    Separated {
        writer: SeparatedWriter<W>,
        delimiter: u8,
        text: String,
    },
    Lines {
        writer: W,
        line: String,
        /// Column names as JSON strings.
        carried: Vec<String>,
        added: Vec<String>,
    },
}

impl<W: Write> RowWriter<W> {
    /// Starts writing, with the header if the format has one. `carried` has the columns of the rows that were read,
    /// `added` the names of the added columns; `file` is the name of the output in errors.
    ///
    /// # Errors
    /// [`Error::Data`] if an added column is there already; [`Error::Io`].
    pub fn new(mut writer: W, file: &str, format: Format, carried: &Header, added: &[&str], bom: Bom) -> Result<Self> {
        let fail = |error| Error::io("write", file, error);
        if format.delimiter().is_some() && bom == Bom::With {
            writer.write_all(&[0xEF, 0xBB, 0xBF]).map_err(fail)?;
        }
        let mut begun = Self::part(writer, file, format, carried, added)?;
        if let Sink::Separated { writer, .. } = &mut begun.sink {
            carried.written().chain(added.iter().copied()).for_each(|name| writer.field(name));
            writer.end_record().map_err(fail)?;
        }
        Ok(begun)
    }

    /// A writer that writes no header, for rows that follow others in the same output.
    ///
    /// # Errors
    /// [`Error::Data`] when an added column is there already.
    pub fn part(writer: W, file: &str, format: Format, carried: &Header, added: &[&str]) -> Result<Self> {
        for name in added {
            if carried.position(name).is_some() {
                return Err(there_already(Place::file(file), name));
            }
        }
        let sink = match format.delimiter() {
            Some(delimiter) => {
                Sink::Separated { writer: SeparatedWriter::new(writer, delimiter), delimiter, text: String::new() }
            }
            None => Sink::Lines {
                writer,
                line: String::new(),
                carried: carried.names().iter().map(|n| quoted(n)).collect(),
                added: added.iter().map(|n| quoted(n)).collect(),
            },
        };
        Ok(Self {
            file: file.to_owned(),
            carried: carried.clone(),
            added: added.iter().map(|n| (*n).to_owned()).collect(),
            sink,
        })
    }

    /// Writes a row: the carried columns from `row`, and `cells`, one for each added column.
    ///
    /// `row` comes from a reader with the carried header.
    ///
    /// # Errors
    /// [`Error::Data`] when the row has a key that cannot be carried: one of the added columns, or, to CSV or TSV, one
    /// that is not in the header. [`Error::Options`] when the number of cells is wrong. [`Error::Io`].
    pub fn write(&mut self, row: &Row, cells: &[Cell<'_>]) -> Result<()> {
        self.check(row, cells)?;
        let Self { file, carried, sink, .. } = self;
        let columns = 0..carried.len();
        let done = match sink {
            Sink::Separated { writer, delimiter, text } => {
                match row.as_written(*delimiter, columns.len()) {
                    Some(record) => writer.written_fields(record),
                    None => columns.for_each(|column| writer.field(row.text(column))),
                }
                write_fields(writer, text, cells);
                writer.end_record()
            }
            Sink::Lines { writer, line, carried, added } => {
                line.clear();
                match &row.cells {
                    Cells::Json(object) => {
                        let object = object.line();
                        let open = object.strip_suffix('}').unwrap_or(object);
                        line.push_str(if cells.is_empty() { open } else { open.trim_ascii_end() });
                    }
                    Cells::Text(_) => {
                        line.push('{');
                        for (column, name) in columns.zip(carried.iter()) {
                            push_key(line, name);
                            push_field(line, row.field(column));
                        }
                    }
                }
                for (name, cell) in added.iter().zip(cells) {
                    push_key(line, name);
                    push_json(line, *cell);
                }
                line.push_str("}\n");
                writer.write_all(line.as_bytes())
            }
        };
        done.map_err(|error| Error::io("write", file.as_str(), error))
    }

    /// Writes a row of added columns only, with nothing carried.
    ///
    /// # Errors
    /// As [`RowWriter::write`]; [`Error::Options`] when columns are carried.
    pub fn write_cells(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if !self.carried.is_empty() {
            return Err(Error::options("rows", "carried columns need the row they come from"));
        }
        self.write(&Row::default(), cells)
    }

    /// Finishes writing and returns the writer.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self) -> Result<W> {
        let file = self.file;
        let fail = |error| Error::io("write", file, error);
        match self.sink {
            Sink::Separated { writer, .. } => writer.finish().map_err(fail),
            Sink::Lines { mut writer, .. } => {
                writer.flush().map_err(fail)?;
                Ok(writer)
            }
        }
    }

    fn check(&self, row: &Row, cells: &[Cell<'_>]) -> Result<()> {
        if cells.len() != self.added.len() {
            return Err(Error::options(
                "cells",
                format!("{} given for {} added columns", cells.len(), self.added.len()),
            ));
        }
        for key in row.unlisted() {
            let place = Place::file(&self.file).record(row.record, row.line);
            if self.added.iter().any(|name| name == key) {
                return Err(there_already(place, key));
            }
            if matches!(self.sink, Sink::Separated { .. }) {
                return Err(Error::data(
                    place.column(key),
                    "is a key that the first object does not have; write JSONL, or give the first object this key",
                ));
            }
        }
        Ok(())
    }
}

fn there_already(place: Place, name: &str) -> Error {
    Error::data(place.column(name), "is there already and would be written again; rename or remove it")
}

fn write_fields<W: Write>(writer: &mut SeparatedWriter<W>, text: &mut String, cells: &[Cell<'_>]) {
    for cell in cells {
        match cell {
            Cell::Empty => writer.field(""),
            Cell::Text(field) | Cell::Json(field) => writer.field(field),
            Cell::Spans(spans) => {
                text.clear();
                for (start, end) in spans.iter() {
                    if !text.is_empty() {
                        text.push(';');
                    }
                    text.push_str(&format!("{start}-{end}"));
                }
                writer.field(text);
            }
            Cell::Integer(_) | Cell::Number(_) | Cell::Rounded(..) => {
                text.clear();
                push_number(text, *cell, "");
                writer.field(text);
            }
        }
    }
}

/// Adds a number, or `missing` where it is not finite.
fn push_number(out: &mut String, cell: Cell<'_>, missing: &str) {
    match cell {
        Cell::Integer(number) => out.push_str(&number.to_string()),
        Cell::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
        Cell::Rounded(number, decimals) if number.is_finite() => push_rounded(out, number, decimals),
        _ => out.push_str(missing),
    }
}

fn push_rounded(out: &mut String, number: f64, decimals: u8) {
    if push_fraction(out, number, decimals) {
        return;
    }
    let digits = format!("{number:.0$}", usize::from(decimals));
    let short = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits.as_str() };
    out.push_str(if short == "-0" { "0" } else { short });
}

/// Adds a number from 0 to 1 with at most nine decimals by integer arithmetic, ten times faster than by formatting.
/// Returns `false` and adds nothing for other numbers, and for those so close to the middle between two decimals that
/// rounding errors could decide.
fn push_fraction(out: &mut String, number: f64, decimals: u8) -> bool {
    let unit = 10f64.powi(i32::from(decimals));
    let scaled = number * unit;
    if !(0.0..=1.0).contains(&number) || number.is_sign_negative() || decimals > 9 {
        return false;
    }
    let below = scaled.floor();
    if ((scaled - below) - 0.5).abs() < 1e-6 {
        return false;
    }
    let mut whole = if scaled - below > 0.5 { below + 1.0 } else { below } as u64;
    if whole == unit as u64 || whole == 0 {
        out.push(if whole == 0 { '0' } else { '1' });
        return true;
    }
    let mut digits = [b'0'; 9];
    let mut end = 0;
    for place in (0..usize::from(decimals)).rev() {
        if let Some(digit) = digits.get_mut(place) {
            *digit = b'0' + (whole % 10) as u8;
            if end == 0 && *digit != b'0' {
                end = place + 1;
            }
        }
        whole /= 10;
    }
    out.push_str("0.");
    out.extend(digits.iter().take(end).map(|b| char::from(*b)));
    true
}

/// Starts a key of the object in `line`; `name` is a JSON string.
fn push_key(line: &mut String, name: &str) {
    if !line.ends_with('{') {
        line.push(',');
    }
    line.push_str(name);
    line.push(':');
}

fn push_field(line: &mut String, field: Field<'_>) {
    match field {
        Field::Absent => line.push_str("null"),
        Field::Text(text) => push_text(line, text),
        Field::Json(json) => line.push_str(json),
    }
}

fn push_json(line: &mut String, cell: Cell<'_>) {
    match cell {
        Cell::Empty => line.push_str("null"),
        Cell::Text(text) => push_text(line, text),
        Cell::Integer(_) | Cell::Number(_) | Cell::Rounded(..) => push_number(line, cell, "null"),
        Cell::Json(json) => match serde_json::from_str::<&RawValue>(json) {
            Ok(value) => line.push_str(value.get()),
            Err(_) => line.push_str(&quoted(json)),
        },
        Cell::Spans(spans) => {
            line.push('[');
            for (n, (start, end)) in spans.iter().enumerate() {
                if n > 0 {
                    line.push(',');
                }
                line.push_str(&format!("[{start},{end}]"));
            }
            line.push(']');
        }
    }
}

/// Adds `text` as a JSON string.
fn push_text(line: &mut String, text: &str) {
    if text.bytes().any(|b| b < b' ' || b == b'"' || b == b'\\') {
        line.push_str(&quoted(text));
        return;
    }
    line.push('"');
    line.push_str(text);
    line.push('"');
}

/// `text` as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
