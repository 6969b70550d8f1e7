//! Trains one head: rows of counts with labels → weights per target.

use super::loadings::{Coordinates, Loadings};
use super::select::{SelectionData, select};
use super::terms::Terms;
use super::{ClassWeights, Solver, TargetWeights, TrainOptions};
use crate::calibrate::round;
use crate::corpus::{HeadLabels, Labelled};
use crate::error::{Place, excerpt, listed};
use crate::features::{Families, Row, ScaleData};
use crate::learn::{Convergence, Csr, LogisticOptions, Problem, ValidLogisticOptions, Weights, fit, fit_path};
use crate::model::HeadWeights;
use crate::pick::pick;
use crate::{Error, Result};

/// How strongly targets share weights: the values of each column's shared copy are multiplied by the square root of
/// this (the feature augmentation of Daumé 2007, with the shared part scaled).
const SHARED: f64 = 0.3;

/// The weight of the coordinates of polarities: so large that the penalty hardly holds them back, since the seeds say how
/// they count.
const POLARITY_WEIGHT: f64 = 10.0;

/// The solver's tolerance where held-out rows are only scored. Candidates differ by whole rows, so that finer fits
/// change nothing.
const HELD_OUT_TOLERANCE: f64 = 1e-2;

/// The labelled rows of one head.
pub(super) struct HeadData<'d> {
    pub(super) rows: Vec<&'d Row>,
    pub(super) classes: Vec<u32>,
    /// The weight of each row; `None` if all are 1.
    pub(super) weights: Option<Vec<f64>>,
    pub(super) targets: Option<Vec<u32>>,
    pub(super) n_classes: usize,
    pub(super) n_targets: usize,
    pub(super) columns: usize,
    pub(super) families: Families,
    /// The coordinates of word vectors, and of polarities.
    pub(super) vectors: Option<&'d Loadings>,
    pub(super) polarity: Option<&'d Loadings>,
}

/// A trained head.
pub(super) struct HeadFit<'d> {
    weights: Weights,
    coordinates: Coordinates<'d>,
    pub(super) scale: Vec<f32>,
    pub(super) convergence: Convergence,
}

impl<'d> HeadData<'d> {
    /// The rows of `labelled` that are labelled for one head, and their data.
    ///
    /// # Errors
    /// [`Error::Data`] if a class has no row with a weight, or no row has a term.
    pub(super) fn new(labelled: &Labelled, labels: &HeadLabels, terms: &'d Terms) -> Result<(Vec<usize>, Self)> {
        let (rows, data) = Self::of_any_classes(labelled, labels, terms)?;
        data.check_classes(labelled, labels)?;
        Ok((rows, data))
    }

    /// Checks that every class has a row with a weight above 0.
    fn check_classes(&self, labelled: &Labelled, labels: &HeadLabels) -> Result<()> {
        let place = || Place::file(listed(&labelled.files)).column(&labels.name);
        let mut class_weights = vec![0.0; self.n_classes];
        for (at, class) in self.classes.iter().enumerate() {
            let weight = self.weights.as_ref().and_then(|w| w.get(at)).copied().unwrap_or(1.0);
            class_weights.get_mut(*class as usize).into_iter().for_each(|sum| *sum += weight);
        }
        for (class, (n, weight)) in labels.classes.iter().zip(self.class_rows().iter().zip(&class_weights)) {
            let class = excerpt(class);
            if *n == 0 {
                let problem = format!("class `{class}` has no row left to learn from; give it some or take it out");
                return Err(Error::data(place(), problem));
            }
            if *weight <= 0.0 {
                let problem =
                    format!("class `{class}` has no row with a weight above 0; raise one or take the class out");
                return Err(Error::data(place(), problem));
            }
        }
        Ok(())
    }

    /// The data of a head whose classes may be without rows.
    ///
    /// # Errors
    /// [`Error::Data`] if no row has a term.
    pub(super) fn of_any_classes(
        labelled: &Labelled,
        labels: &HeadLabels,
        terms: &'d Terms,
    ) -> Result<(Vec<usize>, Self)> {
        let with_label = labels.labels.iter().enumerate().filter_map(|(row, class)| Some((row, (*class)?)));
        let (rows, classes): (Vec<usize>, Vec<u32>) = with_label.unzip();
        let weights = labelled.weights.as_ref().map(|w| pick(w, &rows));
        let place = || Place::file(listed(&labelled.files)).column(&labels.name);
        let data = HeadData {
            rows: rows.iter().filter_map(|r| terms.counts.rows.get(*r)).collect(),
            classes,
            weights,
            targets: labelled.targets.as_ref().map(|t| pick(&t.ids, &rows)),
            n_classes: labels.classes.len(),
            n_targets: labelled.targets.as_ref().map_or(0, |t| t.names.len()),
            columns: terms.counts.vocabulary.len(),
            families: terms.counts.vocabulary.families(),
            vectors: terms.vectors.as_ref(),
            polarity: terms.polarity.as_ref().filter(|_| terms.background.polarity_for(labels).is_some()),
        };
        debug_assert_eq!(data.rows.len(), rows.len(), "every row is counted");
        if data.rows.iter().all(|row| row.terms.is_empty()) {
            let problem = "none of the labelled texts has a term to learn from; give texts, or leave the column out";
            return Err(Error::data(place(), problem));
        }
        Ok((rows, data))
    }

