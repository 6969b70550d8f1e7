//! Latent semantic scaling: the polarity of every word from a few seed words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::WordVectors;
use super::seeds::{Seed, Seeds};
use super::word_vectors::word_settings;
use crate::error::excerpt;
use crate::features::Vocabulary;
use crate::text::TextSettings;
use crate::{Error, Result};

/// Polarities of words: how near each is to the seeds of a class, in standard deviations (latent semantic scaling,
/// Watanabe 2020, "Latent Semantic Scaling: A Semisupervised Text Analysis Technique for New Domains and Languages").
#[derive(Clone, Debug, PartialEq)]
pub struct Polarity {
    classes: Vec<String>,
    words: Vocabulary,
    settings: TextSettings,
    /// Words × lanes: one lane for two classes (the second against the first), else one per class.
    values: Vec<f64>,
    lanes: usize,
    /// The inverse document frequency of each word in the pool.
    idf: Vec<f64>,
}

/// What the seeds did, for people to judge them by.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SeedReport {
    /// Number of statements in the pool.
    pub statements: usize,
    /// Number of words with a polarity.
    pub words: usize,
    /// The seeds that are in the pool, by class.
    pub seeds: BTreeMap<String, Vec<SeedUse>>,
    /// The seeds that are not, by class.
    pub absent: BTreeMap<String, Vec<String>>,
}

/// One seed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SeedUse {
    /// The entry as it was given.
    pub seed: String,
    /// The words of the pool that it matches, the most frequent first.
    pub matches: Vec<String>,
    /// Number of statements with these words, each counted for each word.
    pub statements: u64,
    /// Mean cosine with the other seeds of its class; `None` if it is the only one.
    pub own_side: Option<f64>,
    /// The largest mean cosine with the seeds of another class.
    pub other_side: f64,
    /// Whether it is nearer to another class than to its own: it pulls against its side.
    pub pulls_against: bool,
    /// Correlation of the polarities of all words, as often as they occur, with those without this seed; 1 if the seed
    /// changes nothing. `None` if its class has no other.
    pub without_it: Option<f64>,
}

impl SeedReport {
    /// Seeds that are not in the pool, and seeds that pull against their side, a sentence for each class.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let shown = |seeds: Vec<&String>| seeds.into_iter().map(|seed| excerpt(seed)).collect::<Vec<_>>().join(", ");
        let mut warnings = Vec::new();
        for (class, absent) in &self.absent {
            let absent = shown(absent.iter().collect());
            warnings.push(format!("{}: seeds that fewer than two statements have: {absent}", excerpt(class)));
        }
        for (class, seeds) in &self.seeds {
            let against: Vec<_> = seeds.iter().filter(|seed| seed.pulls_against).map(|seed| &seed.seed).collect();
            if !against.is_empty() {
                let against = shown(against);
                warnings.push(format!("{}: seeds nearer to another side than to their own: {against}", excerpt(class)));
            }
        }
        warnings
    }
}

impl Polarity {
    /// The polarities of all words with a vector: the mean cosine with the seeds of a class, against that of the other
    /// (with more than two classes, against the mean of all), standardised over the words of the pool as often as they
    /// occur.
    ///
    /// ```
    /// use stance::dictionary::{DictionaryFormat, read};
    /// use stance::text::TextSettings;
    /// use stance::vectors::{Polarity, VectorOptions, WordVectors};
    ///
    /// let texts: Vec<String> =
    ///     (0..200).map(|k| format!("{} {}", ["ban the chips", "free the trade"][k % 2], k % 7)).collect();
    /// let vectors = WordVectors::learn(&texts, &TextSettings::default(), &VectorOptions::default())?;
    /// let seeds = read("keep: [ban]\nlift: [free]\n", "seeds.yml", DictionaryFormat::Yaml)?.dictionary;
    /// let (polarity, report) = Polarity::new(&vectors, &seeds)?;
    /// assert!(polarity.of("trade").unwrap()[0] > 0.0 && polarity.of("chips").unwrap()[0] < 0.0);
    /// assert!(report.absent.is_empty());
    /// # Ok::<(), stance::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Data`](crate::Error::Data) if there are fewer than two classes, or the pool has none of the seeds of one.
    pub fn new(vectors: &WordVectors, dictionary: &crate::dictionary::Dictionary) -> Result<(Self, SeedReport)> {
        let seeds = Seeds::find(vectors, dictionary)?;
        let axes = seeds.axes(None);
        let lanes = axes.len();
        let units = units(vectors);
        let values = standardised(vectors, &units, &axes);
        let report = report(vectors, &units, &seeds, &values, lanes);
        let words = vectors.words().clone();
        let idf = (0..words.len()).map(|word| vectors.idf(word)).collect();
        let polarity = Self { classes: seeds.classes, words, settings: vectors.settings().clone(), values, lanes, idf };
        Ok((polarity, report))
    }

