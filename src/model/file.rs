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

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use safetensors::tensor::{SafeTensors, TensorView};

use super::stored::{FORMAT, FormatOnly, Stored};
use super::tensors::{Tensors, assemble, header, shapes, tensors};
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
        let mut stored = Stored::of(self);
        stored.sha256 = digest(&stored, &tensors).map_err(|e| fault(&e))?;
        let json = serde_json::to_string(&stored).map_err(|e| fault(&e))?;
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
        let FormatOnly { format } = serde_json::from_str(json).map_err(|_| foreign())?;
        if format > FORMAT {
            let problem = format!(
                "has model format {format}, newer than this program reads ({FORMAT}): update stance or retrain"
            );
            return Err(Error::model(file, problem));
        }
        let mut stored: Stored =
            serde_json::from_str(json).map_err(|e| damaged(&format!("has settings this program cannot read ({e})")))?;
        let file_tensors = SafeTensors::deserialize(bytes).map_err(|e| damaged(&format!("is altered ({e})")))?;
        let mut tensors: Tensors<'_> = BTreeMap::new();
        for (name, view) in file_tensors.iter() {
            tensors.insert(name.to_owned(), (view.dtype(), view.shape().to_vec(), Cow::Borrowed(view.data())));
        }
        let given = std::mem::take(&mut stored.sha256);
        if digest(&stored, &tensors).map_err(|e| damaged(&e))? != given {
            return Err(damaged(&"does not fit its digest: it was altered after it was written"));
        }
        let shapes = shapes(&tensors);
        let model = assemble(stored, tensors)
            .ok_or_else(|| damaged(&"has tensors that are missing, left over or of the wrong size"))?;
        model.check(file)?;
        let written = Stored { sha256: given, ..Stored::of(&model) };
        let written = serde_json::to_string(&written).map_err(|e| damaged(&e))?;
        let written = header(KEY, &written, shapes).map_err(|e| damaged(&e))?;
        if bytes.get(..8 + header_size) != Some(written.as_slice()) {
            return Err(damaged(&"has a header that stance does not write: it was altered after it was written"));
        }
        Ok(model)
    }
}

/// Whether the first bytes are those of a safetensors file with our metadata key.
fn looks_like_ours(bytes: &[u8]) -> bool {
    let head = bytes.get(8..bytes.len().min(200)).unwrap_or(&[]);
    head.starts_with(b"{\"__metadata__\":{\"stance\"")
}

/// The digest of a file's contents; `stored.sha256` must be empty.
fn digest(stored: &Stored, tensors: &Tensors<'_>) -> std::result::Result<String, serde_json::Error> {
    let json = serde_json::to_vec(stored)?;
    let parts = tensors.iter().flat_map(|(name, (_, _, bytes))| [name.as_bytes(), bytes.as_ref()]);
    Ok(sha256(std::iter::once(json.as_slice()).chain(parts)))
}

#[cfg(test)]
mod tests;
