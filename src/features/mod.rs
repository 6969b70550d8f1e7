//! Terms → sparse rows: which terms there are (the vocabulary, in a fixed sorted order) and what each weighs in a row.
//!
//! One [`Indexer`] turns text into term ids, both while a vocabulary grows and when it is fixed; training and use
//! therefore cannot see different terms.

mod indexer;
mod lookup;
mod rows;
mod vocabulary;
mod weighting;

pub use indexer::Indexer;
pub use lookup::{FixedTerms, Lookup};
pub(crate) use rows::row_of_fixed;
pub use rows::{Counts, Row, count};
pub use vocabulary::{TermKind, Vocabulary};
pub(crate) use weighting::ScaleData;
pub use weighting::{Local, Norm, Scale, Weighting};
