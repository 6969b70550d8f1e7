//! Statements in, labelled statements out, as they come: read, labelled and written in batches, by several threads, in
//! order, in memory that does not grow with the input.

mod lines;
mod progress;
mod table;

use std::io::Write;

pub(crate) use lines::of_lines;
use stance::corpus::{Bom, Cell, Format, Header, Row, RowWriter};
use stance::{Error, Result};
pub(crate) use table::of_rows;

use crate::classify::shown;
use crate::cli::InputArgs;
use crate::sink::{self, Sink};

/// A batch ends after so many bytes: enough that handing it over costs nothing, little enough to stay in cache.
const BATCH: usize = 1 << 18;
/// What errors call the output.
const OUTPUT: &str = "standard output";

/// What came of a batch: bytes, or the rows of a table.
#[derive(Default)]
struct Labelled {
    bytes: Vec<u8>,
    table: Vec<Vec<String>>,
}

/// How rows are written.
struct Layout<'l> {
    /// `None` for a table.
    format: Option<Format>,
    /// Columns of the rows read; none for lines.
    carried: Header,
    added: Vec<&'l str>,
}

/// Where results go.
enum Out {
    Bytes(Box<dyn Write + Send>),
    Table(Box<Sink>),
}

impl Out {
    /// Begins the output. A table has no room for every column that was carried: it shows the one called `text` first.
    fn open(input: &InputArgs, layout: &Layout<'_>, text: &str) -> Result<Self> {
        let Some(format) = layout.format else {
            let names: Vec<&str> = match layout.carried.is_empty() {
                true => layout.added.clone(),
                false => std::iter::once(text).chain(layout.added.iter().copied()).collect(),
            };
            let sink = Sink::open(input, &Header::default(), &names, |n| n == text || shown(n))?;
            return Ok(Out::Table(Box::new(sink)));
        };
        let bom = if input.bom { Bom::With } else { Bom::Without };
        let header = RowWriter::new(Vec::new(), OUTPUT, format, &layout.carried, &layout.added, bom)?.finish()?;
        let mut out = std::io::stdout();
        out.write_all(&header).map_err(|e| Error::io("write", OUTPUT, e))?;
        Ok(Out::Bytes(Box::new(out)))
    }

    fn take(&mut self, labelled: &mut Labelled) -> Result<()> {
        match self {
            Out::Bytes(out) => out.write_all(&labelled.bytes).map_err(|e| Error::io("write", OUTPUT, e)),
            Out::Table(sink) => labelled.table.drain(..).try_for_each(|row| {
                let cells: Vec<Cell<'_>> = row.iter().map(|c| Cell::Text(c)).collect();
                sink.row(None, &cells)
            }),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Out::Bytes(mut out) => out.flush().map_err(|e| Error::io("write", OUTPUT, e)),
            Out::Table(sink) => sink.finish(),
        }
    }
}

/// Writes the rows of one batch.
enum Writer {
    Rows(RowWriter<Vec<u8>>),
    Table(Vec<Vec<String>>),
}

impl Writer {
    /// A writer into the memory of `labelled`.
    fn new(labelled: &mut Labelled, layout: &Layout<'_>) -> Result<Self> {
        let Some(format) = layout.format else { return Ok(Writer::Table(Vec::new())) };
        labelled.bytes.clear();
        let memory = std::mem::take(&mut labelled.bytes);
        Ok(Writer::Rows(RowWriter::part(memory, OUTPUT, format, &layout.carried, &layout.added)?))
    }

    /// A row that was read, with added cells; a table shows `text` before them.
    fn row(&mut self, row: &Row, text: &str, cells: &[Cell<'_>]) -> Result<()> {
        match self {
            Writer::Rows(writer) => writer.write(row, cells)?,
            Writer::Table(table) => {
                table.push(std::iter::once(text.to_owned()).chain(cells.iter().map(sink::plain)).collect());
            }
        }
        Ok(())
    }

    /// Cells alone.
    fn cells(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        match self {
            Writer::Rows(writer) => writer.write_cells(cells)?,
            Writer::Table(table) => table.push(cells.iter().map(sink::plain).collect()),
        }
        Ok(())
    }

    fn finish(self, labelled: &mut Labelled) -> Result<()> {
        match self {
            Writer::Rows(writer) => labelled.bytes = writer.finish()?,
            Writer::Table(table) => labelled.table = table,
        }
        Ok(())
    }
}
