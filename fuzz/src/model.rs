//! Model files: any bytes, and sound files that were altered and given a digest that fits, so that what is checked after
//! the digest is reached.

use std::sync::OnceLock;

use arbitrary::{Arbitrary, Result, Unstructured};
use serde_json::Value;
use stance::calibrate::Calibration;
use stance::classify::Classifier;
use stance::error::Class;
use stance::features::{Norm, Scale, Vocabulary, Weighting};
use stance::model::{About, DoubtRules, Head, HeadWeights, Model, Provenance, sha256};
use stance::text::TextSettings;

/// Reads a model; one that is accepted writes the same bytes again and labels a text.
pub fn model(data: &[u8]) {
    read(data);
    let mut input = Unstructured::new(data);
    if let Ok(bytes) = altered(&mut input) {
        read(&bytes);
    }
}

fn read(bytes: &[u8]) {
    let model = match Model::from_bytes(bytes, "a.model") {
        Ok(model) => model,
        Err(error) => {
            assert_eq!(error.class() as u8, Class::Model as u8, "{error}");
            return;
        }
    };
    assert_eq!(model.to_bytes().expect("it was read"), bytes, "it is not what would be written");
    let classifier = Classifier::new(model).expect("a model that was read can be used");
    let mut session = classifier.session();
    let target = match classifier.targets() {
        [] => classifier.default_target().expect("there is none"),
        [first, ..] => classifier.target(first.as_str()).expect("it is there"),
    };
    for text in ["keep the controls, lift the ban", "", "規則 \u{1F6A2} can't"] {
        for prediction in session.classify(text, target).expect("the target is there") {
            assert!(prediction.probabilities.iter().all(|p| (0.0..=1.0).contains(p)), "{prediction:?}");
        }
        let _ = session.explain(text, target).expect("the target is there");
        let _ = session.doubts(text);
    }
}

/// A change of a sound file.
#[derive(Arbitrary, Debug)]
enum Change {
    /// A value in the metadata, found by walking from the root.
    Value { path: Vec<u8>, value: Leaf },
    /// A value of the metadata is left out.
    Remove { path: Vec<u8> },
    /// A value of the metadata is put under another key too.
    Copy { path: Vec<u8>, key: String },
    /// Bytes of the tensors.
    Bytes { at: u16, bytes: Vec<u8> },
    /// A value in the safetensors header: type, shape, place.
    Header { path: Vec<u8>, value: Leaf },
}

#[derive(Arbitrary, Debug)]
enum Leaf {
    Null,
    Flag(bool),
    Small(u8),
    Whole(i64),
    Number(f64),
    Text(String),
    Name(u8),
    List(Vec<i32>),
    Texts(Vec<String>),
    Object,
}

impl Leaf {
    fn value(&self) -> Value {
        const NAMES: [&str; 12] =
            ["none", "unsure", "", " ", "stance", "a", "b", "english", "count", "F32", "U8", "keep"];
        match self {
            Self::Null => Value::Null,
            Self::Flag(flag) => (*flag).into(),
            Self::Small(number) => (*number).into(),
            Self::Whole(number) => (*number).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
            Self::Name(at) => NAMES[usize::from(*at) % NAMES.len()].into(),
            Self::List(numbers) => numbers.clone().into(),
            Self::Texts(texts) => texts.clone().into(),
            Self::Object => Value::Object(serde_json::Map::new()),
        }
    }
}

/// A sound file with a few changes and a digest that fits.
fn altered(input: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let changes: Vec<Change> = (0..input.int_in_range(1..=4)?).map(|_| input.arbitrary()).collect::<Result<_>>()?;
    let sound = sound();
    let size = u64::from_le_bytes(*sound.first_chunk().expect("a file is long")) as usize;
    let (header, tensors) = sound[8..].split_at(size);
    let mut header: Value = serde_json::from_slice(header).expect("a sound header");
    let mut tensors = tensors.to_vec();
    let text = header["__metadata__"]["stance"].as_str().expect("metadata").to_owned();
    let mut stored: Value = serde_json::from_str(&text).expect("sound metadata");
    for change in &changes {
        match change {
            Change::Value { path, value } => *walk(&mut stored, path) = value.value(),
            Change::Remove { path } => {
                let Some((last, path)) = path.split_last() else { continue };
                match walk(&mut stored, path) {
                    Value::Object(map) if !map.is_empty() => {
                        let key = map.keys().nth(usize::from(*last) % map.len()).cloned().unwrap_or_default();
                        map.shift_remove(&key);
                    }
                    Value::Array(list) if !list.is_empty() => {
                        list.remove(usize::from(*last) % list.len());
                    }
                    _ => {}
                }
            }
            Change::Copy { path, key } => {
                let value = walk(&mut stored, path).clone();
                match walk(&mut stored, path.get(1..).unwrap_or(&[])) {
                    Value::Object(map) => drop(map.insert(key.clone(), value)),
                    Value::Array(list) => list.push(value),
                    _ => {}
                }
            }
            Change::Bytes { at, bytes } => {
                let at = usize::from(*at) % tensors.len();
                tensors.iter_mut().skip(at).zip(bytes).for_each(|(own, new)| *own = *new);
            }
            Change::Header { path, value } => {
                let Some(map) = header.as_object_mut() else { continue };
                let names: Vec<String> = map.keys().filter(|name| *name != "__metadata__").cloned().collect();
                let Some((first, path)) = path.split_first() else { continue };
                if let Some(tensor) = names.get(usize::from(*first) % names.len()).and_then(|name| map.get_mut(name)) {
                    *walk(tensor, path) = value.value();
                }
            }
        }
    }
    Ok(signed(header, stored, &tensors))
}

