//! Flags as typed.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use crate::audit_args::AuditArgs;

/// Who said what in the news, on which side, how sure, and why.
#[derive(Parser)]
#[command(name = "stance", version, about, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// When messages are coloured; NO_COLOR and TERM=dumb are honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
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
    /// Show what a model is: labels, settings, origin, strongest terms
    Inspect(InspectArgs),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
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

/// What the input holds.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// One statement a line
    Lines,
    /// Rows with a text column
    Csv,
    /// JSON objects with a text key, one a line
    Jsonl,
    /// Whole articles: their quotations are extracted
    Article,
    /// The same, in Markdown
    Markdown,
    /// The same, in HTML
    Html,
    /// Turns that begin with `SPEAKER:`
    Transcript,
    /// A whole document by one speaker, named with --speaker: its sentences
    Document,
}

/// How results are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// For spreadsheets and scripts
    Csv,
    /// One JSON object a line
    Jsonl,
    /// A page for reading, checking and correcting
    Html,
}

#[derive(Args)]
pub(crate) struct InputArgs {
    /// Files to read; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What the files hold [default: by extension: .csv .tsv .jsonl .ndjson are rows, .txt .md .html are articles; standard input is lines]
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// Who speaks in a document (with --as document)
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Rows hold articles in this column: extract from each
    #[arg(long, value_name = "NAME")]
    pub(crate) article_column: Option<String>,
    /// How to write [default: table on a terminal, csv otherwise]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Begin CSV with a byte-order mark, for spreadsheets
    #[arg(long)]
    pub(crate) bom: bool,
    /// Give indirect statements (S said that …) too
    #[arg(long)]
    pub(crate) indirect: bool,
    /// Threads; results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
}

#[derive(Args)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Args)]
pub(crate) struct ClassifyArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// A statement to label (repeatable)
    #[arg(long, value_name = "STATEMENT")]
    pub(crate) text: Vec<String>,
    /// Model file [default: the shipped model]
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// Column with the target, for models trained with targets
    #[arg(long, value_name = "NAME", default_value = "target")]
    pub(crate) target_column: String,
    /// Target of all statements, for models trained with targets
    #[arg(long, value_name = "NAME")]
    pub(crate) target: Option<String>,
    /// Below this probability the label is `unsure`
    #[arg(long, value_name = "P")]
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
}

/// Which columns hold what.
#[derive(Args)]
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
}

/// Columns and options of training.
#[derive(Args)]
pub(crate) struct LearnArgs {
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
    /// Train once with the defaults and the options given, instead of choosing the others by cross-validation
    #[arg(long)]
    pub(crate) no_search: bool,
    /// Options in a TOML file; flags win over it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Stemming language, or none
    #[arg(long)]
    pub(crate) language: Option<String>,
    /// Longest word n-gram, 1 to 3
    #[arg(long, value_name = "N")]
    pub(crate) word_ngrams: Option<u8>,
    /// Lengths of character n-grams, MIN-MAX or none [default: chosen; without a search 2-5, none for long texts]
    #[arg(long, value_name = "MIN-MAX")]
    pub(crate) char_ngrams: Option<String>,
    /// Mark words in the scope of a negator
    #[arg(long, value_name = "keep|scope")]
    pub(crate) negation: Option<String>,
    /// Whether words all in capitals leave a mark
    #[arg(long, value_name = "ignore|mark")]
    pub(crate) capitals: Option<String>,
    /// Whether what comes again in a text counts again
    #[arg(long, value_name = "once|count")]
    pub(crate) repeats: Option<String>,
    /// Leave out terms of fewer texts
    #[arg(long, value_name = "N")]
    pub(crate) min_texts: Option<u32>,
    /// Most terms a label column may use: those with the largest chi-square statistic [default: all]
    #[arg(long, value_name = "N")]
    pub(crate) max_terms: Option<u32>,
    /// Weight within the text
    #[arg(long, value_name = "binary|count|log-count")]
    pub(crate) local: Option<String>,
    /// Weight over the corpus [default: chosen; without a search ratio-idf]
    #[arg(long, value_name = "none|idf|ratio|ratio-idf")]
    pub(crate) scale: Option<String>,
    /// Row norm
    #[arg(long, value_name = "none|l2|l2-by-family|sqrt-words|sqrt-squares")]
    pub(crate) norm: Option<String>,
    /// Penalty of the logistic loss (scikit-learn's 1/C) [default: chosen; without a search 0.06]
    #[arg(long, value_name = "ALPHA")]
    pub(crate) penalty: Option<f64>,
    /// What rows of rare classes count; probabilities are those of data weighted so [default: none]
    #[arg(long, value_name = "none|root|balanced")]
    pub(crate) class_weights: Option<String>,
    /// Whether each target has weights of its own beside the shared ones [default: chosen; without a search own]
    #[arg(long, value_name = "shared|own")]
    pub(crate) target_weights: Option<String>,
    /// What finds the weights
    #[arg(long, value_name = "newton|linfa-logistic")]
    pub(crate) solver: Option<String>,
    /// How scores become probabilities
    #[arg(long, value_name = "cv|none")]
    pub(crate) calibration: Option<String>,
    /// Threads; results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
}

#[derive(Args)]
pub(crate) struct TrainArgs {
    /// Labelled files with the same columns
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Model file to write; `-` is standard output
    #[arg(short, long, value_name = "MODEL")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) learn: LearnArgs,
}

/// How scores are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// For people
    Table,
    /// For scripts
    Json,
}

/// How scores are written by `evaluate`.
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
    /// Labelled files with the same columns
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Model file [default: the shipped model]
    #[arg(long, value_name = "FILE", conflicts_with = "cross_validate")]
    pub(crate) model: Option<PathBuf>,
    /// Train and score by K-fold cross-validation instead
    #[arg(long, value_name = "K")]
    pub(crate) cross_validate: Option<usize>,
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
    /// How to write
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: EvaluateFormat,
    /// Score the rows of each value of this column too (repeatable)
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Vec<String>,
    /// Exit with 5 if any head's macro-F1 is lower
    #[arg(long, value_name = "F1")]
    pub(crate) min_macro_f1: Option<f64>,
    #[command(flatten)]
    pub(crate) learn: LearnArgs,
}

#[derive(Args)]
pub(crate) struct InspectArgs {
    /// Model file [default: the shipped model]
    #[arg(value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// Strongest terms shown for each class
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) terms: usize,
}
