//! Coordinates that are linear in the words: more columns to learn from, whose weights end in weights per word.

use crate::features::{FeatureId, Vocabulary};
use crate::vectors::{Polarity, WordVectors};

/// The scale of a word that has a loading and else no scale, because it is in no training row. It is small against
/// others, so that the word hardly changes the length of a row.
const FLOOR: f32 = 0.05;
/// No loading.
const NONE: u32 = u32::MAX;

/// How much each column counts for each coordinate.
#[derive(Clone, Debug, Default)]
pub(super) struct Loadings {
    dimensions: usize,
    /// For each column where its loadings are, [`NONE`] if it has none.
    of_column: Vec<u32>,
    /// Words × dimensions.
    values: Vec<f32>,
}

impl Loadings {
    /// The coordinates of word vectors: sums of the vectors of a text's words, each times its inverse document frequency.
    pub(super) fn of_vectors(vocabulary: &Vocabulary, vectors: &WordVectors) -> Self {
        Self::of(vocabulary, vectors.words(), vectors.dimensions(), |word, out| {
            let idf = vectors.idf(word) as f32;
            out.extend(vectors.vector(word).iter().map(|x| x * idf));
        })
    }

    /// The coordinates of polarities.
    pub(super) fn of_polarity(vocabulary: &Vocabulary, polarity: &Polarity) -> Self {
        Self::of(vocabulary, polarity.words(), polarity.lanes(), |word, out| {
            let idf = polarity.idf(word);
            out.extend(polarity.at(word).iter().map(|x| (x * idf) as f32));
        })
    }

    fn of(vocabulary: &Vocabulary, words: &Vocabulary, dimensions: usize, each: impl Fn(usize, &mut Vec<f32>)) -> Self {
        let mut loadings = Self { dimensions, of_column: vec![NONE; vocabulary.len()], values: Vec::new() };
        let mut next = 0;
        for (word, key) in words.iter().enumerate() {
            let slot = vocabulary.find(key).and_then(|id: FeatureId| loadings.of_column.get_mut(id.index()));
            if let Some(slot) = slot {
                *slot = next;
                next += 1;
                each(word, &mut loadings.values);
            }
        }
        loadings
    }

    fn place(&self, column: usize) -> Option<usize> {
        self.of_column.get(column).copied().filter(|place| *place != NONE).map(|place| place as usize)
    }
}

/// Coordinates of one or more kinds, fitted to training rows: scaled to their columns' scales and to the rows' lengths.
#[derive(Clone, Debug, Default)]
pub(super) struct Coordinates<'d> {
    blocks: Vec<Block<'d>>,
    dimensions: usize,
}

#[derive(Clone, Debug)]
struct Block<'d> {
    loadings: &'d Loadings,
    /// Per column, 1 ÷ scale; 0 for columns without loadings or scale.
    per_scale: Vec<f32>,
    factor: f32,
}

impl<'d> Coordinates<'d> {
    /// Number of coordinates.
    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Adds coordinates with a weight. Columns that have loadings and no scale get a small one, unless they are not
    /// `kept`. The coordinates are multiplied by a constant, so that their mean squared length over the rows is the
    /// weight. `rows` calls its argument with the columns and values of each training row.
    pub(super) fn add(
        &mut self,
        loadings: &'d Loadings,
        weight: f64,
        scale: &mut [f32],
        kept: Option<&[bool]>,
        rows: impl Fn(&[f32], &mut dyn FnMut(&[(u32, f32)])),
    ) {
        for (column, scale) in scale.iter_mut().enumerate().filter(|(_, scale)| **scale == 0.0) {
            let left_out = kept.is_some_and(|kept| kept.get(column) == Some(&false));
            if !left_out && loadings.place(column).is_some() {
                *scale = FLOOR;
            }
        }
        let of = |(column, scale): (usize, &f32)| match loadings.place(column) {
            Some(_) if *scale > 0.0 => 1.0 / scale,
            _ => 0.0,
        };
        let per_scale = scale.iter().enumerate().map(of).collect();
        let mut block = Block { loadings, per_scale, factor: 1.0 };
        let (mut squares, mut n) = (0.0, 0.0);
        let mut own = vec![0f32; loadings.dimensions];
        rows(scale, &mut |values| {
            own.fill(0.0);
            block.project(values, &mut own);
            squares += own.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>();
            n += 1.0;
        });
        if squares > 0.0 {
            block.factor = (weight * n / squares).sqrt() as f32;
            self.dimensions += loadings.dimensions;
            self.blocks.push(block);
        }
    }

    /// Appends the coordinates of a row with these values to it, in columns from `first` on.
    pub(super) fn append(&self, row: &mut Vec<(u32, f32)>, first: usize) {
        let words = row.len();
        let mut at = first as u32;
        for block in &self.blocks {
            let mut own = vec![0f32; block.loadings.dimensions];
            block.project(row.get(..words).unwrap_or(&[]), &mut own);
            row.extend((at..).zip(own));
            at += block.loadings.dimensions as u32;
        }
    }

    /// What the weights of the coordinates, given by their numbers, add to the weight of a column.
    pub(super) fn folded(&self, column: usize, weight: impl Fn(usize) -> f64) -> f64 {
        let mut first = 0;
        let mut sum = 0.0;
        for block in &self.blocks {
            let (dimensions, factor) = (block.loadings.dimensions, block.of(column));
            if let Some(place) = block.loadings.place(column) {
                let own = block.loadings.values.get(place * dimensions..(place + 1) * dimensions).unwrap_or(&[]);
                let of_block: f64 = own.iter().enumerate().map(|(k, x)| f64::from(*x) * weight(first + k)).sum();
                sum += f64::from(factor) * of_block;
            }
            first += dimensions;
        }
        sum
    }
}

impl Block<'_> {
    /// What a column's loadings are multiplied by.
    fn of(&self, column: usize) -> f32 {
        self.per_scale.get(column).copied().unwrap_or(0.0) * self.factor
    }

    /// Adds the coordinates of a row's values.
    fn project(&self, values: &[(u32, f32)], out: &mut [f32]) {
        let dimensions = self.loadings.dimensions;
        for (column, value) in values {
            let column = *column as usize;
            let Some(place) = self.loadings.place(column) else { continue };
            let factor = value * self.of(column);
            let own = self.loadings.values.get(place * dimensions..(place + 1) * dimensions).unwrap_or(&[]);
            out.iter_mut().zip(own).for_each(|(sum, x)| *sum += factor * x);
        }
    }
}
