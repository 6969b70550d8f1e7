//! Calibration: a linear map from a classifier's raw scores to scores whose softmax can be read as probabilities.
//!
//! [`Calibration`] is the map as a model stores it. With the feature `train`, [`fit_calibration`] fits one to scores of
//! rows that the classifier was not trained on.
//!
//! ```
//! use stance::calibrate::Calibration;
//!
//! let mut scores = [-2.0, 2.0];
//! Calibration::Temperature { t: 2.0 }.apply(&mut scores);
//! assert_eq!(scores, [-1.0, 1.0]);
//! ```

#[cfg(feature = "train")]
mod data;
#[cfg(feature = "train")]
mod fit;
#[cfg(feature = "train")]
mod held_out;
mod map;
#[cfg(test)]
#[cfg(feature = "train")]
mod tests;

#[cfg(feature = "train")]
pub use data::CalibrationData;
#[cfg(feature = "train")]
pub use fit::fit_calibration;
#[cfg(feature = "train")]
pub(crate) use fit::fit_map;
pub(crate) use map::LinearMap;
#[cfg(feature = "train")]
pub(crate) use map::round;
pub use map::{CALIBRATION_DIGITS, Calibration};
