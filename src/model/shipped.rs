//! Models by name: the one built into the library, and those in files.

use std::fs::File;
use std::io::Read;

use super::Model;
use super::file::Source;
use crate::{Error, Result};

/// Bytes that say whether a file may be a model.
const BEGINNING: u64 = 200;

static BYTES: &[u8] = include_bytes!("../../models/export-controls.safetensors");

impl Model {
    /// The model built into the library. Its heads are `stance` (neutral, oppose or support, towards the United States'
    /// restrictions on exporting AI chips and technology) and `sentiment` (negative, neutral, positive).
    ///
    /// It is read at each call, which takes about a millisecond per megabyte. Unlike a file that is given, it is not
    /// compared with its digest: it is a part of the program.
    ///
    /// # Errors
    /// [`Error::Model`] if the library was built with a model of another format.
    pub fn shipped() -> Result<Self> {
        Self::read(BYTES, "the shipped model", Source::BuiltIn)
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Model`] if it is not a usable model.
    pub fn open(path: impl AsRef<std::path::Path>) -> Result<Self> {
        let name = path.as_ref().display().to_string();
        let fail = |e| Error::io("read", &name, e);
        let mut file = File::open(path).map_err(fail)?;
        let mut bytes = Vec::new();
        file.by_ref().take(BEGINNING).read_to_end(&mut bytes).map_err(fail)?;
        // What does not begin as a model does is not read to its end, which a device does not have.
        if bytes.get(8).is_none_or(|byte| *byte == b'{') {
            file.read_to_end(&mut bytes).map_err(fail)?;
        }
        Self::from_bytes(&bytes, &name)
    }
}
