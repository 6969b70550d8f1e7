//! Flags of `stance dictionary`.

use std::path::PathBuf;

use clap::Args;
use stance::text::NestedScope;

use super::learn::one_of;
use super::{InputArgs, OutputArgs};

#[derive(Args)]
pub(crate) struct DictionaryArgs {
    /// Dictionary: quanteda's YAML, LIWC .dic, Lexicoder .lc3, Yoshikoder .ykd, or CSV
    #[arg(value_name = "DICTIONARY")]
    pub(crate) dictionary: PathBuf,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// A statement to count in (repeatable)
    #[arg(long, value_name = "STATEMENT", conflicts_with_all = ["files", "kind", "article_column", "actors"])]
    pub(crate) text: Vec<String>,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// Entries that hide shorter ones inside them: those of the same key, or of the whole dictionary
    #[arg(long, value_name = "WHICH", default_value = "key",
          value_parser = one_of(&[NestedScope::Key, NestedScope::Dictionary]))]
    pub(crate) nested_scope: NestedScope,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
