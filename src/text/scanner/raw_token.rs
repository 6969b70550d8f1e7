//! Tokens as the scanner stores them: two machine words each.

use crate::ByteSpan;
use crate::text::TokenKind;

/// A token other than [`TokenKind::Clause`], and whether a clause ended between the previous token and this one: at a
/// [`TokenKind::Clause`] or a [`TokenKind::Expressive`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RawToken {
    start: usize,
    /// From the lowest bit on: one bit for "after a clause", three for the kind, the rest for the end.
    packed: usize,
}

/// Kind code of tokens whose kind the first byte gives: word, hashtag, mention or expressive punctuation.
pub(super) const BY_FIRST_BYTE: usize = 7;

/// Kinds by their code.
const KINDS: [Option<TokenKind>; 8] = [
    Some(TokenKind::Word),
    Some(TokenKind::Hashtag),
    Some(TokenKind::Mention),
    Some(TokenKind::Link),
    Some(TokenKind::Emoji),
    Some(TokenKind::Expressive),
    Some(TokenKind::Clause),
    None,
];

impl RawToken {
    /// The token `start..end` of a kind code: a [`TokenKind`] as a number, or [`BY_FIRST_BYTE`].
    #[inline(always)]
    pub(super) fn new(start: usize, end: usize, kind: usize, after_clause: bool) -> Self {
        Self { start, packed: (end << 4) | (kind << 1) | usize::from(after_clause) }
    }

    /// Where the token is.
    #[inline(always)]
    pub(crate) fn span(self) -> ByteSpan {
        ByteSpan::new(self.start, self.packed >> 4)
    }

    /// Its kind; `text` is the text that was scanned.
    pub(crate) fn kind(self, text: &str) -> TokenKind {
        KINDS[(self.packed >> 1) & 7].unwrap_or_else(|| match text.as_bytes().get(self.start) {
            Some(b'#') => TokenKind::Hashtag,
            Some(b'@') => TokenKind::Mention,
            Some(b'!' | b'?') => TokenKind::Expressive,
            _ => TokenKind::Word,
        })
    }

    /// Whether a clause ended before it.
    #[inline(always)]
    pub(crate) fn after_clause(self) -> bool {
        self.packed & 1 != 0
    }
}
