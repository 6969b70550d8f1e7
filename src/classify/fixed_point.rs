//! Fixed-point weights: how the weights of a model are rounded to integers, and the lanes that they are summed in.
//!
//! A raw score is bias + Σ weight × scale ÷ norm. With [`Norm::SqrtWords`] the norm is √words; with
//! [`Norm::SqrtSquares`] it is made from the sum of squared scales, which has a lane of its own. Weights are integers
//! of a unit, so that sums are the same in any order: the weights of a word, its stem and its character n-grams can be
//! summed in advance, and predictions and reasons are the same bits whichever way a text is scored.

use std::ops::Range;

use crate::features::{FeatureId, FeatureKind, Norm, Vocabulary, length, square_of};
use crate::model::{Head, HeadWeights, Model};

/// Largest absolute weight in units: sums of a thousand million of them fit 64 bits.
const LARGEST: f64 = (1u64 << 31) as f64 - 1.0;

/// How the weights of a model are rounded, and the lanes that they are summed in.
#[derive(Debug)]
pub(super) struct FixedPoint {
    heads: Vec<HeadLanes>,
    /// Number of lanes: those of all heads, one head after another, then one that counts the features by which a text
    /// is [known](makes_known).
    pub(super) lanes: usize,
    /// Number of targets; 1 without.
    pub(super) targets: usize,
}

/// The lanes of a head: one per output, then one for squared scales if the norm needs it.
#[derive(Debug)]
struct HeadLanes {
    lanes: Range<usize>,
    /// Score per unit in the lanes of the outputs.
    unit: f64,
    /// Squared scale per unit in the lane of squared scales.
    square_unit: Option<f64>,
}

impl HeadLanes {
    /// The lanes of `head`, from lane `from` on.
    fn new(head: &Head, columns: usize, from: usize) -> Self {
        let largest = |weights: &[f32]| largest_product(weights, &head.scale);
        let unit = |largest: f64| if largest > 0.0 { largest / LARGEST } else { 1.0 };
        let outputs = head.weights.iter().flat_map(|w| w.coefficients.chunks_exact(columns.max(1)));
        let square_unit = (head.weighting.norm == Norm::SqrtSquares)
            .then(|| unit(square_of(head.scale.iter().copied().fold(0.0, f32::max))));
        Self {
            lanes: from..from + head.n_outputs() + usize::from(square_unit.is_some()),
            unit: unit(outputs.map(largest).fold(0.0, f64::max)),
            square_unit,
        }
    }
}

impl FixedPoint {
    /// The lanes and units of `model`.
    pub(super) fn new(model: &Model) -> Self {
        let (mut heads, mut lanes) = (Vec::new(), 0);
        for head in &model.heads {
            let head = HeadLanes::new(head, model.vocabulary.len(), lanes);
            lanes = head.lanes.end;
            heads.push(head);
        }
        Self { heads, lanes: lanes + 1, targets: model.targets().len().max(1) }
    }

    /// Fills `weights`, `columns × lanes`, with the fixed-point weights of `model` for a target.
    pub(super) fn fill(&self, model: &Model, target: usize, weights: &mut [i32]) {
        let columns = model.vocabulary.len().max(1);
        for (head, own) in model.heads.iter().zip(&self.heads) {
            let Some(of_target) = of_target(head, target) else { continue };
            for (coefficients, lane) in of_target.coefficients.chunks_exact(columns).zip(own.lanes.clone()) {
                let slots = weights.iter_mut().skip(lane).step_by(self.lanes);
                let scaled = coefficients.iter().zip(&head.scale).map(|(w, s)| f64::from(*w) * f64::from(*s));
                slots.zip(scaled).for_each(|(slot, x)| *slot = round(x / own.unit));
            }
            if let Some(unit) = own.square_unit {
                let slots = weights.iter_mut().skip(own.lanes.end - 1).step_by(self.lanes);
                slots.zip(&head.scale).for_each(|(slot, scale)| *slot = round(square_of(*scale) / unit));
            }
        }
        let slots = weights.iter_mut().skip(self.lanes - 1).step_by(self.lanes);
        // Only character n-grams have to be looked at.
        slots.for_each(|slot| *slot = 1);
        let first = FeatureId::new(model.vocabulary.families().chars.start);
        let slots = weights.iter_mut().skip(self.lanes - 1).step_by(self.lanes).skip(first.index());
        let chars = model.vocabulary.iter_from(first).take(model.vocabulary.families().chars.len());
        slots.zip(chars).for_each(|(slot, (key, _))| *slot = i32::from(makes_known(key)));
    }

    /// Calls `each` with every lane and the weight of a feature in it.
    pub(super) fn each(&self, model: &Model, target: usize, feature: FeatureId, mut each: impl FnMut(usize, i32)) {
        for (h, own) in self.heads.iter().enumerate() {
            self.each_of_head(model, h, target, feature, |lane, weight| each(own.lanes.start + lane, weight));
        }
        each(self.lanes - 1, i32::from(self.is_known_by(model, feature)));
    }

