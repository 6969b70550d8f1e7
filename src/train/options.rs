//! How to train: options as given, and as checked.

use serde::{Deserialize, Serialize};

use crate::features::{Local, Norm, Scale, Weighting};
use crate::text::TextSettings;
use crate::{Error, Result};

/// Options of training. Start from the default and change what you need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TrainOptions {
    /// How statements become terms.
    pub text: TextSettings,
    /// Terms in fewer texts than this are left out, from 1. Default 1.
    pub min_texts: u32,
    /// How counts become values.
    pub weighting: Weighting,
    /// Penalty α of the logistic loss, Σ loss + α/2 ‖w‖² (scikit-learn's 1/C). Above 0; default 0.25.
    pub penalty: f64,
    /// Whether rare classes count as much as frequent ones. Default: rows count alike.
    pub class_weights: ClassWeights,
    /// What finds the weights. Default: the sparse solver.
    pub solver: Solver,
    /// How scores become probabilities that can be believed. Default: fitted on out-of-fold scores.
    pub calibration: CalibrationMode,
    /// Threads to use, from 1; results do not depend on it.
    #[serde(skip)]
    pub threads: usize,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            text: TextSettings::default(),
            min_texts: 1,
            weighting: Weighting { local: Local::LogCount, scale: Scale::RatioIdf, norm: Norm::L2ByFamily },
            penalty: 0.25,
            class_weights: ClassWeights::None,
            solver: Solver::Newton,
            calibration: CalibrationMode::Cv,
            threads: 1,
        }
    }
}

impl TrainOptions {
    /// Checks every option.
    ///
    /// # Errors
    /// [`Error::Options`] names the one that is out of range.
    pub fn check(&self) -> Result<()> {
        self.text.check()?;
        if self.min_texts == 0 {
            return Err(Error::options("min-texts", "0 is out of range; use 1 or more"));
        }
        if !(self.penalty.is_finite() && self.penalty > 0.0) {
            return Err(Error::options("penalty", format!("{} is out of range; use a number above 0", self.penalty)));
        }
        if self.threads == 0 {
            return Err(Error::options("threads", "0 is out of range; use 1 or more"));
        }
        if self.solver == Solver::LinfaLogistic && self.class_weights != ClassWeights::None {
            return Err(Error::options("class-weights", "linfa-logistic knows no class weights; use --solver newton"));
        }
        Ok(())
    }
}

/// What rows of a class count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassWeights {
    /// All rows count alike.
    None,
    /// Rows ÷ (classes × rows of the class): every class counts the same in all.
    Balanced,
}

/// What finds the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// Trust-region Newton on sparse rows ([`crate::learn`]).
    Newton,
    /// linfa-logistic's L-BFGS on dense rows ([`crate::linfa`]): for small data.
    LinfaLogistic,
}

/// How scores become probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalibrationMode {
    /// A map fitted on the scores of rows left out of training in turn; groups are left out whole.
    Cv,
    /// The learner's own probabilities.
    None,
}
