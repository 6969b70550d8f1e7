//! From a mention as written to a name: surnames, pronouns, organisations under aliases, roles.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;
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

impl Namesakes {
    /// Adds a person, unless it is the one who was named last.
    fn add(&mut self, text: &str, named: Named) {
        let same = self.people.last().map(|n| n.span.of(text) == named.span.of(text));
        self.several |= same == Some(false);
        if same != Some(true) {
            self.people.push(named);
        }
    }
}

/// Names and organisations of one article. Every look-up costs the same however many there are.
#[derive(Default)]
pub(crate) struct Names {
    by_last: HashMap<u64, Namesakes>,
    by_first: HashMap<u64, Namesakes>,
    /// In order.
    organisations: Vec<ByteSpan>,
    /// Acronym in brackets, and what it stands for: the first of its kind.
    aliases: HashMap<u64, (ByteSpan, ByteSpan)>,
    /// Name and role: the first of its kind, by the words of the name.
    roles: HashMap<u64, (ByteSpan, ByteSpan)>,
}

/// Organisations before a mention that are looked at.
const MOST_ORGANISATIONS: usize = 200;

/// The key of some words; what it leads to is compared with the words themselves.
fn key(words: &str) -> u64 {
    FixedState::with_seed(0).hash_one(words)
}

/// A resolved mention.
pub(crate) struct Resolved {
    /// The name without its role; the words as written where no name is known.
    pub(crate) name: String,
    /// What the person is.
    pub(crate) role: Option<String>,
    /// Whether another person of the article fits as well.
    pub(crate) ambiguous: bool,
    /// Whether the source is not named.
    pub(crate) anonymous: bool,
}

impl Resolved {
    /// The words themselves, without a role.
    fn as_written(words: &str) -> Self {
        Self { name: tidy(words), role: None, ambiguous: false, anonymous: false }
    }
}

