//! The fields of one CSV or TSV row.

use super::fields::Field;

/// The fields of a row, one after another in one string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TextRow {
    text: String,
    /// Where each field ends in `text`.
    ends: Vec<u32>,
}

impl TextRow {
    /// Number of fields.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Number of bytes of all fields.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// A field by its position, from 0.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |start| *start as usize);
        self.text.get(start..end)
    }

    /// The fields, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Replaces the fields by those of a record.
    pub(super) fn fill(&mut self, record: &str, fields: &[Field]) {
        self.text.clear();
        self.ends.clear();
        for field in fields {
            let written = record.get(field.start as usize..field.end as usize).unwrap_or_default();
            if field.doubled {
                for (k, piece) in written.split("\"\"").enumerate() {
                    self.text.push_str(if k > 0 { "\"" } else { "" });
                    self.text.push_str(piece);
                }
            } else {
                self.text.push_str(written);
            }
            self.ends.push(self.text.len() as u32);
        }
    }
}
