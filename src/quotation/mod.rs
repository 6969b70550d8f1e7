//! Article → quotations with speaker, cue and offsets, by rules: no parser, no model.
//!
//! The flow, a file each: `paragraphs` → `marks` (quoted stretches) → `tokens` and `sentences` (the narrator's text) →
//! `attribution` (who speaks which stretch: `reported_after`, `reported_before`; `cues`, `subjects`, `clauses` and `mentions`
//! read the narrator's phrases) → `kind` → `drafts` and `resolution` (names and roles) → `confidence` → `statement` (what
//! comes out); `indirect` reads what stands outside quotation marks. Words and their classes are in `lexicon` and `words`.
//!
//! ```
//! let article = "\"We oppose the rule,\" Ada Nowak said.";
//! let found = stance::quotation::extract(article, &Default::default());
//! let statement = &found.statements[0];
//! assert_eq!(statement.text, "We oppose the rule,");
//! assert_eq!(statement.speaker.as_ref().map(|s| s.name.as_str()), Some("Ada Nowak"));
//! ```

mod attribution;
mod clauses;
mod confidence;
mod cues;
mod document;
mod drafts;
mod flow;
mod indirect;
mod kind;
mod lexicon;
mod marks;
mod mentions;
mod paragraphs;
mod reported_after;
mod reported_before;
mod resolution;
mod sentences;
mod spoken;
mod statement;
mod subjects;
mod tokens;
mod transcript;
mod weights;
mod words;

pub use confidence::{EVIDENCE, evidence};
pub use document::document;
pub use statement::{Construction, Extraction, Flag, Kind, Mention, Statement};
pub use transcript::transcript;

/// What to extract. Every value is valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether statements outside quotation marks are given out too. Default: [`Indirect::Count`].
    pub indirect: Indirect,
}

/// What happens to indirect statements (`S said that …`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indirect {
    /// They are only counted, in [`Extraction::indirect_left_aside`].
    #[default]
    Count,
    /// They are statements with [`Statement::indirect`] set.
    Extract,
}

/// The quotations of `article`, in order, with speakers, cues and byte offsets into it.
///
/// Never panics, takes time linear in the text's length, and gives the same result on every run.
pub fn extract(article: &str, options: &Options) -> Extraction {
    flow::run(article, options)
}

/// Where the paragraphs of `text` are, trimmed, empty ones left out: lines, or blocks between blank lines where lines are
/// wrapped at a fixed width.
pub fn paragraphs(text: &str) -> Vec<crate::ByteSpan> {
    paragraphs::find(text)
}
