//! The contents of a page of scores.

use crate::evaluate::{Bin, Scores};

/// The scores of a model, or of a cross-validation.
#[derive(Clone, Debug, Default)]
pub struct EvaluationPage {
    /// The page's title.
    pub title: String,
    /// Sentences under the title.
    pub notes: Vec<String>,
    /// What is needed to compute the scores again, as JSON; kept in the page. Empty if there is none.
    pub record: String,
    /// One per head.
    pub heads: Vec<HeadEvaluation>,
}

/// The scores of one head.
#[derive(Clone, Debug, Default)]
pub struct HeadEvaluation {
    /// Its name.
    pub name: String,
    /// Its scores.
    pub scores: Scores,
    /// The reliability table (see [`crate::evaluate::reliability`]); empty without probabilities.
    pub bins: Vec<Bin>,
    /// Scores of subsets of the rows.
    pub slices: Vec<Slices>,
}

/// The scores of the rows of each value of a column.
#[derive(Clone, Debug, Default)]
pub struct Slices {
    /// The column.
    pub by: String,
    /// Values and their scores, in order.
    pub values: Vec<(String, Scores)>,
}
