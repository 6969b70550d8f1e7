//! Cells of the library's rows as Python objects and as Arrow arrays.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_schema::DataType;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use stance::columns::Holds;
use stance::corpus::Cell;

/// Whether numbers are rounded as in the output of the command line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Round {
    Yes,
    No,
}

fn number(x: f64, decimals: u8, round: Round) -> f64 {
    let unit = 10f64.powi(i32::from(decimals));
    if round == Round::Yes { (x * unit).round() / unit } else { x }
}

/// A cell as a Python object; an empty one is `None`, JSON is parsed.
pub(crate) fn object<'py>(py: Python<'py>, cell: Cell<'_>, round: Round) -> PyResult<Bound<'py, PyAny>> {
    match cell {
        Cell::Empty => Ok(py.None().into_bound(py)),
        Cell::Text(text) => text.into_bound_py_any(py),
        Cell::Json(text) => py.import("json")?.call_method1("loads", (text,)),
        Cell::Integer(n) => n.into_bound_py_any(py),
        Cell::Number(x) => x.into_bound_py_any(py),
        Cell::Rounded(x, decimals) => number(x, decimals, round).into_bound_py_any(py),
        Cell::Spans(spans) => {
            spans.iter().map(|(start, end)| vec![*start, *end]).collect::<Vec<_>>().into_bound_py_any(py)
        }
    }
}

/// The Arrow type of a column.
pub(crate) fn data_type(holds: Holds) -> DataType {
    Builder::new(holds).finish().data_type().clone()
}

/// A column as it grows. A cell of another type becomes a null.
pub(crate) enum Builder {
    Integers(Int64Builder),
    Texts(StringBuilder),
    Spans(ListBuilder<ListBuilder<Int64Builder>>),
    Numbers(Float64Builder),
}

impl Builder {
    /// An empty column.
    pub(crate) fn new(holds: Holds) -> Self {
        match holds {
            Holds::Integers => Builder::Integers(Int64Builder::new()),
            Holds::Texts | Holds::Json => Builder::Texts(StringBuilder::new()),
            Holds::Spans => Builder::Spans(ListBuilder::default()),
            Holds::Numbers => Builder::Numbers(Float64Builder::new()),
        }
    }

    /// Appends a cell.
    pub(crate) fn add(&mut self, cell: Cell<'_>, round: Round) {
        match (self, cell) {
            (Builder::Integers(builder), Cell::Integer(n)) => builder.append_value(n as i64),
            (Builder::Integers(builder), _) => builder.append_null(),
            (Builder::Texts(builder), Cell::Text(text) | Cell::Json(text)) => builder.append_value(text),
            (Builder::Texts(builder), _) => builder.append_null(),
            (Builder::Spans(builder), Cell::Spans(spans)) => {
                for (start, end) in spans {
                    builder.values().values().append_slice(&[*start as i64, *end as i64]);
                    builder.values().append(true);
                }
                builder.append(true);
            }
            (Builder::Spans(builder), _) => builder.append_null(),
            (Builder::Numbers(builder), Cell::Rounded(x, decimals)) => {
                builder.append_value(number(x, decimals, round));
            }
            (Builder::Numbers(builder), _) => builder.append_null(),
        }
    }

    /// The column.
    pub(crate) fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Integers(builder) => Arc::new(builder.finish()),
            Builder::Texts(builder) => Arc::new(builder.finish()),
            Builder::Spans(builder) => Arc::new(builder.finish()),
            Builder::Numbers(builder) => Arc::new(builder.finish()),
        }
    }
}
