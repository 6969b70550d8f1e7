//! Training options.

use serde::{Deserialize, Serialize};

use super::Background;
use crate::error::Hint;
use crate::features::{Norm, Scale, Weighting};
use crate::progress::Progress;
use crate::text::{CharNgrams, TextSettings};
use crate::{Error, Result};

/// Training options. Start from the default and change fields; [`train`](super::train) checks them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TrainOptions {
    /// How texts are turned into terms.
    pub text: TextSettings,
    /// Terms in fewer texts than this are left out (min_df). At least 1; default 1, and 2 for long texts.
    pub min_texts: u32,
    /// Terms of fewer groups than this are left out, if rows have groups. At least 1; default 1.
    #[serde(skip_serializing_if = "is_one")]
    pub min_groups: u32,
    /// The most terms with a weight per head (max_features): those with the largest χ² statistic, selected anew in each
    /// fold. Default: all terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_terms: Option<u32>,
    /// How counts are weighted.
    pub weighting: Weighting,
    /// Penalty α of the logistic loss, Σ loss + α/2 ‖w‖² (scikit-learn's 1/C). Above 0; default 0.06.
    pub penalty: f64,
    /// The weights of rare and frequent classes. Default: all rows weigh the same.
    pub class_weights: ClassWeights,
    /// How targets share weights, if rows have targets. Default: each target also has its own.
    pub target_weights: TargetWeights,
    /// The solver. Default: Newton on sparse rows.
    pub solver: Solver,
    /// How probabilities are calibrated. Default: on out-of-fold scores.
    pub calibration: CalibrationMode,
    /// Whether the free options are chosen by cross-validation. Default: yes.
    pub search: Search,
    /// How strongly word vectors count, against 1 for the words themselves; 0 for not at all. Has an effect only with
    /// [`Background::vectors`]. Default: 1, chosen by the search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vector_weight: Option<f64>,
    /// Which options may be chosen from the data. Default: all of [`Free`].
    pub free: Free,
    /// Number of threads, at least 1. The model does not depend on it.
    #[serde(skip)]
    pub threads: usize,
    /// What is known beside the labels. Default: nothing.
    #[serde(skip)]
    pub background: Background,
    /// Where the steps of training are reported. The model does not depend on it.
    #[serde(skip)]
    pub progress: Progress,
}

fn is_one(n: &u32) -> bool {
    *n == 1
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            text: TextSettings::default(),
            min_texts: 1,
            min_groups: 1,
            max_terms: None,
            weighting: Weighting { scale: Scale::RatioIdf, norm: Norm::SqrtSquares },
            penalty: 0.06,
            class_weights: ClassWeights::None,
            target_weights: TargetWeights::Own,
            solver: Solver::Newton,
            calibration: CalibrationMode::Cv,
            search: Search::Cv,
            vector_weight: None,
            background: Background::default(),
            free: Free::default(),
            threads: 1,
            progress: Progress::default(),
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
        if self.min_groups == 0 {
            return Err(Error::options("min-groups", "0 is out of range; use 1 or more"));
        }
        if self.max_terms == Some(0) {
            return Err(Error::options("max-terms", "0 is out of range; use 1 or more"));
        }
        if !(1e-30..=1e30).contains(&self.penalty) {
            let problem = format!("{:?} is out of range; use a number from 1e-30 to 1e30", self.penalty);
            return Err(Error::options("penalty", problem));
        }
        if let Some(weight) = self.vector_weight.filter(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err(Error::options("vector-weight", format!("{weight} is out of range; use 0 or more")));
        }
        if self.threads == 0 {
            return Err(Error::options("threads", "0 is out of range; use 1 or more"));
        }
        if self.solver == Solver::LinfaLogistic && self.class_weights != ClassWeights::None {
            let hint = Hint::new("; use {}").value("solver", "newton");
            return Err(Error::options("class-weights", "linfa-logistic knows no class weights").with_hint(hint));
        }
        Ok(())
    }
}

