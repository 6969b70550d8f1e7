//! Cuts a paragraph's tokens into sentences; a quotation stays with the words that report it.

use super::lexicon::Class;
use super::quote_marks::QuotedSpan;
use super::tokens::TokenKind;
use crate::quotation::grammar::token_view::{TokenRange, Tokens};

/// Tokens of a report with an apposition (*NAME, the head of news at …, wrote*) up to its verb.
const LONGEST_REPORT: usize = 26;

/// Appends the token ranges of a paragraph's sentences to `out`; a dateline belongs to none.
pub(crate) fn cut(tokens: Tokens<'_>, quoted: &[QuotedSpan], out: &mut Vec<TokenRange>) {
    let count = tokens.list.len();
    let first = dateline(tokens);
    let mut start = first;
    for i in first..count {
        if ends(tokens, quoted, start, i) {
            out.push(TokenRange::new(start, i + 1));
            start = i + 1;
        }
    }
    if start < count {
        out.push(TokenRange::new(start, count));
    }
}

/// Where the text begins after a dateline: `TOWN, State, July 25 (AGENCY) —`. 0 without one.
fn dateline(tokens: Tokens<'_>) -> usize {
    let town = tokens.at(0).is_some_and(|t| t.is(Class::UPPER) && t.end - t.start > 3);
    for i in 1..12 {
        let Some(t) = tokens.at(i) else { return 0 };
        let agency = i > 1 && tokens.kind(i - 1, TokenKind::Close) && tokens.at(0).is_some_and(|t| t.is_capitalized());
        match t.kind {
            TokenKind::Dash if (town || agency) && i + 1 < tokens.list.len() => return i + 1,
            TokenKind::Dash | TokenKind::Colon | TokenKind::Semicolon | TokenKind::Quote(_) => return 0,
            TokenKind::Word if !(t.is(Class::CAP) || t.is(Class::DIGIT)) => return 0,
            _ => {}
        }
    }
    0
}

/// Whether a headline in capitals ends at token `i`: four or more such words, then a capitalised one.
fn headline(tokens: Tokens<'_>, start: usize, i: usize) -> bool {
    (start + 3..start + 30).contains(&i)
        && tokens.at(i + 1).is_some_and(|n| n.is_capitalized() && !n.is(Class::UPPER) && n.end - n.start > 1)
        && (start..=i).all(|k| {
            tokens.at(k).is_some_and(|t| {
                t.is_word() && (t.is(Class::UPPER) || t.is(Class::DIGIT) || t.end - t.start == 1 && t.is(Class::CAP))
            }) || k > start && tokens.at(k).is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Other))
        })
}

/// Whether the sentence that began at token `start` ends after token `i`.
fn ends(tokens: Tokens<'_>, quoted: &[QuotedSpan], start: usize, i: usize) -> bool {
    let (Some(token), Some(next)) = (tokens.at(i), tokens.at(i + 1)) else {
        return false;
    };
    match token.kind {
        TokenKind::Stop => {
            let seam = token.start == token.end;
            // An ellipsis or a stop inside brackets goes on in lower case.
            seam || !(next.kind == TokenKind::Stop
                || next.kind == TokenKind::Close
                || next.is_word() && !starts_upper(tokens, i + 1)
                || matches!(next.kind, TokenKind::Comma | TokenKind::Semicolon))
        }
        TokenKind::Quote(q) => ends_with_quote(tokens, quoted.get(q), start, i),
        TokenKind::Word if token.is(Class::DOTTED) => {
            // U.S., Inc., a.m. may also end a sentence: a function word or a quotation at the head of the next one tells.
            let title = token.is(Class::TITLE);
            // At 5 p.m. Nobody came: only a day or a zone goes on.
            let clock = matches!(tokens.word(i), "a.m." | "p.m.");
            if clock && next.is_capitalized() && !next.is(Class::TIME | Class::NATION | Class::UPPER) {
                return true;
            }
            // Plan B. It failed: a letter that is no initial.
            let letter = token.end - token.start == 2
                && next.is(Class::FUNCTION)
                && next.is_capitalized()
                && (i == start + 1 || i > start && !tokens.is_name(i - 1))
                && i > start;
            if letter {
                return true;
            }
            !title
                && next.is_word()
                && next.is(Class::CAP)
                && next.is(Class::FUNCTION)
                && !next.is(Class::UPPER)
                && token.end - token.start > 2
        }
        TokenKind::Word if token.is(Class::UPPER) => headline(tokens, start, i),
        _ => false,
    }
}

