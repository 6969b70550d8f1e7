//! What one head predicts for one statement.

use crate::learn::{argmax, softmax};

/// The class and the calibrated probabilities that one head predicts for one statement.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// Position of the most probable class among the head's classes; the first of equally probable ones.
    pub class: usize,
    /// Calibrated probability of each class, in the order of the head's classes.
    pub probabilities: Vec<f64>,
}

impl Prediction {
    /// The probability of the most probable class.
    #[must_use]
    pub fn probability(&self) -> f64 {
        debug_assert!(self.class < self.probabilities.len());
        self.probabilities.get(self.class).copied().unwrap_or(0.0)
    }

    /// Turns the scores of the classes, which must be in `self.probabilities`, into probabilities and a class.
    pub(super) fn finish_scores(&mut self) {
        softmax(&mut self.probabilities);
        self.class = argmax(&self.probabilities);
    }
}
