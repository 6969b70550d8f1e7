//! Puts the values of a JSON array, or values written one after another, on a line each.

use std::io::{self, Read};

use super::step::BUFFER;
use crate::error::Malformed;

/// How JSON values follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One per line.
    Lines,
    /// In an array.
    Array,
    /// One after another, each over several lines.
    Values,
}

/// The layout of an input that begins with `head`.
pub(super) fn layout(head: &[u8]) -> Layout {
    let body = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head).trim_ascii_start();
    match body.first() {
        Some(b'[') => Layout::Array,
        Some(b'{') => {
            let mut scanner = Scanner::default();
            let cut = body.iter().find_map(|byte| match (scanner.next(*byte), byte) {
                (Part::End, _) => Some(false),
                (_, b'\n') => Some(true),
                _ => None,
            });
            if cut == Some(true) { Layout::Values } else { Layout::Lines }
        }
        _ => Layout::Lines,
    }
}

/// Whether text begins as JSON objects do, or an array of them.
pub fn begins_as_json(head: &[u8]) -> bool {
    let body = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head).trim_ascii_start();
    let body = body.strip_prefix(b"[").map_or(body, <[u8]>::trim_ascii_start);
    body.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

/// Where a byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Between values.
    Outside,
    /// The first byte of a value.
    Begin,
    Inside,
    /// A line end or a tab inside a value and outside its strings.
    Space,
    /// The last byte of an object or an array.
    End,
}

/// Follows the nesting of JSON.
#[derive(Debug, Default)]
struct Scanner {
    depth: u64,
    string: bool,
    escaped: bool,
}

impl Scanner {
    fn next(&mut self, byte: u8) -> Part {
        if self.string {
            let ends = byte == b'"' && !self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            self.string = !ends;
            return if ends && self.depth == 0 { Part::End } else { Part::Inside };
        }
        let outside = self.depth == 0;
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'"' => self.string = true,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return if self.depth == 0 { Part::End } else { Part::Inside };
            }
            b'\n' | b'\r' | b'\t' if !outside => return Part::Space,
            _ if outside => return Part::Outside,
            _ => {}
        }
        if outside { Part::Begin } else { Part::Inside }
    }
}

/// A reader that gives each value on a line, on the line number that it has in the input where that is possible.
pub(super) struct JsonValues<R> {
    inner: R,
    array: bool,
    scanner: Scanner,
    /// Whether the array was opened, and closed.
    opened: bool,
    closed: bool,
    /// Whether a value was begun that is not an object, an array or a string.
    scalar: bool,
    /// Line ends read and written.
    read: u64,
    written: u64,
    /// Number of bytes read.
    offset: u64,
    values: u64,
    out: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> JsonValues<R> {
    /// Values of an array, or after one another.
    pub(super) fn new(inner: R, layout: Layout) -> Self {
        Self {
            inner,
            array: layout == Layout::Array,
            scanner: Scanner::default(),
            opened: false,
            closed: false,
            scalar: false,
            read: 0,
            written: 0,
            offset: 0,
            values: 0,
            out: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut bytes = vec![0; BUFFER];
        let n = self.inner.read(&mut bytes)?;
        self.out.clear();
        self.given = 0;
        self.ended = n == 0;
        if self.ended && (self.scanner.depth > 0 || self.scanner.string || (self.array && !self.closed)) {
            return Err(self.malformed("ends inside a JSON value; is the file cut?"));
        }
        for byte in bytes.get(..n).unwrap_or_default() {
            self.take(*byte)?;
            self.offset += 1;
        }
        Ok(())
    }

    fn take(&mut self, byte: u8) -> io::Result<()> {
        self.read += u64::from(byte == b'\n');
        if self.array && !self.opened {
            self.opened = byte == b'[';
            return Ok(());
        }
        if self.array && self.scanner.depth == 0 && !self.scanner.string && byte == b']' {
            self.closed = true;
            return Ok(());
        }
        if self.closed && !byte.is_ascii_whitespace() {
            return Err(self.malformed("has text after the end of its JSON array"));
        }
        match self.scanner.next(byte) {
            Part::Outside if byte.is_ascii_whitespace() || byte == b',' => self.scalar = false,
            Part::Outside => {
                if !std::mem::replace(&mut self.scalar, true) {
                    self.begin();
                }
                self.out.push(byte);
            }
            Part::Begin => {
                self.begin();
                self.out.push(byte);
            }
            Part::Space => self.out.push(b' '),
            Part::Inside | Part::End => self.out.push(byte),
        }
        Ok(())
    }

    /// Begins a line, where possible that on which the value is in the input.
    fn begin(&mut self) {
        let least = u64::from(self.values > 0);
        let lines = self.read.saturating_sub(self.written).max(least);
        self.out.extend(std::iter::repeat_n(b'\n', usize::try_from(lines).unwrap_or(1)));
        self.written += lines;
        self.values += 1;
    }

    fn malformed(&self, problem: &'static str) -> io::Error {
        io::Error::new(
            io::ErrorKind::InvalidData,
            Malformed { byte: self.offset, problem: problem.to_owned(), hint: None },
        )
    }
}

impl<R: Read> Read for JsonValues<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.ended && !buf.is_empty() {
            self.fill()?;
        }
        let n = self.out.get(self.given..).unwrap_or_default().read(buf)?;
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> io::Result<String> {
        let mut out = String::new();
        JsonValues::new(text.as_bytes(), layout(text.as_bytes())).read_to_string(&mut out)?;
        Ok(out)
    }

    #[test]
    fn values_are_on_the_line_on_which_they_begin() {
        assert_eq!(lines("[{\"a\": \"x, ]\\\"}\"}, {\"a\": [1]}]").unwrap(), "{\"a\": \"x, ]\\\"}\"}\n{\"a\": [1]}");
        assert_eq!(lines("[\n  {\n\t\"a\": 1\n  },\n  {\"a\": 2}\n]\n").unwrap(), "\n{  \"a\": 1   }\n\n\n{\"a\": 2}");
        assert_eq!(lines("{\n \"a\": 1}\n{\n \"a\": 2}\n").unwrap(), "{  \"a\": 1}\n\n{  \"a\": 2}");
        assert_eq!(lines("[1, \"b\",null]").unwrap(), "1\n\"b\"\nnull");
        assert_eq!(lines("[]").unwrap(), "");
    }

    #[test]
    fn arrays_that_are_cut_or_followed_by_text_are_refused() {
        for text in ["[{\"a\": 1}, {\"a\"", "[{\"a\": 1}", "[{\"a\": \"", "[{\"a\": 1}] x"] {
            assert!(lines(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_layout_is_that_of_the_first_value() {
        for (text, found) in [
            ("{\"a\": 1}\n{\"a\": 2}\n", Layout::Lines),
            ("\u{FEFF}\n[\n{}]", Layout::Array),
            ("{\n\"a\": 1}", Layout::Values),
            ("{\"a\": \"}\\\"\"}", Layout::Lines),
            ("text,label\n", Layout::Lines),
        ] {
            assert_eq!(layout(text.as_bytes()), found, "{text}");
        }
        assert!(begins_as_json(b" [ { \"a\"") && begins_as_json(b"{\"text\"") && !begins_as_json(b"{x} [1]"));
    }
}
