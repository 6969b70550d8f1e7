//! The gender of people, as far as words and titles tell it.

use crate::quotation::text::lexicon::{Class, Language, Lexicon};

/// Bytes before a name in which its title is looked for.
const LONGEST_TITLE: usize = 16;

/// Whether *he* or *she* stands for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
}

impl Gender {
    /// What a set of word classes says; nothing when it says both.
    pub(crate) fn of(class: Class) -> Option<Gender> {
        match (class.intersects(Class::FEMALE), class.intersects(Class::MALE)) {
            (true, false) => Some(Gender::Female),
            (false, true) => Some(Gender::Male),
            _ => None,
        }
    }

    /// What the end of a first name of no list says: *-a* for women in most languages, *-o* for men in Romance ones.
    pub(crate) fn of_ending(name: &str, language: Language) -> Option<Gender> {
        let first = name.split_whitespace().next().filter(|w| w.chars().count() > 3)?;
        let ends = |ends: &[&str]| ends.iter().any(|end| first.ends_with(end));
        match (ends(&["a", "ette", "elle", "ine"]), language.is_romance() && ends(&["o", "os", "us"])) {
            (true, _) => Some(Gender::Female),
            (_, true) => Some(Gender::Male),
            _ => None,
        }
    }

    /// What a title right before byte `at` says: *Ms.*, *Mr*.
    pub(crate) fn of_title_before(text: &str, at: usize, lexicon: &Lexicon) -> Option<Gender> {
        let from = at.saturating_sub(LONGEST_TITLE);
        let from = (from..=at).find(|i| text.is_char_boundary(*i))?;
        let word = text.get(from..at)?.split_whitespace().next_back()?.trim_end_matches('.');
        let class = lexicon.class(word);
        if class.intersects(Class::TITLE) { Gender::of(class) } else { None }
    }
}
