//! HTML pages with pictures, rendered from plain result structs (feature `report`). A page is one self-contained file that
//! loads nothing from the network.
//!
//! [`StatementsPage`] shows articles or rows with their labelled statements, [`EvaluationPage`] the scores of a model.

mod article;
mod class_style;
mod evaluation;
mod evaluation_view;
mod page;
mod reliability;
mod speaker_positions;
mod statements;
mod statements_view;
#[cfg(test)]
mod tests;
mod word_reasons;

pub use evaluation::{EvaluationPage, HeadEvaluation, Slices};
pub use statements::{Answer, Head, Section, Speaker, Statement, StatementsPage};
