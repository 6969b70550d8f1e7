//! A token after normalisation: what word and character n-grams are made of.

use super::negation::{NEGATOR, OUT_OF_SEQUENCE};

/// A token after normalisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NormalToken {
    /// What word n-grams are made of.
    pub stem: String,
    /// What character n-grams are cut from; empty for none.
    pub word: String,
    /// Whether it takes part in word n-grams longer than one. The whole of a hashtag does not: its words do.
    pub in_sequence: bool,
    /// Whether it negates the tokens after it.
    pub negator: bool,
}

impl NormalToken {
    /// A token without character n-grams.
    pub(super) fn plain(stem: impl Into<String>) -> Self {
        Self { stem: stem.into(), in_sequence: true, ..Self::default() }
    }

    /// A token without character n-grams that is left out of word n-grams.
    pub(super) fn out_of_sequence(stem: impl Into<String>) -> Self {
        Self { in_sequence: false, ..Self::plain(stem) }
    }

    /// Whether it is a word of letters, in sequence: no number, sign, emoji or whole hashtag.
    pub(crate) fn has_letters(&self) -> bool {
        self.in_sequence && self.word.chars().any(char::is_alphabetic)
    }

    /// The flags that [`NegationState`](super::NegationState) reads.
    pub(crate) fn flags(&self) -> u32 {
        let out = if self.in_sequence { 0 } else { OUT_OF_SEQUENCE };
        // A token out of sequence never negates: it changes nothing for the tokens after it.
        if self.negator && self.in_sequence { NEGATOR } else { out }
    }
}
