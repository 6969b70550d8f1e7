//! Collects the people and organisations that an article names, and what is beside their names.

use super::gender::Gender;
use super::mentioned::{Named, PersonMention};
use super::names::{Names, key};
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;
use crate::span::ByteSpan;

impl Names {
    /// Collects the names of a paragraph.
    pub(crate) fn collect(&mut self, tokens: Tokens<'_>, sentences: &[TokenRange]) {
        self.sentences.extend(sentences.iter().filter_map(|s| Some(tokens.at(s.start)?.start)));
        let count = tokens.list.len();
        let proper = |i: usize| {
            let month = || tokens.month_as_first_name(i) || i > 0 && tokens.month_as_first_name(i - 1);
            tokens.name_like(i) && !tokens.is(i, Class::TIME) || tokens.is(i, Class::TIME) && month()
        };
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
            let shouted = name.len() > 1 && name.iter().all(|i| tokens.is(i, Class::UPPER | Class::DIGIT));
            let acronym = tokens.lexicon.language.is_romance() && tokens.is(start, Class::UPPER) && name.len() > 1;
            if shouted || acronym {
                // A headline in capitals names nobody.
            } else if names_body(tokens, name) {
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
        if start > 1 && tokens.links_office(start - 1) {
            start = tokens.after_complement(name).unwrap_or(start);
        }
        start = tokens.holder_after_office(name).unwrap_or(start);
        let title = (start..end.saturating_sub(1)).rev().find(|i| tokens.is(*i, Class::TITLE | Class::ROLE));
        if let Some(title) = title {
            start = title + 1;
        }
        while start + 1 < end && tokens.is(start, Class::NATION) {
            start += 1;
        }
        // Handler Michaela Roe, Ask Bea Lind: a known first name follows a word that is none.
        let given = Class::FEMALE | Class::MALE;
        if end >= start + 3 && !tokens.is(start, given) && tokens.is(start + 1, given) {
            start += 1;
        }
        let before = TokenRange::new(name.start, start);
        let name = TokenRange::new(start, end);
        // Pimm & Daughter; a speaker of the house.
        let common =
            name.len() == 1 && tokens.is(start, Class::ROLE | Class::TITLE | Class::KIN | Class::GROUP | Class::UPPER);
        if !name.is_empty() && !tokens.is(start, Class::DIGIT) && !common {
            let gender = self.note_gender(tokens, before, name);
            self.mentions.push(PersonMention { name: tokens.span(name), gender });
            self.note_holder(tokens, before, name);
            if marked_as_body(tokens, before, name) {
                self.bodies.insert(key(tokens.span(name).of(tokens.text)));
            } else if marked_as_person(tokens, before, name) {
                self.persons.insert(key(tokens.span(name).of(tokens.text)));
            }
        }
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

    /// Notes what the title or relation before a name, or its first name, says about the person. `titles` are the capitalised
    /// words before it.
    fn note_gender(&mut self, tokens: Tokens<'_>, titles: TokenRange, name: TokenRange) -> Option<Gender> {
        let class = |i: usize| tokens.at(i).map_or(Class::default(), |t| t.class);
        let titled = titles.iter().rev().find_map(|i| Gender::of(class(i)));
        // His wife, Gail Reed; his sister Nell.
        let comma = titles.start.checked_sub(1).filter(|i| tokens.kind(*i, TokenKind::Comma)).unwrap_or(titles.start);
        let beside = comma.checked_sub(1).filter(|i| tokens.is(*i, Class::KIN | Class::ROLE));
        let related = beside
            .and_then(|i| Gender::of(class(i)))
            .filter(|_| comma == titles.start || !tokens.is(comma - 1, Class::CAP));
        let surname = || self.by_last.contains_key(&key(tokens.word(name.start)));
        let given = if name.len() > 1 || related.is_none() && titled.is_none() && !surname() {
            Gender::of(class(name.start))
        } else {
            None
        };
        let gender = titled.or(related).or(given)?;
        let span = tokens.span(name);
        self.genders.entry(key(span.of(tokens.text))).or_insert(gender);
        if titled.is_some() || related.is_some() {
            let last = tokens.word(name.end - 1);
            self.genders.entry(key(last)).or_insert(gender);
        }
        Some(gender)
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
}

/// Whether what is beside a name marks a person: a title or role before it, an age, a role or *who* after it. `before` are the
/// capitalised words before the name.
fn marked_as_person(tokens: Tokens<'_>, before: TokenRange, name: TokenRange) -> bool {
    let role = Class::ROLE | Class::TITLE | Class::KIN;
    let titled = tokens.any(before, role) || before.start > 0 && tokens.is(before.start - 1, role);
    let comma = tokens.kind(name.end, TokenKind::Comma);
    let after = name.end + usize::from(comma);
    let age = comma && tokens.is(after, Class::DIGIT) && !tokens.kind(after + 1, TokenKind::Stop);
    let described = comma && tokens.is(after, Class::DET) && (after + 1..after + 4).any(|i| tokens.is(i, Class::ROLE));
    let who = matches!(tokens.word(after), "who" | "whose" | "whom");
    // A man called NAME; the new head is NAME.
    let link = before.start > 0
        && (matches!(tokens.word(before.start - 1), "called" | "named") || tokens.is(before.start - 1, Class::AUX));
    let introduced = link && (before.start.saturating_sub(5)..before.start).any(|i| tokens.is(i, role));
    let speaks = !comma && tokens.reports(after, after.saturating_sub(1), Class::SAY | Class::TELL);
    titled || age || described || who || speaks || introduced
}

/// Whether the noun before a name, right there or before a comma, is a body or a thing: *his firm, NAME*, *the tanker NAME*.
fn marked_as_body(tokens: Tokens<'_>, before: TokenRange, name: TokenRange) -> bool {
    let at = if before.is_empty() { name.start } else { before.start };
    let comma = at > 0 && tokens.kind(at - 1, TokenKind::Comma);
    let Some(noun) = at.checked_sub(1 + usize::from(comma)) else { return false };
    tokens.is(noun, Class::BODY | Class::WORK)
        && !tokens.is(noun, Class::CAP | Class::ROLE | Class::TITLE)
        && (!comma || noun > 0 && tokens.is(noun - 1, Class::POSS | Class::DET))
}

/// Whether a run of capitalised words names an organisation: it has a noun for one that belongs to no title (*Police Constable*).
fn names_body(tokens: Tokens<'_>, name: TokenRange) -> bool {
    name.iter()
        .any(|i| tokens.is(i, Class::BODY) && !(i + 1 < name.end && tokens.is(i + 1, Class::TITLE | Class::ROLE)))
}
