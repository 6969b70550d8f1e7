//! Finds equal and similar texts: an exact similarity join over word pairs.
//!
//! Two texts are similar if the Jaccard similarity of their sets of word pairs is at least a threshold. Candidates come
//! from an inverted index over the rarest members of each set: two sets with similarity t share one of the
//! `|x|−⌈t|x|⌉+1` rarest members of each (prefix filter: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007).
//! No pair is missed unless one of the limits below is reached, which [`Alike::complete`] says. They bound time and
//! memory for data full of copies.

use std::collections::HashMap;

use super::word_ids::{WordIds, pairs};

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

/// The word pairs of each text as ids, the rarest first.
struct Sets {
    members: Vec<u32>,
    starts: Vec<usize>,
    /// Pairs with ids below this are in one text only.
    shared_from: u32,
    /// Number of different pairs.
    count: usize,
}

impl Sets {
    fn new(words: &WordIds, firsts: &[usize]) -> Self {
        let mut all: Vec<u64> = Vec::new();
        let mut starts = vec![0];
        for row in firsts {
            let from = all.len();
            all.extend(pairs(words.row(*row)));
            if let Some(own) = all.get_mut(from..) {
                own.sort_unstable();
                let distinct = dedup(own);
                all.truncate(from + distinct);
            }
            starts.push(all.len());
        }
        let mut sorted = all.clone();
        sorted.sort_unstable();
        let mut by_count: Vec<(u32, u64)> =
            sorted.chunk_by(|a, b| a == b).filter_map(|run| Some((run.len() as u32, *run.first()?))).collect();
        drop(sorted);
        by_count.sort_unstable();
        let shared_from = by_count.partition_point(|(count, _)| *count < 2) as u32;
        let mut number_of: Vec<(u64, u32)> = by_count.iter().map(|(_, pair)| *pair).zip(0..).collect();
        number_of.sort_unstable();
        let find = |pair: &u64| {
            let at = number_of.binary_search_by_key(pair, |(p, _)| *p);
            at.ok().and_then(|at| number_of.get(at)).map_or(0, |(_, n)| *n)
        };
        let mut members: Vec<u32> = all.iter().map(find).collect();
        for ends in starts.windows(2) {
            if let [from, to] = ends
                && let Some(own) = members.get_mut(*from..*to)
            {
                own.sort_unstable();
            }
        }
        Self { members, starts, shared_from, count: by_count.len() }
    }

    fn of(&self, text: u32) -> &[u32] {
        let at = text as usize;
        let range = match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => *from..*to,
            _ => 0..0,
        };
        self.members.get(range).unwrap_or(&[])
    }
}

/// Moves the distinct values of a sorted slice to its front and returns their number.
fn dedup(sorted: &mut [u64]) -> usize {
    let mut kept = 0;
    for at in 0..sorted.len() {
        if at == 0 || sorted[at] != sorted[at - 1] {
            sorted[kept] = sorted[at];
            kept += 1;
        }
    }
    kept
}

/// An inverted index of the texts added so far by their rarest word pairs: per pair a linked list in `entries`, latest
/// first.
struct Index<'s> {
    sets: &'s Sets,
    threshold: f64,
    heads: Vec<u32>,
    lengths: Vec<u32>,
    /// Text id and position of the next entry.
    entries: Vec<(u32, u32)>,
    /// Per text the last text that it was compared with, plus one.
    seen: Vec<u32>,
    complete: bool,
}

const NONE: u32 = u32::MAX;

impl<'s> Index<'s> {
    fn new(sets: &'s Sets, threshold: f64) -> Self {
        let shared = sets.count - sets.shared_from as usize;
        Self {
            sets,
            threshold,
            heads: vec![NONE; shared],
            lengths: vec![0; shared],
            entries: Vec::new(),
            seen: vec![0; sets.starts.len() - 1],
            complete: true,
        }
    }

    /// The members of a set that the prefix filter keeps, without pairs of one text only, numbered from 0.
    fn prefix(&self, set: &'s [u32]) -> impl Iterator<Item = usize> + use<'s> {
        let least = (self.threshold * set.len() as f64 - 1e-9).ceil() as usize;
        let length = (set.len() + 1).saturating_sub(least.max(1));
        let from = self.sets.shared_from;
        set.iter().take(length).filter_map(move |n| n.checked_sub(from)).map(|n| n as usize)
    }

    fn add(&mut self, text: u32) {
        for number in self.prefix(self.sets.of(text)) {
            let (Some(head), Some(length)) = (self.heads.get_mut(number), self.lengths.get_mut(number)) else {
                continue;
            };
            if *length == MOST_TEXTS_A_PAIR {
                self.complete = false;
                continue;
            }
            *length += 1;
            self.entries.push((text, *head));
            *head = self.entries.len() as u32 - 1;
        }
    }

    /// The texts added so far that are similar to `text`, with the similarity.
    fn like(&mut self, text: u32) -> Vec<(u32, f64)> {
        let set = self.sets.of(text);
        let mut found = Vec::new();
        let mut compared = 0;
        for number in self.prefix(set) {
            let mut at = self.heads.get(number).copied().unwrap_or(NONE);
            while let Some(&(other, next)) = self.entries.get(at as usize) {
                at = next;
                match self.seen.get_mut(other as usize) {
                    Some(last) if *last != text + 1 => *last = text + 1,
                    _ => continue,
                }
                if compared == MOST_COMPARED || found.len() == MOST_ALIKE {
                    self.complete = false;
                    return found;
                }
                compared += 1;
                if let Some(similarity) = similarity(set, self.sets.of(other), self.threshold) {
                    found.push((other, similarity));
                }
            }
        }
        found
    }
}

/// The Jaccard similarity |x ∩ y| / |x ∪ y| of two sorted sets, if it reaches `threshold`.
fn similarity(x: &[u32], y: &[u32], threshold: f64) -> Option<f64> {
    let (small, large) = (x.len().min(y.len()), x.len().max(y.len()));
    if (small as f64) < threshold * large as f64 - 1e-9 {
        return None;
    }
    let (mut a, mut b, mut common) = (0, 0, 0usize);
    while let (Some(p), Some(q)) = (x.get(a), y.get(b)) {
        common += usize::from(p == q);
        let (step_a, step_b) = (p <= q, q <= p);
        a += usize::from(step_a);
        b += usize::from(step_b);
    }
    let value = common as f64 / (x.len() + y.len() - common).max(1) as f64;
    (value >= threshold - 1e-12).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
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
