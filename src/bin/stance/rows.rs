//! Files as typed → what they hold; rows that hold articles.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use stance::corpus::{Faults, Format, Row, RowReader, open, unpacked_name};
use stance::error::Place;
use stance::quotation::Statement;
use stance::span::CodePoints;
use stance::{Error, Result};

use crate::articles::{self, Cells};
use crate::cli::{InputArgs, Kind};
use crate::sink::Sink;

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
        Some("csv" | "tsv") => Ok(Kind::Csv),
        Some("jsonl" | "ndjson") => Ok(Kind::Jsonl),
        Some("txt" | "md") => Ok(Kind::Article),
        _ => Err(Error::options(
            "--as",
            format!(
                "{} has no extension that says what it holds; give --as lines, csv, jsonl or article",
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

/// Extracts from the articles in a column of rows and writes a row a statement, the row's other columns carried. An
/// article without statements keeps one row. `predict` adds cells to each statement of a row.
pub(crate) fn articles_of_rows(
    input: &InputArgs,
    column: &str,
    added: &[&str],
    shown: impl Fn(&str) -> bool + Copy,
    mut predict: impl FnMut(&Row, &[Statement]) -> Result<Vec<(usize, Vec<OwnedCell>)>>,
) -> Result<()> {
    let mut sink = None;
    let mut left = 0;
    let mut first: Vec<String> = Vec::new();
    for path in files(input)? {
        let mut reader = reader(input, &path, &Arc::default())?;
        let header = reader.header();
        let name = path.display().to_string();
        let at = header.require(column, &name, "name the column that holds the articles with --article-column")?;
        let sink = match &mut sink {
            Some(sink) => {
                same_header(&first, header.names(), &name)?;
                sink
            }
            None => {
                first = header.names().to_vec();
                sink.insert(Sink::open(input, &header, added, shown)?)
            }
        };
        let mut row = Row::default();
        while reader.read(&mut row)? {
            let article = row.text(at).to_owned();
            let extraction = articles::extract(&article, input.indirect);
            left += extraction.indirect_left_aside;
            let points = CodePoints::new(&article);
            let predicted = predict(&row, &extraction.statements)?;
            if predicted.is_empty() {
                let cells = Cells::empty(&name);
                let mut cells = cells.cells();
                cells.resize(added.len(), stance::corpus::Cell::Empty);
                sink.row(Some(&row), &cells)?;
            }
            for (k, more) in &predicted {
                let Some(statement) = extraction.statements.get(*k) else { continue };
                let own = Cells::new(&name, &article, &points, statement);
                let mut cells = own.cells();
                cells.extend(more.iter().map(OwnedCell::cell));
                sink.row(Some(&row), &cells)?;
            }
        }
    }
    if let Some(sink) = sink {
        sink.finish()?;
    }
    articles::report_left_aside(left);
    Ok(())
}
