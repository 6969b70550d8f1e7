//! Cuts a paragraph's tokens into sentences; a quotation stays with the words that report it.

use super::lexicon::Class;
use super::marks::Stretch;
use super::mentions::Phrase;
use super::tokens::Sort;

/// Appends the token ranges of the sentences of `phrase`.
pub(super) fn cut(phrase: Phrase<'_>, stretches: &[Stretch], out: &mut Vec<(usize, usize)>) {
    let count = phrase.tokens.len();
    let mut low = 0;
    for i in 0..count {
        if ends(phrase, stretches, low, i) {
            out.push((low, i + 1));
            low = i + 1;
        }
    }
    if low < count {
        out.push((low, count));
    }
}

/// Whether the sentence that began at `low` ends after token `i`.
fn ends(p: Phrase<'_>, stretches: &[Stretch], low: usize, i: usize) -> bool {
    let (Some(token), Some(next)) = (p.at(i), p.at(i + 1)) else {
        return false;
    };
    match token.sort {
        Sort::Stop => {
            let seam = token.start == token.end;
            // An ellipsis or a stop inside brackets goes on in lower case.
            seam || !(next.sort == Sort::Stop
                || next.sort == Sort::Close
                || next.word() && !starts_upper(p, i + 1)
                || matches!(next.sort, Sort::Comma | Sort::Semicolon))
        }
        Sort::Quote(q) => {
            let words = stretches.get(q).map_or("", |s| s.inner.of(p.text));
            let last = words.trim_end_matches(['\'', '’', ']', ')', '"', '”']).chars().next_back();
            let strong = last.is_some_and(|c| ".?!…".contains(c));
            if !strong || !(next.quote() || next.word() && starts_upper(p, i + 1) || next.sort == Sort::Open) {
                return false;
            }
            if next.quote() {
                return true;
            }
            // `"Why?" Name said.` belongs together, unless the words before already report.
            let fresh = i == low || p.at(i - 1).is_some_and(|t| matches!(t.sort, Sort::Other | Sort::Dash));
            !(fresh && reported_next(p, i + 1, last != Some('.')))
        }
        Sort::Word if token.is(Class::DOTTED) => {
            // U.S., Inc., a.m. may also end a sentence: a function word or a quotation at the head of the next one tells.
            let title = token.is(Class::TITLE);
            !title
                && next.word()
                && next.is(Class::CAP)
                && next.is(Class::FUNCTION)
                && !next.is(Class::UPPER)
                && token.end - token.start > 2
        }
        _ => false,
    }
}

fn starts_upper(p: Phrase<'_>, i: usize) -> bool {
    p.at(i).is_some_and(|t| t.is(Class::CAP) || t.is(Class::DIGIT))
}

/// Whether the words from `i` are a short report of what was quoted before: `NAME said.`, `NAME told REPORTERS.`
fn reported_next(p: Phrase<'_>, i: usize, loose: bool) -> bool {
    let limit = i + 9;
    for c in i + 1..limit {
        let Some(t) = p.at(c) else { return false };
        if t.quote() || matches!(t.sort, Sort::Stop | Sort::Semicolon | Sort::Colon) {
            return false;
        }
        if p.finite(c, i) {
            if !(p.cue(c, i) && p.is(c, Class::FINITE) && p.is(c, Class::SAY.and(Class::TELL))) {
                return false;
            }
            // What follows must not be a clause of its own.
            let free = p.at(c + 1).is_none_or(|n| {
                matches!(n.sort, Sort::Stop | Sort::Comma)
                    || n.is(Class::TIME)
                    || n.is(Class::PREP) && !n.is(Class::THAT)
            });
            return free || p.is(c, Class::TELL) && loose || loose && p.at(c + 1).is_some_and(|n| n.is(Class::CAP));
        }
    }
    false
}
