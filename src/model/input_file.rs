//! A file that a report was made from.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::digest::Hasher;
use crate::{Error, Result};

/// A file that was read, identified by its contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// As the caller named it.
    pub file: String,
    /// SHA-256 of its bytes; blank for standard input and pipes, which cannot be read again.
    pub sha256: String,
}

impl InputFile {
    /// Reads the file at `path` as it is now.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let mut file = File::open(path).map_err(|error| Error::io("open", &name, error))?;
        let mut hasher = Hasher::default();
        let mut chunk = vec![0; 1 << 16];
        loop {
            match file.read(&mut chunk) {
                Ok(0) => return Ok(Self { file: name, sha256: hasher.finish() }),
                Ok(n) => hasher.add(chunk.get(..n).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::io("read", &name, error)),
            }
        }
    }
}
