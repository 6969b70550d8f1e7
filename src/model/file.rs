//! The model file, one safetensors file with one metadata key. No other code reads or writes its bytes.
//!
//! Tensors: `vocabulary.bytes` (U8) and `vocabulary.offsets` (U32), all feature keys in order and where each begins;
//! for head *h* and target *t* `coefficients.h.t` (F32, outputs × columns) and `intercepts.h.t` (F64, outputs), and
//! `scale.h` (F32, columns). The metadata key `stance` holds JSON: format number, text
//! settings, heads without their weights, description, provenance, and `sha256`, the digest of that JSON with `sha256`
//! empty, followed by the name and the bytes of each tensor in the order of their names.
//!
//! A file is read only if it is byte for byte what would be written for its model: what the digest leaves out, such as
//! shapes, order and padding, is compared with the header that the model gives.

use std::fmt::Display;

use safetensors::tensor::{SafeTensors, TensorView};

use super::stored::{FORMAT, FormatOnly, Stored, format_of};
use super::tensors::{Tensors, assemble, header, shapes, tensors, views};
use super::{Model, sha256};
use crate::{Error, Result};

/// The metadata key of a model.
const KEY: &str = "stance";

impl Model {
    /// The bytes of the model file; equal models give equal bytes.
    ///
    /// # Errors
    /// [`Error::Model`] if the model does not pass [`Model::check`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.check("model")?;
        let fault = |e: &dyn Display| Error::model("model", format!("cannot be written: {e}"));
        let tensors = tensors(self);
        let json = serde_json::to_string(&Stored::of(self)).map_err(|e| fault(&e))?;
        let json = with_digest(&json, &digest(&json, &tensors));
        let views = tensors
            .iter()
            .map(|(name, (kind, shape, bytes))| Ok((name.as_str(), TensorView::new(*kind, shape.clone(), bytes)?)));
        let views: std::result::Result<Vec<_>, safetensors::SafeTensorError> = views.collect();
        let metadata = std::iter::once((KEY.to_owned(), json)).collect();
        safetensors::serialize(views.map_err(|e| fault(&e))?, Some(metadata)).map_err(|e| fault(&e))
    }

    /// Whether bytes begin as a model file of this program does; the first 200 are enough.
    pub fn begins(bytes: &[u8]) -> bool {
        looks_like_ours(bytes)
    }

    /// Reads a model from the bytes of a file; `file` is its name in errors. The file may come from anyone: sizes,
    /// offsets, order, numbers and the digest are checked before the model is returned, and [`Model::to_bytes`] gives
    /// the same bytes again.
    ///
    /// # Errors
    /// [`Error::Model`] says what is wrong and what to do.
    pub fn from_bytes(bytes: &[u8], file: &str) -> Result<Self> {
        Self::read(bytes, file, Source::Given)
    }

    /// Reads a model file. Of the one that is built in, a test checks what is not checked here.
    ///
    /// # Errors
    /// As [`Model::from_bytes`].
    pub(super) fn read(bytes: &[u8], file: &str, source: Source) -> Result<Self> {
        let damaged = |what: &dyn Display| Error::model(file, format!("{what}; get the file again or train it again"));
        let foreign = || Error::model(file, "is not a model of stance; give a file written by `stance train`");
        if bytes.is_empty() {
            return Err(Error::model(file, "is empty; give a file written by `stance train`"));
        }
        let (header_size, metadata) = SafeTensors::read_metadata(bytes).map_err(|e| match looks_like_ours(bytes) {
            true => damaged(&format!("is cut short or altered ({e})")),
            false => foreign(),
        })?;
        let json = metadata.metadata().as_ref().and_then(|m| m.get(KEY)).ok_or_else(foreign)?;
        let stored = serde_json::from_str(json);
        // The error for a newer format names the format and not its first unknown field.
        let format = match &stored {
            Ok(Stored { format, .. }) => *format,
            Err(_) => serde_json::from_str(json).map(|FormatOnly { format }| format).map_err(|_| foreign())?,
        };
        if format > FORMAT {
            let problem = format!(
                "has model format {format}, newer than this program reads ({FORMAT}): update stance or retrain"
            );
            return Err(Error::model(file, problem));
        }
        let mut stored = stored.map_err(|e| damaged(&format!("has settings this program cannot read ({e})")))?;
        let tensors = views(&metadata, bytes.get(8 + header_size..).unwrap_or_default());
        let given = std::mem::take(&mut stored.sha256);
        let mut expected = None;
        if source == Source::Given {
            let written = serde_json::to_string(&stored).map_err(|e| damaged(&e))?;
            if digest(&written, &tensors) != given {
                return Err(damaged(&"does not fit its digest: it was altered after it was written"));
            }
            let header = header(KEY, &with_digest(&written, &given), shapes(&tensors)).map_err(|e| damaged(&e))?;
            expected = Some(header);
        }
        let model = assemble(stored, tensors).filter(|model| source == Source::BuiltIn || model.vocabulary.is_sound());
        let model = model.ok_or_else(|| damaged(&"has tensors that are missing, left over or of the wrong size"))?;
        if source == Source::BuiltIn {
            return Ok(model);
        }
        model.check(file)?;
        let is_header = |expected: Vec<u8>| bytes.get(..8 + header_size) == Some(expected.as_slice());
        if !expected.is_none_or(is_header) || format != format_of(&model) {
            return Err(damaged(&"has a header that stance does not write: it was altered after it was written"));
        }
        Ok(model)
    }
}

/// Where the bytes of a model come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// From anyone.
    Given,
    /// They are a part of the program, and a test checks them.
    BuiltIn,
}

/// Whether the first bytes are those of a safetensors file with our metadata key.
fn looks_like_ours(bytes: &[u8]) -> bool {
    let head = bytes.get(8..bytes.len().min(200)).unwrap_or(&[]);
    head.starts_with(b"{\"__metadata__\":{\"stance\"")
}

/// The digest of a file's contents; `json` has an empty `sha256`.
fn digest(json: &str, tensors: &Tensors<'_>) -> String {
    let parts = tensors.iter().flat_map(|(name, (_, _, bytes))| [name.as_bytes(), bytes.as_ref()]);
    sha256(std::iter::once(json.as_bytes()).chain(parts))
}

/// The JSON of a header, which has an empty `sha256`, with this digest. Only a number is before it.
fn with_digest(json: &str, digest: &str) -> String {
    const EMPTY: &str = r#""sha256":""#;
    let at = json.find(EMPTY).map_or(0, |at| at + EMPTY.len());
    debug_assert!(at > 0, "the digest is stored");
    [json.get(..at).unwrap_or(""), digest, json.get(at..).unwrap_or("")].concat()
}

#[cfg(test)]
mod tests;
