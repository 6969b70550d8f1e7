//! Scores as sums over words: models in which what a word adds does not depend on the other words of the text.
//!
//! With [`Repeats::Once`], [`Local::Count`] and [`Norm::SqrtWords`] a raw score is `bias + Σ cell ÷ √words`, the cell of a
//! term being its weight times its scale. With [`Norm::SqrtSquares`] squared scales are summed in a lane of their own, and the
//! length that a score is divided by is made from their sum. Cells are whole numbers of a unit, so that their sums are the same
//! in any order: a word's cell, its stem's and those of its character n-grams may be summed beforehand, and labels,
//! probabilities and reasons are the same whichever way a text went.

use std::ops::Range;

use crate::features::{Local, Norm, Weighting, length, square_of};
use crate::model::{Head, HeadWeights, Model};
use crate::text::Repeats;

/// Cells lie below this in size: sums of a thousand million of them fit 64 bits.
const LARGEST: f64 = (1u64 << 31) as f64 - 1.0;

/// How the weights of a model become whole numbers.
pub(super) struct Cells {
    heads: Vec<HeadCells>,
    /// Sums a column adds to: those of all heads, one head after another.
    pub(super) lanes: usize,
    /// Number of targets; 1 without.
    pub(super) targets: usize,
}

/// The cells of a head: those of its scores, and behind them the squared scale where its rows have a length by these.
struct HeadCells {
    lanes: Range<usize>,
    /// What one is worth in the sums of scores.
    unit: f64,
    /// What one is worth in the sum of squares.
    square: Option<f64>,
}

impl HeadCells {
    fn new(head: &Head, columns: usize, from: usize) -> Self {
        let largest = |weights: &[f32]| match head.scale.as_deref() {
            Some(scale) => {
                let scaled = weights.iter().zip(scale).map(|(w, s)| (f64::from(*w) * f64::from(*s)).abs());
                scaled.fold(0.0, f64::max)
            }
            None => weights.iter().map(|w| f64::from(*w).abs()).fold(0.0, f64::max),
        };
        let unit = |largest: f64| if largest > 0.0 { largest / LARGEST } else { 1.0 };
        let rows = head.weights.iter().flat_map(|w| w.coefficients.chunks_exact(columns.max(1)));
        let square = (head.weighting.norm == Norm::SqrtSquares).then(|| {
            let squares = (0..columns).map(|column| square_of(scale(head, column)));
            unit(squares.fold(0.0, f64::max))
        });
        Self {
            lanes: from..from + head.rows() + usize::from(square.is_some()),
            unit: unit(rows.map(largest).fold(0.0, f64::max)),
            square,
        }
    }
}

impl Cells {
    /// The cells of `model`, if it is one whose scores are sums over words.
    pub(super) fn new(model: &Model) -> Option<Self> {
        let additive = |w: &Weighting| w.local == Local::Count && matches!(w.norm, Norm::SqrtWords | Norm::SqrtSquares);
        if model.text.repeats != Repeats::Once || !model.heads.iter().all(|head| additive(&head.weighting)) {
            return None;
        }
        let (mut heads, mut lanes) = (Vec::new(), 0);
        for head in &model.heads {
            let own = HeadCells::new(head, model.vocabulary.len(), lanes);
            lanes = own.lanes.end;
            heads.push(own);
        }
        let targets = model.heads.iter().map(|head| head.weights.len()).max().unwrap_or(1);
        Some(Self { heads, lanes, targets })
    }