    /// A subset of the rows.
    pub(super) fn subset(&self, rows: &[usize]) -> Self {
        Self {
            rows: pick(&self.rows, rows),
            classes: pick(&self.classes, rows),
            weights: self.weights.as_deref().map(|w| pick(w, rows)),
            targets: self.targets.as_deref().map(|t| pick(t, rows)),
            families: self.families.clone(),
            ..*self
        }
    }

    /// Whether rows have targets.
    pub(super) fn has_targets(&self) -> bool {
        self.n_targets > 0
    }

    /// The number of targets with own weights.
    pub(super) fn own_targets(&self, options: &TrainOptions) -> usize {
        if options.target_weights == TargetWeights::Own { self.n_targets } else { 0 }
    }

    /// The number of rows of each class.
    pub(super) fn class_rows(&self) -> Vec<usize> {
        let mut rows = vec![0; self.n_classes];
        for class in &self.classes {
            rows.get_mut(*class as usize).into_iter().for_each(|n| *n += 1);
        }
        rows
    }

    /// The share of each class among the rows, as they weigh in training: one list for all rows, or one for each target
    /// with own weights. Those of a target have the shares of all rows added, with the weight of one row, so that none
    /// is 0.
    pub(super) fn class_shares(&self, options: &TrainOptions) -> Vec<Vec<f64>> {
        let weights = self.row_weights(options.class_weights);
        let own_targets = self.own_targets(options);
        let mut all = vec![0.0; self.n_classes];
        let mut by_target = vec![vec![0.0; self.n_classes]; own_targets];
        for (at, class) in self.classes.iter().enumerate() {
            let weight = weights.as_ref().and_then(|w| w.get(at)).copied().unwrap_or(1.0);
            let target = self.targets.as_ref().and_then(|t| by_target.get_mut(*t.get(at)? as usize));
            for sums in std::iter::once(&mut all).chain(target) {
                sums.get_mut(*class as usize).into_iter().for_each(|sum| *sum += weight);
            }
        }
        let all = shares(&all);
        if own_targets == 0 {
            return vec![all];
        }
        by_target
            .iter()
            .map(|own| shares(&own.iter().zip(&all).map(|(own, all)| own + all).collect::<Vec<_>>()))
            .collect()
    }

