//! Claims about training with a pool and seeds.

use super::*;
use crate::classify::Classifier;
use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
use crate::dictionary::{Dictionary, Key};
use crate::text::CharNgrams;
use crate::train::{Search, TrainOptions, train};
use crate::vectors::VectorOptions;

/// Statements of two sides, each with words of its own that are seldom together in one statement.
fn pool() -> Vec<String> {
    const SIDES: [[&str; 5]; 2] =
        [["ban", "chips", "security", "smugglers", "weapons"], ["trade", "free", "customers", "revenue", "jobs"]];
    let word = |k: usize, at: usize| SIDES[k % 2][(k / 2 + at * (1 + k / 10 % 3)) % 5];
    (0..600).map(|k| format!("the {} and {} of {} w{}", word(k, 0), word(k, 1), word(k, 2), k % 13)).collect()
}

fn labelled() -> Labelled {
    let mut csv = String::from("text,stance\n");
    for k in 0..12 {
        csv += &format!("{} w{k},{}\n", ["the ban", "the trade"][k % 2], ["support", "oppose"][k % 2]);
    }
    read_labelled(csv.as_bytes(), Format::Csv, "rows", Faults::Stop, &LabelledOptions::default()).unwrap()
}

fn options() -> TrainOptions {
    let mut options = TrainOptions { search: Search::Off, ..TrainOptions::default() };
    options.text.char_ngrams = CharNgrams::NONE;
    options
}

fn seeds(classes: [&str; 2]) -> Dictionary {
    let key = |name: &str, entry: &str| Key { name: name.to_owned(), entries: vec![entry.to_owned()] };
    Dictionary::new(vec![key(classes[0], "security"), key(classes[1], "customer*")]).unwrap()
}

fn with_pool(options: TrainOptions, threads: usize) -> TrainOptions {
    let mut how = VectorOptions::default();
    (how.dimensions, how.threads) = (8, threads);
    let vectors = Arc::new(WordVectors::learn(&pool(), &options.text, &how).unwrap());
    let background = Background { vectors: Some(vectors), ..Background::default() };
    TrainOptions { background, threads, ..options }
}

fn label(options: &TrainOptions, text: &str) -> String {
    let model = train(&labelled(), options, Vec::new()).unwrap().model;
    Classifier::new(model).unwrap().classify(text).unwrap()["stance"].label().to_owned()
}

#[test]
fn words_that_no_labelled_row_has_get_weights_from_the_pool() {
    let options = with_pool(options(), 1);
    assert_eq!(label(&options, "security and weapons"), "support");
    assert_eq!(label(&options, "customers and revenue"), "oppose");
    let model = train(&labelled(), &options, Vec::new()).unwrap().model;
    assert!(model.vocabulary.find("smugglers").is_some());
    let plain = train(&labelled(), &self::options(), Vec::new()).unwrap().model;
    assert!(plain.vocabulary.find("smugglers").is_none());
    let off = TrainOptions { vector_weight: Some(0.0), ..options };
    assert_eq!(train(&labelled(), &off, Vec::new()).unwrap().model.vocabulary, plain.vocabulary);
}

#[test]
fn a_model_with_a_pool_has_the_same_bytes_at_any_number_of_threads() {
    let bytes = |threads| {
        let options = TrainOptions { search: Search::Cv, ..with_pool(options(), threads) };
        let trained = train(&labelled(), &options, Vec::new()).unwrap();
        assert!(trained.trials.iter().any(|trial| trial.vector_weight == Some(0.0)));
        trained.model.to_bytes().unwrap()
    };
    assert_eq!(bytes(1), bytes(3));
}

#[test]
fn reasons_and_bias_sum_to_the_score_with_a_pool_too() {
    let model = train(&labelled(), &with_pool(options(), 1), Vec::new()).unwrap().model;
    let classifier = Classifier::new(model).unwrap();
    let target = classifier.default_target().unwrap();
    let why = &classifier.session().explain("the security of chips", target).unwrap()[0];
    let logit = (why.prediction.probabilities[1] / why.prediction.probabilities[0]).ln();
    let sum = why.bias + why.reasons.iter().map(|reason| reason.contribution).sum::<f64>();
    let own = if why.prediction.class == 1 { sum } else { -sum };
    assert!((own - logit / 2.0).abs() < 1e-4 || (own - logit).abs() < 1e-4, "{own} {logit}");
}

#[test]
fn seeds_must_be_for_classes_of_a_label_column() {
    let with = |classes: [&str; 2]| {
        let mut options = with_pool(options(), 1);
        let vectors = options.background.vectors.clone().unwrap();
        options.background.polarity = Some(Arc::new(Polarity::new(&vectors, &seeds(classes)).unwrap().0));
        options
    };
    assert_eq!(label(&with(["support", "oppose"]), "jobs"), "oppose");
    let error = train(&labelled(), &with(["yes", "no"]), Vec::new()).unwrap_err().to_string();
    assert!(error.contains("no, yes") && error.contains("stance: oppose, support"), "{error}");
}

#[test]
fn vectors_of_other_text_settings_are_refused() {
    let mut other = with_pool(options(), 1);
    other.text.language = "german".parse().unwrap();
    let error = train(&labelled(), &other, Vec::new()).unwrap_err().to_string();
    assert!(error.contains("other text settings"), "{error}");
}
