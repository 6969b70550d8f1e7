//! What is stored: everything that decides a statement's labels, and where it came from.

mod digest;
mod file;
mod shipped;

use serde::{Deserialize, Serialize};

pub use digest::{hex, sha256};
pub use file::FORMAT;

use crate::calibrate::Calibration;
use crate::features::{Vocabulary, Weighting};
use crate::text::TextSettings;
use crate::{Error, Result, UNSURE};

/// A trained model: plain data, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// How statements become terms, the same for every head.
    pub text: TextSettings,
    /// The terms, the same for every head.
    pub vocabulary: Vocabulary,
    /// One classifier a label column.
    pub heads: Vec<Head>,
    /// Where the model came from.
    pub provenance: Provenance,
}

/// The classifier of one label column.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// The label column's name.
    pub name: String,
    /// Class names, sorted by bytes; at least two.
    pub classes: Vec<String>,
    /// Target names, sorted by bytes; empty when the training data had no target column.
    pub targets: Vec<String>,
    /// How counts become values.
    pub weighting: Weighting,
    /// The scale of every column, if the weighting has one.
    pub scale: Option<Vec<f32>>,
    /// Weights for each target in order; exactly one without targets.
    pub weights: Vec<HeadWeights>,
    /// Penalty of the logistic loss: α in Σ loss + α/2 ‖w‖².
    pub penalty: f64,
    /// From raw scores to calibrated ones.
    pub calibration: Calibration,
}

/// The weights of one head for one target.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadWeights {
    /// `rows × columns`, row after row: one row for two classes (the second against the first), one a class for more.
    pub coefficients: Vec<f32>,
    /// One a row.
    pub intercepts: Vec<f64>,
}

/// Where a model came from: enough to make it again, and nothing of time, path or host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Package and version that trained it.
    pub program: String,
    /// What stems words.
    pub stemmer: String,
    /// The training data, in the order given.
    pub data: Vec<DataDigest>,
    /// The options that were in force, after any search.
    pub options: serde_json::Value,
    /// What the learner reached, a value a head and target.
    pub learning: serde_json::Value,
}

/// A training file, by its contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataDigest {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Labelled rows used.
    pub rows: u64,
}

impl Head {
    /// Rows of coefficients: 1 for two classes, else one a class.
    pub fn rows(&self) -> usize {
        match self.classes.len() {
            2 => 1,
            n => n,
        }
    }

    /// The position of a target by name.
    pub fn target(&self, name: &str) -> Option<usize> {
        self.targets.iter().position(|t| t == name)
    }
}

impl Model {
    /// Checks that all parts fit together: counts, sizes, sorted and distinct names, finite numbers.
    ///
    /// # Errors
    /// [`Error::Model`] with `file` as its name, saying which part does not fit.
    pub fn check(&self, file: &str) -> Result<()> {
        let wrong = |what: String| {
            Err(Error::model(file, format!("{what}; the file is damaged or was not written by stance: train it again")))
        };
        if let Err(error) = self.text.check() {
            return wrong(format!("its text settings cannot be used ({error})"));
        }
        if self.heads.is_empty() {
            return wrong("it has no label column".to_owned());
        }
        for (k, head) in self.heads.iter().enumerate() {
            let name = &head.name;
            if name.is_empty() || self.heads.iter().take(k).any(|h| h.name == *name) {
                return wrong(format!("the name of label column {} is empty or used twice", k + 1));
            }
            if head.classes.len() < 2
                || !sorted(&head.classes)
                || head.classes.iter().any(|c| c.is_empty() || c == UNSURE)
            {
                return wrong(format!("the classes of `{name}` are fewer than two, unsorted, empty or reserved"));
            }
            if !sorted(&head.targets) || head.weights.len() != head.targets.len().max(1) {
                return wrong(format!("the targets of `{name}` are unsorted or do not fit its weights"));
            }
            let columns = self.vocabulary.len();
            if head
                .scale
                .as_ref()
                .is_some_and(|scale| scale.len() != columns || !all(scale, |x| x.is_finite() && x >= 0.0))
            {
                return wrong(format!("the scale of `{name}` does not fit the vocabulary"));
            }
            for weights in &head.weights {
                let sizes =
                    weights.coefficients.len() == head.rows() * columns && weights.intercepts.len() == head.rows();
                let finite =
                    all(&weights.coefficients, f32::is_finite) && weights.intercepts.iter().all(|b| b.is_finite());
                if !sizes || !finite {
                    return wrong(format!("the weights of `{name}` do not fit the vocabulary or are not finite"));
                }
            }
            if !(head.penalty.is_finite() && head.penalty >= 0.0) {
                return wrong(format!("the penalty of `{name}` is not a number"));
            }
            if let Err(error) = head.calibration.validate(head.classes.len()) {
                return wrong(format!("the calibration of `{name}` cannot be used ({error})"));
            }
        }
        Ok(())
    }
}

/// Whether all numbers are good. Looks at every one, which for millions of good ones is quicker than to ask after each whether
/// to go on.
fn all(numbers: &[f32], good: impl Fn(f32) -> bool) -> bool {
    numbers.iter().fold(true, |all, x| all & good(*x))
}

fn sorted(names: &[String]) -> bool {
    names.windows(2).all(|w| w[0] < w[1])
}
