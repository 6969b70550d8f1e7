use proptest::prelude::*;

use crate::dictionary::{Dictionary, Key};
use crate::features::{FeatureId, HashedLookup, Indexer, SortedLookup, Vocabulary, count};
use crate::text::{Analyzer, CharNgrams, KeyFeatures, KeyNegation, TextSettings};

fn dictionary() -> Dictionary {
    let key = |name: &str, entries: &[&str]| Key {
        name: name.to_owned(),
        entries: entries.iter().map(|entry| (*entry).to_owned()).collect(),
    };
    Dictionary::new(vec![
        key("loosen", &["scrap*", "roll back", "lift"]),
        key("negation", &["not", "no"]),
        key("policy", &["ban", "bans", "export rule*", "rule?"]),
        key("wide", &["lift the ban"]),
    ])
    .unwrap()
}

fn settings(window: u8) -> TextSettings {
    let keys = Some(KeyFeatures { window, ..KeyFeatures::new(dictionary()) });
    TextSettings { char_ngrams: CharNgrams::NONE, word_ngrams: 1, keys, ..TextSettings::default() }
}

fn negating(window: u8, scope: u8) -> TextSettings {
    let mut settings = settings(window);
    let negation = Some(KeyNegation { keys: vec!["negation".to_owned()], scope });
    settings.keys.iter_mut().for_each(|keys| keys.negation.clone_from(&negation));
    settings
}

/// The keys and pairs of a text, with the words that each is found in.
fn found(text: &str, window: u8) -> Vec<(String, String)> {
    found_by(&settings(window), text)
}

fn found_by(settings: &TextSettings, text: &str) -> Vec<(String, String)> {
    let analyzer = Analyzer::new(settings).unwrap();
    let vocabulary = count(&[text], &analyzer, 1, 1).unwrap().vocabulary;
    let mut out = Vec::new();
    Indexer::new(&analyzer, SortedLookup::new(&vocabulary)).index(text, |feature, span| {
        let key = vocabulary.get(feature).unwrap();
        if let Some(key) = key.strip_prefix("k:") {
            out.push((key.to_owned(), span.of(text).to_owned()));
        }
    });
    out
}

fn keys(text: &str, window: u8) -> Vec<String> {
    found(text, window).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn keys_and_ordered_pairs_are_found_with_their_words() {
    let expected = [("loosen", "Scrap"), ("loosen policy", "Scrap the export rules"), ("policy", "export rules")];
    let expected: Vec<(String, String)> = expected.iter().map(|(k, t)| (k.to_string(), t.to_string())).collect();
    assert_eq!(found("Scrap the export rules now", 7), expected);
}

#[test]
fn contractions_and_phrases_match_as_texts_are_normalised() {
    assert_eq!(keys("Don't roll back", 0), ["negation", "loosen"]);
}

#[test]
fn the_longest_entry_of_a_key_counts_and_keys_do_not_hide_each_other() {
    assert_eq!(keys("export rules", 0), ["policy"]);
    assert_eq!(keys("lift the ban", 0), ["loosen", "wide", "policy"]);
}

#[test]
fn pairs_end_with_the_clause_and_with_the_window() {
    assert_eq!(keys("Scrap it, the ban", 7), ["loosen", "policy"]);
    assert_eq!(keys("Scrap x x x ban", 3), ["loosen", "policy"]);
    assert_eq!(keys("Scrap x x x ban", 4), ["loosen", "loosen policy", "policy"]);
}

#[test]
fn an_entry_after_an_odd_number_of_negating_ones_counts_as_the_negated_key() {
    let keys = |text: &str| -> Vec<String> {
        found_by(&negating(7, 3), text)
            .into_iter()
            .map(|(key, _)| key)
            .filter(|key| !key.contains("negation"))
            .collect()
    };
    assert_eq!(keys("Do not scrap it"), ["not_loosen"]);
    assert_eq!(keys("Not a word a scrap"), ["loosen"], "out of the scope");
    assert_eq!(keys("No, scrap it"), ["loosen"], "another clause");
    assert_eq!(keys("Do not not scrap it"), ["loosen"], "twice");
    assert_eq!(keys("Not scrap x x ban"), ["not_loosen", "not_loosen policy", "policy"]);
}

proptest! {
    #[test]
    fn every_lookup_finds_the_same_keys_and_any_text_is_read(
        words in prop::collection::vec(prop::sample::select(vec![
            "scrap", "scrapping", "roll", "back", "lift", "the", "ban", "don't", "no", ",", ".", "export", "rules", "é", "x", "#LiftTheBan",
        ]), 0..30),
        noise in ".{0,20}|[ﱞﷺͺé\u{FE70}🙂\u{200D} ]{0,9}",
        window in 0u8..9,
        scope in 0u8..4,
    ) {
        let text = format!("{} {noise}", words.join(" "));
        let settings = if scope == 0 { settings(window) } else { negating(window, scope) };
        let analyzer = Analyzer::new(&settings).unwrap();
        let counts = count(&[&text], &analyzer, 1, 1).unwrap();
        let ids = |features: Vec<FeatureId>| {
            let mut ids: Vec<u32> = features.iter().map(|f| f.number()).collect();
            ids.sort_unstable();
            ids
        };
        let (mut sorted, mut hashed) = (Vec::new(), Vec::new());
        Indexer::new(&analyzer, SortedLookup::new(&counts.vocabulary)).index(&text, |f, _| sorted.push(f));
        let lookup = HashedLookup::new(&counts.vocabulary);
        Indexer::new(&analyzer, &lookup).index(&text, |f, _| hashed.push(f));
        let (sorted, hashed) = (ids(sorted), ids(hashed));
        let counted: Vec<u32> =
            counts.rows[0].terms.iter().flat_map(|(column, n)| std::iter::repeat_n(*column, *n as usize)).collect();
        prop_assert_eq!(&sorted, &hashed);
        prop_assert_eq!(&sorted, &counted);
        let key = |id: &&u32| counts.vocabulary.get(FeatureId::new(**id)).is_some_and(|k| k.starts_with("k:"));
        let found = sorted.iter().filter(key).count();
        prop_assert!(Vocabulary::kind("k:a b") == crate::features::FeatureKind::Key && found <= sorted.len());
    }
}
