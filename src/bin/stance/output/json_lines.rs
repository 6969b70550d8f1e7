//! Lines of JSON, as they are or as the elements of an array.

use std::io::Write;

use stance::corpus::Output as Destined;
use stance::{Error, Result};

/// A destination of JSON values, which come one per line.
pub(crate) struct JsonLines {
    out: Destined,
    array: bool,
    /// Whether a value was written.
    begun: bool,
}

impl JsonLines {
    /// Values on a line each; with `array` in an array.
    pub(super) fn new(out: Destined, array: bool) -> Self {
        Self { out, array, begun: false }
    }

    /// The name of the destination in errors.
    pub(super) fn name(&self) -> &str {
        self.out.name()
    }

    /// Writes whole lines.
    pub(super) fn write(&mut self, lines: &[u8]) -> Result<()> {
        if !self.array {
            return self.put(lines);
        }
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let before: &[u8] = if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"[\n" };
            self.put(before)?;
            self.put(line)?;
        }
        Ok(())
    }

    /// Ends the array, and the output.
    pub(super) fn finish(mut self) -> Result<()> {
        if self.array {
            let end: &[u8] = if self.begun { b"\n]\n" } else { b"[]\n" };
            self.put(end)?;
        }
        self.out.commit()
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes).map_err(|error| Error::io("write", self.out.name().to_owned(), error))
    }
}
