//! Texts → counts of features: the vocabulary of a corpus and the row of each text.

use super::lookup::GrowingLookup;
use super::{FeatureId, Indexer, Vocabulary};
use crate::text::Analyzer;
use crate::{Error, Result};

/// The features of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Columns in strictly increasing order, each with its count.
    pub terms: Vec<(u32, u32)>,
    /// Number of words that count, in the vocabulary or not.
    pub words: u32,
}

/// The vocabulary of a corpus and the row of each text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Features that occur in at least the given number of texts.
    pub vocabulary: Vocabulary,
    /// One row per text, in order.
    pub rows: Vec<Row>,
}

/// Counts the features of `texts` in `threads` threads, and keeps those that occur in at least `min_texts` texts.
///
/// Takes time linear in the text, and memory proportional to the distinct features and the row entries. Results do not
/// depend on hashing or on the number of threads, since the vocabulary is sorted.
///
/// # Errors
/// [`Error::Options`] if there are more features than 32-bit ids.
pub fn count<S: AsRef<str> + Sync>(texts: &[S], analyzer: &Analyzer, min_texts: u32, threads: usize) -> Result<Counts> {
    let mut chunks = chunks(texts, threads);
    std::thread::scope(|scope| {
        let mut rest = chunks.iter_mut();
        let first = rest.next();
        for chunk in rest {
            // If the system refuses to start a thread, its chunk is counted below.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || chunk.count(analyzer));
        }
        first.into_iter().for_each(|chunk| chunk.count(analyzer));
    });
    let mut chunks = chunks.into_iter();
    let Some(mut all) = chunks.next() else { return Ok(Counts::default()) };
    for mut chunk in chunks {
        chunk.count(analyzer);
        all.append(chunk);
    }
    let Some(lookup) = all.lookup else { return Ok(Counts::default()) };
    let (vocabulary, column_of) = select(&lookup, &all.seen_in, min_texts)?;
    drop(lookup);
    let column_of = |id: &FeatureId| {
        let column = column_of.get(id.index()).copied();
        column.filter(|column| *column != FeatureId::NONE).map(FeatureId::number)
    };
    let (mut columns, mut from) = (Vec::new(), 0);
    let rows = all.rows.iter().map(|(end, words)| {
        columns.clear();
        columns.extend(all.ids.get(from..*end).unwrap_or(&[]).iter().filter_map(column_of));
        from = *end;
        Row::of(&mut columns, *words)
    });
    Ok(Counts { vocabulary, rows: rows.collect() })
}

#[cfg(feature = "train")]
impl Counts {
    /// The counts of these rows alone, those given twice counted twice; features that fewer than `min_texts` of them have
    /// are left out.
    #[must_use]
    pub(crate) fn of_rows(&self, rows: &[usize], min_texts: u32) -> Self {
        let rows = || rows.iter().filter_map(|row| self.rows.get(*row));
        let mut seen_in = vec![0u32; self.vocabulary.len()];
        for (column, _) in rows().flat_map(|row| &row.terms) {
            seen_in.get_mut(*column as usize).into_iter().for_each(|texts| *texts += 1);
        }
        let is_kept = |texts: &u32| *texts >= min_texts.max(1);
        let keys = self.vocabulary.iter().zip(&seen_in).filter(|(_, texts)| is_kept(texts)).map(|(key, _)| key);
        let vocabulary = Vocabulary::of_sorted(keys);
        debug_assert!(vocabulary.is_some(), "no more features than before");
        // From the number of texts to the column, `NONE` for features left out.
        let mut next = 0;
        for texts in &mut seen_in {
            let kept = is_kept(texts);
            *texts = if kept { next } else { FeatureId::NONE.number() };
            next += u32::from(kept);
        }
        let column_of = |column: u32| {
            let own = seen_in.get(column as usize).copied();
            own.filter(|own| *own != FeatureId::NONE.number())
        };
        let of_row = |row: &Row| {
            let mut terms = Vec::with_capacity(row.terms.len());
            terms.extend(row.terms.iter().filter_map(|(column, n)| Some((column_of(*column)?, *n))));
            Row { terms, words: row.words }
        };
        Self { vocabulary: vocabulary.unwrap_or_default(), rows: rows().map(of_row).collect() }
    }

    /// Leaves out the features that occur in fewer than `min_groups` groups. `groups` has one id per row.
    ///
    /// A feature that a single author or source has says more about that author than about the label.
    #[must_use]
    pub(crate) fn in_groups(mut self, groups: &[u32], min_groups: u32) -> Self {
        debug_assert_eq!(groups.len(), self.rows.len(), "one group per row");
        let mut by_group: Vec<(u32, &Row)> = groups.iter().copied().zip(&self.rows).collect();
        by_group.sort_by_key(|(group, _)| *group);
        // For each column the number of groups that have it, and the last of them, counted from 1.
        let mut seen_in = vec![(0u32, 0u32); self.vocabulary.len()];
        let mut number = 0;
        let mut last = None;
        for (group, row) in by_group {
            if last.replace(group) != Some(group) {
                number += 1;
            }
            for (column, _) in &row.terms {
                if let Some((groups, last)) = seen_in.get_mut(*column as usize) {
                    *groups += u32::from(*last != number);
                    *last = number;
                }
            }
        }
        let mut next = 0;
        let columns: Vec<Option<u32>> = seen_in
            .iter()
            .map(|(groups, _)| {
                let kept = *groups >= min_groups;
                next += u32::from(kept);
                kept.then(|| next - 1)
            })
            .collect();
        let column_of = |column: u32| columns.get(column as usize).copied().flatten();
        let keys = self.vocabulary.iter().zip(&columns).filter(|(_, column)| column.is_some());
        let vocabulary = Vocabulary::new(keys.map(|(key, _)| key.to_owned()).collect());
        debug_assert!(vocabulary.is_some(), "fewer features than before");
        self.vocabulary = vocabulary.unwrap_or_default();
        for row in &mut self.rows {
            row.terms = row.terms.iter().filter_map(|(column, n)| Some((column_of(*column)?, *n))).collect();
        }
        self
    }
}

