//! Flags that say what the columns of labelled rows hold.

use super::ReadingArgs;
use clap::Args;
use stance::corpus::{ColumnChoice, Faults, LabelledOptions, Purpose};

use super::LimitArgs;

/// Which columns hold what.
#[derive(Clone, Args)]
pub(crate) struct ColumnArgs {
    /// Label column (repeatable) [default: those among stance, sentiment, label that are there]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) label: Vec<String>,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// Column of groups that are never split between folds [default: group, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) group_column: Option<String>,
    /// Column of row weights [default: weight, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) weight_column: Option<String>,
    /// Column of targets [default: target, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) target_column: Option<String>,
    /// Column of folds for cross-validation
    #[arg(long, value_name = "NAME")]
    pub(crate) fold_column: Option<String>,
    /// Leave this column out even if its name is a default (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) ignore_column: Vec<String>,
    /// Leave out faulty rows, and count them
    #[arg(long)]
    pub(crate) skip_bad_rows: bool,
    /// Leave out files of several that cannot be used, and list them
    #[arg(long)]
    pub(crate) skip_bad_files: bool,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// The label columns looked for if none is named; empty for the usual ones.
    #[arg(skip)]
    pub(crate) default_labels: Vec<String>,
}

impl ColumnArgs {
    /// What the library reads rows with.
    pub(crate) fn options(&self, purpose: Purpose) -> LabelledOptions {
        let choice = |given: &Option<String>, default: &str| match given {
            Some(name) => ColumnChoice::Named(name.clone()),
            None if self.ignore_column.iter().any(|c| c == default) => ColumnChoice::Ignore,
            None => ColumnChoice::IfPresent(default.to_owned()),
        };
        LabelledOptions {
            text_column: self.text_column.clone(),
            labels: self.label.clone(),
            default_labels: match self.default_labels.as_slice() {
                [] => LabelledOptions::default().default_labels,
                own => own.to_vec(),
            },
            group: choice(&self.group_column, "group"),
            weight: choice(&self.weight_column, "weight"),
            target: choice(&self.target_column, "target"),
            fold: self.fold_column.clone().map_or(ColumnChoice::Ignore, ColumnChoice::Named),
            purpose,
        }
    }

    /// What happens to rows that cannot be read.
    pub(crate) fn faults(&self) -> Faults {
        if self.skip_bad_rows { Faults::SkipAndCount } else { Faults::Stop }
    }
}
