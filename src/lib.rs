//! Who said what in the news, on which side, how sure we are, and why.

pub mod classify;
pub mod error;
pub mod features;
pub mod learn;
pub mod model;
pub mod span;
pub mod text;

pub use error::{Error, Result};
pub use span::ByteSpan;
