//! Columns of text as Python gives them: a list, or anything that speaks the Arrow PyCapsule interface.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyFloat, PyList};
use pyo3_arrow::input::AnyArray;

/// Texts, some of them null. Holds what Python owns; [`Texts::views`] borrows it without the interpreter.
pub(crate) enum Texts {
    /// Chunks of `string`, `large_string` or `string_view`, dictionaries decoded by the caller.
    Arrow(Vec<ArrayRef>),
    /// Strings of a list.
    List(Vec<Option<PyBackedStr>>),
}

impl<'py> FromPyObject<'_, 'py> for Texts {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(list) = given.cast::<PyList>() {
            let strings = list.iter().enumerate().map(|(row, item)| string(row, &item));
            return Ok(Texts::List(strings.collect::<PyResult<_>>()?));
        }
        let (chunks, field) = given.extract::<AnyArray>()?.into_chunked_array()?.into_inner();
        match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(Texts::Arrow(chunks)),
            other => {
                let problem =
                    format!("texts are of the Arrow type {other}; give strings (string, large_string, string_view)");
                Err(PyTypeError::new_err(problem))
            }
        }
    }
}

/// A string, or nothing for `None` and for the not-a-number that data frames write for it.
fn string(row: usize, item: &Bound<'_, PyAny>) -> PyResult<Option<PyBackedStr>> {
    if item.is_none() || item.cast::<PyFloat>().is_ok_and(|x| x.value().is_nan()) {
        return Ok(None);
    }
    if !item.is_instance_of::<pyo3::types::PyString>() {
        let found = item.get_type().qualname()?;
        return Err(PyTypeError::new_err(format!(
            "text {row} is of type {found}; give strings, and None where there is none"
        )));
    }
    let text = item.extract().map_err(|_| {
        PyValueError::new_err(format!("text {row} holds half of a surrogate pair; decode it properly or replace it"))
    })?;
    Ok(Some(text))
}

impl Texts {
    /// One view a row, in order.
    pub(crate) fn views(&self) -> Vec<Option<&str>> {
        match self {
            Texts::List(strings) => strings.iter().map(|s| s.as_deref()).collect(),
            Texts::Arrow(chunks) => {
                let mut views = Vec::with_capacity(chunks.iter().map(|c| c.len()).sum());
                for chunk in chunks {
                    if let Some(strings) = chunk.as_string_opt::<i32>() {
                        views.extend(strings);
                    } else if let Some(strings) = chunk.as_string_opt::<i64>() {
                        views.extend(strings);
                    } else if let Some(strings) = chunk.as_string_view_opt() {
                        views.extend(strings);
                    } else {
                        views.extend(std::iter::repeat_n(None, chunk.len()));
                    }
                }
                views
            }
        }
    }
}
