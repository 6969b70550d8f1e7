//! The solver of linfa-logistic for our problems: L-BFGS on dense rows.
//!
//! Two traps are handled here. For two classes, linfa-logistic takes the more frequent one as positive, so the sign is
//! read from its labels. For more classes, its log-sum-exp uses one maximum for all rows and silently gives wrong
//! results if scores are far apart, and it does not report convergence; the gradient at its result is therefore
//! measured with our own loss.

use ::linfa::DatasetBase;
use ::linfa::traits::Fit;
use linfa_logistic::{LogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2};

use crate::learn::{Convergence, Problem, ValidLogisticOptions, Weights, assess};
use crate::{Error, Result};

/// The default limit on the size of the dense matrix: 1 GiB.
pub const DEFAULT_DENSE_BYTES: u64 = 1 << 30;

/// Gradient tolerances per row. If the line search fails before the first is reached, linfa-logistic returns an error
/// instead of its last point, and the next one is tried. Below some 1e-9 per row rounding errors of the objective
/// prevent progress, and the line search may not terminate.
const GRADIENT_TOLERANCES: [f64; 3] = [3e-8, 1e-6, 1e-4];

/// Fits the weights of a problem with linfa-logistic. The rows are made dense, in at most `max_bytes` of memory.
///
/// The objective is that of [`learn::fit`](crate::learn::fit). Of the options, the penalty is used, the limit on passes
/// (as a limit on iterations), and the tolerance for [`Convergence::converged`]. `iterations` is 0, because
/// linfa-logistic does not report it.
///
/// # Errors
/// [`Error::Options`] if the rows would not fit `max_bytes`, if rows have weights, scales differ between classes or
/// there is a prior (linfa-logistic knows none of these), or if linfa-logistic fails.
pub fn fit_dense(problem: &Problem, options: &ValidLogisticOptions, max_bytes: u64) -> Result<(Weights, Convergence)> {
    if problem.row_weights().is_some() {
        return Err(refuse("knows no row or class weights"));
    }
    if problem.prior().is_some() {
        return Err(refuse("knows no prior"));
    }
    let rows = dense_rows(problem, max_bytes)?;
    let classes: Array1<usize> = problem.classes().iter().map(|&c| c as usize).collect();
    let data = DatasetBase::new(rows, classes);
    let mut failure = String::new();
    for tolerance in GRADIENT_TOLERANCES.map(|a_row| a_row * problem.rows().rows() as f64) {
        let fitted = if problem.n_classes() == 2 {
            two_classes(problem, options, &data, tolerance)
        } else {
            more_classes(problem, options, &data, tolerance)
        };
        match fitted {
            Ok(weights) => {
                let convergence = assess(problem, options, &weights)?;
                return Ok((weights, convergence));
            }
            Err(problem) => failure = problem,
        }
    }
    Err(refuse(&format!("failed ({failure})")))
}

fn refuse(problem: &str) -> Error {
    Error::options("solver", format!("linfa-logistic {problem}: use the sparse solver, newton"))
}

type Data = DatasetBase<Array2<f64>, Array1<usize>>;

fn two_classes(
    problem: &Problem,
    options: &ValidLogisticOptions,
    data: &Data,
    tolerance: f64,
) -> std::result::Result<Weights, String> {
    let fitted = LogisticRegression::default()
        .alpha(options.alpha())
        .max_iterations(options.max_passes())
        .gradient_tolerance(tolerance)
        .fit(data)
        .map_err(|error| error.to_string())?;
    let sign = if fitted.labels().pos.class == 1 { 1.0 } else { -1.0 };
    let weights = fitted.params().iter().enumerate();
    Weights::new(
        2,
        problem.rows().columns(),
        weights.map(|(column, w)| sign * w * scale_of(problem, 0, column)).collect(),
        vec![sign * fitted.intercept()],
    )
    .map_err(|error| error.to_string())
}

fn more_classes(
    problem: &Problem,
    options: &ValidLogisticOptions,
    data: &Data,
    tolerance: f64,
) -> std::result::Result<Weights, String> {
    let fitted = MultiLogisticRegression::default()
        .alpha(options.alpha())
        .max_iterations(options.max_passes())
        .gradient_tolerance(tolerance)
        .fit(data)
        .map_err(|error| error.to_string())?;
    // Classes are sorted and every one has rows, so that class c is column c.
    let mut params = fitted.params().clone();
    for (column, mut weights) in params.rows_mut().into_iter().enumerate() {
        let mean = weights.mean().unwrap_or(0.0);
        let scale = scale_of(problem, 0, column);
        weights.mapv_inplace(|w| (w - mean) * scale);
    }
    let mean = fitted.intercept().mean().unwrap_or(0.0);
    Weights::new(
        problem.n_classes(),
        problem.rows().columns(),
        params.t().iter().copied().collect(),
        fitted.intercept().iter().map(|b| b - mean).collect(),
    )
    .map_err(|error| error.to_string())
}

fn scale_of(problem: &Problem, lane: usize, column: usize) -> f64 {
    match problem.scale() {
        Some(scale) => {
            let at = lane * problem.rows().columns() + column;
            scale.get(at).copied().unwrap_or(0.0)
        }
        None => 1.0,
    }
}

/// The rows as a dense matrix, each column multiplied by its scale.
fn dense_rows(problem: &Problem, max_bytes: u64) -> Result<Array2<f64>> {
    let rows = problem.rows();
    let (n, columns) = (rows.rows(), rows.columns());
    for lane in 1..problem.lanes() {
        if (0..columns).any(|j| scale_of(problem, lane, j) != scale_of(problem, 0, j)) {
            return Err(refuse("knows no scales that differ between classes"));
        }
    }
    let bytes = n as u128 * columns as u128 * size_of::<f64>() as u128;
    if bytes > u128::from(max_bytes) {
        return Err(refuse(&format!(
            "needs dense rows: {n} × {columns} take {bytes} bytes, more than the {max_bytes} allowed"
        )));
    }
    let mut dense = Array2::zeros((n, columns));
    for (i, mut row) in dense.rows_mut().into_iter().enumerate() {
        let (ids, values) = rows.row(i);
        for (&id, &x) in ids.iter().zip(values) {
            if let Some(slot) = row.get_mut(id as usize) {
                *slot = f64::from(x) * scale_of(problem, 0, id as usize);
            }
        }
    }
    Ok(dense)
}
