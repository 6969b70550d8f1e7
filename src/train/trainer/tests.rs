//! What can be learnt, what cannot, and what one label column has to do with another.

use super::*;
use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};

fn rows(csv: &str, labels: &[&str]) -> Labelled {
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    let options = LabelledOptions { labels, ..LabelledOptions::default() };
    read_labelled(csv.as_bytes(), Format::Csv, "a.csv", Faults::Stop, &options).unwrap()
}

fn without_search() -> TrainOptions {
    TrainOptions { search: Search::Off, ..TrainOptions::default() }
}

fn refused(csv: &str, labels: &[&str], options: &TrainOptions) -> String {
    let error = train(&rows(csv, labels), options, Vec::new()).unwrap_err();
    assert_eq!(error.class(), crate::error::Class::Data, "{error}");
    let text = error.to_string();
    assert!(text.starts_with("a.csv"), "{text}");
    text
}

/// Forty rows; `b` is there for some of them only, and its classes are not spread as those of `a`.
fn two_columns() -> String {
    let row = |k: usize| {
        let (word, a) = [("keep", "for"), ("lift", "against"), ("note", "none")][k % 3];
        let b = ["", "warm", "cold", "cold", "cold"][k % 5];
        format!("{word} it says w{} number {k},{a},{b}\n", k % 7)
    };
    "text,a,b\n".to_owned() + &(0..40).map(row).collect::<String>()
}

#[test]
fn without_a_search_a_head_does_not_depend_on_other_label_columns() {
    let csv = two_columns();
    let heads = |labels: &[&str]| train(&rows(&csv, labels), &without_search(), Vec::new()).unwrap().model.heads;
    let both = heads(&["a", "b"]);
    assert_eq!(both[..1], heads(&["a"])[..]);
    assert_eq!(both[1..], heads(&["b"])[..]);
    assert_eq!(both[1], heads(&["b", "a"])[0]);
}

#[test]
fn a_search_says_which_heads_would_get_other_characters_by_themselves() {
    let csv = two_columns();
    let both = train(&rows(&csv, &["a", "b"]), &TrainOptions::default(), Vec::new()).unwrap();
    for name in ["a", "b"] {
        let alone = train(&rows(&csv, &[name]), &TrainOptions::default(), Vec::new()).unwrap();
        assert!(alone.moved.is_empty(), "one head is not moved by others");
        let own = both.moved.iter().find(|(head, _)| head == name).map_or(both.model.text.char_ngrams, |moved| moved.1);
        let (own, same) = (own, alone.model.text.char_ngrams);
        assert!(own == same || both.trials.len() > 8, "{name}: {own:?} {same:?}");
    }
}

#[test]
fn data_that_nothing_can_be_learnt_from_is_refused() {
    let options = without_search();
    for search in [Search::Off, Search::Cv] {
        let options = TrainOptions { search, ..TrainOptions::default() };
        assert!(refused("text,label\n,a\n ,b\n", &[], &options).contains("every text is empty"));
        assert!(refused("text,label\n(),a\n--,b\n", &[], &options).contains("no text has a word"));
        let few = TrainOptions { min_texts: 1_000_000, ..options };
        assert!(refused("text,label\ngood,a\nbad,b\n", &[], &few).contains("`min-texts`"));
    }
    let one_class = refused("text,label\ngood,a\n,b\n", &[], &options);
    assert!(one_class.contains("column `label`: class `b` has no row left"), "{one_class}");
    let weightless = refused("text,label,weight\ngood,a,1\nbad,b,0\nbad,b,0\n", &[], &options);
    assert!(weightless.contains("class `b` has no row with a weight above 0"), "{weightless}");
}

#[test]
fn two_rows_are_enough_and_rows_with_an_empty_text_are_left_out() {
    let trained = train(&rows("text,label\ngood,a\nbad,b\n,a\n", &[]), &without_search(), Vec::new()).unwrap();
    assert_eq!((trained.heads[0].rows, trained.blank_rows), (2, 1));
    assert!(trained.heads[0].not_calibrated.is_some());
    let searched = train(&rows("text,label\ngood,a\nbad,b\n", &[]), &TrainOptions::default(), Vec::new()).unwrap();
    assert!(searched.not_searched.is_some() && searched.trials.is_empty());
}

#[test]
fn label_columns_whose_results_would_have_one_name_are_refused() {
    let csv = "text,a,a_probability\ngood,x,y\nbad,z,w\n";
    let message = refused(csv, &["a", "a_probability"], &without_search());
    assert!(message.contains("column `a_probability`") && message.contains("`predicted_a_probability`"), "{message}");
    assert!(train(&rows(csv, &["a"]), &without_search(), Vec::new()).is_ok());
}

#[test]
fn more_classes_than_a_model_can_have_are_refused_at_once() {
    let csv: String = (0..=MOST_CLASSES).map(|k| format!("text {k},c{k}\n")).collect();
    let message = refused(&("text,label\n".to_owned() + &csv), &[], &TrainOptions::default());
    assert!(message.contains("1001 different labels in 1001 rows"), "{message}");
}

#[test]
fn class_shares_are_those_of_the_rows_as_they_weigh() {
    let csv = "text,label,weight\ngood,a,3\nfine,a,3\nbad,b,2\n";
    let head = |options: &TrainOptions| train(&rows(csv, &[]), options, Vec::new()).unwrap().model.heads.swap_remove(0);
    assert_eq!(head(&without_search()).class_shares, [[0.75, 0.25]]);
    let balanced = TrainOptions { class_weights: crate::train::ClassWeights::Balanced, ..without_search() };
    assert_eq!(head(&balanced).class_shares, [[0.5, 0.5]]);
    let own = "text,label,target\ngood,a,x\nfine,a,x\nbad,b,y\nworse,b,x\n";
    let head = train(&rows(own, &[]), &without_search(), Vec::new()).unwrap().model.heads.swap_remove(0);
    assert_eq!(head.class_shares, [[0.625, 0.375], [0.25, 0.75]]);
}
