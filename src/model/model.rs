//! A trained model, and the check that its parts fit together.

use super::result_names::collision;
use super::{About, DoubtRules, Head, Provenance};
use crate::features::Vocabulary;
use crate::text::TextSettings;
use crate::{Error, Result, UNSURE};

/// The most heads of a model.
pub const MOST_HEADS: usize = 1000;
/// The most classes of a head. A column with more values is hardly one of labels, and time and memory grow with the
/// classes.
pub const MOST_CLASSES: usize = 1000;
/// The largest absolute weight, scale, intercept and number of a calibration. Beyond it scores could overflow; trained
/// models stay far below it.
pub const LARGEST_NUMBER: f64 = 1e9;

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
    /// What the model is for, in words.
    pub about: About,
    /// When its labels are unsure.
    pub doubt: DoubtRules,
}

impl Model {
    /// The names of the targets, the same for every head that has any; empty without targets.
    #[must_use]
    pub fn targets(&self) -> &[String] {
        self.heads.iter().map(|head| head.targets.as_slice()).find(|targets| !targets.is_empty()).unwrap_or(&[])
    }

    /// The share of each class of head number `head` among its training rows, one list per list of weights. Models that
    /// do not store them have in their provenance the number of rows of each class, which is used if row weights were
    /// not changed by class; otherwise the result is empty.
    #[must_use]
    pub fn class_shares(&self, head: usize) -> Vec<Vec<f64>> {
        let Some(head) = self.heads.get(head) else { return Vec::new() };
        if !head.class_shares.is_empty() {
            return head.class_shares.clone();
        }
        let counts = self.provenance.class_rows(&head.name, &head.classes).unwrap_or_default();
        let all: f64 = counts.iter().sum();
        if all <= 0.0 || counts.contains(&0.0) {
            return Vec::new();
        }
        vec![counts.iter().map(|rows| rows / all).collect(); head.weights.len()]
    }

    /// Checks that all parts fit together: counts, sizes, sorted and distinct names, numbers within bounds.
    ///
    /// # Errors
    /// [`Error::Model`] with `file` as its name; it says which part does not fit.
    pub fn check(&self, file: &str) -> Result<()> {
        let wrong = |what: String| {
            Error::model(file, format!("{what}; the file is damaged or was not written by stance: train it again"))
        };
        if let Err(error) = self.text.check() {
            return Err(wrong(format!("its text settings cannot be used ({error})")));
        }
        if self.heads.is_empty() || self.heads.len() > MOST_HEADS {
            return Err(wrong(format!("it has {} label columns, not 1 to {MOST_HEADS}", self.heads.len())));
        }
        for (k, head) in self.heads.iter().enumerate() {
            if is_blank(&head.name) || self.heads.iter().take(k).any(|h| h.name == head.name) {
                return Err(wrong(format!("the name of label column {} is blank or used twice", k + 1)));
            }
            self.check_head(head).map_err(|what| wrong(what.replace("{}", &format!("`{}`", head.name))))?;
        }
        let heads: Vec<(&str, &[String])> =
            self.heads.iter().map(|head| (head.name.as_str(), head.classes.as_slice())).collect();
        if let Some((first, second, name)) = collision(heads.iter().copied()) {
            return Err(wrong(format!("the label columns `{first}` and `{second}` both have results named `{name}`")));
        }
        self.about.check(&heads).map_err(|error| wrong(format!("its description cannot be used ({error})")))?;
        self.check_doubt().map_err(|error| wrong(format!("its rules for unsure labels cannot be used ({error})")))
    }

    /// Checks that the rules for unsure labels fit the heads and the dictionary.
    ///
    /// # Errors
    /// As [`DoubtRules::check`].
    pub fn check_doubt(&self) -> Result<()> {
        let heads: Vec<&str> = self.heads.iter().map(|head| head.name.as_str()).collect();
        let keys = self.text.keys.iter().flat_map(|keys| keys.dictionary.keys());
        self.doubt.check(&heads, &keys.map(|key| key.name.as_str()).collect::<Vec<_>>())
    }

    /// Checks one head. The error says what is wrong, with `{}` for the name of the head.
    fn check_head(&self, head: &Head) -> std::result::Result<(), String> {
        let classes = head.classes.len();
        let is_reserved = |class: &String| is_blank(class) || class.trim().eq_ignore_ascii_case(UNSURE);
        if !(2..=MOST_CLASSES).contains(&classes) {
            return Err(format!("{{}} has {classes} classes, not 2 to {MOST_CLASSES}"));
        }
        if !sorted(&head.classes) || head.classes.iter().any(is_reserved) {
            return Err("the classes of {} are unsorted, blank, given twice or reserved".to_owned());
        }
        if !sorted(&head.targets) || head.targets.iter().any(|target| is_blank(target)) {
            return Err("the targets of {} are unsorted, blank or given twice".to_owned());
        }
        if head.weights.len() != head.targets.len().max(1) {
            return Err("the targets of {} do not fit its weights".to_owned());
        }
        if !head.targets.is_empty() && head.targets != self.targets() {
            return Err("the targets of {} are not those of the other label columns".to_owned());
        }
        let (columns, outputs) = (self.vocabulary.len(), head.n_outputs());
        let within = |x: f32| f64::from(x.abs()) <= LARGEST_NUMBER;
        if head.scale.len() != columns || !all(&head.scale, |x| within(x) && x >= 0.0) {
            return Err("the scale of {} does not fit the vocabulary or is out of range".to_owned());
        }
        for weights in &head.weights {
            if weights.coefficients.len() != outputs * columns || weights.intercepts.len() != outputs {
                return Err("the weights of {} do not fit the vocabulary".to_owned());
            }
            let intercepts = weights.intercepts.iter().all(|b| b.abs() <= LARGEST_NUMBER);
            if !intercepts || !all(&weights.coefficients, within) {
                return Err(format!("a weight of {{}} is not a number up to {LARGEST_NUMBER:e}"));
            }
        }
        if !(head.penalty.is_finite() && head.penalty >= 0.0) {
            return Err("the penalty of {} is not a number".to_owned());
        }
        if !head.class_shares.is_empty() && head.class_shares.len() != head.weights.len() {
            return Err("the class shares of {} do not fit its weights".to_owned());
        }
        for shares in &head.class_shares {
            let sum: f64 = shares.iter().sum();
            if shares.len() != classes || !shares.iter().all(|s| (1e-12..=1.0).contains(s)) || (sum - 1.0).abs() > 1e-3
            {
                return Err("the class shares of {} are not above 0 with a sum of 1".to_owned());
            }
        }
        head.calibration.validate(classes).map_err(|error| format!("the calibration of {{}} cannot be used ({error})"))
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

/// Whether a name has nothing to read.
fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}
