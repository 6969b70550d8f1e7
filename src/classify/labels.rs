//! Predictions with the names of heads and classes.

use std::ops::Index;

use super::{Explanation, Prediction, Reason};
use crate::model::Head;

/// The labels of one statement, one per head, found by the head's name: `labels["stance"]`.
#[derive(Clone, Debug)]
pub struct Labels<'c> {
    labels: Vec<Label<'c>>,
}

/// The label that one head gives a statement.
#[derive(Clone, Debug)]
pub struct Label<'c> {
    head: &'c Head,
    prediction: Prediction,
}

/// The labels of one statement with their reasons, one per head, found by the head's name.
#[derive(Clone, Debug)]
pub struct Explanations<'c> {
    labels: Vec<LabelReasons<'c>>,
}

/// A label with its reasons.
#[derive(Clone, Debug)]
pub struct LabelReasons<'c> {
    label: Label<'c>,
    explanation: Explanation,
}

impl<'c> Labels<'c> {
    pub(super) fn new(heads: &'c [Head], predictions: Vec<Prediction>) -> Self {
        debug_assert_eq!(heads.len(), predictions.len());
        Self { labels: heads.iter().zip(predictions).map(|(head, prediction)| Label { head, prediction }).collect() }
    }

    /// The label of the head with this name.
    #[must_use]
    pub fn get(&self, head: &str) -> Option<&Label<'c>> {
        self.labels.iter().find(|label| label.head.name == head)
    }

    /// All labels, in the model's order.
    pub fn iter(&self) -> impl Iterator<Item = &Label<'c>> {
        self.labels.iter()
    }
}

impl<'c> Explanations<'c> {
    pub(super) fn new(heads: &'c [Head], explanations: Vec<Explanation>) -> Self {
        debug_assert_eq!(heads.len(), explanations.len());
        let labels = heads.iter().zip(explanations).map(|(head, explanation)| LabelReasons {
            label: Label { head, prediction: explanation.prediction.clone() },
            explanation,
        });
        Self { labels: labels.collect() }
    }

    /// The label, with its reasons, of the head with this name.
    #[must_use]
    pub fn get(&self, head: &str) -> Option<&LabelReasons<'c>> {
        self.labels.iter().find(|label| label.label.head.name == head)
    }

    /// All labels, in the model's order.
    pub fn iter(&self) -> impl Iterator<Item = &LabelReasons<'c>> {
        self.labels.iter()
    }
}

/// `labels["stance"]`, as with a map.
///
/// # Panics
/// If the model has no head of this name; [`Labels::get`] returns `None` instead.
impl<'c> Index<&str> for Labels<'c> {
    type Output = Label<'c>;

    #[expect(clippy::expect_used, reason = "indexing with a wrong name is a mistake in the calling program")]
    fn index(&self, head: &str) -> &Label<'c> {
        self.get(head).expect("the model has a head of this name")
    }
}

/// `explanations["stance"]`, as with a map.
///
/// # Panics
/// If the model has no head of this name; [`Explanations::get`] returns `None` instead.
impl<'c> Index<&str> for Explanations<'c> {
    type Output = LabelReasons<'c>;

    #[expect(clippy::expect_used, reason = "indexing with a wrong name is a mistake in the calling program")]
    fn index(&self, head: &str) -> &LabelReasons<'c> {
        self.get(head).expect("the model has a head of this name")
    }
}

impl<'c> Label<'c> {
    /// The name of the head.
    #[must_use]
    pub fn head(&self) -> &'c str {
        &self.head.name
    }

    /// The name of the most probable class.
    #[must_use]
    pub fn label(&self) -> &'c str {
        self.head.classes.get(self.prediction.class).map_or("", String::as_str)
    }

    /// The calibrated probability of the most probable class.
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.prediction.probability()
    }

    /// All classes with their calibrated probabilities, in the order of the head's classes.
    pub fn probabilities(&self) -> impl Iterator<Item = (&'c str, f64)> + '_ {
        self.head.classes.iter().map(String::as_str).zip(self.prediction.probabilities.iter().copied())
    }

    /// The prediction behind the label, with class numbers instead of names.
    #[must_use]
    pub fn prediction(&self) -> &Prediction {
        &self.prediction
    }
}

impl<'c> LabelReasons<'c> {
    /// The label without its reasons.
    #[must_use]
    pub fn as_label(&self) -> &Label<'c> {
        &self.label
    }

    /// See [`Label::label`].
    #[must_use]
    pub fn label(&self) -> &'c str {
        self.label.label()
    }

    /// See [`Label::probability`].
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.label.probability()
    }

    /// What each span of the statement adds to the score, largest size first.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.explanation.reasons
    }

    /// The score of the label's class against the mean of the classes, in calibrated logits; the bias plus all reasons.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.explanation.score
    }

    /// The part of the score that comes from no word, in calibrated logits.
    #[must_use]
    pub fn bias(&self) -> f64 {
        self.explanation.bias
    }
}
