//! The seeds of a dictionary among the words that have vectors.

use std::collections::BTreeMap;

use super::WordVectors;
use crate::dictionary::Dictionary;
use crate::error::Place;
use crate::features::NEGATED;
use crate::text::{Analyzer, tokens};
use crate::{Error, Result};

/// Absent seeds that a message names.
const NAMED: usize = 5;

/// The seeds that have vectors, and those that have none.
pub(super) struct Seeds {
    /// The classes, sorted: the outermost keys of the dictionary.
    pub(super) classes: Vec<String>,
    pub(super) found: Vec<Seed>,
    pub(super) absent: BTreeMap<String, Vec<String>>,
}

/// An entry of a class that has a vector.
pub(super) struct Seed {
    pub(super) class: usize,
    pub(super) entry: String,
    /// The words that it matches, by number.
    pub(super) words: Vec<usize>,
    /// Its vector with length one: the mean of those of its words, as often as they occur.
    pub(super) unit: Vec<f64>,
}

impl Seeds {
    /// Finds the entries of each outermost key.
    ///
    /// # Errors
    /// [`Error::Data`] if there are fewer than two classes, or one has no seed among the words.
    pub(super) fn find(vectors: &WordVectors, dictionary: &Dictionary) -> Result<Self> {
        let class_of = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
        let mut classes: Vec<String> = dictionary.keys().iter().map(|key| class_of(&key.name)).collect();
        classes.sort_unstable();
        classes.dedup();
        if classes.len() < 2 {
            let problem = "have one class only; write two or more, such as `support: [ban*]` and `oppose: [repeal*]`";
            return Err(Error::data(Place::file("the seeds"), problem));
        }
        let finder = Finder { vectors, analyzer: Analyzer::new(vectors.settings())? };
        let mut seeds = Self { classes, found: Vec::new(), absent: BTreeMap::new() };
        for key in dictionary.keys() {
            let name = class_of(&key.name);
            let class = seeds.classes.iter().position(|class| *class == name).unwrap_or(0);
            for entry in &key.entries {
                let words = finder.words(entry);
                match finder.unit(&words).filter(|_| !words.is_empty()) {
                    Some(unit) => seeds.found.push(Seed { class, entry: entry.clone(), words, unit }),
                    None => seeds.absent.entry(name.clone()).or_default().push(entry.clone()),
                }
            }
        }
        for (class, name) in seeds.classes.iter().enumerate() {
            if seeds.found.iter().all(|seed| seed.class != class) {
                let absent = seeds.absent.get(name).map_or(&[][..], Vec::as_slice);
                let named: Vec<String> = absent.iter().take(NAMED).map(|entry| format!("`{entry}`")).collect();
                let more = if absent.len() > NAMED { ", …" } else { "" };
                let problem = format!(
                    "has none of the seeds of `{name}` ({}{more}) in at least two of its {} statements; give words that \
                     people there use, or more statements",
                    named.join(", "),
                    vectors.texts()
                );
                return Err(Error::data(Place::file("the pool"), problem));
            }
        }
        Ok(seeds)
    }

    /// The directions that polarities are measured along, with one seed left out if it is given: the difference of the
    /// mean vectors of two classes, or of each class and the mean of all.
    pub(super) fn axes(&self, without: Option<usize>) -> Vec<Vec<f64>> {
        let dimensions = self.found.first().map_or(0, |seed| seed.unit.len());
        let mut means = vec![vec![0.0; dimensions]; self.classes.len()];
        for (class, mean) in means.iter_mut().enumerate() {
            let of_class = self.found.iter().enumerate().filter(|(k, seed)| seed.class == class && Some(*k) != without);
            let mut n = 0.0;
            for (_, seed) in of_class {
                mean.iter_mut().zip(&seed.unit).for_each(|(sum, x)| *sum += x);
                n += 1.0;
            }
            mean.iter_mut().for_each(|sum| *sum /= f64::max(n, 1.0));
        }
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        if let [first, second] = means.as_slice() {
            return vec![minus(second, first)];
        }
        let sum_at = |k: usize| means.iter().filter_map(|mean| mean.get(k)).sum::<f64>() / means.len() as f64;
        let all: Vec<f64> = (0..dimensions).map(sum_at).collect();
        means.iter().map(|mean| minus(mean, &all)).collect()
    }
}

struct Finder<'v> {
    vectors: &'v WordVectors,
    analyzer: Analyzer,
}

impl Finder<'_> {
    /// The words that an entry matches, by number; none if a word of a phrase is missing.
    fn words(&self, entry: &str) -> Vec<usize> {
        let mut all = Vec::new();
        for word in entry.split_whitespace() {
            let found = if word.contains(['*', '?']) { self.glob(&word.to_lowercase()) } else { self.exact(word) };
            if found.is_empty() {
                return Vec::new();
            }
            all.extend(found);
        }
        all
    }

    fn exact(&self, word: &str) -> Vec<usize> {
        let mut normal = Vec::new();
        for token in tokens(word) {
            self.analyzer.normalize(token.kind, token.span.of(word), &mut normal);
        }
        let find = |stem: &str| self.vectors.words().find(stem).map(|id| id.index());
        let found: Vec<usize> =
            normal.iter().filter(|token| token.in_sequence).filter_map(|token| find(&token.stem)).collect();
        // A seed such as `readyforhillary` also means the hashtag.
        if found.is_empty() { find(&format!("#{}", word.to_lowercase())).into_iter().collect() } else { found }
    }

    fn glob(&self, glob: &str) -> Vec<usize> {
        let pattern: Vec<char> = glob.chars().collect();
        let words = self.vectors.words().iter().enumerate().filter(|(_, word)| !word.starts_with(NEGATED));
        let fits = |word: &str| {
            let plain: Vec<char> = word.trim_start_matches('#').chars().collect();
            crate::text::glob_fits(&pattern, &plain)
        };
        words.filter(|(_, word)| fits(word)).map(|(number, _)| number).collect()
    }

    /// The mean vector of words, as often as they occur, with length one; `None` if it is 0.
    fn unit(&self, words: &[usize]) -> Option<Vec<f64>> {
        let mut mean = vec![0.0; self.vectors.dimensions()];
        for word in words {
            let weight = f64::from(self.vectors.texts_with(*word));
            mean.iter_mut().zip(self.vectors.vector(*word)).for_each(|(sum, x)| *sum += weight * f64::from(*x));
        }
        let length = mean.iter().map(|x| x * x).sum::<f64>().sqrt();
        (length > 0.0).then(|| mean.iter().map(|x| x / length).collect())
    }
}
