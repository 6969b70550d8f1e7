#![doc = include_str!("../README.md")]

pub mod article;
#[cfg(feature = "train")]
pub mod audit;
pub mod calibrate;
pub mod classify;
#[cfg(feature = "rows")]
pub mod columns;
#[cfg(feature = "rows")]
pub mod corpus;
pub mod error;
pub mod evaluate;
pub mod features;
pub mod language;
pub mod learn;
#[cfg(feature = "linfa")]
pub mod linfa;
pub mod model;
pub mod parallel;
mod pick;
pub mod quotation;
#[cfg(feature = "report")]
pub mod report;
pub mod span;
pub mod text;
#[cfg(feature = "train")]
pub mod train;

pub use error::{Error, Result};
pub use span::ByteSpan;

/// The label of a statement for which no class is probable enough. Reserved: no class may be called so.
pub const UNSURE: &str = "unsure";
