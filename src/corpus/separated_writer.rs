//! Writes the fields of CSV and TSV.

use std::io::{self, Write};

use memchr::{memchr, memchr_iter, memchr3};

/// Bytes that are collected before they are written.
const BUFFER: usize = 1 << 16;

/// Writes fields with a delimiter between them, in double quotes only where they need them, and records that end with a
/// line feed.
///
/// By hand, since the writer of the `csv` crate has no way to take over a record as it was read, in one copy.
#[derive(Debug)]
pub(super) struct SeparatedWriter<W> {
    inner: W,
    delimiter: u8,
    buffer: Vec<u8>,
    /// Where the current record begins in `buffer`.
    record: usize,
    /// Whether the current record has a field.
    begun: bool,
}

impl<W: Write> SeparatedWriter<W> {
    /// A writer of fields with this delimiter.
    pub(super) fn new(inner: W, delimiter: u8) -> Self {
        Self { inner, delimiter, buffer: Vec::new(), record: 0, begun: false }
    }

    /// Writes a field.
    pub(super) fn field(&mut self, field: &str) {
        self.begin_field();
        let bytes = field.as_bytes();
        if memchr3(self.delimiter, b'\n', b'\r', bytes).is_none() && memchr(b'"', bytes).is_none() {
            self.buffer.extend_from_slice(bytes);
            return;
        }
        self.buffer.push(b'"');
        let mut from = 0;
        for quote in memchr_iter(b'"', bytes) {
            self.buffer.extend_from_slice(bytes.get(from..=quote).unwrap_or_default());
            from = quote;
        }
        self.buffer.extend_from_slice(bytes.get(from..).unwrap_or_default());
        self.buffer.push(b'"');
    }

    /// Writes fields that have delimiters between them and quotes where they need them already.
    pub(super) fn written_fields(&mut self, fields: &str) {
        self.begin_field();
        self.buffer.extend_from_slice(fields.as_bytes());
    }

    fn begin_field(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.buffer.push(self.delimiter);
        }
    }

    /// Ends the record. One of a single empty field gets quotes, since an empty line is none.
    ///
    /// # Errors
    /// Those of writing.
    pub(super) fn end_record(&mut self) -> io::Result<()> {
        if self.buffer.len() == self.record {
            self.buffer.extend_from_slice(b"\"\"");
        }
        self.buffer.push(b'\n');
        self.begun = false;
        if self.buffer.len() >= BUFFER {
            self.write_buffer()?;
        }
        self.record = self.buffer.len();
        Ok(())
    }

    /// Writes what is left, and returns the inner writer.
    ///
    /// # Errors
    /// Those of writing.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.write_buffer()?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn write_buffer(&mut self) -> io::Result<()> {
        self.inner.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn records_are_those_of_the_csv_crate(
            records in proptest::collection::vec(proptest::collection::vec("[a\",;\t\r\n é.]{0,6}", 1..4), 0..8),
            delimiter in prop_oneof![Just(b','), Just(b'\t'), Just(b';')],
        ) {
            let mut theirs = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
            let mut ours = SeparatedWriter::new(Vec::new(), delimiter);
            for record in &records {
                theirs.write_record(record).unwrap();
                record.iter().for_each(|field| ours.field(field));
                ours.end_record().unwrap();
            }
            prop_assert_eq!(ours.finish().unwrap(), theirs.into_inner().unwrap());
        }
    }
}
