//! The tokens of one paragraph, and ranges of them.

use std::ops::Range;

use crate::quotation::text::lexicon::{Class, Lexicon};
use crate::quotation::text::tokens::{Token, TokenKind};
use crate::span::ByteSpan;

/// A half-open range of token numbers in one paragraph, `start..end`. Never turned around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenRange {
    /// The first token.
    pub(crate) start: usize,
    /// The token after the last one.
    pub(crate) end: usize,
}

impl TokenRange {
    /// The tokens `start..end`.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "token range {start}..{end} is turned around");
        Self { start, end: end.max(start) }
    }

    /// The numbers of its tokens.
    pub(crate) fn iter(self) -> Range<usize> {
        self.start..self.end
    }

    /// Number of tokens.
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no token.
    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range without its tokens before `start`.
    pub(crate) fn starting_at(self, start: usize) -> Self {
        Self::new(start.clamp(self.start, self.end), self.end)
    }

    /// The range without its tokens from `end` on.
    pub(crate) fn ending_at(self, end: usize) -> Self {
        Self::new(self.start, end.clamp(self.start, self.end))
    }

    /// At most its last `most` tokens.
    pub(crate) fn last(self, most: usize) -> Self {
        Self::new(self.start.max(self.end.saturating_sub(most)), self.end)
    }
}

/// The tokens of a paragraph, with the text that they lie in.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    /// The whole article.
    pub(crate) text: &'a str,
    /// The words of the article's language.
    pub(crate) lexicon: &'static Lexicon,
    /// The paragraph's tokens; a quotation is one token.
    pub(crate) list: &'a [Token],
}

impl<'a> Tokens<'a> {
    /// The token at `i`; none past the paragraph's end.
    pub(crate) fn at(&self, i: usize) -> Option<&'a Token> {
        self.list.get(i)
    }

    /// The written form of token `i`; empty past the paragraph's end.
    pub(crate) fn word(&self, i: usize) -> &'a str {
        self.at(i).map_or("", |t| t.span().of(self.text))
    }

    /// Whether token `i` is of any class in `class`.
    pub(crate) fn is(&self, i: usize, class: Class) -> bool {
        self.at(i).is_some_and(|t| t.is(class))
    }

    /// Whether any token of `range` is of any class in `class`.
    pub(crate) fn any(&self, range: TokenRange, class: Class) -> bool {
        range.iter().any(|i| self.is(i, class))
    }

    /// Whether token `i` is of `kind`.
    pub(crate) fn kind(&self, i: usize, kind: TokenKind) -> bool {
        self.at(i).is_some_and(|t| t.kind == kind)
    }

    /// Whether token `i` is a comma or a dash.
    pub(crate) fn comma_or_dash(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Dash))
    }

    /// Whether token `i` is capitalised and no function word: a word that is part of a name, or could be.
    pub(crate) fn name_like(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| t.is_capitalized() && !t.is(Class::FUNCTION))
    }

    /// From the first byte of `range` to its last; empty at 0 when the range holds no token.
    pub(crate) fn span(&self, range: TokenRange) -> ByteSpan {
        match (self.at(range.start), range.end.checked_sub(1).and_then(|last| self.at(last))) {
            (Some(first), Some(last)) => ByteSpan::new(first.start, last.end.max(first.start)),
            _ => ByteSpan::new(0, 0),
        }
    }

    /// Where the segment that begins at `range.start` ends: at the next punctuation or quotation, or with the range.
    pub(crate) fn segment_end(&self, range: TokenRange) -> usize {
        range.iter().find(|i| self.ends_segment(*i)).unwrap_or(range.end)
    }

    /// Where the segment that ends at `range.end` begins: after the last punctuation or quotation before, or with the range.
    pub(crate) fn segment_start(&self, range: TokenRange) -> usize {
        range.iter().rev().find(|i| self.ends_segment(*i)).map_or(range.start, |i| i + 1)
    }

    fn ends_segment(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| {
            matches!(
                t.kind,
                TokenKind::Comma
                    | TokenKind::Dash
                    | TokenKind::Colon
                    | TokenKind::Semicolon
                    | TokenKind::Quote(_)
                    | TokenKind::Stop
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_never_leave_what_they_are_cut_from() {
        let range = TokenRange::new(3, 8);
        assert_eq!(range.starting_at(5), TokenRange::new(5, 8));
        assert_eq!(range.starting_at(1), range);
        assert!(range.starting_at(20).is_empty());
        assert_eq!(range.ending_at(5).iter(), 3..5);
        assert_eq!(range.last(2), TokenRange::new(6, 8));
        assert_eq!(range.len(), 5);
    }
}
