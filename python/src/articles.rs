//! Articles → statements, with the columns of the command line.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3_arrow::PyRecordBatch;
use stance::ByteSpan;
use stance::quotation::{self, Indirect, Kind, Statement};
use stance::span::CodePoints;

use crate::texts::Texts;

/// A statement's cells; places in code points of its article.
struct Cells {
    number: i64,
    kind: &'static str,
    start: i64,
    end: i64,
    spans: Vec<[i64; 2]>,
    text: String,
    context: String,
    speaker: Option<Speaker>,
    cue: Option<String>,
    flags: String,
    confidence: Option<f64>,
}

/// Who speaks.
struct Speaker {
    written: String,
    name: String,
    role: Option<String>,
    start: i64,
    end: i64,
}

impl Cells {
    fn new(article: &str, points: &CodePoints<'_>, statement: &Statement) -> Self {
        let place = |span: ByteSpan| {
            let (start, end) = points.span(span);
            [start as i64, end as i64]
        };
        let [start, end] =
            place(statement.spans.iter().copied().reduce(|a, b| a.hull(b)).unwrap_or(ByteSpan::new(0, 0)));
        let flags: Vec<&str> = statement.flags.iter().map(|f| f.name()).collect();
        let speaker = statement.speaker.as_ref().map(|mention| {
            let [start, end] = place(mention.span);
            let written = mention.span.of(article).to_owned();
            Speaker { written, name: mention.name.clone(), role: mention.role.clone(), start, end }
        });
        Self {
            number: statement.number as i64,
            kind: statement.kind.name(),
            start,
            end,
            spans: statement.spans.iter().map(|s| place(*s)).collect(),
            text: statement.text.clone(),
            context: statement.context.of(article).trim().to_owned(),
            speaker,
            cue: statement.cue.map(|c| c.of(article).to_owned()),
            flags: flags.join(" "),
            // Three decimals, as the command line writes it: no more is known.
            confidence: statement.speaker.as_ref().map(|_| (f64::from(statement.confidence) * 1e3).round() / 1e3),
        }
    }

    fn dictionary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let speaker = self.speaker.as_ref();
        let cells = PyDict::new(py);
        cells.set_item("statement", self.number)?;
        cells.set_item("kind", self.kind)?;
        cells.set_item("start", self.start)?;
        cells.set_item("end", self.end)?;
        cells.set_item("spans", self.spans.iter().map(|s| s.to_vec()).collect::<Vec<_>>())?;
        cells.set_item("text", &self.text)?;
        cells.set_item("context", &self.context)?;
        cells.set_item("speaker", speaker.map(|s| &s.written))?;
        cells.set_item("speaker_name", speaker.map(|s| &s.name))?;
        cells.set_item("speaker_role", speaker.and_then(|s| s.role.as_ref()))?;
        cells.set_item("speaker_start", speaker.map(|s| s.start))?;
        cells.set_item("speaker_end", speaker.map(|s| s.end))?;
        cells.set_item("cue", self.cue.as_ref())?;
        cells.set_item("flags", &self.flags)?;
        cells.set_item("speaker_confidence", self.confidence)?;
        Ok(cells)
    }
}

/// The statements of an article.
fn statements(article: &str, terms: bool, indirect: bool) -> Vec<Cells> {
    let indirect = if indirect { Indirect::Extract } else { Indirect::Count };
    let found = quotation::extract(article, &quotation::Options { indirect }).statements;
    let points = CodePoints::new(article);
    let wanted = found.iter().filter(|s| terms || s.kind != Kind::Term);
    wanted.map(|s| Cells::new(article, &points, s)).collect()
}

/// The statements of an article, a dictionary each.
#[pyfunction]
pub(crate) fn extract<'py>(
    py: Python<'py>,
    article: &str,
    terms: bool,
    indirect: bool,
) -> PyResult<Bound<'py, PyList>> {
    let found = py.detach(|| statements(article, terms, indirect));
    let list = PyList::empty(py);
    for cells in &found {
        list.append(cells.dictionary(py)?)?;
    }
    Ok(list)
}

