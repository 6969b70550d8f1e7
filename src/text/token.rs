//! Text → tokens: words, numbers, hashtags, mentions, links, emoji and expressive punctuation.
//!
//! The reference tokenizer, one character at a time; [`Scanner`](super::Scanner) finds the same tokens faster.

use unicode_properties::{GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};

use crate::ByteSpan;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, digits and marks, with inner apostrophes; a dotted acronym with its dots.
    Word,
    /// `#` and what it tags.
    Hashtag,
    /// `@` and a name.
    Mention,
    /// A web address.
    Link,
    /// An emoji, with its modifiers and joiners.
    Emoji,
    /// Expressive punctuation: `!`, `?`, `…`, an emoticon.
    Expressive,
    /// Punctuation that ends a clause: `.`, `,`, `;`, `:`, dashes, brackets.
    Clause,
}

impl TokenKind {
    /// Number of kinds.
    pub const COUNT: usize = TokenKind::Clause as usize + 1;
}

/// A token and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: ByteSpan,
}

/// The tokens of `text` in order; linear in its length.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// Iterator over the tokens of a text, made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    pub(super) text: &'t str,
    /// Byte offset at which to look for the next token.
    pub(super) at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.text.get(self.at..)?;
            let c = rest.chars().next()?;
            let (kind, len) = match c {
                _ if is_word(c) => match link(rest) {
                    Some(len) => (Some(TokenKind::Link), len),
                    None => (Some(TokenKind::Word), word(rest)),
                },
                '#' | '＃' => tagged(rest, c, TokenKind::Hashtag),
                '@' | '＠' => tagged(rest, c, TokenKind::Mention),
                '!' | '?' | '！' | '？' | '¡' | '¿' => {
                    (Some(TokenKind::Expressive), run(rest, |c| matches!(c, '!' | '?' | '！' | '？')))
                }
                '…' => (Some(TokenKind::Expressive), c.len_utf8()),
                '.' if rest.starts_with("...") => (Some(TokenKind::Expressive), run(rest, |c| c == '.')),
                ':' | ';' | '=' | '<' if emoticon(rest).is_some() => {
                    (Some(TokenKind::Expressive), emoticon(rest).unwrap_or(1))
                }
                '.' | ',' | ';' | ':' | '(' | ')' | '[' | ']' | '—' | '–' | '。' | '，' | '；' | '：' | '、' => {
                    (Some(TokenKind::Clause), c.len_utf8())
                }
                '-' if rest.starts_with("--") || rest.starts_with("- ") => {
                    (Some(TokenKind::Clause), run(rest, |c| c == '-'))
                }
                _ if c.is_ascii() => (None, 1),
                _ if starts_emoji(c) => (Some(TokenKind::Emoji), emoji(rest)),
                _ => (None, c.len_utf8()),
            };
            let span = ByteSpan::new(self.at, self.at + len);
            self.at = span.end();
            if let Some(kind) = kind {
                return Some(Token { kind, span });
            }
        }
    }
}

/// Whether `c` is part of a word: a letter, a digit, or a combining mark.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || (c.general_category_group() == GeneralCategoryGroup::Mark && !joins_emoji(c))
}

/// Whether `c` is a variation selector or a joiner: they are combining marks, but never part of a word.
fn joins_emoji(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{200D}' | '\u{20E3}')
}

/// Whether `c` is of a script without spaces between words (Han, Kana, Thai, Lao, Khmer, Burmese). Each such character
/// is a token, so that word n-grams become character n-grams.
pub(crate) fn is_spaceless(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x3FFFF)
}

/// Whether `c` is an apostrophe, straight or typographic, or a sign that is typed for one.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '＇' | '`' | '´' | '‘' | '′' | '｀')
}

/// Whether `c` is not seen: a soft hyphen, a zero-width space or joiner, a word joiner, a byte order mark. Inside a word
/// it does not end the word, and the word's form is without it.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Bytes of the word at the start of `rest`: letters and digits, apostrophes between letters, dots between single
/// letters ("U.S."), dots and commas between digits ("4,800.5"), invisible characters anywhere inside.
fn word(rest: &str) -> usize {
    let mut end = 0;
    let mut previous = None;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if is_word(c) {
            if is_spaceless(c) {
                return if at == 0 { c.len_utf8() + marks(rest, c.len_utf8()) } else { end };
            }
            end = at + c.len_utf8();
        } else if is_invisible(c) {
            // The next character decides; `previous` stays the last visible one.
            continue;
        } else {
            let Some((before, after)) = previous.zip(next) else { break };
            let joins = match c {
                _ if is_apostrophe(c) => is_letter(before) && is_letter(after),
                ',' => before.is_ascii_digit() && after.is_ascii_digit(),
                '.' => (before.is_ascii_digit() && after.is_ascii_digit()) || acronym_dot(rest, at),
                _ => false,
            };
            if !joins {
                break;
            }
        }
        previous = Some(c);
    }
    // The last dot of an acronym is part of it ("U.S."); an acronym has two letters or more.
    if rest.get(end..).is_some_and(|r| r.starts_with('.')) && dotted(rest.get(..end).unwrap_or("")) {
        end += 1;
    }
    end
}

