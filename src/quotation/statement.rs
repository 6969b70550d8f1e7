//! What comes out: statements with their speakers, places and flags.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::span::ByteSpan;

macro_rules! named {
    ($(#[$doc:meta])* $type:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $type { $($(#[$variant_doc])* $variant,)* }

        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [$type] = &[$($type::$variant,)*];

            /// The stable name, as written in output columns.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl FromStr for $type {
            type Err = Error;

            fn from_str(name: &str) -> Result<Self, Error> {
                match name {
                    $($name => Ok($type::$variant),)*
                    _ => Err(Error::options(
                        $what,
                        format!("`{name}` is not one of {}", [$($name),*].join(", ")),
                    )),
                }
            }
        }
    };
}

named! {
    /// How much of a statement is in the quoted words.
    Kind, "kind" {
        /// One sentence or more, or a clause that stands alone.
        Full = "full",
        /// Words of a speaker inside a narrator's sentence.
        Fragment = "fragment",
        /// A title, nickname, so-called term or single emphasised word: nobody's statement.
        Term = "term",
    }
}

named! {
    /// What a reader should know before trusting a statement. Names are stable.
    Flag, "flag" {
        /// The closing mark is missing; the quotation was ended at its paragraph's end or at the next opening mark.
        Unclosed = "unclosed",
        /// The statement runs over several paragraphs, each opened by a mark.
        Continued = "continued",
        /// The statement is interrupted by the narrator (`"…," she said, "…"`).
        Split = "split",
        /// The sentence names nobody; the speaker is taken over from the statement or sentence before (or after).
        Floating = "floating",
        /// The speaker is written as a pronoun; `name` is the person it was taken to stand for.
        Pronoun = "pronoun",
        /// No speaker was found.
        NoSpeaker = "no_speaker",
        /// Two persons or bodies fit the speaker as written; the nearer one was taken.
        Ambiguous = "ambiguous",
        /// The speaker is the subject of the sentence although no reporting verb was seen.
        NoCue = "no_cue",
        /// The source is not named: *officials*, *a person familiar with the matter*.
        Anonymous = "anonymous",
        /// The words were not between quotation marks.
        Indirect = "indirect",
        /// The speaker stands in a header (`Name: words`) or a signature (`— Name`).
        Header = "header",
        /// The words are between single marks outside any double ones.
        SingleMarks = "single_marks",
        /// The article, or the stretch of it around the words, is in a language whose reports are not known: no speaker was
        /// looked for.
        Language = "language",
    }
}

named! {
    /// By which construction a speaker was found: what an error table is broken down by. Names are stable.
    Construction, "construction" {
        /// `"…," S said` or `"…," said S`.
        After = "after",
        /// `S said, "…"`.
        Before = "before",
        /// A reporting verb further left in the same sentence.
        Clause = "clause",
        /// `…, S said.` at the end of the sentence.
        Final = "final",
        /// `according to S`.
        According = "according",
        /// `S's statement that "…"`.
        Noun = "noun",
        /// The sentence's subject, without a reporting verb.
        Subject = "subject",
        /// Taken over from a sentence near by.
        Inherited = "inherited",
        /// `Name: "…"` or `"…" — Name`.
        Header = "header",
        /// Nothing was found.
        Nothing = "nothing",
    }
}

/// A speaker, as written and as resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Where the speaker is written: the head of the phrase, at most twelve words, appositions left out.
    pub span: ByteSpan,
    /// The resolved name, without its role: a surname is completed to the full name seen elsewhere in the article, a pronoun
    /// stands for its person, a spokesperson without a name for the body spoken for. As written where nothing better is known.
    pub name: String,
    /// What the speaker is (`deputy general manager of …`), from beside the name here or elsewhere in the article.
    pub role: Option<String>,
}

/// Words somebody said, with their places in the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Number in the article, from 1, in order of the first span.
    pub number: usize,
    /// Whole sentence, fragment or mere term.
    pub kind: Kind,
    /// The quoted words, marks left out, in order; several when the narrator interrupts or paragraphs continue.
    pub spans: Vec<ByteSpan>,
    /// The pieces joined with a space; nested quotation marks and a trailing comma stay as written.
    pub text: String,
    /// The narrator's sentence around the words, in the article.
    pub context: ByteSpan,
    /// Who speaks; `None` with [`Flag::NoSpeaker`] when unknown.
    pub speaker: Option<Speaker>,
    /// The reporting verb or noun.
    pub cue: Option<ByteSpan>,
    /// By which construction the speaker was found.
    pub construction: Construction,
    /// What to know before trusting it, in the order of [`Flag::ALL`].
    pub flags: Vec<Flag>,
    /// Whether the words stand outside quotation marks (`S said that …`).
    pub indirect: bool,
    /// The probability that the speaker is right, from 0 to 1: a logistic model over [`evidence`](super::evidence), fitted on
    /// articles of our own.
    pub confidence: f32,
}

/// How sure it is that a turn of a transcript or a sentence of a signed document is its speaker's.
const SPOKEN_CONFIDENCE: f32 = 0.96;

impl Statement {
    /// From the first byte of the quoted words to the last, the narrator's interruptions included.
    pub fn hull(&self) -> ByteSpan {
        debug_assert!(!self.spans.is_empty(), "a statement without words");
        self.spans.iter().copied().reduce(|a, b| a.hull(b)).unwrap_or(ByteSpan::new(0, 0))
    }

    /// A full statement of one span whose speaker is known by the form of the text: a turn of a transcript, a sentence of a
    /// signed document. Its number is still to be set.
    pub(super) fn spoken(text: &str, words: ByteSpan, context: ByteSpan, speaker: Speaker, flags: Vec<Flag>) -> Self {
        Statement {
            number: 0,
            kind: Kind::Full,
            spans: vec![words],
            text: words.of(text).to_owned(),
            context,
            speaker: Some(speaker),
            cue: None,
            construction: Construction::Header,
            flags,
            indirect: false,
            confidence: SPOKEN_CONFIDENCE,
        }
    }
}

/// All that was found in an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The statements, in order of their first span.
    pub statements: Vec<Statement>,
    /// Indirect statements that were only counted, because [`Options::indirect`](super::Options) was not asked for.
    pub indirect_left_aside: usize,
}

impl Extraction {
    /// Adds a statement and numbers it.
    pub(super) fn push(&mut self, statement: Statement) {
        let number = self.statements.len() + 1;
        self.statements.push(Statement { number, ..statement });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_values() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse::<Kind>().unwrap(), *kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for flag in Flag::ALL {
            assert_eq!(flag.to_string().parse::<Flag>().unwrap(), *flag);
            assert_eq!(serde_json::to_value(flag).unwrap(), flag.name());
        }
        for construction in Construction::ALL {
            assert_eq!(construction.to_string().parse::<Construction>().unwrap(), *construction);
        }
        let error = "whole".parse::<Kind>().unwrap_err().to_string();
        assert_eq!(error, "kind: `whole` is not one of full, fragment, term");
    }
}
