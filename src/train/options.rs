//! How to train: options as given, and as checked.

use serde::{Deserialize, Serialize};

use crate::features::{Local, Norm, Scale, Weighting};
use crate::text::{CharNgrams, TextSettings};
use crate::{Error, Result};

/// Options of training. Start from the default and change what you need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TrainOptions {
    /// How statements become terms.
    pub text: TextSettings,
    /// Terms in fewer texts than this are left out, from 1. Default 1, and 2 for long texts.
    pub min_texts: u32,
    /// At most so many terms have a weight in each label column, those with the largest χ² statistic, found again in each fold.
    /// Default: all have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_terms: Option<u32>,
    /// How counts become values.
    pub weighting: Weighting,
    /// Penalty α of the logistic loss, Σ loss + α/2 ‖w‖² (scikit-learn's 1/C). Above 0; default 0.06.
    pub penalty: f64,
    /// Whether rare classes count as much as frequent ones. Default: rows count alike.
    pub class_weights: ClassWeights,
    /// What targets have in common, where rows have targets. Default: each has weights of its own too.
    pub target_weights: TargetWeights,
    /// What finds the weights. Default: the sparse solver.
    pub solver: Solver,
    /// How scores become probabilities that can be believed. Default: fitted on out-of-fold scores.
    pub calibration: CalibrationMode,
    /// Whether free options are chosen by cross-validation. Default: they are.
    pub search: Search,
    /// Which of these options may be chosen from the data. Default: all that can be.
    pub free: Free,
    /// Threads to use, from 1; results do not depend on it.
    #[serde(skip)]
    pub threads: usize,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            text: TextSettings::default(),
            min_texts: 1,
            max_terms: None,
            weighting: Weighting { local: Local::Count, scale: Scale::RatioIdf, norm: Norm::SqrtSquares },
            penalty: 0.06,
            class_weights: ClassWeights::None,
            target_weights: TargetWeights::Own,
            solver: Solver::Newton,
            calibration: CalibrationMode::Cv,
            search: Search::Cv,
            free: Free::default(),
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
        if self.max_terms == Some(0) {
            return Err(Error::options("max-terms", "0 is out of range; use 1 or more"));
        }
        if self.max_terms.is_some() && !self.weighting.has_scale() {
            return Err(Error::options(
                "max-terms",
                "terms left out have a scale of 0: use a --scale, or --norm sqrt-words",
            ));
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

/// Which options may be chosen from the data; the others stand as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Free {
    /// The lengths of character n-grams: by the length of the texts, and in a search.
    pub char_ngrams: bool,
    /// In how many texts a term must be: by the length of the texts.
    pub min_texts: bool,
    /// The weight of terms over the corpus: in a search.
    pub scale: bool,
    /// The penalty: in a search.
    pub penalty: bool,
    /// What targets have in common: in a search.
    pub target_weights: bool,
}

impl Default for Free {
    fn default() -> Self {
        Self { char_ngrams: true, min_texts: true, scale: true, penalty: true, target_weights: true }
    }
}

/// Texts of more bytes than this on average are long.
const LONG: usize = 400;

impl TrainOptions {
    /// These options with what is free fitted to the length of the texts. Long ones have words enough to be told apart by:
    /// no character n-grams, which would cost most of the time, and no terms of a single text.
    pub(super) fn for_texts(&self, texts: &[String]) -> Self {
        let mut options = self.clone();
        if texts.iter().map(String::len).sum::<usize>() > LONG * texts.len() {
            if self.free.char_ngrams {
                options.text.char_ngrams = CharNgrams::NONE;
            }
            if self.free.min_texts {
                options.min_texts = options.min_texts.max(2);
            }
        }
        options
    }
}

/// What rows of a class count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassWeights {
    /// All rows count alike.
    None,
    /// 1 ÷ √(rows of the class), all rows together counting as before: half way between the other two.
    Root,
    /// Rows ÷ (classes × rows of the class): every class counts the same in all.
    Balanced,
}

/// What the targets of statements have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetWeights {
    /// Everything: words mean the same whatever the target, as they mostly do for sentiment.
    Shared,
    /// Something: each target has weights of its own beside those that all share (Daumé 2007, "Frustratingly easy domain
    /// adaptation"), for a word may speak for one target and against another.
    Own,
}

/// Whether free options are chosen by cross-validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Search {
    /// They are, groups left out whole.
    Cv,
    /// They stand as they are.
    Off,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_do_without_characters_unless_they_are_asked_for() {
        let (short, long) = (vec!["A short one.".to_owned()], vec!["word ".repeat(100)]);
        let free = TrainOptions::default();
        assert_eq!(free.for_texts(&short), free);
        let fitted = free.for_texts(&long);
        assert!(fitted.text.char_ngrams.is_none() && fitted.min_texts == 2);
        let given = TrainOptions { free: Free { char_ngrams: false, min_texts: false, ..free.free }, ..free };
        assert_eq!(given.for_texts(&long), given);
    }
}
