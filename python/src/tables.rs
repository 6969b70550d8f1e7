//! Tables as Python gives them: columns in memory, or a file.

use std::io::{Cursor, Read};
use std::path::Path;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use stance::corpus::{
    Bom, Cell, Faults, Field, Format, Header, ReadOptions, Row, RowReader, RowWriter, open_seen, table_input,
};
use stance::error::Place;
use stance::model::{InputFile, SharedHasher};

use crate::cells::{Round, object};
use crate::errors::raise;
use crate::texts::Texts;

/// A table: its name in errors, and its columns; without columns the name is the path of a file.
#[derive(FromPyObject)]
pub(crate) struct Table(String, Option<Vec<(String, Texts)>>);

impl Table {
    /// Gives a reader of the rows to `use_rows`. Returns the digest of a file, and what was recognised in it, each note a
    /// sentence.
    pub(crate) fn read(
        &self,
        use_rows: impl FnOnce(RowReader<Box<dyn Read + Send>>) -> stance::Result<()>,
    ) -> stance::Result<(Option<InputFile>, Vec<String>)> {
        let Table(name, columns) = self;
        if let Some(columns) = columns {
            let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(written(columns, name)?));
            use_rows(RowReader::new(bytes, Format::Csv, name, Faults::Stop)?)?;
            return Ok((None, Vec::new()));
        }
        let path = Path::new(name);
        let hasher = SharedHasher::default();
        let seen = hasher.clone();
        let input = open_seen(path, move |bytes| seen.add(bytes))?;
        let mut table = table_input(input, path, Format::of_path(path), &ReadOptions::default())?;
        let notes = table.notes.drain(..).map(|note| format!("{name}: {note}")).collect();
        use_rows(table.rows(name, Faults::Stop)?)?;
        Ok((Some(InputFile { file: name.clone(), sha256: hasher.finish() }), notes))
    }
}

/// The rows of a file, one dictionary per row, and what was recognised in the file.
#[pyfunction]
pub(crate) fn read_rows(py: Python<'_>, file: String) -> PyResult<(Bound<'_, PyList>, Vec<String>)> {
    let mut names: Vec<String> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let read = py.detach(|| {
        Table(file, None).read(|mut reader| {
            names = reader.header().names().to_vec();
            rows = reader.rows().collect::<stance::Result<_>>()?;
            Ok(())
        })
    });
    let (_, notes) = read.map_err(raise)?;
    let list = PyList::empty(py);
    for row in &rows {
        let dictionary = PyDict::new(py);
        for (at, name) in names.iter().enumerate() {
            let cell = match row.field(at) {
                Field::Absent => continue,
                Field::Text(text) => Cell::Text(text),
                Field::Json(json) => Cell::Json(json),
            };
            dictionary.set_item(name, object(py, cell, Round::No)?)?;
        }
        list.append(dictionary)?;
    }
    Ok((list, notes))
}

/// A table as CSV, which the library reads with the checks that files get.
pub(crate) fn written(columns: &[(String, Texts)], name: &str) -> stance::Result<Vec<u8>> {
    let header = Header::new(columns.iter().map(|(name, _)| name.clone()).collect(), Place::file(name))?;
    let names: Vec<&str> = header.names().iter().map(String::as_str).collect();
    let views: Vec<Vec<Option<&str>>> = columns.iter().map(|(_, cells)| cells.views()).collect();
    let mut writer = RowWriter::new(Vec::new(), name, Format::Csv, &Header::default(), &names, Bom::Without)?;
    for row in 0..views.first().map_or(0, Vec::len) {
        let cells: Vec<Cell<'_>> =
            views.iter().map(|column| column.get(row).copied().flatten().map_or(Cell::Empty, Cell::Text)).collect();
        writer.write_cells(&cells)?;
    }
    writer.finish()
}
