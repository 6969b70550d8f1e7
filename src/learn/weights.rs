//! The result of a fit: weights, and how the solver converged.

use super::Csr;
use super::loss::softmax;
use crate::{Error, Result};

/// A linear model: weights and intercepts, scales already multiplied in, so that `z = b + x · coefficients`.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The number of classes, at least two.
    pub n_classes: usize,
    /// The number of columns.
    pub columns: usize,
    /// Row by row: one row of `columns` weights for two classes (class 1 against class 0), K rows for K ≥ 3,
    /// centred so that they sum to zero in each column.
    pub coefficients: Vec<f64>,
    /// One intercept per row of weights, centred like them.
    pub intercepts: Vec<f64>,
}

/// How the solver converged, and whether it reached a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Convergence {
    /// Number of Newton steps, including rejected ones.
    pub iterations: u64,
    /// Number of passes over the data.
    pub passes: u64,
    /// The norm of the gradient at the result, divided by its norm at the model with intercepts only.
    pub relative_gradient: f64,
    /// The objective at the result: the weighted sum of log-losses (natural logarithm) plus the penalty.
    pub objective: f64,
    /// Whether the tolerance was reached. If not, the passes ran out, or rounding errors prevent further progress.
    pub converged: bool,
}

impl Weights {
    /// Weights from their parts.
    ///
    /// # Errors
    /// [`Error::Options`] if there are fewer than two classes, lengths do not agree, or a number is not finite.
    pub fn new(n_classes: usize, columns: usize, coefficients: Vec<f64>, intercepts: Vec<f64>) -> Result<Self> {
        let weights = Self { n_classes, columns, coefficients, intercepts };
        let rows = lanes(n_classes);
        if n_classes < 2
            || weights.intercepts.len() != rows
            || Some(weights.coefficients.len()) != rows.checked_mul(columns)
        {
            return Err(Error::options(
                "weights",
                format!("lengths do not agree with {n_classes} classes and {columns} columns"),
            ));
        }
        if !weights.is_finite() {
            return Err(Error::options("weights", "a number is not finite"));
        }
        Ok(weights)
    }

    /// Whether all numbers are finite.
    pub fn is_finite(&self) -> bool {
        let mut all = self.coefficients.iter().chain(&self.intercepts);
        all.all(|value| value.is_finite())
    }

    /// The weight of a column in a row of weights; zero where there is none.
    pub fn coefficient(&self, row: usize, column: u32) -> f64 {
        let column = column as usize;
        if column >= self.columns {
            return 0.0;
        }
        let at = row * self.columns + column;
        self.coefficients.get(at).copied().unwrap_or(0.0)
    }

    /// Adds the weights of `other`, which has the same shape.
    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.coefficients.iter_mut().zip(&other.coefficients).for_each(|(own, other)| *own += other);
        self.intercepts.iter_mut().zip(&other.intercepts).for_each(|(own, other)| *own += other);
        self
    }

    /// These weights minus those of `other`, which has the same shape.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self {
            coefficients: difference(&self.coefficients, &other.coefficients),
            intercepts: difference(&self.intercepts, &other.intercepts),
            ..*self
        }
    }

    /// Fills `scores`, one per class, for a sparse row of columns and values. They sum to zero over the classes:
    /// `[-z/2, z/2]` for two. Unknown columns have a weight of zero; slots beyond the last class are left unchanged.
    pub fn scores(&self, row: (&[u32], &[f32]), scores: &mut [f64]) {
        let dot = |lane: usize, intercept: f64| {
            row.0.iter().zip(row.1).fold(intercept, |sum, (&id, &x)| sum + f64::from(x) * self.coefficient(lane, id))
        };
        match *self.intercepts.as_slice() {
            [intercept] => {
                let z = dot(0, intercept);
                for (score, value) in scores.iter_mut().zip([-z / 2.0, z / 2.0]) {
                    *score = value;
                }
            }
            _ => {
                for ((lane, &b), score) in self.intercepts.iter().enumerate().zip(scores) {
                    *score = dot(lane, b);
                }
            }
        }
    }

    /// Fills `probabilities`, one per class, which sum to one, for a sparse row.
    pub fn probabilities(&self, row: (&[u32], &[f32]), probabilities: &mut [f64]) {
        let n = self.n_classes.min(probabilities.len());
        if let Some(slots) = probabilities.get_mut(..n) {
            self.scores(row, slots);
            softmax(slots);
        }
    }

    /// The scores of all rows: rows × classes, row by row.
    pub fn score_rows(&self, rows: &Csr) -> Vec<f64> {
        let mut scores = vec![0.0; rows.rows() * self.n_classes];
        for (i, slots) in scores.chunks_exact_mut(self.n_classes.max(1)).enumerate() {
            self.scores(rows.row(i), slots);
        }
        scores
    }
}

/// The number of weight vectors for `n_classes` classes.
pub(super) fn lanes(n_classes: usize) -> usize {
    if n_classes == 2 { 1 } else { n_classes }
}