impl Names {
    /// Collects the names of a paragraph.
    pub(crate) fn collect(&mut self, tokens: Tokens<'_>) {
        let count = tokens.list.len();
        let proper = |i: usize| tokens.name_like(i) && !tokens.is(i, Class::TIME);
        let particle = |i: usize| {
            tokens.is(i, Class::PARTICLE) && (proper(i + 1) || tokens.is(i + 1, Class::PARTICLE) && proper(i + 2))
        };
        let mut start = 0;
        while start < count {
            if !proper(start) {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            while end < count && !tokens.is(end - 1, Class::OWNS) && (proper(end) || particle(end)) {
                end += 1;
            }
            let name = TokenRange::new(start, end);
            if tokens.any(name, Class::BODY) {
                self.note_organisation(tokens, name);
            } else {
                self.note_person(tokens, name);
            }
            start = end;
        }
    }

    /// Notes an organisation whose name holds `name`: with its owner before it, and what *of*, *for* and *and* add.
    fn note_organisation(&mut self, tokens: Tokens<'_>, name: TokenRange) {
        let mut end = name.end;
        while matches!(tokens.word(end), "of" | "for" | "and") && tokens.name_like(end + 1) {
            end += 2;
        }
        let owner = |i: usize| tokens.is(i, Class::OWNS) && tokens.is(i, Class::CAP);
        let owned = name.start > 0 && owner(name.start - 1);
        let span = tokens.span(TokenRange::new(name.start - usize::from(owned), end));
        self.organisations.push(span);
        self.note_alias(tokens, end, span);
    }

    /// Notes a name of two words or more without the titles before it.
    fn note_person(&mut self, tokens: Tokens<'_>, name: TokenRange) {
        let TokenRange { mut start, end } = name;
        let title = (start..end.saturating_sub(1)).rev().find(|i| tokens.is(*i, Class::TITLE | Class::ROLE));
        if let Some(title) = title {
            start = title + 1;
        }
        while start + 1 < end && tokens.is(start, Class::NATION) {
            start += 1;
        }
        let name = TokenRange::new(start, end);
        if (2..=5).contains(&name.len())
            && !tokens.is(start, Class::DIGIT)
            && let (Some(first), Some(last)) = (tokens.at(start), tokens.at(end - 1))
        {
            let named = Named { span: tokens.span(name), first: first.span(), last: last.span() };
            for (people, word) in [(&mut self.by_last, named.last), (&mut self.by_first, named.first)] {
                people.entry(key(word.of(tokens.text))).or_default().add(tokens.text, named);
            }
        }
        self.note_alias(tokens, end, tokens.span(name));
    }

    /// Notes the acronym in brackets from token `at`, if there is one, for the name `full`.
    fn note_alias(&mut self, tokens: Tokens<'_>, at: usize, full: ByteSpan) {
        if tokens.kind(at, TokenKind::Open)
            && tokens.kind(at + 2, TokenKind::Close)
            && tokens.is(at + 1, Class::UPPER)
            && let Some(short) = tokens.at(at + 1)
        {
            self.aliases.entry(key(short.span().of(tokens.text))).or_insert((short.span(), full));
        }
    }

    /// Remembers the role beside a name.
    pub(crate) fn role(&mut self, text: &str, name: ByteSpan, role: ByteSpan) {
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

    /// The organisation that `words` (*the ministry*, *FM*) stands for before `at`.
    fn organisation(&self, text: &str, words: &str, at: usize) -> Option<String> {
        let last = words.split_whitespace().next_back()?;
        if let Some(full) = self.alias_of(text, last) {
            return Some(tidy(full.of(text)));
        }
        let before = self.organisations.partition_point(|b| b.start < at);
        let fits =
            |b: &&ByteSpan| b.of(text).split_whitespace().any(|w| w.eq_ignore_ascii_case(last)) && b.of(text) != words;
        self.organisations.get(..before)?.iter().rev().take(MOST_ORGANISATIONS).find(fits).map(|b| tidy(b.of(text)))
    }

    /// Resolves `found`; a pronoun is left as written.
    pub(crate) fn resolve(&self, text: &str, found: &MentionCandidate) -> Resolved {
        let written = found.head.of(text);
        match found.mention_type {
            MentionType::Pronominal => Resolved::as_written(written),
            MentionType::Relative => self.person(text, found, found.whole.of(text)),
            MentionType::Proper => self.person(text, found, written),
            MentionType::Organisation if written.split_whitespace().count() > 1 => Resolved::as_written(written),
            MentionType::Organisation => match self.organisation(text, written, found.head.start) {
                Some(name) => Resolved { name, ..Resolved::as_written("") },
                None => Resolved::as_written(written),
            },
            MentionType::Nominal => self.described(text, found),
        }
    }

    /// The person named `name`, with the role beside `found` or elsewhere in the article.
    fn person(&self, text: &str, found: &MentionCandidate, name: &str) -> Resolved {
        let (name, ambiguous) = self.full(text, name, found.head.start);
        let role = found.role.map(|r| tidy(r.of(text))).or_else(|| self.role_of(text, &name));
        Resolved { name, role, ambiguous, anonymous: false }
    }

    /// What a description stands for: the organisation that it speaks for or names, else nobody by name.
    fn described(&self, text: &str, found: &MentionCandidate) -> Resolved {
        let whole = found.whole.of(text);
        let at = found.head.start;
        for link in [" for the ", " for ", " of the ", " of ", " from the ", " at the ", " with the "] {
            if let Some((_, body)) = whole.split_once(link) {
                let named = body.chars().next().is_some_and(char::is_uppercase);
                let name = if named { Some(tidy(body)) } else { self.organisation(text, body, at) };
                if let Some(name) = name {
                    return Resolved { name, role: Some(tidy(whole)), ambiguous: false, anonymous: true };
                }
            }
        }
        if let Some(name) = self.organisation(text, whole, at) {
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
