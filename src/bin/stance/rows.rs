//! Files as typed → what they hold; rows that hold articles.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use stance::corpus::{Faults, Format, RowReader, open, unpacked_name};
use stance::error::Place;
use stance::{Error, Result};

use crate::cli::{InputArgs, Kind};

/// The files given; standard input if there is none and it is not a terminal.
pub(crate) fn files(input: &InputArgs) -> Result<Vec<PathBuf>> {
    if input.files.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Error::options("FILE", "is missing; name a file, or `-` for standard input"));
        }
        return Ok(vec![PathBuf::from("-")]);
    }
    Ok(input.files.clone())
}

/// What a file holds, by `--as`, else by its extension.
pub(crate) fn kind(input: &InputArgs, path: &Path) -> Result<Kind> {
    if let Some(kind) = input.kind {
        return Ok(kind);
    }
    if path == Path::new("-") {
        return Ok(Kind::Lines);
    }
    let extension = unpacked_name(path).extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("csv" | "tsv" | "tab") => Ok(Kind::Csv),
        Some("jsonl" | "ndjson") => Ok(Kind::Jsonl),
        Some("txt" | "text" | "md" | "markdown" | "html" | "htm" | "xhtml") => Ok(Kind::Article),
        _ => Err(Error::options(
            "--as",
            format!(
                "{} has no extension that says what it holds; give --as lines, csv, jsonl, article, transcript or document",
                path.display()
            ),
        )),
    }
}

/// A reader of rows; `--as` decides between CSV and JSONL where the extension does not. `count` counts the bytes read.
pub(crate) fn reader(
    input: &InputArgs,
    path: &Path,
    count: &Arc<AtomicU64>,
) -> Result<RowReader<Box<dyn Read + Send>>> {
    let format = match (input.kind, Format::of_path(path)) {
        (Some(Kind::Jsonl), _) => Format::Jsonl,
        (Some(Kind::Csv), Some(Format::Tsv)) => Format::Tsv,
        (Some(Kind::Csv), _) => Format::Csv,
        (_, format) => format.unwrap_or(Format::Csv),
    };
    RowReader::new(open(path, count)?, format, &path.display().to_string(), Faults::Stop)
}

/// Refuses files whose columns differ from those of the first.
pub(crate) fn same_header(first: &[String], next: &[String], file: &str) -> Result<()> {
    if first == next {
        return Ok(());
    }
    let problem = format!(
        "has the columns {}, but the first file has {}; classify it on its own",
        next.join(", "),
        first.join(", ")
    );
    Err(Error::data(Place::file(file), problem))
}

/// Refuses a number of threads that cannot be.
pub(crate) fn check_threads(threads: usize) -> Result<()> {
    match threads {
        0 => Err(Error::options("--threads", "0 is out of range; use 1 or more")),
        _ => Ok(()),
    }
}

/// A cell with text of its own.
#[derive(Clone, Debug)]
pub(crate) enum OwnedCell {
    Empty,
    Text(String),
    Json(String),
    Number(f64),
}

impl OwnedCell {
    /// A copy of a predicted cell.
    pub(crate) fn of(cell: &stance::corpus::Cell<'_>) -> Self {
        use stance::corpus::Cell;
        match cell {
            Cell::Text(text) => OwnedCell::Text((*text).to_owned()),
            Cell::Json(json) => OwnedCell::Json((*json).to_owned()),
            Cell::Number(x) | Cell::Rounded(x, _) => OwnedCell::Number(*x),
            Cell::Empty | Cell::Integer(_) | Cell::Spans(_) => OwnedCell::Empty,
        }
    }

    pub(crate) fn cell(&self) -> stance::corpus::Cell<'_> {
        use stance::corpus::Cell;
        match self {
            OwnedCell::Empty => Cell::Empty,
            OwnedCell::Text(text) => Cell::Text(text),
            OwnedCell::Json(json) => Cell::Json(json),
            OwnedCell::Number(x) => Cell::Rounded(*x, 6),
        }
    }
}
