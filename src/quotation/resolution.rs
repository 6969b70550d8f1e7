//! From a mention as written to a name: surnames, pronouns, bodies under aliases, roles.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::lexicon::Class;
use super::mentions::{Found, Phrase, Shape};
use super::tokens::{Sort, Token};
use crate::span::ByteSpan;

/// A proper name of two words or more, seen in the narrator's text.
#[derive(Clone, Copy, Debug)]
struct Named {
    span: ByteSpan,
    first: ByteSpan,
    last: ByteSpan,
}

/// Persons with one word of their name in common, in order; a person named several times in a row is there once.
#[derive(Default)]
struct Namesakes {
    people: Vec<Named>,
    /// Whether two different names are among them.
    several: bool,
}

/// Names and bodies of one article. Every look-up costs the same however many there are.
#[derive(Default)]
pub(super) struct Names {
    by_last: HashMap<u64, Namesakes>,
    by_first: HashMap<u64, Namesakes>,
    /// In order.
    bodies: Vec<ByteSpan>,
    /// Acronym in brackets, and what it stands for: the first of its kind.
    aliases: HashMap<u64, (ByteSpan, ByteSpan)>,
    /// Name and role: the first of its kind, by the words of the name.
    roles: HashMap<u64, (ByteSpan, ByteSpan)>,
}

/// How many bodies before a mention are looked at.
const BODIES: usize = 200;

/// The key of some words; what it leads to is compared with the words themselves.
fn key(words: &str) -> u64 {
    FixedState::with_seed(0).hash_one(words)
}

/// A resolved mention.
pub(super) struct Resolved {
    pub(super) name: String,
    pub(super) role: Option<String>,
    pub(super) ambiguous: bool,
    pub(super) anonymous: bool,
}

