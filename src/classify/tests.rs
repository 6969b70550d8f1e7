//! Claims about the ways from a text to its predictions.

use proptest::prelude::*;

use super::{Classifier, Target};
use crate::calibrate::Calibration;
use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
use crate::dictionary::{Dictionary, Key};
use crate::features::{Norm, Scale, Weighting};
use crate::text::{KeyFeatures, Language, Negation, TextSettings};
use crate::train::{CalibrationMode, Search, TrainOptions, train};

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
    // A search might leave targets without weights of their own.
    let (search, calibration) = (Search::Off, CalibrationMode::None);
    let options = TrainOptions { text, weighting, search, calibration, ..TrainOptions::default() };
    Classifier::new(train(&labelled, &options, Vec::new()).unwrap().model).unwrap()
}

const BY_SQUARES: Weighting = Weighting { scale: Scale::RatioIdf, norm: Norm::SqrtSquares };
const BY_WORDS: Weighting = Weighting { scale: Scale::None, norm: Norm::SqrtWords };

fn settings(language: Language, word_ngrams: u8, negation: Negation) -> TextSettings {
    TextSettings { language, word_ngrams, negation, ..TextSettings::default() }
}

fn all() -> Vec<Classifier> {
    vec![
        classifier(settings(Language::None, 2, Negation::Keep), BY_SQUARES, false),
        classifier(settings(Language::English, 3, Negation::Keep), BY_SQUARES, true),
        classifier(settings(Language::None, 2, Negation::Keep), BY_WORDS, true),
        classifier(settings(Language::English, 2, Negation::Scope), BY_SQUARES, false),
        classifier(settings(Language::None, 1, Negation::Keep), BY_WORDS, true),
        classifier(with_keys(settings(Language::None, 2, Negation::Scope)), BY_SQUARES, true),
        classifier(with_keys(settings(Language::English, 1, Negation::Keep)), BY_WORDS, false),
    ]
}

/// These settings with a small dictionary.
fn with_keys(settings: TextSettings) -> TextSettings {
    let key = |name: &str, entries: &[&str]| Key {
        name: name.to_owned(),
        entries: entries.iter().map(|entry| (*entry).to_owned()).collect(),
    };
    let keys =
        vec![key("loosen", &["lift*", "won't work"]), key("keep", &["keep"]), key("policy", &["controls", "the ban"])];
    TextSettings { keys: Some(KeyFeatures::new(Dictionary::new(keys).unwrap())), ..settings }
}

#[test]
fn tables_that_are_there_are_used_at_once() {
    for classifier in all() {
        assert!(!classifier.session().has_switched());
        classifier.prepare();
        assert!(classifier.session().has_switched());
    }
}

#[test]
fn a_session_switches_to_tables_and_predicts_the_same() {
    let classifier = &all()[0];
    let mut session = classifier.session();
    let text = "keep the controls, lift the ban #LiftTheBan";
    let target = classifier.default_target().unwrap();
    let (before, why) = (session.classify(text, target).unwrap(), session.explain(text, target).unwrap());
    assert!(!session.has_switched());
    for _ in 0..200 {
        session.classify(text, target).unwrap();
    }
    assert!(session.has_switched());
    assert_eq!((session.classify(text, target).unwrap(), session.explain(text, target).unwrap()), (before, why));
}

