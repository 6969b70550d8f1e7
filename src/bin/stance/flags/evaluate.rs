//! Flags of `evaluate`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Command, Id, ValueEnum};

use super::numbers::share;
use super::{ColumnArgs, LearnArgs};
use crate::output::Destination;

/// How findings, and what is in a model, are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// For people
    Table,
    /// For scripts
    Json,
}

/// How scores are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvaluateFormat {
    /// For people
    Table,
    /// For scripts
    Json,
    /// A page with pictures
    Html,
}

#[derive(Args)]
#[command(group = ArgGroup::new("held_out").args(["cross_validate", "against"]))]
pub(crate) struct EvaluateArgs {
    /// Labelled files with the same label columns
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Model file [default: the shipped model]
    #[arg(long, value_name = "FILE", conflicts_with = "cross_validate")]
    pub(crate) model: Option<PathBuf>,
    /// Train and score by K-fold cross-validation instead
    #[arg(long, value_name = "K")]
    pub(crate) cross_validate: Option<usize>,
    /// Score the labels of this column, whoever gave them, instead of a model's: another program, a coder
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["model", "cross_validate", "learning_curve"])]
    pub(crate) predicted: Option<String>,
    /// Also compare with this model on the same rows: differences with paired intervals; `shipped` is the shipped model
    #[arg(long, value_name = "MODEL", conflicts_with = "learning_curve")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write a model card in Markdown instead
    #[arg(long, conflicts_with_all = ["format", "cross_validate", "learning_curve", "predicted"])]
    pub(crate) card: bool,
    /// Train on growing parts of the rows, and of the groups, and score each: needs --cross-validate or --against. Without
    /// calibration
    #[arg(long, requires = "held_out", conflicts_with_all = ["model", "min_macro_f1"])]
    pub(crate) learning_curve: bool,
    /// Score the learning curve on this labelled file (repeatable)
    #[arg(long, value_name = "FILE", requires = "learning_curve")]
    pub(crate) against: Vec<PathBuf>,
    /// Points of the learning curve, each with twice the rows of the one before
    #[arg(long, value_name = "N", default_value_t = 5, requires = "learning_curve")]
    pub(crate) curve_points: usize,
    /// How to write [default: by the extension of --output; else table]
    #[arg(long, value_enum)]
    pub(crate) format: Option<EvaluateFormat>,
    /// Score the rows of each value of this column too (repeatable)
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Vec<String>,
    /// Score labels that are less probable, or for another reason unsure, as missed [default: none; `coverage` and
    /// `accuracy_decided` are by what the model carries]
    #[arg(long, value_name = "P", value_parser = share)]
    pub(crate) min_confidence: Option<f64>,
    /// Exit with 5 if any head's macro-F1 is lower
    #[arg(long, value_name = "F1", value_parser = share)]
    pub(crate) min_macro_f1: Option<f64>,
    #[command(flatten)]
    pub(crate) learn: LearnArgs,
    #[command(flatten)]
    pub(crate) output: Destination,
}

/// `evaluate` refuses options of training unless it trains: with cross-validation, or for a learning curve.
pub(super) fn refuse_options_of_training(evaluate: Command) -> Command {
    let columns = ColumnArgs::augment_args(Command::new("columns"));
    let is_column = |id: &Id| columns.get_arguments().any(|column| column.get_id() == id);
    let learn = LearnArgs::augment_args(Command::new("learn"));
    let training = learn.get_arguments().map(|arg| arg.get_id().clone()).filter(|id| !is_column(id));
    training.fold(evaluate, |evaluate, id| evaluate.mut_arg(id, |arg| arg.requires("held_out")))
}

impl EvaluateArgs {
    /// The format asked for, or the one that the extension of the output stands for.
    pub(crate) fn format(&self) -> EvaluateFormat {
        self.format.unwrap_or(match () {
            () if self.card => EvaluateFormat::Table,
            () if self.output.has_extension(&["json"]) => EvaluateFormat::Json,
            () if self.output.has_extension(&["html", "htm"]) => EvaluateFormat::Html,
            () => EvaluateFormat::Table,
        })
    }
}

impl ScoreFormat {
    /// This format if it was asked for, otherwise the one that the extension of the output stands for.
    pub(crate) fn of(given: Option<Self>, output: &Destination) -> Self {
        given.unwrap_or(if output.has_extension(&["json"]) { Self::Json } else { Self::Table })
    }
}
