//! Places in a text.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 byte offsets, `start..end`, into one text.
///
/// Inside the library every place in a text is a `ByteSpan`; code points appear only at the boundary
/// (output columns, Python), through [`CodePoints`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ByteSpan {
    /// First byte of the stretch.
    pub start: usize,
    /// First byte after the stretch.
    pub end: usize,
}

impl ByteSpan {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes (0 when the span is empty or turned around).
    pub fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers no byte.
    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }

    /// The stretch of `text` covered, or `""` when the span does not lie on character boundaries of it.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(&self, other: ByteSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(&self, other: ByteSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span around both.
    pub fn hull(&self, other: ByteSpan) -> ByteSpan {
        ByteSpan::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Turns byte offsets of one text into code-point offsets.
///
/// Built once for a text in O(bytes); each look-up then costs O(1). ASCII texts need no memory.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before every 64th byte; empty when the text is ASCII.
    marks: Vec<usize>,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// An index over `text`.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                marks.push(seen);
                seen += starts(chunk);
            }
            marks.push(seen);
        }
        Self { text, marks }
    }

    /// Number of code points before byte `at`; offsets past the end count as the end.
    pub fn offset(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        match self.marks.get(at / STRIDE) {
            None => at,
            Some(before) => {
                let from = at / STRIDE * STRIDE;
                before + self.text.as_bytes().get(from..at).map_or(0, starts)
            }
        }
    }

    /// `span` in code points, as `(start, end)`.
    pub fn span(&self, span: ByteSpan) -> (usize, usize) {
        (self.offset(span.start), self.offset(span.end))
    }
}

/// Number of bytes that begin a code point.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting_characters() {
        for text in ["", "plain", "é“quoted” — 限制 🙂".repeat(20).as_str()] {
            let index = CodePoints::new(text);
            for (at, _) in text.char_indices() {
                assert_eq!(index.offset(at), text[..at].chars().count());
            }
            assert_eq!(index.offset(text.len() + 9), text.chars().count());
        }
    }

    #[test]
    fn a_span_off_a_character_boundary_covers_nothing() {
        assert_eq!(ByteSpan::new(1, 2).of("é"), "");
        assert_eq!(ByteSpan::new(5, 9).of("é"), "");
    }
}