fn is_letter(c: char) -> bool {
    is_word(c) && !c.is_numeric()
}

/// Bytes of the combining marks from byte `from` on.
fn marks(rest: &str, from: usize) -> usize {
    let tail = rest.get(from..).unwrap_or("");
    tail.find(|c| !is_word(c) || c.is_alphanumeric()).unwrap_or(tail.len())
}

/// Whether the dot at byte `at` is between single letters: exactly one letter since the previous dot or the start, and
/// one letter before the next dot or the word's end.
fn acronym_dot(rest: &str, at: usize) -> bool {
    let head = rest.get(..at).unwrap_or("");
    let single_before = head.rsplit('.').next().is_some_and(single_letter);
    let tail = rest.get(at + 1..).unwrap_or("");
    let mut after = tail.chars();
    let letter = after.next().is_some_and(char::is_alphabetic);
    single_before && letter && !after.next().is_some_and(is_word)
}

fn single_letter(s: &str) -> bool {
    let mut chars = s.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Whether `word` consists of single letters with dots between them.
pub(crate) fn dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| single_letter(part) || part.is_empty())
}

/// Bytes of the first character of `rest` and of the characters after it that `belongs` accepts.
fn run(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let tail = rest.get(first..).unwrap_or("");
    first + tail.find(|c| !belongs(c)).unwrap_or(tail.len())
}

/// `#tag` or `@name` and its length in bytes. A sign without a word after it is not a token.
fn tagged(rest: &str, sign: char, kind: TokenKind) -> (Option<TokenKind>, usize) {
    let body = rest.get(sign.len_utf8()..).unwrap_or("");
    let len = body.find(|c| !(is_word(c) || c == '_')).unwrap_or(body.len());
    match len {
        0 => (None, sign.len_utf8()),
        _ => (Some(kind), sign.len_utf8() + len),
    }
}

/// Bytes of the web address at the start of `rest`, if there is one.
fn link(rest: &str) -> Option<usize> {
    const STARTS: [&str; 3] = ["http://", "https://", "www."];
    let starts = STARTS.iter().any(|s| rest.get(..s.len()).is_some_and(|r| r.eq_ignore_ascii_case(s)));
    // Looked at first: text without spaces has its next space far away.
    if !starts {
        return None;
    }
    let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let body =
        rest.get(..len).unwrap_or(rest).trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '”', '’', '\'']);
    (body.len() > 4).then_some(body.len())
}

/// Bytes of the emoticon at the start of `rest`, if there is one: eyes, an optional nose, a mouth, then no letter or
/// digit.
fn emoticon(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    if rest.starts_with("<3") {
        return Some(2);
    }
    if !matches!(bytes.first(), Some(b':' | b';' | b'=')) {
        return None;
    }
    let nose = usize::from(matches!(bytes.get(1), Some(b'-' | b'\'' | b'o')));
    let mouth = bytes.get(1 + nose)?;
    let after = bytes.get(2 + nose);
    let fits = matches!(mouth, b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|' | b'\\' | b'*' | b'O' | b']' | b'[');
    let ends = !after.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'/');
    (fits && ends).then_some(2 + nose)
}

fn starts_emoji(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char() && !joins_emoji(c) && !c.is_alphanumeric()
}

/// Bytes of the emoji at the start of `rest`, with its modifiers, joined parts and the second half of a flag.
fn emoji(rest: &str) -> usize {
    let mut end = 0;
    let mut joined = true;
    let mut indicators = 0;
    for (at, c) in rest.char_indices() {
        let regional = unicode_properties::emoji::is_regional_indicator(c);
        let modifier = joins_emoji(c)
            || ('\u{1F3FB}'..='\u{1F3FF}').contains(&c)
            || unicode_properties::emoji::is_tag_character(c);
        if at > 0 && !(joined && starts_emoji(c)) && !modifier && !(regional && indicators == 1) {
            break;
        }
        indicators += usize::from(regional);
        joined = c == '\u{200D}';
        end = at + c.len_utf8();
    }
    end
}
