//! The tokens of a text by a road for plain ASCII words, sixty-four bytes at a time; all else goes the general road.
//!
//! Most of English text is runs of letters and digits with spaces, commas and full stops between. What a block's bytes mean
//! is reckoned for all of them alike ([`Block`]); wherever a rule of [`tokens`](super::tokens) could say more than "a run ends
//! here", that very function is asked. Both therefore find the same tokens, which property tests hold them to.

use super::block::{Block, Carry};
use super::marks::BLOCK;
use super::token::{TokenKind, Tokens};
use crate::ByteSpan;

/// A token that is no [`TokenKind::Clause`], and whether a clause ended before it: at one, or at a [`TokenKind::Tone`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    start: usize,
    /// The end, then three bits for the kind and one for the clause.
    rest: usize,
}

/// Kinds by their bits, the last for plain tokens, whose first byte says which of four they are.
const KINDS: [Option<TokenKind>; 8] = [
    Some(TokenKind::Word),
    Some(TokenKind::Hashtag),
    Some(TokenKind::Mention),
    Some(TokenKind::Link),
    Some(TokenKind::Emoji),
    Some(TokenKind::Tone),
    Some(TokenKind::Clause),
    None,
];
const PLAIN: usize = 7;

impl Found {
    #[inline(always)]
    fn new(start: usize, end: usize, kind: usize, after_clause: bool) -> Self {
        Self { start, rest: (end << 4) | (kind << 1) | usize::from(after_clause) }
    }

    #[inline(always)]
    pub(crate) fn span(self) -> ByteSpan {
        ByteSpan::new(self.start, self.rest >> 4)
    }

    /// Its kind, in the text that was scanned.
    pub(crate) fn kind(self, text: &str) -> TokenKind {
        KINDS[(self.rest >> 1) & 7].unwrap_or_else(|| match text.as_bytes().get(self.start) {
            Some(b'#') => TokenKind::Hashtag,
            Some(b'@') => TokenKind::Mention,
            Some(b'!' | b'?') => TokenKind::Tone,
            _ => TokenKind::Word,
        })
    }

    #[inline(always)]
    pub(crate) fn is_link(self) -> bool {
        (self.rest >> 1) & 7 == TokenKind::Link as usize
    }

    #[inline(always)]
    pub(crate) fn after_clause(self) -> bool {
        self.rest & 1 != 0
    }
}

/// Finds tokens; keeps its scratch memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scanner {
    /// The text, with spaces behind it that spare looks at its end.
    padded: Vec<u8>,
    /// The tokens, and how many of them are of this text; room for more behind.
    found: Vec<Found>,
    count: usize,
    /// Which of them are links.
    links: Vec<usize>,
    /// The token that has begun: where, and whether after a clause.
    open: Option<(usize, bool)>,
    /// Whether a clause ended since the last token.
    ended: bool,
    /// The end of the last token that the general road found: blocks up to it are looked at step by step.
    resume: usize,
}

impl Scanner {
    /// The tokens of `text`, in order.
    pub(crate) fn scan(&mut self, text: &str) {
        let length = text.len();
        self.padded.clear();
        self.padded.extend_from_slice(text.as_bytes());
        // The last run ends at a space.
        let blocks = length / BLOCK + 1;
        self.padded.resize(BLOCK * (blocks + 1), b' ');
        self.count = 0;
        self.links.clear();
        (self.open, self.ended, self.resume) = (None, false, 0);
        let mut carry = Carry::default();
        for base in (0..blocks).map(|k| k * BLOCK) {
            // Each of its bytes may begin a token.
            if self.found.len() < self.count + 2 * BLOCK {
                self.found.resize(2 * (self.count + 2 * BLOCK), Found::default());
            }
            let block = Block::new(&self.padded, base, &mut carry);
            let unclear = block.unclear_starts | (block.unclear_ends & block.ends);
            if unclear == 0 && (self.resume < base || self.resume == 0) {
                self.plain(base, &block);
            } else if !self.step_by_step(text, base, &block) {
                return;
            }
        }
    }

    /// What was found.
    #[inline(always)]
    pub(crate) fn found(&self) -> &[Found] {
        self.found.get(..self.count).unwrap_or(&[])
    }

    /// Which of these are links.
    pub(crate) fn links(&self) -> &[usize] {
        &self.links
    }

    /// The text that was scanned last, with spaces behind it, sixty-four at least.
    #[inline(always)]
    pub(crate) fn padded(&self) -> &[u8] {
        &self.padded
    }