impl Names {
    /// Collects the names of a paragraph.
    pub(super) fn collect(&mut self, p: Phrase<'_>) {
        let mut i = 0;
        while i < p.tokens.len() {
            let proper =
                |k: usize| p.at(k).is_some_and(|t: &Token| t.name() && !t.is(Class::FUNCTION.and(Class::TIME)));
            if !proper(i) {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < p.tokens.len()
                && !p.is(end - 1, Class::OWNS)
                && (proper(end)
                    || p.is(end, Class::PARTICLE)
                        && (proper(end + 1) || p.is(end + 1, Class::PARTICLE) && proper(end + 2)))
            {
                end += 1;
            }
            self.note(p, i, end);
            i = end;
        }
    }

    fn note(&mut self, p: Phrase<'_>, start: usize, end: usize) {
        let mut start = start;
        if (start..end).any(|i| p.is(i, Class::BODY)) {
            let mut stop = end;
            while matches!(p.word(stop), "of" | "for" | "and")
                && p.at(stop + 1).is_some_and(|t| t.name() && !t.is(Class::FUNCTION))
            {
                stop += 2;
            }
            let from = if start > 0 && p.is(start - 1, Class::OWNS) && p.is(start - 1, Class::CAP) {
                start - 1
            } else {
                start
            };
            let span = p.span(from, stop);
            self.bodies.push(span);
            self.alias(p, stop, span);
            return;
        }
        if let Some(title) = (start..end.saturating_sub(1)).rev().find(|i| p.is(*i, Class::TITLE.and(Class::ROLE))) {
            start = title + 1;
        }
        while start + 1 < end && p.is(start, Class::NATION) {
            start += 1;
        }
        let count = end - start;
        if (2..=5).contains(&count)
            && !p.is(start, Class::DIGIT)
            && let (Some(first), Some(last)) = (p.at(start), p.at(end - 1))
        {
            let named = Named { span: p.span(start, end), first: first.span(), last: last.span() };
            for (people, word) in [(&mut self.by_last, named.last), (&mut self.by_first, named.first)] {
                let namesakes = people.entry(key(word.of(p.text))).or_default();
                let same = namesakes.people.last().map(|n| n.span.of(p.text) == named.span.of(p.text));
                namesakes.several |= same == Some(false);
                if same != Some(true) {
                    namesakes.people.push(named);
                }
            }
        }
        self.alias(p, end, p.span(start, end));
    }

    fn alias(&mut self, p: Phrase<'_>, at: usize, full: ByteSpan) {
        if p.sort(at, Sort::Open)
            && p.sort(at + 2, Sort::Close)
            && p.is(at + 1, Class::UPPER)
            && let Some(short) = p.at(at + 1)
        {
            self.aliases.entry(key(short.span().of(p.text))).or_insert((short.span(), full));
        }
    }

    /// Remembers the role beside a name.
    pub(super) fn role(&mut self, text: &str, name: ByteSpan, role: ByteSpan) {
        self.roles.entry(key(name.of(text))).or_insert((name, role));
    }

    /// What an acronym in brackets stands for.
    fn alias_of(&self, text: &str, short: &str) -> Option<ByteSpan> {
        self.aliases.get(&key(short)).filter(|(s, _)| s.of(text) == short).map(|(_, full)| *full)
    }

    /// The full name for `name` as written at `at`; the second value says that another one fits as well.
    fn full(&self, text: &str, name: &str, at: usize) -> (String, bool) {
        if let Some(full) = self.alias_of(text, name) {
            return (tidy(full.of(text)), false);
        }
        if name.split_whitespace().count() > 1 {
            return (tidy(name), false);
        }
        let last = self.by_last.get(&key(name)).filter(|n| n.people.iter().take(1).all(|p| p.last.of(text) == name));
        let first = self.by_first.get(&key(name)).filter(|n| n.people.iter().take(1).all(|p| p.first.of(text) == name));
        let Some(namesakes) = last.or(first) else { return (tidy(name), false) };
        // The nearest one before, else the first one after.
        let before = namesakes.people.partition_point(|p| p.span.start <= at);
        let person = namesakes.people.get(before.saturating_sub(1));
        (person.map_or_else(|| tidy(name), |p| tidy(p.span.of(text))), namesakes.several)
    }

    /// The body that `words` (*the ministry*, *FM*) stands for before `at`.
    fn body(&self, text: &str, words: &str, at: usize) -> Option<String> {
        let last = words.split_whitespace().next_back()?;
        if let Some(full) = self.alias_of(text, last) {
            return Some(tidy(full.of(text)));
        }
        let before = self.bodies.partition_point(|b| b.start < at);
        let fits =
            |b: &&ByteSpan| b.of(text).split_whitespace().any(|w| w.eq_ignore_ascii_case(last)) && b.of(text) != words;
        self.bodies.get(..before)?.iter().rev().take(BODIES).find(fits).map(|b| tidy(b.of(text)))
    }

    /// Resolves `found`; a pronoun is left as written.
    pub(super) fn resolve(&self, text: &str, found: &Found) -> Resolved {
        let written = found.head.of(text);
        let own_role = found.role.map(|r| tidy(r.of(text)));
        match found.shape {
            Shape::Pronoun => Resolved { name: tidy(written), role: None, ambiguous: false, anonymous: false },
            Shape::Relative => {
                let (name, ambiguous) = self.full(text, found.whole.of(text), found.head.start);
                let role = own_role.or_else(|| self.role_of(text, &name));
                Resolved { name, role, ambiguous, anonymous: false }
            }
            Shape::Name => {
                let (name, ambiguous) = self.full(text, written, found.head.start);
                let role = own_role.or_else(|| self.role_of(text, &name));
                Resolved { name, role, ambiguous, anonymous: false }
            }
            Shape::Body => {
                let name = self.body(text, written, found.head.start).unwrap_or_else(|| tidy(written));
                let name = if written.split_whitespace().count() > 1 { tidy(written) } else { name };
                Resolved { name, role: None, ambiguous: false, anonymous: false }
            }
            Shape::Described => self.described(text, found),
        }
    }

    fn described(&self, text: &str, found: &Found) -> Resolved {
        let whole = found.whole.of(text);
        let at = found.head.start;
        for link in [" for the ", " for ", " of the ", " of ", " from the ", " at the ", " with the "] {
            if let Some((_, body)) = whole.split_once(link) {
                let named = body.chars().next().is_some_and(char::is_uppercase);
                let name = if named { Some(tidy(body)) } else { self.body(text, body, at) };
                if let Some(name) = name {
                    return Resolved { name, role: Some(tidy(whole)), ambiguous: false, anonymous: true };
                }
            }
        }
        if let Some(name) = self.body(text, whole, at) {
            return Resolved { name, role: None, ambiguous: false, anonymous: false };
        }
        Resolved { name: tidy(whole), role: None, ambiguous: false, anonymous: true }
    }

    fn role_of(&self, text: &str, name: &str) -> Option<String> {
        let of = |words: &str| self.roles.get(&key(words)).filter(|(n, _)| n.of(text) == words);
        let last = name.split_whitespace().next_back()?;
        let first = name.split_whitespace().next()?;
        let part = [of(last), of(first)].into_iter().flatten().min_by_key(|(n, _)| n.start);
        of(name).or(part).map(|(_, role)| tidy(role.of(text)))
    }
}

/// One space between words.
fn tidy(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
