//! A model file is read back as it was written, and every damage is refused.

use super::*;
use crate::calibrate::Calibration;
use crate::features::{Norm, Scale};
use crate::features::{Vocabulary, Weighting};
use crate::model::{About, DoubtRules, Head, HeadWeights, LARGEST_NUMBER, MOST_CLASSES, Provenance};
use crate::text::TextSettings;

pub(crate) fn tiny() -> Model {
    let vocabulary = Vocabulary::new(["ban", "ban is", "c:ban", "is"].map(String::from).to_vec()).unwrap();
    let head = |name: &str, classes: &[&str], scale| {
        let rows = if classes.len() == 2 { 1 } else { classes.len() };
        Head {
            name: name.to_owned(),
            classes: classes.iter().map(|c| c.to_string()).collect(),
            targets: vec![],
            weighting: Weighting { scale, norm: Norm::SqrtSquares },
            scale: vec![1.0, 2.0, 1.5, 1.0],
            weights: vec![HeadWeights {
                coefficients: (0..4 * rows).map(|k| k as f32 / 8.0 - 1.0).collect(),
                intercepts: vec![0.25; rows],
            }],
            penalty: 1.0,
            calibration: Calibration::Temperature { t: 1.5 },
            class_shares: vec![vec![1.0 / classes.len() as f64; classes.len()]],
        }
    };
    Model {
        text: TextSettings::default(),
        vocabulary,
        heads: vec![
            head("stance", &["neutral", "oppose", "support"], Scale::Idf),
            head("sentiment", &["negative", "positive"], Scale::None),
        ],
        provenance: Provenance { program: "stance-classifier test".to_owned(), ..Provenance::default() },
        about: About { question: Some("For or against?".to_owned()), ..About::default() },
        doubt: DoubtRules { min_confidence: [("stance".to_owned(), 0.5)].into(), ..DoubtRules::default() },
    }
}

fn refused(bytes: &[u8]) -> String {
    let error = Model::from_bytes(bytes, "m.stance").unwrap_err();
    assert_eq!(error.class(), crate::error::Class::Model, "{error}");
    let text = error.to_string();
    assert!(text.starts_with("m.stance: "), "{text}");
    text
}

/// The file with its header replaced by what `change` makes of it; tensor data stays.
fn with_header(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let n = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = change(String::from_utf8(bytes[8..8 + n].to_vec()).unwrap());
    let padded = header.len().next_multiple_of(8);
    let mut out = (padded as u64).to_le_bytes().to_vec();
    out.extend(header.bytes());
    out.resize(8 + padded, b' ');
    out.extend(&bytes[8 + n..]);
    out
}

#[test]
fn a_model_comes_back_as_it_was_and_writes_the_same_bytes() {
    let model = tiny();
    let bytes = model.to_bytes().unwrap();
    let again = Model::from_bytes(&bytes, "m.stance").unwrap();
    assert_eq!(again, model);
    assert_eq!(again.to_bytes().unwrap(), bytes);
}

#[test]
fn every_truncation_is_refused() {
    let bytes = tiny().to_bytes().unwrap();
    for end in 0..bytes.len() {
        refused(&bytes[..end]);
    }
}

#[test]
fn every_altered_byte_is_refused() {
    let bytes = tiny().to_bytes().unwrap();
    for at in 0..bytes.len() {
        // The second change turns a space into another blank, which JSON takes for the same.
        for change in [0x04, b' ' ^ b'\n'] {
            let mut altered = bytes.clone();
            altered[at] ^= change;
            refused(&altered);
        }
    }
}

#[test]
fn bytes_after_the_end_are_refused() {
    let mut bytes = tiny().to_bytes().unwrap();
    bytes.push(0);
    refused(&bytes);
}