    pub(super) fn fit(&self, options: &TrainOptions) -> Result<HeadFit<'d>> {
        let params = LogisticOptions { threads: options.threads, ..LogisticOptions::with_alpha(options.penalty) };
        let (scale, coordinates, (weights, convergence)) = self.fit_with(options, |problem| match options.solver {
            Solver::Newton => fit(problem, &params.check()?, None),
            Solver::LinfaLogistic => fit_linfa(problem, &params.check()?),
        })?;
        Ok(HeadFit { weights, coordinates, scale, convergence })
    }

    /// Trains on these rows with weights that are pulled to `prior`, in the columns of [`Self::matrix`], and a given
    /// scale.
    pub(super) fn fit_around(&self, options: &TrainOptions, scale: &[f32], prior: &Weights) -> Result<HeadFit<'d>> {
        let (matrix, row_weights) = self.scaled(options, scale)?;
        let problem = self.problem_around(&matrix, row_weights.as_deref(), prior)?;
        let params = LogisticOptions { threads: options.threads, ..LogisticOptions::with_alpha(options.penalty) };
        let (weights, convergence) = fit(&problem, &params.check()?, None)?;
        Ok(HeadFit { weights, coordinates: Coordinates::default(), scale: scale.to_vec(), convergence })
    }

    /// Like [`Self::held_out_scores`], with weights that are pulled to `prior` and a given scale.
    pub(super) fn held_out_scores_around(
        &self,
        options: &TrainOptions,
        penalties: &[f64],
        (scale, prior): (&[f32], &Weights),
        out: &HeadData<'_>,
    ) -> Result<Vec<Vec<f64>>> {
        let (matrix, row_weights) = self.scaled(options, scale)?;
        let problem = self.problem_around(&matrix, row_weights.as_deref(), prior)?;
        let params = LogisticOptions { tolerance: HELD_OUT_TOLERANCE, threads: options.threads, ..Default::default() };
        let fits = fit_path(&problem, penalties, &params.check()?)?;
        let matrix = out.matrix(options, scale, &Coordinates::default())?;
        Ok(fits.iter().map(|(weights, _)| weights.score_rows(&matrix)).collect())
    }

    /// The matrix of the rows' values at a given scale, and the weights of the rows.
    fn scaled(&self, options: &TrainOptions, scale: &[f32]) -> Result<(Csr, Option<Vec<f64>>)> {
        let matrix = self.matrix(options, scale, &Coordinates::default())?;
        Ok((matrix, self.row_weights(options.class_weights)))
    }

    /// The problem of the solver whose penalty is on the distance to `prior`.
    fn problem_around<'p>(
        &'p self,
        matrix: &'p Csr,
        row_weights: Option<&'p [f64]>,
        prior: &'p Weights,
    ) -> Result<Problem<'p>> {
        let problem = Problem::with_prior(matrix, &self.classes, self.n_classes, prior)?;
        row_weights.map_or(Ok(problem), |weights| problem.with_row_weights(weights))
    }

    /// Trains on these rows with each of `penalties`, which must not rise, and scores the rows of `out`. Per penalty
    /// the raw scores, rows × classes.
    pub(super) fn held_out_scores(
        &self,
        options: &TrainOptions,
        penalties: &[f64],
        out: &HeadData<'_>,
    ) -> Result<Vec<Vec<f64>>> {
        let params = LogisticOptions { tolerance: HELD_OUT_TOLERANCE, threads: options.threads, ..Default::default() };
        let (scale, coordinates, fits) = self.fit_with(options, |problem| match options.solver {
            Solver::Newton => fit_path(problem, penalties, &params.check()?),
            Solver::LinfaLogistic => {
                let one =
                    |alpha: &f64| fit_linfa(problem, &LogisticOptions { alpha: *alpha, ..params.clone() }.check()?);
                penalties.iter().map(one).collect()
            }
        })?;
        let matrix = out.matrix(options, &scale, &coordinates)?;
        Ok(fits.iter().map(|(weights, _)| weights.score_rows(&matrix)).collect())
    }

    /// Fits the scale and the coordinates, and calls `fit` with these rows as a problem of the solver.
    fn fit_with<T>(
        &self,
        options: &TrainOptions,
        fit: impl FnOnce(&Problem<'_>) -> Result<T>,
    ) -> Result<(Vec<f32>, Coordinates<'d>, T)> {
        let scale_data = ScaleData {
            rows: &self.rows,
            classes: &self.classes,
            n_classes: self.n_classes,
            columns: self.columns,
            families: self.families.clone(),
        };
        let selection = SelectionData {
            rows: &self.rows,
            classes: &self.classes,
            n_classes: self.n_classes,
            columns: self.columns,
        };
        let kept = options.max_terms.map(|most| select(selection, most as usize));
        let mut scale = options.weighting.fit_scale(&scale_data, kept.as_deref());
        let mut coordinates = Coordinates::default();
        let weight = options.vector_weight.unwrap_or(0.0);
        let vectors = self.vectors.filter(|_| weight > 0.0).map(|vectors| (vectors, weight));
        let polarity = self.polarity.map(|polarity| (polarity, POLARITY_WEIGHT));
        for (loadings, weight) in vectors.into_iter().chain(polarity) {
            coordinates.add(loadings, weight, &mut scale, kept.as_deref(), |scale, each| {
                let mut values = Vec::new();
                for row in &self.rows {
                    options.weighting.weigh(row, scale, &mut values);
                    each(&values);
                }
            });
        }
        let csr = self.matrix(options, &scale, &coordinates)?;
        let weights = self.row_weights(options.class_weights);
        let mut problem = Problem::new(&csr, &self.classes, self.n_classes)?;
        if let Some(weights) = &weights {
            problem = problem.with_row_weights(weights)?;
        }
        let fitted = fit(&problem)?;
        Ok((scale, coordinates, fitted))
    }

    /// The matrix of the rows' values, with the coordinates after the columns. If targets have own weights: first a
    /// shared copy of all these, then a copy per target, then an indicator column per target.
    fn matrix(&self, options: &TrainOptions, scale: &[f32], coordinates: &Coordinates<'_>) -> Result<Csr> {
        let own_targets = self.own_targets(options);
        let width = self.columns + coordinates.dimensions();
        let columns = match own_targets {
            0 => width,
            n => width * (n + 1) + n,
        };
        let mut csr = Csr::with_columns(columns)?;
        let (mut values, mut crossed) = (Vec::new(), Vec::new());
        for (at, row) in self.rows.iter().enumerate() {
            options.weighting.weigh(row, scale, &mut values);
            coordinates.append(&mut values, self.columns);
            let target = self.targets.as_deref().filter(|_| own_targets > 0).and_then(|t| t.get(at));
            let Some(target) = target else {
                csr.push_row(values.iter().copied())?;
                continue;
            };
            crossed.clear();
            let shared = SHARED.sqrt() as f32;
            let own = width * (1 + *target as usize);
            crossed.extend(values.iter().map(|(column, v)| (*column, v * shared)));
            crossed.extend(values.iter().map(|(column, v)| (column + own as u32, *v)));
            crossed.push(((width * (own_targets + 1)) as u32 + *target, 1.0));
            csr.push_row(crossed.iter().copied())?;
        }
        Ok(csr)
    }

    /// The weight of each row: its own times that of its class. `None` if all weights are 1.
    pub(super) fn row_weights(&self, mode: ClassWeights) -> Option<Vec<f64>> {
        let power = match mode {
            ClassWeights::None => return self.weights.clone(),
            ClassWeights::Root => 0.5,
            ClassWeights::Balanced => 1.0,
        };
        let own = |row: usize| self.weights.as_deref().and_then(|w| w.get(row)).copied().unwrap_or(1.0);
        let mut of_class = vec![0.0; self.n_classes];
        for (row, class) in self.classes.iter().enumerate() {
            if let Some(sum) = of_class.get_mut(*class as usize) {
                *sum += own(row);
            }
        }
        // The total weight stays the same, so that the penalty keeps its meaning.
        let share = |sum: f64| if sum > 0.0 { libm::pow(sum, -power) } else { 0.0 };
        let all: f64 = of_class.iter().sum();
        let spread: f64 = of_class.iter().map(|sum| sum * share(*sum)).sum();
        let factor = |class: u32| share(of_class.get(class as usize).copied().unwrap_or(0.0)) * all / spread;
        Some(self.classes.iter().enumerate().map(|(row, class)| own(row) * factor(*class)).collect())
    }
}

