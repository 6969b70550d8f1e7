//! The tokens of a text by a road for plain ASCII words, many bytes at a time; all else goes the general road.
//!
//! Most of English text is runs of letters and digits with spaces, commas and full stops between. Where such runs begin
//! and end, and where a clause ends, is found for all bytes alike, without a branch; wherever a rule of
//! [`tokens`](super::tokens) could say more than "a run ends here", that very function is asked. Both therefore find the
//! same tokens, which a property test holds them to.

use super::token::{Token, TokenKind, Tokens};
use crate::ByteSpan;

/// Finds tokens; keeps its scratch memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scanner {
    /// Whether it is wanted where clauses end.
    clauses: bool,
    /// The text, with room behind that spares looks at its end.
    padded: Vec<u8>,
    /// A bit a byte of the text, the lowest first: ASCII letters and digits.
    runs: Vec<u8>,
    /// The same: bytes that begin a token, may begin one, or are not ASCII.
    starts: Vec<u8>,
    /// The same: signs that end a clause, unless they belong to a token.
    ends: Vec<u8>,
}

/// Bits of a [`window`] that are there for certain.
const WINDOW: usize = 57;

impl Scanner {
    /// A scanner that also finds where clauses end, if that is wanted.
    pub(crate) fn new(clauses: bool) -> Self {
        Self { clauses, ..Self::default() }
    }

    /// Calls `visit` with each token of `text` in order that is no [`TokenKind::Clause`], and with whether there was one of
    /// these since the token before; never, if that is not wanted.
    #[inline]
    pub(crate) fn scan(&mut self, text: &str, mut visit: impl FnMut(Token, bool)) {
        let bytes = text.as_bytes();
        self.mark(bytes);
        let (mut at, mut ended) = (0, false);
        loop {
            let (ahead, ends) = (window(&self.starts, at), window(&self.ends, at));
            if ahead == 0 {
                ended |= ends != 0;
                at += WINDOW;
                if at >= bytes.len() {
                    return;
                }
                continue;
            }
            // Of the bits below the first that is set.
            ended |= ends & (ahead - 1) & !ahead != 0;
            at += ahead.trailing_zeros() as usize;
            let token = match self.plain(bytes, at) {
                Plain::Token(kind, end) => Token { kind, span: ByteSpan::new(at, end) },
                Plain::Nothing => {
                    at += 1;
                    continue;
                }
                Plain::Unclear => {
                    let Some(token) = (Tokens { text, at }).next() else { return };
                    if token.kind == TokenKind::Clause {
                        ended = true;
                        at = token.span.end;
                        continue;
                    }
                    token
                }
            };
            visit(token, ended & self.clauses);
            ended = false;
            at = token.span.end;
        }
    }

    /// What begins at a byte that may begin a token, if that is plain.
    #[inline(always)]
    fn plain(&self, bytes: &[u8], at: usize) -> Plain {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        let run_from = |at: usize| at + (!window(&self.runs, at)).trailing_zeros() as usize;
        let mut end = run_from(at);
        if end > at {
            // Apostrophes between letters belong to a word.
            while byte(end) == b'\'' && byte(end - 1).is_ascii_alphabetic() && byte(end + 1).is_ascii_alphabetic() {
                end = run_from(end + 1);
            }
            let clear = end - at < WINDOW && !(LOOK[usize::from(byte(end))] && goes_on(bytes, at, end));
            return if clear { Plain::Token(TokenKind::Word, end) } else { Plain::Unclear };
        }
        end = at + 1;
        let kind = match byte(at) {
            b'!' | b'?' => {
                while matches!(byte(end), b'!' | b'?') {
                    end += 1;
                }
                TokenKind::Tone
            }
            b'#' => TokenKind::Hashtag,
            b'@' => TokenKind::Mention,
            _ => return Plain::Unclear,
        };
        if kind != TokenKind::Tone {
            end = run_from(end);
        }
        // What stands behind may belong to it as well.
        match byte(end) {
            b'_' => Plain::Unclear,
            wide if !wide.is_ascii() || end - at >= WINDOW => Plain::Unclear,
            _ if kind != TokenKind::Tone && end == at + 1 => Plain::Nothing,
            _ => Plain::Token(kind, end),
        }
    }

    /// The text that was scanned last, with bytes of zero behind it, sixty-four at least.
    #[inline(always)]
    pub(crate) fn padded(&self) -> &[u8] {
        &self.padded
    }

    fn mark(&mut self, bytes: &[u8]) {
        let Self { padded, runs, starts, ends, .. } = self;
        padded.clear();
        padded.extend_from_slice(bytes);
        let blocks = bytes.len().div_ceil(BLOCK);
        padded.resize(BLOCK * (blocks + 1), 0);
        for bits in [&mut *runs, &mut *starts, &mut *ends] {
            // A window may reach past the end.
            if bits.len() < BLOCK / 8 * (blocks + 2) {
                bits.resize(BLOCK / 8 * (blocks + 2), 0);
            }
            bits.iter_mut().skip(BLOCK / 8 * blocks).take(2 * BLOCK / 8).for_each(|bits| *bits = 0);
        }
        let starts = starts.chunks_exact_mut(BLOCK / 8).zip(ends.chunks_exact_mut(BLOCK / 8));
        let places = runs.chunks_exact_mut(BLOCK / 8).zip(starts).take(blocks);
        for (block, (runs, (starts, ends))) in places.enumerate() {
            let Some(bytes) = padded.get(BLOCK * block..).and_then(|rest| rest.first_chunk()) else { break };
            let marks = marks(bytes);
            for (k, eight) in marks.chunks_exact(8).enumerate() {
                let word = eight.try_into().map_or(0, u64::from_le_bytes);
                for (bits, mark) in [(&mut *runs, RUN), (&mut *starts, START), (&mut *ends, END)] {
                    if let Some(bits) = bits.get_mut(k) {
                        *bits = gather(word, mark);
                    }
                }
            }
        }
    }
}

