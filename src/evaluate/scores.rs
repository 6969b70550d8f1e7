//! The scores of one head.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calibration;
use super::counts::{Counts, opposed};
use super::intervals::{Bootstrap, Interval, intervals};
use super::predictions::Predictions;
use super::risk_coverage::{CoveragePoint, risk_coverage};
use crate::Result;

/// The most classes with whose confusion every pair of classes is listed.
pub const WHOLE_CONFUSION: usize = 50;

/// The scores of all heads. Field names are the keys of `evaluate --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Scores by head.
    pub heads: BTreeMap<String, Scores>,
}

/// The scores of one head. Undefined scores are `None`, never 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Number of rows scored.
    pub n: u64,
    /// Number of rows predicted as `unsure`. In all scores they count as missed: they lower the recall of their true
    /// class, and no precision.
    pub unsure: u64,
    /// Share of rows that are not `unsure`, or would not be where the model's own rules are in force.
    pub coverage: Option<f64>,
    /// Share of rows predicted correctly.
    pub accuracy: Option<f64>,
    /// Share predicted correctly of the rows that `coverage` counts.
    pub accuracy_decided: Option<f64>,
    /// Mean of the F1 of the classes that are true or predicted somewhere. This is not the F1 of mean precision and
    /// mean recall.
    pub macro_f1: Option<f64>,
    /// Mean F1 of the two opposed classes, `favor` and `against` or `support` and `oppose` in any letter case
    /// (SemEval-2016 Task 6, Mohammad et al. 2016).
    pub f_avg: Option<f64>,
    /// Matthews correlation for several classes (Gorodkin 2004): 1 if all rows are right, 0 for answers that have nothing to
    /// do with the truth, whatever the shares of the classes.
    #[serde(default)]
    pub mcc: Option<f64>,
    /// Scores by class.
    pub per_class: BTreeMap<String, ClassScores>,
    /// Number of rows by true class, then by predicted class. If there are unsure rows, `unsure` is one of the
    /// predicted classes. With more than [`WHOLE_CONFUSION`] classes, predicted classes without rows are left out.
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
    /// See [`calibration::log_loss`].
    pub log_loss: Option<f64>,
    /// See [`calibration::brier`].
    pub brier: Option<f64>,
    /// See [`calibration::ece`].
    pub ece: Option<f64>,
    /// How many of the most probable labels are right, see [`risk_coverage`]; empty without probabilities.
    pub risk_coverage: Vec<CoveragePoint>,
    /// The 95 % intervals of accuracy, macro_f1, f_avg, mcc, log_loss, brier and ece; empty if they are off.
    pub intervals: BTreeMap<String, Option<Interval>>,
}

/// The scores of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassScores {
    /// TP / (TP + FP); undefined if it is never predicted.
    pub precision: Option<f64>,
    /// TP / (TP + FN); undefined if it is never true.
    pub recall: Option<f64>,
    /// 2TP / (2TP + FP + FN); undefined if it is neither.
    pub f1: Option<f64>,
    /// Number of rows of this true class.
    pub support: u64,
}

/// Scores predictions.
///
/// # Errors
/// As [`Predictions::check`].
pub fn score(predictions: &Predictions<'_>, bootstrap: Bootstrap) -> Result<Scores> {
    predictions.check()?;
    let classes = predictions.classes;
    let mut counts = Counts::new(classes.len());
    for (truth, predicted) in predictions.truth.iter().zip(predictions.predicted) {
        counts.add(*truth, *predicted, 1);
    }
    let n = counts.total();
    let unsure = counts.unsure();
    let mut per_class = BTreeMap::new();
    for (class, name) in classes.iter().enumerate() {
        let scores = ClassScores {
            precision: counts.precision(class),
            recall: counts.recall(class),
            f1: counts.f1(class),
            support: counts.support(class),
        };
        per_class.insert(name.clone(), scores);
    }
    let confusion = confusion(predictions, unsure > 0);
    Ok(Scores {
        n,
        unsure,
        coverage: (n > 0).then(|| (n - unsure) as f64 / n as f64),
        accuracy: counts.accuracy(),
        accuracy_decided: counts.decided_accuracy(),
        macro_f1: counts.macro_f1(),
        f_avg: counts.f_avg(opposed(classes)),
        mcc: counts.mcc(),
        per_class,
        confusion,
        log_loss: calibration::log_loss(predictions),
        brier: calibration::brier(predictions),
        ece: calibration::ece(predictions),
        risk_coverage: risk_coverage(predictions),
        intervals: intervals(predictions, bootstrap),
    })
}

/// Number of rows by true class, then by predicted class; see [`Scores::confusion`].
fn confusion(predictions: &Predictions<'_>, unsure: bool) -> BTreeMap<String, BTreeMap<String, u64>> {
    let classes = predictions.classes;
    let whole = classes.len() <= WHOLE_CONFUSION;
    let names = classes.iter().map(String::as_str).chain(unsure.then_some(crate::UNSURE)).filter(|_| whole);
    let empty: BTreeMap<String, u64> = names.map(|name| (name.to_owned(), 0)).collect();
    let mut confusion: BTreeMap<String, BTreeMap<String, u64>> =
        classes.iter().map(|name| (name.clone(), empty.clone())).collect();
    let name = |class: u32| classes.get(class as usize).map_or("", String::as_str);
    for (truth, predicted) in predictions.truth.iter().zip(predictions.predicted) {
        if let Some(row) = confusion.get_mut(name(*truth)) {
            *row.entry(predicted.map_or(crate::UNSURE, name).to_owned()).or_default() += 1;
        }
    }
    confusion
}
