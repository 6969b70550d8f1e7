//! The command line as typed: a structure per verb, filled by clap.

mod audit;
mod columns;
mod evaluate;
mod input;
mod learn;
mod output;
mod train_options;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::output::Destination;

pub(crate) use audit::AuditArgs;
pub(crate) use columns::ColumnArgs;
pub(crate) use evaluate::{EvaluateArgs, EvaluateFormat, ScoreFormat};
pub(crate) use input::{InputArgs, Kind};
pub(crate) use learn::{LearnArgs, TrainArgs, name};
pub(crate) use output::{Format, OutputArgs};

/// Who said what in the news, on which side, how sure, and why.
#[derive(Parser)]
#[command(name = "stance", version, about)]
pub(crate) struct Cli {
    /// When messages are coloured; NO_COLOR and TERM=dumb are honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Threads; results do not depend on it
    #[arg(long, global = true, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    /// Print nothing but results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print details on what is read and written
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Label statements, or the quotations of articles
    Classify(ClassifyArgs),
    /// List the quotations of articles with their speakers
    Extract(ExtractArgs),
    /// Train a model from labelled rows
    Train(TrainArgs),
    /// Score a model, or training itself by cross-validation, on labelled rows
    Evaluate(EvaluateArgs),
    /// Find what labelled rows would teach wrongly: copies, leaks, contradictions, confounds, doubtful labels
    Audit(Box<AuditArgs>),
    /// Show a model's labels, settings, origin and strongest terms
    Inspect(InspectArgs),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
        #[command(flatten)]
        output: Destination,
    },
    /// Print the manual page
    Man {
        #[command(flatten)]
        output: Destination,
    },
}

/// When messages are coloured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that shows colours
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Args)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Args)]
pub(crate) struct ClassifyArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// A statement to label (repeatable)
    #[arg(long, value_name = "STATEMENT", conflicts_with_all = ["files", "kind", "article_column"])]
    pub(crate) text: Vec<String>,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// Model file [default: the shipped model]
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Target of all statements, for models trained with targets
    #[arg(long, value_name = "NAME")]
    pub(crate) target: Option<String>,
    /// Column with the target, for models trained with targets
    #[arg(long, value_name = "NAME", default_value = "target")]
    pub(crate) target_column: String,
    /// Below this probability the label is `unsure`
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(crate) min_confidence: Option<f64>,
    /// Add the reasons
    #[arg(long)]
    pub(crate) explain: bool,
    /// Add a column for each class
    #[arg(long)]
    pub(crate) probabilities: bool,
    /// Label quoted titles and so-called terms too
    #[arg(long)]
    pub(crate) include_terms: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Args)]
pub(crate) struct InspectArgs {
    /// Model file [default: the shipped model]
    #[arg(value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// Strongest terms shown for each class
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) terms: usize,
    /// How to write
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ScoreFormat,
    #[command(flatten)]
    pub(crate) output: Destination,
}

/// A number from 0 to 1.
fn probability(typed: &str) -> Result<f64, &'static str> {
    typed.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or("use a probability from 0 to 1")
}
