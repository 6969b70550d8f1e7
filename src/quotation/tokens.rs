//! Narrator's text as tokens: words with their classes, punctuation, and each quoted stretch as one token.

use super::lexicon::{Class, Lexicon};
use super::marks::Stretch;
use crate::span::ByteSpan;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word or number.
    Word,
    /// A quoted stretch, by its index.
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
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sort: Sort,
    pub(super) class: Class,
}

impl Token {
    /// Whether it is a word of any class in `class`.
    pub(super) fn is(&self, class: Class) -> bool {
        self.class.has(class)
    }

    /// Whether it is a word.
    pub(super) fn word(&self) -> bool {
        self.sort == Sort::Word
    }

    /// Whether it is a quoted stretch.
    pub(super) fn quote(&self) -> bool {
        matches!(self.sort, Sort::Quote(_))
    }

    /// Whether it is a word that can be part of a name: capitalised.
    pub(super) fn name(&self) -> bool {
        self.word() && self.class.has(Class::CAP)
    }

    /// Where it is.
    pub(super) fn span(&self) -> ByteSpan {
        ByteSpan::new(self.start, self.end)
    }
}

/// Appends the tokens of `paragraph`; `stretches` are its quotations, numbered from `first`.
pub(super) fn scan(text: &str, paragraph: ByteSpan, stretches: &[Stretch], first: usize, out: &mut Vec<Token>) {
    let lexicon = Lexicon::get();
    let bytes = text.as_bytes();
    let mut next = 0;
    let mut i = paragraph.start;
    while i < paragraph.end {
        if let Some(stretch) = stretches.get(next)
            && i >= stretch.outer.start
        {
            let ByteSpan { start, end } = stretch.outer;
            out.push(Token { start, end, sort: Sort::Quote(first + next), class: Class::default() });
            next += 1;
            i = end.max(i);
            continue;
        }
        let stop = stretches.get(next).map_or(paragraph.end, |s| s.outer.start);
        let Some(&b) = bytes.get(i) else { break };
        let single = |sort| Token { start: i, end: i + 1, sort, class: Class::default() };
        match b {
            b' ' | b'\t' | b'\n' | b'\r' => i += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'#' | b'$' => i = word(text, i, stop, lexicon, out),
            b',' => {
                out.push(single(Sort::Comma));
                i += 1;
            }
            b'.' | b'?' | b'!' => {
                out.push(single(Sort::Stop));
                i += 1;
            }
            b':' | b';' | b'(' | b'[' | b')' | b']' => {
                out.push(single(match b {
                    b':' => Sort::Colon,
                    b';' => Sort::Semicolon,
                    b'(' | b'[' => Sort::Open,
                    _ => Sort::Close,
                }));
                i += 1;
            }
            b'-' => {
                let dashes = bytes.get(i..stop).unwrap_or(&[]).iter().take_while(|b| **b == b'-').count();
                out.push(Token { start: i, end: i + dashes, sort: Sort::Dash, class: Class::default() });
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
                        let sort = match c {
                            '—' | '–' | '―' | '‒' => Sort::Dash,
                            '…' | '。' | '！' | '？' => Sort::Stop,
                            '，' | '、' => Sort::Comma,
                            '：' => Sort::Colon,
                            '；' => Sort::Semicolon,
                            _ => Sort::Other,
                        };
                        out.push(Token { start: i, end, sort, class: Class::default() });
                    }
                    i = end;
                }
            }
            _ => {
                out.push(single(Sort::Other));
                i += 1;
            }
        }
    }
}

