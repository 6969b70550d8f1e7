//! Flags of training.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use stance::features::{Norm, Scale};
use stance::text::{Capitals, CharNgrams, Language, Negation, NestedScope};
use stance::train::{CalibrationMode, ClassWeights, Solver, TargetWeights};

use super::ColumnArgs;
use super::UnlabelledArgs;
use super::about::AboutArgs;
use super::doubt::DoubtArgs;

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
    #[arg(long, hide_possible_values = true, value_parser = one_of(Language::ALL))]
    pub(crate) language: Option<Language>,
    /// Dictionary whose keys, and ordered pairs of keys in a clause, are terms: quanteda's YAML, LIWC .dic, Lexicoder .lc3,
    /// Yoshikoder .ykd, or CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) dictionary: Option<PathBuf>,
    /// Seed words, a dictionary whose outermost keys are classes: a prior on the weights of words; needs --pool
    #[arg(long, value_name = "FILE", requires = "pool")]
    pub(crate) seeds: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) pool: UnlabelledArgs,
    /// Word vectors in the text form of word2vec, GloVe or fastText, used for the words of the pool instead of vectors
    /// learnt from it
    #[arg(long, value_name = "FILE", requires = "pool")]
    pub(crate) vectors: Option<PathBuf>,
    /// How strongly word vectors count, 0 or more [default: chosen; without a search 1]
    #[arg(long, value_name = "C", requires = "pool")]
    pub(crate) vector_weight: Option<f64>,
    /// Most words from one key of a pair to the other, 0 to 30; 0 for no pairs [default: 7]
    #[arg(long, value_name = "N", requires = "dictionary")]
    pub(crate) key_window: Option<u8>,
    /// Keys whose entries negate those after them in a clause: an entry after an odd number of them counts as the key not_…
    #[arg(long, value_name = "KEY,…", requires = "dictionary", value_delimiter = ',')]
    pub(crate) key_negation: Vec<String>,
    /// Words after a negating entry in which entries are negated, 1 to 30 [default: 4]
    #[arg(long, value_name = "N", requires = "key_negation")]
    pub(crate) negation_scope: Option<u8>,
    /// Entries that hide shorter ones inside them: those of the same key, or of the whole dictionary [default: key]
    #[arg(long, value_name = "WHICH", requires = "dictionary",
          value_parser = one_of(&[NestedScope::Key, NestedScope::Dictionary]))]
    pub(crate) nested_scope: Option<NestedScope>,
    /// Longest word n-gram, 1 to 3
    #[arg(long, value_name = "N")]
    pub(crate) word_ngrams: Option<u8>,
    /// Lengths of character n-grams, MIN-MAX or none [default: chosen; without a search 2-5, none for long texts]
    #[arg(long, value_name = "MIN-MAX", value_parser = char_ngrams)]
    pub(crate) char_ngrams: Option<CharNgrams>,
    /// Mark words in the scope of a negator
    #[arg(long, value_name = "HOW", value_parser = one_of(&[Negation::Keep, Negation::Scope]))]
    pub(crate) negation: Option<Negation>,
    /// Mark words written in capitals
    #[arg(long, value_name = "HOW", value_parser = one_of(&[Capitals::Ignore, Capitals::Mark]))]
    pub(crate) capitals: Option<Capitals>,
    /// Accepted for old scripts: `once` is the only value left
    #[arg(long, hide = true, value_parser = only("once"))]
    #[allow(dead_code, reason = "its only value is what is done anyway")]
    pub(crate) repeats: Option<String>,
    /// Leave out terms of fewer texts
    #[arg(long, value_name = "N")]
    pub(crate) min_texts: Option<u32>,
    /// Leave out terms of fewer groups, if the rows have groups [default: 1]
    #[arg(long, value_name = "N")]
    pub(crate) min_groups: Option<u32>,
    /// Most terms per label column: those with the largest chi-square statistic [default: all]
    #[arg(long, value_name = "N")]
    pub(crate) max_terms: Option<u32>,
    /// Accepted for old scripts: `count` is the only value left
    #[arg(long, hide = true, value_parser = only("count"))]
    #[allow(dead_code, reason = "its only value is what is done anyway")]
    pub(crate) local: Option<String>,
    /// Weight of a term over the corpus [default: chosen; without a search ratio-idf]
    #[arg(long, value_name = "WEIGHT", value_parser = one_of(&[Scale::None, Scale::Idf, Scale::Ratio, Scale::RatioIdf]))]
    pub(crate) scale: Option<Scale>,
    /// Norm by which the weights of a text are divided
    #[arg(long, value_name = "NORM", value_parser = one_of(&[Norm::SqrtWords, Norm::SqrtSquares]))]
    pub(crate) norm: Option<Norm>,
    /// Penalty of the logistic loss (scikit-learn's 1/C); with --start, on the distance from the model's weights [default:
    /// chosen; without a search 0.06, with --start 3]
    #[arg(long, value_name = "ALPHA")]
    pub(crate) penalty: Option<f64>,
    /// Class weighting; it also shifts the predicted probabilities [default: none]
    #[arg(
        long,
        value_name = "HOW",
        value_parser = one_of(&[ClassWeights::None, ClassWeights::Root, ClassWeights::Balanced])
    )]
    pub(crate) class_weights: Option<ClassWeights>,
    /// Whether each target has weights of its own beside the shared ones [default: chosen; without a search own]
    #[arg(long, value_name = "HOW", value_parser = one_of(&[TargetWeights::Shared, TargetWeights::Own]))]
    pub(crate) target_weights: Option<TargetWeights>,
    /// Solver that finds the weights
    #[arg(long, value_name = "SOLVER", value_parser = one_of(&[Solver::Newton, Solver::LinfaLogistic]))]
    pub(crate) solver: Option<Solver>,
    /// How scores become probabilities
    #[arg(long, value_name = "HOW", value_parser = one_of(&[CalibrationMode::Cv, CalibrationMode::None]))]
    pub(crate) calibration: Option<CalibrationMode>,
}

