//! From (true, predicted) to scores: knows no text and no model.
//!
//! Undefined scores are `None` (JSON `null`), never 0.

mod agreement;
mod calibration;
mod counts;
mod folds;
mod intervals;
mod predictions;
mod random;
mod scores;
mod slices;
#[cfg(test)]
mod tests;

pub use agreement::{Agreement, agreement};
pub use calibration::{Bin, brier, ece, log_loss, reliability};
pub use counts::opposed;
pub use folds::assign_folds;
pub use intervals::{Bootstrap, Difference, Interval, paired};
pub use predictions::Predictions;
#[cfg(feature = "train")]
pub(crate) use random::Random;
pub use scores::{ClassScores, Report, Scores, score};
pub use slices::by_value;
