//! Claims about training from a start.

use super::*;
use crate::classify::Classifier;
use crate::corpus::{Faults, Format, Labelled, LabelledOptions, Purpose, read_labelled};
use crate::model::Model;
use crate::train::{CalibrationMode, Search, TrainOptions, train};

fn rows(csv: &str) -> Labelled {
    let options = LabelledOptions { purpose: Purpose::Score, ..LabelledOptions::default() };
    read_labelled(csv.as_bytes(), Format::Csv, "rows", Faults::Stop, &options).unwrap()
}

/// A model of two heads: `good` is up and `bad` is down; `loud` and `quiet` are tones.
fn start() -> Model {
    let mut csv = String::from("text,stance,sentiment\n");
    for k in 0..60 {
        let (word, side) = [("good", "up"), ("bad", "down"), ("plain", "aside")][k % 3];
        let (mood, tone) = [("loud", "positive"), ("quiet", "negative")][k / 3 % 2];
        csv += &format!("a {word} and {mood} day of w{},{side},{tone}\n", k % 7);
    }
    let options = TrainOptions { search: Search::Off, ..TrainOptions::default() };
    train(&rows(&csv), &options, Vec::new()).unwrap().model
}

/// Rows that say that `frabjous` is up and `bad` is down.
fn new_rows(n: usize) -> Labelled {
    let mut csv = String::from("text,stance\n");
    for k in 0..n {
        let (word, side) = [("frabjous", "up"), ("bad", "down")][k % 2];
        csv += &format!("a {word} day of v{},{side}\n", k % 5);
    }
    rows(&csv)
}

fn label(model: &Model, text: &str, head: &str) -> (String, Vec<f64>) {
    let classifier = Classifier::new(model.clone()).unwrap();
    let found = classifier.classify(text).unwrap();
    (found[head].label().to_owned(), found[head].probabilities().map(|(_, p)| p).collect())
}

#[test]
fn a_new_word_is_learnt_and_what_was_known_stays_known() {
    let start = start();
    let found = train_from(&start, &new_rows(60), &StartOptions::default(), Vec::new()).unwrap();
    let own = &found.heads[0];
    assert_eq!((found.heads.len(), found.kept.as_slice()), (1, ["sentiment".to_owned()].as_slice()));
    assert_eq!((own.rows, own.tried.len()), (60, 6));
    assert!(found.new_terms > 0 && found.model.check("model").is_ok());
    assert_eq!(label(&found.model, "a frabjous day", "stance").0, "up");
    // No new row says anything of `good` and of the class `aside`.
    assert_eq!(label(&found.model, "a good day", "stance").0, "up");
    assert_eq!(label(&found.model, "a plain day", "stance").0, "aside");
    assert_eq!(Model::from_bytes(&found.model.to_bytes().unwrap(), "model").unwrap(), found.model);
}

#[test]
fn a_head_without_new_labels_answers_as_before_to_the_last_digit() {
    let start = start();
    let found = train_from(&start, &new_rows(60), &StartOptions::default(), Vec::new()).unwrap().model;
    for text in ["a loud day", "a frabjous loud day of v1", "quiet", "none of these words"] {
        assert_eq!(label(&start, text, "sentiment"), label(&found, text, "sentiment"));
    }
}

#[test]
fn the_model_does_not_depend_on_threads_and_a_firm_prior_is_the_start() {
    let (start, rows) = (start(), new_rows(30));
    let of = |threads: usize, penalty: Option<f64>| {
        let options = StartOptions { threads, penalty, ..StartOptions::default() };
        train_from(&start, &rows, &options, Vec::new()).unwrap().model.to_bytes().unwrap()
    };
    assert_eq!(of(1, None), of(3, None));
    let firm = StartOptions { penalty: Some(1e9), ..StartOptions::default() };
    let firm = train_from(&start, &rows, &firm, Vec::new()).unwrap().model;
    let (a, b) = (label(&start, "a good day", "stance").1, label(&firm, "a good day", "stance").1);
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-5), "{a:?} {b:?}");
}

