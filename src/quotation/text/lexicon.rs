//! The classes of single words, a table for each language.
//!
//! A language is a data file in `languages/`: sections `[class …]`, each followed by words. A section may name several
//! classes; `#` begins a comment. Three words beside the classes say how the words are written:
//!
//! - `regular`: English verbs of which all forms are derived; `*` after one doubles its last letter (`quip*`: quipped);
//! - `irregular`: English verbs, one on a line: base, third person, past, -ing;
//! - `suffix`: ends of words, for languages that write compounds in one word (`sprecher`: Regierungssprecher).
//!
//! A section `[endings er finite]` lists what the infinitives in *-er* have in place of that ending (`-` for nothing), and
//! `[say verbs er]` lists such infinitives: of each, all forms are derived.
//!
//! Look-ups fold the case of ASCII letters and allocate nothing.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use foldhash::fast::FixedState;

pub(crate) use super::class::Class;

/// Longest word that is known, in bytes.
const LONGEST: usize = 24;
/// Bytes of a data file for each word of its table, roughly.
const BYTES_PER_WORD: usize = 4;
/// Letters that a compound has at least before its suffix, in bytes.
const SHORTEST_COMPOUND: usize = 3;

/// A word of at most [`LONGEST`] bytes with its case folded, in three numbers: comparing and hashing them is cheap.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded([u64; LONGEST / 8]);

impl Hash for Folded {
    /// Hands one number to the hasher, which mixes it.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [a, b, c] = self.0;
        state.write_u64(a ^ b.rotate_left(23) ^ c.rotate_left(41));
    }
}

/// A language whose words and reports are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Dutch,
    /// Any other: nothing is known of its words.
    Other,
}

impl Language {
    /// The languages that have a data file, the likeliest first.
    pub(crate) const KNOWN: [Language; 7] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Italian,
        Language::Portuguese,
        Language::Dutch,
    ];

    /// Its ISO 639-3 code; empty for [`Language::Other`].
    pub(crate) fn code(self) -> &'static str {
        match self {
            Language::English => "eng",
            Language::German => "deu",
            Language::French => "fra",
            Language::Spanish => "spa",
            Language::Italian => "ita",
            Language::Portuguese => "por",
            Language::Dutch => "nld",
            Language::Other => "",
        }
    }

    /// Whether it inverts verb and subject in a report after the words, whatever the verb: *« … », a lancé S*.
    pub(crate) fn is_romance(self) -> bool {
        matches!(self, Language::French | Language::Spanish | Language::Italian | Language::Portuguese)
    }

    /// Its words.
    fn data(self) -> &'static str {
        match self {
            Language::English => include_str!("../languages/english.txt"),
            Language::German => include_str!("../languages/german.txt"),
            Language::French => include_str!("../languages/french.txt"),
            Language::Spanish => include_str!("../languages/spanish.txt"),
            Language::Italian => include_str!("../languages/italian.txt"),
            Language::Portuguese => include_str!("../languages/portuguese.txt"),
            Language::Dutch => include_str!("../languages/dutch.txt"),
            Language::Other => "",
        }
    }
}

/// The table of one language's words.
pub(crate) struct Lexicon {
    /// Whose words they are.
    pub(crate) language: Language,
    classes: HashMap<Folded, Class, FixedState>,
    /// Ends of compounds, the longest first.
    suffixes: Vec<(&'static str, Class)>,
}

/// Folds the case of ASCII letters; none for words that are too long to be known. Other characters may fall together only
/// with ones that no word contains.
pub(super) fn fold(word: &str) -> Option<Folded> {
    /// The bit that tells small ASCII letters from capitals, in each byte.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    if word.len() > LONGEST {
        return None;
    }
    let mut out = [0; LONGEST / 8];
    let (whole, rest) = word.as_bytes().as_chunks::<8>();
    for (number, chunk) in out.iter_mut().zip(whole) {
        *number = u64::from_le_bytes(*chunk) | SMALL;
    }
    if let Some(number) = out.get_mut(whole.len()).filter(|_| !rest.is_empty()) {
        *number = little_endian(rest) | SMALL >> (64 - 8 * rest.len());
    }
    Some(Folded(out))
}

/// The number that fewer than eight bytes are, the least significant byte first.
fn little_endian(bytes: &[u8]) -> u64 {
    let byte = |at: usize| bytes.get(at).map_or(0, |b| u64::from(*b) << (8 * at));
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // The two halves may overlap.
        (Some(low), Some(high)) => {
            let high = u64::from(u32::from_le_bytes(*high)) << (8 * (bytes.len() - 4));
            u64::from(u32::from_le_bytes(*low)) | high
        }
        _ => byte(0) | byte(1) | byte(2),
    }
}

