//! The library's errors as Python's.

use pyo3::PyErr;
use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use stance::Error;

create_exception!(stance, DataError, PyValueError, "The contents of input data cannot be used.");
create_exception!(stance, ModelError, PyValueError, "The contents of a model cannot be used.");

/// Files that cannot be read are `OSError` or its kind, options `ValueError`, and the rest [`DataError`] or [`ModelError`].
pub(crate) fn raise(error: Error) -> PyErr {
    let message = error.to_string();
    match error {
        Error::Io { source, .. } => PyErr::from(std::io::Error::new(source.kind(), message)),
        Error::Options { .. } => PyValueError::new_err(message),
        Error::Data { .. } => DataError::new_err(message),
        Error::Model { .. } => ModelError::new_err(message),
        _ => PyOSError::new_err(message),
    }
}
