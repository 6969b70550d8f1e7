//! The fields of one CSV or TSV row.

use memchr::{memchr, memchr3, memmem};

use super::fields::Field;

/// The fields of a row, in one string.
#[derive(Clone, Debug, Default)]
pub(super) struct TextRow {
    /// The record as it was written, without its line end; then, one after another, the fields whose doubled quotes
    /// were undone.
    text: String,
    /// Bytes of the record as it was written.
    written: usize,
    /// Where each field is in `text`.
    fields: Vec<[u32; 2]>,
    /// The delimiter, if the record has double quotes around those fields that need them and around no others.
    plain_with: Option<u8>,
}

impl TextRow {
    /// Number of fields.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Number of bytes of all fields.
    pub(super) fn bytes(&self) -> usize {
        self.fields.iter().map(|[from, to]| (to - from) as usize).sum()
    }

    /// A field by its position, from 0.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let [from, to] = *self.fields.get(at)?;
        self.text.get(from as usize..to as usize)
    }

    /// The fields, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// The whole record as it was written, if a writer with this delimiter writes its fields the same way.
    pub(super) fn as_written(&self, delimiter: u8) -> Option<&str> {
        self.text.get(..self.written).filter(|_| self.plain_with == Some(delimiter))
    }

    /// Replaces the fields by those of a record.
    pub(super) fn fill(&mut self, record: &str, fields: &[Field], delimiter: u8) {
        self.written = fields.last().map_or(0, |last| last.end as usize + usize::from(last.quoted));
        self.text.clear();
        self.text.push_str(record.get(..self.written).unwrap_or_default());
        self.fields.clear();
        let mut as_needed = true;
        for field in fields {
            let written = record.get(field.start as usize..field.end as usize).unwrap_or_default();
            let needs_quotes = match field.quoted {
                true => field.doubled || memchr3(delimiter, b'\n', b'\r', written.as_bytes()).is_some(),
                // Delimiters and line ends would have ended it.
                false => memchr(b'"', written.as_bytes()).is_some(),
            };
            as_needed &= field.quoted == needs_quotes;
            if !field.doubled {
                self.fields.push([field.start, field.end]);
                continue;
            }
            let start = self.text.len() as u32;
            let mut from = 0;
            for quotes in memmem::find_iter(written.as_bytes(), b"\"\"") {
                self.text.push_str(written.get(from..=quotes).unwrap_or_default());
                from = quotes + 2;
            }
            self.text.push_str(written.get(from..).unwrap_or_default());
            self.fields.push([start, self.text.len() as u32]);
        }
        self.plain_with = as_needed.then_some(delimiter);
    }
}
