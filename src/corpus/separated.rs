//! Parses CSV and TSV.

use std::io::Read;

use memchr::{memchr2, memchr2_iter, memchr3};

use super::fields::{Fault, Fields, MOST_FIELDS, Quotes};
use super::row::{Cells, Row};
use super::source::{Source, Stop};
use super::step::{Step, empty, not_utf8};
use super::table::Header;
use super::text_row::TextRow;
use crate::{Error, Result, error::Place};

/// CSV and TSV.
#[derive(Debug)]
pub(super) struct Separated<R: Read> {
    source: Source<R>,
    delimiter: u8,
    fields: Fields,
    /// The line on which the next record starts, from 1.
    line: u64,
    /// Records whose double quotes are text because otherwise lines would be joined.
    split: Split,
}

/// How many records could also have been read as one with the lines after them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Split {
    pub(super) records: u64,
    /// Number and line of the first of them.
    pub(super) first: (u64, u64),
}

impl<R: Read> Separated<R> {
    /// Reads the header; `limit` is the most bytes of a record.
    pub(super) fn new(input: R, delimiter: u8, file: &str, limit: usize) -> Result<(Header, Self)> {
        let source = Source::new(input, file, limit)?;
        let mut parser = Self { source, delimiter, fields: Fields::default(), line: 1, split: Split::default() };
        let mut row = Row::default();
        match parser.record(&mut row, 0, None)? {
            Step::Row => {}
            Step::End => return Err(empty(file)),
            Step::Fault(error) => return Err(error),
        }
        let names = match &row.cells {
            Cells::Text(record) => record.iter().map(str::to_owned).collect(),
            Cells::Json(_) => Vec::new(),
        };
        let place = Place { line: Some(row.line), ..Place::file(file) };
        Ok((Header::named(names, place)?, parser))
    }

    pub(super) fn split(&self) -> Split {
        self.split
    }

    pub(super) fn read(&mut self, row: &mut Row, record: u64, columns: usize) -> Result<Step> {
        let step = self.record(row, record, Some(columns))?;
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
        let fields = if found == 1 { "field" } else { "fields" };
        let problem = format!("has {found} {fields} where the header has {columns}; {way_out}");
        Ok(Step::Fault(Error::data(self.place(record, row.line), problem)))
    }

    /// Reads one record. `record` is its number, 0 for the header, of which the number of `columns` is not known.
    fn record(&mut self, row: &mut Row, record: u64, columns: Option<usize>) -> Result<Step> {
        self.skip_blank_lines().map_err(|stop| self.stopped(stop, record))?;
        row.record = record;
        row.line = self.line;
        if self.source.rest().is_empty() {
            return Ok(Step::End);
        }
        let quotes = if self.delimiter == b'\t' { Quotes::Lenient } else { Quotes::Strict };
        let found = self.fields.find(&mut self.source, self.delimiter, quotes);
        found.map_err(|stop| self.stopped(stop, record))?;
        match self.fields.fault {
            Some(Fault::Unclosed) => return Err(unclosed(self.place(record, self.line))),
            Some(Fault::TooMany) => {
                let problem = format!("has more than {MOST_FIELDS} fields, the most for one record; split the table");
                return Err(Error::data(self.place(record, self.line), problem));
            }
            _ => {}
        }
        if quotes == Quotes::Lenient
            && let Some(columns) = columns
        {
            self.choose_reading(record, columns);
        }
        let step = self.fill(row, record);
        self.source.take(self.fields.length);
        Ok(step)
    }

    /// Moves the fields found into `row`, and counts its lines.
    fn fill(&mut self, row: &mut Row, record: u64) -> Step {
        let bytes = self.source.rest().get(..self.fields.length).unwrap_or_default();
        let quoted = self.fields.fields.iter().any(|field| field.quoted);
        self.line += if quoted { line_ends(bytes) } else { 1 };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let byte = self.source.offset() + error.valid_up_to() as u64;
                return Step::Fault(not_utf8(self.place(record, row.line).byte(byte)));
            }
        };
        if let Some(Fault::TextAfterQuote(at)) = self.fields.fault {
            let problem = format!(
                "has text after the closing double quote of field {}; put the quotes around the whole field and double those in it",
                at + 1
            );
            return Step::Fault(Error::data(self.place(record, row.line), problem));
        }
        if !matches!(row.cells, Cells::Text(_)) {
            row.cells = Cells::Text(TextRow::default());
        }
        if let Cells::Text(cells) = &mut row.cells {
            cells.fill(text, &self.fields.fields, self.delimiter);
        }
        Step::Row
    }

    /// Where double quotes guard a tab or a line end, decides whether they are quotation marks of the text instead: they
    /// are unless the record has `columns` fields as it was found, and fewer or more in any of its lines.
    fn choose_reading(&mut self, record: u64, columns: usize) {
        let bytes = self.source.rest().get(..self.fields.length).unwrap_or_default();
        let guards = self.fields.fields.iter().any(|field| {
            let inner = bytes.get(field.start as usize..field.end as usize).unwrap_or_default();
            field.quoted && memchr3(self.delimiter, b'\n', b'\r', inner).is_some()
        });
        if !guards {
            return;
        }
        let mut of_line = Fields::default();
        let mut fits = |line: &[u8]| {
            of_line.find_in_line(line, self.delimiter);
            of_line.fields.len() == columns
        };
        let first = memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        let first_fits = bytes.get(..first).is_some_and(&mut fits);
        if self.fields.fields.len() == columns {
            let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty());
            if columns == 1 || !lines.all(fits) {
                return;
            }
        }
        self.fields.find_in_line(bytes.get(..first).unwrap_or_default(), self.delimiter);
        self.fields.length = match bytes.get(first..) {
            Some([b'\r', b'\n', ..]) => first + 2,
            Some([_, ..]) => first + 1,
            _ => first,
        };
        if first_fits {
            self.split.records += 1;
            if self.split.records == 1 {
                self.split.first = (record, self.line);
            }
        }
    }

    fn skip_blank_lines(&mut self) -> std::result::Result<(), Stop> {
        loop {
            let length = match self.source.byte(0)? {
                Some(b'\r') if self.source.byte(1)? == Some(b'\n') => 2,
                Some(b'\r' | b'\n') => 1,
                _ => return Ok(()),
            };
            self.source.take(length);
            self.line += 1;
        }
    }

    /// The place of a record; 0 is the header.
    fn place(&self, record: u64, line: u64) -> Place {
        let place = Place::file(self.source.file());
        if record == 0 { Place { line: Some(line), ..place } } else { place.record(record, line) }
    }

    fn stopped(&self, stop: Stop, record: u64) -> Error {
        match stop {
            Stop::Failed(error) => error,
            Stop::Long => {
                // Where the fields found so far end, the field that is too long begins.
                let begin = self.fields.fields.last().map_or(0, |f| f.end as usize + 1 + usize::from(f.quoted));
                let quote = self.source.rest().get(begin) == Some(&b'"') && self.delimiter != b'\t';
                let why = if quote { " (is a double quote never closed?)" } else { "" };
                self.source.too_long(self.place(record, self.line), why)
            }
        }
    }
}

/// Number of line ends; CRLF is one.
fn line_ends(bytes: &[u8]) -> u64 {
    let is_end = |at: &usize| match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        Some(b'\r') => bytes.get(*at) == Some(&b'\r'),
        _ => true,
    };
    memchr2_iter(b'\n', b'\r', bytes).filter(is_end).count() as u64
}

fn unclosed(place: Place) -> Error {
    Error::data(place, "has a double quote that is never closed; close it, or double it where it is meant")
}