/// Which options may be chosen from the data. The others are used as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Free {
    /// The lengths of character n-grams: chosen by the length of the texts, and by the search.
    pub char_ngrams: bool,
    /// [`TrainOptions::min_texts`]: chosen by the length of the texts.
    pub min_texts: bool,
    /// The scale of terms over the corpus: chosen by the search.
    pub scale: bool,
    /// The penalty: chosen by the search.
    pub penalty: bool,
    /// How targets share weights: chosen by the search.
    pub target_weights: bool,
    /// [`TrainOptions::vector_weight`]: chosen by the search.
    #[serde(skip_serializing_if = "is_true")]
    pub vector_weight: bool,
}

fn is_true(is: &bool) -> bool {
    *is
}

impl Default for Free {
    fn default() -> Self {
        Self {
            char_ngrams: true,
            min_texts: true,
            scale: true,
            penalty: true,
            target_weights: true,
            vector_weight: true,
        }
    }
}

/// Heads with more classes than this have many.
const MANY_CLASSES: usize = 50;
/// The weight of word vectors that is kept unless another is clearly better.
pub(super) const VECTOR_WEIGHT: f64 = 1.0;
/// Texts are long if they have more bytes than this on average.
const LONG: usize = 400;

impl TrainOptions {
    /// These options, with the free ones fitted to the length of the texts and the largest number of classes of a head.
    /// Long texts have enough words, so they get no character n-grams, which would take most of the time, and no terms
    /// of one text only. With many classes, character n-grams would take too much time and memory.
    pub(super) fn for_data(&self, texts: &[String], classes: usize) -> Self {
        let mut options = self.clone();
        if options.background.vectors.is_some() {
            options.vector_weight = options.vector_weight.or(Some(VECTOR_WEIGHT));
        }
        if classes > MANY_CLASSES && self.free.char_ngrams {
            options.text.char_ngrams = CharNgrams::NONE;
        }
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

/// The weights of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassWeights {
    /// All rows weigh the same.
    None,
    /// A row weighs 1 ÷ √(rows of its class), scaled so that the total weight stays the same: half way between the
    /// other two.
    Root,
    /// A row weighs rows ÷ (classes × rows of its class): every class has the same total weight.
    Balanced,
}

/// How targets share weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetWeights {
    /// All targets have the same weights: words mean the same for each, as they mostly do for sentiment.
    Shared,
    /// Each target has its own weights beside shared ones (Daumé 2007, "Frustratingly easy domain adaptation"): a word
    /// may speak for one target and against another.
    Own,
}

/// Whether the free options are chosen by cross-validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Search {
    /// They are, with whole groups held out.
    Cv,
    /// They are used as given.
    Off,
}

/// The solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// Trust-region Newton on sparse rows ([`crate::learn`]).
    Newton,
    /// The L-BFGS of linfa-logistic on dense rows, for small data. Needs the feature `linfa`.
    LinfaLogistic,
}

/// How probabilities are calibrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalibrationMode {
    /// By a map fitted on out-of-fold scores, with whole groups held out.
    Cv,
    /// Not at all: the solver's own probabilities.
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_and_many_classes_do_without_characters_unless_they_are_asked_for() {
        let (short, long) = (vec!["A short one.".to_owned()], vec!["word ".repeat(100)]);
        let free = TrainOptions::default();
        assert_eq!(free.for_data(&short, MANY_CLASSES), free);
        assert!(free.for_data(&short, MANY_CLASSES + 1).text.char_ngrams.is_none());
        let fitted = free.for_data(&long, 2);
        assert!(fitted.text.char_ngrams.is_none() && fitted.min_texts == 2);
        let given = TrainOptions { free: Free { char_ngrams: false, min_texts: false, ..free.free }, ..free };
        assert_eq!(given.for_data(&long, MANY_CLASSES + 1), given);
    }
}
