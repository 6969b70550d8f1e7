//! Which person *he* or *she* stands for.

use super::antecedents::{Antecedents, describes_person, is_verb};
use super::gender::Gender;
use super::mentioned::Resolved;
use super::names::Names;
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::text::lexicon::Class;
use crate::span::ByteSpan;

/// Bytes before a pronoun in which its person is looked for.
const NEAR_BY: usize = 1500;
/// Names before a pronoun that are looked at.
const MOST_NAMES: usize = 16;
/// Pronouns before it.
const MOST_PRONOUNS: usize = 4;

/// Something before a pronoun that it may stand for.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// A name anywhere in a sentence.
    Name(ByteSpan),
    /// The subject of a sentence.
    Subject(&'a MentionCandidate),
    /// A pronoun read before, by its place, its gender and its person.
    Pronoun(Gender, Option<&'a str>),
}

/// How well a person fits a pronoun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Of its gender.
    Known,
    /// A person, of whose gender nothing is known.
    Personal,
    /// A capitalised name, perhaps a person's.
    Unknown,
    /// A single capitalised word, taken only for a pronoun of its own sentence: *Sobell would stay, he says*.
    Word,
    /// Somebody without a name.
    Unnamed,
    /// Of the other gender, or nobody.
    Not,
}

/// A candidate that was looked at.
struct Candidate {
    fit: Fit,
    subject: bool,
    resolved: Resolved,
}

