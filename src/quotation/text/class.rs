//! Word classes, as sets of bits.

use std::ops::{BitOr, BitOrAssign};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u64);

macro_rules! classes {
    ($($name:ident = $bit:expr, $doc:literal;)*) => {
        impl Class {
            $(#[doc = $doc] pub(crate) const $name: Class = Class(1 << $bit);)*

            /// The class called `name`, in any letter case.
            pub(crate) fn by_name(name: &str) -> Option<Class> {
                $(if name.eq_ignore_ascii_case(stringify!($name)) { return Some(Class::$name); })*
                None
            }
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
    SURNAME = 27, "MarkFamily name that is written first.";
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
    ACCORDING = 38, "Preposition before a source: German *laut*, French *selon*.";
    THUS = 39, "Adverb that reports without a verb, right after the words: German *so S*.";
    CAP = 40, "Begins with a capital letter.";
    UPPER = 41, "Has two letters or more, all capital.";
    DIGIT = 42, "Begins with a digit.";
    OWNS = 43, "Ends in a possessive mark.";
    DOTTED = 44, "Written with its full stop.";
    ACCUSE = 45, "Verb that judges somebody for what he said (*accused S of calling …*).";
    QUOTING = 46, "Verb whose object is the speaker (*quoted S as saying*).";
    VERBPARTICLE = 47, "Adverb that is part of a verb (*chimed in*, *hit back*).";
    KIN = 49, "Noun for a relative of one gender.";
    REPORTED = 50, "Verb form of reported speech: German *er sei krank*.";
    CLITIC = 51, "Word that stands right before a finite verb: French *ne*, *se*, Spanish *no*, *se*.";
    PARTICIPLE = 52, "Past participle, finite only after an auxiliary.";
    DEFINITE = 53, "Definite article.";
    ANAPHOR = 54, "Noun for somebody named before: *l'intéressé*, *la mandataria*.";
    INFINITIVE = 55, "Infinitive of a known verb.";
    ACCOUNT = 56, "Noun for somebody's view, after a preposition: *a juicio de S*.";
    DERIVED = 57, "Form of a verb that is known by its infinitive only.";
    EPONYM = 58, "Noun for a place or body that is named after somebody: *le lycée Victor Hugo*.";
    COMPLEMENT = 48, "What an office is for: *Secretary of State*, *Minister of Health*.";
}

impl Class {
    /// Whether the two sets have a class in common.
    pub(crate) const fn intersects(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Any reporting verb.
    pub(crate) const CUE: Class = Class(Self::SAY.0 | Self::TELL.0 | Self::CALL.0);
    /// Words that cannot belong to a noun phrase.
    pub(crate) const BOUNDARY: Class =
        Class(Self::CONJ.0 | Self::SUB.0 | Self::REL.0 | Self::THAT.0 | Self::PRON.0 | Self::AUX.0 | Self::VERB.0);
    /// [`Self::BOUNDARY`] without verbs: words that are never nouns.
    pub(crate) const BOUNDARY_WORD: Class =
        Class(Self::CONJ.0 | Self::SUB.0 | Self::REL.0 | Self::THAT.0 | Self::PRON.0 | Self::AUX.0);
    /// Capitalised at the start of a sentence without being a name.
    pub(crate) const FUNCTION: Class = Class(
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

impl BitOr for Class {
    type Output = Class;

    /// The classes of both sets.
    fn bitor(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

impl BitOrAssign for Class {
    fn bitor_assign(&mut self, other: Class) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_union_intersects_each_of_its_parts() {
        let both = Class::SAY | Class::TELL;
        assert!(both.intersects(Class::SAY) && both.intersects(Class::TELL) && !both.intersects(Class::CALL));
        assert!(!Class::default().intersects(both));
    }
}
