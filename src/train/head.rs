//! One head: rows of counts and labels → weights for each target.

use std::ops::Range;

use super::{ClassWeights, Solver, TrainOptions};
use crate::Result;
use crate::features::{Row, ScaleData};
use crate::learn::{Convergence, Csr, LogisticParams, Problem, Weights, fit};
use crate::linfa::{DEFAULT_DENSE_BYTES, fit_dense};
use crate::model::HeadWeights;

/// Share of a target's own evidence that all targets have in common: values of the shared copy of each column are
/// multiplied by its square root (the feature augmentation of Daumé 2007, with the shared part scaled).
const SHARED: f64 = 0.3;

/// The labelled rows of one head.
pub(super) struct HeadData<'d> {
    pub(super) rows: Vec<&'d Row>,
    pub(super) classes: Vec<u32>,
    pub(super) weights: Option<Vec<f64>>,
    pub(super) targets: Option<Vec<u32>>,
    pub(super) n_classes: usize,
    pub(super) n_targets: usize,
    pub(super) columns: usize,
    /// The columns of character n-grams.
    pub(super) chars: Range<u32>,
}

/// What was learnt of one head.
pub(super) struct HeadFit {
    weights: Weights,
    pub(super) scale: Option<Vec<f32>>,
    pub(super) convergence: Convergence,
}

impl HeadData<'_> {
    /// These rows only.
    pub(super) fn subset(&self, rows: &[usize]) -> Self {
        fn pick<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().filter_map(|r| values.get(*r).copied()).collect()
        }
        Self {
            rows: pick(&self.rows, rows),
            classes: pick(&self.classes, rows),
            weights: self.weights.as_deref().map(|w| pick(w, rows)),
            targets: self.targets.as_deref().map(|t| pick(t, rows)),
            chars: self.chars.clone(),
            ..*self
        }
    }

    pub(super) fn fit(&self, options: &TrainOptions) -> Result<HeadFit> {
        let scale = options.weighting.fit_scale(&ScaleData {
            rows: &self.rows,
            classes: &self.classes,
            n_classes: self.n_classes,
            columns: self.columns,
            chars: self.chars.clone(),
        });
        let csr = self.matrix(options, scale.as_deref())?;
        let weights = self.row_weights(options.class_weights);
        let mut problem = Problem::new(&csr, &self.classes, self.n_classes)?;
        if let Some(weights) = &weights {
            problem = problem.with_row_weights(weights)?;
        }
        let params = LogisticParams { threads: options.threads, ..LogisticParams::with_alpha(options.penalty) };
        let (weights, convergence) = match options.solver {
            Solver::Newton => fit(&problem, &params.check()?, None)?,
            Solver::LinfaLogistic => fit_dense(&problem, &params.check()?, DEFAULT_DENSE_BYTES)?,
        };
        Ok(HeadFit { weights, scale, convergence })
    }

    /// Raw scores of all rows, rows × classes, by what was learnt elsewhere.
    pub(super) fn scores(&self, fit: &HeadFit, options: &TrainOptions) -> Result<Vec<f64>> {
        Ok(fit.weights.score_rows(&self.matrix(options, fit.scale.as_deref())?))
    }

    /// Values of the rows. With targets: a shared copy of the columns, then one for each target, then a column a target
    /// that is 1 for it.
    fn matrix(&self, options: &TrainOptions, scale: Option<&[f32]>) -> Result<Csr> {
        let columns = match self.n_targets {
            0 => self.columns,
            n => self.columns * (n + 1) + n,
        };
        let mut csr = Csr::with_columns(columns)?;
        let (mut values, mut crossed) = (Vec::new(), Vec::new());
        for (at, row) in self.rows.iter().enumerate() {
            options.weighting.weigh(row, scale, &self.chars, &mut values);
            let Some(target) = self.targets.as_deref().and_then(|t| t.get(at)) else {
                csr.push_row(values.iter().copied())?;
                continue;
            };
            crossed.clear();
            let shared = SHARED.sqrt() as f32;
            let own = self.columns * (1 + *target as usize);
            crossed.extend(values.iter().map(|(column, v)| (*column, v * shared)));
            crossed.extend(values.iter().map(|(column, v)| (column + own as u32, *v)));
            crossed.push(((self.columns * (self.n_targets + 1)) as u32 + *target, 1.0));
            csr.push_row(crossed.iter().copied())?;
        }
        Ok(csr)
    }

    fn row_weights(&self, mode: ClassWeights) -> Option<Vec<f64>> {
        if mode == ClassWeights::None {
            return self.weights.clone();
        }
        let weight = |row: usize| self.weights.as_deref().and_then(|w| w.get(row)).copied().unwrap_or(1.0);
        let mut of_class = vec![0.0; self.n_classes];
        for (row, class) in self.classes.iter().enumerate() {
            if let Some(sum) = of_class.get_mut(*class as usize) {
                *sum += weight(row);
            }
        }
        let all: f64 = of_class.iter().sum();
        let balance = |class: u32| {
            let own = of_class.get(class as usize).copied().unwrap_or(0.0);
            if own > 0.0 { all / (self.n_classes as f64 * own) } else { 1.0 }
        };
        Some(self.classes.iter().enumerate().map(|(row, class)| weight(row) * balance(*class)).collect())
    }
}

impl HeadFit {
    /// The weights as a model stores them: for each target the shared and its own summed; one set without targets.
    pub(super) fn stored(&self, columns: usize, n_targets: usize) -> Vec<HeadWeights> {
        let rows = self.weights.intercepts.len();
        let cell = |row: usize, column: usize| {
            self.weights.coefficients.get(row * self.weights.columns + column).copied().unwrap_or(0.0)
        };
        let one = |target: Option<usize>| {
            let coefficient = |row: usize, column: usize| match target {
                None => cell(row, column),
                Some(t) => cell(row, column) * f64::from(SHARED.sqrt() as f32) + cell(row, columns * (1 + t) + column),
            };
            let bias = |row: usize| target.map_or(0.0, |t| cell(row, columns * (n_targets + 1) + t));
            HeadWeights {
                coefficients: (0..rows * columns).map(|k| coefficient(k / columns, k % columns) as f32).collect(),
                intercepts: self.weights.intercepts.iter().enumerate().map(|(row, b)| b + bias(row)).collect(),
            }
        };
        match n_targets {
            0 => vec![one(None)],
            n => (0..n).map(|t| one(Some(t))).collect(),
        }
    }
}
