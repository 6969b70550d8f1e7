//! The tensors of a model file, and the header that describes them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, Metadata, TensorInfo};

use super::stored::Stored;
use super::{Head, HeadWeights, MOST_HEADS, Model};
use crate::features::Vocabulary;

/// A tensor's element type, shape and bytes.
pub(super) type Tensor<'b> = (Dtype, Vec<usize>, Cow<'b, [u8]>);
/// Tensors by name.
pub(super) type Tensors<'b> = BTreeMap<String, Tensor<'b>>;

/// The tensors of `model`.
pub(super) fn tensors(model: &Model) -> Tensors<'_> {
    let mut out = BTreeMap::new();
    let columns = model.vocabulary.len();
    let bytes = Cow::Borrowed(model.vocabulary.bytes().as_bytes());
    out.insert("vocabulary.bytes".to_owned(), (Dtype::U8, vec![bytes.len()], bytes));
    let offsets = model.vocabulary.offsets();
    let bytes = offsets.iter().flat_map(|o| o.to_le_bytes()).collect::<Vec<u8>>().into();
    out.insert("vocabulary.offsets".to_owned(), (Dtype::U32, vec![offsets.len()], bytes));
    for (h, head) in model.heads.iter().enumerate() {
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

/// The tensors of a file whose header is `metadata`, in the bytes after the header.
pub(super) fn views<'b>(metadata: &Metadata, data: &'b [u8]) -> Tensors<'b> {
    let view = |(name, info): (String, &TensorInfo)| {
        let (from, to) = info.data_offsets;
        let bytes = data.get(from..to);
        debug_assert!(bytes.is_some(), "the offsets were checked with the header");
        (name, (info.dtype, info.shape.clone(), Cow::Borrowed(bytes.unwrap_or_default())))
    };
    metadata.tensors().into_iter().map(view).collect()
}

/// The element types and shapes of tensors, by name.
pub(super) fn shapes(tensors: &Tensors<'_>) -> Vec<(String, Dtype, Vec<usize>)> {
    tensors.iter().map(|(name, (dtype, shape, _))| (name.clone(), *dtype, shape.clone())).collect()
}

/// The bytes before the data of a safetensors file with tensors of these [`shapes`] and one metadata key: the length of
/// the header, and the header, padded with spaces to a multiple of eight bytes. Tensors are in the order of falling
/// element type, then of their names.
pub(super) fn header(
    key: &str,
    json: &str,
    mut shapes: Vec<(String, Dtype, Vec<usize>)>,
) -> Result<Vec<u8>, SafeTensorError> {
    shapes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut infos = Vec::with_capacity(shapes.len());
    let mut start = 0;
    for (name, dtype, shape) in shapes {
        let end = start + shape.iter().product::<usize>() * dtype.bitsize() / 8;
        infos.push((name, TensorInfo { dtype, shape, data_offsets: (start, end) }));
        start = end;
    }
    let metadata = Metadata::new(Some(std::iter::once((key.to_owned(), json.to_owned())).collect()), infos)?;
    let mut header = serde_json::to_string(&metadata)?.into_bytes();
    header.resize(header.len().next_multiple_of(8), b' ');
    Ok([&(header.len() as u64).to_le_bytes(), header.as_slice()].concat())
}

/// Builds the model from the tensors. `None` unless each is there with its type and shape, and no other is; the vocabulary
/// is not checked.
pub(super) fn assemble(stored: Stored, mut tensors: Tensors<'_>) -> Option<Model> {
    let mut take = |name: &str, kind: Dtype, shape: &[Option<usize>]| {
        let (found, dims, bytes) = tensors.remove(name)?;
        let fits = dims.len() == shape.len() && dims.iter().zip(shape).all(|(d, s)| s.is_none_or(|s| s == *d));
        (found == kind && fits).then_some(bytes)
    };
    let bytes = take("vocabulary.bytes", Dtype::U8, &[None])?;
    let offsets = numbers(&take("vocabulary.offsets", Dtype::U32, &[None])?, u32::from_le_bytes);
    let vocabulary = Vocabulary::of_checked(std::str::from_utf8(&bytes).ok()?.into(), offsets);
    let columns = vocabulary.len();
    if stored.heads.len() > MOST_HEADS {
        return None;
    }
    let mut heads = Vec::with_capacity(stored.heads.len());
    for (h, head) in stored.heads.into_iter().enumerate() {
        let outputs = if head.classes.len() == 2 { 1 } else { head.classes.len() };
        let scale = numbers(&take(&format!("scale.{h}"), Dtype::F32, &[Some(columns)])?, f32::from_le_bytes);
        let mut weights = Vec::new();
        for t in 0..head.targets.len().max(1) {
            let shape = [Some(outputs), Some(columns)];
            let coefficients = take(&format!("coefficients.{h}.{t}"), Dtype::F32, &shape)?;
            let intercepts = take(&format!("intercepts.{h}.{t}"), Dtype::F64, &[Some(outputs)])?;
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
            class_shares: head.class_shares,
        });
    }
    let model = Model {
        text: stored.text,
        vocabulary,
        heads,
        provenance: stored.provenance,
        about: stored.about,
        doubt: stored.doubt,
    };
    tensors.is_empty().then_some(model)
}

/// Little-endian numbers of `N` bytes each. Shapes were checked, so that no bytes are left over.
fn numbers<C: FromIterator<T>, T, const N: usize>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> C {
    bytes.as_chunks::<N>().0.iter().map(|chunk| read(*chunk)).collect()
}
