//! Reads the rows of a table one after another.

#[cfg(test)]
pub(super) mod tests;

use std::io::Read;
use std::sync::Arc;

use super::lines::Lines;
use super::row::Row;
use super::separated::Separated;
use super::step::Step;
use super::table::{Format, Header};
use crate::{Error, Result, error::Place};

/// How faulty rows are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faults {
    /// Reading stops with an error that names the place.
    #[default]
    Stop,
    /// The row is skipped and counted. A faulty row has a wrong number of fields, bytes that are not UTF-8, or a line
    /// that is not a JSON object.
    SkipAndCount,
}

/// Reads the rows of a CSV, TSV or JSONL table.
///
/// - The input is UTF-8 with or without a byte-order mark. Records end with LF, CRLF or CR; quoted line breaks are
///   kept.
/// - Empty lines between records are ignored, in any format.
/// - In JSONL the header has the keys of the first object. A key that a later object lacks is [`super::Field::Absent`]
///   there; a key that only a later object has is kept with its row ([`Row::unlisted`]) and written back to JSONL.
#[derive(Debug)]
pub struct RowReader<R: Read> {
    file: String,
    faults: Faults,
    header: Arc<Header>,
    parser: Parser<R>,
    /// Number of records so far, including skipped ones.
    records: u64,
    skipped: u64,
    first_fault: Option<Error>,
}

#[derive(Debug)]
enum Parser<R: Read> {
    Separated(Separated<R>),
    Lines(Lines<R>),
}

impl<R: Read> RowReader<R> {
    /// Starts reading: the header, and in JSONL the first line. `file` is the name of the input in errors.
    ///
    /// # Errors
    /// [`Error::Io`] if reading fails; [`Error::Data`] if the input is empty, has a column twice, or does not begin
    /// with a header.
    pub fn new(input: R, format: Format, file: &str, faults: Faults) -> Result<Self> {
        let (header, parser) = match format.delimiter() {
            Some(delimiter) => {
                let (header, parser) = Separated::new(input, delimiter, file)?;
                (header, Parser::Separated(parser))
            }
            None => {
                let (header, parser) = Lines::new(input, file)?;
                (header, Parser::Lines(parser))
            }
        };
        Ok(Self {
            file: file.to_owned(),
            faults,
            header: Arc::new(header),
            parser,
            records: 0,
            skipped: 0,
            first_fault: None,
        })
    }

    /// The columns.
    pub fn header(&self) -> Arc<Header> {
        Arc::clone(&self.header)
    }

    /// The input's name, as given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Number of skipped rows so far; always 0 with [`Faults::Stop`].
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The fault of the first skipped row.
    pub fn first_fault(&self) -> Option<&Error> {
        self.first_fault.as_ref()
    }

    /// Reads the next row into `row`. Returns `false` after the last.
    ///
    /// # Errors
    /// [`Error::Io`] if reading fails; [`Error::Data`] for a faulty row (with [`Faults::Stop`]), for a quote that is
    /// never closed, and at the end if there was no row.
    pub fn read(&mut self, row: &mut Row) -> Result<bool> {
        loop {
            let record = self.records + 1;
            let step = match &mut self.parser {
                Parser::Separated(parser) => parser.read(row, record, self.header.len(), &self.file)?,
                Parser::Lines(parser) => parser.read(row, record, &self.header, &self.file)?,
            };
            match step {
                Step::Row => {
                    self.records = record;
                    return Ok(true);
                }
                Step::End => return self.end(),
                Step::Fault(error) if self.faults == Faults::Stop => return Err(error),
                Step::Fault(error) => {
                    self.records = record;
                    self.skipped += 1;
                    self.first_fault.get_or_insert(error);
                }
            }
        }
    }

    /// The rows as an iterator, which ends after an error.
    pub fn rows(&mut self) -> Rows<'_, R> {
        Rows { reader: self, done: false }
    }

    fn end(&self) -> Result<bool> {
        if self.records > self.skipped {
            return Ok(false);
        }
        let problem = match &self.first_fault {
            None => "has a header but no rows; add rows below it".to_owned(),
            Some(fault) => format!("has no usable row, {} left out, the first for: {fault}", self.skipped),
        };
        Err(Error::data(Place::file(&self.file), problem))
    }
}

/// An iterator over the rows of a [`RowReader`].
#[derive(Debug)]
pub struct Rows<'r, R: Read> {
    reader: &'r mut RowReader<R>,
    done: bool,
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let mut row = Row::default();
        let item = match self.reader.read(&mut row) {
            Ok(true) => return Some(Ok(row)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        };
        self.done = true;
        item
    }
}