    /// A block in which all tokens are plain.
    #[inline(always)]
    fn plain(&mut self, base: usize, block: &Block) {
        // Adding the end of a clause to the gap it stands in carries through to the first byte of the next token.
        let gaps = !(block.runs | block.tones);
        let (sum, over) = gaps.overflowing_add((block.clauses | block.tone_ends) & gaps);
        let (sum, over_again) = sum.overflowing_add(u64::from(self.ended));
        self.ended = over | over_again;
        let after_clause = (sum & !gaps) | block.tone_ends;
        let (mut starts, mut ends) = (block.starts, block.ends);
        // As many tokens end in a block as it has bytes, at most.
        let Some(room) = self.found.get_mut(self.count..).and_then(|room| room.first_chunk_mut::<BLOCK>()) else {
            return;
        };
        let mut made = 0;
        if let Some((start, flag)) = self.open {
            if ends == 0 {
                return;
            }
            room[0] = Found::new(start, base + ends.trailing_zeros() as usize, PLAIN, flag);
            made = 1;
            ends &= ends - 1;
        }
        while ends != 0 {
            let (start, end) = (starts.trailing_zeros(), ends.trailing_zeros());
            let flag = after_clause.wrapping_shr(start) & 1 != 0;
            room[made % BLOCK] = Found::new(base + start as usize, base + end as usize, PLAIN, flag);
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

    fn push(&mut self, token: Found) {
        match self.found.get_mut(self.count) {
            Some(found) => *found = token,
            None => self.found.push(token),
        }
        self.count += 1;
    }

    /// A block in which some tokens are not plain; whether there may be more behind it.
    fn step_by_step(&mut self, text: &str, base: usize, block: &Block) -> bool {
        let mut at = base.max(self.resume);
        loop {
            let Some((start, flag)) = self.open else {
                if at >= base + BLOCK {
                    return true;
                }
                let rest = !0 << at.saturating_sub(base);
                // A token of the general road may have ended inside a run, or before this block.
                let inside = block.runs & !block.starts & rest & rest.wrapping_neg() != 0;
                if at < base || inside && at == self.resume {
                    let Some(end) = self.general(text, at, self.ended) else { return false };
                    at = end;
                    continue;
                }
                let ahead = (block.starts | block.unclear_starts) & rest;
                let gap = rest & (ahead.wrapping_sub(1) & !ahead);
                self.ended |= block.clauses & gap != 0;
                if ahead == 0 {
                    return true;
                }
                at = base + ahead.trailing_zeros() as usize;
                if block.unclear_starts & ahead & ahead.wrapping_neg() == 0 {
                    self.open = Some((at, self.ended));
                    self.ended = false;
                    continue;
                }
                let Some(end) = self.general(text, at, self.ended) else { return false };
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
            if block.unclear_ends & ends & ends.wrapping_neg() == 0 {
                let token = Found::new(start, at, PLAIN, flag);
                self.push(token);
                self.ended = token.kind(text) == TokenKind::Tone;
                continue;
            }
            let Some(end) = self.general(text, start, flag) else { return false };
            at = end;
        }
    }

    /// What the general road finds from `at` on, and its end; `None` at the end of the text.
    fn general(&mut self, text: &str, at: usize, after_clause: bool) -> Option<usize> {
        let token = (Tokens { text, at }).next()?;
        if token.kind == TokenKind::Clause {
            self.ended = true;
        } else {
            if token.kind == TokenKind::Link {
                self.links.push(self.count);
            }
            self.push(Found::new(token.span.start, token.span.end, token.kind as usize, after_clause));
            self.ended = token.kind == TokenKind::Tone;
        }
        self.resume = token.span.end;
        Some(token.span.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Token, tokens};

    fn check(text: &str) {
        let (mut general, mut ended) = (Vec::new(), false);
        for token in tokens(text) {
            let clause = token.kind == TokenKind::Clause;
            if !clause {
                general.push((token, ended));
            }
            ended = clause || token.kind == TokenKind::Tone;
        }
        let mut scanner = Scanner::default();
        scanner.scan("used before, and for longer than this one");
        scanner.scan(text);
        let token = |found: &Found| (Token { kind: found.kind(text), span: found.span() }, found.after_clause());
        assert_eq!(scanner.found().iter().map(token).collect::<Vec<_>>(), general, "{text:?}");
    }

    #[test]
    fn every_rule_of_the_general_road_is_kept() {
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
        ] {
            check(text);
        }
        let long = "a".repeat(200);
        for gap in ["", " ", "'", ".", "é", "#", "!", ", "] {
            check(&format!("{long}{gap}{long} b"));
            check(&format!("b {}{gap}c", " ".repeat(150)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_fast_road_finds_the_tokens_of_the_general_one(text in "[a-cA-CwhtpsUS0-3 .,:;'’!?#@/=<>()\\-_\"é限🙂\u{301}]{0,300}") {
            check(&text);
        }

        #[test]
        fn wherever_blocks_begin(text in "([a-cT]{1,3}|4|[ .,:!#@'_é/<-]|\\.\\.\\.|www|http://|:\\)|#a'b){60,120}") {
            check(&text);
        }

        #[test]
        fn also_in_any_text(text in "\\PC{0,150}") {
            check(&text);
        }
    }
}
