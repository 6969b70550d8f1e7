//! The narrator's text: paragraphs, quotation marks, tokens with their word classes, sentences.

mod bytes;
mod class;
pub(crate) mod language;
pub(crate) mod lexicon;
pub(crate) mod paragraphs;
pub(crate) mod quote_marks;
pub(crate) mod sentences;
pub(crate) mod stretches;
pub(crate) mod tokens;
