//! Negation scope: which tokens are negated by a word before them.

use super::NEGATION_SCOPE;

/// Flag of a token that takes no part in word n-grams (the whole of a hashtag). Negation passes it by.
pub(crate) const OUT_OF_SEQUENCE: u32 = 1;
/// Flag of a token that negates those after it.
pub(crate) const NEGATOR: u32 = 2;
/// Number of flag bits.
pub(crate) const FLAG_BITS: u32 = 2;

/// Follows negation through the tokens of one text under [`Negation::Scope`](super::Negation::Scope).
///
/// Under [`Negation::Keep`](super::Negation::Keep) no token has the flag [`NEGATOR`], so that nothing is negated.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NegationState {
    /// Tokens that the last negator still reaches.
    remaining: u32,
}

impl NegationState {
    /// A clause ends.
    pub(crate) fn end_clause(&mut self) {
        self.remaining = 0;
    }

    /// Moves on to the next token, which has `flags`; `after_clause` if a clause ended before it.
    /// Returns whether the token is negated.
    #[inline(always)]
    pub(crate) fn step(&mut self, flags: u32, after_clause: bool) -> bool {
        // Without branches: negators come at no regular distance, so that branches would often be mispredicted.
        let remaining = if after_clause { 0 } else { self.remaining };
        let negated = (remaining > 0) & (flags & (OUT_OF_SEQUENCE | NEGATOR) == 0);
        self.remaining = if flags & NEGATOR != 0 { NEGATION_SCOPE as u32 } else { remaining - u32::from(negated) };
        negated
    }
}

/// Whether a normalised word negates the words after it. English only: other languages have no negators here.
pub(crate) fn is_negator(word: &str) -> bool {
    // Compared by length first: this is asked of every word.
    matches!(
        word,
        "barely"
            | "hardly"
            | "neither"
            | "never"
            | "no"
            | "nobody"
            | "none"
            | "nor"
            | "not"
            | "nothing"
            | "nowhere"
            | "scarcely"
            | "without"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which tokens are negated, given the flags of each and whether a clause ended before it.
    fn negated(tokens: &[(u32, bool)]) -> Vec<bool> {
        let mut state = NegationState::default();
        tokens.iter().map(|(flags, after_clause)| state.step(*flags, *after_clause)).collect()
    }

    #[test]
    fn the_scope_ends_with_the_clause() {
        assert_eq!(negated(&[(NEGATOR, false), (0, false), (0, true), (0, false)]), [false, true, false, false]);
    }

    #[test]
    fn the_scope_ends_after_so_many_tokens() {
        let mut tokens = vec![(0, false); NEGATION_SCOPE + 2];
        tokens[0] = (NEGATOR, false);
        assert_eq!(negated(&tokens).iter().filter(|n| **n).count(), NEGATION_SCOPE);
        assert_eq!(negated(&tokens).last(), Some(&false));
    }

    #[test]
    fn a_hashtag_is_neither_negated_nor_counted() {
        let mut tokens = vec![(0, false); NEGATION_SCOPE + 2];
        tokens[0] = (NEGATOR, false);
        tokens[1] = (OUT_OF_SEQUENCE, false);
        assert_eq!(negated(&tokens), [false, false, true, true, true, true]);
    }

    #[test]
    fn a_second_negator_is_not_negated_and_starts_again() {
        assert_eq!(negated(&[(NEGATOR, false), (NEGATOR, false), (0, false)]), [false, false, true]);
    }
}
