//! The scanner: plain blocks of 64 bytes by bit masks, everything else by the reference tokenizer.
//!
//! English text is mostly runs of letters and digits with spaces, commas and full stops between. [`Boundaries`] holds
//! where those runs begin and end. Wherever a rule of [`tokens`](crate::text::tokens) could do more than end a run,
//! that very tokenizer is asked, so that both find the same tokens; property tests check that they do.

use super::boundaries::{Boundaries, Carry};
use super::byte_classes::BLOCK;
use super::raw_token::{BY_FIRST_BYTE, RawToken};
use crate::text::token::{TokenKind, Tokens};

/// Finds the tokens of one text after another; its memory is reused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scanner {
    /// The text, padded with spaces so that whole blocks can be read at its end.
    padded: Vec<u8>,
    /// The tokens of this text, `count` of them, then unused room.
    tokens: Vec<RawToken>,
    count: usize,
    /// Positions of the links among the tokens.
    links: Vec<usize>,
    /// The token that has begun and not ended: its start, and whether a clause ended before it.
    open: Option<(usize, bool)>,
    /// Whether a clause ended since the last token.
    clause_ended: bool,
    /// End of the last token that the reference tokenizer found; blocks that begin before it are scanned step by step.
    resume: usize,
}

impl Scanner {
    /// Finds the tokens of `text`, in order.
    pub(crate) fn scan(&mut self, text: &str) {
        let length = text.len();
        self.padded.clear();
        self.padded.extend_from_slice(text.as_bytes());
        // At least one space follows, at which the last run ends.
        let blocks = length / BLOCK + 1;
        self.padded.resize(BLOCK * (blocks + 1), b' ');
        self.count = 0;
        self.links.clear();
        self.open = None;
        self.clause_ended = false;
        self.resume = 0;
        let mut carry = Carry::default();
        for base in (0..blocks).map(|k| k * BLOCK) {
            // Every byte of a block may begin a token, and one token may be open from before.
            if self.tokens.len() < self.count + 2 * BLOCK {
                self.tokens.resize(2 * (self.count + 2 * BLOCK), RawToken::default());
            }
            let block = Boundaries::new(&self.padded, base, &mut carry);
            let uncertain = block.uncertain_starts | (block.uncertain_ends & block.ends);
            if uncertain == 0 && (self.resume < base || self.resume == 0) {
                self.plain(base, &block);
            } else if !self.step_by_step(text, base, &block) {
                return;
            }
        }
    }

    /// The tokens that were found.
    #[inline(always)]
    pub(crate) fn tokens(&self) -> &[RawToken] {
        debug_assert!(self.count <= self.tokens.len());
        self.tokens.get(..self.count).unwrap_or(&[])
    }

    /// Positions of the links among [`Self::tokens`].
    pub(crate) fn links(&self) -> &[usize] {
        &self.links
    }

    /// The text that was scanned, followed by at least 64 spaces.
    #[inline(always)]
    pub(crate) fn padded(&self) -> &[u8] {
        &self.padded
    }

    /// Takes the tokens of a block in which all boundaries are certain.
    #[inline(always)]
    fn plain(&mut self, base: usize, block: &Boundaries) {
        // Adding the bit of a clause's end to the gap that it is in carries to the first byte of the next token.
        let gaps = !(block.runs | block.expressive);
        let (sum, over) = gaps.overflowing_add((block.clauses | block.expressive_ends) & gaps);
        let (sum, over_again) = sum.overflowing_add(u64::from(self.clause_ended));
        self.clause_ended = over | over_again;
        let after_clause = (sum & !gaps) | block.expressive_ends;
        let (mut starts, mut ends) = (block.starts, block.ends);
        // At most one token ends at each byte.
        let Some(room) = self.tokens.get_mut(self.count..).and_then(|room| room.first_chunk_mut::<BLOCK>()) else {
            return;
        };
        let mut made = 0;
        if let Some((start, flag)) = self.open {
            if ends == 0 {
                return;
            }
            room[0] = RawToken::new(start, base + ends.trailing_zeros() as usize, BY_FIRST_BYTE, flag);
            made = 1;
            ends &= ends - 1;
        }
        while ends != 0 {
            let (start, end) = (starts.trailing_zeros(), ends.trailing_zeros());
            let flag = after_clause.wrapping_shr(start) & 1 != 0;
            room[made % BLOCK] = RawToken::new(base + start as usize, base + end as usize, BY_FIRST_BYTE, flag);
            made += 1;
            starts &= starts.wrapping_sub(1);
            ends &= ends - 1;
        }
        self.count += made;
        self.open = (starts != 0).then(|| {
            let start = starts.trailing_zeros();
            (base + start as usize, (after_clause >> start) & 1 != 0)
        });
    }

    fn push(&mut self, token: RawToken) {
        match self.tokens.get_mut(self.count) {
            Some(room) => *room = token,
            None => self.tokens.push(token),
        }
        self.count += 1;
    }