/// Whether the sentence that began at token `start` ends with the quotation `quoted`, token `i`.
fn ends_with_quote(tokens: Tokens<'_>, quoted: Option<&QuotedSpan>, start: usize, i: usize) -> bool {
    let Some(next) = tokens.at(i + 1) else { return false };
    let words = quoted.map_or("", |q| q.inner.of(tokens.text));
    let last = words.trim_end_matches(['\'', '’', ']', ')', '"', '”']).chars().next_back();
    let strong = last.is_some_and(|c| ".?!…".contains(c));
    let opens = next.is_quote() || next.is_word() && starts_upper(tokens, i + 1) || next.kind == TokenKind::Open;
    if !strong || !opens || next.is_quote() {
        return strong && opens;
    }
    // `"Why?" Name said.` belongs together, unless the words before already report.
    let fresh = i == start || tokens.at(i - 1).is_some_and(|t| matches!(t.kind, TokenKind::Other | TokenKind::Dash));
    !(fresh && reported_next(tokens, i + 1, last != Some('.')))
}

/// Whether token `i` begins with a capital letter or a digit.
fn starts_upper(tokens: Tokens<'_>, i: usize) -> bool {
    tokens.at(i).is_some_and(|t| t.is(Class::CAP) || t.is(Class::DIGIT))
}

/// Whether the words from token `start` are a short report of what was quoted before: `NAME said.`, `NAME told REPORTERS.`
/// `loose` says that the quotation ends in a question or exclamation mark, which its report may follow without a comma.
fn reported_next(tokens: Tokens<'_>, start: usize, loose: bool) -> bool {
    let apposition = tokens.is_name(start) && (start + 1..start + 5).any(|i| tokens.kind(i, TokenKind::Comma));
    for verb in start + 1..start + if apposition { LONGEST_REPORT } else { 9 } {
        let Some(token) = tokens.at(verb) else { return false };
        if token.is(Class::REL) {
            // NAME, who runs the bakery, told the crowd.
            let comma = |i: &usize| tokens.kind(*i, TokenKind::Comma);
            let closed =
                (verb + 1..start + LONGEST_REPORT).find(comma).filter(|_| tokens.kind(verb - 1, TokenKind::Comma));
            return closed
                .is_some_and(|comma| apposition && tokens.reports(comma + 1, start, Class::SAY | Class::TELL));
        }
        if token.is_quote() || matches!(token.kind, TokenKind::Stop | TokenKind::Semicolon | TokenKind::Colon) {
            return false;
        }
        if !tokens.finite(verb, start) {
            continue;
        }
        if !tokens.reports(verb, start, Class::SAY | Class::TELL) {
            // "Who?" NAME pressed.
            return loose && verb <= start + 2 && tokens.kind(verb + 1, TokenKind::Stop) && tokens.is_name(verb - 1);
        }
        // What follows must not be a clause of its own.
        let next = (verb + 1..).find(|i| !tokens.is(*i, Class::ADV) || tokens.is(*i, Class::CAP)).unwrap_or(verb + 1);
        let free = tokens.at(next).is_none_or(|next| {
            matches!(next.kind, TokenKind::Stop | TokenKind::Comma)
                || next.is(Class::TIME)
                || next.is(Class::PREP) && !next.is(Class::THAT)
        });
        return free || loose && (tokens.is(verb, Class::TELL) || tokens.is(verb + 1, Class::CAP));
    }
    false
}
