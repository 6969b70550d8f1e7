//! Chooses training options by cross-validation.

mod candidate;
mod one_standard_error;
mod sample;
mod steps;
#[cfg(test)]
mod tests;

pub use steps::Trial;
pub(super) use steps::{SearchResult, search};

use super::options::TrainOptions;

/// A way to train a head, with its score on each fold that has rows.
#[derive(Clone)]
struct Candidate {
    options: TrainOptions,
    scores: Vec<f64>,
}
