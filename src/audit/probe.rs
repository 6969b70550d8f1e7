//! A cheap probe model for checks: logistic regression on sparse features, which always predicts rows that it was not
//! trained on.
//!
//! It stands in for the real model, which would take too long to train: its features are words and word pairs with idf
//! in rows of unit length, without character n-grams, and it is not calibrated. On 100,000 rows a fold is trained in
//! about a second.

use crate::Result;
use crate::corpus::{Folds, HeadLabels};
use crate::learn::{Csr, LogisticOptions, Problem, argmax, fit};
use crate::progress::Progress;
use crate::similar::{WordIds, pair};

/// The penalty. Chosen for word features; it suits fewer and denser features as well.
const PENALTY: f64 = 0.25;
/// The tolerance of the solver. A finer one changes no prediction.
const TOLERANCE: f64 = 1e-2;

/// Named features of the rows.
pub(super) struct Features {
    pub(super) name: String,
    pub(super) matrix: Csr,
}

/// Out-of-fold predictions of a head: those of each row by a model that was not trained on its fold.
pub(super) struct OutOfFold {
    /// The rows with a label, rising.
    pub(super) rows: Vec<usize>,
    /// The class of each.
    pub(super) classes: Vec<u32>,
    /// Probabilities, rows × classes, row after row.
    pub(super) probabilities: Vec<f64>,
}

impl OutOfFold {
    /// The most probable class of each row, the first of equal ones.
    pub(super) fn predicted(&self, n_classes: usize) -> Vec<Option<u32>> {
        let rows = self.probabilities.chunks_exact(n_classes.max(1));
        rows.map(|row| Some(argmax(row) as u32)).collect()
    }
}

/// How probes are trained.
#[derive(Clone)]
pub(super) struct ProbePlan {
    pub(super) folds: Folds,
    /// The most rows that the model of a fold is trained on, evenly spaced through the data.
    pub(super) learn_rows: usize,
    pub(super) threads: usize,
    /// Where the models are reported.
    pub(super) progress: Progress,
}

impl ProbePlan {
    /// Predicts every labelled row with a model trained on the other folds. A class that these folds lack has a
    /// probability of 0, and if they have one class only, it has a probability of 1.
    ///
    /// # Errors
    /// As [`fit`].
    pub(super) fn predict(&self, features: &Csr, head: &HeadLabels) -> Result<OutOfFold> {
        let labelled: Vec<(usize, u32)> =
            head.labels.iter().enumerate().filter_map(|(row, class)| Some((row, (*class)?))).collect();
        let width = head.classes.len();
        let mut probabilities = vec![0.0; labelled.len() * width];
        for fold in 0..self.folds.count() as u32 {
            let inside = |row: usize| self.folds.fold_of.get(row) == Some(&fold);
            let others: Vec<(usize, u32)> = labelled.iter().copied().filter(|(row, _)| !inside(*row)).collect();
            let probe = Probe::train(features, &thin(&others, self.learn_rows), width, self.threads)?;
            for ((row, _), slots) in labelled.iter().zip(probabilities.chunks_exact_mut(width)) {
                if inside(*row) {
                    probe.probabilities(features.row(*row), slots);
                }
            }
        }
        let (rows, classes) = labelled.into_iter().unzip();
        Ok(OutOfFold { rows, classes, probabilities })
    }
}

/// At most `n` of the values, evenly spaced.
fn thin<T: Copy>(values: &[T], n: usize) -> Vec<T> {
    if values.len() <= n {
        return values.to_vec();
    }
    (0..n).filter_map(|k| values.get(k * values.len() / n).copied()).collect()
}

/// A trained probe.
struct Probe {
    /// The classes that had rows, rising.
    present: Vec<u32>,
    /// `None` if fewer than two classes had rows.
    weights: Option<crate::learn::Weights>,
}

impl Probe {
    /// Trains on these rows with their classes.
    fn train(features: &Csr, rows: &[(usize, u32)], n_classes: usize, threads: usize) -> Result<Self> {
        let mut present: Vec<u32> =
            rows.iter().map(|(_, class)| *class).filter(|c| (*c as usize) < n_classes).collect();
        present.sort_unstable();
        present.dedup();
        if present.len() < 2 {
            return Ok(Self { present, weights: None });
        }
        let numbers: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
        let place = |class: &u32| present.binary_search(class).unwrap_or(0) as u32;
        let classes: Vec<u32> = rows.iter().map(|(_, class)| place(class)).collect();
        let matrix = features.select(&numbers);
        let problem = Problem::new(&matrix, &classes, present.len())?;
        let params = LogisticOptions { alpha: PENALTY, tolerance: TOLERANCE, threads, ..LogisticOptions::default() };
        let (weights, _) = fit(&problem, &params.check()?, None)?;
        Ok(Self { present, weights: Some(weights) })
    }

    /// Fills `slots` with the probability of each class for a row.
    fn probabilities(&self, row: (&[u32], &[f32]), slots: &mut [f64]) {
        slots.fill(0.0);
        let mut own = vec![1.0; self.present.len()];
        if let Some(weights) = &self.weights {
            weights.probabilities(row, &mut own);
        }
        for (class, p) in self.present.iter().zip(own) {
            if let Some(slot) = slots.get_mut(*class as usize) {
                *slot = p;
            }
        }
    }
}

