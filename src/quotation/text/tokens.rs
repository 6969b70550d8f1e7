//! The narrator's text as tokens: words with their classes, punctuation, and each quotation as one token.

use super::lexicon::{Class, Language, Lexicon};
use super::quote_marks::QuotedSpan;
use crate::span::ByteSpan;

/// Letters of a word that an apostrophe cuts short, at most: *qu'*, *dell'*.
const LONGEST_ELIDED: usize = 5;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word or number.
    Word,
    /// A quotation, by its index in the paragraph.
    Quote(usize),
    /// `,`
    Comma,
    /// `.`, `?`, `!` or the seam of a glued sub-head (empty).
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `—`, `–`, `--`, or a hyphen between spaces.
    Dash,
    /// `(`, `[`
    Open,
    /// `)`, `]`
    Close,
    /// Anything else.
    Other,
}

/// A token with its place and classes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: TokenKind,
    pub(crate) class: Class,
}

impl Token {
    /// Whether it is a word of any class in `class`.
    pub(crate) fn is(&self, class: Class) -> bool {
        self.class.intersects(class)
    }

    /// Whether it is a word.
    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a quotation.
    pub(crate) fn is_quote(&self) -> bool {
        matches!(self.kind, TokenKind::Quote(_))
    }

    /// Whether it is a word that can be part of a name: capitalised.
    pub(crate) fn is_capitalized(&self) -> bool {
        self.is_word() && self.class.intersects(Class::CAP)
    }

    /// Where it is.
    pub(crate) fn span(&self) -> ByteSpan {
        ByteSpan::new(self.start, self.end)
    }
}

/// Appends the tokens of `paragraph` to `out`; `quoted` are its quotations, each of which is one token.
pub(crate) fn scan(text: &str, paragraph: ByteSpan, quoted: &[QuotedSpan], lexicon: &Lexicon, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut next = 0;
    let mut i = paragraph.start();
    while i < paragraph.end() {
        if let Some(quotation) = quoted.get(next)
            && i >= quotation.outer.start()
        {
            let (start, end) = (quotation.outer.start(), quotation.outer.end());
            out.push(Token { start, end, kind: TokenKind::Quote(next), class: Class::default() });
            next += 1;
            i = end.max(i);
            continue;
        }
        let stop = quoted.get(next).map_or(paragraph.end(), |s| s.outer.start());
        let Some(&b) = bytes.get(i) else { break };
        let single = |kind| Token { start: i, end: i + 1, kind, class: Class::default() };
        match b {
            b' ' | b'\t' | b'\n' | b'\r' => i += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'#' | b'$' => i = word(text, i, stop, lexicon, out),
            b',' => {
                out.push(single(TokenKind::Comma));
                i += 1;
            }
            b'.' | b'?' | b'!' => {
                out.push(single(TokenKind::Stop));
                i += 1;
            }
            b':' | b';' | b'(' | b'[' | b')' | b']' => {
                out.push(single(match b {
                    b':' => TokenKind::Colon,
                    b';' => TokenKind::Semicolon,
                    b'(' | b'[' => TokenKind::Open,
                    _ => TokenKind::Close,
                }));
                i += 1;
            }
            b'-' => {
                let dashes = bytes.get(i..stop).unwrap_or(&[]).iter().take_while(|b| **b == b'-').count();
                out.push(Token { start: i, end: i + dashes, kind: TokenKind::Dash, class: Class::default() });
                i += dashes.max(1);
            }
            0x80.. => {
                let Some(c) = text.get(i..).and_then(|rest| rest.chars().next()) else {
                    break;
                };
                let end = i + c.len_utf8();
                if c.is_alphanumeric() {
                    i = word(text, i, stop, lexicon, out);
                } else {
                    if !c.is_whitespace() && !is_format(c) {
                        let kind = match c {
                            '—' | '–' | '―' | '‒' => TokenKind::Dash,
                            '…' | '。' | '！' | '？' => TokenKind::Stop,
                            '，' | '、' => TokenKind::Comma,
                            '：' => TokenKind::Colon,
                            '；' => TokenKind::Semicolon,
                            _ => TokenKind::Other,
                        };
                        out.push(Token { start: i, end, kind, class: Class::default() });
                    }
                    i = end;
                }
            }
            _ => {
                out.push(single(TokenKind::Other));
                i += 1;
            }
        }
    }
}

/// Zero-width and direction marks, soft hyphen and byte order mark.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// A word as it is read: where it ends, and what was seen on the way.
struct WordScan {
    /// The byte after it.
    end: usize,
    /// The apostrophe of a possessive right after it.
    owns: Option<usize>,
    /// Whether a full stop is inside it: *U.S*, *3.5*.
    inner_dot: bool,
    /// Where a capital follows three lower-case letters or more: a sub-head may be glued to the next sentence.
    seam: Option<usize>,
    /// Whether an ASCII capital is in it.
    capital: bool,
}

