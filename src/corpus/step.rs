//! What the parsers of all formats share: the outcome of reading one record, and common errors.

use crate::Error;
use crate::error::{Hint, Place};

/// Bytes read at once.
pub(super) const BUFFER: usize = 1 << 16;

/// The outcome of reading one record.
pub(super) enum Step {
    Row,
    End,
    /// The record is not usable; the next may be.
    Fault(Error),
}

/// The error for an input without a header.
pub(super) fn empty(file: &str) -> Error {
    Error::data(Place::file(file), "is empty; give a header of column names and rows below it")
}

/// The error for a record longer than `limit` bytes; `why` is what may have made it so long.
pub(super) fn too_long(place: Place, limit: usize, why: &str) -> Error {
    let mib = limit.div_ceil(1 << 20);
    let hint = Hint::new("; correct it, or allow more with {}").value("max-record", (mib * 2).to_string());
    Error::data(place, format!("is longer than {mib} MiB, the most for one record{why}")).with_hint(hint)
}

/// The error for bytes that are not UTF-8.
pub(super) fn not_utf8(place: Place) -> Error {
    Error::data(place, "is not UTF-8; save the file as UTF-8")
}
