//! Near copies: statements that other articles print with small changes.

use std::hash::BuildHasher;

use super::copies::Normal;
use super::statements::Statements;
use crate::similar::{WordIds, alike};
use crate::text::is_negator;

/// The fewest words of a near copy: of fewer, two statements are alike by chance.
const LEAST_WORDS: usize = 8;
/// The Jaccard similarity of word pairs from which two statements of a speaker are near copies.
const SAME_SPEAKER: f64 = 0.7;
/// The similarity from which statements of an article and of one marked as its copy are near copies.
const SAME_ARTICLE: f64 = 0.5;
/// Set in the numbers of the words that near copies must share: numbers, and words that negate.
const SHARED: u32 = 1 << 31;

/// The words of statements as numbers, and the articles that they are in.
#[derive(Debug, Default)]
pub(super) struct Words {
    ids: Vec<u32>,
    /// The end of each statement in `ids`.
    ends: Vec<usize>,
    /// The article of each statement and the one that it is marked a copy of, otherwise itself; empty where articles have no ids.
    articles: Vec<[u32; 2]>,
}

impl Words {
    /// Adds a statement, its words and its article.
    pub(super) fn push(&mut self, normal: &Normal, article: Option<[u32; 2]>) {
        let state = foldhash::quality::FixedState::with_seed(1);
        for word in normal.words() {
            let id = state.hash_one(word) as u32 & !SHARED;
            self.ids.push(if must_be_shared(word) { id | SHARED } else { id });
        }
        self.ends.push(self.ids.len());
        self.articles.extend(article);
    }

    fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let from = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(row).and_then(|to| self.ids.get(from..*to)).unwrap_or(&[])
    }

    /// The words of a statement that its near copies must have too.
    fn shared(&self, row: u32) -> impl Iterator<Item = &u32> {
        self.of(row).iter().filter(|id| **id & SHARED != 0)
    }

    /// The statement that counts for each statement: an earlier one of which it is a near copy, otherwise itself.
    ///
    /// A near copy has nearly the same words as an earlier statement, the same numbers and negations, and is from another article or
    /// document. It has the same known speaker and the same label, or its article is marked as a copy of the other's.
    pub(super) fn counted(&self, statements: &Statements) -> Vec<u32> {
        let mut counted: Vec<u32> = (0..statements.len() as u32).collect();
        let of = |list: &[u32], row: u32| list.get(row as usize).copied().unwrap_or(0);
        if self.articles.len() == statements.len() {
            let family = |row: u32| self.articles.get(row as usize).map_or(0, |[_, original]| *original);
            let article = |row: u32| self.articles.get(row as usize).map_or(0, |[own, _]| *own);
            let groups = groups(&counted, family);
            for group in groups.chunk_by(|a, b| family(*a) == family(*b)) {
                if group.iter().any(|row| article(*row) != family(*row)) {
                    self.search(group, &vec![0; group.len()], SAME_ARTICLE, &article, &mut counted);
                }
            }
        }
        let speaker = |row: u32| of(&statements.speaker, row);
        let known: Vec<u32> = counted
            .iter()
            .copied()
            .zip(0..)
            .filter(|(counted, row)| counted == row && speaker(*row) > 0)
            .map(|(_, row)| row)
            .collect();
        let place = |row: u32| match self.articles.get(row as usize) {
            Some([article, _]) => *article,
            None => of(&statements.document, row),
        };
        for group in groups(&known, speaker).chunk_by(|a, b| speaker(*a) == speaker(*b)) {
            let labels: Vec<u32> = group.iter().map(|row| of(&statements.class, *row)).collect();
            self.search(group, &labels, SAME_SPEAKER, &place, &mut counted);
        }
        counted
    }

    /// Notes the near copies among the statements `rows`, which rise. Statements of different `labels` or of the same
    /// `place` are none.
    fn search(&self, rows: &[u32], labels: &[u32], least: f64, place: &dyn Fn(u32) -> u32, counted: &mut [u32]) {
        let long: Vec<(u32, u32)> = rows.iter().copied().zip(labels.iter().copied()).collect();
        let long: Vec<(u32, u32)> = long.into_iter().filter(|(row, _)| self.of(*row).len() >= LEAST_WORDS).collect();
        let Some(((first, _), others)) = long.split_first() else { return };
        if others.iter().all(|(row, _)| place(*row) == place(*first)) {
            return;
        }
        let words = WordIds::numbered(long.iter().map(|(row, _)| self.of(*row)));
        let labels: Vec<u32> = long.iter().map(|(_, label)| *label).collect();
        let found = alike(&words, &labels, least);
        let mut first_of: Vec<Option<u32>> = vec![None; found.like.len()];
        for ((row, _), text) in long.iter().zip(&found.text_of) {
            let Some(like) = found.like.get(*text as usize) else { continue };
            let equal = first_of.get(*text as usize).copied().flatten();
            let near = like.iter().filter_map(|(other, _)| first_of.get(*other as usize).copied().flatten());
            let fits = |other: &u32| place(*other) != place(*row) && self.shared(*other).eq(self.shared(*row));
            let original = equal.into_iter().chain(near).filter(fits).min();
            if let Some(root) = original.and_then(|original| counted.get(original as usize).copied())
                && let Some(own) = counted.get_mut(*row as usize)
            {
                *own = root;
            }
            if let Some(place) = first_of.get_mut(*text as usize) {
                place.get_or_insert(*row);
            }
        }
    }
}

