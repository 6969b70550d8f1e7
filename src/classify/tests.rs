//! Claims about the two roads from a text to its scores.

use proptest::prelude::*;

use super::Classifier;
use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
use crate::features::{Local, Norm, Scale, Weighting};
use crate::text::{Language, Negation, Repeats, TextSettings};
use crate::train::{CalibrationMode, TrainOptions, train};

const ROWS: &str = "text,stance,tone,target\n\
    Keep the controls; they can't be lifted!,for,calm,a\n\
    Lift the ban now: it won't work #LiftTheBan,against,angry,b\n\
    The controls keep us safe and the U.S. ahead,for,calm,b\n\
    These rules are a disgrace... lift them,against,angry,a\n\
    A neutral note on rules and chips,none,calm,a\n\
    Nothing to say about the 4_800 chips @BISgov,none,calm,b\n";

fn classifier(text: TextSettings, weighting: Weighting, targets: bool) -> Classifier {
    let labels = vec!["stance".to_owned(), "tone".to_owned()];
    let target = match targets {
        true => crate::corpus::ColumnChoice::Named("target".to_owned()),
        false => crate::corpus::ColumnChoice::Ignore,
    };
    let columns = LabelledOptions { labels, target, ..LabelledOptions::default() };
    let labelled = read_labelled(ROWS.as_bytes(), Format::Csv, "rows", Faults::Stop, &columns).unwrap();
    let options = TrainOptions { text, weighting, calibration: CalibrationMode::None, ..TrainOptions::default() };
    Classifier::new(train(&labelled, &options, Vec::new()).unwrap().model).unwrap()
}

const ADDITIVE: Weighting = Weighting { local: Local::Count, scale: Scale::RatioIdf, norm: Norm::SqrtSquares };
const BY_WORDS: Weighting = Weighting { norm: Norm::SqrtWords, ..ADDITIVE };

fn settings(language: Language, word_ngrams: u8, negation: Negation) -> TextSettings {
    TextSettings { language, word_ngrams, negation, repeats: Repeats::Once, ..TextSettings::default() }
}

fn all() -> Vec<Classifier> {
    vec![
        classifier(settings(Language::None, 2, Negation::Keep), ADDITIVE, false),
        classifier(settings(Language::English, 3, Negation::Keep), ADDITIVE, true),
        classifier(settings(Language::None, 2, Negation::Keep), BY_WORDS, true),
        classifier(settings(Language::English, 2, Negation::Scope), ADDITIVE, false),
        classifier(settings(Language::None, 1, Negation::Keep), Weighting { norm: Norm::L2, ..ADDITIVE }, true),
    ]
}

#[test]
fn the_quick_road_is_taken_where_scores_are_sums() {
    let taken: Vec<[(bool, bool); 2]> = all()
        .iter()
        .map(|c| {
            let first = c.session().roads();
            c.prepare();
            [first, c.session().roads()]
        })
        .collect();
    let (plain, quick, tables) = ((false, false), (true, true), (true, false));
    assert_eq!(taken, [[plain, quick], [plain, quick], [plain, quick], [plain, quick], [tables, tables]]);
}

#[test]
fn a_session_with_much_to_do_changes_roads_and_says_the_same() {
    let classifier = &all()[0];
    let mut session = classifier.session();
    let text = "keep the controls, lift the ban #LiftTheBan";
    let (before, why) = (session.classify(text, 0), session.explain(text, 0));
    assert_eq!(session.roads(), (false, false));
    for _ in 0..200 {
        session.classify(text, 0);
    }
    assert_eq!(session.roads(), (true, true));
    assert_eq!((session.classify(text, 0), session.explain(text, 0)), (before, why));
}

/// Labels and probabilities are the same bits by both roads, and reasons sum to the scores.
fn check(classifiers: &[Classifier], texts: &[String]) {
    for classifier in classifiers {
        let targets = classifier.model().heads[0].targets.len().max(1);
        let without_tables = Classifier::new(classifier.model().clone()).unwrap();
        let mut plain = without_tables.session();
        classifier.prepare();
        let mut session = classifier.session();
        for text in texts {
            for target in 0..targets {
                let predictions = session.classify(text, target);
                assert_eq!(plain.classify(text, target), predictions, "{text:?}");
                for (explanation, prediction) in session.explain(text, target).iter().zip(&predictions) {
                    assert_eq!(&explanation.prediction, prediction, "{text:?}");
                    let sum: f64 = explanation.reasons.iter().map(|r| r.contribution).sum();
                    assert!((explanation.bias + sum - explanation.score).abs() < 1e-9, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn both_roads_agree_on_the_rows_learnt_from() {
    let texts: Vec<String> = ROWS.lines().skip(1).map(str::to_owned).collect();
    check(&all(), &texts);
}

#[test]
fn memory_that_is_full_starts_afresh_and_changes_nothing() {
    let classifiers = all();
    let classifier = &classifiers[0];
    let mut session = classifier.session();
    let text = "keep the controls, lift the ban";
    let before = session.classify(text, 0);
    for k in 0..40_000 {
        session.classify(&format!("word{k} averyveryverylongword{k} Keep{k}"), 0);
    }
    assert_eq!(session.classify(text, 0), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn both_roads_agree_on_any_texts(
        texts in proptest::collection::vec("((keep|the|The|controls|can't|lift|ban|rules|U.S.|#LiftTheBan|averyveryverylongword|won’t|é|!)[ ,.]{1,2}){0,12}", 1..8),
        others in proptest::collection::vec("\\PC{0,60}", 1..4),
    ) {
        let classifiers = all();
        check(&classifiers, &texts);
        check(&classifiers, &others);
    }
}
