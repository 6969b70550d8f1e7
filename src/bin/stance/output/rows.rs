//! CSV and JSONL, for programs.

use std::io::Write;

use stance::columns::{PredictionColumns, PredictionRow};
use stance::corpus::{Bom, Cell, Format, Header, Output as Destined, RowWriter};
use stance::{Error, Result};

use super::destination::Destination;
use super::format::Output;
use super::row_columns::{self, cells};
use super::streams::STANDARD_OUTPUT;
use crate::input::{Item, Shape, Source};

/// Rows with columns added.
pub(crate) struct RowOutput<'p> {
    format: Format,
    bom: Bom,
    /// The columns of the rows read; none for other input.
    carried: Header,
    added: Vec<String>,
    predicted: &'p PredictionColumns<'p>,
    to: &'p Destination,
}

impl<'p> RowOutput<'p> {
    /// For rows of this shape.
    pub(crate) fn new(
        shape: &Shape,
        predicted: &'p PredictionColumns<'p>,
        format: Format,
        bom: Bom,
        to: &'p Destination,
    ) -> Result<Self> {
        let carried = match shape {
            Shape::Rows { header, .. } => (**header).clone(),
            Shape::Text | Shape::Statements { .. } => Header::default(),
        };
        Ok(Self { format, bom, carried, added: row_columns::names(shape, predicted)?, predicted, to })
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
    out: Destined,
    /// What is to be written before the first row.
    header: Option<Vec<u8>>,
}

impl Output for RowOutput<'_> {
    type Part = Part;
    type Sink = Sink;

    fn begin(&self, part: &mut Part) -> Result<()> {
        let mut memory = std::mem::take(&mut part.bytes);
        memory.clear();
        part.writer = Some(RowWriter::part(memory, STANDARD_OUTPUT, self.format, &self.carried, &self.added())?);
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
        let header = RowWriter::new(empty, STANDARD_OUTPUT, self.format, &self.carried, &self.added(), self.bom)?;
        Ok(Sink { out: self.to.open()?, header: Some(header.finish()?) })
    }

    fn take(&self, sink: &mut Sink, part: &mut Part) -> Result<()> {
        if let Some(header) = sink.header.take() {
            write(&mut sink.out, &header)?;
        }
        write(&mut sink.out, &part.bytes)
    }

    fn finish(&self, mut sink: Sink) -> Result<()> {
        self.take(&mut sink, &mut Part::default())?;
        sink.out.commit()
    }
}

fn write(out: &mut Destined, bytes: &[u8]) -> Result<()> {
    out.write_all(bytes).map_err(|error| Error::io("write", out.name().to_owned(), error))
}
