//! The bytes that parsers read: removes the byte-order mark, marks the end, and notes bytes that are not UTF-8.

use std::collections::VecDeque;
use std::io::{self, Read};

use crate::{Error, Result, error::Place};

/// Delivered after the last byte of CSV, whose parser does not report that the input ended inside a quoted field. If
/// this text is a record by itself, the file is whole; if it is inside another record, a quote is open. It is
/// recognised by its offset, so data may contain it.
pub(super) const END_MARK: &[u8] = b"\nend of input\n";

/// What follows the last byte of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing.
    Plain,
    /// [`END_MARK`].
    Marked,
}

/// A reader that removes the byte-order mark and notes the offsets of bytes that are not UTF-8.
///
/// Offsets are those of delivered bytes; [`Source::in_file`] turns them into offsets in the file.
#[derive(Debug)]
pub(super) struct Source<R> {
    inner: R,
    /// Bytes read to look for a byte-order mark and not yet delivered.
    head: VecDeque<u8>,
    /// Length of the byte-order mark.
    mark: u64,
    /// Number of bytes delivered.
    at: u64,
    /// The bytes delivered last, which end at `at`.
    last: Vec<u8>,
    /// The rest of the end mark that is still to be delivered.
    ending: &'static [u8],
    /// Number of bytes before the end mark, once known.
    end: Option<u64>,
    /// An unfinished UTF-8 sequence at the end of `last`.
    unfinished: Vec<u8>,
    /// Offsets of bytes that are not UTF-8 and were not yet asked for.
    bad: VecDeque<u64>,
}

impl<R: Read> Source<R> {
    /// A source over `inner`. Reads up to three bytes.
    ///
    /// # Errors
    /// [`Error::Io`] when reading fails, [`Error::Data`] for UTF-16.
    pub(super) fn new(mut inner: R, file: &str, ending: Ending) -> Result<Self> {
        let mut head = Vec::with_capacity(3);
        inner.by_ref().take(3).read_to_end(&mut head).map_err(|e| Error::io("read", file, e))?;
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            return Err(Error::data(Place::file(file).byte(0), "is UTF-16, not UTF-8; save it as UTF-8"));
        }
        let marked = head == [0xEF, 0xBB, 0xBF];
        if marked {
            head.clear();
        }
        Ok(Self {
            inner,
            head: head.into(),
            mark: if marked { 3 } else { 0 },
            at: 0,
            last: Vec::new(),
            ending: match ending {
                Ending::Plain => &[],
                Ending::Marked => END_MARK,
            },
            end: None,
            unfinished: Vec::new(),
            bad: VecDeque::new(),
        })
    }

    /// Number of bytes delivered before the end mark, once the input has ended.
    pub(super) fn end(&self) -> Option<u64> {
        self.end
    }

    /// The byte at a delivered offset, while it is among those delivered last.
    pub(super) fn byte_at(&self, offset: u64) -> Option<u8> {
        let start = self.at.checked_sub(self.last.len() as u64)?;
        let within = usize::try_from(offset.checked_sub(start)?).ok()?;
        self.last.get(within).copied()
    }

    /// The offset in the file of a delivered offset.
    pub(super) fn in_file(&self, offset: u64) -> u64 {
        self.mark + offset
    }

    /// The first byte from `offset` on that is not UTF-8; forgets those before it.
    pub(super) fn bad_from(&mut self, offset: u64) -> Option<u64> {
        while self.bad.front().is_some_and(|bad| *bad < offset) {
            self.bad.pop_front();
        }
        self.bad.front().copied()
    }

    /// Forgets bad bytes before `offset`.
    pub(super) fn forget_bad_before(&mut self, offset: u64) {
        self.bad_from(offset);
    }

    fn deliver(&mut self, chunk: &[u8]) {
        self.last.clear();
        self.last.extend_from_slice(chunk);
        let start = self.at - self.unfinished.len() as u64;
        self.at += chunk.len() as u64;
        if self.unfinished.is_empty() {
            self.check(chunk, start);
        } else {
            let mut joined = std::mem::take(&mut self.unfinished);
            joined.extend_from_slice(chunk);
            self.check(&joined, start);
        }
    }

    fn check(&mut self, mut bytes: &[u8], mut start: u64) {
        while let Err(error) = std::str::from_utf8(bytes) {
            let valid = error.valid_up_to();
            match error.error_len() {
                None => {
                    self.unfinished.extend_from_slice(bytes.get(valid..).unwrap_or_default());
                    return;
                }
                Some(length) => {
                    self.bad.push_back(start + valid as u64);
                    start += (valid + length) as u64;
                    bytes = bytes.get(valid + length..).unwrap_or_default();
                }
            }
        }
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        let mut n = 0;
        if self.end.is_none() {
            n = self.head.read(buf)?;
            if n == 0 {
                n = self.inner.read(buf)?;
            }
            if n == 0 {
                self.end = Some(self.at);
                if !self.unfinished.is_empty() {
                    self.bad.push_back(self.at - self.unfinished.len() as u64);
                    self.unfinished.clear();
                }
            }
        }
        if n == 0 {
            n = self.ending.read(buf)?;
        }
        if let Some(chunk) = buf.get(..n).filter(|chunk| !chunk.is_empty()) {
            self.deliver(chunk);
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Delivers one byte per call.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(1).min(buf.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn sequences_cut_by_a_read_are_whole() {
        let text = "é — 限制 🙂".as_bytes();
        let mut source = Source::new(Drip(text), "f", Ending::Plain).unwrap();
        let mut out = Vec::new();
        source.read_to_end(&mut out).unwrap();
        assert_eq!(out, text);
        assert_eq!(source.bad_from(0), None);
    }

    #[test]
    fn bad_bytes_are_found_wherever_reads_cut_them() {
        let bytes = b"\xEF\xBB\xBFab\xE9,\xC3\xA9 \xF0\x9F\x99 x\xC3";
        for drip in [false, true] {
            let inner: Box<dyn Read> = if drip { Box::new(Drip(bytes)) } else { Box::new(&bytes[..]) };
            let mut source = Source::new(inner, "f", Ending::Plain).unwrap();
            source.read_to_end(&mut Vec::new()).unwrap();
            let mut found: Vec<u64> = Vec::new();
            while let Some(bad) = source.bad_from(found.last().map_or(0, |b| b + 1)) {
                found.push(bad);
            }
            assert_eq!(found, [2, 7, 12]);
            assert_eq!(source.in_file(2), 5);
        }
    }

    #[test]
    fn utf16_is_named() {
        let error = Source::new(&b"\xFF\xFEt\0"[..], "f", Ending::Plain).unwrap_err();
        assert!(error.to_string().contains("UTF-16"), "{error}");
    }
}
