//! HTML pages with pictures, rendered from plain result structs: one self-contained file each, without any network.
//!
//! [`StatementsPage`] shows articles or rows with their labelled statements, [`EvaluationPage`] the scores of a model.

mod article;
mod evaluation;
mod evaluation_view;
mod page;
mod reliability;
mod standing;
mod statements;
mod statements_view;
#[cfg(test)]
mod tests;
mod tone;
mod words;

pub use evaluation::{EvaluationPage, HeadEvaluation, Slices};
pub use statements::{Answer, Head, Section, Speaker, Statement, StatementsPage};
