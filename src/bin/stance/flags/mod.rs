//! The command line as typed: a structure per verb, filled by clap.

mod about;
mod audit;
mod coding;
mod columns;
mod dictionary;
mod doubt;
mod evaluate;
mod input;
mod learn;
mod limit;
mod numbers;
mod output;
mod paths;
mod seed;
mod start;
mod summarize;
mod train_options;
mod typed;
mod unlabelled;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use stance::error::one_line;

use crate::output::Destination;

pub(crate) use audit::AuditArgs;
pub(crate) use coding::{AgreeArgs, PoolArgs, SampleArgs, SheetArgs, SuggestArgs};
pub(crate) use columns::ColumnArgs;
pub(crate) use dictionary::DictionaryArgs;
pub(crate) use evaluate::{EvaluateArgs, EvaluateFormat, ScoreFormat};
pub(crate) use input::{InputArgs, Kind, ReadingArgs};
pub(crate) use learn::{LearnArgs, TrainArgs, name};
pub(crate) use limit::LimitArgs;
pub(crate) use output::{Format, OutputArgs};
pub(crate) use seed::SeedArgs;
pub(crate) use summarize::{SummarizeArgs, SummaryFormat};
pub(crate) use train_options::open_dictionary;
pub(crate) use unlabelled::UnlabelledArgs;
pub(crate) use verify::VerifyArgs;

/// Who said what in the news, on which side, how sure, and why.
#[derive(Parser)]
#[command(name = "stance", version, about)]
pub(crate) struct Cli {
    /// When messages are coloured; NO_COLOR and TERM=dumb are honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Threads, 1 to 1024; results do not depend on it
    #[arg(long, global = true, value_name = "N", default_value_t = 1, value_parser = threads)]
    pub(crate) threads: usize,
    /// Print nothing but results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print details on what is read and written
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// The command line in its shortest form, without where and how results are written.
    #[arg(skip)]
    pub(crate) typed: Vec<String>,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Label statements, or the quotations of articles
    Classify(ClassifyArgs),
    /// List the quotations of articles with their speakers
    Extract(ExtractArgs),
    /// Count the keys of a dictionary in statements, and list the words that match
    Dictionary(Box<DictionaryArgs>),
    /// Make a model from seed words and unlabelled statements, without labels
    Seed(Box<SeedArgs>),
    /// Train a model from labelled rows
    Train(TrainArgs),
    /// Score a model, or training itself by cross-validation, on labelled rows
    Evaluate(EvaluateArgs),
    /// Find what labelled rows would teach wrongly: copies, leaks, contradictions, confounds, doubtful labels
    Audit(Box<AuditArgs>),
    /// Draw a random sample of statements to label, with inclusion probabilities
    Sample(Box<SampleArgs>),
    /// Choose the statements to label next that teach a model most
    Suggest(Box<SuggestArgs>),
    /// Measure how well coders agree, and list the rows in dispute
    Agree(Box<AgreeArgs>),
    /// Add labelled rows up: shares by speaker, outlet or month, corrected by a coded sample
    Summarize(Box<SummarizeArgs>),
    /// Compute the numbers of a report again from the files that it names
    Verify(VerifyArgs),
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
    #[arg(long, value_name = "STATEMENT", conflicts_with_all = ["files", "kind", "article_column", "actors"])]
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
    /// Below this probability the label is `unsure`; 0 makes no label unsure [default: what the model carries, else 0]
    #[arg(long, value_name = "P", value_parser = numbers::share)]
    pub(crate) min_confidence: Option<f64>,
    /// Add the reasons
    #[arg(long)]
    pub(crate) explain: bool,
    /// Add a column for each class
    #[arg(long)]
    pub(crate) probabilities: bool,
    /// Head whose labels doccano and Prodigy get [default: the first]
    #[arg(long, value_name = "NAME")]
    pub(crate) head: Option<String>,
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
    /// How to write [default: by the extension of --output; else table]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ScoreFormat>,
    #[command(flatten)]
    pub(crate) output: Destination,
}

/// A number of threads.
fn threads(typed: &str) -> Result<usize, String> {
    let most = stance::parallel::MOST_THREADS;
    typed.parse().ok().filter(|n| (1..=most).contains(n)).ok_or(format!("use a number from 1 to {most}"))
}

impl Cli {
    /// The command line as typed. A value may be a negative number, so that an option can name its range.
    ///
    /// # Errors
    /// What clap has to say, help and version among it.
    pub(crate) fn read() -> Result<Self, clap::Error> {
        Self::parse(std::env::args_os())
    }

    /// A command line, the program's name first.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn parse<W: Into<OsString>>(words: impl IntoIterator<Item = W>) -> Result<Self, clap::Error> {
        let negative = |arg: clap::Arg| {
            let value = arg.get_action().takes_values() && !arg.is_positional();
            if value { arg.allow_negative_numbers(true) } else { arg }
        };
        let mut command = Self::command();
        let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
        for verb in verbs {
            command = command.mut_subcommand(verb, |verb| verb.mut_args(negative));
        }
        let mut command = command.mut_args(negative).mut_subcommand("evaluate", evaluate::refuse_options_of_training);
        let typed: Vec<OsString> = words.into_iter().map(Into::into).collect();
        let found = command.try_get_matches_from_mut(&typed).map_err(|words| {
            // What is wrong is repeated on the terminal: read again as it can be shown, it is wrong in the same way.
            let shown = typed.iter().map(|word| one_line(&word.to_string_lossy()).into_owned());
            command.try_get_matches_from_mut(shown).err().unwrap_or(words)
        })?;
        let mut cli = Self::from_arg_matches(&found)?;
        cli.typed = typed::words(&command, &found);
        Ok(cli)
    }
}