/// Zero-width and direction marks, soft hyphen and byte order mark.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Reads a word from `start`, pushes it (two words and a seam for a glued sub-head), and says where it ends.
fn word(text: &str, start: usize, stop: usize, lexicon: &Lexicon, out: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut owns = None;
    let mut inner_dot = false;
    let mut seam = None;
    let mut lower_run = 0usize;
    let joined = |at: usize| at < stop && bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xC3);
    while end < stop {
        let Some(&b) = bytes.get(end) else { break };
        match b {
            b'a'..=b'z' => {
                lower_run += 1;
                end += 1;
            }
            b'A'..=b'Z' => {
                if lower_run >= 3 && seam.is_none() {
                    seam = Some(end);
                }
                lower_run = 0;
                end += 1;
            }
            b'0'..=b'9' | b'_' | b'@' | b'#' | b'$' | b'%' => end += 1,
            b'-' | b'&' | b'/' if end > start && joined(end + 1) => {
                lower_run = 0;
                end += 1;
            }
            b'.' if end > start && joined(end + 1) => {
                // U.S., a.m., 3.5: letters follow directly. A sentence glued to the next is cut.
                let upper_next = bytes.get(end + 1).is_some_and(u8::is_ascii_uppercase);
                if upper_next && lower_run >= 3 {
                    break;
                }
                lower_run = 0;
                inner_dot = true;
                end += 1;
            }
            b',' if bytes.get(end.wrapping_sub(1)).is_some_and(u8::is_ascii_digit)
                && end + 1 < stop
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) =>
            {
                end += 1
            }
            b'\'' => match apostrophe(text, end, 1, stop) {
                Some(true) => {
                    owns = Some(end);
                    break;
                }
                Some(false) => end += 1,
                None => break,
            },
            0xE2 if text.get(end..end + 3) == Some("’") => match apostrophe(text, end, 3, stop) {
                Some(true) => {
                    owns = Some(end);
                    break;
                }
                Some(false) => end += 3,
                None => break,
            },
            0x80.. => match text.get(end..).and_then(|rest| rest.chars().next()) {
                Some(c) if c.is_alphanumeric() || is_format(c) || is_mark(c) => {
                    lower_run += usize::from(c.is_lowercase());
                    end += c.len_utf8();
                }
                _ => break,
            },
            _ => break,
        }
    }
    if end == start {
        // A lone symbol: always make progress, by whole characters.
        end = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    if let Some(at) = seam {
        let tail = text.get(at..end).unwrap_or("");
        let class = lexicon.class(tail);
        if class.has(Class::FUNCTION)
            && bytes.get(end) != Some(&b'.')
            && bytes.get(start).is_some_and(|b| b.is_ascii_alphabetic())
        {
            push(text, start, at, lexicon, Class::default(), out);
            out.push(Token { start: at, end: at, sort: Sort::Stop, class: Class::default() });
            push(text, at, end, lexicon, Class::default(), out);
            return end;
        }
    }
    let mut extra = if owns.is_some() { Class::OWNS } else { Class::default() };
    let mut resume = end;
    if let Some(at) = owns {
        let mark = if bytes.get(at) == Some(&b'\'') { 1 } else { 3 };
        resume = at + mark + usize::from(matches!(bytes.get(at + mark), Some(b's' | b'S')) && at + mark < stop);
    } else if end < stop && bytes.get(end) == Some(&b'.') {
        let text_of = text.get(start..end).unwrap_or("");
        let initial = text_of.chars().count() == 1 && text_of.chars().all(char::is_uppercase);
        let comma_follows = bytes.get(end + 1) == Some(&b',') && end + 1 < stop;
        if comma_follows
            || inner_dot && !text_of.bytes().any(|b| b.is_ascii_digit()) && end - start <= 6
            || initial
            || lexicon.class(text_of).has(Class::ABBR) && text_of != "no"
        {
            extra = extra.and(Class::DOTTED);
            resume = end + 1;
        }
    }
    let dotted = extra.has(Class::DOTTED);
    push(text, start, end, lexicon, extra, out);
    if dotted && let Some(token) = out.last_mut() {
        token.end = resume;
    }
    resume
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// At an apostrophe inside or after a word: `Some(true)` a possessive, `Some(false)` part of the word, `None` the word's end.
fn apostrophe(text: &str, at: usize, len: usize, stop: usize) -> Option<bool> {
    let rest = text.get(at + len..stop).unwrap_or("");
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some('s' | 'S'), next) if !next.is_some_and(char::is_alphanumeric) => Some(true),
        (Some(c), _) if c.is_alphanumeric() => Some(false),
        _ if text.as_bytes().get(at.wrapping_sub(1)).is_some_and(|b| matches!(b, b's' | b'S' | b'x' | b'z')) => {
            Some(true)
        }
        _ => None,
    }
}

fn push(text: &str, start: usize, end: usize, lexicon: &Lexicon, extra: Class, out: &mut Vec<Token>) {
    let word = text.get(start..end).unwrap_or("");
    let mut class = lexicon.class(word).and(extra);
    let mut bytes = word.bytes();
    match bytes.next() {
        Some(b'A'..=b'Z') => {
            class = class.and(Class::CAP);
            if word.len() > 1
                && bytes.all(|b| b.is_ascii_uppercase() || b == b'.' || b == b'&' || b == b'-' || b.is_ascii_digit())
            {
                class = class.and(Class::UPPER);
            }
        }
        Some(b'0'..=b'9' | b'$') => class = class.and(Class::DIGIT),
        Some(b'@') if word.len() > 1 => class = class.and(Class::CAP),
        Some(0x80..) if word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase()) => {
            class = class.and(Class::CAP)
        }
        Some(b'a'..=b'z') if word.bytes().take(12).any(|b| b.is_ascii_uppercase()) => class = class.and(Class::CAP),
        _ => {}
    }
    if class == Class::default().and(extra) && word.len() > 4 && word.ends_with("ly") {
        class = class.and(Class::ADV);
    }
    out.push(Token { start, end, sort: Sort::Word, class });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        scan(text, ByteSpan::new(0, text.len()), &[], 0, &mut out);
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
