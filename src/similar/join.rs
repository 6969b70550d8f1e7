//! Finds equal and similar texts: an exact similarity join over word pairs.
//!
//! Two texts are similar if the Jaccard similarity of their sets of word pairs is at least a threshold. Candidates come
//! from an inverted index over the rarest members of each set: two sets with similarity t share one of the
//! `|x|−⌈t|x|⌉+1` rarest members of each (prefix filter: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007).
//! No pair is missed unless one of the limits below is reached, which [`Alike::complete`] says. They bound time and
//! memory for data full of copies.

use std::collections::HashMap;

use super::measure::{Outline, Threshold};
use super::sets::Sets;
use super::word_ids::WordIds;

/// The most texts that are indexed under one word pair.
const MOST_TEXTS_A_PAIR: u32 = 1000;
/// The most texts that a text is compared with.
const MOST_COMPARED: usize = 1000;
/// The most similar texts that are kept per text.
const MOST_ALIKE: usize = 20;

/// Equal and similar texts.
pub(crate) struct Alike {
    /// The text id of each row. Rows with the same words and the same target have the same text.
    pub(crate) text_of: Vec<u32>,
    /// Per text the similar texts and their similarity. Each pair is listed at both texts.
    pub(crate) like: Vec<Vec<(u32, f64)>>,
    /// Whether no limit was reached.
    pub(crate) complete: bool,
}

/// Finds equal and similar texts among the rows. `targets` has one target per row; rows with different targets are
/// never equal or similar.
pub(crate) fn alike(words: &WordIds, targets: &[u32], threshold: f64) -> Alike {
    let (text_of, firsts) = distinct(words, targets);
    let sets = Sets::new(words, &firsts);
    let mut like = vec![Vec::new(); firsts.len()];
    let mut index = Index::new(&sets, threshold);
    for text in 0..firsts.len() as u32 {
        for (other, similarity) in index.like(text) {
            let target = |t: u32| firsts.get(t as usize).and_then(|row| targets.get(*row));
            if target(text) == target(other) {
                for (a, b) in [(text, other), (other, text)] {
                    if let Some(list) = like.get_mut(a as usize) {
                        list.push((b, similarity));
                    }
                }
            }
        }
        index.add(text);
    }
    Alike { text_of, like, complete: index.complete }
}

/// The text id of each row, and the first row of each text.
fn distinct(words: &WordIds, targets: &[u32]) -> (Vec<u32>, Vec<usize>) {
    let mut known: HashMap<(&[u32], u32), u32, foldhash::fast::FixedState> = HashMap::default();
    let (mut text_of, mut firsts) = (Vec::with_capacity(words.len()), Vec::new());
    for row in 0..words.len() {
        let key = (words.row(row), targets.get(row).copied().unwrap_or(0));
        let text = *known.entry(key).or_insert_with(|| {
            firsts.push(row);
            firsts.len() as u32 - 1
        });
        text_of.push(text);
    }
    (text_of, firsts)
}

/// An inverted index of the texts added so far by their rarest word pairs.
struct Index<'s> {
    sets: &'s Sets,
    least: f64,
    threshold: Threshold,
    /// The texts of each pair, in the order in which they were added: those of pair n from `starts[n]` on.
    entries: Vec<u32>,
    starts: Vec<usize>,
    /// The number of texts added to each pair.
    lengths: Vec<u32>,
    outlines: Vec<Outline>,
    /// Per text the last text that it was compared with, plus one.
    seen: Vec<u32>,
    complete: bool,
}

impl<'s> Index<'s> {
    fn new(sets: &'s Sets, least: f64) -> Self {
        let texts = 0..sets.len() as u32;
        let largest = texts.clone().map(|text| sets.of(text).len()).max().unwrap_or(0);
        let mut index = Self {
            sets,
            least,
            threshold: Threshold::new(least, largest),
            entries: Vec::new(),
            starts: Vec::new(),
            lengths: vec![0; sets.count - sets.shared_from as usize],
            outlines: texts.clone().map(|text| Outline::of(sets.of(text))).collect(),
            seen: vec![0; sets.len()],
            complete: true,
        };
        for text in texts {
            for number in index.prefix(sets.of(text)) {
                if let Some(length) = index.lengths.get_mut(number as usize) {
                    *length = (*length + 1).min(MOST_TEXTS_A_PAIR);
                }
            }
        }
        let mut end = 0;
        for length in &mut index.lengths {
            index.starts.push(end);
            end += std::mem::take(length) as usize;
        }
        index.entries = vec![0; end];
        index
    }