#[cfg(feature = "train")]
impl Counts {
    /// Adds words that no row has to the vocabulary.
    #[must_use]
    pub(crate) fn with_words(mut self, words: &Vocabulary) -> Self {
        let union = self.vocabulary.iter().chain(words.iter()).map(str::to_owned).collect();
        let Some(vocabulary) = Vocabulary::new(union) else { return self };
        let columns: Vec<u32> =
            self.vocabulary.iter().filter_map(|key| vocabulary.find(key)).map(FeatureId::number).collect();
        debug_assert_eq!(columns.len(), self.vocabulary.len(), "the union has every feature");
        for (column, _) in self.rows.iter_mut().flat_map(|row| &mut row.terms) {
            *column = columns.get(*column as usize).copied().unwrap_or(*column);
        }
        self.vocabulary = vocabulary;
        self
    }
}

/// Consecutive texts, counted by one thread.
struct Chunk<'t, S> {
    texts: &'t [S],
    /// `None` until the texts are counted.
    lookup: Option<GrowingLookup>,
    /// The features of all rows, in order of occurrence and as often as they count.
    ids: Vec<FeatureId>,
    /// For each row, where it ends in `ids`, and its number of words.
    rows: Vec<(usize, u32)>,
    /// For each feature, the number of texts that have it, and the last of them, counted from 1.
    seen_in: Vec<(u32, u32)>,
}

impl<'t, S> Chunk<'t, S> {
    fn new(texts: &'t [S]) -> Self {
        Self { texts, lookup: None, ids: Vec::new(), rows: Vec::new(), seen_in: Vec::new() }
    }
}

/// Splits the texts into at most as many chunks as there are threads, of about the same number of bytes.
fn chunks<S: AsRef<str>>(texts: &[S], threads: usize) -> Vec<Chunk<'_, S>> {
    let bytes: usize = texts.iter().map(|t| t.as_ref().len()).sum();
    let enough = bytes / threads.max(1) + 1;
    let mut chunks = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (at, text) in texts.iter().enumerate() {
        size += text.as_ref().len();
        if size >= enough || at + 1 == texts.len() {
            let texts = texts.get(from..=at).unwrap_or(&[]);
            chunks.push(Chunk::new(texts));
            (from, size) = (at + 1, 0);
        }
    }
    if chunks.is_empty() {
        chunks.push(Chunk::new(texts));
    }
    chunks
}

impl<S: AsRef<str>> Chunk<'_, S> {
    /// Counts the texts, unless that is done.
    fn count(&mut self, analyzer: &Analyzer) {
        if self.lookup.is_some() {
            return;
        }
        let mut indexer = Indexer::new(analyzer, GrowingLookup::new(analyzer.settings().word_ngrams));
        self.rows.reserve(self.texts.len());
        for (text, number) in self.texts.iter().zip(1u32..) {
            let from = self.ids.len();
            let words = indexer.index(text.as_ref(), |id, _| self.ids.push(id));
            for id in self.ids.get(from..).unwrap_or(&[]) {
                let id = id.index();
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
        self.lookup = Some(indexer.into_lookup());
    }

    /// Appends the next chunk; both are counted.
    fn append(&mut self, other: Self) {
        let (Some(own), Some(theirs)) = (&mut self.lookup, &other.lookup) else { return };
        let ids = own.merge(theirs);
        self.seen_in.resize(own.len(), (0, 0));
        for (id, (texts, _)) in ids.iter().zip(&other.seen_in) {
            if let Some((sum, _)) = self.seen_in.get_mut(id.index()) {
                *sum += texts;
            }
        }
        let before = self.ids.len();
        self.ids.extend(other.ids.iter().filter_map(|id| ids.get(id.index())));
        self.rows.extend(other.rows.iter().map(|(end, words)| (before + end, *words)));
    }
}

impl Row {
    /// The row with these columns, given in any order and as often as each counts.
    pub(crate) fn of(columns: &mut [u32], words: u32) -> Self {
        columns.sort_unstable();
        let mut terms = Vec::with_capacity(columns.len());
        terms.extend(columns.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u32))));
        Self { terms, words }
    }
}

/// The vocabulary of the features that at least `min_texts` texts have, and for each id of `lookup` its id there,
/// [`FeatureId::NONE`] for those left out.
fn select(lookup: &GrowingLookup, seen_in: &[(u32, u32)], min_texts: u32) -> Result<(Vocabulary, Vec<FeatureId>)> {
    let kept = lookup.sorted_keys(|id| seen_in.get(id).is_some_and(|(texts, _)| *texts >= min_texts.max(1)));
    let mut column_of = vec![FeatureId::NONE; lookup.len()];
    for ((_, id), column) in kept.iter().zip(0u32..) {
        if let Some(slot) = column_of.get_mut(id) {
            *slot = FeatureId::new(column);
        }
    }
    let vocabulary = Vocabulary::of_sorted(kept.iter().map(|(key, _)| key)).ok_or_else(|| {
        Error::options("min-texts", "leaves more features than 32-bit ids; raise it or use shorter n-grams")
    })?;
    Ok((vocabulary, column_of))
}

#[cfg(test)]
mod tests;
