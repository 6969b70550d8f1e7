//! Held-out scores that a calibration is fitted to.

use crate::{Error, Result};

/// Scores of held-out rows, that is by models that were not trained on them, with the true classes.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationData<'a> {
    /// Rows × classes, row by row, each centred as by [`Weights::scores`](crate::learn::Weights::scores).
    pub scores: &'a [f64],
    /// The true class of each row.
    pub classes: &'a [u32],
    /// The number of classes.
    pub n_classes: usize,
    /// The weight of each row; `None` if all are 1.
    pub row_weights: Option<&'a [f64]>,
    /// The fold of each row, for choosing the kind; `None` assigns five folds. If rows belong to groups, give the folds
    /// that the scores come from.
    pub folds: Option<&'a [u32]>,
}

impl CalibrationData<'_> {
    /// The weight of a row.
    pub(super) fn weight(&self, row: usize) -> f64 {
        self.row_weights.map_or(1.0, |weights| weights.get(row).copied().unwrap_or(0.0))
    }

    /// Checks lengths and numbers.
    ///
    /// # Errors
    /// [`Error::Options`] says what is wrong.
    pub(super) fn check(&self) -> Result<()> {
        let n = self.classes.len();
        let refuse = |problem: &str| Err(Error::options("calibration", problem));
        if self.n_classes < 2 || Some(self.scores.len()) != n.checked_mul(self.n_classes) {
            return refuse("needs a score for each row and class, of at least two classes");
        }
        if self.row_weights.is_some_and(|weights| weights.len() != n)
            || self.folds.is_some_and(|folds| folds.len() != n)
        {
            return refuse("needs a weight and a fold for each row, or none");
        }
        if self.scores.iter().any(|score| !(-1e30..=1e30).contains(score)) {
            return refuse("a score is not finite");
        }
        let weights = self.row_weights.unwrap_or(&[]);
        if weights.iter().any(|w| !(0.0..=1e30).contains(w)) {
            return refuse("a row weight is negative or not finite");
        }
        if self.classes.iter().any(|&c| c as usize >= self.n_classes) {
            return refuse("a class id is out of range");
        }
        Ok(())
    }
}
