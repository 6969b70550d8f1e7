//! What the parsers of all formats share: the outcome of reading one record, and common errors.

use crate::{Error, error::Place};

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

/// The error for bytes that are not UTF-8.
pub(super) fn not_utf8(place: Place) -> Error {
    Error::data(place, "is not UTF-8; save the file as UTF-8")
}