    /// The members of a set that the prefix filter keeps, without pairs of one text only, numbered from 0.
    fn prefix(&self, set: &'s [u32]) -> impl Iterator<Item = u32> + use<'s> {
        let least = (self.least * set.len() as f64 - 1e-9).ceil() as usize;
        let length = (set.len() + 1).saturating_sub(least.max(1));
        let from = self.sets.shared_from;
        set.iter().take(length).filter_map(move |n| n.checked_sub(from))
    }

    fn add(&mut self, text: u32) {
        for number in self.prefix(self.sets.of(text)) {
            let (Some(start), Some(length)) = (self.starts.get(number as usize), self.lengths.get_mut(number as usize))
            else {
                continue;
            };
            if *length == MOST_TEXTS_A_PAIR {
                self.complete = false;
                continue;
            }
            if let Some(entry) = self.entries.get_mut(start + *length as usize) {
                *entry = text;
            }
            *length += 1;
        }
    }

    /// The texts added so far under a pair.
    fn texts(&self, number: u32) -> &[u32] {
        let (start, length) = (self.starts.get(number as usize), self.lengths.get(number as usize));
        let range = start.zip(length).map_or(0..0, |(start, length)| *start..*start + *length as usize);
        self.entries.get(range).unwrap_or(&[])
    }

    /// The texts added so far that are similar to `text`, with the similarity: of each pair the latest first.
    fn like(&mut self, text: u32) -> Vec<(u32, f64)> {
        let mut found = Vec::new();
        let mut seen = std::mem::take(&mut self.seen);
        self.complete &= self.search(text, &mut seen, &mut found);
        self.seen = seen;
        found
    }

    /// Whether all candidates were compared.
    fn search(&self, text: u32, seen: &mut [u32], found: &mut Vec<(u32, f64)>) -> bool {
        let set = self.sets.of(text);
        let Some(outline) = self.outlines.get(text as usize) else { return true };
        let mut compared = 0;
        for number in self.prefix(set) {
            for other in self.texts(number).iter().rev() {
                let other = *other;
                let (Some(last), Some(own)) = (seen.get_mut(other as usize), self.outlines.get(other as usize)) else {
                    continue;
                };
                if std::mem::replace(last, text + 1) == text + 1 {
                    continue;
                }
                if compared == MOST_COMPARED || found.len() == MOST_ALIKE {
                    return false;
                }
                compared += 1;
                if self.threshold.allows(outline, own)
                    && let Some(similarity) = self.threshold.similarity(set, self.sets.of(other))
                {
                    found.push((other, similarity));
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similar::word_ids::pairs;
    use proptest::prelude::*;

    fn find(texts: &[&str], threshold: f64) -> Alike {
        let words = WordIds::of(texts.iter().copied()).unwrap();
        alike(&words, &vec![0; texts.len()], threshold)
    }

    #[test]
    fn one_word_of_twelve_is_near_and_another_statement_is_not() {
        let one = "the limits on chips must stay in force until the allies agree";
        let other = "the limits on chips must stay in place until the allies agree";
        let found = find(&[one, other, "we will read the rule and then decide what it means for us"], 0.6);
        assert_eq!(found.like[1].len(), 1);
        // 13 pairs each, 11 in common: 11 of 15.
        assert!((found.like[1][0].1 - 11.0 / 15.0).abs() < 1e-12);
        assert!(found.like[2].is_empty() && found.complete);
    }

    #[test]
    fn equal_words_for_different_targets_are_different_texts() {
        let words = WordIds::of(["Yes.", "yes", "yes!"].into_iter()).unwrap();
        let found = alike(&words, &[1, 1, 2], 0.6);
        assert_eq!(found.text_of, [0, 0, 1]);
        assert!(found.like.iter().all(Vec::is_empty));
    }

    #[test]
    fn data_full_of_copies_is_followed_up_to_a_limit_that_is_reported() {
        let texts: Vec<String> = (0..200).map(|k| format!("a long statement that many rows repeat {k}")).collect();
        let found = find(&texts.iter().map(String::as_str).collect::<Vec<_>>(), 0.6);
        assert!(!found.complete);
        assert!(found.like.iter().skip(1).all(|list| !list.is_empty()));
    }

    proptest! {
        #[test]
        fn the_index_finds_what_comparing_all_pairs_finds(
            texts in proptest::collection::vec("[a-d]( [a-d]){0,7}", 0..15),
            threshold in 0.2f64..1.0,
        ) {
            let words = WordIds::of(texts.iter().map(String::as_str)).unwrap();
            let found = alike(&words, &vec![0; texts.len()], threshold);
            let set = |row: usize| pairs(words.row(row)).collect::<std::collections::BTreeSet<_>>();
            for a in 0..texts.len() {
                for b in 0..a {
                    let (x, y) = (set(a), set(b));
                    let wanted = x.intersection(&y).count() as f64 / x.union(&y).count() as f64;
                    if words.row(a) == words.row(b) || (wanted - threshold).abs() < 1e-9 {
                        continue;
                    }
                    let got = found.like[found.text_of[a] as usize].iter().find(|(t, _)| *t == found.text_of[b]);
                    prop_assert_eq!(got.map(|g| g.1), (wanted >= threshold).then_some(wanted));
                }
            }
        }
    }
}
