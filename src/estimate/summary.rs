//! What a summary says; names of fields are keys of `summarize --format json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::Corrected;
use super::matching::SampleCounts;
use super::statements::Counts;
use crate::evaluate::Interval;

/// Shares by group and over time.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// What is summarised: the name of a head or of a column with labels.
    pub label: String,
    /// The classes, sorted by bytes.
    pub classes: Vec<String>,
    /// The position of each class that has one.
    pub positions: BTreeMap<String, f64>,
    /// The columns by which cells are formed.
    pub by: Vec<String>,
    /// The periods, if there are any.
    pub over: Option<String>,
    /// The fewest statements of a cell that is shown.
    pub min_cell: u64,
    /// Whether shares are corrected by a coded sample.
    pub corrected: bool,
    /// Whether expectation maximisation took the shares of the training rows from the scored rows, because they are not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub training_shares_unknown: bool,
    /// What was read.
    pub counts: Counts,
    /// What became of the coded rows.
    pub sample: Option<SampleCounts>,
    /// All statements.
    pub total: Cell,
    /// The cells, the largest group first, each in the order of time.
    pub cells: Vec<Cell>,
    /// Number of cells that are held back.
    pub held_back: u64,
    /// Number of statements in them.
    pub held_back_statements: u64,
    /// Differences between groups.
    pub comparisons: Vec<Comparison>,
}

/// The statements of a group in a period.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// The values of the columns of [`Summary::by`].
    pub by: Vec<String>,
    /// The period; empty for statements without a date.
    pub period: Option<String>,
    /// Number of statements.
    pub statements: u64,
    /// Number of documents that they are in.
    pub documents: u64,
    /// Number of different known speakers.
    pub speakers: u64,
    /// Number of statements labelled `unsure`.
    pub unsure: u64,
    /// One per class.
    pub shares: Vec<Share>,
    /// The mean position; `None` if no class has one.
    pub position: Option<Position>,
    /// Number of coded statements.
    pub coded: Option<u64>,
    /// Statements to code beyond those that are coded, drawn in the same way, to halve the widest interval.
    pub code_more: Option<u64>,
}

/// The share of a class.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Share {
    /// The class.
    pub class: String,
    /// Number of statements with this label.
    pub statements: u64,
    /// Their share of all statements of the cell, `unsure` ones included. Biased by the errors of the labels.
    pub naive: f64,
    /// The share by the coded sample and the model's word; `None` without enough coded rows.
    pub corrected: Option<Corrected>,
    /// What errors measured elsewhere suggest; a guess.
    pub guess: Option<Guess>,
}

/// What errors measured elsewhere suggest of a share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Guess {
    /// The adjusted count.
    pub adjusted: Option<f64>,
    /// By expectation maximisation over the probabilities.
    pub expectation_maximization: Option<f64>,
}

/// The mean position of the statements of a cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Position {
    /// The mean over statements that are not `unsure`; `None` if all are.
    pub naive: Option<f64>,
    /// By the coded sample and the model's word.
    pub corrected: Option<Corrected>,
}

/// The difference between two groups of statements: the second minus the first.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The first group.
    pub first: String,
    /// The second group.
    pub second: String,
    /// The class, or `position` for the mean position.
    pub what: String,
    /// The difference of the shares of the labels.
    pub naive: Option<f64>,
    /// The difference of the corrected shares.
    pub difference: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}