/// What begins at a byte.
enum Plain {
    /// A token that ends there.
    Token(TokenKind, usize),
    /// No token.
    Nothing,
    /// The general road must say.
    Unclear,
}

/// The bits from bit `at` on, [`WINDOW`] at least; zeros past the end.
#[inline(always)]
fn window(bits: &[u8], at: usize) -> u64 {
    let eight = bits.get(at / 8..).and_then(|bits| bits.first_chunk());
    eight.map_or(0, |eight| u64::from_le_bytes(*eight) >> (at % 8))
}

/// Bytes marked together.
const BLOCK: usize = 64;
/// An ASCII letter or digit.
const RUN: u8 = 1;
/// What begins or may begin a token that is no clause's end.
const START: u8 = 2;
/// What ends a clause, if it belongs to no token.
const END: u8 = 4;

/// Each byte's marks, from it and the next. Simple enough for the compiler to do sixteen together.
#[inline(always)]
fn marks(bytes: &[u8; BLOCK + 1]) -> [u8; BLOCK] {
    let mut marks = [0; BLOCK];
    for ((mark, byte), next) in marks.iter_mut().zip(bytes).zip(bytes.iter().skip(1)) {
        *mark = mark_of(*byte, *next);
    }
    marks
}

#[inline(always)]
fn mark_of(byte: u8, next: u8) -> u8 {
    let is = |sign: u8| byte == sign;
    let run = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
    let (space, dots) = (next == b' ', next == b'.');
    // Signs that differ in one bit are told together.
    let (colon, round) = (byte | 1 == b';', byte | 1 == b')');
    let tone = is(b'?') | (is(b'.') & dots) | (is(b'<') & (next == b'3')) | ((colon | is(b'=')) & !space);
    let start = run | (byte >= 0x80) | (byte | 2 == b'#') | is(b'@') | tone;
    let bracket = round | is(b'[') | is(b']');
    let end = bracket | is(b',') | (is(b'.') & !dots) | (colon & space) | (is(b'-') & (space | (next == b'-')));
    (u8::from(run) * RUN) | (u8::from(start) * START) | (u8::from(end) * END)
}

/// Which of eight bytes have a mark, as bits.
#[inline(always)]
fn gather(eight: u64, mark: u8) -> u8 {
    let ones = (eight >> mark.trailing_zeros()) & 0x0101_0101_0101_0101;
    (ones.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// Bytes after a run that must be looked at.
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
        // Between ASCII letters it was passed already.
        b'\'' => !after.is_ascii(),
        b'.' => word || bytes.get(at..end).is_some_and(|run| run.eq_ignore_ascii_case(b"www")),
        b':' => after == b'/',
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::tokens;

    fn check(text: &str) {
        for clauses in [false, true] {
            let (mut general, mut ended) = (Vec::new(), false);
            for token in tokens(text) {
                let clause = token.kind == TokenKind::Clause;
                if !clause {
                    general.push((token, ended && clauses));
                }
                ended = clause;
            }
            let mut found = Vec::new();
            let mut scanner = Scanner::new(clauses);
            scanner.scan("used before, and for longer than this one", |_, _| {});
            scanner.scan(text, |token, ended| found.push((token, ended)));
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
            "don't it's rock'n'roll 90's o'9 d'é a''b isn't: can't,1 a'www.b.c",
            "#a_b #é # #a'b #_ #a! !!é! ?!x @a.b @a-b",
            "a- b --c a-b - -d: e; (f) g:h ;) i :) j := k",
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
        for (byte, next) in (0..128u8).flat_map(|byte| (0..128u8).map(move |next| (byte, next))) {
            let text = String::from_utf8(vec![byte, next, b' ']).unwrap();
            let first = tokens(&text).next().filter(|token| token.span.start == 0).map(|token| token.kind);
            let mark = mark_of(byte, next);
            assert_eq!(mark & RUN != 0, byte.is_ascii_alphanumeric(), "{text:?}");
            match first {
                Some(TokenKind::Clause) => assert!(mark & (START | END) != 0, "{text:?}"),
                Some(_) => assert!(mark & START != 0, "{text:?}"),
                None => assert!(mark & END == 0, "{text:?}"),
            }
            assert!(mark_of(byte | 0x80, next) == START);
        }
        for bits in 0..=255u8 {
            let eight = (0..8).map(|k| u64::from(bits >> k & 1) << (8 * k + 2)).sum();
            assert_eq!((gather(eight, END), gather(eight, RUN)), (bits, 0));
        }
    }
}
