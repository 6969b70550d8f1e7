//! Whom a pronoun or a description without a name can stand for.

use super::names::{Names, Resolved};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::text::lexicon::{Class, Lexicon};

/// How many people and organisations are remembered for a pronoun.
const REMEMBERED: usize = 4;

/// The last people and organisations named as subjects, the latest first.
#[derive(Clone, Copy, Default)]
pub(crate) struct Antecedents([Option<MentionCandidate>; REMEMBERED]);

impl Antecedents {
    /// Puts `found` first; pronouns and descriptions of nobody in particular are not kept.
    pub(crate) fn note(&mut self, text: &str, found: MentionCandidate) {
        let known = match found.mention_type {
            MentionType::Proper | MentionType::Organisation => true,
            MentionType::Nominal => describes_person(found.head.of(text)),
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
    fn before(&self, found: &MentionCandidate) -> impl Iterator<Item = &MentionCandidate> {
        let start = found.head.start;
        self.0.iter().flatten().filter(move |f| f.head.start < start)
    }

    /// The person or organisation that the pronoun `found` stands for: the latest that agrees with it.
    pub(crate) fn of_pronoun(&self, text: &str, found: &MentionCandidate, names: &Names) -> Option<Resolved> {
        let pronoun = found.head.of(text);
        self.before(found).find_map(|f| {
            let candidate = names.resolve(text, f);
            agrees(pronoun, f, &candidate.name, candidate.role.as_deref()).then_some(candidate)
        })
    }

    /// Who has the role in *the spokesman*: the last person named with it.
    pub(crate) fn of_role(&self, text: &str, found: &MentionCandidate, names: &Names) -> Option<Resolved> {
        let mut words = found.head.of(text).split_whitespace();
        let (Some(the), Some(role), None) = (words.next(), words.next(), words.next()) else { return None };
        if !the.eq_ignore_ascii_case("the") || !Lexicon::get().class(role).intersects(Class::ROLE | Class::TITLE) {
            return None;
        }
        let speaks = |w: &str| w.get(..6).is_some_and(|w| w.eq_ignore_ascii_case("spokes"));
        let same = |w: &str| w.eq_ignore_ascii_case(role) || speaks(w) && speaks(role);
        self.before(found).filter(|f| f.mention_type == MentionType::Proper).find_map(|f| {
            let candidate = names.resolve(text, f);
            candidate.role.as_deref().is_some_and(|r| r.split_whitespace().any(same)).then_some(candidate)
        })
    }
}

/// Whether a description is of one definite person: *the chairman*, *her daughter*.
fn describes_person(words: &str) -> bool {
    let lexicon = Lexicon::get();
    let definite = words.split_whitespace().next().is_some_and(|w| {
        lexicon.class(w).intersects(Class::POSS)
            || w.eq_ignore_ascii_case("the")
            || w.ends_with("'s")
            || w.ends_with("’s")
    });
    let last = words.split_whitespace().next_back().map_or(Class::default(), |w| lexicon.class(w));
    definite && last.intersects(Class::ROLE | Class::TITLE) && !last.intersects(Class::GROUP)
}

/// Whether a pronoun can stand for a name: *she* for no evident man, *it* for no evident person, first and second persons for
/// nobody.
fn agrees(pronoun: &str, found: &MentionCandidate, name: &str, role: Option<&str>) -> bool {
    let lexicon = Lexicon::get();
    let is = |class: Class| {
        let has = |w: &str| lexicon.class(w).intersects(class) && !lexicon.class(w).intersects(Class::POSS);
        name.split_whitespace().next().is_some_and(has)
            || found.mention_type == MentionType::Nominal && name.split_whitespace().any(has)
            || role.is_some_and(|r| r.split_whitespace().any(has))
    };
    let (male, female) = (is(Class::MALE), is(Class::FEMALE));
    let organisation = found.mention_type == MentionType::Organisation;
    let word = pronoun.split(['\'', '’']).next().unwrap_or("").to_ascii_lowercase();
    match word.as_str() {
        "he" | "his" | "him" => !organisation && (male || !female),
        "she" | "her" => !organisation && (female || !male),
        "it" | "its" => organisation || !male && !female && !name.contains(' '),
        "they" | "their" => true,
        _ => false,
    }
}
