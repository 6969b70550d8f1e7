//! The loss of one row: its value, gradient and curvature in the row's scores.
//!
//! Only this file knows which loss is minimised. A row has one score, or *lane*, per weight vector: one for two
//! classes, one per class for more.

use std::marker::PhantomData;

/// One number per lane: an array if the number of lanes is a constant, otherwise a vector.
pub(crate) trait Lanes: AsMut<[f64]> + AsRef<[f64]> {
    /// Zeros, for `lanes` lanes.
    fn zeros(lanes: usize) -> Self;
    /// The number of lanes: the type's constant, or else `lanes`.
    fn count(lanes: usize) -> usize;
}

impl<const K: usize> Lanes for [f64; K] {
    #[inline(always)]
    fn zeros(_: usize) -> Self {
        [0.0; K]
    }
    #[inline(always)]
    fn count(_: usize) -> usize {
        K
    }
}

impl Lanes for Vec<f64> {
    fn zeros(lanes: usize) -> Self {
        vec![0.0; lanes]
    }
    #[inline(always)]
    fn count(lanes: usize) -> usize {
        lanes
    }
}

/// The loss of one row as a function of its scores.
pub(crate) trait RowLoss {
    /// One number per lane.
    type Lanes: Lanes;

    /// The loss of a row of this class and weight at the scores `z`. Fills the gradient and the diagonal of
    /// the Hessian with respect to the scores, and `state` with what [`curve`](Self::curve) needs.
    fn evaluate(
        class: u32,
        weight: f64,
        z: &[f64],
        gradient: &mut [f64],
        diagonal: &mut [f64],
        state: &mut [f64],
    ) -> f64;

    /// Replaces the direction `q` by the Hessian with respect to the scores times `q`.
    fn curve(weight: f64, state: &[f64], q: &mut [f64]);
}

/// Two classes, one score: `log(1 + exp(±z))`.
pub(crate) struct Binary;

impl RowLoss for Binary {
    type Lanes = [f64; 1];

    #[inline(always)]
    fn evaluate(
        class: u32,
        weight: f64,
        z: &[f64],
        gradient: &mut [f64],
        diagonal: &mut [f64],
        state: &mut [f64],
    ) -> f64 {
        let ([z], [gradient], [diagonal], [state]) = (z, gradient, diagonal, state) else {
            return 0.0;
        };
        // The margin is positive for a correct prediction; `low` is the smaller of the two probabilities.
        let margin = if class == 1 { *z } else { -*z };
        let e = libm::exp(-margin.abs());
        let low = e / (1.0 + e);
        let missing = if margin > 0.0 { low } else { 1.0 - low };
        *gradient = weight * if class == 1 { -missing } else { missing };
        *diagonal = weight * low * (1.0 - low);
        *state = *diagonal;
        weight * (libm::log1p(e) + (-margin).max(0.0))
    }

    #[inline(always)]
    fn curve(_: f64, state: &[f64], q: &mut [f64]) {
        for (q, d) in q.iter_mut().zip(state) {
            *q *= d;
        }
    }
}

/// Three or more classes, one score per class: the negative logarithm of the softmax.
pub(crate) struct Multinomial<L>(PhantomData<L>);

impl<L: Lanes> RowLoss for Multinomial<L> {
    type Lanes = L;

    #[inline(always)]
    fn evaluate(
        class: u32,
        weight: f64,
        z: &[f64],
        gradient: &mut [f64],
        diagonal: &mut [f64],
        state: &mut [f64],
    ) -> f64 {
        state.copy_from_slice(z);
        let normaliser = softmax(state);
        for ((g, d), &p) in gradient.iter_mut().zip(diagonal.iter_mut()).zip(&*state) {
            *g = weight * p;
            *d = weight * p * (1.0 - p);
        }
        let own = class as usize;
        if let Some(g) = gradient.get_mut(own) {
            // 1 − p would lose digits if the probability of the own class is near 1; the sum of the others does not.
            let others = state.iter().enumerate().filter(|&(c, _)| c != own);
            *g = -weight * others.map(|(_, p)| p).sum::<f64>();
        }
        weight * (normaliser - z.get(own).copied().unwrap_or(0.0))
    }

    #[inline(always)]
    fn curve(weight: f64, state: &[f64], q: &mut [f64]) {
        let mean: f64 = state.iter().zip(&*q).map(|(p, q)| p * q).sum();
        for (q, p) in q.iter_mut().zip(state) {
            *q = weight * p * (*q - mean);
        }
    }
}

/// Replaces scores, in place, by the probabilities `exp(z_c) / Σ exp(z)` and returns `log Σ exp(z)`.
///
/// Safe for scores of any size; each row has its own maximum. With no scores it returns −∞.
#[inline(always)]
pub fn softmax(scores: &mut [f64]) -> f64 {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = libm::exp(*score - top);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    top + libm::log(sum)
}

/// The position of the largest score, the first of equal ones; 0 without scores.
pub fn argmax(scores: &[f64]) -> usize {
    let larger = |best: (usize, f64), (k, s): (usize, &f64)| if *s > best.1 { (k, *s) } else { best };
    scores.iter().enumerate().fold((0, f64::NEG_INFINITY), larger).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_survives_scores_of_any_size() {
        let mut scores = [1e300, 1e300, -1e300];
        assert_eq!(softmax(&mut scores), 1e300);
        assert_eq!(scores, [0.5, 0.5, 0.0]);
    }

    #[test]
    fn of_equal_scores_the_first_is_the_largest() {
        assert_eq!([argmax(&[0.2, 0.4, 0.4]), argmax(&[-3.0, -2.0]), argmax(&[]), argmax(&[f64::NAN])], [1, 1, 0, 0]);
    }

    #[test]
    fn both_losses_agree_on_two_classes() {
        for z in [-800.0, -3.0, -1e-9, 0.0, 0.7, 5.0, 800.0] {
            for class in [0, 1] {
                let (mut g1, mut d1, mut s1) = ([0.0], [0.0], [0.0]);
                let one = Binary::evaluate(class, 2.0, &[z], &mut g1, &mut d1, &mut s1);
                let (mut g2, mut d2, mut s2) = ([0.0; 2], [0.0; 2], [0.0; 2]);
                let two =
                    Multinomial::<[f64; 2]>::evaluate(class, 2.0, &[-z / 2.0, z / 2.0], &mut g2, &mut d2, &mut s2);
                assert!((one - two).abs() <= 1e-12 * (1.0 + one), "{z} {class}");
                assert!((g1[0] - g2[1]).abs() < 1e-14);
                assert!((g2[0] + g2[1]).abs() < 1e-14);
                assert!((d1[0] - d2[1]).abs() < 1e-14);
            }
        }
    }
}
