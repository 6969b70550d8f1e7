//! Scores as sums over words: models in which what a word adds does not depend on the other words of the text.
//!
//! With [`Repeats::Once`], [`Local::Count`] and [`Norm::SqrtWords`] a raw score is `bias + Σ cell ÷ √words`, the cell of a
//! term being its weight times its scale. Cells are whole numbers of a unit, so that their sums are the same in
//! any order: a word's cell, its stem's and those of its character n-grams may be summed beforehand, and labels,
//! probabilities and reasons are the same whichever way a text went.

use crate::features::{Local, Norm, Weighting};
use crate::model::{Head, HeadWeights, Model};
use crate::text::Repeats;

/// Cells lie below this in size: sums of a thousand million of them fit 64 bits.
const LARGEST: f64 = (1u64 << 31) as f64 - 1.0;

/// How the weights of a model become whole numbers.
pub(super) struct Cells {
    /// What one is worth, for each head.
    units: Vec<f64>,
    /// Scores a column adds to: the rows of all heads, one head after another.
    pub(super) lanes: usize,
    /// Number of targets; 1 without.
    pub(super) targets: usize,
}

impl Cells {
    /// The cells of `model`, if it is one whose scores are sums over words.
    pub(super) fn new(model: &Model) -> Option<Self> {
        let additive = |w: &Weighting| w.local == Local::Count && w.norm == Norm::SqrtWords;
        if model.text.repeats != Repeats::Once || !model.heads.iter().all(|head| additive(&head.weighting)) {
            return None;
        }
        let largest = |weights: &[f32], scale: Option<&[f32]>| match scale {
            Some(scale) => {
                let scaled = weights.iter().zip(scale).map(|(w, s)| (f64::from(*w) * f64::from(*s)).abs());
                scaled.fold(0.0, f64::max)
            }
            None => weights.iter().map(|w| f64::from(*w).abs()).fold(0.0, f64::max),
        };
        let columns = model.vocabulary.len().max(1);
        let unit = |head: &Head| {
            let rows = head.weights.iter().flat_map(|w| w.coefficients.chunks_exact(columns));
            match rows.map(|row| largest(row, head.scale.as_deref())).fold(0.0, f64::max) {
                0.0 => 1.0,
                largest => largest / LARGEST,
            }
        };
        Some(Self {
            units: model.heads.iter().map(unit).collect(),
            lanes: model.heads.iter().map(Head::rows).sum(),
            targets: model.heads.iter().map(|head| head.weights.len()).max().unwrap_or(1),
        })
    }

    /// Fills `cells`, targets × columns × lanes, with those of `model`.
    pub(super) fn fill(&self, model: &Model, target: usize, cells: &mut [i32]) {
        let columns = model.vocabulary.len().max(1);
        let mut lane = 0;
        for (head, unit) in model.heads.iter().zip(&self.units) {
            let Some(weights) = of_target(head, target) else { continue };
            for row in weights.coefficients.chunks_exact(columns) {
                let places = cells.iter_mut().skip(lane).step_by(self.lanes);
                match &head.scale {
                    Some(scale) => {
                        let scaled = row.iter().zip(scale).map(|(w, s)| f64::from(*w) * f64::from(*s));
                        places.zip(scaled).for_each(|(place, x)| *place = round(x / unit));
                    }
                    None => places.zip(row).for_each(|(place, w)| *place = round(f64::from(*w) / unit)),
                }
                lane += 1;
            }
        }
    }

    /// Calls `each` with the cells of a column, lane by lane.
    pub(super) fn each(&self, model: &Model, target: usize, column: u32, mut each: impl FnMut(usize, i32)) {
        let (columns, column) = (model.vocabulary.len(), column as usize);
        let mut lane = 0;
        for (head, unit) in model.heads.iter().zip(&self.units) {
            let scale = head.scale.as_ref().and_then(|s| s.get(column)).map_or(1.0, |s| f64::from(*s));
            for row in 0..head.rows() {
                let weight = of_target(head, target).and_then(|w| w.coefficients.get(row * columns + column));
                each(lane, weight.map_or(0, |w| round(f64::from(*w) * scale / unit)));
                lane += 1;
            }
        }
    }

    /// What a sum of cells is worth in the raw scores of a head, in a text of so many words.
    pub(super) fn worth(&self, head: usize, words: u32) -> f64 {
        self.units.get(head).copied().unwrap_or(0.0) / f64::from(words.max(1)).sqrt()
    }

    /// The raw scores of a head, from the sums of its lanes and its intercepts.
    pub(super) fn raw_scores(&self, head: usize, intercepts: &[f64], sums: &[i64], words: u32, raw: &mut Vec<f64>) {
        let worth = self.worth(head, words);
        raw.clear();
        raw.extend(intercepts.iter().zip(sums).map(|(bias, sum)| bias + *sum as f64 * worth));
    }
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