/// The statements of a column of articles as a record batch: first `row`, the article's position in the column, then the
/// columns of a statement. An article without statements keeps one row with an empty text, a null one a row of nulls.
#[pyfunction]
pub(crate) fn extract_column(py: Python<'_>, articles: Texts, terms: bool, indirect: bool) -> PyResult<PyRecordBatch> {
    let views = articles.views();
    let batch = py.detach(|| {
        let mut columns = Columns::default();
        for (row, article) in views.iter().enumerate() {
            let found = article.map(|article| statements(article, terms, indirect)).unwrap_or_default();
            for cells in &found {
                columns.add(row, Some(cells), None);
            }
            if found.is_empty() {
                columns.add(row, None, article.map(|_| ""));
            }
        }
        columns.finish()
    })?;
    Ok(batch.into())
}

/// Builders of the columns, in order.
#[derive(Default)]
struct Columns {
    row: Int64Builder,
    number: Int64Builder,
    kind: StringBuilder,
    start: Int64Builder,
    end: Int64Builder,
    spans: ListBuilder<ListBuilder<Int64Builder>>,
    text: StringBuilder,
    context: StringBuilder,
    speaker: StringBuilder,
    speaker_name: StringBuilder,
    speaker_role: StringBuilder,
    speaker_start: Int64Builder,
    speaker_end: Int64Builder,
    cue: StringBuilder,
    flags: StringBuilder,
    confidence: Float64Builder,
}

impl Columns {
    /// A row; `text` stands where there is no statement.
    fn add(&mut self, row: usize, cells: Option<&Cells>, text: Option<&str>) {
        let speaker = cells.and_then(|c| c.speaker.as_ref());
        self.row.append_value(row as i64);
        self.number.append_option(cells.map(|c| c.number));
        self.kind.append_option(cells.map(|c| c.kind));
        self.start.append_option(cells.map(|c| c.start));
        self.end.append_option(cells.map(|c| c.end));
        for span in cells.iter().flat_map(|c| &c.spans) {
            self.spans.values().values().append_slice(span);
            self.spans.values().append(true);
        }
        self.spans.append(cells.is_some());
        self.text.append_option(cells.map_or(text, |c| Some(&c.text)));
        self.context.append_option(cells.map(|c| &c.context));
        self.speaker.append_option(speaker.map(|s| &s.written));
        self.speaker_name.append_option(speaker.map(|s| &s.name));
        self.speaker_role.append_option(speaker.and_then(|s| s.role.as_ref()));
        self.speaker_start.append_option(speaker.map(|s| s.start));
        self.speaker_end.append_option(speaker.map(|s| s.end));
        self.cue.append_option(cells.and_then(|c| c.cue.as_ref()));
        self.flags.append_option(cells.map(|c| &c.flags));
        self.confidence.append_option(cells.and_then(|c| c.confidence));
    }

    fn finish(mut self) -> PyResult<RecordBatch> {
        let columns: [(&str, ArrayRef); 16] = [
            ("row", Arc::new(self.row.finish())),
            ("statement", Arc::new(self.number.finish())),
            ("kind", Arc::new(self.kind.finish())),
            ("start", Arc::new(self.start.finish())),
            ("end", Arc::new(self.end.finish())),
            ("spans", Arc::new(self.spans.finish())),
            ("text", Arc::new(self.text.finish())),
            ("context", Arc::new(self.context.finish())),
            ("speaker", Arc::new(self.speaker.finish())),
            ("speaker_name", Arc::new(self.speaker_name.finish())),
            ("speaker_role", Arc::new(self.speaker_role.finish())),
            ("speaker_start", Arc::new(self.speaker_start.finish())),
            ("speaker_end", Arc::new(self.speaker_end.finish())),
            ("cue", Arc::new(self.cue.finish())),
            ("flags", Arc::new(self.flags.finish())),
            ("speaker_confidence", Arc::new(self.confidence.finish())),
        ];
        let field = |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
        let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        RecordBatch::try_new(Arc::new(schema), arrays).map_err(|e| PyValueError::new_err(e.to_string()))
    }
}