/// Predictions are the same bits by all ways, and reasons sum to the scores.
fn check(classifiers: &[Classifier], texts: &[String]) {
    for classifier in classifiers {
        let targets = (0..classifier.targets().len().max(1)).map(Target::new);
        let without_tables = Classifier::new(classifier.model().clone()).unwrap();
        let mut sorted = without_tables.session();
        classifier.prepare();
        let mut session = classifier.session();
        for text in texts {
            for target in targets.clone() {
                let predictions = session.classify(text, target).unwrap();
                assert_eq!(sorted.classify(text, target).unwrap(), predictions, "{text:?}");
                for (explanation, prediction) in session.explain(text, target).unwrap().iter().zip(&predictions) {
                    assert_eq!(&explanation.prediction, prediction, "{text:?}");
                    let sum: f64 = explanation.reasons.iter().map(|r| r.contribution).sum();
                    assert!((explanation.bias + sum - explanation.score).abs() < 1e-9, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn all_ways_agree_on_the_training_rows() {
    let texts: Vec<String> = ROWS.lines().skip(1).map(str::to_owned).collect();
    check(&all(), &texts);
}

/// Labels many texts of words that are new; the session's memory must stay bounded and its labels the same.
fn check_bounded(classifier: &Classifier, texts: impl Iterator<Item = String>) {
    let mut session = classifier.session();
    let text = "keep the controls, lift the ban";
    let target = classifier.default_target().unwrap();
    let before = session.classify(text, target).unwrap();
    let (mut most, mut last, mut cleared) = (0, 0, false);
    for new in texts {
        session.classify(&new, target).unwrap();
        let bytes = session.cached_bytes();
        cleared |= bytes < last;
        (most, last) = (most.max(bytes), bytes);
    }
    assert!(cleared, "only {most} bytes were cached");
    assert!(most < 30 << 20, "{most} bytes were cached");
    assert_eq!(session.classify(text, target).unwrap(), before);
}

#[test]
fn a_full_cache_is_cleared_which_changes_nothing() {
    check_bounded(&all()[0], (0..80_000).map(|k| format!("word{k} averyveryverylongword{k} Keep{k}")));
}

#[test]
fn long_words_fill_the_cache_by_their_bytes() {
    check_bounded(&all()[0], (0..2_000).map(|k| format!("{k}{}", "x".repeat(20_000))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn all_ways_agree_on_any_texts(
        texts in proptest::collection::vec("((keep|the|The|controls|can't|lift|ban|rules|U.S.|#LiftTheBan|averyveryverylongword|won’t|é|!)[ ,.]{1,2}){0,12}", 1..8),
        others in proptest::collection::vec("\\PC{0,60}|(?s:.){0,40}", 1..4),
    ) {
        let classifiers = all();
        check(&classifiers, &texts);
        check(&classifiers, &others);
    }
}

#[test]
fn every_way_doubts_a_text_alike() {
    for classifier in all() {
        let target = Target::new(0);
        let texts =
            ["Lift the ban now", "controls", "zork blorp the", "can't keep #LiftTheBan, 4,800 chips", "", "限制 ban"];
        let mut sorted = classifier.session();
        let of = |session: &mut super::Session<'_>, text: &str| {
            session.classify(text, target).unwrap();
            let by_scorer = session.doubts(text);
            session.explain(text, target).unwrap();
            assert_eq!(session.doubts(text), by_scorer, "{text}");
            by_scorer
        };
        let before: Vec<_> = texts.iter().map(|text| of(&mut sorted, text)).collect();
        assert!(!sorted.has_switched());
        classifier.prepare();
        let mut fast = classifier.session();
        for (text, before) in texts.iter().zip(&before) {
            assert_eq!(of(&mut fast, text), *before, "{text}");
        }
        let batch = classifier.classify_batch_with_doubts(&texts, &[target], 2, None).unwrap();
        assert!(batch.iter().map(|(_, doubts)| doubts).eq(&before));
    }
}

#[test]
fn a_target_of_another_classifier_is_an_error() {
    let classifiers = all();
    let (without, with) = (&classifiers[0], &classifiers[1]);
    let second = with.target("b").unwrap();
    assert!(with.classify_for("keep the ban", second).is_ok());
    for refused in [
        without.classify_for("keep the ban", second).map(|_| ()),
        without.explain_for("keep the ban", second).map(|_| ()),
        without.classify_batch(&["keep the ban"], &[second], 1).map(|_| ()),
    ] {
        assert!(refused.unwrap_err().to_string().contains("is of another classifier"));
    }
}

#[test]
fn a_model_with_targets_asks_for_one_it_knows() {
    let with = &all()[1];
    let problem = |refused: crate::Result<Target>| refused.unwrap_err().to_string();
    assert!(problem(with.default_target()).contains("is missing; this model knows a, b"));
    assert!(problem(with.target("c")).contains("`c` is not known; this model knows a, b"));
    assert!(with.classify("keep the ban").is_err() && with.explain("keep the ban").is_err());
}

#[test]
fn a_batch_gives_what_a_session_gives_at_any_thread_count() {
    let texts: Vec<String> = (0..700).map(|k| format!("keep {k} controls, lift the ban")).collect();
    for classifier in &all() {
        let targets: Vec<Target> =
            (0..texts.len()).map(|k| Target::new(k % classifier.targets().len().max(1))).collect();
        let mut session = classifier.session();
        let one_by_one: Vec<_> =
            texts.iter().zip(&targets).map(|(text, target)| session.classify(text, *target).unwrap()).collect();
        for threads in [0, 1, 2, 7, 100] {
            assert_eq!(classifier.classify_batch(&texts, &targets, threads).unwrap(), one_by_one, "{threads} threads");
        }
        assert!(classifier.classify_batch(&texts, &targets[..2], 1).is_err());
    }
}

#[test]
fn labels_have_the_names_of_heads_and_classes() {
    let classifier = &all()[0];
    let labels = classifier.classify("lift the ban").unwrap();
    let why = classifier.explain("lift the ban").unwrap();
    for head in &classifier.model().heads {
        let label = &labels[head.name.as_str()];
        assert_eq!(label.head(), head.name);
        let best = label.probabilities().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(best, (label.label(), label.probability()));
        assert_eq!(why[head.name.as_str()].label(), label.label());
    }
    assert!(labels.get("other").is_none() && why.get("other").is_none());
}

#[test]
fn a_text_of_which_nothing_is_known_has_the_class_shares() {
    for classifier in all() {
        let shares: Vec<Vec<f64>> = (0..2).map(|h| classifier.model().class_shares(h).swap_remove(0)).collect();
        let target = Target::new(0);
        let known = classifier.session().classify("keep", target).unwrap();
        for text in ["", "zzzz", "qwrtp 12345", "\u{1F600}", "дом"] {
            let found = classifier.session().classify(text, target).unwrap();
            for (prediction, shares) in found.iter().zip(&shares) {
                let close = prediction.probabilities.iter().zip(shares).all(|(p, share)| (p - share).abs() < 1e-5);
                assert!(close, "{text:?} {prediction:?} {shares:?}");
            }
            assert!(classifier.session().explain(text, target).unwrap().iter().all(|why| why.reasons.is_empty()));
            assert_ne!(found, known);
        }
    }
}

#[test]
fn misspelt_words_are_known_by_their_parts() {
    let classifier = &all()[0];
    let target = classifier.default_target().unwrap();
    let why = classifier.session().explain("controlz", target).unwrap();
    assert!(!why[0].reasons.is_empty(), "{why:?}");
}

#[test]
fn the_largest_numbers_that_a_model_may_have_give_probabilities() {
    let classifier = &all()[0];
    let mut model = classifier.model().clone();
    for head in &mut model.heads {
        head.scale.iter_mut().for_each(|scale| *scale = 1e9);
        for weights in &mut head.weights {
            let sign = |k: usize| if k.is_multiple_of(2) { 1e9 } else { -1e9 };
            weights.coefficients.iter_mut().enumerate().for_each(|(k, weight)| *weight = sign(k) as f32);
            weights.intercepts.iter_mut().enumerate().for_each(|(k, bias)| *bias = sign(k));
        }
        head.calibration = match head.classes.len() {
            2 => Calibration::Platt { slope: 1e9, intercept: -1e9 },
            n => Calibration::Affine { matrix: vec![vec![-1e9; n]; n], offset: vec![1e9; n] },
        };
    }
    let classifier = Classifier::new(model).unwrap();
    let target = classifier.default_target().unwrap();
    for text in [ROWS, "keep", "lift the ban"] {
        for prediction in classifier.session().classify(text, target).unwrap() {
            assert!((prediction.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{prediction:?}");
        }
    }
}
