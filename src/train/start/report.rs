//! How training from a start went, head by head.

use crate::learn::Convergence;

/// How the training of one head from a start went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ContinuedHead {
    /// The head's name.
    pub name: String,
    /// Number of new rows with a label.
    pub rows: usize,
    /// The classes, each with its number of new rows.
    pub class_rows: Vec<(String, usize)>,
    /// The penalty on the distance from the start.
    pub penalty: f64,
    /// The penalties tried, each with the mean log-loss of rows held out; empty if none was chosen.
    pub tried: Vec<(f64, f64)>,
    /// Why the penalty was not chosen although a search was requested.
    pub not_chosen: Option<String>,
    /// Why the calibration of the start is kept; `None` if it was fitted anew or turned off.
    pub kept_calibration: Option<KeptCalibration>,
    /// How close to the minimum the solver came.
    pub convergence: Convergence,
}

/// Why a head keeps the calibration of its start.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeptCalibration {
    /// It was fitted on more rows than there are new ones, or their number is unknown.
    MoreRows(Option<u64>),
    /// No row could be held out, for this reason.
    NotHeldOut(String),
}
