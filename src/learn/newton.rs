//! The solver: trust-region Newton with preconditioned conjugate gradients.
//!
//! Lin, Weng & Keerthi (2008), "Trust region Newton method for logistic regression", JMLR 9; preconditioned
//! as in Hsia, Chiang & Lin (2018). Few passes over the data, no line search, no history of steps.

use super::conjugate::{Preconditioner, Step, null_directions};
use super::passes::Objective;
use super::vectors::{dot, norm};
use super::{Convergence, ValidLogisticOptions};

/// A step is accepted if the actual reduction of the objective is at least this share of the reduction that the
/// quadratic model predicts.
const ACCEPT: f64 = 1e-4;
/// Newton systems are solved to this share of the gradient; more accuracy is wasted far from the minimum. Measured
/// together with [`BLEND`].
const ACCURACY: f64 = 0.25;
/// The last Newton system is solved no further than this share of the final tolerance.
const ENOUGH: f64 = 0.7;
/// The preconditioner is the Hessian's diagonal plus this multiple of the penalty: Hsia, Chiang & Lin's blend of
/// diagonal and identity, written so that it does not depend on units. Without it steps in rare columns would be too
/// long. Measured on words and characters weighted by log-count ratio and idf (statements, tweets, reviews; penalties
/// 0.06 to 1) against 3, 9 and 100, with accuracies of 0.1, 0.35 and 0.5: a quarter fewer passes than 9 and 0.1.
const BLEND: f64 = 30.0;
/// Changes below this share of the objective are rounding noise of 64-bit sums.
const NOISE: f64 = 1e-11;

/// A point, and the objective there.
pub(crate) struct Point {
    pub(crate) unknowns: Vec<f64>,
    /// The objective, its gradient and the diagonal of its Hessian.
    pub(crate) value: f64,
    pub(crate) gradient: Vec<f64>,
    pub(crate) diagonal: Vec<f64>,
}

impl Point {
    /// Evaluates `objective` at these unknowns, and accepts them.
    pub(crate) fn new(objective: &mut Objective, unknowns: Vec<f64>) -> Self {
        let n = unknowns.len();
        let (mut gradient, mut diagonal) = (vec![0.0; n], vec![0.0; n]);
        let value = objective.evaluate(&unknowns, &mut gradient, &mut diagonal);
        objective.accept();
        Self { unknowns, value, gradient, diagonal }
    }

    /// Changes the penalty. This needs no pass, because the objective is a sum of loss and penalty.
    pub(crate) fn set_alpha(&mut self, objective: &mut Objective, alpha: f64) {
        let more = alpha - objective.alpha();
        objective.set_alpha(alpha);
        let weights = self.unknowns.iter().take(objective.presolved().penalised_end());
        let mut squares = 0.0;
        for ((g, d), w) in self.gradient.iter_mut().zip(&mut self.diagonal).zip(weights) {
            *g += more * w;
            *d += more;
            squares += w * w;
        }
        self.value += 0.5 * more * squares;
    }
}

/// Moves `point`, which must be the last accepted one, to the minimum of `objective`. The tolerance is relative to the
/// gradient norm `reference`.
pub(crate) fn minimise(
    objective: &mut Objective,
    point: &mut Point,
    reference: f64,
    options: &ValidLogisticOptions,
) -> Convergence {
    let presolved = objective.presolved();
    let n = presolved.unknowns();
    let useless = null_directions(presolved);
    let mut preconditioner = Preconditioner::new(presolved.lanes, useless.as_deref());
    let (mut next_gradient, mut next_diagonal) = (vec![0.0; n], vec![0.0; n]);
    let mut next = vec![0.0; n];
    let mut step = Step::new(n);

    // The pass that evaluated the point is counted too.
    let first_pass = objective.passes.saturating_sub(1);
    let limit = first_pass.saturating_add(options.max_passes());
    let Point { unknowns, value, gradient, diagonal } = point;
    let mut size = norm(gradient);
    let wanted = options.tolerance() * reference;
    let mut radius = f64::INFINITY;
    let mut iterations = 0;
    while size > wanted && size.is_finite() && objective.passes < limit {
        iterations += 1;
        preconditioner.set(diagonal, BLEND * objective.alpha());
        if radius.is_infinite() {
            radius = preconditioner.apply(gradient, &mut next).max(0.0).sqrt();
        }
        step.solve(
            objective,
            &preconditioner,
            gradient,
            radius,
            ENOUGH * wanted,
            ACCURACY,
            // One pass is left to evaluate the objective after the step.
            limit - 1,
        );
        let slope = dot(gradient, &step.step);
        let predicted_reduction = -0.5 * (slope - dot(&step.residual, &step.step));
        if predicted_reduction.is_nan() || predicted_reduction <= 0.0 || objective.passes >= limit {
            break;
        }
        for ((next, w), s) in next.iter_mut().zip(&*unknowns).zip(&step.step) {
            *next = w + s;
        }
        let next_value = objective.evaluate(&next, &mut next_gradient, &mut next_diagonal);
        let actual_reduction = *value - next_value;
        let next_size = norm(&next_gradient);
        let noisy = predicted_reduction <= NOISE * value.abs();
        if iterations == 1 {
            radius = radius.min(step.length);
        }
        radius = resize(radius, &step, slope, actual_reduction, predicted_reduction, noisy);
        let accepted = if noisy { next_size < size } else { actual_reduction > ACCEPT * predicted_reduction };
        if accepted {
            objective.accept();
            std::mem::swap(unknowns, &mut next);
            std::mem::swap(gradient, &mut next_gradient);
            std::mem::swap(diagonal, &mut next_diagonal);
            (*value, size) = (next_value, next_size);
        } else if noisy || radius <= f64::MIN_POSITIVE {
            break;
        }
    }
    Convergence {
        iterations,
        passes: objective.passes - first_pass,
        relative_gradient: size / reference,
        objective: *value,
        converged: size <= wanted,
    }
}

/// The radius of the next trust region, by the ratio of actual and predicted reduction.
fn resize(radius: f64, step: &Step, slope: f64, actual_reduction: f64, predicted_reduction: f64, noisy: bool) -> f64 {
    if noisy {
        return radius;
    }
    // The minimum of the parabola through the objective's value and slope at the start of the step and its value at the
    // end, in units of the step.
    let bend = -actual_reduction - slope;
    let best = if bend <= 0.0 { 4.0 } else { (-0.5 * slope / bend).max(0.25) };
    let best = best * step.length;
    match actual_reduction / predicted_reduction {
        ratio if ratio >= 0.75 && step.at_boundary => 4.0 * radius,
        ratio if ratio >= 0.75 => radius.max(best.min(4.0 * radius)),
        ratio if ratio >= 0.25 => (0.25 * radius).max(best.min(4.0 * radius)),
        ratio if ratio >= ACCEPT => (0.25 * radius).max(best.min(0.5 * radius)),
        // This includes an objective that is not a number.
        _ => (0.25 * step.length).max(best.min(0.5 * radius)).min(0.5 * radius),
    }
}