#[test]
fn one_row_of_one_class_is_learnt_and_the_reasons_are_given() {
    let start = start();
    let one = rows("text,stance\na frabjous day,up\n");
    let options = StartOptions { calibration: Some(CalibrationMode::Cv), ..StartOptions::default() };
    let found = train_from(&start, &one, &options, Vec::new()).unwrap();
    let own = &found.heads[0];
    assert!(own.not_chosen.is_some() && own.tried.is_empty());
    assert!(matches!(own.kept_calibration, Some(KeptCalibration::NotHeldOut(_))));
    let p = |model: &Model| label(model, "a frabjous day", "stance").1[2];
    assert!(p(&found.model) > p(&start));
    let many = train_from(&start, &new_rows(60), &StartOptions::default(), Vec::new()).unwrap();
    assert_eq!(many.heads[0].kept_calibration, None, "there are as many new rows as old ones");
}

#[test]
fn the_provenance_lists_every_start() {
    let start = start();
    let first = train_from(&start, &new_rows(10), &StartOptions::default(), Vec::new()).unwrap().model;
    let second = train_from(&first, &new_rows(12), &StartOptions::default(), Vec::new()).unwrap().model;
    let options = second.provenance.options.value();
    let starts = options["starts"].as_array().unwrap();
    let digest = |model: &Model| crate::model::sha256([model.to_bytes().unwrap().as_slice()]);
    assert_eq!(
        starts.iter().map(|s| s["sha256"].as_str().unwrap()).collect::<Vec<_>>(),
        [digest(&start), digest(&first)]
    );
    let learning = second.provenance.learning.value();
    assert_eq!((&learning[0]["rows"], &learning[0]["rows-before"]), (&12.into(), &70.into()));
    assert_eq!(learning[1], start.provenance.learning.value()[1]);
}

#[test]
fn what_the_model_does_not_know_is_refused_with_both_lists() {
    let start = start();
    let fails =
        |csv: &str| train_from(&start, &rows(csv), &StartOptions::default(), Vec::new()).unwrap_err().to_string();
    let message = fails("text,stance\nx,up\ny,sideways\n");
    assert!(message.contains("`sideways`") && message.contains("`down`, `up`"), "{message}");
    assert!(message.contains("record 2"), "{message}");
    let message = fails("text,label\nx,up\n");
    assert!(message.contains("`stance`, `sentiment`"), "{message}");
    assert!(fails("text,stance\n ,up\n").contains("every text is empty"));
}

#[test]
fn targets_have_weights_of_their_own_and_unknown_ones_are_refused() {
    let mut csv = String::from("text,label,target\n");
    for k in 0..40 {
        let (target, side) = [("cats", "for"), ("cats", "against"), ("dogs", "against"), ("dogs", "for")][k % 4];
        csv += &format!("{} they say w{},{side},{target}\n", ["purr", "bark"][k % 2], k % 3);
    }
    let options = TrainOptions { search: Search::Off, ..TrainOptions::default() };
    let start = train(&rows(&csv), &options, Vec::new()).unwrap().model;
    assert_eq!(start.targets(), ["cats", "dogs"]);
    let new = "text,label,target\n".to_owned() + &"meow,for,cats\nmeow,against,dogs\n".repeat(4);
    let given = StartOptions { penalty: Some(0.1), ..StartOptions::default() };
    let found = train_from(&start, &rows(&new), &given, Vec::new()).unwrap().model;
    let classifier = Classifier::new(found.clone()).unwrap();
    let says = |text: &str, target: &str| {
        let target = classifier.target(Some(target)).unwrap();
        classifier.classify_for(text, target).unwrap()["label"].label().to_owned()
    };
    assert_eq!([says("meow", "cats"), says("meow", "dogs")], ["for", "against"]);
    assert_eq!([says("purr", "cats"), says("purr", "dogs")], ["for", "against"]);
    let fails = |csv: &str| train_from(&start, &rows(csv), &given, Vec::new()).unwrap_err().to_string();
    assert!(fails("text,label,target\nx,for,birds\n").contains("`birds`"));
    assert!(fails("text,label\nx,for\n").contains("has no target column"));
}
