//! Flags that say how results are written.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use stance::corpus::Bom;

/// How results are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// For spreadsheets and scripts
    Csv,
    /// One JSON object per line
    Jsonl,
    /// A page for reading, checking and correcting
    Html,
}

#[derive(Args)]
pub(crate) struct OutputArgs {
    /// How to write [default: table on a terminal, csv otherwise]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Begin CSV with a byte-order mark, for spreadsheets
    #[arg(long)]
    bom: bool,
}

impl OutputArgs {
    /// The format asked for, or the one that suits where the output goes.
    pub(crate) fn format(&self) -> Format {
        let default = || if std::io::stdout().is_terminal() { Format::Table } else { Format::Csv };
        self.format.unwrap_or_else(default)
    }

    /// Whether CSV begins with a byte-order mark.
    pub(crate) fn bom(&self) -> Bom {
        if self.bom { Bom::With } else { Bom::Without }
    }
}
