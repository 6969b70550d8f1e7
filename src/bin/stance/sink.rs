//! Where result rows go: a table for people, CSV or JSONL for programs.

use std::io::{IsTerminal, Write};

use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use stance::corpus::{Bom, Cell, Format as RowFormat, Header, Row, RowWriter};
use stance::{Error, Result};

use crate::cli::{Format, InputArgs};

/// Takes rows of cells.
pub(crate) enum Sink {
    Rows(Box<RowWriter<Box<dyn Write + Send>>>),
    Table { table: Box<Table>, shown: Vec<usize> },
}

/// The format asked for, or the one that fits where output goes.
pub(crate) fn format(args: &InputArgs) -> Format {
    args.format.unwrap_or(match std::io::stdout().is_terminal() {
        true => Format::Table,
        false => Format::Csv,
    })
}

/// The format of rows for programs; `None` where a table or a page is wanted.
pub(crate) fn row_format(args: &InputArgs) -> Option<RowFormat> {
    match format(args) {
        Format::Csv => Some(RowFormat::Csv),
        Format::Jsonl => Some(RowFormat::Jsonl),
        Format::Table | Format::Html => None,
    }
}

impl Sink {
    /// A sink on standard output. Tables show the added columns for which `shown` holds, and none that are carried.
    pub(crate) fn open(
        args: &InputArgs,
        carried: &Header,
        added: &[&str],
        shown: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let rows = match format(args) {
            Format::Csv => RowFormat::Csv,
            Format::Jsonl => RowFormat::Jsonl,
            Format::Html => return Err(Error::options("--format", "html is a page, not rows")),
            Format::Table => {
                let mut table = Table::new();
                table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
                if !std::io::stdout().is_terminal() {
                    table.set_width(120);
                }
                let shown: Vec<usize> =
                    (0..added.len()).filter(|k| added.get(*k).is_some_and(|name| shown(name))).collect();
                table.set_header(
                    shown.iter().filter_map(|k| added.get(*k)).map(|n| n.replace("predicted_", "").replace('_', " ")),
                );
                return Ok(Sink::Table { table: Box::new(table), shown });
            }
        };
        let bom = if args.bom { Bom::With } else { Bom::Without };
        let out: Box<dyn Write + Send> = Box::new(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout()));
        Ok(Sink::Rows(Box::new(RowWriter::new(out, "standard output", rows, carried, added, bom)?)))
    }

    /// Writes a row that was read, with added cells.
    pub(crate) fn row(&mut self, row: Option<&Row>, cells: &[Cell<'_>]) -> Result<()> {
        match (self, row) {
            (Sink::Rows(writer), Some(row)) => writer.write(row, cells),
            (Sink::Rows(writer), None) => writer.write_cells(cells),
            (Sink::Table { table, shown }, _) => {
                table.add_row(shown.iter().filter_map(|k| cells.get(*k)).map(plain));
                Ok(())
            }
        }
    }

    /// Writes what is held back.
    pub(crate) fn finish(self) -> Result<()> {
        let fail = |e| Error::io("write", "standard output", e);
        match self {
            Sink::Rows(writer) => writer.finish()?.flush().map_err(fail),
            Sink::Table { table, .. } => writeln!(anstream::stdout(), "{table}").map_err(fail),
        }
    }
}

/// A cell as a table shows it.
pub(crate) fn plain(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Json(text) => (*text).to_owned(),
        Cell::Integer(n) => n.to_string(),
        Cell::Number(x) | Cell::Rounded(x, _) => format!("{x:.2}"),
        Cell::Spans(spans) => spans.iter().map(|(a, b)| format!("{a}-{b}")).collect::<Vec<_>>().join(";"),
    }
}