/// Words and word pairs of the first `rows` texts, weighted by idf, in rows of unit length. Those of one text only are
/// left out.
pub(super) fn word_features(words: &WordIds, rows: usize) -> Result<Features> {
    // A single word is stored as the pair of itself and this, which is not a word id.
    const ALONE: u32 = u32::MAX;
    let mut terms: Vec<u64> = Vec::new();
    let mut starts = vec![0];
    for row in 0..rows {
        let own = words.row(row);
        let mut of_row: Vec<u64> = own.iter().map(|w| pair(*w, ALONE)).collect();
        of_row.extend(own.windows(2).filter_map(|w| Some(pair(*w.first()?, *w.last()?))));
        of_row.sort_unstable();
        of_row.dedup();
        terms.extend(of_row);
        starts.push(terms.len());
    }
    let mut sorted = terms.clone();
    sorted.sort_unstable();
    let (mut kept, mut idf) = (Vec::new(), Vec::new());
    for run in sorted.chunk_by(|a, b| a == b).filter(|run| run.len() > 1) {
        kept.extend(run.first().copied());
        idf.push(libm::log((1.0 + rows as f64) / (1.0 + run.len() as f64)) + 1.0);
    }
    drop(sorted);
    let mut matrix = Csr::with_columns(kept.len())?;
    let mut values: Vec<(u32, f64)> = Vec::new();
    for ends in starts.windows(2) {
        let &[from, to] = ends else { continue };
        values.clear();
        let own = terms.get(from..to).unwrap_or(&[]).iter();
        let columns = own.filter_map(|term| kept.binary_search(term).ok());
        values.extend(columns.map(|column| (column as u32, idf.get(column).copied().unwrap_or(1.0))));
        let length = values.iter().map(|(_, v)| v * v).sum::<f64>().sqrt();
        matrix.push_row(values.iter().map(|(column, v)| (*column, (v / length) as f32)))?;
    }
    Ok(Features { name: "words".to_owned(), matrix })
}

/// Features of value 1. A row gives the columns of its features, each once and rising.
pub(super) fn binary_features<R: IntoIterator<Item = u32>>(
    name: &str,
    columns: usize,
    rows: impl Iterator<Item = R>,
) -> Result<Features> {
    let mut matrix = Csr::with_columns(columns)?;
    for row in rows {
        matrix.push_row(row.into_iter().map(|column| (column, 1.0)))?;
    }
    Ok(Features { name: name.to_owned(), matrix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(labels: &[Option<u32>], classes: usize) -> HeadLabels {
        let classes = (0..classes).map(|c| c.to_string()).collect();
        HeadLabels { name: "h".to_owned(), classes, labels: labels.to_vec() }
    }

    fn plan(fold_of: Vec<u32>) -> ProbePlan {
        ProbePlan {
            folds: Folds { fold_of, numbers: vec![0, 1] },
            learn_rows: 1000,
            threads: 1,
            progress: Progress::default(),
        }
    }

    #[test]
    fn a_row_is_predicted_from_other_folds_only() {
        // In fold 0 column 0 means class 0, in fold 1 it means class 1: each predicts the other wrongly.
        let rows = [0, 1, 0, 1, 0, 1, 0, 1];
        let features = binary_features("v", 2, rows.iter().map(|c| [*c])).unwrap();
        let labels: Vec<Option<u32>> =
            rows.iter().enumerate().map(|(row, c)| Some(if row < 4 { *c } else { 1 - *c })).collect();
        let found = plan(vec![0, 0, 0, 0, 1, 1, 1, 1]).predict(&features.matrix, &head(&labels, 2)).unwrap();
        let wrong = found.predicted(2).iter().zip(&labels).all(|(predicted, truth)| predicted != truth);
        assert!(wrong, "{:?}", found.probabilities);
    }

    #[test]
    fn a_class_that_other_folds_lack_is_never_predicted() {
        let features = binary_features("v", 1, (0..6).map(|_| [0u32])).unwrap();
        let labels = [Some(0), Some(1), None, Some(2), Some(2), Some(2)];
        let found = plan(vec![0, 0, 0, 1, 1, 1]).predict(&features.matrix, &head(&labels, 3)).unwrap();
        assert_eq!(found.rows, [0, 1, 3, 4, 5]);
        assert_eq!(found.predicted(3), [Some(2), Some(2), Some(0), Some(0), Some(0)]);
        assert_eq!(found.probabilities[..3], [0.0, 0.0, 1.0]);
    }

    #[test]
    fn thinning_is_even_and_ends_inside() {
        assert_eq!(thin(&[0, 1, 2, 3, 4, 5, 6], 3), [0, 2, 4]);
        assert_eq!(thin(&[0, 1], 3), [0, 1]);
    }

    #[test]
    fn rows_of_words_have_unit_length_and_no_term_of_one_text() {
        let words = WordIds::of(["keep the ban", "keep the rule"].into_iter()).unwrap();
        let features = word_features(&words, 2).unwrap();
        assert_eq!(features.matrix.columns(), 3);
        let length: f32 = features.matrix.row(0).1.iter().map(|v| v * v).sum();
        assert!((length - 1.0).abs() < 1e-6);
    }
}
