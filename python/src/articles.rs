//! Articles → statements, with the columns of the command line.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3_arrow::PyRecordBatch;
use stance::corpus::Cell;
use stance::quotation::{self, Indirect, Kind};
use stance::span::CodePoints;
use stance::statements::{COLUMNS, Holds, StatementRow};

use crate::texts::Texts;

/// The statements of an article; places in its code points.
fn statements(article: &str, terms: bool, indirect: bool) -> Vec<StatementRow> {
    let indirect = if indirect { Indirect::Extract } else { Indirect::Count };
    let found = quotation::extract(article, &quotation::Options { indirect }).statements;
    let points = CodePoints::new(article);
    let wanted = found.iter().filter(|s| terms || s.kind != Kind::Term);
    wanted.map(|s| StatementRow::new(s, article, |span| points.span(span))).collect()
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
    for row in &found {
        let dictionary = PyDict::new(py);
        for (column, cell) in COLUMNS.iter().zip(row.cells()) {
            dictionary.set_item(column.name, value(py, cell)?)?;
        }
        list.append(dictionary)?;
    }
    Ok(list)
}

/// A cell as Python has it.
fn value<'py>(py: Python<'py>, cell: Cell<'_>) -> PyResult<Bound<'py, PyAny>> {
    match cell {
        Cell::Empty => Ok(py.None().into_bound(py)),
        Cell::Text(text) | Cell::Json(text) => text.into_bound_py_any(py),
        Cell::Integer(n) => n.into_bound_py_any(py),
        Cell::Number(x) => x.into_bound_py_any(py),
        Cell::Rounded(x, decimals) => rounded(x, decimals).into_bound_py_any(py),
        Cell::Spans(spans) => {
            spans.iter().map(|(start, end)| vec![*start, *end]).collect::<Vec<_>>().into_bound_py_any(py)
        }
    }
}

/// As the command line writes it.
fn rounded(x: f64, decimals: u8) -> f64 {
    let unit = 10f64.powi(i32::from(decimals));
    (x * unit).round() / unit
}

/// The statements of a column of articles as a record batch: first `row`, the article's position in the column, then the
/// columns of a statement. An article without statements keeps one row with an empty text, a null one a row of nulls.
#[pyfunction]
pub(crate) fn extract_column(py: Python<'_>, articles: Texts, terms: bool, indirect: bool) -> PyResult<PyRecordBatch> {
    let views = articles.views();
    let batch = py.detach(|| {
        let mut rows = Int64Builder::new();
        let mut builders = COLUMNS.map(|column| Builder::new(column.holds));
        for (row, article) in views.iter().enumerate() {
            let found = article.map(|article| statements(article, terms, indirect)).unwrap_or_default();
            for statement in &found {
                rows.append_value(row as i64);
                for (builder, cell) in builders.iter_mut().zip(statement.cells()) {
                    builder.add(cell);
                }
            }
            if found.is_empty() {
                rows.append_value(row as i64);
                for (builder, column) in builders.iter_mut().zip(&COLUMNS) {
                    let empty = column.name == "text" && article.is_some();
                    builder.add(if empty { Cell::Text("") } else { Cell::Empty });
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
    let names = std::iter::once("row").chain(COLUMNS.iter().map(|column| column.name));
    let fields = names.zip(&arrays).map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), arrays).map_err(|e| PyValueError::new_err(e.to_string()))
}

/// A column as it grows. A cell that its column does not hold becomes a null.
enum Builder {
    Integers(Int64Builder),
    Texts(StringBuilder),
    Spans(ListBuilder<ListBuilder<Int64Builder>>),
    Numbers(Float64Builder),
}

impl Builder {
    fn new(holds: Holds) -> Self {
        match holds {
            Holds::Integers => Builder::Integers(Int64Builder::new()),
            Holds::Texts => Builder::Texts(StringBuilder::new()),
            Holds::Spans => Builder::Spans(ListBuilder::default()),
            Holds::Numbers => Builder::Numbers(Float64Builder::new()),
        }
    }

    fn add(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Builder::Integers(builder), Cell::Integer(n)) => builder.append_value(n as i64),
            (Builder::Integers(builder), _) => builder.append_null(),
            (Builder::Texts(builder), Cell::Text(text)) => builder.append_value(text),
            (Builder::Texts(builder), _) => builder.append_null(),
            (Builder::Spans(builder), Cell::Spans(spans)) => {
                for (start, end) in spans {
                    builder.values().values().append_slice(&[*start as i64, *end as i64]);
                    builder.values().append(true);
                }
                builder.append(true);
            }
            (Builder::Spans(builder), _) => builder.append_null(),
            (Builder::Numbers(builder), Cell::Rounded(x, decimals)) => builder.append_value(rounded(x, decimals)),
            (Builder::Numbers(builder), _) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Integers(builder) => Arc::new(builder.finish()),
            Builder::Texts(builder) => Arc::new(builder.finish()),
            Builder::Spans(builder) => Arc::new(builder.finish()),
            Builder::Numbers(builder) => Arc::new(builder.finish()),
        }
    }
}