/// Reads a word from `start` up to `stop` at the latest.
fn scan_word(text: &str, start: usize, stop: usize) -> WordScan {
    let bytes = text.as_bytes();
    let mut word = WordScan { end: start, owns: None, inner_dot: false, seam: None, capital: false };
    let mut lower_run = 0usize;
    let joined = |at: usize| at < stop && bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xC3);
    while word.end < stop {
        let end = word.end;
        let Some(&b) = bytes.get(end) else { break };
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        match b {
            b'a'..=b'z' => {
                let rest = bytes.get(end..stop).unwrap_or(&[]);
                let run = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
                lower_run += run;
                word.end += run;
            }
            b'A'..=b'Z' => {
                if lower_run >= 3 && word.seam.is_none() {
                    word.seam = Some(end);
                }
                lower_run = 0;
                word.capital = true;
                word.end += 1;
            }
            b'0'..=b'9' | b'_' | b'@' | b'#' | b'$' | b'%' => word.end += 1,
            b'-' | b'&' | b'/' if end > start && joined(end + 1) => {
                lower_run = 0;
                word.end += 1;
            }
            b'.' if end > start && joined(end + 1) => {
                // U.S., a.m., 3.5: letters follow directly. A sentence glued to the next is cut.
                if bytes.get(end + 1).is_some_and(u8::is_ascii_uppercase) && lower_run >= 3 {
                    break;
                }
                lower_run = 0;
                word.inner_dot = true;
                word.end += 1;
            }
            b',' if digit(end.wrapping_sub(1)) && end + 1 < stop && digit(end + 1) => word.end += 1,
            b'\'' | 0xE2 if b == b'\'' || text.get(end..end + 3) == Some("’") => {
                let mark = if b == b'\'' { 1 } else { 3 };
                match apostrophe(text, end, mark, stop) {
                    Apostrophe::Possessive => {
                        word.owns = Some(end);
                        break;
                    }
                    Apostrophe::Inside => word.end += mark,
                    Apostrophe::After => break,
                }
            }
            0x80.. => match text.get(end..).and_then(|rest| rest.chars().next()) {
                Some(c) if c.is_alphanumeric() || is_format(c) || is_mark(c) => {
                    lower_run += usize::from(c.is_lowercase());
                    word.end += c.len_utf8();
                }
                _ => break,
            },
            _ => break,
        }
    }
    if word.end == start {
        // A lone symbol: always make progress, by whole characters.
        word.end = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    word
}

/// Reads a word from `start`, pushes it (two words and a seam for a glued sub-head), and says where it ends.
fn word(text: &str, start: usize, stop: usize, lexicon: &Lexicon, out: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let scanned = scan_word(text, start, stop);
    let end = scanned.end;
    if let Some((first, second)) = parts(text.get(start..end).unwrap_or(""), lexicon.language) {
        push(text, start, start + first, lexicon, Class::default(), true, out);
        return word(text, start + second, stop, lexicon, out);
    }
    if let Some(at) = scanned.seam {
        let function = lexicon.class(text.get(at..end).unwrap_or("")).intersects(Class::FUNCTION);
        if function && bytes.get(end) != Some(&b'.') && bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            push(text, start, at, lexicon, Class::default(), true, out);
            out.push(Token { start: at, end: at, kind: TokenKind::Stop, class: Class::default() });
            push(text, at, end, lexicon, Class::default(), true, out);
            return end;
        }
    }
    if let Some(at) = scanned.owns {
        push(text, start, end, lexicon, Class::OWNS, scanned.capital, out);
        let mark = if bytes.get(at) == Some(&b'\'') { 1 } else { 3 };
        let s = matches!(bytes.get(at + mark), Some(b's' | b'S')) && at + mark < stop;
        return at + mark + usize::from(s);
    }
    if end < stop && keeps_stop(text, start, &scanned, stop, lexicon) {
        push(text, start, end, lexicon, Class::DOTTED, scanned.capital, out);
        if let Some(token) = out.last_mut() {
            token.end = end + 1;
        }
        return end + 1;
    }
    push(text, start, end, lexicon, Class::default(), scanned.capital, out);
    end
}

/// Two words written as one: *l'avocat*, *affirme-t-il*. Where the first ends and the second begins, in bytes.
fn parts(written: &str, language: Language) -> Option<(usize, usize)> {
    if !matches!(language, Language::French | Language::Italian) {
        return None;
    }
    if written.eq_ignore_ascii_case("d'après") || written.eq_ignore_ascii_case("d’après") {
        return None;
    }
    let elided = written.char_indices().take(LONGEST_ELIDED).find(|(_, c)| matches!(c, '\'' | '’'));
    if let Some((at, mark)) = elided.filter(|(at, mark)| at + mark.len_utf8() < written.len() && *at > 0) {
        return Some((at, at + mark.len_utf8()));
    }
    let pronoun = ["-t-il", "-t-elle", "-t-on", "-il", "-elle", "-ils", "-elles", "-on", "-je"];
    // a-t-elle: the verb may be a single letter.
    let suffix = pronoun.iter().find(|p| {
        let shortest = if p.starts_with("-t-") { 0 } else { 2 };
        written.len() > p.len() + shortest && written.ends_with(**p)
    })?;
    let verb = written.len() - suffix.len();
    Some((verb, verb + suffix.rfind('-').map_or(0, |at| at + 1)))
}

