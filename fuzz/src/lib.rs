//! What is fuzzed: each function takes the bytes of one input and panics if a claim does not hold.

mod articles;
mod features;
mod labels;
mod mixture;
mod model;
mod tables;
mod tokens;

pub use articles::{article, html, markdown, transcript};
pub use features::features;
pub use labels::classify;
pub use model::model;
pub use tables::{csv, jsonl};
pub use tokens::tokeniser;
