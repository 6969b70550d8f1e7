//! Articles → statements, with the columns of the command line.

use std::sync::Arc;

use arrow_array::builder::Int64Builder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3_arrow::PyRecordBatch;
use stance::columns::{NO_STATEMENT, STATEMENT, StatementRow};
use stance::corpus::Cell;
use stance::quotation::{self, Indirect, Kind};
use stance::span::CodePoints;

use crate::cells::{Builder, Round, object};
use crate::texts::Texts;

/// The statements of an article; offsets in its code points.
fn statements(article: &str, terms: bool, indirect: bool) -> Vec<StatementRow> {
    let indirect = if indirect { Indirect::Extract } else { Indirect::Count };
    let found = quotation::extract(article, &quotation::Options { indirect }).statements;
    let points = CodePoints::new(article);
    let wanted = found.iter().filter(|s| terms || s.kind != Kind::Term);
    wanted.map(|s| StatementRow::new(s, article, |span| points.span(span))).collect()
}

/// The statements of an article, as one dictionary per statement.
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
        for (column, cell) in STATEMENT.iter().zip(row.cells()) {
            dictionary.set_item(column.name, object(py, cell, Round::Yes)?)?;
        }
        list.append(dictionary)?;
    }
    Ok(list)
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