#[derive(Args)]
pub(crate) struct TrainArgs {
    /// Labelled files with the same label columns
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Model file to write; `-` is standard output
    #[arg(short, long, value_name = "MODEL")]
    pub(crate) output: PathBuf,
    /// Model to start from: its weights are pulled to where they are, the rows are learnt on top, and all its settings are
    /// kept; `shipped` is the shipped model
    #[arg(long, value_name = "MODEL")]
    pub(crate) start: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) learn: LearnArgs,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    #[command(flatten)]
    pub(crate) doubt: DoubtArgs,
}

/// The name of an option's value, as in model files.
pub(crate) fn name(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    debug_assert!(value.is_string(), "an enumerated option is stored by its name, not as {value}");
    value.as_str().unwrap_or_default().to_owned()
}

/// Reads one of these values by its name in model files, so that names are written once, in the library.
pub(super) fn one_of<T>(values: &[T]) -> impl TypedValueParser<Value = T> + use<T>
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    // Clap keeps names for as long as the program runs.
    let names = values.iter().map(|value| &*name(value).leak());
    PossibleValuesParser::new(names).try_map(|name| serde_json::from_value(Value::String(name)))
}

/// Refuses every value but the one that is left of an option whose other values were removed.
fn only(left: &'static str) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |value| match value {
        value if value == left => Ok(value.to_owned()),
        _ => Err(format!("other values than {left} are no longer supported; leave the option out")),
    }
}

/// `MIN-MAX`, or `none`.
fn char_ngrams(lengths: &str) -> Result<CharNgrams, String> {
    if lengths == "none" {
        return Ok(CharNgrams::NONE);
    }
    let parts = lengths.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let (min, max) = parts.ok_or_else(|| format!("`{lengths}` is not MIN-MAX; use for example 2-5, or none"))?;
    Ok(CharNgrams { min, max })
}
