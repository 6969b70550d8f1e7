//! The meeting with [linfa](https://docs.rs/linfa): our sparse solver behind linfa's traits, linfa-logistic's
//! solver on our problems, and calibration. linfa's and ndarray's types stay in here.
//!
//! The example trains on sparse rows as one trains any linfa algorithm; row weights of the data set count.
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
//! assert!(model.convergence().reached);
//! assert_eq!(model.predict(&data), array!["for", "against", "for"]);
//! # Ok::<(), FitError>(())
//! ```

mod calibrate;
mod dense;
mod held_out;
mod records;
mod sparse;

pub(crate) use calibrate::learn_map;
pub use calibrate::{CalibrationData, fit_calibration};
pub use dense::{DEFAULT_DENSE_BYTES, fit_dense};
pub use records::Records;
pub use sparse::{FitError, SparseLogistic, SparseModel, ValidSparseLogistic};

#[cfg(test)]
mod tests;
