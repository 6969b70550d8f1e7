//! Who said what in the news, on which side, how sure, and why: quotations with their speakers, stance and sentiment from
//! light bag-of-words models, calibrated probabilities and exact reasons. Everything runs offline.
//!
//! ```
//! use stance::{Classifier, quotation};
//!
//! let article = "\"These limits keep us safe,\" said Ada Example, a senator.";
//! let classifier = Classifier::shipped()?;
//! for statement in quotation::extract(article, &quotation::Options::default()).statements {
//!     let labels = classifier.classify(&statement.text)?;
//!     assert_eq!(statement.speaker.map(|speaker| speaker.name).as_deref(), Some("Ada Example"));
//!     assert_eq!(labels["stance"].label(), "support");
//! }
//! # Ok::<(), stance::Error>(())
//! ```
//!
//! Modules are the stages of the pipeline:
//!
//! - [`article`] and [`quotation`]: news article → quoted statements with their speakers.
//! - [`text`] and [`features`]: statement → sparse row of word and character n-grams.
//! - [`learn`] and [`train`]: labelled rows → [`Model`]; [`vectors`]: what unlabelled statements and seed words add.
//! - [`classify`]: model + statement → label, probabilities, reasons. Start at [`Classifier`].
//! - [`evaluate`] and [`audit`]: how good is a model, and what would data teach it wrongly.
//! - `coding`: what to label by hand, and how well coders agree.
//! - `estimate`: labelled and coded rows → corrected shares by group and over time.
//! - [`corpus`], `report` and `verify`: rows in and out, HTML pages, reports computed again.
//!
//! Equal data and options give equal bytes, at any number of threads. Bad input gives an [`Error`] that says where it is,
//! what was found and what to do; no input makes the library panic.

pub mod article;
#[cfg(feature = "train")]
pub mod audit;
mod calendar;
pub mod calibrate;
pub mod classify;
#[cfg(feature = "train")]
pub mod coding;
#[cfg(feature = "rows")]
pub mod columns;
#[cfg(feature = "rows")]
pub mod corpus;
pub mod dictionary;
mod encoding;
pub mod error;
#[cfg(feature = "rows")]
pub mod estimate;
pub mod evaluate;
pub mod features;
pub mod language;
pub mod learn;
#[cfg(feature = "linfa")]
pub mod linfa;
pub mod model;
pub mod parallel;
mod pick;
mod plural;
pub mod progress;
pub mod quotation;
#[cfg(feature = "report")]
pub mod report;
mod shown;
#[cfg(feature = "rows")]
mod similar;
pub mod span;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
#[cfg(feature = "train")]
pub mod vectors;
#[cfg(all(feature = "html", feature = "report", feature = "rows"))]
pub mod verify;

pub use classify::{Classifier, Labels, Target};
pub use error::{Error, Result};
pub use model::Model;
pub use span::ByteSpan;

/// For this crate's benchmarks and tests. Not part of the library's interface: it may change at any time.
#[doc(hidden)]
pub mod internals {
    pub use crate::features::count;
    pub use crate::text::{Analyzer, tokens};
}

// Runs the examples in the README.
#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

/// The label of a statement for which no class is probable enough. Reserved: no class may be called so.
pub const UNSURE: &str = "unsure";
