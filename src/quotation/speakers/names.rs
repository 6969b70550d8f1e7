//! From a mention as written to a name: surnames, pronouns, organisations under aliases, roles.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast;
use foldhash::quality::FixedState;

use super::gender::Gender;
use super::mentioned::{Holder, Named, Namesakes, PersonMention, ReadPronoun, Resolved, tidy};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::text::lexicon::{Class, Language, Lexicon};
use crate::span::ByteSpan;

/// Something for each [`key`] of some words.
type ByKey<T> = HashMap<u64, T, fast::FixedState>;

/// Names and organisations of one article. Every look-up costs the same however many there are.
pub(crate) struct Names {
    /// The words of the language that is read now.
    pub(crate) lexicon: &'static Lexicon,
    /// Where stretches begin in the article, and the words of their languages; the first is the article's.
    stretches: Vec<(usize, &'static Lexicon)>,
    pub(super) by_last: ByKey<Namesakes>,
    pub(super) by_first: ByKey<Namesakes>,
    /// What is known of the gender of people, by the words of their names.
    pub(super) genders: ByKey<Gender>,
    /// Mentions of people by name, in order.
    pub(super) mentions: Vec<PersonMention>,
    /// People whose names something beside them marks as a person's, by the words of their names.
    pub(super) persons: HashSet<u64, fast::FixedState>,
    /// Names that the noun before them gives to a body or a thing: *his firm, Stokes Avery*.
    pub(super) bodies: HashSet<u64, fast::FixedState>,
    /// Where the sentences of the article begin.
    pub(super) sentences: Vec<usize>,
    /// Who has which role, in order.
    pub(super) holders: Vec<Holder>,
    /// Whom the pronouns read so far stood for, in order.
    pronouns: Vec<ReadPronoun>,
    /// In order.
    pub(super) organisations: Vec<ByteSpan>,
    /// Acronym in brackets, and what it stands for: the first of its kind.
    pub(super) aliases: ByKey<(ByteSpan, ByteSpan)>,
    /// Name and role: the first of its kind, by the words of the name.
    roles: ByKey<(ByteSpan, ByteSpan)>,
}

/// Organisations before a mention that are looked at.
const MOST_ORGANISATIONS: usize = 200;

/// People with one surname that are looked at for a mention.
const MOST_NAMESAKES: usize = 50;

/// The key of some words; what it leads to is compared with the words themselves.
pub(super) fn key(words: &str) -> u64 {
    FixedState::with_seed(0).hash_one(words)
}

impl Names {
    /// No names yet, of an article in the language of `lexicon`.
    pub(crate) fn new(lexicon: &'static Lexicon) -> Self {
        Self {
            lexicon,
            stretches: vec![(0, lexicon)],
            by_last: ByKey::default(),
            by_first: ByKey::default(),
            organisations: Vec::new(),
            genders: ByKey::default(),
            mentions: Vec::new(),
            persons: HashSet::default(),
            bodies: HashSet::default(),
            holders: Vec::new(),
            sentences: Vec::new(),
            pronouns: Vec::new(),
            aliases: ByKey::default(),
            roles: ByKey::default(),
        }
    }

    /// Whether the article as a whole is in a language with rules.
    pub(crate) fn has_rules(&self) -> bool {
        self.stretches.first().is_some_and(|(_, lexicon)| lexicon.language != Language::Other)
    }

    /// Goes on with a stretch that begins at byte `at`.
    pub(crate) fn enter(&mut self, at: usize, lexicon: &'static Lexicon) {
        self.lexicon = lexicon;
        self.stretches.push((at, lexicon));
    }

    /// Goes back to the words of the language that byte `at` is in.
    pub(crate) fn go_back(&mut self, at: usize) {
        let until = self.stretches.partition_point(|(start, _)| *start <= at);
        if let Some((_, lexicon)) = until.checked_sub(1).and_then(|i| self.stretches.get(i)) {
            self.lexicon = lexicon;
        }
    }

    /// What is known of the gender of the person called `name`, by title, relation, first name or an earlier pronoun.
    pub(crate) fn gender(&self, name: &str) -> Option<Gender> {
        let first = name.split_whitespace().next()?;
        let by_name = self.genders.get(&key(name)).copied();
        by_name.or_else(|| if name.contains(' ') { Gender::of(self.lexicon.class(first)) } else { None })
    }

