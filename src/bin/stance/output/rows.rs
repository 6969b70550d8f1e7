//! CSV and JSONL, for programs.

use std::borrow::Cow;

use stance::columns::{PredictionColumns, PredictionRow};
use stance::corpus::{Bom, Cell, Header, RowWriter, encode};
use stance::{Error, Result};

use super::destination::Destination;
use super::format::Output;
use super::json_lines::JsonLines;
use super::row_columns::{self, cells};
use super::streams::STANDARD_OUTPUT;
use crate::input::{Dialect, Item, Shape, Source};

/// Rows with columns added.
pub(crate) struct RowOutput<'p> {
    dialect: Dialect,
    bom: Bom,
    /// The columns of the rows read; none for other input.
    carried: Header,
    added: Vec<String>,
    predicted: &'p PredictionColumns<'p>,
    to: &'p Destination,
    /// Whether JSON objects are the elements of an array.
    array: bool,
}

impl<'p> RowOutput<'p> {
    /// For rows of this shape.
    pub(crate) fn new(
        shape: &Shape,
        predicted: &'p PredictionColumns<'p>,
        dialect: Dialect,
        bom: Bom,
        to: &'p Destination,
    ) -> Result<Self> {
        let carried = match shape {
            Shape::Rows { header, .. } => (**header).clone(),
            Shape::Text | Shape::Statements { .. } => Header::default(),
        };
        let wide = dialect.encoding.starts_with("UTF-16");
        let bom = if wide { Bom::With } else { bom };
        Ok(Self { dialect, bom, carried, added: row_columns::names(shape, predicted)?, predicted, to, array: false })
    }

    /// These rows as JSON objects in an array.
    pub(crate) fn in_array(self) -> Self {
        Self { array: true, ..self }
    }

    /// Writes whole records, which are UTF-8, in the encoding asked for.
    fn write(&self, out: &mut JsonLines, bytes: &[u8]) -> Result<()> {
        let encoded = match self.dialect.encoding {
            "UTF-8" => Cow::Borrowed(bytes),
            name => Cow::Owned(encode(&String::from_utf8_lossy(bytes), name, out.name())?),
        };
        out.write(&encoded)
    }

    fn added(&self) -> Vec<&str> {
        self.added.iter().map(String::as_str).collect()
    }
}

/// Rows as they are written.
#[derive(Default)]
pub(crate) struct Part {
    bytes: Vec<u8>,
    /// Writes into the memory of `bytes` while the part is filled.
    writer: Option<RowWriter<Vec<u8>>>,
}

/// The destination.
pub(crate) struct Sink {
    out: JsonLines,
    /// What is to be written before the first row.
    header: Option<Vec<u8>>,
}

impl Output for RowOutput<'_> {
    type Part = Part;
    type Sink = Sink;

    fn begin(&self, part: &mut Part) -> Result<()> {
        let mut memory = std::mem::take(&mut part.bytes);
        memory.clear();
        part.writer =
            Some(RowWriter::part(memory, STANDARD_OUTPUT, self.dialect.format, &self.carried, &self.added())?);
        Ok(())
    }

    fn item(&self, part: &mut Part, item: &Item<'_>, labels: &PredictionRow) -> Result<()> {
        let Some(writer) = &mut part.writer else {
            return Err(Error::options("output", "was not begun"));
        };
        let mut cells = cells(item);
        cells.extend(self.predicted.cells(labels));
        if let Source::Row(row) = item.source {
            return writer.write(row, &cells);
        }
        cells.resize(self.added.len(), Cell::Empty);
        writer.write_cells(&cells)
    }

    fn end(&self, part: &mut Part) -> Result<()> {
        if let Some(writer) = part.writer.take() {
            part.bytes = writer.finish()?;
        }
        Ok(())
    }

    fn open(&self) -> Result<Sink> {
        let empty = Vec::new();
        let header =
            RowWriter::new(empty, STANDARD_OUTPUT, self.dialect.format, &self.carried, &self.added(), self.bom)?;
        let out = JsonLines::new(self.to.open()?, self.array);
        Ok(Sink { out, header: Some(header.finish()?) })
    }

    fn take(&self, sink: &mut Sink, part: &mut Part) -> Result<()> {
        if let Some(header) = sink.header.take() {
            self.write(&mut sink.out, &header)?;
        }
        self.write(&mut sink.out, &part.bytes)
    }

    fn finish(&self, mut sink: Sink) -> Result<()> {
        self.take(&mut sink, &mut Part::default())?;
        sink.out.finish()
    }
}
