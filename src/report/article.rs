//! The article itself: paragraphs, with the statements marked in them.

use super::statements::Section;
use super::word_reasons::{self, Word};
use crate::{ByteSpan, quotation};

/// A piece of a paragraph: the narrator's words, or some of a statement's.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
}

/// A marked piece of a statement.
pub(super) struct Mark {
    /// Number of the statement on the page, for links.
    pub(super) index: usize,
    pub(super) number: usize,
    pub(super) tone: &'static str,
    pub(super) words: Vec<MarkedWord>,
    pub(super) first: bool,
    pub(super) last: bool,
    pub(super) label: String,
    /// What a screen reader says for the link to the table.
    pub(super) spoken: String,
    /// The lines shown on hover.
    pub(super) card: Vec<String>,
}

/// A stretch of text with its part in the reasons.
pub(super) struct MarkedWord {
    pub(super) text: String,
    pub(super) class: String,
    pub(super) title: String,
}

/// How a statement is shown.
pub(super) struct Shown {
    pub(super) index: usize,
    pub(super) tone: &'static str,
    pub(super) label: String,
    pub(super) spoken: String,
    pub(super) card: Vec<String>,
    /// Words of the statement's text and what they add to the first head's label.
    pub(super) words: Vec<Word>,
}

/// A piece of a statement to be marked: its place in the article, and where it begins in the statement's text.
struct Stretch {
    span: ByteSpan,
    statement: usize,
    from: usize,
    first: bool,
    last: bool,
}

/// The paragraphs of a section's article; `shown` has one for each of its statements. The second value says which statements
/// are marked: of two that overlap only the first is.
pub(super) fn paragraphs(section: &Section, text: &str, shown: &[Shown]) -> (Vec<Vec<Piece>>, Vec<bool>) {
    let (stretches, marked) = stretches(section, text);
    let mut out = Vec::new();
    let mut next = stretches.iter().peekable();
    for paragraph in joined(quotation::paragraphs(text), &stretches) {
        let mut pieces = Vec::new();
        let mut at = paragraph.start;
        while let Some(stretch) = next.next_if(|s| s.span.start < paragraph.end) {
            plain(text, ByteSpan::new(at, stretch.span.start), &mut pieces);
            if let (Some(shown), Some(statement)) =
                (shown.get(stretch.statement), section.statements.get(stretch.statement))
            {
                pieces.push(Piece { text: String::new(), mark: Some(mark(text, stretch, shown, statement.number)) });
            }
            at = stretch.span.end;
        }
        plain(text, ByteSpan::new(at, paragraph.end), &mut pieces);
        out.push(pieces);
    }
    (out, marked)
}

/// Pieces of all statements in order, without overlaps.
fn stretches(section: &Section, text: &str) -> (Vec<Stretch>, Vec<bool>) {
    let mut all = Vec::new();
    for (statement, s) in section.statements.iter().enumerate() {
        let mut from = 0;
        let last = s.spans.len().saturating_sub(1);
        for (k, span) in s.spans.iter().enumerate() {
            all.push(Stretch { span: *span, statement, from, first: k == 0, last: k == last });
            from += span.len() + 1;
        }
    }
    all.sort_by_key(|s| (s.span.start, s.statement));
    let mut end = 0;
    let mut clear = vec![true; section.statements.len()];
    for stretch in &all {
        let sound = stretch.span.start >= end && !stretch.span.of(text).is_empty();
        if sound {
            end = stretch.span.end;
        } else if let Some(clear) = clear.get_mut(stretch.statement) {
            *clear = false;
        }
    }
    all.retain(|s| clear.get(s.statement) == Some(&true));
    // A statement without a place in the article has no mark either.
    for (clear, s) in clear.iter_mut().zip(&section.statements) {
        *clear &= !s.spans.is_empty();
    }
    (all, clear)
}

/// Paragraphs, those that one piece runs through as one.
fn joined(paragraphs: Vec<ByteSpan>, stretches: &[Stretch]) -> Vec<ByteSpan> {
    let mut out: Vec<ByteSpan> = Vec::new();
    let mut next = stretches.iter().peekable();
    let mut reach = 0;
    for paragraph in paragraphs {
        match out.last_mut() {
            Some(last) if paragraph.start < reach => last.end = paragraph.end,
            _ => out.push(paragraph),
        }
        while let Some(stretch) = next.next_if(|s| s.span.start < paragraph.end) {
            reach = reach.max(stretch.span.end);
        }
    }
    out
}

fn plain(text: &str, span: ByteSpan, pieces: &mut Vec<Piece>) {
    let words = span.of(text);
    if !words.is_empty() {
        pieces.push(Piece { text: words.to_owned(), mark: None });
    }
}

fn mark(text: &str, stretch: &Stretch, shown: &Shown, number: usize) -> Mark {
    Mark {
        index: shown.index,
        number,
        tone: shown.tone,
        words: marked_words(stretch.span.of(text), stretch.from, &shown.words),
        first: stretch.first,
        last: stretch.last,
        label: shown.label.clone(),
        spoken: shown.spoken.clone(),
        card: if stretch.last { shown.card.clone() } else { Vec::new() },
    }
}

/// The words of a piece that begins at `from` in its statement's text, and what stands between them.
fn marked_words(piece: &str, from: usize, words: &[Word]) -> Vec<MarkedWord> {
    let most = words.iter().map(|w| w.contribution.abs()).fold(0.0, f64::max);
    let quiet = |text: &str| MarkedWord { text: text.to_owned(), class: String::new(), title: String::new() };
    let mut out = Vec::new();
    let mut at = 0;
    for word in words {
        let Some(start) = word.span.start.checked_sub(from).filter(|s| *s >= at) else { continue };
        let strength = if most > 0.0 { word_reasons::strength(word.contribution, most) } else { 0 };
        let end = start + word.span.len();
        let Some(inside) = piece.get(start..end).filter(|_| strength > 0) else { continue };
        if start > at {
            out.push(quiet(piece.get(at..start).unwrap_or("")));
        }
        let side = if word.contribution > 0.0 { 'f' } else { 'a' };
        let title = word_reasons::signed(word.contribution);
        out.push(MarkedWord { text: inside.to_owned(), class: format!("{side}{strength}"), title });
        at = end;
    }
    if at < piece.len() {
        out.push(quiet(piece.get(at..).unwrap_or("")));
    }
    out
}