    /// Remembers that a pronoun of this gender stood for the person called `name`.
    pub(crate) fn learn_gender(&mut self, name: &str, gender: Gender) {
        self.genders.entry(key(name)).or_insert(gender);
    }

    /// Whether the noun before a name says that the one called `name` is a body or a thing.
    pub(crate) fn is_body(&self, name: &str) -> bool {
        self.bodies.contains(&key(name))
    }

    /// Remembers whom a pronoun stood for.
    pub(crate) fn note_pronoun(&mut self, read: ReadPronoun) {
        self.pronouns.push(read);
    }

    /// The number of the sentence that byte `at` is in.
    pub(crate) fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|start| *start <= at)
    }

    /// The names of people mentioned before byte `at`, the last first.
    pub(crate) fn named_before(&self, at: usize) -> impl Iterator<Item = ByteSpan> {
        let until = self.mentions.partition_point(|m| m.name.start() < at);
        self.mentions.get(..until).unwrap_or(&[]).iter().rev().map(|m| m.name)
    }

    /// The pronouns read before byte `at`, the last first.
    pub(crate) fn pronouns_before(&self, at: usize) -> impl Iterator<Item = &ReadPronoun> {
        self.pronouns.iter().rev().filter(move |p| p.at < at)
    }

    /// Whether something beside a name marks the one called `name` as a person.
    pub(crate) fn is_marked(&self, name: &str) -> bool {
        self.persons.contains(&key(name))
    }

    /// Whether a person called `name` is known to be one: by gender, a role, or a full name that has this surname.
    pub(crate) fn is_personal(&self, text: &str, name: &str, role: Option<&str>) -> bool {
        role.is_some()
            || self.gender(name).is_some()
            || name.split_whitespace().next_back().is_some_and(|last| {
                self.by_last.get(&key(last)).is_some_and(|n| {
                    n.people.iter().any(|p| p.last.of(text) == last && self.gender(p.span.of(text)).is_some())
                })
            })
    }

    /// Whether a single word in a header can be a speaker: part of a name of the article, a first name, or a role.
    pub(crate) fn is_speaker(&self, text: &str, word: &str) -> bool {
        let class = self.lexicon.class(word);
        let same = |span: ByteSpan| span.of(text).eq_ignore_ascii_case(word);
        class.intersects(Class::ROLE | Class::TITLE | Class::FEMALE | Class::MALE)
            || self
                .mentions
                .iter()
                .filter(|m| m.gender.is_some())
                .any(|m| m.name.of(text).split_whitespace().any(|w| w.eq_ignore_ascii_case(word)))
            || self.by_last.get(&key(word)).is_some_and(|n| n.people.iter().any(|p| same(p.last)))
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
        // Ms. Holt is not Peter Holt.
        let title = Gender::of_title_before(text, at, self.lexicon);
        let fits = |p: &&Named| match (title, self.gender(p.span.of(text))) {
            (Some(title), Some(gender)) => title == gender,
            _ => true,
        };
        // The nearest one before, else the first one after.
        let before = namesakes.people.partition_point(|p| p.span.start() <= at);
        let (earlier, later) = namesakes.people.split_at(before);
        let person = earlier.iter().rev().take(MOST_NAMESAKES).find(fits);
        let person = person.or_else(|| later.iter().take(MOST_NAMESAKES).find(fits));
        (person.map_or_else(|| tidy(name), |p| tidy(p.span.of(text))), namesakes.several)
    }

    /// Whether a word can stand for an organisation: a noun for one, or a capitalised word.
    fn can_be_body(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) || self.lexicon.class(word).intersects(Class::BODY | Class::MEDIA)
    }

    /// The organisation that `words` (*the ministry*, *FM*) stands for before `at`.
    fn organisation(&self, text: &str, words: &str, at: usize) -> Option<String> {
        let last = words.split(|c: char| c.is_whitespace() || c == '\'' || c == '’').next_back()?;
        if self.lexicon.language.is_romance() && !self.can_be_body(last) {
            return None;
        }
        if let Some(full) = self.alias_of(text, last) {
            return Some(tidy(full.of(text)));
        }
        let before = self.organisations.partition_point(|b| b.start() < at);
        let fits =
            |b: &&ByteSpan| b.of(text).split_whitespace().any(|w| w.eq_ignore_ascii_case(last)) && b.of(text) != words;
        let mut near = self.organisations.get(..before)?.iter().rev().take(MOST_ORGANISATIONS);
        // The organisation: whichever was named last.
        if self.lexicon.class(last).intersects(Class::ANAPHOR) && self.lexicon.class(last).intersects(Class::BODY) {
            return near.clone().find(fits).or_else(|| near.next()).map(|b| tidy(b.of(text)));
        }
        near.find(fits).map(|b| tidy(b.of(text)))
    }

    /// Resolves `found`; a pronoun is left as written.
    pub(crate) fn resolve(&self, text: &str, found: &MentionCandidate) -> Resolved {
        let written = found.head.of(text);
        match found.mention_type {
            MentionType::Pronominal => Resolved::as_written(written),
            MentionType::Relative => self.person(text, found, found.whole.of(text)),
            MentionType::Proper => self.person(text, found, written),
            MentionType::Organisation if written.split_whitespace().count() > 1 => Resolved::as_written(written),
            MentionType::Organisation => match self.organisation(text, written, found.head.start()) {
                Some(name) => Resolved { name, ..Resolved::as_written("") },
                None => Resolved::as_written(written),
            },
            MentionType::Nominal => self.described(text, found),
        }
    }

    /// The person mentioned as `name`.
    pub(crate) fn resolve_name(&self, text: &str, name: ByteSpan) -> Resolved {
        let one = TokenRange::new(0, 0);
        let found = MentionCandidate::plain(name, MentionType::Proper, one);
        self.person(text, &found, name.of(text))
    }

    /// The person called `name`, a full name or all that is known of it.
    pub(super) fn resolve_person(&self, text: &str, name: &str) -> Resolved {
        Resolved { role: self.role_of(text, name), ..Resolved::as_written(name) }
    }

    /// The person named `name`, with the role beside `found` or elsewhere in the article.
    fn person(&self, text: &str, found: &MentionCandidate, name: &str) -> Resolved {
        let (name, ambiguous) = self.full(text, name, found.head.start());
        let role = found.role.map(|r| tidy(r.of(text))).or_else(|| self.role_of(text, &name));
        Resolved { name, role, ambiguous, anonymous: false }
    }

    /// What a description stands for: the organisation that it speaks for or names, else nobody by name.
    fn described(&self, text: &str, found: &MentionCandidate) -> Resolved {
        let whole = found.whole.of(text);
        let at = found.head.start();
        for link in [" for the ", " for ", " of the ", " of ", " from the ", " at the ", " with the "] {
            if let Some((_, body)) = whole.split_once(link) {
                let named = body.chars().next().is_some_and(char::is_uppercase);
                let name = if named { Some(tidy(body)) } else { self.organisation(text, body, at) };
                if let Some(name) = name {
                    return Resolved { name, role: Some(tidy(whole)), ambiguous: false, anonymous: true };
                }
            }
        }
        // A statement from NAME.
        let written = found.head.of(text).split(' ').next_back().map_or(Class::default(), |w| self.lexicon.class(w));
        if let Some((_, name)) = whole.split_once(" from ").filter(|_| written.intersects(Class::SPEECH | Class::CLAIM))
            && name.starts_with(char::is_uppercase)
        {
            return Resolved::as_written(name);
        }
        let complete = !self.lexicon.language.is_romance() || found.whole == found.head;
        if let Some(name) = self.organisation(text, whole, at).filter(|_| complete) {
            return Resolved { name, role: None, ambiguous: false, anonymous: false };
        }
        Resolved { name: tidy(whole), role: None, ambiguous: false, anonymous: true }
    }

    fn role_of(&self, text: &str, name: &str) -> Option<String> {
        let of = |words: &str| self.roles.get(&key(words)).filter(|(n, _)| n.of(text) == words);
        let last = name.split_whitespace().next_back()?;
        let first = name.split_whitespace().next()?;
        let part = [of(last), of(first)].into_iter().flatten().min_by_key(|(n, _)| n.start());
        of(name).or(part).map(|(_, role)| tidy(role.of(text)))
    }
}
