//! Parses JSONL.

use std::io::{BufRead, BufReader, Read};

use super::json::{self, JsonRow};
use super::row::{Cells, Row};
use super::source::{Ending, Source};
use super::step::{BUFFER, Step, empty, not_utf8};
use super::table::Header;
use crate::{Error, Result, error::Place};

/// JSONL.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: BufReader<Source<R>>,
    bytes: Vec<u8>,
    /// Number of lines read so far.
    line: u64,
    /// Number of delivered bytes before the current line.
    start: u64,
    /// Whether the current line is still to be parsed.
    waiting: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R, file: &str) -> Result<(Header, Self)> {
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
        let names = json::keys(lines.text(1, file)?).map_err(|problem| Error::data(place.clone(), problem))?;
        if names.is_empty() {
            return Err(Error::data(place, "has no keys; the keys of the first object are the columns"));
        }
        Ok((Header::new(names, place)?, lines))
    }

    /// Moves to the next line that is not blank. Returns `false` at the end.
    fn advance(&mut self, file: &str) -> Result<bool> {
        loop {
            self.start += self.bytes.len() as u64;
            self.bytes.clear();
            let n = self.input.read_until(b'\n', &mut self.bytes).map_err(|e| Error::io("read", file, e))?;
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

    pub(super) fn read(&mut self, row: &mut Row, record: u64, header: &Header, file: &str) -> Result<Step> {
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
            Err(problem) => Step::Fault(Error::data(Place::file(file).record(record, self.line), problem)),
        })
    }
}
