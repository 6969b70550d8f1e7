//! Features of a text: training, plain search, tables and reasons find the same, and give the same scores.

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Result, Unstructured};
use stance::calibrate::Calibration;
use stance::classify::Classifier;
use stance::dictionary::{Dictionary, Key};
use stance::features::{FeatureKind, Norm, Scale, Vocabulary, Weighting};
use stance::internals::{Analyzer, count};
use stance::model::{About, DoubtRules, Head, HeadWeights, Model, Provenance};
use stance::text::{KeyFeatures, TextSettings};

use crate::mixture::{Of, mixed};
use crate::tokens::Choices;

/// What a model is made of.
#[derive(Arbitrary, Debug)]
struct Shape {
    choices: Choices,
    /// Which features of the texts the model has.
    kept: Vec<bool>,
    classes: u8,
    targets: u8,
    has_keys: bool,
    by_words: bool,
    weights: Vec<i8>,
}

/// Compares all ways for a model of some of the features of a few texts.
pub fn features(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((shape, texts)) = case(&mut input) else { return };
    let settings = settings(&shape);
    let Ok(analyzer) = Analyzer::new(&settings) else { return };
    let counts = count(&texts, &analyzer, 1, 1).expect("few features");
    let again = count(&texts, &analyzer, 1, 3).expect("few features");
    assert_eq!(counts, again, "the rows depend on the number of threads");
    let vocabulary = &counts.vocabulary;
    let kept = vocabulary.iter().enumerate().filter(|(at, _)| shape.kept.get(at % 64).copied().unwrap_or(true));
    let kept: Vec<String> = kept.map(|(_, key)| key.to_owned()).collect();
    let own = Vocabulary::new(kept).expect("few features");
    assert_eq!(Vocabulary::from_parts(own.bytes().to_owned(), own.offsets().to_vec()).as_ref(), Some(&own));
    let model = model(&shape, settings, own);
    compare(&shape, &model, &texts);
    expected_scores(&model, &counts, &texts);
}

fn case(input: &mut Unstructured<'_>) -> Result<(Shape, Vec<String>)> {
    let shape = Shape::arbitrary(input)?;
    let mut texts = Vec::new();
    while !input.is_empty() && texts.len() < 4 {
        let length = usize::from(input.arbitrary::<u8>()?).min(input.len());
        texts.push(mixed(&mut Unstructured::new(input.bytes(length)?), Of::Words)?);
    }
    Ok((shape, texts))
}

fn settings(shape: &Shape) -> TextSettings {
    let mut settings = shape.choices.settings();
    settings.word_ngrams = settings.word_ngrams.clamp(1, 3);
    let (min, max) = (settings.char_ngrams.min.min(8), settings.char_ngrams.max.min(8));
    settings.char_ngrams.max = max.max(min);
    settings.char_ngrams.min = if settings.char_ngrams.max == 0 { 0 } else { min.max(1) };
    if shape.has_keys {
        let key = |name: &str, entries: &[&str]| Key {
            name: name.to_owned(),
            entries: entries.iter().map(|entry| (*entry).to_owned()).collect(),
        };
        let keys = vec![
            key("loosen", &["lift*", "can't keep", "👍*"]),
            key("keep", &["keep", "the ban"]),
            key("all", &["ch?ps"]),
        ];
        settings.keys = Dictionary::new(keys).ok().map(KeyFeatures::new);
    }
    settings
}

