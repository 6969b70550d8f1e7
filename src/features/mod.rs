//! Turns texts into sparse rows of features: the vocabulary and the weights of its features.
//!
//! One `Indexer` finds the features of a text, both while a vocabulary grows in training and when it is fixed, so
//! that training and use cannot see different features.
//!
//! ```
//! use stance::features::{FeatureKind, Vocabulary};
//!
//! let keys = ["ban", "the ban", "c:ban"].map(String::from).to_vec();
//! let vocabulary = Vocabulary::new(keys).ok_or("too large")?;
//! assert_eq!(vocabulary.iter().collect::<Vec<_>>(), ["ban", "c:ban", "the ban"]);
//! assert_eq!(Vocabulary::kind("the ban"), FeatureKind::Words(2));
//! # Ok::<(), &str>(())
//! ```

mod char_ngrams;
mod form_cache;
mod form_ids;
mod forms;
mod ids;
mod indexer;
mod key_counter;
mod key_finder;
mod known_words;
mod lookup;
mod rows;
mod seen;
mod stored_weighting;
mod surface_table;
#[cfg(feature = "train")]
mod term_scale;
mod token_lookup;
mod vocabulary;
mod weighting;

pub(crate) use char_ngrams::char_ngrams;
pub(crate) use form_cache::FormCache;
pub(crate) use forms::Forms;
pub use ids::FeatureId;
pub(crate) use ids::{FormId, StemId};
pub(crate) use indexer::Indexer;
pub use key_counter::{KeyCounter, KeyHit, KeySession};
pub(crate) use key_finder::{KeyFinder, Pattern};
pub(crate) use known_words::{KnownWords, WordKind};
pub(crate) use lookup::{HashedLookup, Lookup, SortedLookup};
pub use rows::{Counts, Row, count};
pub(crate) use seen::SeenInText;
#[cfg(feature = "train")]
pub(crate) use term_scale::ScaleData;
pub(crate) use token_lookup::TokenLookup;
pub(crate) use vocabulary::{Families, NEGATED};
pub use vocabulary::{FeatureKind, Vocabulary};
pub use weighting::{Norm, Scale, Weighting};
pub(crate) use weighting::{length, square_of};
