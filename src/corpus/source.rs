//! The bytes that parsers read: a window over the input, which grows as far as one record may.

use std::io::{ErrorKind, Read};

use memchr::memchr2;

use super::step::{BUFFER, too_long};
use crate::encoding::utf16;
use crate::error::Place;
use crate::{Error, Result};

/// The most bytes of one record where nothing else is asked for: 16 MiB.
pub const RECORD_BYTES: usize = 16 << 20;

/// The most bytes by which UTF-16 is recognised.
const LOOKED_AT: usize = 4096;
/// The fewest, where there are as many.
const LEAST: usize = 4;

/// The bytes of the input from the current record on, as far as they were read. Removes the byte-order mark.
#[derive(Debug)]
pub(super) struct Source<R> {
    inner: R,
    /// The input's name in errors.
    file: String,
    /// Memory of the window, of which `from..to` is in use.
    bytes: Vec<u8>,
    from: usize,
    to: usize,
    /// The offset of `from` in the input.
    offset: u64,
    /// The most bytes of one record.
    limit: usize,
    ended: bool,
}

/// Why there are no more bytes for a record.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is longer than the limit.
    Long,
    /// Reading failed.
    Failed(Error),
}

impl<R: Read> Source<R> {
    /// A source over `inner` of records of at most `limit` bytes. Reads the first bytes.
    ///
    /// # Errors
    /// [`Error::Io`] when reading fails, [`Error::Data`] for UTF-16.
    pub(super) fn new(inner: R, file: &str, limit: usize) -> Result<Self> {
        let mut source = Self {
            inner,
            file: file.to_owned(),
            bytes: vec![0; BUFFER],
            from: 0,
            to: 0,
            offset: 0,
            limit,
            ended: false,
        };
        // The first line is enough to tell encodings apart; more is not waited for. No more is looked at, so that the
        // answer does not depend on how the bytes arrive.
        let first_line = |bytes: &[u8]| memchr2(b'\n', b'\r', bytes).map(|at| (at + 1).max(LEAST));
        let looked_at = loop {
            let read = source.rest().len();
            match first_line(source.rest().get(..read.min(LOOKED_AT)).unwrap_or_default()) {
                Some(length) if length <= read => break length,
                None if read >= LOOKED_AT => break LOOKED_AT,
                _ => {}
            }
            if !source.read()? {
                break read.min(LOOKED_AT);
            }
        };
        if let Some(found) = utf16(source.rest().get(..looked_at).unwrap_or_default()) {
            return Err(Error::data(Place::file(file).byte(0), format!("{found}; save it as UTF-8")));
        }
        if source.rest().starts_with(&[0xEF, 0xBB, 0xBF]) {
            source.take(3);
        }
        Ok(source)
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The bytes from the current record on that were read so far.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }

    /// The offset of the current record in the input, a byte-order mark counted.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Ends the current record after `length` bytes.
    pub(super) fn take(&mut self, length: usize) {
        debug_assert!(length <= self.rest().len(), "no more is taken than was read");
        self.from = (self.from + length).min(self.to);
        self.offset += length as u64;
    }

