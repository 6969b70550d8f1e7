//! How many words of a text a model knows.

use crate::text::NormalToken;

/// The words of a text, counted as often as they occur: tokens with letters, without whole hashtags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KnownWords {
    /// Number of words.
    pub(crate) words: u32,
    /// Number of these whose stem is a feature, negated or not.
    pub(crate) known: u32,
}

/// What a form adds to [`KnownWords`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// No word of letters.
    #[default]
    Other,
    Unknown,
    Known,
}

impl WordKind {
    /// The kind of a token; `known` says whether its stem is a feature, negated or not.
    pub(crate) fn new(token: &NormalToken, known: bool) -> Self {
        match (token.has_letters(), known) {
            (false, _) => Self::Other,
            (true, false) => Self::Unknown,
            (true, true) => Self::Known,
        }
    }
}

impl KnownWords {
    /// Counts one more form.
    #[inline(always)]
    pub(crate) fn add(&mut self, kind: WordKind) {
        self.words += u32::from(kind != WordKind::Other);
        self.known += u32::from(kind == WordKind::Known);
    }
}
