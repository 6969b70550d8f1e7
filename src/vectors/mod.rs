//! Word vectors from unlabelled texts, and polarities of words from seeds (feature `train`).
//!
//! [`WordVectors`] are learnt from a pool of statements by a truncated singular value decomposition. [`Polarity`] says how
//! near each word is to the seed words of a class. Training takes both as a prior that ends in weights per word.

mod co_occurrence;
mod polarity;
mod seeds;
mod svd;
mod symmetric;
mod text_file;
mod word_vectors;

pub use polarity::{Polarity, SeedReport, SeedUse};
pub use word_vectors::{ENOUGH_TEXTS, LEAST_TEXTS, VectorOptions, WordVectors, few_texts};
