//! Flags of `stance seed`.

use std::path::PathBuf;

use clap::Args;
use stance::text::Language;

use super::learn::one_of;
use super::{LimitArgs, ReadingArgs, ScoreFormat, UnlabelledArgs};

#[derive(Args)]
pub(crate) struct SeedArgs {
    /// Seed words: a dictionary whose outermost keys are the classes
    #[arg(long, value_name = "FILE")]
    pub(crate) seeds: PathBuf,
    #[command(flatten)]
    pub(crate) pool: UnlabelledArgs,
    /// Model file to write; `-` is standard output
    #[arg(short, long, value_name = "MODEL")]
    pub(crate) output: PathBuf,
    /// Name of the label column that the model stands for
    #[arg(long, value_name = "NAME", default_value = "stance")]
    pub(crate) label: String,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// Stemming language, or none
    #[arg(long, hide_possible_values = true, value_parser = one_of(Language::ALL))]
    pub(crate) language: Option<Language>,
    /// How to write what the seeds do: for people on standard error, or as JSON on standard output
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ScoreFormat,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}
