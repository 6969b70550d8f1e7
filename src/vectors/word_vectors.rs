//! Word vectors learnt from unlabelled texts.

use serde::{Deserialize, Serialize};

use super::co_occurrence::information;
use super::svd::truncated;
use crate::error::{Place, counted};
use crate::features::{Counts, FeatureId, Vocabulary, count};
use crate::learn::Csr;
use crate::text::{Analyzer, CharNgrams, TextSettings};
use crate::{Error, Result};

/// The fewest texts that vectors are learnt from.
pub const LEAST_TEXTS: usize = 100;
/// With fewer texts vectors say little: learning from them is possible, and front ends warn.
pub const ENOUGH_TEXTS: usize = 2000;
/// What to say of a pool with fewer texts than [`ENOUGH_TEXTS`]; `None` if there are as many.
#[must_use]
pub fn few_texts(texts: usize) -> Option<String> {
    let has = counted(texts, "statement");
    (texts < ENOUGH_TEXTS)
        .then(|| format!("the pool has only {has}, of which vectors learn little; use {ENOUGH_TEXTS} or more"))
}

/// The most words with vectors: the most frequent ones.
const MOST_WORDS: usize = 50_000;
/// From this number of texts on, rare words and pairs of words are left out.
const LARGE: usize = 50_000;
/// Texts per dimension at least, so that dimensions are more than single texts.
const TEXTS_PER_DIMENSION: usize = 10;

/// How vectors are learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[non_exhaustive]
pub struct VectorOptions {
    /// Number of dimensions, 1 to 1000. Fewer are used for small pools: one per ten texts. Default: 100.
    pub dimensions: usize,
    /// Words of fewer texts have no vector. Default: 2, or 5 from 50,000 texts on.
    pub min_texts: Option<u32>,
    /// Number of threads. Vectors do not depend on it.
    #[serde(skip)]
    pub threads: usize,
}

impl Default for VectorOptions {
    fn default() -> Self {
        Self { dimensions: 100, min_texts: None, threads: 1 }
    }
}

/// Words with a vector each, and how frequent they are in the texts that the vectors were learnt from.
///
/// Words are stems as the text settings make them, those in the scope of a negator apart (`not_good`).
#[derive(Clone, Debug, PartialEq)]
pub struct WordVectors {
    pub(super) settings: TextSettings,
    pub(super) words: Vocabulary,
    /// Number of texts.
    pub(super) texts: usize,
    /// For each word the number of texts that have it.
    pub(super) texts_with: Vec<u32>,
    pub(super) dimensions: usize,
    /// Words × dimensions.
    pub(super) values: Vec<f32>,
}

impl WordVectors {
    /// Learns vectors from texts: the right singular vectors, times the singular values, of the positive pointwise mutual
    /// information of words in the same texts. On our rows and on SST-2 seeds rank statements better with these than with
    /// those of a matrix of texts × words with inverse document frequencies.
    ///
    /// ```
    /// use stance::text::TextSettings;
    /// use stance::vectors::{VectorOptions, WordVectors};
    ///
    /// let texts: Vec<String> = (0..200).map(|k| format!("{} {}", ["ban chips", "sell wine"][k % 2], k % 7)).collect();
    /// let vectors = WordVectors::learn(&texts, &TextSettings::default(), &VectorOptions::default())?;
    /// assert!(vectors.similarity("ban", "chips") > vectors.similarity("ban", "wine"));
    /// # Ok::<(), stance::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Data`] for fewer than [`LEAST_TEXTS`] texts, or texts without words in common; [`Error::Options`] for
    /// options out of range.
    pub fn learn(texts: &[String], settings: &TextSettings, options: &VectorOptions) -> Result<Self> {
        if !(1..=1000).contains(&options.dimensions) {
            let problem = format!("{} is out of range; use 1 to 1000", options.dimensions);
            return Err(Error::options("dimensions", problem));
        }
        let (words, texts_with, matrix) = count_words(texts, settings, options)?;
        let rank = options.dimensions.min(texts.len() / TEXTS_PER_DIMENSION).min(words.len());
        let least = if texts.len() >= LARGE { 2 } else { 1 };
        let svd = truncated(&information(&matrix, least, options.threads)?, rank, options.threads)?;
        let dimensions = svd.values.len();
        let mut values = svd.vectors;
        for vector in values.chunks_exact_mut(dimensions.max(1)) {
            vector.iter_mut().zip(&svd.values).for_each(|(x, s)| *x = (f64::from(*x) * s) as f32);
        }
        Ok(Self { settings: word_settings(settings), words, texts: texts.len(), texts_with, dimensions, values })
    }

    /// The words that have a vector, sorted.
    #[must_use]
    pub fn words(&self) -> &Vocabulary {
        &self.words
    }

    /// Number of texts that they were learnt from.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.texts
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The settings by which texts became words.
    #[must_use]
    pub fn settings(&self) -> &TextSettings {
        &self.settings
    }

    /// The vector of a word, by its number.
    pub(crate) fn vector(&self, word: usize) -> &[f32] {
        self.values.get(word * self.dimensions..(word + 1) * self.dimensions).unwrap_or(&[])
    }

    /// Number of texts that have a word, by its number.
    pub(crate) fn texts_with(&self, word: usize) -> u32 {
        self.texts_with.get(word).copied().unwrap_or(0)
    }

