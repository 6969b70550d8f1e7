//! Lines of text, each a statement.

use std::io::Read;

use memchr::memchr2;

use super::source::{Source, Stop};
use crate::{Result, error::Place};

/// Reads the lines of a text. LF, CRLF or CR alone ends a line; a byte-order mark is left out.
#[derive(Debug)]
pub struct LineReader<R> {
    source: Source<R>,
    /// Number of lines read so far.
    lines: u64,
}

impl<R: Read> LineReader<R> {
    /// Starts reading lines of at most `limit` bytes; `file` is the name of the input in errors.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) when reading fails, [`Error::Data`](crate::Error::Data) for UTF-16.
    pub fn new(input: R, file: &str, limit: usize) -> Result<Self> {
        Ok(Self { source: Source::new(input, file, limit)?, lines: 0 })
    }

    /// Number of lines read so far.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// The offset in the input of the line to be read next.
    pub fn offset(&self) -> u64 {
        self.source.offset()
    }

    /// Adds the next line to `out`, without its end; `false` after the last.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) when reading fails, [`Error::Data`](crate::Error::Data) for a line longer than the limit.
    pub fn read(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        match self.length() {
            Ok(None) => Ok(false),
            Ok(Some((length, end))) => {
                out.extend_from_slice(self.source.rest().get(..length).unwrap_or_default());
                self.source.take(length + end);
                self.lines += 1;
                Ok(true)
            }
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Long) => {
                let place = Place { line: Some(self.lines + 1), ..Place::file(self.source.file()) };
                Err(self.source.too_long(place, ""))
            }
        }
    }

    /// The bytes of the next line, and those of its end.
    fn length(&mut self) -> std::result::Result<Option<(usize, usize)>, Stop> {
        let Some(length) = self.source.find(0, |bytes| memchr2(b'\n', b'\r', bytes))? else {
            let length = self.source.rest().len();
            return Ok((length > 0).then_some((length, 0)));
        };
        let carriage = self.source.byte(length)? == Some(b'\r');
        let pair = carriage && self.source.byte(length + 1)? == Some(b'\n');
        Ok(Some((length, if pair { 2 } else { 1 })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let mut reader = LineReader::new(text.as_bytes(), "f", 10).unwrap();
        let (mut lines, mut bytes) = (Vec::new(), Vec::new());
        while reader.read(&mut bytes).unwrap() {
            lines.push(String::from_utf8(std::mem::take(&mut bytes)).unwrap());
        }
        assert_eq!(reader.lines(), lines.len() as u64);
        assert_eq!(reader.offset(), text.len() as u64);
        lines
    }

    #[test]
    fn any_line_end_ends_a_line_and_a_mark_is_left_out() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("\u{FEFF}a{end}{end}b{end}c");
            assert_eq!(lines(&text), ["a", "", "b", "c"], "{end:?}");
            assert_eq!(lines(&(text + end)), ["a", "", "b", "c"], "{end:?}");
        }
        assert!(lines("").is_empty());
    }

    #[test]
    fn a_line_longer_than_the_limit_is_named() {
        let mut reader = LineReader::new(&b"0123456789\n0123456789a\n"[..], "f", 10).unwrap();
        assert!(reader.read(&mut Vec::new()).unwrap());
        let error = reader.read(&mut Vec::new()).unwrap_err();
        assert_eq!(error.class() as i32, 3);
        assert!(error.to_string().starts_with("f (line 2): is longer than 1 MiB"), "{error}");
    }
}
