//! Options of logistic regression, unchecked and checked.

use crate::{Error, Result};

/// Options of logistic regression. [`check`](Self::check) turns them into the checked options that the solver takes.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticOptions {
    /// The penalty: the objective is `Σ_i weight_i · logloss_i + alpha/2 · ‖w‖²`, intercepts not penalised.
    /// It is the inverse of scikit-learn's and LIBLINEAR's `C`. Above zero; default 1.
    pub alpha: f64,
    /// The solver stops if the norm of the gradient is at most this share of its norm at the model with intercepts
    /// only. Between 0 and 1; default 3e-3.
    ///
    /// Measured by cross-validation against 1e-5 on seven tasks (statements, tweets, sentences, reviews): accuracy
    /// moves by 0.001 or less, up as often as down, log-loss by less than a thousandth of itself, and a quarter to a
    /// half of the passes are saved. Another sample of training rows would change far more.
    pub tolerance: f64,
    /// The most passes over the data; [`Convergence`](super::Convergence) says if they ran out. One pass is one product
    /// with the matrix and its transpose. At least 1; default 2000. Passes are counted, not seconds, so that the result
    /// does not depend on the speed of the machine.
    pub max_passes: u64,
    /// Number of threads, at least 1; default 1. The result does not depend on it. Problems with fewer than some
    /// hundred thousand entries use one thread.
    pub threads: usize,
}

impl Default for LogisticOptions {
    fn default() -> Self {
        Self { alpha: 1.0, tolerance: 3e-3, max_passes: 2000, threads: 1 }
    }
}

/// Checked options of logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidLogisticOptions(LogisticOptions);

impl LogisticOptions {
    /// The default options with this penalty.
    pub fn with_alpha(alpha: f64) -> Self {
        Self { alpha, ..Self::default() }
    }

    /// Checks every option.
    ///
    /// # Errors
    /// [`Error::Options`] names the one that is out of range.
    pub fn check(self) -> Result<ValidLogisticOptions> {
        check_alpha(self.alpha)?;
        if !(self.tolerance > 0.0 && self.tolerance < 1.0) {
            return Err(Error::options("tolerance", format!("{}: must be between 0 and 1", self.tolerance)));
        }
        if self.max_passes == 0 {
            return Err(Error::options("max passes", "must be at least 1"));
        }
        if self.threads == 0 {
            return Err(Error::options("threads", "must be at least 1"));
        }
        Ok(ValidLogisticOptions(self))
    }
}

impl ValidLogisticOptions {
    /// The penalty on the weights.
    pub fn alpha(&self) -> f64 {
        self.0.alpha
    }

    /// The relative gradient norm to reach.
    pub fn tolerance(&self) -> f64 {
        self.0.tolerance
    }

    /// The most passes over the data.
    pub fn max_passes(&self) -> u64 {
        self.0.max_passes
    }

    /// The number of threads.
    pub fn threads(&self) -> usize {
        self.0.threads
    }

    /// The options, to change and check again.
    pub fn options(&self) -> &LogisticOptions {
        &self.0
    }
}

/// Checks a penalty.
pub(crate) fn check_alpha(alpha: f64) -> Result<()> {
    // Beyond these bounds sums of squares leave the range of numbers.
    if !(1e-30..=1e30).contains(&alpha) {
        return Err(Error::options("alpha", format!("{alpha:?} is out of range; use a number from 1e-30 to 1e30")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_can_be_used() {
        assert!(LogisticOptions::default().check().is_ok());
    }

    #[test]
    fn the_parameter_that_cannot_be_used_is_named() {
        let bad = [
            ("alpha", LogisticOptions::with_alpha(0.0)),
            ("alpha", LogisticOptions::with_alpha(f64::NAN)),
            ("tolerance", LogisticOptions { tolerance: f64::NAN, ..LogisticOptions::default() }),
            ("max passes", LogisticOptions { max_passes: 0, ..LogisticOptions::default() }),
            ("threads", LogisticOptions { threads: 0, ..LogisticOptions::default() }),
        ];
        for (name, params) in bad {
            let message = params.check().unwrap_err().to_string();
            assert!(message.starts_with(name), "{message}");
        }
    }
}
