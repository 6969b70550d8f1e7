//! Flags of `sample`, `suggest` and `agree`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use stance::coding::Allocation;

use super::{ColumnArgs, LimitArgs, OutputArgs, ReadingArgs, ScoreFormat};

/// The rows to choose from.
#[derive(Args)]
pub(crate) struct PoolArgs {
    /// Files of statements with the same columns, such as `extract` writes; `-` is standard input
    #[arg(value_name = "POOL", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Rows to choose
    #[arg(short, long, value_name = "N")]
    pub(crate) number: usize,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// The sheet that coders fill in.
#[derive(Args)]
#[command(next_help_heading = "Coding sheet")]
pub(crate) struct SheetArgs {
    /// Label column to fill in (repeatable) [default: stance]
    #[arg(long, value_name = "NAME")]
    pub(crate) label: Vec<String>,
    /// Classes to choose from, separated by commas, or COLUMN=CLASS,CLASS for one label column (repeatable) [default: those
    /// of the model of suggest, or of --labelled]
    #[arg(long, value_name = "CLASS,CLASS")]
    pub(crate) classes: Vec<String>,
    /// Codebook in Markdown, shown beside the statements of the page
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// What a class means, as CLASS=TEXT, or COLUMN.CLASS=TEXT for a class of one label column (repeatable)
    #[arg(long, value_name = "CLASS=TEXT")]
    pub(crate) describe: Vec<String>,
    /// Rows that are labelled already: the forecast of what the next 50 bring is made from them (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) labelled: Vec<PathBuf>,
    /// Column of groups of the labelled rows that are never split between folds [default: group, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) group_column: Option<String>,
    /// Leave out the forecast of what the next labels bring, which takes training
    #[arg(long)]
    pub(crate) no_forecast: bool,
    /// Column shown with the statement of the page (repeatable) [default: context, speaker_name and target, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) show: Vec<String>,
}

#[derive(Args)]
pub(crate) struct SampleArgs {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    /// Column whose values are the strata: each gives rows to the sample
    #[arg(long, value_name = "COLUMN")]
    pub(crate) strata: Option<String>,
    /// How many rows each stratum gives
    #[arg(long, value_enum, value_name = "HOW", default_value = "proportional", requires = "strata")]
    pub(crate) allocation: Shares,
    /// Seed of the random numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) sheet: SheetArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Args)]
pub(crate) struct SuggestArgs {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
    /// Model that the new labels are to improve [default: the shipped model]
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) sheet: SheetArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// How many rows each stratum gives.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shares {
    /// In proportion to its size, two at least if there is room
    Proportional,
    /// The same number from each
    Equal,
}

impl Shares {
    /// What the library calls it.
    pub(crate) fn allocation(self) -> Allocation {
        match self {
            Self::Proportional => Allocation::Proportional,
            Self::Equal => Allocation::Equal,
        }
    }
}

#[derive(Args)]
pub(crate) struct AgreeArgs {
    /// Labelled files: one per coder, or files with a column of coders
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Column with the coder; without it a file is a coder [default: coder, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) coder_column: Option<String>,
    /// Column by which rows of coders are matched [default: id, if present; else the statement]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_column: Option<String>,
    /// Classes from one end to the other: ordinal agreement too
    #[arg(long, value_name = "CLASS,CLASS", value_delimiter = ',')]
    pub(crate) order: Vec<String>,
    /// How to write
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ScoreFormat,
    /// Sheet of the rows in dispute to write, as CSV or by its extension; agreement goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
}
