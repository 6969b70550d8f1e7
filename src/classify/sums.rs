//! Scores as sums over words: models in which what a word adds does not depend on the other words of the text.
//!
//! With [`Repeats::Once`], [`Local::Count`] and [`Norm::SqrtWords`] a raw score is `bias + Σ cell ÷ √words`, the cell of a
//! term being its weight times its scale. With [`Norm::SqrtSquares`] squared scales are summed in a lane of their own, and the
//! length that a score is divided by is made from their sum. Cells are kept as whole numbers of a unit, so that their sums are the same in
//! any order: a word's cell, its stem's and those of its character n-grams may be summed beforehand, and labels,
//! probabilities and reasons are the same whichever way a text went.

use std::ops::Range;

use super::pairs::{EMPTY, Pairs};
use crate::features::{FixedTerms, Local, Norm, Weighting, length, square_of};
use crate::model::{Head, Model};
use crate::text::Repeats;

/// Cells lie below this in size: sums of a thousand million of them fit 64 bits.
const LARGEST: f64 = (1u64 << 31) as f64 - 1.0;

/// The cells of all heads of a model.
pub(super) struct Sums {
    /// For each target, `columns × lanes`.
    cells: Vec<Vec<i32>>,
    /// Sums a column adds to: those of all heads, one head after another.
    pub(super) lanes: usize,
    heads: Vec<HeadSums>,
    /// Word pairs with their cells: `targets × lanes`.
    pub(super) pairs: Pairs,
}

/// The sums of a head: its scores, and behind them that of the squared scales where its rows have a length by these.
struct HeadSums {
    lanes: Range<usize>,
    /// What one is worth in the sums of scores.
    unit: f64,
    /// What one is worth in the sum of squares.
    square: Option<f64>,
}

impl Sums {
    /// The cells of `model`, whose terms `terms` are, if it is one whose scores are sums over words.
    pub(super) fn new(model: &Model, terms: &FixedTerms) -> Option<Self> {
        let additive = |w: &Weighting| w.local == Local::Count && matches!(w.norm, Norm::SqrtWords | Norm::SqrtSquares);
        if model.text.repeats != Repeats::Once || !model.heads.iter().all(|head| additive(&head.weighting)) {
            return None;
        }
        let columns = model.vocabulary.len();
        let lanes_of = |head: &Head| head.rows() + usize::from(head.weighting.norm == Norm::SqrtSquares);
        let lanes = model.heads.iter().map(lanes_of).sum();
        let targets = model.heads.iter().map(|head| head.weights.len()).max().unwrap_or(1);
        let known: Vec<([u32; 2], u32)> = terms.pairs().collect();
        let (pairs, columns_of) = Pairs::new(terms.stems(), &known, targets * lanes)?;
        let cells = vec![vec![0; columns * lanes]; targets];
        let mut sums = Self { cells, lanes, heads: Vec::new(), pairs };
        let mut lane = 0;
        for head in &model.heads {
            let scale = |column: usize| head.scale.as_ref().and_then(|s| s.get(column)).copied();
            let scaled = |coefficients: &[f32], row: usize, column: usize| {
                let own = |w: &f32| f64::from(*w) * scale(column).map_or(1.0, f64::from);
                coefficients.get(row * columns + column).map_or(0.0, own)
            };
            let mut largest = 0.0f64;
            for weights in &head.weights {
                for k in 0..weights.coefficients.len() {
                    largest = largest.max(scaled(&weights.coefficients, k / columns.max(1), k % columns.max(1)).abs());
                }
            }
            let squares = (0..columns).map(|column| square_of(scale(column)));
            let own = HeadSums {
                lanes: lane..lane + lanes_of(head),
                unit: unit(largest),
                square: (head.weighting.norm == Norm::SqrtSquares).then(|| unit(squares.fold(0.0, f64::max))),
            };
            for (target, cells) in sums.cells.iter_mut().enumerate() {
                let Some(weights) = head.weights.get(target).or(head.weights.first()) else { continue };
                for (column, cells) in cells.chunks_exact_mut(lanes).enumerate() {
                    let scores = (0..head.rows()).map(|row| scaled(&weights.coefficients, row, column) / own.unit);
                    let values = scores.chain(own.square.map(|unit| square_of(scale(column)) / unit));
                    for (cell, value) in cells.iter_mut().skip(lane).zip(values) {
                        *cell = value.round() as i32;
                    }
                }
            }
            lane = own.lanes.end;
            sums.heads.push(own);
        }
        let mut pairs = std::mem::take(&mut sums.pairs);
        for (place, column) in columns_of.iter().enumerate().filter(|(_, column)| **column != EMPTY) {
            for (target, cells) in pairs.cells_mut(place).chunks_exact_mut(lanes).enumerate() {
                for (cell, own) in cells.iter_mut().zip(sums.cells(target, *column)) {
                    *cell = *own as u32;
                }
            }
        }
        sums.pairs = pairs;
        Some(sums)
    }

    /// Number of targets; 1 without.
    pub(super) fn targets(&self) -> usize {
        self.cells.len()
    }

    /// What a column adds, for each lane.
    #[inline(always)]
    pub(super) fn cells(&self, target: usize, column: u32) -> &[i32] {
        let from = (column as usize).saturating_mul(self.lanes);
        let cells = self.cells.get(target).or(self.cells.first()).map_or(&[][..], Vec::as_slice);
        cells.get(from..from.saturating_add(self.lanes)).unwrap_or(&[])
    }

    /// Begins sums of all lanes.
    pub(super) fn begin(&self, totals: &mut Vec<i64>) {
        totals.clear();
        totals.resize(self.lanes, 0);
    }

    /// Adds a column.
    pub(super) fn add(&self, target: usize, column: u32, totals: &mut [i64]) {
        for (total, cell) in totals.iter_mut().zip(self.cells(target, column)) {
            *total += i64::from(*cell);
        }
    }

    /// Of the lanes of all heads those of one.
    pub(super) fn own<'s, N>(&self, head: usize, sums: &'s [N]) -> &'s [N] {
        self.heads.get(head).and_then(|h| sums.get(h.lanes.clone())).unwrap_or(&[])
    }

    /// What one is worth in the raw scores of a head, whose sums these are, in a text of so many words.
    pub(super) fn worth(&self, head: usize, sums: &[i64], words: u32) -> f64 {
        let Some(head) = self.heads.get(head) else { return 0.0 };
        let length = match head.square {
            Some(unit) => length(sums.last().map_or(0.0, |sum| *sum as f64 * unit), words),
            None => f64::from(words.max(1)).sqrt(),
        };
        head.unit / length
    }

    /// The raw scores of a head, from its sums and its intercepts.
    pub(super) fn raw_scores(&self, head: usize, intercepts: &[f64], sums: &[i64], words: u32, raw: &mut Vec<f64>) {
        let worth = self.worth(head, sums, words);
        raw.clear();
        raw.extend(intercepts.iter().zip(sums).map(|(bias, sum)| bias + *sum as f64 * worth));
    }
}

/// What one is worth if the largest cell is to be so large.
fn unit(largest: f64) -> f64 {
    if largest > 0.0 { largest / LARGEST } else { 1.0 }
}
