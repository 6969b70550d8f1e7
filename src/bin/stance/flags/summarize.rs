//! Flags of `summarize`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use stance::estimate::{Date, DateOrder, Over};

use super::{LimitArgs, ReadingArgs};
use crate::output::Destination;

/// How summaries are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// For people
    Table,
    /// One row per cell and class, for spreadsheets and scripts
    Csv,
    /// For scripts, and for `verify`
    Json,
    /// A page with pictures
    Html,
}

/// How dates of three numbers such as 04/03/2026 are read.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
}

#[derive(Args)]
pub(crate) struct SummarizeArgs {
    /// Labelled rows, as `classify` writes them
    #[arg(value_name = "LABELLED", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Form groups by this column, such as speaker_name, actor or outlet (repeatable: combinations)
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Vec<String>,
    /// Periods: day, week, month, quarter or year, or the values of a column
    #[arg(long, value_name = "PERIOD")]
    pub(crate) over: Option<Over>,
    /// Head to summarise [default: the first that was predicted]
    #[arg(long, value_name = "NAME", conflicts_with = "label")]
    pub(crate) head: Option<String>,
    /// Summarise the labels of this column instead, whoever gave them
    #[arg(long, value_name = "COLUMN")]
    pub(crate) label: Option<String>,
    /// The sample that people coded, as `sample` drew it: corrects the shares and gives them intervals
    #[arg(long, value_name = "FILE")]
    pub(crate) coded: Option<PathBuf>,
    /// Column of the coded sample with the codes [default: the name of the head]
    #[arg(long, value_name = "COLUMN", requires = "coded")]
    pub(crate) code_column: Option<String>,
    /// The coded rows are a random sample in which every statement had the same chance, and have no probabilities
    #[arg(long, requires = "coded")]
    pub(crate) equal_chance: bool,
    /// What `evaluate --format json` wrote for the model: without a coded sample its errors are used for a guess
    #[arg(long, value_name = "FILE", conflicts_with = "coded")]
    pub(crate) errors: Option<PathBuf>,
    /// Hold back groups and periods with fewer statements
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) min_cell: u64,
    /// Position of a class, such as support=1 (repeatable) [default: 1 for support, favor and positive, -1 for oppose, against
    /// and negative, 0 for neutral]
    #[arg(long, value_name = "CLASS=NUMBER", value_parser = position)]
    pub(crate) position: Vec<(String, f64)>,
    /// Compare each group of --by with all other statements
    #[arg(long, requires = "by")]
    pub(crate) compare: bool,
    /// Compare the statements before this day with those from it on
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) before_after: Option<Date>,
    /// Count statements that are copies of an earlier one, same words and speaker, too, and near copies
    #[arg(long)]
    pub(crate) keep_copies: bool,
    /// Count near copies too: nearly the same words, same speaker and label, another document
    #[arg(long, conflicts_with = "keep_copies")]
    pub(crate) keep_near_copies: bool,
    /// Column with the date [default: date, if present; then the date in the name of the file, then the article's own]
    #[arg(long, value_name = "NAME")]
    pub(crate) date_column: Option<String>,
    /// How dates such as 04/03/2026 are read [default: not at all]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) date_order: Option<Order>,
    /// Column with the document [default: file, if present]
    #[arg(long, value_name = "NAME")]
    pub(crate) document_column: Option<String>,
    /// Column with the speaker
    #[arg(long, value_name = "NAME", default_value = "speaker_name")]
    pub(crate) speaker_column: String,
    /// Column with the statement
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// Also write the speakers as a table of actors (CSV), to be corrected and given to `classify --actors`
    #[arg(long, value_name = "FILE")]
    pub(crate) actors_table: Option<PathBuf>,
    /// How to write [default: by the extension of --output; else table]
    #[arg(long, value_enum)]
    pub(crate) format: Option<SummaryFormat>,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) output: Destination,
}

impl SummarizeArgs {
    /// The format asked for, or the one that the extension of the output stands for.
    pub(crate) fn format(&self) -> SummaryFormat {
        let extension = self.output.path().and_then(|path| path.extension()?.to_str()).map(str::to_ascii_lowercase);
        self.format.unwrap_or(match extension.as_deref() {
            Some("csv") => SummaryFormat::Csv,
            Some("json") => SummaryFormat::Json,
            Some("html" | "htm") => SummaryFormat::Html,
            _ => SummaryFormat::Table,
        })
    }

    /// How dates of three numbers are read.
    pub(crate) fn order(&self) -> DateOrder {
        match self.date_order {
            None => DateOrder::Unknown,
            Some(Order::Dmy) => DateOrder::DayFirst,
            Some(Order::Mdy) => DateOrder::MonthFirst,
        }
    }
}

/// A class and its position.
fn position(typed: &str) -> Result<(String, f64), &'static str> {
    let (class, number) = typed.rsplit_once('=').ok_or("write CLASS=NUMBER, such as support=1")?;
    let number = number.trim().parse().ok().filter(|number: &f64| number.is_finite());
    Ok((class.trim().to_owned(), number.ok_or("write a number after `=`, such as support=1")?))
}

/// A day.
fn date(typed: &str) -> Result<Date, &'static str> {
    Date::read(typed, DateOrder::Unknown).ok_or("write the day as YYYY-MM-DD")
}
