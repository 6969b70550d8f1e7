//! HTML pages with pictures, rendered from plain result structs (feature `report`). A page is one self-contained file
//! that loads nothing from the network.
//!
//! [`StatementsPage`] shows articles or rows with their labelled statements, [`EvaluationPage`] the scores of a model;
//! on a [`CodingPage`] coders label statements, a `SummaryPage` shows shares by group and over time.
//!
//! ```
//! use stance::report::{Section, Statement, StatementsPage};
//!
//! let statement = Statement { number: 1, text: "We oppose it.".to_owned(), ..Statement::default() };
//! let section = Section { title: "wire.txt".to_owned(), statements: vec![statement], ..Section::default() };
//! let page = StatementsPage { title: "Statements".to_owned(), sections: vec![section], ..StatementsPage::default() };
//! assert!(page.render()?.contains("We oppose it."));
//! # Ok::<(), stance::Error>(())
//! ```

mod article;
mod class_style;
mod codebook;
mod coding;
mod evaluation;
mod evaluation_view;
mod filter;
mod numbers;
mod page;
mod reliability;
mod speaker_positions;
mod statements;
mod statements_filter;
mod statements_view;
#[cfg(feature = "rows")]
mod summary;
#[cfg(feature = "rows")]
mod summary_numbers;
#[cfg(feature = "rows")]
mod summary_of;
#[cfg(feature = "rows")]
mod summary_panels;
#[cfg(test)]
mod tests;
#[cfg(feature = "rows")]
mod time_axis;
mod word_reasons;

pub use coding::{CodingHead, CodingPage};
pub use evaluation::{EvaluationPage, HeadEvaluation, Slices};
pub use numbers::{between, percent, percentage_points, signed};
pub use statements::{Answer, Head, Section, Speaker, Statement, StatementsPage};
#[cfg(feature = "rows")]
pub use summary::SummaryPage;
