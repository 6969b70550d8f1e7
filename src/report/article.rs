//! The text of an article on a page: paragraphs with the statements marked.

use super::numbers::signed;
use super::statements::Section;
use super::word_reasons::{self, Word};
use crate::{ByteSpan, quotation};

/// A piece of a paragraph: unmarked text, or a part of a statement.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
}

/// A marked part of a statement.
pub(super) struct Mark {
    /// Number of the statement on the page, for links.
    pub(super) index: usize,
    pub(super) number: usize,
    pub(super) tone: &'static str,
    pub(super) words: Vec<MarkedWord>,
    pub(super) first: bool,
    pub(super) last: bool,
    pub(super) label: String,
    /// The accessible name of the link to the table.
    pub(super) spoken: String,
    /// The lines of the hover card.
    pub(super) card: Vec<String>,
}

/// A span of text with its share of the reasons.
pub(super) struct MarkedWord {
    pub(super) text: String,
    pub(super) class: String,
    pub(super) title: String,
}

/// A statement as it is shown.
pub(super) struct Shown {
    pub(super) index: usize,
    pub(super) tone: &'static str,
    pub(super) label: String,
    pub(super) spoken: String,
    pub(super) card: Vec<String>,
    /// The words of the statement and their contributions to the label of the first head.
    pub(super) words: Vec<Word>,
}

/// A part of a statement to be marked: its place in the article, and where it begins in the text of the statement.
struct Part {
    span: ByteSpan,
    statement: usize,
    from: usize,
    first: bool,
    last: bool,
}

/// The paragraphs of the article of a section; `shown` has one entry per statement. The second value says which
/// statements are marked: of two that overlap only the first is.
pub(super) fn paragraphs(section: &Section, text: &str, shown: &[Shown]) -> (Vec<Vec<Piece>>, Vec<bool>) {
    let (parts, marked) = parts(section, text);
    let mut out = Vec::new();
    let mut next = parts.iter().peekable();
    for paragraph in joined(quotation::paragraphs(text), &parts) {
        let mut pieces = Vec::new();
        let mut at = paragraph.start();
        while let Some(part) = next.next_if(|s| s.span.start() < paragraph.end()) {
            plain(text, ByteSpan::new(at, part.span.start()), &mut pieces);
            if let (Some(shown), Some(statement)) = (shown.get(part.statement), section.statements.get(part.statement))
            {
                pieces.push(Piece { text: String::new(), mark: Some(mark(text, part, shown, statement.number)) });
            }
            at = part.span.end();
        }
        plain(text, ByteSpan::new(at, paragraph.end()), &mut pieces);
        out.push(pieces);
    }
    (out, marked)
}

/// The parts of all statements in order, without overlaps.
fn parts(section: &Section, text: &str) -> (Vec<Part>, Vec<bool>) {
    let mut all = Vec::new();
    for (statement, s) in section.statements.iter().enumerate() {
        let mut from = 0;
        let last = s.spans.len().saturating_sub(1);
        for (k, span) in s.spans.iter().enumerate() {
            all.push(Part { span: *span, statement, from, first: k == 0, last: k == last });
            from += span.len() + 1;
        }
    }
    all.sort_by_key(|s| (s.span.start(), s.statement));
    let mut end = 0;
    let mut clear = vec![true; section.statements.len()];
    for part in &all {
        let sound = part.span.start() >= end && !part.span.of(text).is_empty();
        if sound {
            end = part.span.end();
        } else if let Some(clear) = clear.get_mut(part.statement) {
            *clear = false;
        }
    }
    all.retain(|s| clear.get(s.statement) == Some(&true));
    // A statement without a place in the article has no mark.
    for (clear, s) in clear.iter_mut().zip(&section.statements) {
        *clear &= !s.spans.is_empty();
    }
    (all, clear)
}

/// The paragraphs, joined where one part of a statement spans several.
fn joined(paragraphs: Vec<ByteSpan>, parts: &[Part]) -> Vec<ByteSpan> {
    let mut out: Vec<ByteSpan> = Vec::new();
    let mut next = parts.iter().peekable();
    let mut reach = 0;
    for paragraph in paragraphs {
        match out.last_mut() {
            Some(last) if paragraph.start() < reach => *last = ByteSpan::new(last.start(), paragraph.end()),
            _ => out.push(paragraph),
        }
        while let Some(part) = next.next_if(|s| s.span.start() < paragraph.end()) {
            reach = reach.max(part.span.end());
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

fn mark(text: &str, part: &Part, shown: &Shown, number: usize) -> Mark {
    Mark {
        index: shown.index,
        number,
        tone: shown.tone,
        words: marked_words(part.span.of(text), part.from, &shown.words),
        first: part.first,
        last: part.last,
        label: shown.label.clone(),
        spoken: shown.spoken.clone(),
        card: if part.last { shown.card.clone() } else { Vec::new() },
    }
}

/// The words of a part that begins at `from` in the text of its statement, and the text between them.
fn marked_words(piece: &str, from: usize, words: &[Word]) -> Vec<MarkedWord> {
    let most = words.iter().map(|w| w.contribution.abs()).fold(0.0, f64::max);
    let quiet = |text: &str| MarkedWord { text: text.to_owned(), class: String::new(), title: String::new() };
    let mut out = Vec::new();
    let mut at = 0;
    for word in words {
        let Some(start) = word.span.start().checked_sub(from).filter(|s| *s >= at) else { continue };
        let strength = if most > 0.0 { word_reasons::strength(word.contribution, most) } else { 0 };
        let end = start + word.span.len();
        let Some(inside) = piece.get(start..end).filter(|_| strength > 0) else { continue };
        if start > at {
            out.push(quiet(piece.get(at..start).unwrap_or("")));
        }
        let side = if word.contribution > 0.0 { 'f' } else { 'a' };
        let title = signed(word.contribution);
        out.push(MarkedWord { text: inside.to_owned(), class: format!("{side}{strength}"), title });
        at = end;
    }
    if at < piece.len() {
        out.push(quiet(piece.get(at..).unwrap_or("")));
    }
    out
}