    /// Takes the tokens of a block with uncertain boundaries one by one; `false` at the end of the text.
    fn step_by_step(&mut self, text: &str, base: usize, block: &Boundaries) -> bool {
        let mut at = base.max(self.resume);
        loop {
            let Some((start, flag)) = self.open else {
                if at >= base + BLOCK {
                    return true;
                }
                let rest = !0 << at.saturating_sub(base);
                // The reference tokenizer may have ended a token inside a run, or before this block.
                let inside = block.runs & !block.starts & rest & rest.wrapping_neg() != 0;
                if at < base || inside && at == self.resume {
                    let Some(end) = self.by_reference(text, at, self.clause_ended) else { return false };
                    at = end;
                    continue;
                }
                let ahead = (block.starts | block.uncertain_starts) & rest;
                let gap = rest & (ahead.wrapping_sub(1) & !ahead);
                self.clause_ended |= block.clauses & gap != 0;
                if ahead == 0 {
                    return true;
                }
                at = base + ahead.trailing_zeros() as usize;
                if block.uncertain_starts & ahead & ahead.wrapping_neg() == 0 {
                    self.open = Some((at, self.clause_ended));
                    self.clause_ended = false;
                    continue;
                }
                let Some(end) = self.by_reference(text, at, self.clause_ended) else { return false };
                at = end;
                continue;
            };
            let from = (start + 1).saturating_sub(base);
            let ends = if from < BLOCK { block.ends & (!0 << from) } else { 0 };
            if ends == 0 {
                return true;
            }
            self.open = None;
            at = base + ends.trailing_zeros() as usize;
            if block.uncertain_ends & ends & ends.wrapping_neg() == 0 {
                let token = RawToken::new(start, at, BY_FIRST_BYTE, flag);
                self.push(token);
                self.clause_ended = token.kind(text) == TokenKind::Expressive;
                continue;
            }
            let Some(end) = self.by_reference(text, start, flag) else { return false };
            at = end;
        }
    }

    /// Takes the next token from byte `at` on by the reference tokenizer and returns its end; `None` at the end of the
    /// text.
    fn by_reference(&mut self, text: &str, at: usize, after_clause: bool) -> Option<usize> {
        let token = (Tokens { text, at }).next()?;
        if token.kind == TokenKind::Clause {
            self.clause_ended = true;
        } else {
            if token.kind == TokenKind::Link {
                self.links.push(self.count);
            }
            self.push(RawToken::new(token.span.start(), token.span.end(), token.kind as usize, after_clause));
            self.clause_ended = token.kind == TokenKind::Expressive;
        }
        self.resume = token.span.end();
        Some(token.span.end())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Token, tokens};

    fn check(text: &str) {
        let (mut expected, mut ended) = (Vec::new(), false);
        for token in tokens(text) {
            let clause = token.kind == TokenKind::Clause;
            if !clause {
                expected.push((token, ended));
            }
            ended = clause || token.kind == TokenKind::Expressive;
        }
        let mut scanner = Scanner::default();
        scanner.scan("used before, and for longer than this one");
        scanner.scan(text);
        let token = |raw: &RawToken| (Token { kind: raw.kind(text), span: raw.span() }, raw.after_clause());
        assert_eq!(scanner.tokens().iter().map(token).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn every_rule_of_the_reference_tokenizer_is_kept() {
        for text in [
            "",
            " ",
            "a",
            "U.S. and U.S",
            "4,800.5, 3,",
            "can't 'quoted' dogs' o'",
            "www.example.org www. WWW.-x",
            "http://a.b:80/c",
            "see https://x: y",
            "wait... no.. yes.",
            ":-) :) <3 < 3 a:b ;",
            "#tag @name # @ a#b",
            "!? !",
            "naïve café’s é",
            "a\u{301} b",
            "限制AI芯片 good",
            "x\0y\u{7f}z\u{80}",
            "-- a - b",
            "a.b.c.",
            "e.g. i.e.",
            "<br /><br />Well",
            "A.",
            "A.é B.",
            "a,é",
            "1,2,3.4.5",
            "don't it's rock'n'roll 90's o'9 d'é a''b isn't: can't,1 a'www.b.c",
            "#a_b #é # #a'b #_ #a! !!é! ?!x @a.b @a-b",
            "a- b --c a-b - -d: e; (f) g:h ;) i :) j := k",
            "can`t won´t ``quoted`` a`é é`a `a #a`b",
            "ex\u{AD}port a\u{200B} \u{2060}b c\u{200D}d can\u{AD}'t can'\u{AD}t 限\u{200B}制 \u{FEFF}x",
            "\u{1F642}\u{200D} a \u{1F642}\u{200D}a \u{1F469}\u{200D}\u{1F4BB}",
        ] {
            check(text);
        }
        let long = "a".repeat(200);
        for gap in ["", " ", "'", ".", "é", "#", "!", ", "] {
            check(&format!("{long}{gap}{long} b"));
            check(&format!("b {}{gap}c", " ".repeat(150)));
        }
    }

    #[test]
    fn every_character_is_read_as_the_reference_tokenizer_reads_it() {
        let all: Vec<char> = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        for some in all.chunks(500) {
            check(&some.iter().map(|c| format!("{c} a{c}b 1{c}2 '{c}' #{c}")).collect::<Vec<_>>().join(" "));
            check(&some.iter().collect::<String>());
        }
    }

    #[test]
    fn text_without_spaces_takes_time_in_proportion_to_its_length() {
        // A quadratic tokenizer takes minutes for each of these.
        for unit in ["限", "ก", "ア", "www.", "a.", "a'", "😀\u{200D}", "a\u{AD}", "#a", "1,"] {
            let text = unit.repeat(400_000);
            let mut scanner = Scanner::default();
            scanner.scan(&text);
            assert!(tokens(&text).count() >= scanner.tokens().len());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_scanner_finds_the_tokens_of_the_reference_tokenizer(text in "[a-cA-CwhtpsUS0-3 .,:;'’`!?#@/=<>()\\-_\"é限🙂\u{301}\u{AD}\u{200D}]{0,300}") {
            check(&text);
        }

        #[test]
        fn block_borders_do_not_matter(text in "([a-cT]{1,3}|4|[ .,:!#@'_é/<-]|\\.\\.\\.|www|http://|:\\)|#a'b){60,120}") {
            check(&text);
        }

        #[test]
        fn any_text_gives_the_same_tokens(text in "\\PC{0,150}|(?s:.){0,60}") {
            check(&text);
        }
    }
}