    /// Whether a text with this feature is known.
    pub(super) fn is_known_by(&self, model: &Model, feature: FeatureId) -> bool {
        model.vocabulary.get(feature).is_some_and(makes_known)
    }

    /// Whether something is known of the text with these sums, one per lane.
    pub(super) fn is_known(&self, sums: &[i64]) -> bool {
        sums.last().is_some_and(|known| *known > 0)
    }

    /// Calls `each` with the lanes of one head, counted from 0.
    pub(super) fn each_of_head(
        &self,
        model: &Model,
        head: usize,
        target: usize,
        feature: FeatureId,
        mut each: impl FnMut(usize, i32),
    ) {
        let (columns, column) = (model.vocabulary.len(), feature.index());
        let (Some(own), Some(head)) = (self.heads.get(head), model.heads.get(head)) else { return };
        let scale = head.scale.get(column).copied();
        debug_assert!(scale.is_some(), "the model was checked");
        let scale = scale.unwrap_or(0.0);
        for output in 0..head.n_outputs() {
            let weight = of_target(head, target).and_then(|w| w.coefficients.get(output * columns + column));
            debug_assert!(weight.is_some(), "the model was checked");
            each(output, weight.map_or(0, |w| round(f64::from(*w) * f64::from(scale) / own.unit)));
        }
        if let Some(unit) = own.square_unit {
            each(head.n_outputs(), round(square_of(scale) / unit));
        }
    }

    /// The sums of one head among those of all lanes.
    pub(super) fn of_head<'s>(&self, head: usize, sums: &'s [i64]) -> &'s [i64] {
        self.heads.get(head).and_then(|h| sums.get(h.lanes.clone())).unwrap_or(&[])
    }

    /// Raw score per unit: the head's unit divided by the norm of the row, which comes from the head's sums and the
    /// number of words.
    pub(super) fn score_per_unit(&self, head: usize, sums: &[i64], words: u32) -> f64 {
        let Some(head) = self.heads.get(head) else { return 0.0 };
        let norm = match head.square_unit {
            Some(unit) => length(sums.last().map_or(0.0, |sum| *sum as f64 * unit), words),
            None => f64::from(words.max(1)).sqrt(),
        };
        head.unit / norm
    }

    /// The raw scores of a head, from its sums and its intercepts.
    pub(super) fn raw_scores(&self, head: usize, intercepts: &[f64], sums: &[i64], words: u32, raw: &mut Vec<f64>) {
        let per_unit = self.score_per_unit(head, sums, words);
        raw.clear();
        raw.extend(intercepts.iter().zip(sums).map(|(bias, sum)| bias + *sum as f64 * per_unit));
    }
}

/// The largest absolute product of a weight and the scale of its column. In lanes, so that several are compared at once.
fn largest_product(weights: &[f32], scale: &[f32]) -> f64 {
    let product = |(weight, scale): (&f32, &f32)| (f64::from(*weight) * f64::from(*scale)).abs();
    let (weight_lanes, other_weights) = weights.as_chunks::<8>();
    let (scale_lanes, other_scales) = scale.as_chunks::<8>();
    let mut most = [0.0; 8];
    for (weights, scales) in weight_lanes.iter().zip(scale_lanes) {
        let products = weights.iter().zip(scales).map(product);
        most.iter_mut().zip(products).for_each(|(most, product)| *most = if product > *most { product } else { *most });
    }
    let others = other_weights.iter().zip(other_scales).map(product);
    most.into_iter().chain(others).fold(0.0, f64::max)
}

/// Letters of a character n-gram by which a text is known. Shorter ones are in words of every kind, nonsense included.
const KNOWN_LETTERS: usize = 4;

/// Whether the text that has a feature with this key is known: a word, an n-gram of words, a dictionary key, or a
/// character n-gram of [`KNOWN_LETTERS`] letters or more, which misspelt and compound words have.
fn makes_known(key: &str) -> bool {
    match Vocabulary::kind(key) {
        FeatureKind::Words(_) | FeatureKind::Key => true,
        FeatureKind::Chars => key.chars().skip(2).filter(|c| c.is_alphabetic()).count() >= KNOWN_LETTERS,
    }
}

/// The weights for a target; a head without targets has the same for all.
fn of_target(head: &Head, target: usize) -> Option<&HeadWeights> {
    head.weights.get(if head.weights.len() == 1 { 0 } else { target })
}

/// To the nearest integer, halves away from zero, as [`f64::round`] does, which would be a function call per weight.
#[inline(always)]
fn round(x: f64) -> i32 {
    let whole = x as i32;
    let rest = x - f64::from(whole);
    whole + i32::from(rest >= 0.5) - i32::from(rest <= -0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_character_n_grams_and_digits_make_no_text_known() {
        for key in ["ban", "the ban", "k:loosen", "k:loosen policy", "c:cont", "c: cont", "c:ontro"] {
            assert!(makes_known(key), "{key}");
        }
        for key in ["c:zz", "c: ban", "c:ban ", "c:1234", "c: 123 "] {
            assert!(!makes_known(key), "{key}");
        }
    }

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
