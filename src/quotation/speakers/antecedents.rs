//! Whom a pronoun or a description without a name can stand for.

use super::gender::Gender;
use super::mentioned::{ReadPronoun, Resolved};
use super::names::Names;
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::text::lexicon::{Class, Lexicon};

/// How many people and organisations are remembered for a pronoun.
const REMEMBERED: usize = 4;

/// The last people and organisations named as subjects, the latest first.
#[derive(Clone, Copy, Default)]
pub(crate) struct Antecedents([Option<MentionCandidate>; REMEMBERED]);

impl Antecedents {
    /// Puts `found` first; pronouns and descriptions of nobody in particular are not kept.
    pub(crate) fn note(&mut self, text: &str, found: MentionCandidate, lexicon: &Lexicon) {
        let known = match found.mention_type {
            MentionType::Proper | MentionType::Organisation => true,
            MentionType::Nominal => {
                let romance = lexicon.language.is_romance();
                let last = found
                    .head
                    .of(text)
                    .split([' ', '\'', '’'])
                    .next_back()
                    .map_or(Class::default(), |w| lexicon.class(w));
                describes_person(found.head.of(text), lexicon) || romance && last.intersects(Class::BODY)
            }
            MentionType::Pronominal | MentionType::Relative => false,
        };
        if !known {
            return;
        }
        let same = |f: &Option<MentionCandidate>| f.is_none_or(|f| f.head.of(text) == found.head.of(text));
        let until = self.0.iter().position(same).unwrap_or(REMEMBERED - 1);
        if let Some(front) = self.0.get_mut(..=until) {
            front.rotate_right(1);
        }
        if let Some(first) = self.0.first_mut() {
            *first = Some(found);
        }
    }

    /// The remembered mentions before `found`, the latest first.
    pub(super) fn before(&self, found: &MentionCandidate) -> impl Iterator<Item = &MentionCandidate> {
        let start = found.head.start();
        self.0.iter().flatten().filter(move |f| f.head.start() < start)
    }

    /// The person or organisation that the pronoun `found` stands for; none when nothing fits, or two people do.
    pub(crate) fn of_pronoun(&self, text: &str, found: &MentionCandidate, names: &mut Names) -> Option<Resolved> {
        let pronoun = Pronoun::of(found.head.of(text), names.lexicon);
        let gender = match pronoun {
            Pronoun::Person(gender) => gender,
            Pronoun::Speaker => return None,
            Pronoun::Thing | Pronoun::Plural => return self.of_thing(text, found, pronoun, names),
        };
        let resolved = self.of_person(text, found, gender, names);
        let name = resolved.as_ref().map(|r| r.name.clone());
        if let Some(name) = &name {
            names.learn_gender(name, gender);
        }
        names.note_pronoun(ReadPronoun { at: found.head.start(), name, gender });
        resolved
    }

    /// The organisation or the group that *it* or *they* stands for: before any person, one of several.
    fn of_thing(&self, text: &str, found: &MentionCandidate, pronoun: Pronoun, names: &Names) -> Option<Resolved> {
        let fits = |f: &&MentionCandidate| {
            let words = f.head.of(text);
            let several = words.contains(" and ")
                || words.split_whitespace().any(|w| names.lexicon.class(w).intersects(Class::GROUP));
            f.mention_type == MentionType::Organisation || pronoun == Pronoun::Plural && several
        };
        let best = self.before(found).find(fits);
        let other = |f: &&MentionCandidate| {
            let resolved = names.resolve(text, f);
            let one = names.gender(&resolved.name).is_some();
            match pronoun {
                Pronoun::Plural => !one && !names.is_marked(&resolved.name) && resolved.name.contains(' '),
                _ => !one && !resolved.name.contains(' '),
            }
        };
        best.or_else(|| self.before(found).find(other)).map(|f| names.resolve(text, f))
    }
}

/// Whether a description is of one person: *the chairman*, *her daughter*, *a friend*.
pub(super) fn describes_person(words: &str, lexicon: &Lexicon) -> bool {
    let last = words.split([' ', '\'', '’']).next_back().map_or(Class::default(), |w| lexicon.class(w));
    last.intersects(Class::ROLE | Class::TITLE | Class::KIN) && !last.intersects(Class::GROUP)
}

/// What a pronoun can stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pronoun {
    /// *he*, *she*
    Person(Gender),
    /// *it*
    Thing,
    /// *they*
    Plural,
    /// *I*, *we*, *you*: whoever speaks, which only the reader can tell.
    Speaker,
}

impl Pronoun {
    fn of(written: &str, lexicon: &Lexicon) -> Pronoun {
        let word = written.split(['\'', '’']).next().unwrap_or("");
        match word.to_ascii_lowercase().as_str() {
            "it" | "its" => Pronoun::Thing,
            "they" | "their" => Pronoun::Plural,
            _ => Gender::of(lexicon.class(word)).map_or(Pronoun::Speaker, Pronoun::Person),
        }
    }
}

/// Whether a single capitalised word is a verb that begins its sentence: *Remember, …*.
pub(super) fn is_verb(text: &str, candidate: &MentionCandidate, lexicon: &Lexicon) -> bool {
    let head = candidate.head.of(text);
    let class = lexicon.class(head);
    class.intersects(Class::SAY | Class::VERB | Class::TELL)
        && class.intersects(Class::BASE)
        && !class.intersects(Class::MALE | Class::FEMALE | Class::TITLE)
}
