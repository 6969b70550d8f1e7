//! Rows in, one after another.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use super::json::{self, JsonRow};
use super::source::{Ending, Source};
use super::table::{Cells, Format, Header, Row};
use crate::{Error, Result, error::Place};

/// Read at once.
const BUFFER: usize = 1 << 16;

/// What becomes of a row that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faults {
    /// Reading ends with an error that names the place.
    #[default]
    Stop,
    /// The row is left out and counted: a wrong number of fields, bytes that are not UTF-8, a line that is no JSON object.
    SkipAndCount,
}

/// Reads the rows of a CSV, TSV or JSONL table.
///
/// - UTF-8 with or without byte-order mark; records end with LF, CRLF or CR; quoted line breaks are kept as they are.
/// - Lines without any character between records are no rows, in any format.
/// - In JSONL the header is the keys of the first object. A key that a later object lacks is [`super::Field::Absent`]
///   there; a key that only a later object has is kept with its row ([`Row::unlisted`]) and written back to JSONL.
#[derive(Debug)]
pub struct RowReader<R: Read> {
    file: String,
    faults: Faults,
    header: Arc<Header>,
    parser: Parser<R>,
    /// Records begun so far, those left out among them.
    records: u64,
    skipped: u64,
    first_fault: Option<Error>,
}

#[derive(Debug)]
enum Parser<R: Read> {
    Separated(Separated<R>),
    Lines(Lines<R>),
}

/// What came of reading one record.
enum Step {
    Row,
    End,
    /// The record is not usable; the next may be.
    Fault(Error),
}

impl<R: Read> RowReader<R> {
    /// Begins reading: the header, and in JSONL the first line. `file` is what errors call the input.
    ///
    /// # Errors
    /// [`Error::Io`] when reading fails; [`Error::Data`] when the input is empty, has a column twice, or begins with what is
    /// no header.
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

    /// Number of rows left out so far; always 0 with [`Faults::Stop`].
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// What was wrong with the first row left out.
    pub fn first_fault(&self) -> Option<&Error> {
        self.first_fault.as_ref()
    }

