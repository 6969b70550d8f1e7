//! Our sparse solver behind linfa's traits.

use ::linfa::ParamGuard;
use ::linfa::dataset::{AsSingleTargets, DatasetBase, Label};
use ::linfa::traits::{Fit, PredictInplace};
use ndarray::Array1;

use super::Records;
use crate::learn::{Convergence, LogisticOptions, Problem, Weights, argmax, fit};
use crate::{Error, Result};

/// Why a fit through linfa's traits failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// Options or data that cannot be used.
    #[error(transparent)]
    Stance(#[from] Error),
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] ::linfa::Error),
}

/// Logistic regression on sparse rows, with unchecked options. Fitting checks them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SparseLogistic(ValidSparseLogistic);

/// Checked options of [`SparseLogistic`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidSparseLogistic(LogisticOptions);

impl SparseLogistic {
    /// Wraps these options.
    pub fn new(params: LogisticOptions) -> Self {
        Self(ValidSparseLogistic(params))
    }

    /// Sets the penalty, [`LogisticOptions::alpha`]; the same as linfa-logistic's. Default 1.
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.0.0.alpha = alpha;
        self
    }

    /// Sets the relative gradient norm to reach, [`LogisticOptions::tolerance`]. Default 3e-3.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.0.tolerance = tolerance;
        self
    }

    /// Sets the most passes over the data, [`LogisticOptions::max_passes`]. Default 2000.
    pub fn max_passes(mut self, max_passes: u64) -> Self {
        self.0.0.max_passes = max_passes;
        self
    }

    /// Sets the number of threads, [`LogisticOptions::threads`]. Default 1.
    pub fn threads(mut self, threads: usize) -> Self {
        self.0.0.threads = threads;
        self
    }
}

impl ParamGuard for SparseLogistic {
    type Checked = ValidSparseLogistic;
    type Error = Error;

    fn check_ref(&self) -> Result<&ValidSparseLogistic> {
        self.0.0.clone().check()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<ValidSparseLogistic> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// A fitted model for sparse rows. It predicts labels of the type that it was fitted to.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseModel<L> {
    weights: Weights,
    labels: Vec<L>,
    convergence: Convergence,
}

impl<L> SparseModel<L> {
    /// The weights; class `c` is `labels()[c]`.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The labels in sorted order.
    pub fn labels(&self) -> &[L] {
        &self.labels
    }

    /// How the solver converged.
    pub fn convergence(&self) -> &Convergence {
        &self.convergence
    }
}

impl<L: Label, T: AsSingleTargets<Elem = L>> Fit<Records, T, FitError> for ValidSparseLogistic {
    type Object = SparseModel<L>;

    /// Fits a data set. Its weights, if it has any, are row weights.
    fn fit(&self, data: &DatasetBase<Records, T>) -> std::result::Result<SparseModel<L>, FitError> {
        let targets = data.targets().as_single_targets();
        let mut labels = targets.to_vec();
        labels.sort();
        labels.dedup();
        let classes: Vec<u32> = targets
            .iter()
            .filter_map(|label| labels.binary_search(label).ok())
            .filter_map(|class| u32::try_from(class).ok())
            .collect();
        let row_weights: Option<Vec<f64>> =
            data.weights().map(|weights| weights.iter().copied().map(f64::from).collect());
        let mut problem = Problem::new(data.records().rows(), &classes, labels.len())?;
        if let Some(row_weights) = &row_weights {
            problem = problem.with_row_weights(row_weights)?;
        }
        let (weights, convergence) = fit(&problem, &self.0.clone().check()?, None)?;
        Ok(SparseModel { weights, labels, convergence })
    }
}

impl<L: Label> PredictInplace<Records, Array1<L>> for SparseModel<L> {
    /// Writes the most probable label of each row, the first of equal ones. Targets beyond the last row are left
    /// unchanged.
    fn predict_inplace(&self, rows: &Records, targets: &mut Array1<L>) {
        let rows = rows.rows();
        let mut scores = vec![0.0; self.weights.n_classes];
        for (i, target) in targets.iter_mut().enumerate().take(rows.rows()) {
            self.weights.scores(rows.row(i), &mut scores);
            if let Some(label) = self.labels.get(argmax(&scores)) {
                *target = label.clone();
            }
        }
    }

    fn default_target(&self, rows: &Records) -> Array1<L> {
        Array1::default(rows.rows().rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::linfa::traits::Predict;
    use ndarray::array;

    fn rows() -> Records {
        let mut rows = crate::learn::Csr::with_columns(2).unwrap();
        for x in [0.0, 1.0, 1.5, 3.0] {
            rows.push_row([(0, x), (1, 1.0)]).unwrap();
        }
        rows.into()
    }

    #[test]
    fn bad_parameters_are_refused_at_the_fit() {
        let data = DatasetBase::new(rows(), array![0usize, 0, 1, 1]);
        let error = SparseLogistic::default().alpha(-1.0).fit(&data).unwrap_err();
        assert!(error.to_string().starts_with("alpha"), "{error}");
    }

    #[test]
    fn the_weights_of_a_data_set_count() {
        let params = SparseLogistic::default().tolerance(1e-9);
        let plain = DatasetBase::new(rows(), array![0usize, 1, 0, 1]);
        let heavy = plain.clone().with_weights(array![1.0, 1.0, 5.0, 1.0]);
        let (plain, heavy) = (params.fit(&plain).unwrap(), params.fit(&heavy).unwrap());
        assert!(heavy.weights().intercepts[0] < plain.weights().intercepts[0] - 0.1);
    }

    #[test]
    fn labels_of_any_kind_come_back() {
        let data = DatasetBase::new(rows(), array!["no", "no", "yes", "yes"]);
        let model = SparseLogistic::default().alpha(0.01).fit(&data).unwrap();
        assert_eq!(model.labels(), ["no", "yes"]);
        assert_eq!(model.predict(&data), array!["no", "no", "yes", "yes"]);
    }
}
