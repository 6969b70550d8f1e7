//! The model file, one safetensors file with one metadata key. No other code reads or writes its bytes.
//!
//! Tensors: `vocabulary.bytes` (U8) and `vocabulary.offsets` (U32), all feature keys in order and where each begins;
//! for head *h* and target *t* `coefficients.h.t` (F32, outputs × columns) and `intercepts.h.t` (F64, outputs), and
//! `scale.h` (F32, columns). The metadata key `stance` holds JSON: format number, text
//! settings, heads without their weights, provenance, and `sha256`, the digest of that JSON with `sha256` empty,
//! followed by the name and the bytes of each tensor in the order of their names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};

use super::{Head, HeadWeights, Model, Provenance, sha256};
use crate::calibrate::Calibration;
use crate::features::{Vocabulary, Weighting};
use crate::text::TextSettings;
use crate::{Error, Result};

/// The format that this version writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
const KEY: &str = "stance";
/// Files with more heads are refused before memory is allocated for them.
const MOST_HEADS: usize = 1000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    format: u32,
    sha256: String,
    text: TextSettings,
    heads: Vec<StoredHead>,
    provenance: Provenance,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredHead {
    name: String,
    classes: Vec<String>,
    targets: Vec<String>,
    weighting: Weighting,
    penalty: f64,
    calibration: Calibration,
}

/// Read first, so that the error for a newer format names the format and not its first unknown field.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// A tensor's element type, shape and bytes.
type Tensor<'b> = (Dtype, Vec<usize>, Cow<'b, [u8]>);

impl Model {
    /// The bytes of the model file; equal models give equal bytes.
    ///
    /// # Errors
    /// [`Error::Model`] if the model does not pass [`Model::check`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.check("model")?;
        let fault = |e: &dyn std::fmt::Display| Error::model("model", format!("cannot be written: {e}"));
        let tensors = self.tensors();
        let mut stored = self.stored();
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
    /// offsets, order, numbers and the digest are checked before the model is returned.
    ///
    /// # Errors
    /// [`Error::Model`] says what is wrong and what to do.
    pub fn from_bytes(bytes: &[u8], file: &str) -> Result<Self> {
        let damaged = |what: &str| Error::model(file, format!("{what}; get the file again or train it again"));
        let foreign = || Error::model(file, "is not a model of stance; give a file written by `stance train`");
        if bytes.is_empty() {
            return Err(Error::model(file, "is empty; give a file written by `stance train`"));
        }
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|e| match looks_like_ours(bytes) {
            true => damaged(&format!("is cut short or altered ({e})")),
            false => foreign(),
        })?;
        let json = metadata.metadata().as_ref().and_then(|m| m.get(KEY)).ok_or_else(foreign)?;
        let FormatOnly { format } = serde_json::from_str(json).map_err(|_| foreign())?;
        if format > FORMAT {
            return Err(Error::model(
                file,
                format!(
                    "has model format {format}, newer than this program reads ({FORMAT}): update stance or retrain"
                ),
            ));
        }
        let stored: Stored =
            serde_json::from_str(json).map_err(|e| damaged(&format!("has settings this program cannot read ({e})")))?;
        let file_tensors = SafeTensors::deserialize(bytes).map_err(|e| damaged(&format!("is altered ({e})")))?;
        let mut tensors: BTreeMap<String, Tensor<'_>> = BTreeMap::new();
        for (name, view) in file_tensors.iter() {
            tensors.insert(name.to_owned(), (view.dtype(), view.shape().to_vec(), Cow::Borrowed(view.data())));
        }
        let expected =
            digest(&Stored { sha256: String::new(), ..stored }, &tensors).map_err(|e| damaged(&e.to_string()))?;
        let stored: Stored = serde_json::from_str(json).map_err(|e| damaged(&e.to_string()))?;
        if expected != stored.sha256 {
            return Err(damaged("does not fit its digest: it was altered after it was written"));
        }
        let model = assemble(stored, tensors)
            .ok_or_else(|| damaged("has tensors that are missing, left over or of the wrong size"))?;
        model.check(file)?;
        Ok(model)
    }

    fn stored(&self) -> Stored {
        let head = |h: &Head| StoredHead {
            name: h.name.clone(),
            classes: h.classes.clone(),
            targets: h.targets.clone(),
            weighting: h.weighting,
            penalty: h.penalty,
            calibration: h.calibration.clone(),
        };
        Stored {
            format: FORMAT,
            sha256: String::new(),
            text: self.text.clone(),
            heads: self.heads.iter().map(head).collect(),
            provenance: self.provenance.clone(),
        }
    }

    fn tensors(&self) -> BTreeMap<String, Tensor<'_>> {
        let mut out = BTreeMap::new();
        let columns = self.vocabulary.len();
        let bytes = Cow::Borrowed(self.vocabulary.bytes().as_bytes());
        out.insert("vocabulary.bytes".to_owned(), (Dtype::U8, vec![bytes.len()], bytes));
        let offsets = self.vocabulary.offsets();
        let bytes = offsets.iter().flat_map(|o| o.to_le_bytes()).collect::<Vec<u8>>().into();
        out.insert("vocabulary.offsets".to_owned(), (Dtype::U32, vec![offsets.len()], bytes));
        for (h, head) in self.heads.iter().enumerate() {
            let bytes = head.scale.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>().into();
            out.insert(format!("scale.{h}"), (Dtype::F32, vec![columns], bytes));
            for (t, weights) in head.weights.iter().enumerate() {
                let bytes = weights.coefficients.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>().into();
                out.insert(format!("coefficients.{h}.{t}"), (Dtype::F32, vec![head.n_outputs(), columns], bytes));
                let bytes = weights.intercepts.iter().flat_map(|b| b.to_le_bytes()).collect::<Vec<u8>>().into();
                out.insert(format!("intercepts.{h}.{t}"), (Dtype::F64, vec![head.n_outputs()], bytes));
            }
        }
        out
    }
}