    /// Reads the next row into `row`; `false` after the last.
    ///
    /// # Errors
    /// [`Error::Io`] when reading fails; [`Error::Data`] for a row that cannot be read (with [`Faults::Stop`]), for a
    /// quote that is never closed, and at the end when there was no row.
    pub fn read(&mut self, row: &mut Row) -> Result<bool> {
        loop {
            let record = self.records + 1;
            let step = match &mut self.parser {
                Parser::Separated(parser) => {
                    parser.read(row, record, self.header.len(), &self.file)?
                }
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

    /// The rows as an iterator; ends after an error.
    pub fn rows(&mut self) -> Rows<'_, R> {
        Rows {
            reader: self,
            done: false,
        }
    }

    fn end(&self) -> Result<bool> {
        if self.records > self.skipped {
            return Ok(false);
        }
        let problem = match &self.first_fault {
            None => "has a header but no rows; add rows below it".to_owned(),
            Some(fault) => format!(
                "has no usable row, {} left out, the first for: {fault}",
                self.skipped
            ),
        };
        Err(Error::data(Place::file(&self.file), problem))
    }
}

/// The rows of a [`RowReader`], each a [`Row`] of its own.
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

fn empty(file: &str) -> Error {
    Error::data(
        Place::file(file),
        "is empty; give a header of column names and rows below it",
    )
}

/// CSV and TSV.
#[derive(Debug)]
struct Separated<R: Read> {
    reader: csv::Reader<Source<R>>,
    /// 1 when the last record ended with CR: the parser counts the LF that may follow with the next record.
    pending: u64,
}

impl<R: Read> Separated<R> {
    fn new(input: R, delimiter: u8, file: &str) -> Result<(Header, Self)> {
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
        let place = Place {
            line: Some(row.line),
            ..Place::file(file)
        };
        Ok((Header::new(names, place)?, parser))
    }

    fn read(&mut self, row: &mut Row, record: u64, columns: usize, file: &str) -> Result<Step> {
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
        // One byte of the end mark is the line break that the last line may lack.
        let ended = source.end().is_some_and(|end| to.byte() > end + 1);
        let at = |place: Place, line: u64| match record {
            0 => Place {
                line: Some(line),
                ..place
            },
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
                csv::ErrorKind::Utf8 { .. } if ended => {
                    Err(unclosed(at(Place::file(file), row.line)))
                }
                csv::ErrorKind::Utf8 { .. } => {
                    let line = row.line;
                    let source = self.reader.get_mut();
                    let bad = source.bad_from(from.byte()).unwrap_or(from.byte());
                    let place = at(Place::file(file), line).byte(source.in_file(bad));
                    source.forget_bad_before(to.byte());
                    Ok(Step::Fault(not_utf8(place)))
                }
                other => Err(Error::data(
                    at(Place::file(file), row.line),
                    format!("cannot be read ({other:?})"),
                )),
            },
        }
    }
}

fn unclosed(place: Place) -> Error {
    Error::data(
        place,
        "has a double quote that is never closed; close it, or double it where it is meant",
    )
}

fn not_utf8(place: Place) -> Error {
    Error::data(place, "is not UTF-8; save the file as UTF-8")
}

/// JSONL.
#[derive(Debug)]
struct Lines<R> {
    input: BufReader<Source<R>>,
    bytes: Vec<u8>,
    /// Lines read so far.
    line: u64,
    /// Delivered bytes before the current line.
    start: u64,
    /// Whether the current line waits to be parsed.
    waiting: bool,
}

impl<R: Read> Lines<R> {
    fn new(input: R, file: &str) -> Result<(Header, Self)> {
        let mut lines = Self {
            input: BufReader::with_capacity(BUFFER, Source::new(input, file, Ending::Plain)?),
            bytes: Vec::new(),
            line: 0,
            start: 0,
            waiting: false,
        };
        if !lines.advance(file)? {
            return Err(empty(file));
        }
        lines.waiting = true;
        let place = Place::file(file).record(1, lines.line);
        let names = json::keys(lines.text(1, file)?)
            .map_err(|problem| Error::data(place.clone(), problem))?;
        if names.is_empty() {
            return Err(Error::data(
                place,
                "has no keys; the keys of the first object are the columns",
            ));
        }
        Ok((Header::new(names, place)?, lines))
    }

    /// Moves to the next line that is not blank; `false` at the end.
    fn advance(&mut self, file: &str) -> Result<bool> {
        loop {
            self.start += self.bytes.len() as u64;
            self.bytes.clear();
            let n = self
                .input
                .read_until(b'\n', &mut self.bytes)
                .map_err(|e| Error::io("read", file, e))?;
            if n == 0 {
                return Ok(false);
            }
            self.line += 1;
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    fn text(&self, record: u64, file: &str) -> Result<&str> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let offset = self.start + error.valid_up_to() as u64;
            let byte = self.input.get_ref().in_file(offset);
            not_utf8(Place::file(file).record(record, self.line).byte(byte))
        })
    }

    fn read(&mut self, row: &mut Row, record: u64, header: &Header, file: &str) -> Result<Step> {
        if !std::mem::take(&mut self.waiting) && !self.advance(file)? {
            return Ok(Step::End);
        }
        row.record = record;
        row.line = self.line;
        if !matches!(row.cells, Cells::Json(_)) {
            row.cells = Cells::Json(JsonRow::default());
        }
        let line = match self.text(record, file) {
            Ok(line) => line,
            Err(error) => return Ok(Step::Fault(error)),
        };
        let Cells::Json(cells) = &mut row.cells else {
            return Ok(Step::End);
        };
        Ok(match cells.parse(line, header) {
            Ok(()) => Step::Row,
            Err(problem) => Step::Fault(Error::data(
                Place::file(file).record(record, self.line),
                problem,
            )),
        })
    }
}
