//! Predictions to be scored.

use crate::{Error, Result};

/// The predictions of one head with the true classes. All slices with one value per row have the same length.
#[derive(Clone, Copy, Debug)]
pub struct Predictions<'a> {
    /// The classes of the data and of the model, each once.
    pub classes: &'a [String],
    /// The position of each row's true class in `classes`.
    pub truth: &'a [u32],
    /// The position of each row's predicted class; `None` if the prediction was `unsure`.
    pub predicted: &'a [Option<u32>],
    /// The probability of each class: rows × classes, row after row. Each row sums to 1.
    pub probabilities: Option<&'a [f64]>,
    /// Clusters of rows, such as groups, that are resampled together for intervals: any ids.
    pub clusters: Option<&'a [u32]>,
}

impl<'a> Predictions<'a> {
    /// Checks lengths, ids and probabilities.
    ///
    /// # Errors
    /// [`Error::Options`] that names the field.
    pub fn check(&self) -> Result<()> {
        let (n, k) = (self.truth.len(), self.classes.len());
        let lengths = [
            ("predicted", Some(self.predicted.len()), n),
            ("probabilities", self.probabilities.map(<[f64]>::len), n * k),
            ("clusters", self.clusters.map(<[u32]>::len), n),
        ];
        for (field, found, expected) in lengths {
            if let Some(found) = found.filter(|found| *found != expected) {
                return Err(Error::options(field, format!("has {found} values, not {expected}")));
            }
        }
        let within = |id: &u32| (*id as usize) < k;
        if let Some(id) = self.truth.iter().find(|id| !within(id)) {
            return Err(Error::options("truth", format!("{id} is no class of {k}")));
        }
        if let Some(id) = self.predicted.iter().flatten().find(|id| !within(id)) {
            return Err(Error::options("predicted", format!("{id} is no class of {k}")));
        }
        for row in self.rows_of_probabilities() {
            let sum: f64 = row.iter().sum();
            let sound = row.iter().all(|p| (0.0..=1.0).contains(p));
            // The tolerance allows for sums in single precision and for rounded files.
            if !sound || (sum - 1.0).abs() > 0.01 {
                return Err(Error::options(
                    "probabilities",
                    format!("{row:?} are not between 0 and 1 with a sum of 1"),
                ));
            }
        }
        Ok(())
    }

    /// The probabilities of each row; empty without any.
    pub(super) fn rows_of_probabilities(self) -> impl Iterator<Item = &'a [f64]> {
        self.probabilities.unwrap_or_default().chunks_exact(self.classes.len().max(1))
    }

    /// Each row's true class and probabilities; empty without any.
    pub(super) fn with_probabilities(self) -> impl Iterator<Item = (usize, &'a [f64])> {
        let truth = self.truth.iter().map(|t| *t as usize);
        truth.zip(self.rows_of_probabilities())
    }
}
