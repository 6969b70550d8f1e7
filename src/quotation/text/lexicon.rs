//! The classes of single words: one look-up per word, in a table built once.
//!
//! Words are plain data ([`word_lists`](super::word_lists)); the table adds the inflected forms of verbs and answers with a
//! set of [`Class`] bits. Look-ups fold ASCII case and allocate nothing.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

pub(crate) use super::class::Class;
use super::word_lists;

/// Longest word that is known, in bytes.
const LONGEST: usize = 24;

/// A word of at most [`LONGEST`] bytes with its case folded, in three numbers: comparing and hashing them is cheap.
type Folded = [u64; LONGEST / 8];

/// The table of words.
pub(crate) struct Lexicon {
    classes: HashMap<Folded, Class, FixedState>,
}

/// Folds the case of ASCII letters; none for words that are too long to be known. Other characters may fall together only
/// with ones that no word contains.
fn fold(word: &str) -> Option<Folded> {
    if word.len() > LONGEST {
        return None;
    }
    let mut out = [0; LONGEST / 8];
    for (number, chunk) in out.iter_mut().zip(word.as_bytes().chunks(8)) {
        let mut value = 0u64;
        for b in chunk.iter().rev() {
            value = (value << 8) | u64::from(b | 0x20);
        }
        *number = value;
    }
    Some(out)
}

impl Lexicon {
    /// The one table of the program.
    pub(crate) fn get() -> &'static Lexicon {
        static TABLE: OnceLock<Lexicon> = OnceLock::new();
        TABLE.get_or_init(Lexicon::build)
    }

    /// The classes of `word`, whatever its case.
    pub(crate) fn class(&self, word: &str) -> Class {
        fold(word).and_then(|folded| self.classes.get(&folded)).copied().unwrap_or_default()
    }

    fn build() -> Lexicon {
        let mut table = Lexicon { classes: HashMap::default() };
        for (class, list) in word_lists::LISTS {
            for word in list.split_whitespace() {
                table.add(word, *class);
            }
        }
        for (class, list) in word_lists::VERBS {
            for word in list.split_whitespace() {
                table.add_verb(word, *class);
            }
        }
        for (class, forms) in word_lists::IRREGULAR {
            let kinds = [Class::BASE, Class::FINITE, Class::FINITE, Class::GERUND];
            for (form, kind) in forms.split_whitespace().zip(kinds) {
                table.add(form, *class | kind);
            }
        }
        table
    }

    fn add(&mut self, word: &str, class: Class) {
        let folded = fold(word);
        debug_assert!(folded.is_some(), "`{word}` is longer than a known word can be");
        if let Some(folded) = folded {
            *self.classes.entry(folded).or_default() |= class;
        }
    }

    /// Adds the regular forms of a verb; `*` after it doubles the last letter (`quip*`: quipped).
    fn add_verb(&mut self, verb: &str, class: Class) {
        let (base, doubles) = match verb.strip_suffix('*') {
            Some(base) => (base, true),
            None => (verb, false),
        };
        let last = base.chars().next_back().unwrap_or('x');
        let vowel_before = base.chars().rev().nth(1).is_some_and(|c| "aeiou".contains(c));
        let (third, past, ing) = if doubles {
            (format!("{base}s"), format!("{base}{last}ed"), format!("{base}{last}ing"))
        } else if let (Some(stem), false) = (base.strip_suffix('y'), vowel_before) {
            (format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing"))
        } else if let Some(stem) = base.strip_suffix('e') {
            (format!("{base}s"), format!("{base}d"), format!("{stem}ing"))
        } else if base.ends_with("ch") || base.ends_with("sh") || matches!(last, 's' | 'x' | 'z') {
            (format!("{base}es"), format!("{base}ed"), format!("{base}ing"))
        } else {
            (format!("{base}s"), format!("{base}ed"), format!("{base}ing"))
        };
        self.add(base, class | Class::BASE);
        self.add(&third, class | Class::FINITE);
        self.add(&past, class | Class::FINITE);
        self.add(&ing, class | Class::GERUND);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_are_known_in_any_case() {
        let table = Lexicon::get();
        for (word, form) in [
            ("said", Class::FINITE),
            ("Argues", Class::FINITE),
            ("quipped", Class::FINITE),
            ("replying", Class::GERUND),
            ("denied", Class::FINITE),
        ] {
            let class = table.class(word);
            assert!(class.intersects(Class::SAY) && class.intersects(form), "{word}");
        }
        assert_eq!(table.class("zebra"), Class::default());
    }

    #[test]
    fn every_listed_word_is_known() {
        for (_, list) in word_lists::LISTS.iter().chain(word_lists::VERBS) {
            assert!(list.split_whitespace().all(|w| Lexicon::get().class(w.trim_end_matches('*')) != Class::default()));
        }
    }
}
