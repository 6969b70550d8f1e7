//! A light model for checks: logistic regression on sparse views of the rows, always asked about rows it has not seen.
//!
//! It stands for the trained model where that would cost too much: words and pairs of words with idf, rows of unit length,
//! no character n-grams, no calibration. On 100,000 rows a fold is learnt in about a second.

use super::words::{Words, pair};
use crate::Result;
use crate::corpus::HeadLabels;
use crate::learn::{Csr, LogisticOptions, Problem, argmax, fit};

/// Penalty of the words view; fewer and denser features bear as much.
const PENALTY: f64 = 0.25;
/// How near the minimum: labels no longer change beyond.
const TOLERANCE: f64 = 1e-2;

/// Rows × columns, each column's values given, and what the columns are called.
pub(super) struct View {
    pub(super) name: String,
    pub(super) matrix: Csr,
}

/// A head's rows under one view, judged by models that have not seen their fold.
pub(super) struct OutOfFold {
    /// Rows with a label and a fold, rising.
    pub(super) rows: Vec<usize>,
    /// Their classes.
    pub(super) classes: Vec<u32>,
    /// Rows × classes, row after row.
    pub(super) probabilities: Vec<f64>,
}

impl OutOfFold {
    /// The likeliest class of each row; the first of equal ones.
    pub(super) fn answers(&self, n_classes: usize) -> Vec<Option<u32>> {
        let rows = self.probabilities.chunks_exact(n_classes.max(1));
        rows.map(|row| Some(argmax(row) as u32)).collect()
    }
}

/// The folds and the size of what is learnt from.
pub(super) struct Plan {
    /// Fold of each row.
    pub(super) fold_of: Vec<u32>,
    /// Number of folds.
    pub(super) folds: u32,
    /// A fold's model learns from at most so many of the other rows, evenly spaced through the data.
    pub(super) learn_rows: usize,
    /// Threads to use.
    pub(super) threads: usize,
}

impl Plan {
    /// Judges every labelled row by a model learnt from other folds. Where these lack a class, it is never the answer; where
    /// they have one only, it always is.
    ///
    /// # Errors
    /// As [`fit`].
    pub(super) fn judge(&self, view: &Csr, head: &HeadLabels) -> Result<OutOfFold> {
        let labelled: Vec<(usize, u32)> =
            head.labels.iter().enumerate().filter_map(|(row, class)| Some((row, (*class)?))).collect();
        let width = head.classes.len();
        let mut probabilities = vec![0.0; labelled.len() * width];
        for fold in 0..self.folds {
            let inside = |row: usize| self.fold_of.get(row) == Some(&fold);
            let others: Vec<(usize, u32)> = labelled.iter().copied().filter(|(row, _)| !inside(*row)).collect();
            let learner = Learner::of(view, &thin(&others, self.learn_rows), width, self.threads)?;
            for ((row, _), slots) in labelled.iter().zip(probabilities.chunks_exact_mut(width)) {
                if inside(*row) {
                    learner.probabilities(view.row(*row), slots);
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

/// A model of the classes that had rows.
struct Learner {
    /// The classes learnt, rising.
    present: Vec<u32>,
    /// `None` when only one class had rows.
    weights: Option<crate::learn::Weights>,
}

impl Learner {
    fn of(view: &Csr, rows: &[(usize, u32)], n_classes: usize, threads: usize) -> Result<Self> {
        let present: Vec<u32> = (0..n_classes as u32).filter(|c| rows.iter().any(|(_, class)| class == c)).collect();
        if present.len() < 2 {
            return Ok(Self { present, weights: None });
        }
        let numbers: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
        let place = |class: &u32| present.binary_search(class).unwrap_or(0) as u32;
        let classes: Vec<u32> = rows.iter().map(|(_, class)| place(class)).collect();
        let matrix = view.select(&numbers);
        let problem = Problem::new(&matrix, &classes, present.len())?;
        let params = LogisticOptions { alpha: PENALTY, tolerance: TOLERANCE, threads, ..LogisticOptions::default() };
        let (weights, _) = fit(&problem, &params.check()?, None)?;
        Ok(Self { present, weights: Some(weights) })
    }

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

/// Words and pairs of words of the first `rows` texts that are in two texts or more: idf, rows of unit length.
pub(super) fn words_view(words: &Words, rows: usize) -> Result<View> {
    // A word is the pair of itself and this; no word has the number.
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
    Ok(View { name: "words".to_owned(), matrix })
}

/// A view of rows of column numbers, each once and rising, all of value 1.
pub(super) fn binary_view<R: IntoIterator<Item = u32>>(
    name: &str,
    columns: usize,
    rows: impl Iterator<Item = R>,
) -> Result<View> {
    let mut matrix = Csr::with_columns(columns)?;
    for row in rows {
        matrix.push_row(row.into_iter().map(|column| (column, 1.0)))?;
    }
    Ok(View { name: name.to_owned(), matrix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(labels: &[Option<u32>], classes: usize) -> HeadLabels {
        let classes = (0..classes).map(|c| c.to_string()).collect();
        HeadLabels { name: "h".to_owned(), classes, labels: labels.to_vec() }
    }

    fn plan(fold_of: Vec<u32>) -> Plan {
        Plan { fold_of, folds: 2, learn_rows: 1000, threads: 1 }
    }

    #[test]
    fn a_row_is_judged_by_rows_of_other_folds_alone() {
        // In fold 0 column 0 means class 0, in fold 1 it means class 1: each judges the other wrongly.
        let rows = [0, 1, 0, 1, 0, 1, 0, 1];
        let view = binary_view("v", 2, rows.iter().map(|c| [*c])).unwrap();
        let labels: Vec<Option<u32>> =
            rows.iter().enumerate().map(|(row, c)| Some(if row < 4 { *c } else { 1 - *c })).collect();
        let found = plan(vec![0, 0, 0, 0, 1, 1, 1, 1]).judge(&view.matrix, &head(&labels, 2)).unwrap();
        let wrong = found.answers(2).iter().zip(&labels).all(|(answer, truth)| answer != truth);
        assert!(wrong, "{:?}", found.probabilities);
    }

    #[test]
    fn a_class_that_other_folds_lack_is_never_the_answer() {
        let view = binary_view("v", 1, (0..6).map(|_| [0u32])).unwrap();
        let labels = [Some(0), Some(1), None, Some(2), Some(2), Some(2)];
        let found = plan(vec![0, 0, 0, 1, 1, 1]).judge(&view.matrix, &head(&labels, 3)).unwrap();
        assert_eq!(found.rows, [0, 1, 3, 4, 5]);
        assert_eq!(found.answers(3), [Some(2), Some(2), Some(0), Some(0), Some(0)]);
        assert_eq!(found.probabilities[..3], [0.0, 0.0, 1.0]);
    }

    #[test]
    fn thinning_is_even_and_ends_inside() {
        assert_eq!(thin(&[0, 1, 2, 3, 4, 5, 6], 3), [0, 2, 4]);
        assert_eq!(thin(&[0, 1], 3), [0, 1]);
    }

    #[test]
    fn rows_of_words_have_unit_length_and_no_term_of_one_text() {
        let words = Words::of(["keep the ban", "keep the rule"].into_iter()).unwrap();
        let view = words_view(&words, 2).unwrap();
        assert_eq!(view.matrix.columns(), 3);
        let length: f32 = view.matrix.row(0).1.iter().map(|v| v * v).sum();
        assert!((length - 1.0).abs() < 1e-6);
    }
}
