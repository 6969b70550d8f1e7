//! Everything that changes what a statement's terms are. Stored in the model, never given at prediction time.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// How statements become terms.
///
/// Two models with equal settings see the same terms in any text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextSettings {
    /// Snowball stemmer applied to the words of word n-grams.
    pub language: Language,
    /// Longest word n-gram, 1 to 3; all shorter ones are used too. Default 2.
    pub word_ngrams: u8,
    /// Character n-grams within words. Default: 2 to 5; in training, none for long texts.
    pub char_ngrams: CharNgrams,
    /// What a negator does to the words after it. Default: it marks those in its scope.
    pub negation: Negation,
    /// Whether `!`, `?`, `…` and emoticons are terms. Default: they are.
    pub punctuation: Punctuation,
    /// Whether @mentions stay themselves. Default: they do.
    pub mentions: Mentions,
    /// Whether words all in capitals leave a mark. Default: they do not.
    #[serde(default, skip_serializing_if = "Capitals::are_ignored")]
    pub capitals: Capitals,
    /// Whether what comes again in a text counts again. Default: it does not.
    #[serde(default = "Repeats::count", skip_serializing_if = "Repeats::is_count")]
    pub repeats: Repeats,
}

impl Default for TextSettings {
    fn default() -> Self {
        Self {
            language: Language::None,
            word_ngrams: 2,
            char_ngrams: CharNgrams { min: 2, max: 5 },
            negation: Negation::Scope,
            punctuation: Punctuation::Tone,
            mentions: Mentions::Keep,
            capitals: Capitals::Ignore,
            repeats: Repeats::Once,
        }
    }
}

impl TextSettings {
    /// Checks that the settings describe terms that can be made.
    ///
    /// # Errors
    /// [`Error::Options`] names the setting that is out of range.
    pub fn check(&self) -> Result<()> {
        if !(1..=MAX_WORD_NGRAM).contains(&self.word_ngrams) {
            return Err(Error::options(
                "word-ngrams",
                format!("{} is out of range; use 1 to {MAX_WORD_NGRAM}", self.word_ngrams),
            ));
        }
        let CharNgrams { min, max } = self.char_ngrams;
        let off = (min, max) == (0, 0);
        if !off && !(1 <= min && min <= max && max <= MAX_CHAR_NGRAM) {
            return Err(Error::options(
                "char-ngrams",
                format!("{min}-{max} is out of range; use MIN-MAX within 1 to {MAX_CHAR_NGRAM}, or none"),
            ));
        }
        Ok(())
    }
}

/// Longest word n-gram that can be asked for.
pub const MAX_WORD_NGRAM: u8 = 3;
/// Longest character n-gram that can be asked for.
pub const MAX_CHAR_NGRAM: u8 = 8;

/// Lengths of the character n-grams within words; 0 and 0 for none.
///
/// A word is padded with one space on either side, as scikit-learn's `char_wb` does, so that beginnings and ends
/// of words are told apart from their middles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharNgrams {
    /// Shortest n-gram, in characters.
    pub min: u8,
    /// Longest n-gram, in characters.
    pub max: u8,
}

impl CharNgrams {
    /// No character n-grams.
    pub const NONE: Self = Self { min: 0, max: 0 };

    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        self.max == 0
    }
}

/// What a negator ("not", "never", "without", …) does to the words after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Negation {
    /// Nothing; the negator is a word like any other, and word pairs see what it stands before.
    Keep,
    /// Words up to the end of the clause, at most [`NEGATION_SCOPE`] of them, get a mark in their word n-grams
    /// (Das & Chen 2001; Pang, Lee & Vaithyanathan 2002).
    Scope,
}

/// Most words that one negator marks under [`Negation::Scope`].
pub const NEGATION_SCOPE: usize = 4;

/// Whether punctuation that carries tone makes terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Punctuation {
    /// `!`, `?`, `…`, repeated ones, and emoticons are terms.
    Tone,
    /// No punctuation is.
    Ignore,
}

/// What becomes of @mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mentions {
    /// Each stays itself.
    Keep,
    /// All become one and the same term.
    Mask,
}

/// Whether words all in capitals leave a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capitals {
    /// They do not: capitals are small letters.
    #[default]
    Ignore,
    /// A word of [`SHOUTED`] letters or more, all capitals, makes one more term, the same for all such words.
    Mark,
}

/// Fewest letters of a word that counts as shouted; shorter ones are mostly abbreviations.
pub const SHOUTED: usize = 4;

impl Capitals {
    fn are_ignored(&self) -> bool {
        *self == Self::Ignore
    }
}

/// Whether what comes again in a text counts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// Terms count as often as they occur.
    Count,
    /// Each word of a text counts once, with its stem and its character n-grams, and so does each word pair and
    /// triple. A stem then counts as often as the text has different words with it. What a word adds to a score
    /// does not depend on the other words, so that it can be summed beforehand.
    Once,
}

impl Repeats {
    /// What a model means that does not say: it was made before there was a choice.
    fn count() -> Self {
        Self::Count
    }

    fn is_count(&self) -> bool {
        *self == Self::Count
    }
}

macro_rules! languages {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// Languages with a Snowball stemmer in `rust-stemmers`, or none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Language {
            /// No stemming: words stay as written, in lower case.
            None,
            $(#[doc = concat!("Stems words as ", $name, ".")] $variant),*
        }

        impl Language {
            /// Every choice, `none` first.
            pub const ALL: &'static [Language] = &[Language::None, $(Language::$variant),*];

            /// The name used in options and in the model file.
            pub fn name(self) -> &'static str {
                match self {
                    Language::None => "none",
                    $(Language::$variant => $name),*
                }
            }

            /// The stemmer of this language; `None` for [`Language::None`].
            pub(crate) fn algorithm(self) -> Option<rust_stemmers::Algorithm> {
                match self {
                    Language::None => None,
                    $(Language::$variant => Some(rust_stemmers::Algorithm::$variant)),*
                }
            }
        }
    };
}

languages! {
    Arabic "arabic", Danish "danish", Dutch "dutch", English "english", Finnish "finnish", French "french",
    German "german", Greek "greek", Hungarian "hungarian", Italian "italian", Norwegian "norwegian",
    Portuguese "portuguese", Romanian "romanian", Russian "russian", Spanish "spanish", Swedish "swedish",
    Tamil "tamil", Turkish "turkish",
}

impl std::str::FromStr for Language {
    type Err = Error;

    /// Reads a name as [`Language::name`] writes it, in any letter case.
    fn from_str(name: &str) -> Result<Self> {
        let lower = name.to_lowercase();
        let found = Self::ALL.iter().copied().find(|l| l.name() == lower);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|l| l.name()).collect();
            Error::options("language", format!("`{name}` is not known; use one of {}", names.join(", ")))
        })
    }
}
