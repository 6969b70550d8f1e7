//! Flags that say how results are written.

use clap::{Args, ValueEnum};
use stance::corpus::Bom;

use crate::output::Destination;

/// How results are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// For spreadsheets and scripts
    Csv,
    /// As CSV, with tabs
    Tsv,
    /// Rows with the separator and the encoding of the rows read
    Same,
    /// One JSON object per line
    #[value(alias = "ndjson")]
    Jsonl,
    /// A JSON array of objects
    Json,
    /// Tasks with predictions for Label Studio (JSON)
    LabelStudio,
    /// Texts with suggested labels for doccano (JSONL)
    Doccano,
    /// Examples with suggested choices for Prodigy (JSONL)
    Prodigy,
    /// A page for reading, checking and correcting
    Html,
}

#[derive(Args)]
pub(crate) struct OutputArgs {
    /// How to write [default: table on a terminal; by the extension of --output; else csv]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Begin CSV and TSV with a byte-order mark, for spreadsheets
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    destination: Destination,
}

impl OutputArgs {
    /// The format asked for, or the one that suits where the output goes.
    pub(crate) fn format(&self) -> Format {
        let default = || if self.destination.is_terminal() { Format::Table } else { Format::Csv };
        self.format.or_else(|| self.by_extension()).unwrap_or_else(default)
    }

    /// Whether a format is asked for by its name.
    pub(crate) fn names_format(&self) -> bool {
        self.format.is_some()
    }

    /// The format that the extension of the output file stands for.
    fn by_extension(&self) -> Option<Format> {
        let path = self.destination.path()?;
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "json" => Some(Format::Json),
            "html" | "htm" => Some(Format::Html),
            "txt" => Some(Format::Table),
            _ => None,
        }
    }

    /// Where results go.
    pub(crate) fn destination(&self) -> &Destination {
        &self.destination
    }

    /// Whether CSV begins with a byte-order mark.
    pub(crate) fn bom(&self) -> Bom {
        if self.bom { Bom::With } else { Bom::Without }
    }
}
