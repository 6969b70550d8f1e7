//! Terms → sparse rows: which terms there are (the vocabulary, in a fixed sorted order) and what each weighs in a row.
//!
//! One [`Indexer`] turns text into term ids, both while a vocabulary grows and when it is fixed; training and use
//! therefore cannot see different terms.

mod fixed;
mod growing;
mod indexer;
mod lookup;
mod rows;
mod sorted;
mod surfaces;
mod vocabulary;
mod weighting;
mod words;

pub use fixed::FixedTerms;
pub use indexer::Indexer;
pub use lookup::Lookup;
pub(crate) use lookup::NONE;
pub use rows::{Counts, Row, count};
pub(crate) use sorted::SortedTerms;
pub(crate) use surfaces::{LINK, short_key};
pub(crate) use vocabulary::{NEGATED, char_ngrams};
pub use vocabulary::{TermKind, Vocabulary};
#[cfg(feature = "train")]
pub(crate) use weighting::ScaleData;
pub use weighting::{Local, Norm, Scale, Weighting};
pub(crate) use weighting::{length, square_of};
pub(crate) use words::{LIST, Words};
