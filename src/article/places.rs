//! Places in the text of an article → places in its file.

use crate::ByteSpan;
use crate::span::CodePoints;

/// A piece of the text and its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// First byte in the text.
    pub(super) at: usize,
    /// Its place in the file.
    pub(super) source: ByteSpan,
    /// Whether the bytes are the same in both. If not, places within the piece are unknown.
    pub(super) verbatim: bool,
}

/// Converts byte spans of the text of an article to code points; see [`super::Article::offsets`].
#[derive(Clone, Debug)]
pub struct Offsets<'a> {
    points: CodePoints<'a>,
    pieces: Option<&'a [Piece]>,
}

impl<'a> Offsets<'a> {
    pub(super) fn new(source: &'a str, pieces: Option<&'a Vec<Piece>>) -> Self {
        Self { points: CodePoints::new(source), pieces: pieces.map(Vec::as_slice) }
    }

    /// `span` of the text, as `(start, end)` in code points.
    pub fn span(&self, span: ByteSpan) -> (usize, usize) {
        let Some(pieces) = self.pieces else {
            return self.points.span(span);
        };
        let start = before(pieces, span.start() + 1)
            .map_or(0, |p| p.source.start() + if p.verbatim { span.start() - p.at } else { 0 });
        if span.is_empty() {
            return self.points.span(ByteSpan::new(start, start));
        }
        let end = before(pieces, span.end())
            .map_or(start, |p| if p.verbatim { p.source.start() + (span.end() - p.at) } else { p.source.end() });
        self.points.span(ByteSpan::new(start, end.max(start)))
    }
}

/// The last piece that begins before byte `end` of the text.
fn before(pieces: &[Piece], end: usize) -> Option<&Piece> {
    pieces.get(pieces.partition_point(|p| p.at < end).checked_sub(1)?)
}
