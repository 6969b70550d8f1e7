//! Models by name: the one built into the library, and those in files.

use super::Model;
use crate::{Error, Result};

static BYTES: &[u8] = include_bytes!("../../models/export-controls.safetensors");

impl Model {
    /// The model built into the library. Its heads are `stance` (neutral, oppose or support, towards the United States'
    /// restrictions on exporting AI chips and technology) and `sentiment` (negative, neutral, positive).
    ///
    /// It is read and checked at each call, which takes about a millisecond per megabyte.
    ///
    /// # Errors
    /// [`Error::Model`] if the library was built with a model of another format.
    pub fn shipped() -> Result<Self> {
        Self::from_bytes(BYTES, "the shipped model")
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Model`] if it is not a usable model.
    pub fn open(path: impl AsRef<std::path::Path>) -> Result<Self> {
        let name = path.as_ref().display().to_string();
        let bytes = std::fs::read(path).map_err(|e| Error::io("read", &name, e))?;
        Self::from_bytes(&bytes, &name)
    }
}