    /// The byte at a position in the record; `None` after the end of the input.
    pub(super) fn byte(&mut self, at: usize) -> std::result::Result<Option<u8>, Stop> {
        loop {
            if let Some(byte) = self.rest().get(at) {
                return Ok(Some(*byte));
            }
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// The first position from `start` on that `find` finds; `None` if there is none before the end of the input.
    pub(super) fn find(
        &mut self,
        mut start: usize,
        find: impl Fn(&[u8]) -> Option<usize>,
    ) -> std::result::Result<Option<usize>, Stop> {
        loop {
            let rest = self.rest();
            if let Some(at) = rest.get(start..).and_then(&find) {
                return if start + at <= self.limit { Ok(Some(start + at)) } else { Err(Stop::Long) };
            }
            start = start.max(rest.len());
            if !self.more()? {
                return if start <= self.limit { Ok(None) } else { Err(Stop::Long) };
            }
        }
    }

    /// The error for a record longer than the limit; `place` is where it is.
    pub(super) fn too_long(&self, place: Place, why: &str) -> Error {
        too_long(place, self.limit, why)
    }

    /// Reads more of the current record; `false` at the end of the input.
    fn more(&mut self) -> std::result::Result<bool, Stop> {
        if self.rest().len() > self.limit && !self.ended {
            return Err(Stop::Long);
        }
        self.read().map_err(Stop::Failed)
    }

    fn read(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.make_room();
        let room = self.bytes.get_mut(self.to..).unwrap_or_default();
        let n = loop {
            match self.inner.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other.map_err(|e| Error::io("read", &self.file, e))?,
            }
        };
        self.to += n;
        self.ended = n == 0;
        Ok(n > 0)
    }

    /// Makes room after the bytes in use: moves them to the front, and takes more memory only for a long record.
    fn make_room(&mut self) {
        let used = self.to - self.from;
        if self.bytes.len() - self.to >= BUFFER / 2 {
            return;
        }
        if self.bytes.len() > 8 * BUFFER.max(used) {
            // After a long record its memory is given back.
            let mut small = vec![0; used + BUFFER];
            if let Some(front) = small.get_mut(..used) {
                front.copy_from_slice(self.rest());
            }
            self.bytes = small;
        } else {
            self.bytes.copy_within(self.from..self.to, 0);
            if self.bytes.len() - used < BUFFER / 2 {
                let most = self.limit.saturating_add(2 * BUFFER);
                self.bytes.resize((self.bytes.len() * 2).min(most).max(used + BUFFER), 0);
            }
        }
        (self.from, self.to) = (0, used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_the_rest_of_the_input_and_gives_memory_back() {
        let bytes: Vec<u8> = (0..3_000_000u32).map(|k| b'a' + (k % 26) as u8).collect();
        let mut source = Source::new(&bytes[..], "f", 1 << 20).unwrap();
        assert_eq!(source.byte(900_000).unwrap(), Some(bytes[900_000]));
        source.take(900_001);
        assert_eq!((source.byte(10).unwrap(), source.offset()), (Some(bytes[900_011]), 900_001));
        for _ in 0..20 {
            source.byte(100_000).unwrap();
            source.take(100_000);
        }
        assert_eq!(source.rest(), &bytes[2_900_001..][..source.rest().len()]);
        assert!(source.bytes.len() <= 8 * BUFFER, "{}", source.bytes.len());
    }

    #[test]
    fn a_record_past_the_limit_is_stopped_at_the_same_place_however_it_is_read() {
        let bytes = vec![b'a'; 5000];
        for limit in [4000, 4999] {
            let mut source = Source::new(&bytes[..], "f", limit).unwrap();
            assert!(matches!(source.find(0, |_| None), Err(Stop::Long)), "{limit}");
        }
        let mut source = Source::new(&bytes[..], "f", 5000).unwrap();
        assert!(matches!(source.find(0, |_| None), Ok(None)));
    }

    #[test]
    fn whether_bytes_are_utf16_does_not_depend_on_how_they_arrive() {
        struct ByOne<'b>(&'b [u8]);
        impl Read for ByOne<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let n = self.0.len().min(1);
                buffer[..n].copy_from_slice(&self.0[..n]);
                self.0 = &self.0[n..];
                Ok(n)
            }
        }
        let long = [b"a\0".repeat(10), b"b".repeat(9000)].concat();
        for bytes in
            [&b"t'\0t!,label,\0t,"[..], b"t\0\n\0y\0", b" {\"\0 {\"\0R:\n{\"t\"", b"t\0\nabcdefgh", b"t\0", &long]
        {
            let found = |read: Result<()>| read.err().map(|error| error.to_string());
            let whole = found(Source::new(bytes, "f", 100).map(drop));
            assert_eq!(found(Source::new(ByOne(bytes), "f", 100).map(drop)), whole, "{bytes:?}");
        }
    }

    #[test]
    fn utf16_is_named() {
        for bytes in [&b"\xFF\xFEt\0"[..], b"t\0e\0"] {
            let error = Source::new(bytes, "f", 100).unwrap_err();
            assert!(error.to_string().contains("UTF-16"), "{error}");
        }
    }
}