/// Contractions with *not*, without their apostrophes, in order.
const CONTRACTED: [&str; 24] = [
    "aint", "arent", "cannot", "cant", "couldnt", "darent", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent",
    "isnt", "mightnt", "mustnt", "neednt", "nt", "oughtnt", "shant", "shouldnt", "wasnt", "werent", "wont", "wouldnt",
];
/// Words for numbers, in order.
const NUMBERS: [&str; 54] = [
    "billion",
    "billions",
    "double",
    "doubled",
    "dozen",
    "dozens",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifth",
    "fifty",
    "first",
    "five",
    "forty",
    "four",
    "fourteen",
    "fourth",
    "half",
    "halved",
    "hundred",
    "hundreds",
    "million",
    "millions",
    "nine",
    "nineteen",
    "ninety",
    "once",
    "one",
    "quarter",
    "second",
    "seven",
    "seventeen",
    "seventy",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "tenth",
    "third",
    "thirteen",
    "thirty",
    "thousand",
    "thousands",
    "three",
    "trillion",
    "trillions",
    "tripled",
    "twelve",
    "twenty",
    "twice",
    "two",
    "zero",
];

/// Whether a word in lower case, without apostrophes, is a number or negates: `3`, `three`, `not`, `cant`.
fn must_be_shared(word: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(word) else { return false };
    let is_listed = |list: &[&str]| list.binary_search(&word).is_ok();
    word.contains(char::is_numeric) || is_listed(&CONTRACTED) || is_listed(&NUMBERS) || is_negator(word)
}

/// Rows sorted by a key, those of one key in their order.
fn groups(rows: &[u32], key: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(|row| key(*row));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "we will not accept a rule that closes our plants and sends the work abroad";

    /// Which of these statements count, each in a document of its own: words, speaker, class.
    fn counted(rows: &[(&str, u32, u32)], articles: &[[u32; 2]]) -> Vec<u32> {
        let mut words = Words::default();
        for (at, (text, ..)) in rows.iter().enumerate() {
            let mut normal = Normal::default();
            normal.read(text);
            words.push(&normal, articles.get(at).copied());
        }
        let statements = Statements {
            speaker: rows.iter().map(|row| row.1).collect(),
            class: rows.iter().map(|row| row.2).collect(),
            document: (0..rows.len() as u32).collect(),
            ..Statements::default()
        };
        words.counted(&statements)
    }

    #[test]
    fn small_changes_by_the_same_speaker_make_a_near_copy() {
        let near = TEXT.replace("abroad", "away");
        assert_eq!(counted(&[(TEXT, 1, 0), (&near, 1, 0)], &[]), [0, 0]);
        // A statement that says the contrary.
        let negated = TEXT.replace("will not", "will");
        assert_eq!(counted(&[(TEXT, 1, 0), (&negated, 1, 0)], &[]), [0, 1]);
        for (one, other) in [("mustn't", "must"), ("don＇t", "do"), ("three", "five"), ("٣", "٤")] {
            let [one, other] = [one, other].map(|word| TEXT.replace("will not", word));
            assert_eq!(counted(&[(&one, 1, 0), (&other, 1, 0)], &[]), [0, 1], "{one}");
        }
        // Another speaker, an unknown one, another label, other numbers, few words.
        assert_eq!(counted(&[(TEXT, 1, 0), (&near, 2, 0)], &[]), [0, 1]);
        assert_eq!(counted(&[(TEXT, 0, 0), (&near, 0, 0)], &[]), [0, 1]);
        assert_eq!(counted(&[(TEXT, 1, 0), (&near, 1, 1)], &[]), [0, 1]);
        let [three, five] = ["3", "5"].map(|n| TEXT.replace("our", n));
        assert_eq!(counted(&[(&three, 1, 0), (&five, 1, 0)], &[]), [0, 1]);
        assert_eq!(counted(&[("we will not accept it", 1, 0), ("we will not accept it now", 1, 0)], &[]), [0, 1]);
    }

    #[test]
    fn in_an_article_marked_as_a_copy_speaker_and_label_may_differ() {
        let near = TEXT.replace("a rule that closes", "rules that close");
        let rows = [(TEXT, 1, 0), (near.as_str(), 0, 1)];
        assert_eq!(counted(&rows, &[[7, 7], [8, 7]]), [0, 0]);
        assert_eq!(counted(&rows, &[[7, 7], [8, 8]]), [0, 1]);
    }

    #[test]
    fn a_copy_of_a_copy_counts_with_the_first() {
        let near = TEXT.replace("abroad", "away");
        let nearer = near.replace("we will", "we shall");
        assert_eq!(counted(&[(TEXT, 1, 0), (&near, 1, 0), (&nearer, 1, 0)], &[]), [0, 0, 0]);
    }
}
