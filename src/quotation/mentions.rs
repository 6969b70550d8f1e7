//! Reads noun phrases as mentions of possible speakers: person, body, pronoun, or a description.

use super::lexicon::Class;
use super::tokens::{Sort, Token};
use crate::span::ByteSpan;

/// What a mention looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A proper name that is not evidently a body.
    Name,
    /// An organisation.
    Body,
    /// A personal pronoun.
    Pronoun,
    /// A relative pronoun; `whole` is its antecedent.
    Relative,
    /// A description: *the spokesman*, *critics*, *a person familiar with the matter*.
    Described,
}

/// A mention found in the tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The head as written: the name, or the description up to its first preposition.
    pub(super) head: ByteSpan,
    /// The whole description where it is longer than the head.
    pub(super) whole: ByteSpan,
    /// What stands beside the name as its role.
    pub(super) role: Option<ByteSpan>,
    pub(super) shape: Shape,
    /// First token of the phrase.
    pub(super) first: usize,
    /// Token after the phrase.
    pub(super) last: usize,
}

/// A window on the tokens of one sentence.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

/// Noun phrases longer than this many tokens are cut.
const REACH: usize = 60;
const MOST_WORDS: usize = 12;

impl<'a> Phrase<'a> {
    /// The token at `i`.
    pub(super) fn at(&self, i: usize) -> Option<&'a Token> {
        self.tokens.get(i)
    }

    /// The words of token `i`.
    pub(super) fn word(&self, i: usize) -> &'a str {
        self.at(i).map_or("", |t| t.span().of(self.text))
    }

    /// Whether token `i` is a word of `class`.
    pub(super) fn is(&self, i: usize, class: Class) -> bool {
        self.at(i).is_some_and(|t| t.is(class))
    }

    /// Whether token `i` is of `sort`.
    pub(super) fn sort(&self, i: usize, sort: Sort) -> bool {
        self.at(i).is_some_and(|t| t.sort == sort)
    }

    /// From the first byte of token `a` to the last of token `b - 1`.
    pub(super) fn span(&self, a: usize, b: usize) -> ByteSpan {
        match (self.at(a), b.checked_sub(1).and_then(|b| self.at(b))) {
            (Some(first), Some(last)) => ByteSpan::new(first.start, last.end.max(first.start)),
            _ => ByteSpan::new(0, 0),
        }
    }

    /// Whether token `i` can be part of a proper name.
    fn proper(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| t.name() && (!t.is(Class::FUNCTION.and(Class::TIME)) || t.is(Class::UPPER.and(Class::DOTTED)) && !t.is(Class::DET)))
            // Theresa May, Will Smith: a name beside a name.
            || self.at(i).is_some_and(|t| t.name() && t.is(Class::AUX.and(Class::TIME)) && i > 0 && self.at(i - 1).is_some_and(|p| p.name() && !p.is(Class::FUNCTION)))
    }

    /// Start of the proper name that ends before token `b`, particles and initials included.
    fn name_start(&self, low: usize, b: usize) -> usize {
        let mut a = b;
        while a > low {
            let joins = self.is(a - 1, Class::PARTICLE)
                && a < b
                && a - 1 > low
                && (self.proper(a - 2) || self.is(a - 2, Class::PARTICLE));
            // A possessive ends what stands before the name.
            if a < b && self.is(a - 1, Class::OWNS) || !(self.proper(a - 1) || joins) {
                break;
            }
            a -= 1;
        }
        a
    }

    /// Reads tokens `a..b`, a noun phrase without commas, as a mention.
    pub(super) fn read(&self, a: usize, b: usize) -> Option<Found> {
        let mut a = a;
        while a < b
            && self.at(a).is_some_and(|t| {
                !t.word()
                    || t.is(Class::CONJ.and(Class::ADV).and(Class::OPEN).and(Class::TIME)) && !self.is(a, Class::DET)
            })
        {
            if self.at(a).is_some_and(|t| t.name() && !t.is(Class::FUNCTION) && !t.is(Class::TIME)) {
                break;
            }
            a += 1;
        }
        let b = b.min(a + REACH);
        if a >= b {
            return None;
        }
        if self.is(a, Class::PRON) {
            let head = self.span(a, a + 1);
            return Some(Found { head, whole: head, role: None, shape: Shape::Pronoun, first: a, last: a + 1 });
        }
        // The head ends before the first preposition or relative clause.
        let described_until = (a + 1..b).find(|i| self.is(*i, Class::PREP) && !self.is(*i, Class::CAP)).unwrap_or(b);
        let head_end = if matches!(
            self.word(described_until - 1),
            "familiar"
                | "close"
                | "briefed"
                | "involved"
                | "based"
                | "seen"
                | "obtained"
                | "released"
                | "published"
                | "reviewed"
                | "written"
                | "provided"
                | "issued"
        ) {
            (described_until - 1).max(a + 1)
        } else {
            described_until
        };
        let run = self.name_start(a, head_end);
        let of_body = described_until < b
            && self.word(described_until) == "of"
            && run < head_end
            && (run..head_end).any(|i| self.is(i, Class::BODY));
        if run < head_end && !(self.is(head_end - 1, Class::OWNS) && head_end < b) {
            let mut end = head_end;
            if of_body
                || run < head_end
                    && described_until < b
                    && self.word(described_until) == "of"
                    && self.proper(described_until + 1)
                    && !self.is(head_end - 1, Class::ROLE.and(Class::TITLE))
            {
                // Ministry of Commerce, Bank of England, Academy of the Arts.
                end = described_until + 1;
                while end < b
                    && (self.proper(end) || self.is(end, Class::DET) || matches!(self.word(end), "and" | "of" | "for"))
                {
                    end += 1;
                }
                while end > head_end && !self.proper(end - 1) {
                    end -= 1;
                }
            }
            return Some(self.named(a, run, end, b));
        }
        // Some of his supporters, one of the firms: the head is what they are part of.
        let part = self.word(head_end) == "of"
            && matches!(
                self.word(head_end.saturating_sub(1)).to_ascii_lowercase().as_str(),
                "some"
                    | "one"
                    | "many"
                    | "most"
                    | "several"
                    | "all"
                    | "each"
                    | "none"
                    | "both"
                    | "two"
                    | "half"
                    | "few"
                    | "number"
                    | "group"
                    | "dozens"
                    | "hundreds"
            );
        let head_end = if part { (head_end + 1..b).find(|i| self.is(*i, Class::PREP)).unwrap_or(b) } else { head_end };
        self.described(a, head_end, b)
    }

    /// A proper name in `run..end` of the phrase `a..b`: titles and roles before it are split off.
    fn named(&self, a: usize, run: usize, end: usize, b: usize) -> Found {
        let body = (run..end).any(|i| {
            self.is(i, Class::BODY)
                && !(i + 1 < end && self.is(i + 1, Class::TITLE.and(Class::ROLE)))
                && !(run..i).any(|k| self.is(k, Class::TITLE))
        });
        let mut start = run;
        if let Some(title) = (run..end.saturating_sub(1)).rev().find(|i| self.is(*i, Class::TITLE.and(Class::ROLE))) {
            start = title + 1;
        }
        while start + 1 < end && self.is(start, Class::NATION) && !body {
            start += 1;
        }
        // The president, Speaker: a title without a name.
        if start >= end
            || end - start == 1 && self.is(start, Class::ROLE.and(Class::GROUP)) && !self.is(start, Class::UPPER)
        {
            let head = self.span(a, end);
            return Found { head, whole: self.span(a, b), role: None, shape: Shape::Described, first: a, last: b };
        }
        // Ann Nowak and Boris Lind: both speak.
        if let Some(first) = self.paired(a, run).filter(|first| start == run && end - first <= MOST_WORDS) {
            let head = self.span(first, end);
            return Found { head, whole: head, role: None, shape: Shape::Name, first: a, last: b };
        }
        let is_body = body && start == run;
        let name = if is_body && run > a && self.is(run - 1, Class::OWNS) { run - 1 } else { start };
        let head = self.span(name, end);
        let mut role_from = a;
        while role_from < start && self.is(role_from, Class::DET) {
            role_from += 1;
        }
        let speaks = (role_from..start).any(|i| self.is(i, Class::ROLE.and(Class::TITLE).and(Class::NATION)));
        let polite = (role_from..name).all(|i| {
            let word = self.word(i).trim_end_matches('.').to_ascii_lowercase();
            matches!(word.as_str(), "mr" | "mrs" | "ms" | "miss" | "messrs")
        });
        let role = (speaks && !polite && name > role_from).then(|| self.span(role_from, name));
        let shape = if is_body { Shape::Body } else { Shape::Name };
        Found { head, whole: head, role, shape, first: a, last: b }
    }

    /// Where a name begins that *and* joins to the one at `run`.
    fn paired(&self, a: usize, run: usize) -> Option<usize> {
        let and = run.checked_sub(1).filter(|i| *i > a && self.word(*i) == "and")?;
        let first = self.name_start(a, and);
        let plain = (first..and)
            .all(|i| self.proper(i) && !self.is(i, Class::TITLE.and(Class::ROLE).and(Class::OWNS).and(Class::NATION)));
        (first < and && plain).then_some(first)
    }

    /// A description whose head is `a..head_end`, within `a..b`.
    fn described(&self, a: usize, head_end: usize, b: usize) -> Option<Found> {
        if self.is(a, Class::PREP.and(Class::SUB).and(Class::REL).and(Class::THAT)) {
            return None;
        }
        let tail = b.min(head_end + 14);
        let head = self.span(a.max(head_end.saturating_sub(MOST_WORDS)), head_end);
        Some(Found { head, whole: self.span(a, tail), role: None, shape: Shape::Described, first: a, last: b })
    }
}
