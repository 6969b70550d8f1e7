//! The settings that decide which features a text has. Stored in the model, never given at prediction time.

use serde::{Deserialize, Serialize};

use crate::dictionary::Dictionary;
use crate::{Error, Result};

/// How a text becomes features: word n-grams and character n-grams.
///
/// Two models with equal settings find the same features in any text. Each distinct word of a text counts once, with
/// its stem and its character n-grams, and so does each word pair and triple; a stem counts once for each distinct word
/// that has it. What a word adds to a score does not depend on the other words, so that it can be summed in advance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSettings {
    /// Snowball stemmer applied to words before they become word n-grams. Default: none.
    pub language: Language,
    /// Longest word n-gram, 1 to [`MAX_WORD_NGRAM`]; all shorter ones are used too. Default: 2.
    pub word_ngrams: u8,
    /// Lengths of the character n-grams within words. Default: 2 to 5; training uses none for long texts.
    pub char_ngrams: CharNgrams,
    /// Whether words in the scope of a negator are marked. Default: they are.
    pub negation: Negation,
    /// Whether expressive punctuation is a feature. Default: it is.
    pub punctuation: Punctuation,
    /// Whether each @mention is a feature of its name. Default: it is.
    pub mentions: Mentions,
    /// Whether words in capitals give a feature. Default: they do not.
    pub capitals: Capitals,
    /// A dictionary whose keys are features. Default: none.
    pub keys: Option<KeyFeatures>,
}

impl Default for TextSettings {
    fn default() -> Self {
        Self {
            language: Language::None,
            word_ngrams: 2,
            char_ngrams: CharNgrams { min: 2, max: 5 },
            negation: Negation::Scope,
            punctuation: Punctuation::Expressive,
            mentions: Mentions::Keep,
            capitals: Capitals::Ignore,
            keys: None,
        }
    }
}

/// Keys of a dictionary as features: each key that an entry of it is in the text, and each ordered pair of keys in a
/// clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeyFeatures {
    /// The keys and their entries.
    pub dictionary: Dictionary,
    /// The most tokens from the first word of the first key to the first word of the second, 0 to [`MAX_KEY_WINDOW`]; 0 for
    /// no pairs.
    pub window: u8,
    /// Which entries hide others inside them. Default: those of the same key.
    #[serde(default, skip_serializing_if = "is_key")]
    pub nested_scope: NestedScope,
    /// Keys whose entries negate those after them. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negation: Option<KeyNegation>,
}

/// Keys whose entries (*not*, *no*, *hardly*) negate the entries after them in the same clause.
///
/// An entry after an odd number of them is negated: it counts as the key `not_…`, alone and in pairs, in place of its own
/// key. So *not a mistake to lift* gives the pair `not_bad loosen`, which *a mistake to lift* does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeyNegation {
    /// Names of keys of the dictionary.
    pub keys: Vec<String>,
    /// The number of words after a negating entry in which entries are negated, 1 to [`MAX_KEY_WINDOW`].
    pub scope: u8,
}

impl KeyNegation {
    /// The scope of [`KeyNegation::new`].
    pub const SCOPE: u8 = 4;

    /// These keys negate the entries that begin within [`KeyNegation::SCOPE`] words.
    #[must_use]
    pub fn new(keys: Vec<String>) -> Self {
        Self { keys, scope: Self::SCOPE }
    }

    /// Checks that each key is one of the dictionary, the scope is in range, and no key is named like a negated one.
    fn check(&self, dictionary: &Dictionary) -> Result<()> {
        let wrong = |problem: String| Err(Error::options("key-negation", problem));
        let known = || dictionary.keys().iter().map(|key| key.name.as_str());
        if self.keys.is_empty() {
            return wrong("names no key".to_owned());
        }
        if let Some(key) = self.keys.iter().find(|key| !known().any(|known| known == *key)) {
            let some: Vec<&str> = known().take(10).collect();
            return wrong(format!("the dictionary has no key `{key}`; its keys are {}", some.join(", ")));
        }
        let of_name = |name: &String| dictionary.keys().iter().find(|key| key.name == *name);
        if let Some(key) = self.keys.iter().filter_map(of_name).find(|key| key.entries.is_empty()) {
            let inner = known().filter(|name| name.starts_with(&format!("{}.", key.name))).take(10);
            let inner: Vec<&str> = inner.collect();
            let way_out =
                if inner.is_empty() { "leave it out".to_owned() } else { format!("name {}", inner.join(", ")) };
            return wrong(format!("the key `{}` has no entries of its own; {way_out}", key.name));
        }
        if let Some(key) = known().find(|key| key.starts_with("not_")) {
            return wrong(format!("the key `{key}` is named like a negated one; give it another name"));
        }
        if !(1..=MAX_KEY_WINDOW).contains(&self.scope) {
            return wrong(format!("the scope {} is out of range; use 1 to {MAX_KEY_WINDOW} words", self.scope));
        }
        Ok(())
    }
}

