//! Who said what in the news, on which side, how sure we are, and why.

pub mod corpus;
pub mod error;
pub mod evaluate;
pub mod span;

pub use error::{Error, Result};
pub use span::ByteSpan;

/// The label that stands for "not sure enough" in results, and cannot be learned.
pub const UNSURE: &str = "unsure";
