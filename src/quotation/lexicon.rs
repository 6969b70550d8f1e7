//! What single words are: one look-up a word, built once.
//!
//! Words are plain data here ([`words`](super::words)); the table adds the inflected forms of verbs and answers with a set of
//! [`Class`] bits. Look-ups fold ASCII case and allocate nothing.

use std::sync::OnceLock;

use super::words;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(pub(super) u64);

macro_rules! classes {
    ($($name:ident = $bit:expr, $doc:literal;)*) => {
        impl Class {
            $(#[doc = $doc] pub(super) const $name: Class = Class(1 << $bit);)*
        }
    };
}

classes! {
    DET = 0, "Article or other determiner that opens a noun phrase.";
    PREP = 1, "Preposition.";
    CONJ = 2, "Coordinating conjunction.";
    SUB = 3, "Subordinating conjunction or other opener of an adverbial clause.";
    REL = 4, "Relative pronoun.";
    THAT = 5, "The word *that*.";
    PRON = 6, "Personal pronoun that can be a subject.";
    POSS = 7, "Possessive pronoun.";
    AUX = 8, "Auxiliary or modal verb.";
    ADV = 9, "Adverb that may stand between subject and verb.";
    TIME = 10, "Weekday, month or other word of time.";
    SAY = 11, "Reporting verb whose object is what is said.";
    TELL = 12, "Reporting verb followed by the one spoken to.";
    CALL = 13, "Verb that judges or names in someone's words.";
    FINITE = 14, "Finite form of a verb (third person or past).";
    GERUND = 15, "Form in -ing.";
    BASE = 16, "Base form of a verb.";
    ROLE = 17, "Noun for what a person is.";
    TITLE = 18, "Title before a name.";
    BODY = 19, "Noun for an organisation.";
    GROUP = 20, "Plural noun for people.";
    SPEECH = 21, "Noun for something said or written.";
    WORK = 22, "Noun for a titled work, show, event or campaign.";
    ABBR = 23, "Abbreviation written with a full stop.";
    VERB = 24, "Finite form of a verb that reports nothing.";
    NAMED = 25, "Word that announces a title, nickname or term.";
    PLACE = 26, "Place that stands for its government.";
    SURNAME = 27, "Family name that is written first.";
    PARTICLE = 28, "Particle inside a name.";
    FEMALE = 29, "Word for, or name of, a woman.";
    MALE = 30, "Word for, or name of, a man.";
    NATION = 31, "Adjective of nation, party or belief.";
    BY = 32, "The word *by*.";
    OPEN = 33, "Adverb that opens a sentence.";
    MEDIA = 34, "Noun for a medium.";
    NOUNISH = 35, "Verb form that is more often a noun.";
    ARTICLE = 36, "Determiner that makes a noun of what follows.";
    CLAIM = 37, "Noun for what somebody says, which belongs to its owner.";
    CAP = 40, "Begins with a capital letter.";
    UPPER = 41, "Has two letters or more, all capital.";
    DIGIT = 42, "Begins with a digit.";
    OWNS = 43, "Ends in a possessive mark.";
    DOTTED = 44, "Written with its full stop.";
}

impl Class {
    /// Whether any class of `other` is in.
    pub(super) fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub(super) const fn and(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    /// Any reporting verb.
    pub(super) const CUE: Class = Class(Self::SAY.0 | Self::TELL.0 | Self::CALL.0);
    /// Words that cannot belong to a noun phrase.
    pub(super) const BOUNDARY: Class =
        Class(Self::CONJ.0 | Self::SUB.0 | Self::REL.0 | Self::THAT.0 | Self::PRON.0 | Self::AUX.0 | Self::VERB.0);
    /// The same without verbs: words that are never nouns.
    pub(super) const BOUNDARY_WORD: Class =
        Class(Self::CONJ.0 | Self::SUB.0 | Self::REL.0 | Self::THAT.0 | Self::PRON.0 | Self::AUX.0);
    /// Capitalised at the start of a sentence without being a name.
    pub(super) const FUNCTION: Class = Class(
        Self::DET.0
            | Self::PREP.0
            | Self::CONJ.0
            | Self::SUB.0
            | Self::REL.0
            | Self::THAT.0
            | Self::PRON.0
            | Self::POSS.0
            | Self::AUX.0
            | Self::ADV.0
            | Self::OPEN.0,
    );
}

/// Longest word that is known, in bytes.
const LONGEST: usize = 24;

/// A word of at most [`LONGEST`] bytes with its case folded, in three numbers: comparing and hashing them is cheap.
type Folded = [u64; 3];

struct Entry {
    word: Folded,
    class: Class,
}

/// The table of words: places by hash, and entries in the order they were added.
///
/// A place holds 16 bits of the hash and, in the lower half, the entry's number plus one; 0 is free. Most words that are not
/// known end their look-up there.
pub(super) struct Lexicon {
    places: Vec<u32>,
    entries: Vec<Entry>,
    mask: usize,
}

/// Folds the case of ASCII letters. Other characters may fall together only with ones that no word contains.
fn fold(word: &str) -> Option<Folded> {
    if word.len() > LONGEST {
        return None;
    }
    let mut out = [0; 3];
    for (number, chunk) in out.iter_mut().zip(word.as_bytes().chunks(8)) {
        let mut value = 0u64;
        for b in chunk.iter().rev() {
            value = (value << 8) | u64::from(b | 0x20);
        }
        *number = value;
    }
    Some(out)
}

fn hash(word: &Folded) -> u64 {
    let [a, b, c] = *word;
    let h = (a ^ b.rotate_left(23) ^ c.rotate_left(41)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (h ^ (h >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// Where the search for a hash begins, and the bits that a place keeps of it.
fn place(hash: u64) -> (usize, u32) {
    ((hash >> 40) as usize, (hash as u32) & 0xffff_0000)
}

impl Lexicon {
    /// The one table of the program.
    pub(super) fn get() -> &'static Lexicon {
        static TABLE: OnceLock<Lexicon> = OnceLock::new();
        TABLE.get_or_init(Lexicon::build)
    }

    /// The classes of `word`, whatever its case.
    pub(super) fn class(&self, word: &str) -> Class {
        let Some(folded) = fold(word) else { return Class::default() };
        let (mut at, tag) = place(hash(&folded));
        loop {
            match self.places.get(at & self.mask) {
                None | Some(0) => return Class::default(),
                Some(&found) if found & 0xffff_0000 == tag => {
                    let entry = self.entries.get((found & 0xffff) as usize - 1);
                    if let Some(entry) = entry.filter(|e| e.word == folded) {
                        return entry.class;
                    }
                }
                Some(_) => {}
            }
            at += 1;
        }
    }

    fn build() -> Lexicon {
        const SIZE: usize = 1 << 14;
        let mut table = Lexicon { places: vec![0; SIZE], entries: Vec::new(), mask: SIZE - 1 };
        for (class, list) in words::LISTS {
            for word in list.split_whitespace() {
                table.add(word, *class);
            }
        }
        for (class, list) in words::VERBS {
            for word in list.split_whitespace() {
                table.add_verb(word, *class);
            }
        }
        for (class, forms) in words::IRREGULAR {
            let mut forms = forms.split_whitespace();
            for form in [Class::BASE, Class::FINITE, Class::FINITE, Class::GERUND] {
                if let Some(word) = forms.next() {
                    table.add(word, class.and(form));
                }
            }
        }
        table
    }

    fn add(&mut self, word: &str, class: Class) {
        // No word of the lists is longer than the longest.
        let Some(folded) = fold(word) else { return };
        let (mut at, tag) = place(hash(&folded));
        // The table is several times larger than its contents: a free place is always found.
        while let Some(found) = self.places.get_mut(at & self.mask) {
            if *found == 0 {
                self.entries.push(Entry { word: folded, class });
                *found = tag | self.entries.len() as u32;
                return;
            }
            let entry = self.entries.get_mut((*found & 0xffff) as usize - 1);
            if let Some(entry) = entry.filter(|e| e.word == folded) {
                entry.class = entry.class.and(class);
                return;
            }
            at += 1;
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
        self.add(base, class.and(Class::BASE));
        self.add(&third, class.and(Class::FINITE));
        self.add(&past, class.and(Class::FINITE));
        self.add(&ing, class.and(Class::GERUND));
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
            assert!(class.has(Class::SAY) && class.has(form), "{word}");
        }
        assert_eq!(table.class("zebra"), Class::default());
    }

    #[test]
    fn the_table_stays_sparse() {
        let used = Lexicon::get().entries.len();
        assert!(used * 2 < 1 << 14, "{used}");
        for (_, list) in words::LISTS.iter().chain(words::VERBS) {
            assert!(list.split_whitespace().all(|w| Lexicon::get().class(w.trim_end_matches('*')) != Class::default()));
        }
    }
}
