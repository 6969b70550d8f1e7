//! Texts → counts of terms: the vocabulary of a corpus and each text's row.

use super::growing::GrowingTerms;
use super::indexer::Indexer;
use super::lookup::NONE;
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

/// Counts the terms of `texts`, keeping those that occur in at least `min_texts` of them, in `threads` threads.
///
/// Linear in the text; memory proportional to the number of distinct terms and of row entries. Equal texts give equal
/// results in any order of hashing and with any number of threads, since the vocabulary is sorted.
///
/// # Errors
/// [`Error::Options`] if there are more terms than 32-bit columns can tell apart.
pub fn count<S: AsRef<str> + Sync>(texts: &[S], analyzer: &Analyzer, min_texts: u32, threads: usize) -> Result<Counts> {
    let mut parts = parts(texts, threads);
    std::thread::scope(|scope| {
        let mut rest = parts.iter_mut();
        let first = rest.next();
        for part in rest {
            // A thread the system refuses to start leaves its part for later.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || part.count(analyzer));
        }
        first.into_iter().for_each(|part| part.count(analyzer));
    });
    let mut parts = parts.into_iter();
    let Some(mut all) = parts.next() else { return Ok(Counts::default()) };
    for mut part in parts {
        part.count(analyzer);
        all.append(part);
    }
    let Some(terms) = all.terms else { return Ok(Counts::default()) };
    let (vocabulary, column_of) = select(&terms, &all.seen_in, min_texts)?;
    drop(terms);
    let column_of = |id: &u32| column_of.get(*id as usize).copied().filter(|column| *column != NONE);
    let (mut columns, mut from) = (Vec::new(), 0);
    let rows = all.rows.iter().map(|(end, words)| {
        columns.clear();
        columns.extend(all.ids.get(from..*end).unwrap_or(&[]).iter().filter_map(column_of));
        from = *end;
        Row::of(&mut columns, *words)
    });
    Ok(Counts { vocabulary, rows: rows.collect() })
}

/// Some of the texts, counted by themselves.
struct Part<'t, S> {
    texts: &'t [S],
    /// `None` until they are counted.
    terms: Option<GrowingTerms>,
    /// The terms of all rows, in the order in which they were met and as often as they count.
    ids: Vec<u32>,
    /// Where each row ends in `ids`, and how many of its words count.
    rows: Vec<(usize, u32)>,
    /// How many texts have each term, and the last of them, from 1.
    seen_in: Vec<(u32, u32)>,
}

impl<'t, S> Part<'t, S> {
    fn new(texts: &'t [S]) -> Self {
        Self { texts, terms: None, ids: Vec::new(), rows: Vec::new(), seen_in: Vec::new() }
    }
}

/// The texts in as many parts as there are threads, alike in bytes.
fn parts<S: AsRef<str>>(texts: &[S], threads: usize) -> Vec<Part<'_, S>> {
    let bytes: usize = texts.iter().map(|t| t.as_ref().len()).sum();
    let enough = bytes / threads.max(1) + 1;
    let mut parts = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (at, text) in texts.iter().enumerate() {
        size += text.as_ref().len();
        if size >= enough || at + 1 == texts.len() {
            let texts = texts.get(from..=at).unwrap_or(&[]);
            parts.push(Part::new(texts));
            (from, size) = (at + 1, 0);
        }
    }
    if parts.is_empty() {
        parts.push(Part::new(texts));
    }
    parts
}

impl<S: AsRef<str>> Part<'_, S> {
    /// Counts, unless that is done.
    fn count(&mut self, analyzer: &Analyzer) {
        if self.terms.is_some() {
            return;
        }
        let mut indexer = Indexer::new(analyzer, GrowingTerms::new(analyzer.settings().word_ngrams));
        self.rows.reserve(self.texts.len());
        for (text, number) in self.texts.iter().zip(1u32..) {
            let from = self.ids.len();
            let words = indexer.index(text.as_ref(), |id, _| self.ids.push(id));
            for id in self.ids.get(from..).unwrap_or(&[]) {
                let id = *id as usize;
                if id >= self.seen_in.len() {
                    self.seen_in.resize(id + 1, (0, 0));
                }
                if let Some((texts, last)) = self.seen_in.get_mut(id) {
                    *texts += u32::from(*last != number);
                    *last = number;
                }
            }
            self.rows.push((self.ids.len(), words));
        }
        self.terms = Some(indexer.into_lookup());
    }

    /// Puts another part behind this one; both are counted.
    fn append(&mut self, other: Self) {
        let (Some(own), Some(theirs)) = (&mut self.terms, &other.terms) else { return };
        let ids = own.take_up(theirs);
        self.seen_in.resize(own.len(), (0, 0));
        for (id, (texts, _)) in ids.iter().zip(&other.seen_in) {
            if let Some((sum, _)) = self.seen_in.get_mut(*id as usize) {
                *sum += texts;
            }
        }
        let before = self.ids.len();
        self.ids.extend(other.ids.iter().map(|id| ids.get(*id as usize).copied().unwrap_or(NONE)));
        self.rows.extend(other.rows.iter().map(|(end, words)| (before + end, *words)));
    }
}

impl Row {
    /// A row of these columns, in any order and each as often as it counts.
    pub(crate) fn of(columns: &mut [u32], words: u32) -> Self {
        Self { terms: counted(columns), words }
    }
}

/// Sorts columns; each with how often it is there.
fn counted(columns: &mut [u32]) -> Vec<(u32, u32)> {
    columns.sort_unstable();
    let mut terms = Vec::with_capacity(columns.len());
    terms.extend(columns.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u32))));
    terms
}

