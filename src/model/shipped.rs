//! The model built into the library: stance on the US export restrictions, and sentiment.

use super::Model;
use crate::{Error, Result};

static BYTES: &[u8] = include_bytes!("../../models/export-controls.safetensors");

impl Model {
    /// The shipped model: heads `stance` (neutral, oppose, support: the United States' restrictions on exporting AI chips
    /// and technology) and `sentiment` (negative, neutral, positive). Read and checked at each call, about a
    /// millisecond a megabyte.
    ///
    /// # Errors
    /// [`Error::Model`] if the library was built with a model of another format.
    pub fn shipped() -> Result<Model> {
        Model::from_bytes(BYTES, "the shipped model")
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Model`] if it is no usable model.
    pub fn open(path: impl AsRef<std::path::Path>) -> Result<Model> {
        let name = path.as_ref().display().to_string();
        let bytes = std::fs::read(path).map_err(|e| Error::io("read", &name, e))?;
        Model::from_bytes(&bytes, &name)
    }
}
