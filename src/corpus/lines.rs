//! Parses JSONL.

use std::io::Read;

use memchr::memchr;

use super::json::{self, JsonRow};
use super::row::{Cells, Row};
use super::source::{Source, Stop};
use super::step::{Step, empty, not_utf8};
use super::table::Header;
use crate::{Error, Result, error::Place};

/// JSONL.
#[derive(Debug)]
pub(super) struct Lines<R> {
    source: Source<R>,
    /// The bytes of the current line with its end.
    length: usize,
    /// Number of the current line, from 1.
    line: u64,
    /// Whether the current line is still to be parsed.
    waiting: bool,
}

impl<R: Read> Lines<R> {
    /// Reads the first object; `limit` is the most bytes of a line.
    pub(super) fn new(input: R, file: &str, limit: usize) -> Result<(Header, Self)> {
        let mut lines = Self { source: Source::new(input, file, limit)?, length: 0, line: 0, waiting: false };
        if !lines.advance(1)? {
            return Err(empty(file));
        }
        lines.waiting = true;
        let place = lines.place(1);
        let names = json::keys(lines.text(1)?).map_err(|problem| Error::data(place.clone(), problem))?;
        if names.is_empty() {
            return Err(Error::data(place, "has no keys; the keys of the first object are the columns"));
        }
        Ok((Header::new(names, place)?, lines))
    }

    /// Moves to the next line that is not blank. Returns `false` at the end.
    fn advance(&mut self, record: u64) -> Result<bool> {
        loop {
            self.source.take(std::mem::take(&mut self.length));
            self.line += 1;
            self.length = match self.source.find(0, |bytes| memchr(b'\n', bytes)) {
                Ok(Some(end)) => end + 1,
                Ok(None) => self.source.rest().len(),
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Long) => return Err(self.source.too_long(self.place(record), "")),
            };
            if self.length == 0 {
                return Ok(false);
            }
            if !self.bytes().trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        self.source.rest().get(..self.length).unwrap_or_default()
    }

    fn place(&self, record: u64) -> Place {
        Place::file(self.source.file()).record(record, self.line)
    }

    fn text(&self, record: u64) -> Result<&str> {
        std::str::from_utf8(self.bytes()).map_err(|error| {
            let byte = self.source.offset() + error.valid_up_to() as u64;
            not_utf8(self.place(record).byte(byte))
        })
    }

    pub(super) fn read(&mut self, row: &mut Row, record: u64, header: &Header) -> Result<Step> {
        if !std::mem::take(&mut self.waiting) && !self.advance(record)? {
            return Ok(Step::End);
        }
        row.record = record;
        row.line = self.line;
        if !matches!(row.cells, Cells::Json(_)) {
            row.cells = Cells::Json(JsonRow::default());
        }
        let line = match self.text(record) {
            Ok(line) => line,
            Err(error) => return Ok(Step::Fault(error)),
        };
        let Cells::Json(cells) = &mut row.cells else {
            return Ok(Step::End);
        };
        Ok(match cells.parse(line, header) {
            Ok(()) => Step::Row,
            Err(problem) => Step::Fault(Error::data(self.place(record), problem)),
        })
    }
}