impl Lexicon {
    /// The table of `language`, built when it is first asked for.
    pub(crate) fn of(language: Language) -> &'static Lexicon {
        static TABLES: [OnceLock<Lexicon>; 8] = [const { OnceLock::new() }; 8];
        static OTHER: Lexicon = Lexicon {
            language: Language::Other,
            classes: HashMap::with_hasher(FixedState::with_seed(0)),
            suffixes: Vec::new(),
        };
        TABLES.get(language as usize).map_or(&OTHER, |table| table.get_or_init(|| Lexicon::build(language)))
    }

    /// The English table.
    pub(crate) fn english() -> &'static Lexicon {
        Lexicon::of(Language::English)
    }

    /// The classes of `word`, whatever its case.
    pub(crate) fn class(&self, word: &str) -> Class {
        let known = fold(word).and_then(|folded| self.classes.get(&folded)).copied();
        if self.suffixes.is_empty() {
            return known.unwrap_or_default();
        }
        known.unwrap_or_else(|| self.compound(word))
    }

    /// The classes of a compound, by its end.
    fn compound(&self, word: &str) -> Class {
        let ends = |suffix: &str| {
            let stem = word.len().checked_sub(suffix.len()).filter(|stem| *stem >= SHORTEST_COMPOUND);
            stem.and_then(|stem| word.get(stem..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
        };
        self.suffixes.iter().find(|(suffix, _)| ends(suffix)).map_or(Class::default(), |(_, class)| *class)
    }

    /// Every word with its classes, in no order.
    pub(super) fn words(&self) -> impl Iterator<Item = (&Folded, &Class)> {
        self.classes.iter()
    }

    fn build(language: Language) -> Lexicon {
        let mut table = Lexicon { language, classes: HashMap::default(), suffixes: Vec::new() };
        table.classes.reserve(language.data().len() / BYTES_PER_WORD);
        let (mut class, mut form) = (Class::default(), Form::Plain);
        // What replaces the ending of an infinitive: the ending, and the classes of the form that it makes.
        let mut word = String::new();
        let mut paradigms: Vec<(&str, &str, Class)> = Vec::new();
        for line in language.data().lines() {
            if line.starts_with('#') {
                continue;
            }
            if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                (class, form) = section(head);
                continue;
            }
            match form {
                Form::Plain => line.split_whitespace().for_each(|word| table.add(word, class)),
                Form::Regular => line.split_whitespace().for_each(|verb| table.add_verb(verb, class)),
                Form::Irregular => {
                    let kinds = [Class::BASE, Class::FINITE, Class::FINITE, Class::GERUND];
                    line.split_whitespace().zip(kinds).for_each(|(word, kind)| table.add(word, class | kind));
                }
                Form::Endings(infinitive) => {
                    let ending = |word: &'static str| if word == "-" { "" } else { word };
                    paradigms.extend(line.split_whitespace().map(|word| (infinitive, ending(word), class)));
                }
                Form::Verbs(infinitive) => {
                    for stem in line.split_whitespace().filter_map(|verb| verb.strip_suffix(infinitive)) {
                        for (_, ending, form) in paradigms.iter().filter(|p| p.0 == infinitive) {
                            word.clear();
                            word.push_str(stem);
                            word.push_str(ending);
                            table.add_derived(&word, class | *form);
                        }
                    }
                }
                Form::Suffix => table.suffixes.extend(line.split_whitespace().map(|word| (word, class))),
            }
        }
        table.suffixes.sort_by_key(|(suffix, _)| std::cmp::Reverse(suffix.len()));
        table
    }

    fn add(&mut self, word: &str, class: Class) {
        let folded = fold(word);
        debug_assert!(folded.is_some(), "`{word}` is longer than a known word can be");
        if let Some(folded) = folded {
            *self.classes.entry(folded).or_default() |= class;
        }
    }

    /// Adds a form that is derived from an infinitive: marked so, unless it is listed too.
    fn add_derived(&mut self, word: &str, class: Class) {
        let listed = fold(word).is_some_and(|folded| self.classes.contains_key(&folded));
        self.add(word, if listed { class } else { class | Class::DERIVED });
    }

    /// Adds the regular forms of an English verb; `*` after it doubles the last letter (`quip*`: quipped).
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

/// How the words of a section are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Regular,
    Irregular,
    Suffix,
    /// Endings of the verbs whose infinitive ends so.
    Endings(&'static str),
    /// Infinitives that end so.
    Verbs(&'static str),
}

/// What the head of a section says.
fn section(head: &'static str) -> (Class, Form) {
    let (mut class, mut form) = (Class::default(), Form::Plain);
    let mut words = head.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "endings" => form = Form::Endings(words.next().unwrap_or("")),
            "verbs" => form = Form::Verbs(words.next().unwrap_or("")),
            "regular" => form = Form::Regular,
            "irregular" => form = Form::Irregular,
            "suffix" => form = Form::Suffix,
            name => {
                let named = Class::by_name(name);
                debug_assert!(named.is_some(), "`{name}` in a language's data is not a word class");
                class |= named.unwrap_or_default();
            }
        }
    }
    (class, form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_are_known_in_any_case() {
        let table = Lexicon::english();
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
    fn words_of_any_length_are_told_apart_but_for_their_case() {
        let long = "abcdefghijklmnopqrstuvwx";
        for end in 1..=long.len() {
            let (word, other) = (&long[..end], format!("{}~", &long[..end - 1]));
            assert!(fold(word) == fold(&word.to_uppercase()), "{word}");
            assert!(fold(word) != fold(&other), "{word}");
            assert!(fold(word) != fold(&long[..end - 1]), "{word}");
        }
        assert!(fold(&format!("{long}y")).is_none());
    }

    #[test]
    fn compounds_are_known_by_their_end() {
        let table = Lexicon::of(Language::German);
        assert!(table.class("Regierungssprecherin").intersects(Class::ROLE));
        assert!(!table.class("Regierungsbeschluss").intersects(Class::ROLE));
    }

    /// Misspelt classes and words that are too long fail in `build`, which asserts.
    #[test]
    fn every_language_has_the_words_that_reports_are_made_of() {
        for language in Language::KNOWN {
            let table = Lexicon::of(language);
            let any = |class: Class| table.classes.values().any(|c| c.intersects(class));
            for class in [Class::DET, Class::PREP, Class::PRON, Class::SAY, Class::ROLE, Class::FEMALE, Class::MALE] {
                assert!(any(class), "{language:?}");
            }
        }
        assert_eq!(Lexicon::of(Language::Other).class("said"), Class::default());
    }
}
