//! How to learn: parameters as given, and as checked.

use crate::{Error, Result};

/// Parameters of logistic regression as given; [`check`](Self::check) makes them usable.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticOptions {
    /// The penalty: the objective is `Σ_i weight_i · logloss_i + alpha/2 · ‖w‖²`, intercepts not penalised.
    /// It is the inverse of scikit-learn's and LIBLINEAR's `C`. Above zero; default 1.
    pub alpha: f64,
    /// Stop when the gradient's norm is this share of its norm at the model that knows only how frequent the
    /// classes are. Between 0 and 1; default 3e-3.
    ///
    /// Measured by cross-validation against 1e-5 on seven tasks (statements, tweets, sentences, reviews): accuracy moves by
    /// 0.001 or less, up as often as down, log-loss by less than a thousandth of itself, and a quarter to a half of the
    /// passes are saved. Another sample of training rows would change far more.
    pub tolerance: f64,
    /// The most passes over the data before giving up, which [`Convergence`](super::Convergence) then says.
    /// One pass is one product with the matrix and its transpose. At least 1; default 2000. Work is counted,
    /// not time, so that the result never depends on the machine's speed.
    pub max_passes: u64,
    /// Threads to work with, at least 1; default 1. The result does not depend on it. Problems with fewer
    /// than some hundred thousand entries use one whatever is asked.
    pub threads: usize,
}

impl Default for LogisticOptions {
    fn default() -> Self {
        Self { alpha: 1.0, tolerance: 3e-3, max_passes: 2000, threads: 1 }
    }
}

/// Checked parameters of logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidLogisticOptions(LogisticOptions);

impl LogisticOptions {
    /// The default parameters with this penalty.
    pub fn with_alpha(alpha: f64) -> Self {
        Self { alpha, ..Self::default() }
    }

    /// The parameters, if all can be used.
    ///
    /// # Errors
    /// [`Error::Options`] naming the parameter that cannot.
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

    /// The parameters, to change and check again.
    pub fn params(&self) -> &LogisticOptions {
        &self.0
    }
}

/// Whether this is a penalty that can be used.
pub(crate) fn check_alpha(alpha: f64) -> Result<()> {
    // Beyond these bounds sums of squares leave the range of numbers.
    if !(1e-30..=1e30).contains(&alpha) {
        return Err(Error::options("alpha", format!("{alpha}: must be a positive number between 1e-30 and 1e30")));
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
