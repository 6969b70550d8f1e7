//! Articles → statements, with the columns of the command line.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::builder::Int64Builder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3_arrow::PyRecordBatch;
use stance::Error;
use stance::article::{Article, Syntax, decode, word_text};
use stance::columns::{NO_STATEMENT, STATEMENT, StatementRow, hull};
use stance::corpus::{Cell, open, read_whole};
use stance::error::{Hint, Place};
use stance::quotation::{self, Extraction, Indirect, Kind};
use stance::span::CodePoints;

use crate::cells::{Builder, Round, object};
use crate::errors::raise;
use crate::texts::Texts;

/// The most bytes of an article file.
const MOST_BYTES: usize = 256 << 20;
/// Characters of the text around a statement.
const REACH: usize = 60;

/// How statements are found in an article.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reading {
    /// `article`, `markdown`, `html`, `transcript` or `document`.
    kind: String,
    /// How it is written: `plain`, `markdown` or `html`.
    syntax: String,
    /// Who speaks the whole of a document.
    speaker: Option<String>,
    terms: bool,
    indirect: bool,
    /// Whether the text before and after each statement is given too.
    around: bool,
}

/// A statement, with the text before and after it if that is wanted.
type Found = (StatementRow, Option<(String, String)>);

impl Reading {
    fn syntax(&self) -> Syntax {
        match self.syntax.as_str() {
            "html" => Syntax::Html,
            "markdown" => Syntax::Markdown,
            _ => Syntax::Plain,
        }
    }

    /// The statements of an article, which errors call `name`.
    fn statements(&self, source: String, name: &str) -> stance::Result<Vec<Found>> {
        let article = Article::parse(source, self.syntax(), || Place::file(name))?;
        let text = article.text();
        let found = match self.kind.as_str() {
            "transcript" => transcript(text, name)?,
            "document" => quotation::document(text, self.speaker.as_deref().unwrap_or_default()),
            _ => {
                let indirect = if self.indirect { Indirect::Extract } else { Indirect::Count };
                quotation::extract(text, &quotation::Options { indirect })
            }
        };
        let offsets = article.offsets();
        let wanted = found.statements.iter().filter(|s| self.terms || s.kind != Kind::Term);
        let row = |statement| {
            let around = self.around.then(|| article.around(hull(statement), REACH));
            (StatementRow::new(statement, text, |span| offsets.span(span)), around)
        };
        Ok(wanted.map(row).collect())
    }
}

/// The turns of a transcript.
fn transcript(text: &str, name: &str) -> stance::Result<Extraction> {
    if let Some(line) = quotation::broken_caption(text) {
        let problem = "is not the time of a caption, `00:00:01,000 --> 00:00:02,500`; correct it";
        return Err(Error::data(Place::file(name), format!("line {line} {problem}")));
    }
    let found = quotation::transcript(text);
    if found.statements.is_empty() {
        let hint = Hint::new("; read it with {}").value("as_", "article");
        return Err(Error::data(Place::file(name), "has no line `SPEAKER: words`").with_hint(hint));
    }
    Ok(found)
}

/// The statements of a text, as one dictionary per statement. `name` is what errors call it.
#[pyfunction]
pub(crate) fn extract<'py>(
    py: Python<'py>,
    article: String,
    name: &str,
    reading: Reading,
) -> PyResult<Bound<'py, PyList>> {
    let found = py.detach(|| reading.statements(article, name)).map_err(raise)?;
    dictionaries(py, &found)
}

/// The text of an article as its statements are found in it. `name` is what errors call it.
#[pyfunction]
pub(crate) fn article_text(py: Python<'_>, article: String, name: &str, reading: Reading) -> PyResult<String> {
    let parsed = py.detach(|| Article::parse(article, reading.syntax(), || Place::file(name)));
    Ok(parsed.map_err(raise)?.text().to_owned())
}

/// The statements of an article file, as one dictionary per statement.
#[pyfunction]
pub(crate) fn read_article<'py>(py: Python<'py>, path: PathBuf, reading: Reading) -> PyResult<Bound<'py, PyList>> {
    let name = path.display().to_string();
    let found = py.detach(|| {
        let mut file = open(&path, &Arc::default())?;
        let mut bytes = read_whole(&mut file, &name, MOST_BYTES)?;
        if name.to_lowercase().ends_with(".docx") {
            bytes = word_text(&bytes, &name)?.into_bytes();
        }
        reading.statements(decode(bytes, &name)?, &name)
    });
    dictionaries(py, &found.map_err(raise)?)
}

fn dictionaries<'py>(py: Python<'py>, found: &[Found]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for (row, around) in found {
        let dictionary = PyDict::new(py);
        for (column, cell) in STATEMENT.iter().zip(row.cells()) {
            dictionary.set_item(column.name, object(py, cell, Round::Yes)?)?;
        }
        if let Some((before, after)) = around {
            dictionary.set_item("before", before)?;
            dictionary.set_item("after", after)?;
        }
        list.append(dictionary)?;
    }
    Ok(list)
}

/// The statements of a plain article; offsets in its code points.
fn statements(article: &str, terms: bool, indirect: bool) -> Vec<StatementRow> {
    let indirect = if indirect { Indirect::Extract } else { Indirect::Count };
    let found = quotation::extract(article, &quotation::Options { indirect }).statements;
    let points = CodePoints::new(article);
    let wanted = found.iter().filter(|s| terms || s.kind != Kind::Term);
    wanted.map(|s| StatementRow::new(s, article, |span| points.span(span))).collect()
}

/// The statements of a column of articles as a record batch: first `row`, the article's position in the column, then the
/// columns of a statement. An article without statements keeps one row with an empty text, a null one keeps a row of nulls.
#[pyfunction]
pub(crate) fn extract_column(py: Python<'_>, articles: Texts, terms: bool, indirect: bool) -> PyResult<PyRecordBatch> {
    let views = articles.views();
    let batch = py.detach(|| {
        let mut rows = Int64Builder::new();
        let mut builders = STATEMENT.map(|column| Builder::new(column.holds));
        for (row, article) in views.iter().enumerate() {
            let found = article.map(|article| statements(article, terms, indirect)).unwrap_or_default();
            for statement in &found {
                rows.append_value(row as i64);
                for (builder, cell) in builders.iter_mut().zip(statement.cells()) {
                    builder.add(cell, Round::Yes);
                }
            }
            if found.is_empty() {
                rows.append_value(row as i64);
                let cells = article.map_or([Cell::Empty; STATEMENT.len()], |_| NO_STATEMENT);
                for (builder, cell) in builders.iter_mut().zip(cells) {
                    builder.add(cell, Round::Yes);
                }
            }
        }
        batch(rows, &mut builders)
    })?;
    Ok(batch.into())
}

fn batch(mut rows: Int64Builder, builders: &mut [Builder]) -> PyResult<RecordBatch> {
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(rows.finish())];
    arrays.extend(builders.iter_mut().map(Builder::finish));
    let names = std::iter::once("row").chain(STATEMENT.iter().map(|column| column.name));
    let fields = names.zip(&arrays).map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), arrays).map_err(|e| PyValueError::new_err(e.to_string()))
}