/// Terms seen in at least `min_texts` texts as a vocabulary, and the column of every id, [`NONE`] for those left out.
fn select(terms: &GrowingTerms, seen_in: &[(u32, u32)], min_texts: u32) -> Result<(Vocabulary, Vec<u32>)> {
    let kept = terms.keys(|id| seen_in.get(id).is_some_and(|(texts, _)| *texts >= min_texts.max(1)));
    let mut column_of = vec![NONE; terms.len()];
    for ((_, id), column) in kept.iter().zip(0u32..) {
        if let Some(place) = column_of.get_mut(*id) {
            *place = column;
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
    use crate::features::{FixedTerms, SortedTerms};
    use crate::text::{CharNgrams, Language, Negation, Repeats, TextSettings};

    /// The row of a text over the terms of a fixed vocabulary, found by both ways.
    fn row_of_fixed(
        tables: &mut Indexer<'_, &FixedTerms>,
        sorted: &mut Indexer<'_, SortedTerms<'_>>,
        text: &str,
    ) -> Row {
        let (mut ids, mut same) = (Vec::new(), Vec::new());
        let words = tables.index(text, |id, span| ids.push((id, span)));
        assert_eq!(sorted.index(text, |id, span| same.push((id, span))), words);
        assert_eq!(ids, same);
        Row::of(&mut ids.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), words)
    }

    fn analyzer(word_ngrams: u8, char_ngrams: CharNgrams, negation: Negation) -> Analyzer {
        counting(word_ngrams, char_ngrams, negation, Repeats::Count)
    }

    fn counting(word_ngrams: u8, char_ngrams: CharNgrams, negation: Negation, repeats: Repeats) -> Analyzer {
        Analyzer::new(&TextSettings { word_ngrams, char_ngrams, negation, repeats, ..TextSettings::default() }).unwrap()
    }

    const TEXTS: [&str; 3] = ["Keep the ban, keep it!", "The ban will not work", "#LiftTheBan now: it can't work"];

    #[test]
    fn counts_are_of_the_terms_that_stand_there() {
        let counts = count(&TEXTS, &analyzer(2, CharNgrams::NONE, Negation::Keep), 1, 1).unwrap();
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
    fn what_came_before_changes_no_row() {
        let analyzer = counting(2, CharNgrams { min: 2, max: 3 }, Negation::Scope, Repeats::Once);
        let alone = count(&TEXTS[1..2], &analyzer, 1, 1).unwrap();
        let fixed = FixedTerms::new(&alone.vocabulary);
        let mut indexer = Indexer::new(&analyzer, &fixed);
        let mut sorted = Indexer::new(&analyzer, SortedTerms::new(&alone.vocabulary));
        for text in [TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[1]] {
            let row = row_of_fixed(&mut indexer, &mut sorted, text);
            assert!(text != TEXTS[1] || row == alone.rows[0]);
        }
    }

    #[test]
    fn a_fixed_vocabulary_gives_the_rows_it_was_made_from() {
        let repeats = [Repeats::Count, Repeats::Once];
        for (negation, repeats) in [Negation::Keep, Negation::Scope].into_iter().zip(repeats) {
            let analyzer = counting(3, CharNgrams { min: 2, max: 4 }, negation, repeats);
            let counts = count(&TEXTS, &analyzer, 1, 1).unwrap();
            let fixed = FixedTerms::new(&counts.vocabulary);
            let mut indexer = Indexer::new(&analyzer, &fixed);
            let mut sorted = Indexer::new(&analyzer, SortedTerms::new(&counts.vocabulary));
            for (text, row) in TEXTS.iter().zip(&counts.rows) {
                assert_eq!(&row_of_fixed(&mut indexer, &mut sorted, text), row);
            }
        }
    }

    #[test]
    fn rare_terms_are_left_out_and_the_rest_keep_their_counts() {
        let counts = count(&TEXTS, &analyzer(1, CharNgrams::NONE, Negation::Keep), 2, 1).unwrap();
        let keys: Vec<&str> = counts.vocabulary.iter().collect();
        assert_eq!(keys, ["ban", "it", "not", "the", "work"]);
    }

    #[test]
    fn words_under_a_negator_are_other_words() {
        let counts = count(&TEXTS, &analyzer(1, CharNgrams::NONE, Negation::Scope), 1, 1).unwrap();
        assert!(counts.vocabulary.find("not_work").is_some());
        assert!(counts.vocabulary.find("work").is_none());
    }

    proptest::proptest! {
        #[test]
        fn fixed_and_growing_tables_agree_on_any_text(texts in proptest::collection::vec("[a-c .!'#]{0,12}", 1..5)) {
            let analyzer = counting(3, CharNgrams { min: 1, max: 3 }, Negation::Scope, Repeats::Once);
            let counts = count(&texts, &analyzer, 1, 1).unwrap();
            for threads in [2, 3, 8] {
                assert_eq!(count(&texts, &analyzer, 1, threads).unwrap(), counts);
            }
            let fixed = FixedTerms::new(&counts.vocabulary);
            let mut indexer = Indexer::new(&analyzer, &fixed);
            let mut sorted = Indexer::new(&analyzer, SortedTerms::new(&counts.vocabulary));
            for (text, row) in texts.iter().zip(&counts.rows) {
                assert_eq!(&row_of_fixed(&mut indexer, &mut sorted, text), row);
            }
        }

        #[test]
        fn terms_of_any_text_in_any_language_can_be_stored(
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
}
