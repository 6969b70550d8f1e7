//! Predictions → scores, scores of slices, advice, and their page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evaluation_record::EvaluationRecord;
use super::predictions::HeadPredictions;
use super::scores_by::{SliceScores, slices};
use crate::Result;
use crate::corpus::Labelled;
use crate::evaluate::{Bin, Bootstrap, Report, Scores, reliability};
use crate::model::Model;

/// Bins of the calibration picture.
const BINS: usize = 15;

/// Everything that is computed of predictions. Field names are keys of `evaluate --format json`.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// What was predicted.
    #[serde(skip)]
    pub predictions: Vec<HeadPredictions>,
    /// The scores by head.
    #[serde(flatten)]
    pub report: Report,
    /// The scores by head, column and value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub slices: SliceScores,
    /// What would help, by head.
    pub advice: BTreeMap<String, Vec<String>>,
    /// How right the labels of each confidence are, by head.
    pub reliability: BTreeMap<String, Vec<Bin>>,
}

impl Evaluation {
    /// Scores predictions, also by the values of the columns `by`. Labels less probable than `min_confidence` count as missed;
    /// without it, coverage and accuracy are at the threshold that `model` carries.
    ///
    /// # Errors
    /// As [`slices`] and [`HeadPredictions::scores`].
    pub fn new(
        labelled: &Labelled,
        mut predictions: Vec<HeadPredictions>,
        by: &[String],
        min_confidence: Option<f64>,
        model: Option<&Model>,
    ) -> Result<Self> {
        if let Some(least) = min_confidence {
            predictions.iter_mut().for_each(|head| head.abstain(least));
        }
        let slices = slices(labelled, &predictions, by)?;
        let mut heads = BTreeMap::new();
        for head in &predictions {
            let mut scores = head.scores(Bootstrap::default())?;
            let carried = model.and_then(|model| model.doubt.min_confidence.get(&head.name));
            if let (None, Some(least)) = (min_confidence, carried) {
                (scores.coverage, scores.accuracy_decided) = head.decided(*least);
            }
            heads.insert(head.name.clone(), scores);
        }
        let advice = |(name, scores): (&String, &Scores)| (name.clone(), scores.advice());
        let bins = |head: &HeadPredictions| (head.name.clone(), reliability(&head.as_predictions(), BINS));
        Ok(Self {
            advice: heads.iter().map(advice).collect(),
            reliability: predictions.iter().map(bins).collect(),
            report: Report { heads },
            slices,
            predictions,
        })
    }
}

/// An evaluation with what is needed to compute it again: what `evaluate --format json` writes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RecordedEvaluation<'e> {
    /// How it came about.
    #[serde(flatten)]
    pub record: &'e EvaluationRecord,
    /// The scores.
    #[serde(flatten)]
    pub evaluation: &'e Evaluation,
}
