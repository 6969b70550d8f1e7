//! Flags that say what is read and how.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use stance::corpus::{Delimiter, Encoding, ReadOptions};

use super::LimitArgs;

/// What the input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// One statement per line
    Lines,
    /// Rows with a text column
    Csv,
    /// Rows with tabs instead of commas
    Tsv,
    /// JSON objects with a text key, one per line
    Jsonl,
    /// Whole articles: their quotations are extracted
    Article,
    /// Articles in Markdown
    Markdown,
    /// Articles in HTML
    Html,
    /// Turns that begin with `SPEAKER:`
    Transcript,
    /// A whole document by one speaker, named with --speaker: its sentences
    Document,
}

impl Kind {
    /// Whether the input is rows of statements.
    pub(crate) fn is_rows(self) -> bool {
        matches!(self, Kind::Csv | Kind::Tsv | Kind::Jsonl)
    }

    /// Whether the input is articles, in which statements are to be found.
    pub(crate) fn is_article(self) -> bool {
        !self.is_rows() && self != Kind::Lines
    }
}

#[derive(Default, Args)]
pub(crate) struct InputArgs {
    /// Files, folders and patterns in quotes ('news/*.txt') to read; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What the files hold, or the articles in their column [default: by extension: .csv .tsv .jsonl .ndjson .json .xlsx
    /// .ods are rows, .txt .md .html .docx are articles; standard input is lines for classify, an article for extract]
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// Who speaks in a document (with --as document)
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Rows hold articles in this column: extract from each
    #[arg(long, value_name = "NAME")]
    pub(crate) article_column: Option<String>,
    /// Files are exports of a news archive: nexis, factiva, proquest, or a TOML file with layouts of others [default:
    /// recognised by their contents]
    #[arg(long, value_name = "ARCHIVE")]
    pub(crate) archive: Option<String>,
    /// A table with the columns name, actor, actor_kind and actor_country: speakers called `name` get the other three
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Option<PathBuf>,
    /// Also list indirect statements (S said that …)
    #[arg(long)]
    pub(crate) indirect: bool,
    /// End with 0 even if files of several had to be left out
    #[arg(long)]
    pub(crate) skip_bad_files: bool,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Flags that say what the bytes of files mean.
#[derive(Clone, Default, Args)]
pub(crate) struct ReadingArgs {
    /// Encoding of text: a name such as windows-1252 or utf-16le, or auto [default: UTF-8, unless a byte-order mark or a
    /// web page says otherwise]
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// What separates the fields of CSV: comma, tab, semicolon, pipe, another character, or auto [default: comma, tab for
    /// .tsv, or what a first line `sep=;` says]
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<Delimiter>,
    /// Sheet of a spreadsheet [default: the first that is not hidden]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

impl ReadingArgs {
    /// What the library reads tables with.
    pub(crate) fn options(&self, limit: &LimitArgs) -> ReadOptions {
        ReadOptions {
            encoding: self.encoding.unwrap_or_default(),
            delimiter: self.delimiter.unwrap_or_default(),
            sheet: self.sheet.clone(),
            limit: limit.bytes(),
        }
    }
}
