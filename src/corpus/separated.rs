//! Parses CSV and TSV.

use std::io::Read;

use super::row::{Cells, Row};
use super::source::{Ending, Source};
use super::step::{BUFFER, Step, empty, not_utf8};
use super::table::Header;
use crate::{Error, Result, error::Place};

/// CSV and TSV.
#[derive(Debug)]
pub(super) struct Separated<R: Read> {
    reader: csv::Reader<Source<R>>,
    /// 1 if the last record ended with CR: the parser counts a following LF with the next record.
    pending: u64,
}

impl<R: Read> Separated<R> {
    pub(super) fn new(input: R, delimiter: u8, file: &str) -> Result<(Header, Self)> {
        let source = Source::new(input, file, Ending::Marked)?;
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(source);
        let mut parser = Self { reader, pending: 0 };
        let mut row = Row::default();
        match parser.record(&mut row, 0, file)? {
            Step::Row => {}
            Step::End => return Err(empty(file)),
            Step::Fault(error) => return Err(error),
        }
        let names = match &row.cells {
            Cells::Text(record) => record.iter().map(str::to_owned).collect(),
            Cells::Json(_) => Vec::new(),
        };
        let place = Place { line: Some(row.line), ..Place::file(file) };
        Ok((Header::new(names, place)?, parser))
    }

    pub(super) fn read(&mut self, row: &mut Row, record: u64, columns: usize, file: &str) -> Result<Step> {
        let step = self.record(row, record, file)?;
        let found = match (&step, &row.cells) {
            (Step::Row, Cells::Text(cells)) => cells.len(),
            _ => return Ok(step),
        };
        if found == columns {
            return Ok(Step::Row);
        }
        let way_out = if found > columns {
            "put double quotes around fields that hold the separator"
        } else {
            "add the missing fields, empty ones too"
        };
        Ok(Step::Fault(Error::data(
            Place::file(file).record(record, row.line),
            format!(
                "has {found} {} where the header has {columns}; {way_out}",
                if found == 1 { "field" } else { "fields" }
            ),
        )))
    }

    /// Reads one record, of any number of fields. `record` is its number, 0 for the header.
    fn record(&mut self, row: &mut Row, record: u64, file: &str) -> Result<Step> {
        if !matches!(row.cells, Cells::Text(_)) {
            row.cells = Cells::default();
        }
        let Cells::Text(cells) = &mut row.cells else {
            return Ok(Step::End);
        };
        let from = self.reader.position().clone();
        let outcome = self.reader.read_record(cells);
        let to = self.reader.position().clone();
        let source = self.reader.get_ref();
        let last = to.byte().checked_sub(1).and_then(|at| source.byte_at(at));
        let pending = std::mem::replace(&mut self.pending, u64::from(last == Some(b'\r')));
        row.record = record;
        row.line = from.line() + pending;
        // The first byte of the end mark is the line break that the last line may lack.
        let ended = source.end().is_some_and(|end| to.byte() > end + 1);
        let at = |place: Place, line: u64| match record {
            0 => Place { line: Some(line), ..place },
            _ => place.record(record, line),
        };
        match outcome {
            Ok(false) => Ok(Step::End),
            Ok(true) => {
                let breaks = cells.as_slice().bytes().filter(|b| *b == b'\n').count() as u64;
                let after = u64::from(last == Some(b'\n'));
                row.line = (to.line() - breaks).saturating_sub(after);
                if !ended {
                    return Ok(Step::Row);
                }
                if cells.len() == 1 && cells.get(0).is_some_and(|f| !f.contains('\n')) {
                    return Ok(Step::End);
                }
                Err(unclosed(at(Place::file(file), from.line() + pending)))
            }
            Err(error) => match error.into_kind() {
                csv::ErrorKind::Io(error) => Err(Error::io("read", file, error)),
                csv::ErrorKind::Utf8 { .. } if ended => Err(unclosed(at(Place::file(file), row.line))),
                csv::ErrorKind::Utf8 { .. } => {
                    let line = row.line;
                    let source = self.reader.get_mut();
                    let bad = source.bad_from(from.byte()).unwrap_or(from.byte());
                    let place = at(Place::file(file), line).byte(source.in_file(bad));
                    source.forget_bad_before(to.byte());
                    Ok(Step::Fault(not_utf8(place)))
                }
                other => Err(Error::data(at(Place::file(file), row.line), format!("cannot be read ({other:?})"))),
            },
        }
    }
}

fn unclosed(place: Place) -> Error {
    Error::data(place, "has a double quote that is never closed; close it, or double it where it is meant")
}
