//! Regularised logistic regression: sparse rows with class ids → weights. It does not depend on what the columns mean.
//!
//! ```
//! use stance::learn::{Csr, LogisticOptions, Problem, fit};
//!
//! let mut rows = Csr::with_columns(2)?;
//! rows.push_row([(0, 1.0)])?;
//! rows.push_row([(1, 1.0)])?;
//! rows.push_row([(0, 1.0), (1, 0.5)])?;
//! let problem = Problem::new(&rows, &[1, 0, 1], 2)?;
//! let (weights, convergence) = fit(&problem, &LogisticOptions::default().check()?, None)?;
//! assert!(convergence.converged);
//! let mut probabilities = [0.0; 2];
//! weights.probabilities((&[0], &[1.0]), &mut probabilities);
//! assert!(probabilities[1] > 0.5);
//! # Ok::<(), stance::Error>(())
//! ```

mod conjugate;
mod loss;
mod matrix;
mod newton;
mod options;
mod passes;
mod path;
mod presolve;
mod problem;
mod vectors;
mod weights;

pub use loss::{argmax, softmax};
pub use matrix::Csr;
pub use options::{LogisticOptions, ValidLogisticOptions};
pub use path::{assess, fit, fit_path};
pub use problem::Problem;
pub use weights::{Convergence, Weights};

#[cfg(test)]
pub(crate) mod tests;