fn model(shape: &Shape, text: TextSettings, vocabulary: Vocabulary) -> Model {
    let classes: Vec<String> = (0..2 + shape.classes % 9).map(|class| format!("class {class}")).collect();
    let targets: Vec<String> = (0..shape.targets % 4).map(|target| format!("target {target}")).collect();
    let outputs = if classes.len() == 2 { 1 } else { classes.len() };
    let columns = vocabulary.len();
    let weight = |at: usize| f32::from(shape.weights.get(at % shape.weights.len().max(1)).copied().unwrap_or(3)) / 16.0;
    let weights = (0..targets.len().max(1)).map(|target| HeadWeights {
        coefficients: (0..outputs * columns).map(|at| weight(7 * at + target)).collect(),
        intercepts: (0..outputs).map(|at| f64::from(weight(at))).collect(),
    });
    let head = Head {
        name: "stance".to_owned(),
        classes,
        targets,
        weighting: Weighting {
            scale: Scale::None,
            norm: if shape.by_words { Norm::SqrtWords } else { Norm::SqrtSquares },
        },
        scale: (0..columns).map(|at| 0.5 + (at % 5) as f32).collect(),
        weights: weights.collect(),
        penalty: 1.0,
        calibration: Calibration::None,
        class_shares: Vec::new(),
    };
    Model {
        text,
        vocabulary,
        heads: vec![head],
        provenance: Provenance::default(),
        about: About::default(),
        doubt: DoubtRules::default(),
    }
}

/// Predictions are the same bits by plain search, by tables and with reasons.
fn compare(shape: &Shape, model: &Model, texts: &[String]) {
    let plain = Classifier::new(model.clone()).expect("the model is sound");
    let tables = Classifier::new(model.clone()).expect("the model is sound");
    tables.prepare();
    let (mut sorted, mut fast) = (plain.session(), tables.session());
    let names = plain.targets().to_vec();
    let targets: Vec<_> = match names.as_slice() {
        [] => vec![plain.default_target().expect("there is none")],
        names => names.iter().map(|name| plain.target(name.as_str()).expect("it is there")).collect(),
    };
    for text in texts.iter().chain(texts) {
        for target in &targets {
            let by_tables = fast.classify(text, *target).expect("the target is there");
            assert_eq!(sorted.classify(text, *target).expect("the target is there"), by_tables, "{shape:?} {text:?}");
            let doubts = (sorted.doubts(text), fast.doubts(text));
            assert_eq!(doubts.0, doubts.1, "{shape:?} {text:?}");
            let reasons = [&mut sorted, &mut fast].map(|session| session.explain(text, *target).expect("it is there"));
            assert_eq!(reasons[0], reasons[1], "{shape:?} {text:?}");
            for (explanation, prediction) in reasons[0].iter().zip(&by_tables) {
                assert_eq!(&explanation.prediction, prediction, "{shape:?} {text:?}");
                let sum: f64 = explanation.reasons.iter().map(|reason| reason.contribution).sum();
                let error = (explanation.bias + sum - explanation.score).abs();
                assert!(error < 1e-6 * (1.0 + explanation.score.abs()), "{error} {shape:?} {text:?}");
            }
            let total: f64 = by_tables.iter().flat_map(|prediction| &prediction.probabilities).sum();
            assert!((total - by_tables.len() as f64).abs() < 1e-9);
        }
    }
}

/// The reasons of a text are as many features as training counts in it.
fn expected_scores(model: &Model, counts: &stance::features::Counts, texts: &[String]) {
    let analyzer = Analyzer::new(&model.text).expect("the settings are sound");
    for (text, row) in texts.iter().zip(&counts.rows) {
        let alone = count(std::slice::from_ref(text), &analyzer, 1, 1).expect("few features");
        let named = |vocabulary: &Vocabulary, row: &stance::features::Row| -> BTreeMap<String, u32> {
            let keys: Vec<&str> = vocabulary.iter().collect();
            row.terms.iter().map(|(column, count)| (keys[*column as usize].to_owned(), *count)).collect()
        };
        let together = named(&counts.vocabulary, row);
        assert_eq!(named(&alone.vocabulary, &alone.rows[0]), together, "the texts before change a row: {text:?}");
        for key in together.keys() {
            let words = matches!(Vocabulary::kind(key), FeatureKind::Words(words) if words > usize::from(model.text.word_ngrams));
            assert!(!words, "{key:?} is longer than the settings allow");
        }
    }
}
