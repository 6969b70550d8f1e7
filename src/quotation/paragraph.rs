//! A paragraph of an article, and what kind of paragraph it is.

use super::attribution::sentence::Sentence;
use super::grammar::token_view::{TokenRange, Tokens};
use super::text::lexicon::Class;
use super::text::quote_marks::QuotedSpan;
use super::text::tokens::TokenKind;
use crate::span::ByteSpan;

/// A paragraph, with what was found in it.
pub(super) struct Paragraph<'a> {
    pub(super) span: ByteSpan,
    pub(super) tokens: Tokens<'a>,
    pub(super) quoted: &'a [QuotedSpan],
    pub(super) sentences: &'a [TokenRange],
}

impl<'a> Paragraph<'a> {
    pub(super) fn sentence(&self, range: TokenRange) -> Sentence<'a> {
        Sentence { tokens: self.tokens, range, quoted: self.quoted }
    }

    /// Whether it begins with a quotation mark.
    pub(super) fn opens_quoted(&self) -> bool {
        self.quoted.first().is_some_and(|q| q.outer.start() == self.span.start())
    }

    /// Whether it is only a quotation, numbered perhaps.
    pub(super) fn is_bare(&self) -> bool {
        self.quoted.len() == 1
            && self.tokens.list.iter().all(|t| t.is_quote() || t.is(Class::DIGIT) || matches!(t.kind, TokenKind::Stop))
    }

    /// Whether it is an entry of a list of references: `^ “Title”. site. Retrieved 4 May`.
    pub(super) fn is_reference(&self) -> bool {
        let text = self.span.of(self.tokens.text);
        let retrieved = || ["Retrieved ", "Archived ", "ISBN ", "doi:"].iter().any(|mark| text.contains(mark));
        text.starts_with(['^', '↑']) || self.opens_quoted() && retrieved()
    }

    /// Whether it ends inside a quotation that no mark closes.
    pub(super) fn ends_open(&self) -> bool {
        self.quoted.last().is_some_and(|q| !q.closed && q.inner.end() + 1 >= self.span.end())
    }
}
