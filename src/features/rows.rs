//! Texts → counts of terms: the vocabulary of a corpus and each text's row.

use super::indexer::Indexer;
use super::lookup::{FixedTerms, GrowingTerms};
use super::vocabulary::Vocabulary;
use crate::text::Analyzer;
use crate::{Error, Result};

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its terms: columns, strictly rising, and how often each counts.
    pub terms: Vec<(u32, u32)>,
    /// How many of its words count, known to the vocabulary or not.
    pub words: u32,
}

/// The vocabulary of a corpus and a row of counts for each text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Terms that occur in at least as many texts as was asked.
    pub vocabulary: Vocabulary,
    /// One row a text, in order.
    pub rows: Vec<Row>,
}

/// Counts the terms of `texts`, keeping those that occur in at least `min_texts` of them.
///
/// Linear in the text; memory proportional to the number of distinct terms and of row entries. Equal texts give equal
/// results in any order of hashing, since the vocabulary is sorted.
///
/// # Errors
/// [`Error::Options`] if there are more terms than 32-bit columns can tell apart.
pub fn count<S: AsRef<str>>(texts: &[S], analyzer: &Analyzer, min_texts: u32) -> Result<Counts> {
    let mut indexer = Indexer::new(analyzer, GrowingTerms::new(analyzer.settings().word_ngrams));
    let mut rows: Vec<Row> = Vec::with_capacity(texts.len());
    let mut scratch = Vec::new();
    let mut seen_in: Vec<u32> = Vec::new();
    for text in texts {
        let row = row_of(&mut indexer, text.as_ref(), &mut scratch);
        for (id, _) in &row.terms {
            let id = *id as usize;
            if id >= seen_in.len() {
                seen_in.resize(id + 1, 0);
            }
            if let Some(n) = seen_in.get_mut(id) {
                *n += 1;
            }
        }
        rows.push(row);
    }
    let keys = indexer.into_lookup().keys();
    let (vocabulary, column_of) = select(keys, &seen_in, min_texts)?;
    for row in &mut rows {
        row.terms.retain_mut(|(id, _)| match column_of.get(*id as usize).copied().flatten() {
            Some(column) => {
                *id = column;
                true
            }
            None => false,
        });
        row.terms.sort_unstable();
        row.terms.shrink_to_fit();
    }
    Ok(Counts { vocabulary, rows })
}

/// The row of a text over the terms of a fixed vocabulary.
pub(crate) fn row_of_fixed(indexer: &mut Indexer<'_, &FixedTerms>, text: &str, scratch: &mut Vec<u32>) -> Row {
    row_of(indexer, text, scratch)
}

fn row_of<L: super::Lookup>(indexer: &mut Indexer<'_, L>, text: &str, scratch: &mut Vec<u32>) -> Row {
    scratch.clear();
    let words = indexer.index(text, |id, _| scratch.push(id));
    scratch.sort_unstable();
    let terms = scratch.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u32))).collect();
    Row { terms, words }
}

