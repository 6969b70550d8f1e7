//! The library's errors as Python's.

use pyo3::PyErr;
use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use stance::Error;

create_exception!(stance, DataError, PyValueError, "The contents of input data cannot be used.");
create_exception!(stance, ModelError, PyValueError, "The contents of a model cannot be used.");

/// An option that an error's hint names, as an argument.
fn argument(name: &str, value: Option<&str>) -> String {
    let name = name.replace('-', "_");
    match value {
        None => format!("`{name}`"),
        Some(value) => format!("`{name}={value:?}`"),
    }
}

/// Files that cannot be read are `OSError` or its kind, options `ValueError`, and the rest [`DataError`] or [`ModelError`].
pub(crate) fn raise(error: Error) -> PyErr {
    let message = error.message(argument);
    match error {
        Error::Io { source, .. } => PyErr::from(std::io::Error::new(source.kind(), message)),
        Error::Options { .. } => PyValueError::new_err(message),
        Error::Data { .. } => DataError::new_err(message),
        Error::Model { .. } => ModelError::new_err(message),
        _ => PyOSError::new_err(message),
    }
}
