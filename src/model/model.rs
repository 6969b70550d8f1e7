//! A trained model, and the check that its parts fit together.

use super::{Head, Provenance};
use crate::features::Vocabulary;
use crate::text::TextSettings;
use crate::{Error, Result, UNSURE};

/// A trained model: plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// How statements become features, the same for every head.
    pub text: TextSettings,
    /// The features, the same for every head.
    pub vocabulary: Vocabulary,
    /// One classification head per label column.
    pub heads: Vec<Head>,
    /// Where the model came from.
    pub provenance: Provenance,
}

impl Model {
    /// The names of the targets, the same for every head that has any; empty without targets.
    #[must_use]
    pub fn targets(&self) -> &[String] {
        self.heads.iter().map(|head| head.targets.as_slice()).find(|targets| !targets.is_empty()).unwrap_or(&[])
    }

    /// Checks that all parts fit together: counts, sizes, sorted and distinct names, finite numbers.
    ///
    /// # Errors
    /// [`Error::Model`] with `file` as its name; it says which part does not fit.
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
            if !head.targets.is_empty() && head.targets != self.targets() {
                return wrong(format!("the targets of `{name}` are not those of the other label columns"));
            }
            let columns = self.vocabulary.len();
            if head.scale.len() != columns || !all(&head.scale, |x| x.is_finite() && x >= 0.0) {
                return wrong(format!("the scale of `{name}` does not fit the vocabulary"));
            }
            for weights in &head.weights {
                let sizes = weights.coefficients.len() == head.n_outputs() * columns
                    && weights.intercepts.len() == head.n_outputs();
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

/// Whether all numbers are good. Without an early exit, so that millions of numbers are checked several at a time.
fn all(numbers: &[f32], good: impl Fn(f32) -> bool) -> bool {
    numbers.iter().fold(true, |all, x| all & good(*x))
}

/// Whether names are distinct and sorted by bytes.
fn sorted(names: &[String]) -> bool {
    names.windows(2).all(|w| w[0] < w[1])
}