/// The value at which a walk ends: at each step a member by its number.
fn walk<'v>(value: &'v mut Value, path: &[u8]) -> &'v mut Value {
    let Some((first, rest)) = path.split_first() else { return value };
    let first = usize::from(*first);
    let is_leaf = match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => true,
    };
    if is_leaf {
        return value;
    }
    match value {
        Value::Object(map) => {
            let at = first % map.len();
            walk(map.values_mut().nth(at).expect("it is in range"), rest)
        }
        Value::Array(list) => {
            let at = first % list.len();
            walk(&mut list[at], rest)
        }
        leaf => leaf,
    }
}

/// The bytes of a file with its digest: of the metadata without a digest, and of the name and the bytes of each tensor.
fn signed(mut header: Value, mut stored: Value, tensors: &[u8]) -> Vec<u8> {
    if let Some(map) = stored.as_object_mut() {
        map.insert("sha256".to_owned(), "".into());
    }
    let json = stored.to_string();
    let mut names: Vec<(String, &[u8])> = Vec::new();
    for (name, tensor) in header.as_object().into_iter().flatten().filter(|(name, _)| *name != "__metadata__") {
        let place = |at: usize| tensor["data_offsets"][at].as_u64().unwrap_or(0) as usize;
        names.push((name.clone(), tensors.get(place(0)..place(1)).unwrap_or(&[])));
    }
    names.sort();
    let parts = names.iter().flat_map(|(name, bytes)| [name.as_bytes(), *bytes]);
    let digest = sha256(std::iter::once(json.as_bytes()).chain(parts));
    if let Some(map) = stored.as_object_mut() {
        map.insert("sha256".to_owned(), digest.into());
    }
    header["__metadata__"]["stance"] = stored.to_string().into();
    let mut header = header.to_string().into_bytes();
    header.resize(header.len().next_multiple_of(8), b' ');
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header);
    bytes.extend(tensors);
    bytes
}

/// A small sound file with two label columns, targets and a calibration.
fn sound() -> &'static [u8] {
    static SOUND: OnceLock<Vec<u8>> = OnceLock::new();
    SOUND.get_or_init(|| {
        let keys = ["ban", "c:ee", "controls", "keep", "keep the", "lift", "lift the", "not_keep", "the"];
        let vocabulary = Vocabulary::new(keys.map(str::to_owned).to_vec()).expect("few features");
        let columns = vocabulary.len();
        let head = |name: &str, classes: &[&str], calibration: Calibration| {
            let outputs = if classes.len() == 2 { 1 } else { classes.len() };
            let weights = HeadWeights {
                coefficients: (0..outputs * columns).map(|at| (at % 7) as f32 - 3.0).collect(),
                intercepts: vec![0.25; outputs],
            };
            Head {
                name: name.to_owned(),
                classes: classes.iter().map(|class| (*class).to_owned()).collect(),
                targets: vec!["a".to_owned(), "b".to_owned()],
                weighting: Weighting { scale: Scale::None, norm: Norm::SqrtSquares },
                scale: vec![1.5; columns],
                weights: vec![weights.clone(), weights],
                penalty: 1.0,
                calibration,
                class_shares: vec![vec![1.0 / classes.len() as f64; classes.len()]; 2],
            }
        };
        let model = Model {
            text: TextSettings::default(),
            vocabulary,
            heads: vec![
                head("stance", &["against", "for"], Calibration::Platt { slope: 0.5, intercept: 0.1 }),
                head("tone", &["calm", "glad", "sad"], Calibration::Temperature { t: 1.5 }),
            ],
            provenance: Provenance::default(),
            about: About::default(),
            doubt: DoubtRules::default(),
        };
        model.to_bytes().expect("the model is sound")
    })
}