#[test]
fn a_newer_format_is_named_before_anything_else_about_it() {
    let bytes =
        with_header(&tiny().to_bytes().unwrap(), |h| h.replace(r#"{\"format\":2,"#, r#"{\"format\":9,\"new\":0,"#));
    assert!(refused(&bytes).contains("model format 9, newer than this program reads (2)"));
}

#[test]
fn foreign_files_get_another_message_than_damaged_ones() {
    assert!(refused(b"text,stance\n").contains("is not a model of stance"));
    assert!(refused(b"").contains("is empty"));
    let bytes = tiny().to_bytes().unwrap();
    assert!(refused(&bytes[..bytes.len() / 2]).contains("cut short"));
    let other = with_header(&bytes, |h| h.replacen("\"stance\"", "\"other\"", 1));
    assert!(refused(&other).contains("is not a model of stance"));
}

/// The file of `model` whatever [`Model::check`] says, with a digest that fits, and with the header that `change`
/// makes. `None` if its shapes do not fit its numbers, which safetensors refuses to write.
fn forged(model: &Model, change: impl Fn(String) -> String) -> Option<Vec<u8>> {
    let tensors = tensors(model);
    let json = serde_json::to_string(&Stored::of(model)).unwrap();
    let json = with_digest(&json, &digest(&json, &tensors));
    let mut views = Vec::new();
    for (name, (kind, shape, bytes)) in &tensors {
        views.push((name.as_str(), TensorView::new(*kind, shape.clone(), bytes).ok()?));
    }
    Some(with_header(&safetensors::serialize(views, Some([(KEY.to_owned(), json)].into())).unwrap(), change))
}

#[test]
fn what_the_digest_leaves_out_is_checked_too() {
    let model = tiny();
    let same = forged(&model, |header| header).unwrap();
    assert_eq!(Model::from_bytes(&same, "m.stance").unwrap(), model);
    let changes: [(&str, &str, &str); 6] = [
        ("a shape", r#"{"dtype":"U32","shape":[5]"#, r#"{"dtype":"U32","shape":[1,5]"#),
        ("the order of keys", r#""dtype":"U8","shape":[16]"#, r#""shape":[16],"dtype":"U8""#),
        ("a space", r#"{"dtype":"U8""#, r#"{ "dtype":"U8""#),
        ("a key twice in the settings", r#"\"learning\":null"#, r#"\"learning\":{\"a\":1,\"a\":null}"#),
        ("format 0", r#"{\"format\":2,"#, r#"{\"format\":0,"#),
        ("format 1", r#"{\"format\":2,"#, r#"{\"format\":1,"#),
    ];
    for (what, from, to) in changes {
        let altered = forged(&model, |header| {
            assert!(header.contains(from), "{what}: {header}");
            header.replacen(from, to, 1)
        });
        refused(&altered.unwrap());
    }
}

#[test]
fn models_of_format_1_are_read_and_written_as_they_were() {
    let mut model = tiny();
    model.about = About::default();
    model.doubt = DoubtRules::default();
    model.heads.iter_mut().for_each(|head| head.class_shares.clear());
    let bytes = model.to_bytes().unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains(r#"{\"format\":1,"#));
    assert_eq!(Model::from_bytes(&bytes, "m.stance").unwrap().to_bytes().unwrap(), bytes);
}

#[test]
fn the_shipped_model_is_written_as_it_was_read() {
    let bytes = include_bytes!("../../../models/export-controls.safetensors");
    assert!(Model::shipped().unwrap().to_bytes().unwrap() == bytes);
    // What is not checked at each start.
    assert_eq!(Model::from_bytes(bytes, "m.stance").unwrap(), Model::shipped().unwrap());
}

#[test]
fn class_shares_come_from_the_provenance_of_models_without_them() {
    let mut model = tiny();
    model.heads[0].class_shares = Vec::new();
    assert!(model.class_shares(0).is_empty(), "nothing says how many rows the classes had");
    let classes = serde_json::json!({"neutral": 2, "oppose": 5, "support": 3});
    let learning =
        |weights: &str| serde_json::json!([{"head": "stance", "classes": classes, "class-weights": weights}]);
    model.provenance.learning = learning("none").into();
    assert_eq!(model.class_shares(0), [[0.2, 0.5, 0.3]]);
    model.provenance.learning = learning("balanced").into();
    assert!(model.class_shares(0).is_empty(), "rows did not count as they are");
}

#[test]
fn a_model_that_does_not_fit_together_is_neither_written_nor_read() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    fn too_many(m: &mut Model) {
        let head = &mut m.heads[0];
        head.classes = (0..=MOST_CLASSES).map(|k| format!("{k:05}")).collect();
        head.weights[0].coefficients = vec![0.0; 4 * (MOST_CLASSES + 1)];
        head.weights[0].intercepts = vec![0.0; MOST_CLASSES + 1];
        head.class_shares.clear();
    }
    fn with_targets(m: &mut Model, k: usize, targets: Vec<String>) {
        let head = &mut m.heads[k];
        head.weights = vec![head.weights[0].clone(); targets.len()];
        head.class_shares.clear();
        head.targets = targets;
    }
    type Change = Box<dyn Fn(&mut Model)>;
    let wrong: Vec<(&str, Change)> = vec![
        ("no head", Box::new(|m| m.heads.clear())),
        ("unsorted classes", Box::new(|m| m.heads[0].classes.reverse())),
        ("a reserved class", Box::new(|m| m.heads[0].classes[2] = crate::UNSURE.to_owned())),
        ("a reserved class in capitals", Box::new(|m| m.heads[0].classes[0] = " Unsure".to_owned())),
        ("a blank class", Box::new(|m| m.heads[0].classes[0] = " ".to_owned())),
        ("too many classes", Box::new(too_many)),
        ("a name twice", Box::new(|m| m.heads[1].name = "stance".to_owned())),
        ("a blank name", Box::new(|m| m.heads[1].name = " ".to_owned())),
        ("results of one name", Box::new(|m| m.heads[1].name = "stance_probability".to_owned())),
        ("results of one name as a class", Box::new(|m| m.heads[1].name = "stance_p_oppose".to_owned())),
        ("NaN", Box::new(|m| m.heads[0].weights[0].coefficients[3] = f32::NAN)),
        ("a weight that overflows", Box::new(|m| m.heads[0].weights[0].coefficients[3] = f32::MAX)),
        ("a scale that overflows", Box::new(|m| m.heads[0].scale[1] = 1e38)),
        ("an intercept that overflows", Box::new(|m| m.heads[0].weights[0].intercepts[0] = -2.0 * LARGEST_NUMBER)),
        ("a calibration that overflows", Box::new(|m| m.heads[0].calibration = Calibration::Temperature { t: 1e-300 })),
        ("an intercept too many", Box::new(|m| m.heads[0].weights[0].intercepts.push(0.0))),
        ("a short scale", Box::new(|m| m.heads[0].scale = vec![1.0])),
        ("text settings", Box::new(|m| m.text.word_ngrams = 0)),
        ("a share of 0", Box::new(|m| m.heads[0].class_shares = vec![vec![0.0, 0.5, 0.5]])),
        ("shares of other classes", Box::new(|m| m.heads[0].class_shares = vec![vec![0.5, 0.5]])),
        ("a blank target", Box::new(move |m| with_targets(m, 0, names(&["", "a"])))),
        (
            "different targets",
            Box::new(move |m| {
                with_targets(m, 0, names(&["a", "b"]));
                with_targets(m, 1, names(&["a", "c"]));
            }),
        ),
        ("an undated date", Box::new(|m| m.about.date = Some("yesterday".to_owned()))),
    ];
    for (what, change) in wrong {
        let mut model = tiny();
        change(&mut model);
        assert!(model.to_bytes().is_err(), "{what}");
        let Some(bytes) = forged(&model, |header| header) else { continue };
        let error = Model::from_bytes(&bytes, "m.stance").expect_err(what);
        assert_eq!(error.class(), crate::error::Class::Model, "{what}: {error}");
    }
}
