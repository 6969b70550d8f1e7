//! Flags of `audit`.

use std::path::PathBuf;

use clap::Args;

use super::{ColumnArgs, ScoreFormat};

#[derive(Args)]
pub(crate) struct AuditArgs {
    /// Labelled files with the same columns
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Labelled file that must share nothing with them, such as the test part (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Vec<PathBuf>,
    /// How to write
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ScoreFormat,
    /// Rows shown of each list in the table; JSON has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) show: usize,
    /// Exit with 5 if more is found than the gates below let pass
    #[arg(long)]
    pub(crate) strict: bool,
    /// Leave out the checks that train models
    #[arg(long)]
    pub(crate) quick: bool,
    /// Jaccard similarity of word pairs from which texts are near duplicates
    #[arg(long, value_name = "J", default_value_t = 0.6)]
    pub(crate) near: f64,
    /// Column whose values must not go with one label (repeatable) [default: all but text, labels, id, group, weight, target,
    /// fold and those of --ignore-column]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) confound: Vec<String>,
    /// Fewest rows of a name or column value that is tested for leaning
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) lean_rows: u64,
    /// Folds of the checks that train models
    #[arg(long, value_name = "K", default_value_t = 5)]
    pub(crate) folds: usize,
    /// Most rows that a fold's model learns from; all are judged
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) learn_rows: usize,
    #[command(flatten)]
    pub(crate) gates: GateArgs,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
}

/// What --strict lets pass.
#[derive(Args)]
#[command(next_help_heading = "Gates of --strict")]
pub(crate) struct GateArgs {
    /// Rows with the same words as an earlier one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_duplicates: u64,
    /// Rows near an earlier one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_near_duplicates: u64,
    /// Rows with another label than an equal or near one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_conflicts: u64,
    /// Rows equal or near to one of --against, and groups in both
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_leaks: u64,
    /// Rows equal or near to one of another group
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_group_leaks: u64,
    /// Share of the rows of a name or column value that may have one label
    #[arg(long, value_name = "SHARE", default_value_t = 0.8)]
    pub(crate) max_lean: f64,
    /// Names and column values that lean further
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) max_leans: u64,
    /// Rows of the largest class over rows of the smallest
    #[arg(long, value_name = "RATIO", default_value_t = 10.0)]
    pub(crate) max_imbalance: f64,
    /// Fewest rows in each cell of two heads' classes [default: not asked]
    #[arg(long, value_name = "N")]
    pub(crate) min_cell: Option<u64>,
    /// Share of labels that confident learning doubts
    #[arg(long, value_name = "SHARE", default_value_t = 0.25)]
    pub(crate) max_doubtful: f64,
    /// Share of the words' kappa that length, function words or names may reach
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub(crate) max_shortcut: f64,
    /// Cramér's V of two heads
    #[arg(long, value_name = "V", default_value_t = 0.8)]
    pub(crate) max_association: f64,
}
