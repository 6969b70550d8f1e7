//! Cuts a paragraph's tokens into sentences; a quotation stays with the words that report it.

use super::lexicon::Class;
use super::marks::Stretch;
use super::mentions::Phrase;
use super::tokens::Sort;

/// Appends the token ranges of the sentences of `phrase`.
pub(super) fn cut(phrase: Phrase<'_>, stretches: &[Stretch], out: &mut Vec<(usize, usize)>) {
    let count = phrase.tokens.len();
    let first = dateline(phrase);
    let mut low = first;
    for i in first..count {
        if ends(phrase, stretches, low, i) {
            out.push((low, i + 1));
            low = i + 1;
        }
    }
    if low < count {
        out.push((low, count));
    }
}

/// Where the text begins after a dateline: `TOWN, State, July 25 (AGENCY) —`. 0 without one.
fn dateline(p: Phrase<'_>) -> usize {
    let town = p.at(0).is_some_and(|t| t.is(Class::UPPER) && t.end - t.start > 3);
    for i in 1..12 {
        let Some(t) = p.at(i) else { return 0 };
        let agency = i > 1 && p.sort(i - 1, Sort::Close) && p.at(0).is_some_and(|t| t.name());
        match t.sort {
            Sort::Dash if (town || agency) && i + 1 < p.tokens.len() => return i + 1,
            Sort::Dash | Sort::Colon | Sort::Semicolon | Sort::Quote(_) => return 0,
            Sort::Word if !(t.is(Class::CAP) || t.is(Class::DIGIT)) => return 0,
            _ => {}
        }
    }
    0
}

/// Whether a headline in capitals ends at token `i`: four or more such words, then a capitalised one.
fn headline(p: Phrase<'_>, low: usize, i: usize) -> bool {
    (low + 3..low + 30).contains(&i)
        && p.at(i + 1).is_some_and(|n| n.name() && !n.is(Class::UPPER) && n.end - n.start > 1)
        && (low..=i).all(|k| {
            p.at(k).is_some_and(|t| {
                t.word() && (t.is(Class::UPPER) || t.is(Class::DIGIT) || t.end - t.start == 1 && t.is(Class::CAP))
            }) || k > low && p.at(k).is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Other))
        })
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
        Sort::Word if token.is(Class::UPPER) => headline(p, low, i),
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
                // "Who?" NAME pressed.
                return loose && c <= i + 2 && p.sort(c + 1, Sort::Stop) && p.at(c - 1).is_some_and(|t| t.name());
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
