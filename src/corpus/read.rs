//! Reads the rows of a table one after another.

#[cfg(test)]
pub(super) mod tests;

use std::io::Read;
use std::sync::Arc;

use super::format::Format;
use super::lines::Lines;
use super::row::Row;
use super::separated::{Separated, Split};
use super::source::RECORD_BYTES;
use super::step::Step;
use super::table::Header;
use crate::error::{Place, excerpt};
use crate::{Error, Result};

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
/// - The input is UTF-8 with or without a byte-order mark. Records of CSV and TSV end with LF, CRLF or CR; quoted line
///   breaks are kept.
/// - In TSV, double quotes that do not stand at both ends of a field are part of its text, and so are those that would
///   join lines which each have a field for every column.
/// - Empty lines between records are ignored, in any format.
/// - A record has a largest number of bytes, [`RECORD_BYTES`](super::RECORD_BYTES) by default, and of fields, 2²⁰.
/// - A column without a name is called by its number: `column_3`.
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
        Self::with_limit(input, format, file, faults, RECORD_BYTES)
    }

    /// A reader that refuses records longer than `limit` bytes.
    ///
    /// # Errors
    /// As [`RowReader::new`].
    pub fn with_limit(input: R, format: Format, file: &str, faults: Faults, limit: usize) -> Result<Self> {
        let (header, parser) = match format.delimiter() {
            Some(delimiter) => {
                let (header, parser) = Separated::new(input, delimiter, file, limit)?;
                (header, Parser::Separated(parser))
            }
            None => {
                let (header, parser) = Lines::new(input, file, limit)?;
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

    /// What a reader of the results should know of how the rows so far were read, a sentence each.
    pub fn remarks(&self) -> Vec<String> {
        let file = excerpt(&self.file);
        let mut remarks = Vec::new();
        let unnamed = || self.header.unnamed();
        if let Some((first, name)) = unnamed().next() {
            remarks.push(match unnamed().count() {
                1 => format!("{file}: column {first} has no name and is called `{name}`"),
                n => format!("{file}: {n} columns have no name and are called by their number, the first `{name}`"),
            });
        }
        if let Parser::Separated(parser) = &self.parser
            && let Split { records: count @ 1.., first: (record, line) } = parser.split()
        {
            remarks.push(format!(
                "{file}: double quotes are read as text in {count} {}, the first record {record} (line {line}); \
                 otherwise they would join fields or lines that fit the header as they are",
                if count == 1 { "record" } else { "records" }
            ));
        }
        remarks
    }

    /// Reads the next row into `row`. Returns `false` after the last.
    ///
    /// # Errors
    /// [`Error::Io`] if reading fails; [`Error::Data`] for a faulty row (with [`Faults::Stop`]), for a quote that is
    /// never closed, and at the end if every row was faulty. A table of a header alone has no row and no fault.
    pub fn read(&mut self, row: &mut Row) -> Result<bool> {
        loop {
            let record = self.records + 1;
            let step = match &mut self.parser {
                Parser::Separated(parser) => parser.read(row, record, self.header.len())?,
                Parser::Lines(parser) => parser.read(row, record, &self.header)?,
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
        match &self.first_fault {
            Some(fault) if self.records <= self.skipped => {
                let problem = format!("has no usable row, {} left out, the first for: {fault}", self.skipped);
                Err(Error::data(Place::file(&self.file), problem))
            }
            _ => Ok(false),
        }
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
