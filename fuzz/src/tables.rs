//! Tables: what is read does not depend on how the bytes arrive, and what is written reads back.

use std::io::Read;

use arbitrary::{Arbitrary, Unstructured};
use stance::corpus::{
    Bom, Cell, Faults, Format, Header, LabelledOptions, Row, RowReader, RowWriter, begins_as_json, read_labelled,
};
use stance::error::{Class, Place};

/// Bytes of the largest record.
const LIMIT: usize = 1 << 12;

/// Gives its bytes in pieces of at most `size`.
struct Pieces<'d> {
    rest: &'d [u8],
    size: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (piece, rest) = self.rest.split_at(self.rest.len().min(self.size).min(buffer.len()));
        buffer[..piece.len()].copy_from_slice(piece);
        self.rest = rest;
        Ok(piece.len())
    }
}

/// Rows of CSV and TSV.
pub fn csv(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else { return };
    let formats = [Format::Csv, Format::Tsv];
    let format = formats[usize::from(kind / 2) % formats.len()];
    raw(bytes, format, usize::from(kind / 4) + 1);
    written(bytes, format);
}

/// Rows of JSONL.
pub fn jsonl(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else { return };
    let _ = begins_as_json(bytes);
    raw(bytes, Format::Jsonl, usize::from(kind / 4) + 1);
    written(bytes, Format::Jsonl);
}

/// Any bytes: the same rows however they arrive, and an error of the class of data.
fn raw(bytes: &[u8], format: Format, size: usize) {
    for faults in [Faults::Stop, Faults::SkipAndCount] {
        let whole = rows(bytes, format, faults);
        assert_eq!(
            rows(Pieces { rest: bytes, size }, format, faults),
            whole,
            "the rows depend on how the bytes arrive"
        );
    }
    let options = LabelledOptions { labels: vec!["label".to_owned()], ..LabelledOptions::default() };
    for faults in [Faults::Stop, Faults::SkipAndCount] {
        if let Err(error) = read_labelled(bytes, format, "a", faults, &options) {
            assert!([Class::Data as u8, Class::Usage as u8].contains(&(error.class() as u8)), "{error}");
        }
    }
}

/// The header, the cells of every row, the number of rows left out, and the error.
type Read1 = (Vec<String>, Vec<Vec<String>>, u64, Option<String>);

fn rows(input: impl Read, format: Format, faults: Faults) -> Read1 {
    let mut reader = match RowReader::with_limit(input, format, "a", faults, LIMIT) {
        Ok(reader) => reader,
        Err(error) => {
            assert_eq!(error.class() as u8, Class::Data as u8, "{error}");
            return (Vec::new(), Vec::new(), 0, Some(error.to_string()));
        }
    };
    let header = reader.header();
    let (mut rows, mut row, mut record) = (Vec::new(), Row::default(), 0);
    let error = loop {
        match reader.read(&mut row) {
            Ok(true) => {
                assert!(row.record > record, "records are numbered in order");
                record = row.record;
                rows.push((0..header.len()).map(|column| row.text(column).to_owned()).collect());
            }
            Ok(false) => break None,
            Err(error) => {
                assert_eq!(error.class() as u8, Class::Data as u8, "{error}");
                break Some(error.to_string());
            }
        }
    };
    let _ = reader.remarks();
    (header.names().to_vec(), rows, reader.skipped(), error)
}

/// A table of any cells.
#[derive(Arbitrary, Debug)]
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A table that is written reads back as it was.
fn written(bytes: &[u8], format: Format) {
    let Ok(Table { names, rows: cells }) = Table::arbitrary(&mut Unstructured::new(bytes)) else { return };
    // A column without a name is given one, and a byte-order mark is no part of a name.
    let unnamed = |name: &String| name.is_empty() || name.starts_with('\u{feff}');
    if names.is_empty() || names.len() > 8 || names.iter().any(unnamed) {
        return;
    }
    // Zeros make text look like UTF-16, which is refused.
    if names.iter().chain(cells.iter().flatten()).any(|cell| cell.contains('\0')) {
        return;
    }
    let Ok(none) = Header::new(Vec::new(), Place::file("a")) else { return };
    let added: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut out = RowWriter::new(Vec::new(), "a", format, &none, &added, Bom::Without).expect("nothing is carried");
    let mut expected = Vec::new();
    for row in cells.iter().take(16) {
        let row: Vec<&str> = (0..names.len()).map(|at| row.get(at).map_or("", String::as_str)).collect();
        let values: Vec<Cell<'_>> = row.iter().map(|text| Cell::Text(text)).collect();
        out.write_cells(&values).expect("memory takes any row");
        expected.push(row.into_iter().map(str::to_owned).collect::<Vec<_>>());
    }
    let bytes = out.finish().expect("memory takes any row");
    let unique: std::collections::BTreeSet<_> = names.iter().collect();
    let (header, found, skipped, error) = rows(bytes.as_slice(), format, Faults::Stop);
    if unique.len() < names.len() || bytes.len() > LIMIT {
        return;
    }
    // Without a row there is no object, and so no key; in one column an empty cell is an empty line.
    if format == Format::Jsonl && expected.is_empty() {
        return;
    }
    assert_eq!((error, skipped), (None, 0), "{:?}", String::from_utf8_lossy(&bytes));
    assert_eq!(header, names);
    assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(&bytes));
}
