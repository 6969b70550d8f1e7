//! Adapters between this crate and [linfa](https://docs.rs/linfa) (feature `linfa`): our sparse solver behind linfa's
//! traits, and linfa-logistic's solver for our problems. The types of linfa and ndarray appear in this module only.
//!
//! The example trains on sparse rows in the way of any linfa algorithm. The weights of the data set are row weights.
//!
//! ```
//! use linfa::DatasetBase;
//! use linfa::traits::{Fit, Predict};
//! use ndarray::array;
//! use stance::learn::Csr;
//! use stance::linfa::{FitError, Records, SparseLogistic};
//!
//! let mut rows = Csr::with_columns(2)?;
//! rows.push_row([(0, 2.0)])?;
//! rows.push_row([(1, 1.0)])?;
//! rows.push_row([(0, 1.0), (1, 0.5)])?;
//! let data = DatasetBase::new(Records::from(rows), array!["for", "against", "for"]);
//! let model = SparseLogistic::default().alpha(0.1).fit(&data)?;
//! assert!(model.convergence().converged);
//! assert_eq!(model.predict(&data), array!["for", "against", "for"]);
//! # Ok::<(), FitError>(())
//! ```

mod dense;
mod records;
mod sparse;

pub use dense::{DEFAULT_DENSE_BYTES, fit_dense};
pub use records::Records;
pub use sparse::{FitError, SparseLogistic, SparseModel, ValidSparseLogistic};

#[cfg(test)]
mod tests;
