//! Claims about the rows of texts.

use super::*;
use crate::features::{HashedLookup, SortedLookup};
use crate::text::{CharNgrams, Language, Negation, TextSettings};

/// The row of a text over a fixed vocabulary, by both lookups.
fn row_of_fixed(
    hashed: &mut Indexer<'_, &HashedLookup>,
    sorted: &mut Indexer<'_, SortedLookup<'_>>,
    text: &str,
) -> Row {
    let (mut ids, mut same) = (Vec::new(), Vec::new());
    let words = hashed.index(text, |id, span| ids.push((id, span)));
    assert_eq!(sorted.index(text, |id, span| same.push((id, span))), words);
    assert_eq!(ids, same);
    Row::of(&mut ids.into_iter().map(|(id, _)| id.number()).collect::<Vec<_>>(), words)
}

fn analyzer(word_ngrams: u8, char_ngrams: CharNgrams, negation: Negation) -> Analyzer {
    Analyzer::new(&TextSettings { word_ngrams, char_ngrams, negation, ..TextSettings::default() }).unwrap()
}

const TEXTS: [&str; 3] = ["Keep the ban, keep it!", "The ban will not work", "#LiftTheBan now: it can't work"];

#[test]
fn features_are_counted_where_they_occur() {
    let counts = count(&TEXTS, &analyzer(2, CharNgrams::NONE, Negation::Keep), 1, 1).unwrap();
    let of = |text: usize, key: &str| {
        let column = counts.vocabulary.find(key).unwrap().number();
        counts.rows[text].terms.iter().find(|(c, _)| *c == column).map_or(0, |(_, n)| *n)
    };
    assert_eq!(of(0, "keep"), 1);
    assert_eq!(of(0, "ban keep"), 1);
    assert_eq!(of(1, "not work"), 1);
    assert_eq!(of(2, "not work"), 1);
    assert_eq!(of(2, "the ban"), 1);
    assert_eq!(of(2, "#lifttheban"), 1);
    assert_eq!(counts.vocabulary.find("#lifttheban lift"), None);
}

#[test]
fn a_repeated_word_counts_once_with_its_characters() {
    let text = ["The ban, THE ban: the bans of the ban"];
    let chars = CharNgrams { min: 4, max: 4 };
    let mut analyzer = analyzer(2, chars, Negation::Keep);
    let of = |counts: &Counts, key: &str| {
        let column = counts.vocabulary.find(key).unwrap().number();
        counts.rows[0].terms.iter().find(|(c, _)| *c == column).map_or(0, |(_, n)| *n)
    };
    let counts = count(&text, &analyzer, 1, 1).unwrap();
    assert_eq!(counts.rows[0].words, 4);
    for (key, times) in [("the", 1), ("ban", 1), ("bans", 1), ("the ban", 1), ("c: the", 1), ("c: ban", 2)] {
        assert_eq!(of(&counts, key), times, "{key}");
    }
    let settings = TextSettings { language: Language::English, ..analyzer.settings().clone() };
    analyzer = Analyzer::new(&settings).unwrap();
    assert_eq!(of(&count(&text, &analyzer, 1, 1).unwrap(), "ban"), 2, "two words share the stem");
}

#[test]
fn earlier_texts_change_no_row() {
    let analyzer = analyzer(2, CharNgrams { min: 2, max: 3 }, Negation::Scope);
    let alone = count(&TEXTS[1..2], &analyzer, 1, 1).unwrap();
    let fixed = HashedLookup::new(&alone.vocabulary);
    let mut indexer = Indexer::new(&analyzer, &fixed);
    let mut sorted = Indexer::new(&analyzer, SortedLookup::new(&alone.vocabulary));
    for text in [TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[1]] {
        let row = row_of_fixed(&mut indexer, &mut sorted, text);
        assert!(text != TEXTS[1] || row == alone.rows[0]);
    }
}

