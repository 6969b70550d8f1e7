//! The classifier: statement → label, calibrated probabilities, exact reasons.
//!
//! ```
//! use stance::classify::Classifier;
//!
//! let classifier = Classifier::shipped()?;
//! let labels = classifier.classify("These controls protect our security.")?;
//! assert_eq!(labels["stance"].label(), "support");
//! assert!(labels["stance"].probability() > 0.5);
//!
//! let why = classifier.explain("These controls protect our security.")?;
//! let reasons: f64 = why["stance"].reasons().iter().map(|reason| reason.contribution).sum();
//! assert!((why["stance"].bias() + reasons - why["stance"].score()).abs() < 1e-9);
//! # Ok::<(), stance::Error>(())
//! ```
//!
//! For many texts use [`Classifier::classify_batch`], or one [`Session`] per thread.

mod batch;
mod classifier;
mod compiled_head;
mod doubt;
mod explain;
mod fast;
mod fixed_point;
mod labels;
mod one_text;
mod parts;
mod prediction;
mod session;
mod target;
#[cfg(test)]
mod tests;

pub use classifier::Classifier;
pub use doubt::{Doubt, TextDoubts};
pub use explain::{Explanation, Reason};
pub use labels::{Explanations, Label, LabelReasons, Labels};
pub use prediction::Prediction;
pub use session::Session;
pub use target::Target;