    /// Fills `cells`, columns × lanes, with those of `model` for a target.
    pub(super) fn fill(&self, model: &Model, target: usize, cells: &mut [i32]) {
        let columns = model.vocabulary.len().max(1);
        for (head, own) in model.heads.iter().zip(&self.heads) {
            let Some(weights) = of_target(head, target) else { continue };
            for (row, lane) in weights.coefficients.chunks_exact(columns).zip(own.lanes.clone()) {
                let places = cells.iter_mut().skip(lane).step_by(self.lanes);
                match &head.scale {
                    Some(scale) => {
                        let scaled = row.iter().zip(scale).map(|(w, s)| f64::from(*w) * f64::from(*s));
                        places.zip(scaled).for_each(|(place, x)| *place = round(x / own.unit));
                    }
                    None => places.zip(row).for_each(|(place, w)| *place = round(f64::from(*w) / own.unit)),
                }
            }
            if let Some(unit) = own.square {
                let places = cells.iter_mut().skip(own.lanes.end - 1).step_by(self.lanes).enumerate();
                places.for_each(|(column, place)| *place = round(square_of(scale(head, column)) / unit));
            }
        }
    }

    /// Calls `each` with the cells of a column, lane by lane.
    pub(super) fn each(&self, model: &Model, target: usize, column: u32, mut each: impl FnMut(usize, i32)) {
        for (h, own) in self.heads.iter().enumerate() {
            self.each_of(model, h, target, column, |row, cell| each(own.lanes.start + row, cell));
        }
    }

    /// Calls `each` with the cells of a column in one head: those of its rows, then its squared scale if that is summed.
    pub(super) fn each_of(
        &self,
        model: &Model,
        head: usize,
        target: usize,
        column: u32,
        mut each: impl FnMut(usize, i32),
    ) {
        let (columns, column) = (model.vocabulary.len(), column as usize);
        let (Some(own), Some(head)) = (self.heads.get(head), model.heads.get(head)) else { return };
        let scale = scale(head, column);
        let factor = scale.map_or(1.0, f64::from);
        for row in 0..head.rows() {
            let weight = of_target(head, target).and_then(|w| w.coefficients.get(row * columns + column));
            each(row, weight.map_or(0, |w| round(f64::from(*w) * factor / own.unit)));
        }
        if let Some(unit) = own.square {
            each(head.rows(), round(square_of(scale) / unit));
        }
    }

    /// Of the lanes of all heads those of one.
    pub(super) fn own<'s>(&self, head: usize, sums: &'s [i64]) -> &'s [i64] {
        self.heads.get(head).and_then(|h| sums.get(h.lanes.clone())).unwrap_or(&[])
    }

    /// What one is worth in the raw scores of a head, whose sums these are, in a text of so many words.
    pub(super) fn worth(&self, head: usize, own: &[i64], words: u32) -> f64 {
        let Some(head) = self.heads.get(head) else { return 0.0 };
        let length = match head.square {
            Some(unit) => length(own.last().map_or(0.0, |sum| *sum as f64 * unit), words),
            None => f64::from(words.max(1)).sqrt(),
        };
        head.unit / length
    }

    /// The raw scores of a head, from its sums and its intercepts.
    pub(super) fn raw_scores(&self, head: usize, intercepts: &[f64], own: &[i64], words: u32, raw: &mut Vec<f64>) {
        let worth = self.worth(head, own, words);
        raw.clear();
        raw.extend(intercepts.iter().zip(own).map(|(bias, sum)| bias + *sum as f64 * worth));
    }
}

/// The scale of a column.
fn scale(head: &Head, column: usize) -> Option<f32> {
    head.scale.as_ref().and_then(|s| s.get(column)).copied()
}

fn of_target(head: &Head, target: usize) -> Option<&HeadWeights> {
    head.weights.get(target).or(head.weights.first())
}

/// To the nearest whole number, halves away from zero, as [`f64::round`] does, which would be a call for each.
#[inline(always)]
fn round(x: f64) -> i32 {
    let whole = x as i32;
    let rest = x - f64::from(whole);
    whole + i32::from(rest >= 0.5) - i32::from(rest <= -0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn rounding_is_that_of_the_standard_library(x in -2147483647.0f64..2147483647.0, near in -9i32..9) {
            let half = f64::from(near) + 0.5;
            for x in [x, x / 1e6, half, half.next_up(), half.next_down(), f64::from(near), LARGEST, -LARGEST] {
                proptest::prop_assert_eq!(round(x), x.round() as i32);
            }
        }
    }
}