#[test]
fn a_fixed_vocabulary_gives_the_rows_it_was_made_from() {
    for negation in [Negation::Keep, Negation::Scope] {
        let analyzer = analyzer(3, CharNgrams { min: 2, max: 4 }, negation);
        let counts = count(&TEXTS, &analyzer, 1, 1).unwrap();
        let fixed = HashedLookup::new(&counts.vocabulary);
        let mut indexer = Indexer::new(&analyzer, &fixed);
        let mut sorted = Indexer::new(&analyzer, SortedLookup::new(&counts.vocabulary));
        for (text, row) in TEXTS.iter().zip(&counts.rows) {
            assert_eq!(&row_of_fixed(&mut indexer, &mut sorted, text), row);
        }
    }
}

#[test]
fn rare_features_are_left_out_and_the_rest_keep_their_counts() {
    let counts = count(&TEXTS, &analyzer(1, CharNgrams::NONE, Negation::Keep), 2, 1).unwrap();
    let keys: Vec<&str> = counts.vocabulary.iter().collect();
    assert_eq!(keys, ["ban", "it", "not", "the", "work"]);
}

#[test]
fn negated_words_are_other_words() {
    let counts = count(&TEXTS, &analyzer(1, CharNgrams::NONE, Negation::Scope), 1, 1).unwrap();
    assert!(counts.vocabulary.find("not_work").is_some());
    assert!(counts.vocabulary.find("work").is_none());
}

proptest::proptest! {
    #[test]
    fn fixed_and_growing_lookups_agree_on_any_text(texts in proptest::collection::vec("[a-c .!'#]{0,12}|[ab ﱞﷺͺ\u{FE70}🙂\u{200D}\u{AD}`]{0,9}|(?s:.){0,9}", 1..5)) {
        let analyzer = analyzer(3, CharNgrams { min: 1, max: 3 }, Negation::Scope);
        let counts = count(&texts, &analyzer, 1, 1).unwrap();
        for threads in [2, 3, 8] {
            assert_eq!(count(&texts, &analyzer, 1, threads).unwrap(), counts);
        }
        let fixed = HashedLookup::new(&counts.vocabulary);
        let mut indexer = Indexer::new(&analyzer, &fixed);
        let mut sorted = Indexer::new(&analyzer, SortedLookup::new(&counts.vocabulary));
        for (text, row) in texts.iter().zip(&counts.rows) {
            assert_eq!(&row_of_fixed(&mut indexer, &mut sorted, text), row);
        }
    }

    #[test]
    fn features_of_any_text_in_any_language_can_be_stored(
        texts in proptest::collection::vec("[a-c #!.'’ء-يـاتنа-яα-ωஅ-ஹé限]{0,20}|\\PC{0,20}", 1..4),
    ) {
        for language in crate::text::Language::ALL {
            let settings = TextSettings { language: *language, ..TextSettings::default() };
            let vocabulary = count(&texts, &Analyzer::new(&settings).unwrap(), 1, 1).unwrap().vocabulary;
            let stored = Vocabulary::from_parts(vocabulary.bytes().to_owned(), vocabulary.offsets().to_vec());
            assert_eq!(stored, Some(vocabulary), "{}: {texts:?}", language.name());
        }
    }
}

#[cfg(feature = "train")]
#[test]
fn features_of_too_few_groups_are_left_out() {
    let settings = TextSettings { word_ngrams: 1, char_ngrams: CharNgrams::NONE, ..TextSettings::default() };
    let counts = count(&["a b", "b c", "c b a"], &Analyzer::new(&settings).unwrap(), 1, 1).unwrap();
    let two = counts.clone().in_groups(&[4, 9, 4], 2);
    assert_eq!(two.vocabulary.iter().collect::<Vec<_>>(), ["b", "c"]);
    let terms: Vec<&[(u32, u32)]> = two.rows.iter().map(|row| row.terms.as_slice()).collect();
    assert_eq!(terms, [&[(0, 1)][..], &[(0, 1), (1, 1)], &[(0, 1), (1, 1)]]);
    assert_eq!(two.rows[0].words, 2, "words count whether they are known or not");
    assert_eq!(counts.clone().in_groups(&[4, 9, 4], 1), counts);
}
