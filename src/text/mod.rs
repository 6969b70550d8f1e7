//! Splits text into tokens and normalises them: case, contractions, negation, stems.
//!
//! What carries stance is kept: negation, contractions, modals, *for* and *against*, hashtags, and expressive
//! punctuation. All choices are [`TextSettings`], which are stored in the model.
//!
//! ```
//! use stance::text::{Language, TextSettings};
//!
//! let settings = TextSettings { language: "german".parse()?, ..TextSettings::default() };
//! assert_eq!(settings.language, Language::German);
//! settings.check()?;
//! # Ok::<(), stance::Error>(())
//! ```

mod analyzer;
mod key_matcher;
mod negation;
mod normal_token;
mod normalize;
mod scanner;
mod settings;
mod stem;
mod stored_settings;
mod token;

pub use analyzer::Analyzer;
#[cfg(feature = "train")]
pub(crate) use key_matcher::glob_fits;
pub(crate) use key_matcher::{EntryNode, EntryWord, KeyMatcher};
#[cfg(feature = "rows")]
pub(crate) use negation::is_negator;
pub(crate) use negation::{FLAG_BITS, NegationState, OUT_OF_SEQUENCE};
pub use normal_token::NormalToken;
pub(crate) use scanner::{RawToken, Scanner};
pub use settings::{
    Capitals, CharNgrams, KeyFeatures, KeyNegation, Language, MAX_CHAR_NGRAM, MAX_KEY_WINDOW, MAX_WORD_NGRAM, Mentions,
    NEGATION_SCOPE, Negation, NestedScope, Punctuation, SHOUTED, TextSettings,
};
pub use stem::STEMMER;
pub use token::{Token, TokenKind, Tokens, tokens};
