//! Articles that are copies of others: wire copy that several outlets print, whole or shortened.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

/// Words of a shingle.
const WORDS: usize = 5;
/// One of this many shingles is remembered, the same in every article.
const SAMPLED: u64 = 4;
/// The share of the shorter article's remembered shingles that a copy has in common with the other.
const SHARE: f64 = 0.7;
/// The fewest remembered shingles in common; shorter articles are copies only if their words are the same.
const LEAST: u32 = 6;
/// The most articles that are remembered for one shingle.
const MOST_PER_SHINGLE: usize = 50;
/// The most shingles that are remembered, in about 100 MB.
const MOST: usize = 2_000_000;

/// Remembers the articles seen so far. An article is a copy of an earlier one if most of the shingles (five words in a
/// row) of the shorter of both are in the other (containment: Broder 1997), estimated on a sample of them.
#[derive(Debug, Default)]
pub struct Copies {
    hasher: FixedState,
    /// The articles that have a shingle.
    articles: HashMap<u64, Vec<u32>, FixedState>,
    /// The first article with these words.
    whole: HashMap<u64, u32, FixedState>,
    /// Per article its id and its number of remembered shingles.
    known: Vec<(String, u32)>,
    remembered: usize,
}

impl Copies {
    /// Adds an article; returns the id of the earliest of those that it is a copy of most clearly.
    pub fn add(&mut self, id: &str, body: &str) -> Option<String> {
        let words: Vec<u64> = body
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| self.hash(word.to_lowercase()))
            .collect();
        if words.is_empty() {
            return None;
        }
        let mut shingles: Vec<u64> =
            words.windows(WORDS).map(|words| self.hash(words)).filter(|h| h % SAMPLED == 0).collect();
        shingles.sort_unstable();
        shingles.dedup();
        let number = self.known.len() as u32;
        let same = *self.whole.entry(self.hasher.hash_one(&words)).or_insert(number);
        let original = if same < number { Some(same) } else { self.similar(&shingles) };
        let found = original.and_then(|at| self.known.get(at as usize)).map(|(id, _)| id.clone());
        if self.remembered < MOST {
            self.remembered += shingles.len();
            for shingle in &shingles {
                let articles = self.articles.entry(*shingle).or_default();
                if articles.len() < MOST_PER_SHINGLE {
                    articles.push(number);
                }
            }
        }
        self.known.push((id.to_owned(), shingles.len() as u32));
        found
    }

    /// The article that shares most of the shingles, if they are enough; the earliest of several.
    fn similar(&self, shingles: &[u64]) -> Option<u32> {
        let mut shared: HashMap<u32, u32, FixedState> = HashMap::default();
        for article in shingles.iter().filter_map(|shingle| self.articles.get(shingle)).flatten() {
            *shared.entry(*article).or_default() += 1;
        }
        let enough = shared.into_iter().filter(|(article, common)| {
            let other = self.known.get(*article as usize).map_or(0, |(_, shingles)| *shingles);
            *common >= LEAST && f64::from(*common) >= SHARE * f64::from(other.min(shingles.len() as u32))
        });
        enough.max_by_key(|(article, common)| (*common, std::cmp::Reverse(*article))).map(|(article, _)| article)
    }

    fn hash(&self, value: impl Hash) -> u64 {
        self.hasher.hash_one(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{n}{}", if n % 9 == 0 { ".\n" } else { " " })).collect()
    }

    #[test]
    fn shortened_and_edited_copies_are_found_and_other_articles_are_not() {
        let mut copies = Copies::default();
        assert_eq!(copies.add("first", &text(0, 400)), None);
        assert_eq!(copies.add("other", &text(1000, 1400)), None);
        assert_eq!(copies.add("same", &text(0, 400).to_uppercase()).as_deref(), Some("first"));
        assert_eq!(copies.add("shortened", &text(0, 200)).as_deref(), Some("first"));
        assert_eq!(copies.add("with a lead", &(text(5000, 5040) + &text(0, 400))).as_deref(), Some("first"));
        assert_eq!(copies.add("quotes one sentence", &(text(7000, 7300) + &text(0, 40))), None);
        assert_eq!(copies.add("short", "It must go."), None);
        assert_eq!(copies.add("short too", "It must go!").as_deref(), Some("short"));
        assert_eq!(copies.add("empty", ""), None);
        assert_eq!(copies.add("empty too", ""), None);
    }
}
