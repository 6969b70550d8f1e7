//! A model file is read back as it was written, and every damage is refused.

use super::*;
use crate::features::{Norm, Scale};

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
    let header = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 0x04;
        // Padding after the header's JSON may change from one blank to another kind without a change of meaning.
        if at < header && altered[at].is_ascii_whitespace() {
            continue;
        }
        refused(&altered);
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
        with_header(&tiny().to_bytes().unwrap(), |h| h.replace(r#"{\"format\":1,"#, r#"{\"format\":9,\"new\":0,"#));
    assert!(refused(&bytes).contains("model format 9, newer than this program reads (1)"));
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

#[test]
fn a_model_that_does_not_fit_together_is_not_written() {
    let wrong: [fn(&mut Model); 8] = [
        |m| m.heads.clear(),
        |m| m.heads[0].classes.reverse(),
        |m| m.heads[0].classes[2] = crate::UNSURE.to_owned(),
        |m| m.heads[1].name = "stance".to_owned(),
        |m| m.heads[0].weights[0].coefficients[3] = f32::NAN,
        |m| m.heads[0].weights[0].intercepts.push(0.0),
        |m| m.heads[0].scale = vec![1.0],
        |m| m.text.word_ngrams = 0,
    ];
    for change in wrong {
        let mut model = tiny();
        change(&mut model);
        assert!(model.to_bytes().is_err());
    }
}
