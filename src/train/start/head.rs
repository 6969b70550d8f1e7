//! One head that is trained from a start: its prior, its scale, and how strongly the prior holds.

use super::prior::solver_weights;
use crate::calibrate::Calibration;
use crate::corpus::{HeadLabels, Labelled};
use crate::features::Families;
use crate::learn::{Weights, softmax};
use crate::model::Head;
use crate::pick::pick;
use crate::train::head::{HeadData, HeadFit};
use crate::train::held_out::{FOLDS, HeadFolds, folds_of_head};
use crate::train::terms::Terms;
use crate::train::{TargetWeights, TrainOptions};
use crate::{Result, parallel};

/// Penalties on the distance from the prior that are tried, from strong to weak. Rows are scaled to a mean squared length
/// of one per family of terms, so that the numbers mean about the same for every model.
const PENALTIES: [f64; 6] = [30.0, 10.0, 3.0, 1.0, 0.3, 0.1];

/// The labelled rows of a head, and what the model knows of it.
pub(super) struct StartHead<'d> {
    pub(super) data: HeadData<'d>,
    /// Positions of the rows among all.
    pub(super) rows: Vec<usize>,
    pub(super) options: TrainOptions,
    scale: Vec<f32>,
    prior: Weights,
    calibration: Calibration,
}

/// Scores of rows by models that were trained without them.
pub(super) struct HeldOut {
    /// The penalties, from strong to weak.
    pub(super) penalties: Vec<f64>,
    /// Per penalty the raw scores, rows × classes.
    pub(super) scores: Vec<Vec<f64>>,
    /// Per penalty the mean log-loss of the calibrated probabilities.
    pub(super) losses: Vec<f64>,
    /// The fold of each row.
    pub(super) fold_of: Vec<u32>,
}

impl<'d> StartHead<'d> {
    /// The rows with a label of `head`. `columns` holds for each term of the model its place in the vocabulary of
    /// `terms`.
    ///
    /// # Errors
    /// As [`HeadData::of_any_classes`].
    pub(super) fn new(
        head: &Head,
        labelled: &Labelled,
        labels: &HeadLabels,
        (terms, columns): (&'d Terms, &[u32]),
        options: &TrainOptions,
    ) -> Result<Self> {
        let (rows, data) = HeadData::of_any_classes(labelled, labels, terms)?;
        let target_weights = if head.targets.is_empty() { TargetWeights::Shared } else { TargetWeights::Own };
        let options = TrainOptions { weighting: head.weighting, target_weights, ..options.clone() };
        let scale = scale(head, &data, columns);
        let prior = solver_weights(head, columns, data.columns)?;
        Ok(Self { data, rows, options, scale, prior, calibration: head.calibration.clone() })
    }

    /// Trains with this penalty on the distance from the prior.
    pub(super) fn fit(&self, penalty: f64) -> Result<HeadFit<'d>> {
        self.data.fit_around(&TrainOptions { penalty, ..self.options.clone() }, &self.scale, &self.prior)
    }

