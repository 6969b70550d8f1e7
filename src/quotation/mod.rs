//! Article → quotations with speaker, cue and offsets, by rules: no parser, no model.
//!
//! Four wings, in the order in which an article passes through them:
//!
//! 1. `text`: paragraphs, quotation marks, tokens with their word classes, sentences;
//! 2. `grammar`: noun phrases as mentions, verbs, and the subject of a verb;
//! 3. `attribution`: which mention speaks a quotation, by which pattern; whole statement, fragment or term;
//! 4. `speakers`: mentions to names and roles, antecedents of pronouns, and how sure a speaker is.
//!
//! `article` leads an article through them, paragraph by paragraph; `drafts` turns what was found into [`Statement`]s once
//! all names of the article are known. [`transcript()`] and [`document()`] read texts whose form names the speaker.
//!
//! ```
//! let article = "\"We oppose the rule,\" Ada Nowak said.";
//! let found = stance::quotation::extract(article, &Default::default());
//! let statement = &found.statements[0];
//! assert_eq!(statement.text, "We oppose the rule,");
//! assert_eq!(statement.speaker.as_ref().map(|s| s.name.as_str()), Some("Ada Nowak"));
//! ```

mod article;
mod attribution;
mod document;
mod drafts;
mod grammar;
mod memory;
mod options;
mod paragraph;
mod quoting;
mod reader;
mod speakers;
mod statement;
mod text;
mod transcript;

pub use article::extract;
pub use document::document;
pub use options::{Indirect, Options};
pub use speakers::actors::{Actor, Actors};
pub use speakers::confidence::{EVIDENCE, evidence};
pub use statement::{Construction, Extraction, Flag, Kind, Speaker, Statement};
pub use text::paragraphs::paragraphs;
pub use transcript::{broken_caption, transcript};
