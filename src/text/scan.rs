//! The tokens of a text by a road for plain ASCII words, eight bytes at a time; all else goes the general road.
//!
//! Most of English text is runs of letters and digits with spaces, commas and full stops between. Where such runs begin
//! and end is found with integer arithmetic on words of eight bytes, without a branch a byte; wherever a rule of
//! [`tokens`](super::tokens) could say more than "a run ends here", that very function is asked. Both therefore find the
//! same tokens, which a property test holds them to.

use super::token::{TokenKind, Tokens};
use crate::ByteSpan;

/// Finds tokens; keeps its scratch memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scanner {
    /// Whether [`TokenKind::Clause`] is wanted.
    clauses: bool,
    /// A bit a byte of the text, 64 in each number, the lowest first: ASCII letters and digits.
    runs: Vec<u64>,
    /// The same: bytes that can begin a token, and those that are not ASCII.
    starts: Vec<u64>,
}

impl Scanner {
    /// A scanner that also finds the punctuation that ends clauses, if it is wanted.
    pub(crate) fn new(clauses: bool) -> Self {
        Self { clauses, ..Self::default() }
    }

    /// Calls `visit` with each token of `text` in order; with [`TokenKind::Clause`] only where that is wanted.
    #[inline]
    pub(crate) fn scan(&mut self, text: &str, mut visit: impl FnMut(TokenKind, ByteSpan)) {
        let bytes = text.as_bytes();
        match self.clauses {
            true => self.mark::<true>(bytes),
            false => self.mark::<false>(bytes),
        }
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        let mut at = 0;
        loop {
            let ahead = window(&self.starts, at);
            if ahead == 0 {
                at += 64;
                if at >= bytes.len() {
                    return;
                }
                continue;
            }
            at += ahead.trailing_zeros() as usize;
            let length = (!window(&self.runs, at)).trailing_zeros() as usize;
            let end = at + length;
            if length > 0 && length < 64 && !(LOOK[usize::from(byte(end))] && goes_on(bytes, at, end)) {
                visit(TokenKind::Word, ByteSpan::new(at, end));
                at = end;
                continue;
            }
            let clause = match byte(at) {
                b'.' => !(byte(at + 1) == b'.' && byte(at + 2) == b'.'),
                other => matches!(other, b',' | b'(' | b')' | b'[' | b']'),
            };
            if clause {
                if self.clauses {
                    visit(TokenKind::Clause, ByteSpan::new(at, at + 1));
                }
                at += 1;
                continue;
            }
            let Some(token) = (Tokens { text, at }).next() else { return };
            if self.clauses || token.kind != TokenKind::Clause {
                visit(token.kind, token.span);
            }
            at = token.span.end;
        }
    }

    fn mark<const CLAUSES: bool>(&mut self, bytes: &[u8]) {
        self.runs.clear();
        self.starts.clear();
        let blocks = bytes.chunks_exact(64);
        let mut last = [0; 64];
        let rest = blocks.remainder();
        if let Some(place) = last.get_mut(..rest.len()) {
            place.copy_from_slice(rest);
        }
        for block in blocks.chain(std::iter::once(last.as_slice())) {
            let (mut runs, mut starts) = (0, 0);
            for (k, word) in block.chunks_exact(8).enumerate() {
                let word = word.try_into().map_or(0, u64::from_le_bytes);
                let (run, start) = marks::<CLAUSES>(word);
                runs |= gather(run) << (8 * k);
                starts |= gather(start) << (8 * k);
            }
            self.runs.push(runs);
            self.starts.push(starts);
        }
        // A window may reach one number further.
        self.runs.push(0);
        self.starts.push(0);
    }
}