/// Whether a full stop follows the word at `start` and belongs to it: abbreviations, initials, *U.S.*
fn keeps_stop(text: &str, start: usize, word: &WordScan, stop: usize, lexicon: &Lexicon) -> bool {
    let bytes = text.as_bytes();
    if bytes.get(word.end) != Some(&b'.') {
        return false;
    }
    let written = text.get(start..word.end).unwrap_or("");
    let initial = written.chars().count() == 1 && written.chars().all(char::is_uppercase);
    let comma_follows = bytes.get(word.end + 1) == Some(&b',') && word.end + 1 < stop;
    comma_follows
        || word.inner_dot && !written.bytes().any(|b| b.is_ascii_digit()) && word.end - start <= 6
        || initial
        || lexicon.class(written).intersects(Class::ABBR) && written != "no"
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// What an apostrophe is.
enum Apostrophe {
    /// It makes the word before it a possessive.
    Possessive,
    /// It is part of the word.
    Inside,
    /// The word ends before it.
    After,
}

/// What the apostrophe of `len` bytes at `at` is, inside or after a word.
fn apostrophe(text: &str, at: usize, len: usize, stop: usize) -> Apostrophe {
    let mut rest = text.get(at + len..stop).unwrap_or("").chars();
    match (rest.next(), rest.next()) {
        (Some('s' | 'S'), next) if !next.is_some_and(char::is_alphanumeric) => Apostrophe::Possessive,
        (Some(c), _) if c.is_alphanumeric() => Apostrophe::Inside,
        _ if text.as_bytes().get(at.wrapping_sub(1)).is_some_and(|b| matches!(b, b's' | b'S' | b'x' | b'z')) => {
            Apostrophe::Possessive
        }
        _ => Apostrophe::After,
    }
}

/// Appends the word `start..end` with its classes and `extra`. `capital` is false if no ASCII capital is in it.
fn push(text: &str, start: usize, end: usize, lexicon: &Lexicon, extra: Class, capital: bool, out: &mut Vec<Token>) {
    let word = text.get(start..end).unwrap_or("");
    let mut class = lexicon.class(word) | extra;
    let mut bytes = word.bytes();
    match bytes.next() {
        Some(b'A'..=b'Z') => {
            class |= Class::CAP;
            if word.len() > 1
                && bytes.all(|b| b.is_ascii_uppercase() || b == b'.' || b == b'&' || b == b'-' || b.is_ascii_digit())
            {
                class |= Class::UPPER;
            }
        }
        Some(b'0'..=b'9' | b'$') => class |= Class::DIGIT,
        Some(b'@') if word.len() > 1 => class |= Class::CAP,
        Some(0x80..) if word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase()) => {
            class |= Class::CAP
        }
        Some(b'a'..=b'z') if capital && word.bytes().take(12).any(|b| b.is_ascii_uppercase()) => class |= Class::CAP,
        _ => {}
    }
    if class == (Class::default() | extra) && word.len() > 4 && word.ends_with("ly") {
        class |= Class::ADV;
    }
    out.push(Token { start, end, kind: TokenKind::Word, class });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        scan(text, ByteSpan::new(0, text.len()), &[], Lexicon::english(), &mut out);
        out.iter().map(|t| t.span().of(text).to_string()).collect()
    }

    #[test]
    fn abbreviations_and_initials_keep_their_stop() {
        assert_eq!(words("Sen. J. Doe of the U.S. left."), ["Sen.", "J.", "Doe", "of", "the", "U.S.", "left", "."]);
    }

    #[test]
    fn possessive_marks_are_left_out_of_the_word() {
        assert_eq!(words("Ann’s and the firms' can't"), ["Ann", "and", "the", "firms", "can't"]);
    }

    #[test]
    fn a_glued_sub_head_is_cut_before_a_function_word_only() {
        assert_eq!(words("New rulesThe move by YouTube"), ["New", "rules", "", "The", "move", "by", "YouTube"]);
    }

    #[test]
    fn names_with_marks_and_hyphens_are_one_word() {
        assert_eq!(words("Lü Xiang, al-Amin and Żółć-Nowak"), ["Lü", "Xiang", ",", "al-Amin", "and", "Żółć-Nowak"]);
    }
}
