//! The part of a model that predicts one label column.

use crate::calibrate::Calibration;
use crate::features::Weighting;

/// A classification head: the linear classifier of one label column.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Name of the label column.
    pub name: String,
    /// Class names, sorted by bytes; 2 to [`MOST_CLASSES`](super::MOST_CLASSES).
    pub classes: Vec<String>,
    /// Target names, sorted by bytes; empty when the training data had no target column.
    pub targets: Vec<String>,
    /// How counts become values.
    pub weighting: Weighting,
    /// The scale of every column.
    pub scale: Vec<f32>,
    /// Weights per target, in order; exactly one without targets.
    pub weights: Vec<HeadWeights>,
    /// Penalty of the logistic loss: α in Σ loss + α/2 ‖w‖².
    pub penalty: f64,
    /// From raw scores to calibrated ones.
    pub calibration: Calibration,
    /// The share of each class among the training rows, one list per list of weights: the probabilities of a text of
    /// which nothing is known. Empty in models that were trained before shares were stored.
    pub class_shares: Vec<Vec<f64>>,
}

/// The weights of one head for one target.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadWeights {
    /// `outputs × columns`, one weight vector after another; see [`Head::n_outputs`].
    pub coefficients: Vec<f32>,
    /// One per output.
    pub intercepts: Vec<f64>,
}

impl Head {
    /// Number of outputs, each with a weight vector: 1 for two classes (the second against the first), else one per
    /// class.
    #[must_use]
    pub fn n_outputs(&self) -> usize {
        match self.classes.len() {
            2 => 1,
            n => n,
        }
    }
}