    /// Inverse document frequency of a word, by its number.
    pub(crate) fn idf(&self, word: usize) -> f64 {
        idf(self.texts, self.texts_with(word))
    }

    /// Cosine of the vectors of two words; 0 if one has none.
    #[must_use]
    pub fn similarity(&self, first: &str, second: &str) -> f64 {
        let vector = |word: &str| self.words.find(word).map_or(&[][..], |id: FeatureId| self.vector(id.index()));
        cosine(vector(first), vector(second))
    }

    /// Checks that texts become words as in training with these settings.
    pub(crate) fn check(&self, settings: &TextSettings) -> Result<()> {
        if self.settings == word_settings(settings) {
            return Ok(());
        }
        Err(Error::options("vectors", "were learnt with other text settings; learn them with those of the model"))
    }
}

/// The cosine of two vectors; 0 if one is 0 or they differ in length.
pub(super) fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    if lengths > 0.0 && a.len() == b.len() { dot(a, b) / lengths } else { 0.0 }
}

/// The settings that decide which words a text has.
pub(crate) fn word_settings(settings: &TextSettings) -> TextSettings {
    TextSettings { word_ngrams: 1, char_ngrams: CharNgrams::NONE, keys: None, ..settings.clone() }
}

fn idf(texts: usize, with: u32) -> f64 {
    libm::log((1.0 + texts as f64) / (1.0 + f64::from(with)))
}

/// The words of the texts, the number of texts with each, and the matrix of texts × words with ones as entries.
fn count_words(
    texts: &[String],
    settings: &TextSettings,
    options: &VectorOptions,
) -> Result<(Vocabulary, Vec<u32>, Csr)> {
    let place = || Place::file("the pool");
    if texts.len() < LEAST_TEXTS {
        let problem = format!(
            "has {}, too few to say anything; give at least {LEAST_TEXTS}, better {ENOUGH_TEXTS} or more",
            counted(texts.len(), "statement")
        );
        return Err(Error::data(place(), problem));
    }
    let min_texts = options.min_texts.unwrap_or(if texts.len() >= LARGE { 5 } else { 2 });
    let analyzer = Analyzer::new(&word_settings(settings))?;
    let Counts { vocabulary, rows } = count(texts, &analyzer, min_texts, options.threads)?;
    let mut texts_with = vec![0u32; vocabulary.len()];
    for (column, _) in rows.iter().flat_map(|row| &row.terms) {
        texts_with.get_mut(*column as usize).into_iter().for_each(|n| *n += 1);
    }
    let kept = most_frequent(&texts_with);
    let mut column_of = vec![None; vocabulary.len()];
    for (new, old) in (0u32..).zip(&kept) {
        column_of.get_mut(*old).into_iter().for_each(|slot| *slot = Some(new));
    }
    let key = |column: &usize| vocabulary.get(FeatureId::new(*column as u32)).unwrap_or_default().to_owned();
    let words = Vocabulary::new(kept.iter().map(key).collect()).unwrap_or_default();
    if words.len() < 2 {
        let problem = format!("has no two words that occur in {min_texts} statements; give more statements");
        return Err(Error::data(place(), problem));
    }
    let with: Vec<u32> = kept.iter().filter_map(|old| texts_with.get(*old).copied()).collect();
    let mut matrix = Csr::with_columns(words.len())?;
    for row in rows {
        let column = |column: u32| column_of.get(column as usize).copied().flatten();
        matrix.push_row(row.terms.iter().filter_map(|(old, _)| Some((column(*old)?, 1.0))))?;
    }
    Ok((words, with, matrix))
}

/// The most frequent words in order of their numbers, at most [`MOST_WORDS`].
fn most_frequent(texts_with: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts_with.len()).collect();
    if order.len() > MOST_WORDS {
        order.sort_by_key(|word| (std::cmp::Reverse(texts_with.get(*word).copied()), *word));
        order.truncate(MOST_WORDS);
        order.sort_unstable();
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<String> {
        let words = [["ban", "chips", "export"], ["sell", "wine", "cheap"]];
        (0..300).map(|k| format!("{} {}", words[k % 2][k % 3], words[k % 2][(k / 6) % 3])).collect()
    }

    #[test]
    fn words_of_the_same_texts_are_similar_at_any_number_of_threads() {
        let learn = |threads| {
            let options = VectorOptions { threads, dimensions: 4, ..VectorOptions::default() };
            WordVectors::learn(&texts(), &TextSettings::default(), &options).unwrap()
        };
        let vectors = learn(1);
        assert_eq!(vectors, learn(3));
        let [same, other] = ["export", "wine"].map(|word| vectors.similarity("ban", word));
        assert!(same > other + 0.1, "{same} {other}");
        assert_eq!(vectors.similarity("ban", "unheard"), 0.0);
    }

    #[test]
    fn a_pool_that_says_nothing_is_refused_with_the_number_that_would_do() {
        let learn = |texts: &[String]| WordVectors::learn(texts, &TextSettings::default(), &VectorOptions::default());
        let few = learn(&texts()[..99]).unwrap_err().to_string();
        assert!(few.contains("99 statements") && few.contains("2000"), "{few}");
        let alone: Vec<String> = (0..200).map(|k| format!("w{k}")).collect();
        assert!(learn(&alone).unwrap_err().to_string().contains("no two words"));
    }
}
