//! Flags of `audit`.

use std::path::PathBuf;

use clap::Args;

use super::numbers::{not_negative, ratio, share};
use super::{ColumnArgs, ScoreFormat};
use crate::output::Destination;

#[derive(Args)]
pub(crate) struct AuditArgs {
    /// Labelled files with the same label columns
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Labelled file that must share nothing with them, such as the test split (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Vec<PathBuf>,
    /// How to write [default: by the extension of --output; else table]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ScoreFormat>,
    /// Rows shown of each list in the table; JSON has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) show: usize,
    /// Exit with 5 if one of the limits below is exceeded
    #[arg(long)]
    pub(crate) strict: bool,
    /// Leave out the checks that train models
    #[arg(long)]
    pub(crate) quick: bool,
    /// Jaccard similarity of word pairs from which texts are near duplicates
    #[arg(long, value_name = "J", default_value_t = 0.6, value_parser = share)]
    pub(crate) near: f64,
    /// Column whose values must not go with one label (repeatable) [default: all but text, labels, id, group, weight, target,
    /// fold and those of --ignore-column]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) confound: Vec<String>,
    /// Names and column values with fewer rows are not tested as confounds
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) lean_rows: u64,
    /// Folds of the checks that train models
    #[arg(long, value_name = "K", default_value_t = 5)]
    pub(crate) folds: usize,
    /// Most rows that the model of a fold is trained on; all are predicted
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) learn_rows: usize,
    #[command(flatten)]
    pub(crate) gates: GateArgs,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    #[command(flatten)]
    pub(crate) output: Destination,
}

/// The limits of --strict.
#[derive(Args)]
#[command(next_help_heading = "Limits of --strict")]
pub(crate) struct GateArgs {
    /// Rows with the same words as an earlier row
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_duplicates: u64,
    /// Near duplicates of an earlier row
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_near_duplicates: u64,
    /// Rows with another label than their copy or near duplicate
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_conflicts: u64,
    /// Copies and near duplicates of rows of --against, and groups in both
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_leaks: u64,
    /// Copies and near duplicates of rows of another group
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_group_leaks: u64,
    /// Largest share of one label among the rows of a name or column value
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = share)]
    pub(crate) max_lean: f64,
    /// Names and column values with a larger share
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_leans: u64,
    /// Rows of the largest class over rows of the smallest
    #[arg(long, value_name = "RATIO", default_value_t = 10.0, value_parser = ratio)]
    pub(crate) max_imbalance: f64,
    /// Fewest rows in each cell of two heads' classes [default: no limit]
    #[arg(long, value_name = "N")]
    pub(crate) min_cell: Option<u64>,
    /// Share of suspected label errors (confident learning)
    #[arg(long, value_name = "SHARE", default_value_t = 0.25, value_parser = share)]
    pub(crate) max_doubtful: f64,
    /// Share of the words' kappa that length, function words or names may reach
    #[arg(long, value_name = "SHARE", default_value_t = 0.9, value_parser = not_negative)]
    pub(crate) max_shortcut: f64,
    /// Cramér's V of two heads
    #[arg(long, value_name = "V", default_value_t = 0.8, value_parser = share)]
    pub(crate) max_association: f64,
}