/// Terms seen in at least `min_texts` texts as a vocabulary, and the column of every id.
fn select(keys: Vec<String>, seen_in: &[u32], min_texts: u32) -> Result<(Vocabulary, Vec<Option<u32>>)> {
    let mut kept: Vec<(String, usize)> = Vec::new();
    let total = keys.len();
    for (id, key) in keys.into_iter().enumerate() {
        if seen_in.get(id).copied().unwrap_or(0) >= min_texts.max(1) {
            kept.push((key, id));
        }
    }
    kept.sort_unstable();
    let mut column_of = vec![None; total];
    for (column, (_, id)) in kept.iter().enumerate() {
        if let Some(place) = column_of.get_mut(*id) {
            *place = u32::try_from(column).ok();
        }
    }
    let terms: Vec<String> = kept.into_iter().map(|(key, _)| key).collect();
    let vocabulary = Vocabulary::new(terms).ok_or_else(|| {
        Error::options("min-texts", "leaves more terms than 32-bit columns can hold; raise it or use shorter n-grams")
    })?;
    Ok((vocabulary, column_of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{CharNgrams, Language, Negation, Repeats, TextSettings};

    fn analyzer(word_ngrams: u8, char_ngrams: CharNgrams, negation: Negation) -> Analyzer {
        counting(word_ngrams, char_ngrams, negation, Repeats::Count)
    }

    fn counting(word_ngrams: u8, char_ngrams: CharNgrams, negation: Negation, repeats: Repeats) -> Analyzer {
        Analyzer::new(&TextSettings { word_ngrams, char_ngrams, negation, repeats, ..TextSettings::default() }).unwrap()
    }

    const TEXTS: [&str; 3] = ["Keep the ban, keep it!", "The ban will not work", "#LiftTheBan now: it can't work"];

    #[test]
    fn counts_are_of_the_terms_that_stand_there() {
        let counts = count(&TEXTS, &analyzer(2, CharNgrams::NONE, Negation::Keep), 1).unwrap();
        let of = |text: usize, key: &str| {
            let column = counts.vocabulary.find(key).unwrap();
            counts.rows[text].terms.iter().find(|(c, _)| *c == column).map_or(0, |(_, n)| *n)
        };
        assert_eq!(of(0, "keep"), 2);
        assert_eq!(of(0, "ban keep"), 1);
        assert_eq!(of(1, "not work"), 1);
        assert_eq!(of(2, "not work"), 1);
        assert_eq!(of(2, "the ban"), 1);
        assert_eq!(of(2, "#lifttheban"), 1);
        assert_eq!(counts.vocabulary.find("#lifttheban lift"), None);
    }

    #[test]
    fn a_word_that_comes_again_counts_once_with_its_characters() {
        let text = ["The ban, THE ban: the bans of the ban"];
        let chars = CharNgrams { min: 4, max: 4 };
        let mut analyzer = counting(2, chars, Negation::Keep, Repeats::Once);
        let of = |counts: &Counts, key: &str| {
            let column = counts.vocabulary.find(key).unwrap();
            counts.rows[0].terms.iter().find(|(c, _)| *c == column).map_or(0, |(_, n)| *n)
        };
        let counts = count(&text, &analyzer, 1).unwrap();
        assert_eq!(counts.rows[0].words, 4);
        for (key, times) in [("the", 1), ("ban", 1), ("bans", 1), ("the ban", 1), ("c: the", 1), ("c: ban", 2)] {
            assert_eq!(of(&counts, key), times, "{key}");
        }
        let settings = TextSettings { language: Language::English, ..analyzer.settings().clone() };
        analyzer = Analyzer::new(&settings).unwrap();
        assert_eq!(of(&count(&text, &analyzer, 1).unwrap(), "ban"), 2, "two words share the stem");
    }

    #[test]
    fn what_came_before_changes_no_row() {
        let analyzer = counting(2, CharNgrams { min: 2, max: 3 }, Negation::Scope, Repeats::Once);
        let alone = count(&TEXTS[1..2], &analyzer, 1).unwrap();
        let fixed = FixedTerms::new(&alone.vocabulary);
        let mut indexer = Indexer::new(&analyzer, &fixed);
        for text in [TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[1]] {
            let row = row_of_fixed(&mut indexer, text, &mut Vec::new());
            assert!(text != TEXTS[1] || row == alone.rows[0]);
        }
    }

    #[test]
    fn a_fixed_vocabulary_gives_the_rows_it_was_made_from() {
        let repeats = [Repeats::Count, Repeats::Once];
        for (negation, repeats) in [Negation::Keep, Negation::Scope].into_iter().zip(repeats) {
            let analyzer = counting(3, CharNgrams { min: 2, max: 4 }, negation, repeats);
            let counts = count(&TEXTS, &analyzer, 1).unwrap();
            let fixed = FixedTerms::new(&counts.vocabulary);
            let mut indexer = Indexer::new(&analyzer, &fixed);
            for (text, row) in TEXTS.iter().zip(&counts.rows) {
                assert_eq!(&row_of_fixed(&mut indexer, text, &mut Vec::new()), row);
            }
        }
    }

    #[test]
    fn rare_terms_are_left_out_and_the_rest_keep_their_counts() {
        let counts = count(&TEXTS, &analyzer(1, CharNgrams::NONE, Negation::Keep), 2).unwrap();
        let keys: Vec<&str> = counts.vocabulary.iter().collect();
        assert_eq!(keys, ["ban", "it", "not", "the", "work"]);
    }

    #[test]
    fn words_under_a_negator_are_other_words() {
        let counts = count(&TEXTS, &analyzer(1, CharNgrams::NONE, Negation::Scope), 1).unwrap();
        assert!(counts.vocabulary.find("not_work").is_some());
        assert!(counts.vocabulary.find("work").is_none());
    }

    proptest::proptest! {
        #[test]
        fn fixed_and_growing_tables_agree_on_any_text(texts in proptest::collection::vec("[a-c .!'#]{0,12}", 1..5)) {
            let analyzer = counting(3, CharNgrams { min: 1, max: 3 }, Negation::Scope, Repeats::Once);
            let counts = count(&texts, &analyzer, 1).unwrap();
            let fixed = FixedTerms::new(&counts.vocabulary);
            let mut indexer = Indexer::new(&analyzer, &fixed);
            for (text, row) in texts.iter().zip(&counts.rows) {
                assert_eq!(&row_of_fixed(&mut indexer, text, &mut Vec::new()), row);
            }
        }
    }
}
