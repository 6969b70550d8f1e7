//! Scores of predictions: (true class, predicted class) → scores with intervals, calibration, agreement; and folds.
//!
//! Undefined scores are `None` (`null` in JSON), never 0.
//!
//! ```
//! use stance::evaluate::{Bootstrap, Predictions, score};
//!
//! let classes = ["oppose".to_owned(), "support".to_owned()];
//! let predictions = Predictions {
//!     classes: &classes,
//!     truth: &[0, 0, 1, 1],
//!     predicted: &[Some(0), Some(1), Some(1), None],
//!     probabilities: None,
//!     clusters: None,
//! };
//! let scores = score(&predictions, Bootstrap::Off)?;
//! assert_eq!((scores.accuracy, scores.accuracy_decided), (Some(0.5), Some(2.0 / 3.0)));
//! # Ok::<(), stance::Error>(())
//! ```

mod advice;
mod agreement;
mod calibration;
mod counts;
mod folds;
mod intervals;
mod predictions;
mod random;
mod risk_coverage;
mod scores;
mod slices;
#[cfg(test)]
mod tests;

#[cfg(feature = "train")]
pub(crate) use agreement::weighted_agreement;
pub use agreement::{Agreement, agreement};
pub use calibration::{Bin, brier, ece, log_loss, reliability};
pub use counts::opposed;
pub use folds::assign_folds;
#[cfg(feature = "train")]
pub(crate) use intervals::resample_rows;
pub use intervals::{Bootstrap, Difference, Interval, paired};
pub use predictions::Predictions;
#[cfg(feature = "train")]
pub(crate) use random::Random;
pub use risk_coverage::{CoveragePoint, risk_coverage};
pub use scores::{ClassScores, Report, Scores, WHOLE_CONFUSION, score};
pub use slices::by_value;