impl Antecedents {
    /// The person that the pronoun `found` of `gender` stands for.
    ///
    /// Sentences are looked at one after the other, the nearest first. In the first one that mentions somebody who fits, those
    /// of the right gender go before those of unknown gender, and among equals the subject; where two fit equally, or somebody
    /// without a name does, the answer is none. A name that may be no person's is taken only if nobody else fits.
    pub(super) fn of_person(
        &self,
        text: &str,
        found: &MentionCandidate,
        gender: Gender,
        names: &Names,
    ) -> Option<Resolved> {
        // Whoever a description stands for is named; a pronoun may stand for a description.
        let pronoun = found.mention_type == MentionType::Pronominal;
        let romance = names.lexicon.language.is_romance();
        let at = found.head.start();
        let pronouns: Vec<(usize, Gender, Option<String>)> =
            names.pronouns_before(at).take(MOST_PRONOUNS).map(|p| (p.at, p.gender, p.name.clone())).collect();
        let mut sources: Vec<(usize, Source<'_>)> = Vec::new();
        sources.extend(self.before(found).map(|f| (f.head.start(), Source::Subject(f))));
        sources.extend(names.named_before(at).take(MOST_NAMES).map(|name| (name.start(), Source::Name(name))));
        sources.extend(pronouns.iter().map(|(at, gender, name)| (*at, Source::Pronoun(*gender, name.as_deref()))));
        sources.retain(|(place, _)| place + NEAR_BY >= at);
        let sentence = |place: usize| names.sentence_of(place);
        sources.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        let mut doubtful: Option<Resolved> = None;
        for group in sources.chunk_by(|a, b| sentence(a.0) == sentence(b.0)) {
            let mut candidates = self.candidates(text, group, gender, (names, pronoun));
            let own = group.first().is_some_and(|(place, _)| sentence(*place) == sentence(at));
            candidates.retain(|c| c.fit != Fit::Not && (c.fit != Fit::Word || own && c.subject));
            candidates.iter_mut().filter(|c| c.fit == Fit::Word).for_each(|c| c.fit = Fit::Unknown);
            for fit in [Fit::Known, Fit::Personal] {
                if candidates.iter().any(|c| c.fit == fit) {
                    return the_one(candidates, fit);
                }
            }
            if let Some(unnamed) = candidates.iter().position(|c| c.fit == Fit::Unnamed).filter(|_| pronoun) {
                // Somebody without a name, and nobody else.
                let last = sources.last().is_some_and(|(place, _)| sentence(*place) == sentence(group_start(group)));
                let named = candidates.get(unnamed).is_some_and(|c| !c.resolved.name.is_empty());
                return (named && (last || romance)).then(|| candidates.swap_remove(unnamed).resolved);
            }
            if doubtful.is_none() && candidates.iter().any(|c| c.fit == Fit::Unknown && c.subject) {
                doubtful = the_one(candidates, Fit::Unknown);
            }
        }
        doubtful
    }

    /// What the sources in one sentence name, each person once.
    fn candidates(
        &self,
        text: &str,
        group: &[(usize, Source<'_>)],
        gender: Gender,
        names: (&Names, bool),
    ) -> Vec<Candidate> {
        let mut out: Vec<Candidate> = Vec::new();
        for (_, source) in group {
            let subject = !matches!(source, Source::Name(_));
            let Some((resolved, fit)) = self.read(text, *source, gender, names) else { continue };
            match out.iter_mut().find(|c| c.resolved.name == resolved.name) {
                Some(known) => {
                    known.subject |= subject;
                    if known.fit == Fit::Unknown {
                        known.fit = fit;
                    }
                }
                None => out.push(Candidate { fit, subject, resolved }),
            }
        }
        out
    }

    /// Whom a source names, and how well that fits; none for what can be nobody.
    fn read(
        &self,
        text: &str,
        source: Source<'_>,
        gender: Gender,
        (names, pronoun): (&Names, bool),
    ) -> Option<(Resolved, Fit)> {
        match source {
            Source::Pronoun(other, _) if other != gender => None,
            Source::Pronoun(_, Some(name)) => Some((names.resolve_person(text, name), Fit::Known)),
            Source::Pronoun(_, None) => Some((Resolved::as_written(""), Fit::Unnamed)),
            Source::Name(name) => {
                let resolved = names.resolve_name(text, name);
                let fit = fit(text, name.of(text), &resolved, gender, names);
                Some((resolved, fit))
            }
            Source::Subject(f) if is_body(text, f, names) => {
                // French elle: a body has a gender too.
                let article =
                    f.head.of(text).split(['\'', '’', ' ']).next().map_or(Class::default(), |w| names.lexicon.class(w));
                let same = article.intersects(Class::DET) && Gender::of(article) == Some(gender);
                (pronoun && same && names.lexicon.language.is_romance()).then(|| (names.resolve(text, f), Fit::Known))
            }
            Source::Subject(f) if is_verb(text, f, names.lexicon) => None,
            Source::Subject(f) if f.mention_type == MentionType::Nominal => {
                // A description may stand for a name in its turn, once.
                let further = || if pronoun { self.of_description(text, f, names) } else { None };
                if let Some(holder) = self.of_role(text, f, names).or_else(further) {
                    let fit = fit(text, f.head.of(text), &holder, gender, names);
                    return Some((holder, if fit == Fit::Unknown { Fit::Personal } else { fit }));
                }
                let written = f.head.of(text);
                let words = written.split_whitespace().map(|w| names.lexicon.class(w));
                let known = words.filter(|c| !c.intersects(Class::POSS | Class::DET)).find_map(Gender::of);
                let other = known.is_some_and(|known| known != gender);
                let person = known.is_some() || describes_person(written, names.lexicon);
                let fit = if other || !person { Fit::Not } else { Fit::Unnamed };
                Some((Resolved::as_written(written), fit))
            }
            Source::Subject(f) => {
                let resolved = names.resolve(text, f);
                let fit = fit(text, f.head.of(text), &resolved, gender, names);
                Some((resolved, fit))
            }
        }
    }
}

/// Whether `found` is an organisation, by name or by a noun for one.
fn is_body(text: &str, found: &MentionCandidate, names: &Names) -> bool {
    let mut nouns = found.head.of(text).split(['\'', '’', ' ']).map(|w| names.lexicon.class(w));
    found.mention_type == MentionType::Organisation
        || found.mention_type == MentionType::Nominal
            && names.lexicon.language.is_romance()
            && nouns.any(|c| c.intersects(Class::BODY) && !c.intersects(Class::ROLE | Class::TITLE))
}

/// Where the last of a sentence's sources is, which is the first in the text.
fn group_start(group: &[(usize, Source<'_>)]) -> usize {
    group.last().map_or(0, |(place, _)| *place)
}

/// The one candidate of `fit`, or the only subject among several.
fn the_one(candidates: Vec<Candidate>, fit: Fit) -> Option<Resolved> {
    let mut fitting: Vec<Candidate> = candidates.into_iter().filter(|c| c.fit == fit).collect();
    if fitting.len() > 1 {
        fitting.retain(|c| c.subject);
    }
    match fitting.pop() {
        Some(one) if fitting.is_empty() => Some(one.resolved),
        _ => None,
    }
}

/// How well the person written as `written` fits a pronoun of `gender`.
fn fit(text: &str, written: &str, resolved: &Resolved, gender: Gender, names: &Names) -> Fit {
    let lexicon = names.lexicon;
    if resolved.name.contains(" and ") || names.is_body(&resolved.name) {
        return Fit::Not;
    }
    let role = resolved.role.as_deref().unwrap_or("");
    let is_role = role.split_whitespace().any(|w| lexicon.class(w).intersects(Class::ROLE | Class::TITLE | Class::KIN));
    // Mrs. Horak: a title that is part of the name.
    let by_title = resolved
        .name
        .split_whitespace()
        .map(|w| lexicon.class(w.trim_end_matches('.')))
        .take_while(|c| c.intersects(Class::TITLE))
        .find_map(Gender::of);
    let by_role = || {
        role.split_whitespace().map(|w| lexicon.class(w)).filter(|c| !c.intersects(Class::POSS)).find_map(Gender::of)
    };
    let full = resolved.name.contains(' ');
    let by_ending = if full { Gender::of_ending(&resolved.name, lexicon.language) } else { None };
    match by_title.or_else(|| names.gender(&resolved.name)).or_else(by_role) {
        Some(known) if known == gender => Fit::Known,
        Some(_) => Fit::Not,
        None => {
            // Nowak laughed: a surname whose full name is known.
            let short = full && !written.contains(' ');
            let person =
                short || names.is_marked(&resolved.name) || is_role || names.is_personal(text, &resolved.name, None);
            match (person, full) {
                (true, _) if by_ending == Some(gender) => Fit::Known,
                (true, _) if by_ending.is_some() => Fit::Not,
                (true, _) => Fit::Personal,
                (false, true) => Fit::Unknown,
                (false, false) if resolved.role.is_none() => Fit::Word,
                (false, false) => Fit::Not,
            }
        }
    }
}
