//! Spans of a text, in bytes and in code points.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 byte offsets, `start..end`, into one text.
///
/// The library uses byte offsets throughout; code points appear only in output columns and in Python, by [`CodePoints`].
///
/// ```
/// use stance::ByteSpan;
///
/// let span = ByteSpan::new(4, 12);
/// assert_eq!(span.of("the controls"), "controls");
/// assert_eq!(span.len(), 8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct ByteSpan {
    // Invariant: start <= end.
    /// First byte.
    start: usize,
    /// First byte after the last.
    end: usize,
}

/// A span as it is stored.
#[derive(Deserialize)]
struct Unchecked {
    start: usize,
    end: usize,
}

impl TryFrom<Unchecked> for ByteSpan {
    type Error = String;

    fn try_from(Unchecked { start, end }: Unchecked) -> Result<Self, String> {
        if start > end {
            Err(format!("a span ends at {end}, before its start at {start}"))
        } else {
            Ok(Self { start, end })
        }
    }
}

impl ByteSpan {
    /// The span `start..end`; `start` must not be greater than `end`.
    #[inline(always)]
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span starts before it ends");
        Self { start, end }
    }

    /// First byte.
    #[inline(always)]
    #[must_use]
    pub const fn start(&self) -> usize {
        self.start
    }

    /// First byte after the last.
    #[inline(always)]
    #[must_use]
    pub const fn end(&self) -> usize {
        self.end
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the length is 0.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.end == self.start
    }

    /// The span without the white space at both ends of the part of `text` that it covers.
    #[must_use]
    pub fn trimmed(&self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Self::new(start, start + words.trim().len())
    }

    /// The part of `text` that is covered; `""` if the span is not on character boundaries of `text`.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether all of `other` is inside.
    #[must_use]
    pub fn contains(&self, other: ByteSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub fn overlaps(&self, other: ByteSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that contains both.
    #[must_use]
    pub fn hull(&self, other: ByteSpan) -> ByteSpan {
        ByteSpan::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Converts byte offsets of one text to code-point offsets.
///
/// Built in time linear in the text; each conversion then takes constant time. ASCII texts need no memory.
///
/// ```
/// use stance::ByteSpan;
/// use stance::span::CodePoints;
///
/// let points = CodePoints::new("é and è");
/// assert_eq!(points.span(ByteSpan::new(3, 6)), (2, 5));
/// ```
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Number of code points before every [`STRIDE`]th byte; empty for ASCII texts.
    counts: Vec<usize>,
}

/// Bytes between counts.
const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Counts the code points of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                counts.push(seen);
                seen += starts(chunk);
            }
            counts.push(seen);
        }
        Self { text, counts }
    }

    /// Number of code points before byte `at`; offsets past the end count as the end.
    #[must_use]
    pub fn offset(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        match self.counts.get(at / STRIDE) {
            None => at,
            Some(before) => {
                let from = at / STRIDE * STRIDE;
                before + self.text.as_bytes().get(from..at).map_or(0, starts)
            }
        }
    }

    /// `span` in code points, as `(start, end)`.
    #[must_use]
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
    fn a_stored_span_that_ends_before_it_starts_is_refused() {
        let stored = serde_json::to_string(&ByteSpan::new(2, 5)).unwrap();
        assert_eq!(serde_json::from_str::<ByteSpan>(&stored).unwrap(), ByteSpan::new(2, 5));
        let turned = r#"{"start":5,"end":2}"#;
        assert!(serde_json::from_str::<ByteSpan>(turned).unwrap_err().to_string().contains("before its start at 5"));
    }

    #[test]
    fn a_span_off_a_character_boundary_covers_nothing() {
        assert_eq!(ByteSpan::new(1, 2).of("é"), "");
        assert_eq!(ByteSpan::new(5, 9).of("é"), "");
    }
}