/// Which entries an entry hides that lie inside it or overlap its end (quanteda's `nested_scope`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NestedScope {
    /// Those of the same key: *not a joke* of the key `serious` and *joke* of the key `humour` both count.
    #[default]
    Key,
    /// Those of all keys: only the longest counts.
    Dictionary,
}

fn is_key(scope: &NestedScope) -> bool {
    *scope == NestedScope::Key
}

impl KeyFeatures {
    /// The window of [`KeyFeatures::new`].
    pub const WINDOW: u8 = 7;

    /// Keys and their pairs up to [`KeyFeatures::WINDOW`] tokens apart.
    #[must_use]
    pub fn new(dictionary: Dictionary) -> Self {
        Self { dictionary, window: Self::WINDOW, nested_scope: NestedScope::default(), negation: None }
    }
}

/// The widest window of [`KeyFeatures`].
pub const MAX_KEY_WINDOW: u8 = 30;

impl TextSettings {
    /// Checks that all settings are in range.
    ///
    /// # Errors
    /// [`Error::Options`] names the setting that is out of range and the range.
    pub fn check(&self) -> Result<()> {
        if !(1..=MAX_WORD_NGRAM).contains(&self.word_ngrams) {
            return Err(Error::options(
                "word-ngrams",
                format!("{} is out of range; use 1 to {MAX_WORD_NGRAM}", self.word_ngrams),
            ));
        }
        if let Some(keys) = &self.keys {
            keys.dictionary.check()?;
            if keys.window > MAX_KEY_WINDOW {
                let problem = format!("{} is out of range; use 0 to {MAX_KEY_WINDOW}", keys.window);
                return Err(Error::options("key-window", problem));
            }
            if let Some(negation) = &keys.negation {
                negation.check(&keys.dictionary)?;
            }
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

/// Longest word n-gram that [`TextSettings::word_ngrams`] allows.
pub const MAX_WORD_NGRAM: u8 = 3;
/// Longest character n-gram that [`TextSettings::char_ngrams`] allows.
pub const MAX_CHAR_NGRAM: u8 = 8;

/// Lengths of the character n-grams within words; 0 and 0 for none.
///
/// A word is padded with one space on either side, as scikit-learn's `char_wb` does, so that the edges of words differ
/// from their middles.
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

    /// Whether there are no character n-grams.
    pub fn is_none(&self) -> bool {
        self.max == 0
    }
}

/// Whether a negator ("not", "never", "without", …) marks the words after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Negation {
    /// No: the negator is a word like any other, seen with the next word in word pairs.
    Keep,
    /// Yes: words up to the end of the clause, at most [`NEGATION_SCOPE`] of them, get the prefix `not_` in their word
    /// n-grams (Das & Chen 2001; Pang, Lee & Vaithyanathan 2002).
    Scope,
}

/// Number of words that one negator marks at most under [`Negation::Scope`].
pub const NEGATION_SCOPE: usize = 4;

/// Whether expressive punctuation is a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Punctuation {
    /// `!`, `?`, `…`, repeated ones, and emoticons are features.
    #[serde(rename = "tone")]
    Expressive,
    /// No punctuation is a feature.
    Ignore,
}

/// Whether each @mention is a feature of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mentions {
    /// Each name is a feature.
    Keep,
    /// All mentions are the same feature.
    Mask,
}

/// Whether words in capitals give a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capitals {
    /// No: letter case is ignored.
    #[default]
    Ignore,
    /// A word of [`SHOUTED`] letters or more, all capitals, gives one more feature, the same for all such words.
    Mark,
}

/// Fewest letters of a word in capitals that [`Capitals::Mark`] marks; shorter ones are mostly abbreviations.
pub const SHOUTED: usize = 4;

macro_rules! languages {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// Languages with a Snowball stemmer in `rust-stemmers`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Language {
            /// No stemming: words are only put in lower case.
            None,
            $(#[doc = concat!("The ", stringify!($variant), " stemmer.")] $variant),*
        }

        impl Language {
            /// All choices, `none` first.
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