/// The sums divided by their total, each at least 1e-6 and rounded as a model stores it.
fn shares(sums: &[f64]) -> Vec<f64> {
    let total: f64 = sums.iter().sum();
    sums.iter().map(|sum| round((sum / total).clamp(1e-6, 1.0))).collect()
}

/// Fits by linfa-logistic.
#[cfg(feature = "linfa")]
fn fit_linfa(problem: &Problem<'_>, options: &ValidLogisticOptions) -> Result<(Weights, Convergence)> {
    crate::linfa::fit_dense(problem, options, crate::linfa::DEFAULT_DENSE_BYTES)
}

/// Refuses: linfa-logistic was left out of this build.
#[cfg(not(feature = "linfa"))]
fn fit_linfa(_: &Problem<'_>, _: &ValidLogisticOptions) -> Result<(Weights, Convergence)> {
    let problem = "linfa-logistic is not in this build; use newton, or build with the feature `linfa`";
    Err(Error::options("solver", problem))
}

impl HeadFit<'_> {
    /// The weights as a model stores them: per target the sum of shared and own weights; one set without targets. The
    /// weights of the coordinates are part of those of their words.
    pub(super) fn stored(&self, columns: usize, n_targets: usize) -> Vec<HeadWeights> {
        let rows = self.weights.intercepts.len();
        let cell = |row: usize, column: usize| {
            self.weights.coefficients.get(row * self.weights.columns + column).copied().unwrap_or(0.0)
        };
        let width = columns + self.coordinates.dimensions();
        let one = |target: Option<usize>| {
            let weight = |row: usize, column: usize| match target {
                None => cell(row, column),
                Some(t) => cell(row, column) * f64::from(SHARED.sqrt() as f32) + cell(row, width * (1 + t) + column),
            };
            let coefficient = |row: usize, column: usize| {
                weight(row, column) + self.coordinates.folded(column, |k| weight(row, columns + k))
            };
            let bias = |row: usize| target.map_or(0.0, |t| cell(row, width * (n_targets + 1) + t));
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

#[cfg(test)]
mod tests;