/// Whether the first bytes are those of a safetensors file with our metadata key.
fn looks_like_ours(bytes: &[u8]) -> bool {
    let head = bytes.get(8..bytes.len().min(200)).unwrap_or(&[]);
    head.starts_with(b"{\"__metadata__\":{\"stance\"")
}

/// The digest of a file's contents; `stored.sha256` must be empty.
fn digest(stored: &Stored, tensors: &BTreeMap<String, Tensor<'_>>) -> std::result::Result<String, serde_json::Error> {
    let json = serde_json::to_vec(stored)?;
    let parts = tensors.iter().flat_map(|(name, (_, _, bytes))| [name.as_bytes(), bytes.as_ref()]);
    Ok(sha256(std::iter::once(json.as_slice()).chain(parts)))
}

/// Builds the model from the tensors. `None` unless each is there with its type and shape, and no other is.
fn assemble(stored: Stored, mut tensors: BTreeMap<String, Tensor<'_>>) -> Option<Model> {
    let mut take = |name: &str, kind: Dtype, shape: Option<&[usize]>| {
        let (found, dims, bytes) = tensors.remove(name)?;
        (found == kind && shape.is_none_or(|s| s == dims)).then_some(bytes)
    };
    let bytes = take("vocabulary.bytes", Dtype::U8, None)?;
    let bytes = std::str::from_utf8(&bytes).ok()?.to_owned();
    let offsets = numbers(&take("vocabulary.offsets", Dtype::U32, None)?, u32::from_le_bytes);
    let vocabulary = Vocabulary::from_parts(bytes, offsets)?;
    let columns = vocabulary.len();
    if stored.heads.len() > MOST_HEADS {
        return None;
    }
    let mut heads = Vec::with_capacity(stored.heads.len());
    for (h, head) in stored.heads.into_iter().enumerate() {
        let outputs = if head.classes.len() == 2 { 1 } else { head.classes.len() };
        let scale = numbers(&take(&format!("scale.{h}"), Dtype::F32, Some(&[columns]))?, f32::from_le_bytes);
        let mut weights = Vec::new();
        for t in 0..head.targets.len().max(1) {
            let coefficients = take(&format!("coefficients.{h}.{t}"), Dtype::F32, Some(&[outputs, columns]))?;
            let intercepts = take(&format!("intercepts.{h}.{t}"), Dtype::F64, Some(&[outputs]))?;
            weights.push(HeadWeights {
                coefficients: numbers(&coefficients, f32::from_le_bytes),
                intercepts: numbers(&intercepts, f64::from_le_bytes),
            });
        }
        heads.push(Head {
            name: head.name,
            classes: head.classes,
            targets: head.targets,
            weighting: head.weighting,
            scale,
            weights,
            penalty: head.penalty,
            calibration: head.calibration,
        });
    }
    let model = Model { text: stored.text, vocabulary, heads, provenance: stored.provenance };
    tensors.is_empty().then_some(model)
}

/// Little-endian numbers of `N` bytes each. Shapes were checked, so that no bytes are left over.
fn numbers<T, const N: usize>(bytes: &[u8], read: fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks::<N>().0.iter().map(|chunk| read(*chunk)).collect()
}

#[cfg(test)]
mod tests;