    /// The classes, sorted.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &Vocabulary {
        &self.words
    }

    /// The settings by which texts became words.
    #[must_use]
    pub fn settings(&self) -> &TextSettings {
        &self.settings
    }

    /// The polarities of a word: one number for two classes (above 0 for the second), else one per class.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<&[f64]> {
        self.words.find(word).map(|id| self.at(id.index()))
    }

    /// Checks that texts become words as in training with these settings.
    pub(crate) fn check(&self, settings: &TextSettings) -> Result<()> {
        if self.settings == word_settings(settings) {
            return Ok(());
        }
        Err(Error::options("seeds", "were read with other text settings; read them with those of the model"))
    }

    /// Numbers per word.
    pub(crate) fn lanes(&self) -> usize {
        self.lanes
    }

    /// The polarities of a word, by its number.
    pub(crate) fn at(&self, word: usize) -> &[f64] {
        self.values.get(word * self.lanes..(word + 1) * self.lanes).unwrap_or(&[])
    }

    /// Inverse document frequency of a word in the pool, by its number.
    pub(crate) fn idf(&self, word: usize) -> f64 {
        self.idf.get(word).copied().unwrap_or(0.0)
    }
}

/// All vectors with length one; words × dimensions.
fn units(vectors: &WordVectors) -> Vec<f32> {
    let mut units = Vec::with_capacity(vectors.words().len() * vectors.dimensions());
    for word in 0..vectors.words().len() {
        let vector = vectors.vector(word);
        let length = vector.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>().sqrt();
        let factor = if length > 0.0 { 1.0 / length } else { 0.0 };
        units.extend(vector.iter().map(|x| (f64::from(*x) * factor) as f32));
    }
    units
}

/// The projections of all words on the axes, standardised per axis over the words as often as they occur.
fn standardised(vectors: &WordVectors, units: &[f32], axes: &[Vec<f64>]) -> Vec<f64> {
    let dimensions = vectors.dimensions().max(1);
    let project = |unit: &[f32], axis: &Vec<f64>| unit.iter().zip(axis).map(|(x, a)| f64::from(*x) * a).sum::<f64>();
    let mut values: Vec<f64> =
        units.chunks_exact(dimensions).flat_map(|unit| axes.iter().map(|axis| project(unit, axis))).collect();
    for lane in 0..axes.len() {
        let column = || values.iter().skip(lane).step_by(axes.len());
        let weights = || (0..vectors.words().len()).map(|word| f64::from(vectors.texts_with(word)));
        let total: f64 = weights().sum::<f64>().max(1.0);
        let mean = column().zip(weights()).map(|(x, w)| x * w).sum::<f64>() / total;
        let variance = column().zip(weights()).map(|(x, w)| (x - mean) * (x - mean) * w).sum::<f64>() / total;
        let factor = if variance > 0.0 { 1.0 / variance.sqrt() } else { 0.0 };
        values.iter_mut().skip(lane).step_by(axes.len()).for_each(|x| *x = (*x - mean) * factor);
    }
    values
}

fn report(vectors: &WordVectors, units: &[f32], seeds: &Seeds, values: &[f64], lanes: usize) -> SeedReport {
    let mut by_class: BTreeMap<String, Vec<SeedUse>> = BTreeMap::new();
    for (number, seed) in seeds.found.iter().enumerate() {
        let others = |class: usize| {
            let of_class = seeds.found.iter().enumerate().filter(move |(k, s)| s.class == class && *k != number);
            let cosines: Vec<f64> = of_class.map(|(_, other)| dot(&seed.unit, &other.unit)).collect();
            (!cosines.is_empty()).then(|| cosines.iter().sum::<f64>() / cosines.len() as f64)
        };
        let own_side = others(seed.class);
        let other_side = (0..seeds.classes.len()).filter(|class| *class != seed.class).filter_map(others);
        let other_side = other_side.fold(f64::NEG_INFINITY, f64::max);
        let without_it = own_side.map(|_| {
            let without = standardised(vectors, units, &seeds.axes(Some(number)));
            correlation(vectors, values, &without, lanes)
        });
        let class = seeds.classes.get(seed.class).cloned().unwrap_or_default();
        by_class.entry(class).or_default().push(SeedUse {
            seed: seed.entry.clone(),
            matches: shown_matches(vectors, seed),
            statements: seed.words.iter().map(|word| u64::from(vectors.texts_with(*word))).sum(),
            own_side,
            other_side,
            pulls_against: own_side.is_some_and(|own| own < other_side),
            without_it,
        });
    }
    SeedReport {
        statements: vectors.texts(),
        words: vectors.words().len(),
        seeds: by_class,
        absent: seeds.absent.clone(),
    }
}

/// The most frequent words that a seed matches.
fn shown_matches(vectors: &WordVectors, seed: &Seed) -> Vec<String> {
    const SHOWN: usize = 5;
    let mut words = seed.words.clone();
    words.sort_by_key(|word| (std::cmp::Reverse(vectors.texts_with(*word)), *word));
    let key = |word: &usize| vectors.words().iter().nth(*word).unwrap_or_default().to_owned();
    words.iter().take(SHOWN).map(key).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The correlation of two sets of standardised polarities over the words as often as they occur.
fn correlation(vectors: &WordVectors, a: &[f64], b: &[f64], lanes: usize) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for (word, (a, b)) in a.chunks_exact(lanes.max(1)).zip(b.chunks_exact(lanes.max(1))).enumerate() {
        let weight = f64::from(vectors.texts_with(word));
        sum += weight * dot(a, b);
        total += weight * lanes as f64;
    }
    if total > 0.0 { sum / total } else { 0.0 }
}