/// The 64 bits from bit `at` on; zeros past the end.
#[inline(always)]
fn window(bits: &[u64], at: usize) -> u64 {
    let (number, shift) = (at / 64, at % 64);
    let of = |k: usize| bits.get(k).copied().unwrap_or(0);
    // Shifted twice, since a shift by 64 is not one.
    (of(number) >> shift) | ((of(number + 1) << 1) << (63 - shift))
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Eight bytes → the high bit of each that is an ASCII letter or digit, and of each that can begin a token or is not
/// ASCII. Of the signs these are `!`, `#`, `.`, those from `:` to `@`; where clauses are wanted also `(`, `)`, `,`, `-`, `[`, `]`.
#[inline(always)]
fn marks<const CLAUSES: bool>(word: u64) -> (u64, u64) {
    let wide = word & HIGH;
    let low = word & !HIGH;
    // Sums of two numbers below 128 stay within their byte.
    let from_to = |x: u64, from: u64, to: u64| (x + (0x80 - from) * ONES) & !(x + (0x7F - to) * ONES);
    let equals = |c: u64| !((low ^ (c * ONES)) + 0x7F * ONES);
    let letter = from_to(low | (0x20 * ONES), 0x61, 0x7A);
    let digit = from_to(low, 0x30, 0x39);
    let sign = from_to(low, 0x3A, 0x40) | equals(0x21) | equals(0x23) | equals(0x2E);
    let sign = match CLAUSES {
        true => sign | from_to(low, 0x28, 0x29) | from_to(low, 0x2C, 0x2D) | equals(0x5B) | equals(0x5D),
        false => sign,
    };
    let run = (letter | digit) & HIGH & !wide;
    (run, (sign & HIGH & !wide) | run | wide)
}

/// The high bits of eight bytes as the eight lowest bits.
#[inline(always)]
fn gather(bits: u64) -> u64 {
    (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Bytes after a run that the general road must look at.
const LOOK: [bool; 256] = {
    let mut look = [false; 256];
    let mut byte = 0x80;
    while byte < 256 {
        look[byte] = true;
        byte += 1;
    }
    look[b'\'' as usize] = true;
    look[b',' as usize] = true;
    look[b'.' as usize] = true;
    look[b':' as usize] = true;
    look
};

/// Whether the word or link that begins with the run from `at` to `end` may go on past it.
fn goes_on(bytes: &[u8], at: usize, end: usize) -> bool {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let after = byte(end + 1);
    let word = after.is_ascii_alphanumeric() || !after.is_ascii();
    match byte(end) {
        b',' => after.is_ascii_digit(),
        b'\'' => word,
        b'.' => word || bytes.get(at..end).is_some_and(|run| run.eq_ignore_ascii_case(b"www")),
        b':' => after == b'/',
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Token, tokens};

    fn check(text: &str) {
        for clauses in [false, true] {
            let wanted = |t: &Token| clauses || t.kind != TokenKind::Clause;
            let general: Vec<(TokenKind, ByteSpan)> = tokens(text).filter(wanted).map(|t| (t.kind, t.span)).collect();
            let mut found = Vec::new();
            let mut scanner = Scanner::new(clauses);
            scanner.scan("used before, and for longer than this one", |_, _| {});
            scanner.scan(text, |kind, span| found.push((kind, span)));
            assert_eq!(found, general, "{text:?}");
        }
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
        ] {
            check(text);
        }
        let long = "a".repeat(200);
        for gap in ["", " ", "'", ".", "é"] {
            check(&format!("{long}{gap}{long} b"));
            check(&format!("b {}{gap}c", " ".repeat(150)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_fast_road_finds_the_tokens_of_the_general_one(text in "[a-cA-CwhtpsUS0-3 .,:;'’!?#@/=<>()\\-_\"é限🙂\u{301}]{0,150}") {
            check(&text);
        }

        #[test]
        fn also_in_any_text(text in "\\PC{0,150}") {
            check(&text);
        }
    }

    #[test]
    fn each_byte_is_marked_as_it_is() {
        for byte in 0..=255u8 {
            let word = u64::from(byte) << 24;
            for ((run, start), signs) in
                [(marks::<false>(word), &b"!#.:;<=>?@"[..]), (marks::<true>(word), &b"!#.:;<=>?@(),-[]"[..])]
            {
                let (run, start) = (gather(run) == 8, gather(start) == 8);
                assert_eq!(run, byte.is_ascii_alphanumeric(), "{byte}");
                let sign = byte.is_ascii() && !byte.is_ascii_alphanumeric() && start;
                assert_eq!(sign, signs.contains(&byte), "{byte}");
                assert!(byte.is_ascii() || start);
            }
        }
    }
}