    /// Scores every row by models that were trained without its fold, with the given penalty or those to choose from.
    ///
    /// # Errors
    /// [`crate::Error::Data`] if there are too few rows or groups to hold any out.
    pub(super) fn held_out(&self, labelled: &Labelled, labels: &HeadLabels, given: Option<f64>) -> Result<HeldOut> {
        let own = labelled.subset(&self.rows);
        let own_labels = HeadLabels { labels: pick(&labels.labels, &self.rows), ..labels.clone() };
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let folds = HeadFolds::new(&folds_of_head(&own, &own_labels, FOLDS)?, &all);
        let penalties = given.map_or_else(|| PENALTIES.to_vec(), |penalty| vec![penalty]);
        let single_threaded = TrainOptions { threads: 1, ..self.options.clone() };
        let n_classes = self.data.n_classes;
        let by_fold = parallel::map(self.options.threads, folds.count, |fold| {
            let is_held_out = |row: &usize| folds.fold_of.get(*row) == Some(&(fold as u32));
            let (held_out, training): (Vec<usize>, Vec<usize>) = all.iter().partition(|row| is_held_out(row));
            let scored = self.data.subset(&held_out);
            let around = (self.scale.as_slice(), &self.prior);
            let training = self.data.subset(&training);
            Ok((held_out, training.held_out_scores_around(&single_threaded, &penalties, around, &scored)?))
        })?;
        let mut scores = vec![vec![0.0; self.rows.len() * n_classes]; penalties.len()];
        for (held_out, by_penalty) in by_fold {
            for (all, found) in scores.iter_mut().zip(by_penalty) {
                for (row, found) in held_out.iter().zip(found.chunks_exact(n_classes)) {
                    if let Some(slots) = all.get_mut(row * n_classes..(row + 1) * n_classes) {
                        slots.copy_from_slice(found);
                    }
                }
            }
        }
        let losses = scores.iter().map(|scores| self.loss(scores)).collect();
        Ok(HeldOut { penalties, scores, losses, fold_of: folds.fold_of })
    }

    /// The mean log-loss of the rows at these raw scores, calibrated as the model does.
    fn loss(&self, scores: &[f64]) -> f64 {
        let weights = self.data.row_weights(self.options.class_weights);
        let weight = |row: usize| weights.as_ref().and_then(|w| w.get(row)).copied().unwrap_or(1.0);
        let (mut sum, mut total) = (0.0, 0.0);
        let mut own = vec![0.0; self.data.n_classes];
        for (row, (scores, class)) in scores.chunks_exact(self.data.n_classes).zip(&self.data.classes).enumerate() {
            own.copy_from_slice(scores);
            self.calibration.apply(&mut own);
            softmax(&mut own);
            let p = own.get(*class as usize).copied().unwrap_or(0.0);
            sum -= weight(row) * libm::log(p.max(f64::MIN_POSITIVE));
            total += weight(row);
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }
}

impl HeldOut {
    /// The position of the penalty with the least loss, the strongest of equal ones.
    pub(super) fn best(&self) -> usize {
        let better = |best: usize, at: usize| if self.losses.get(at) < self.losses.get(best) { at } else { best };
        (0..self.losses.len()).fold(0, better)
    }
}

/// The scale of every column: that of the model for its terms; for new ones in rows of the head the median of their
/// family in the model, most of whose terms are in few texts as new ones are; 0 for terms of other heads' rows.
fn scale(head: &Head, data: &HeadData<'_>, columns: &[u32]) -> Vec<f32> {
    let mut scale = vec![0f32; data.columns];
    let mut is_known = vec![false; data.columns];
    let mut of_family = vec![Vec::new(); Families::COUNT];
    for (column, own) in columns.iter().zip(&head.scale) {
        let at = *column as usize;
        scale.get_mut(at).into_iter().for_each(|slot| *slot = *own);
        is_known.get_mut(at).into_iter().for_each(|known| *known = true);
        if let Some(scales) = of_family.get_mut(data.families.of(*column)).filter(|_| *own > 0.0) {
            scales.push(*own);
        }
    }
    let medians: Vec<f32> = of_family.into_iter().map(median).collect();
    for (column, _) in data.rows.iter().flat_map(|row| &row.terms) {
        if is_known.get(*column as usize) == Some(&false) {
            let own = medians.get(data.families.of(*column)).copied().unwrap_or(1.0);
            scale.get_mut(*column as usize).into_iter().for_each(|slot| *slot = own);
        }
    }
    scale
}

/// The median, the lower of two; 1 without numbers.
fn median(mut numbers: Vec<f32>) -> f32 {
    numbers.sort_unstable_by(f32::total_cmp);
    numbers.get(numbers.len().saturating_sub(1) / 2).copied().unwrap_or(1.0)
}
