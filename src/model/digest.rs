//! SHA-256, for model files and training data.

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// The SHA-256 of the concatenation of `parts`, in hexadecimal.
pub fn sha256<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

/// A SHA-256 of bytes that come one after another.
#[derive(Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes, in hexadecimal.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// A [`Hasher`] with several owners: one adds bytes, such as the reader of a file, and another takes the digest.
#[derive(Clone, Debug, Default)]
pub struct SharedHasher(Arc<Mutex<Hasher>>);

impl SharedHasher {
    /// Adds the next bytes.
    pub fn add(&self, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).add(bytes);
    }

    /// The digest of all bytes so far, in hexadecimal; the next bytes begin a new one.
    #[must_use]
    pub fn finish(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).finish()
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
