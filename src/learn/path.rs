//! Fits: one penalty, or a path of them from strong to weak.

use super::design::Design;
use super::newton::{Point, minimise};
use super::options::check_alpha;
use super::passes::Objective;
use super::vectors::{largest, norm};
use super::{Convergence, Problem, ValidLogisticOptions, Weights};
use crate::{Error, Result};

/// Learns the weights of a problem, starting from `warm` if given.
///
/// The minimum is unique, so a warm start changes the way there and, within the tolerance, not the result.
/// Hitting a limit is not an error: see [`Convergence::converged`].
///
/// # Errors
/// [`Error::Options`] if `warm` has another shape; [`Error::Data`] if values, scales and weights are so large
/// that their sums overflow.
pub fn fit(
    problem: &Problem,
    options: &ValidLogisticOptions,
    warm: Option<&Weights>,
) -> Result<(Weights, Convergence)> {
    let design = Design::merged(problem);
    let mut objective = Objective::new(&design, options.alpha(), options.threads());
    let (start, reference) = start(&mut objective)?;
    let mut point = match warm {
        Some(weights) => Point::new(&mut objective, design.start_from(weights)?),
        None => start,
    };
    let convergence = minimise(&mut objective, &mut point, reference, options);
    Ok((design.finish(&point.unknowns), convergence))
}

/// Learns the weights for each of these penalties, which must not rise: each fit starts where the one before
/// ended, which is near when penalties fall step by step. The penalty in `options` is not used; its limit on
/// passes holds for each fit.
///
/// # Errors
/// [`Error::Options`] if a penalty is not usable or higher than the one before it; else as [`fit`].
pub fn fit_path(
    problem: &Problem,
    alphas: &[f64],
    options: &ValidLogisticOptions,
) -> Result<Vec<(Weights, Convergence)>> {
    for (at, &alpha) in alphas.iter().enumerate() {
        check_alpha(alpha)?;
        if at > 0 && alphas.get(at - 1).is_some_and(|&before| before < alpha) {
            return Err(Error::options(
                "alphas",
                format!("{alpha} comes after a smaller penalty: sort them from strong to weak"),
            ));
        }
    }
    let design = Design::merged(problem);
    let mut objective = Objective::new(&design, options.alpha(), options.threads());
    let (mut point, reference) = start(&mut objective)?;
    let mut fits = Vec::with_capacity(alphas.len());
    for &alpha in alphas {
        point.set_alpha(&mut objective, alpha);
        let convergence = minimise(&mut objective, &mut point, reference, options);
        fits.push((design.finish(&point.unknowns), convergence));
    }
    Ok(fits)
}

/// How good given weights are for a problem, whoever made them: objective and relative gradient there, and
/// whether the gradient is within the options' tolerance. Takes two passes and no steps.
///
/// # Errors
/// As [`fit`].
pub fn assess(problem: &Problem, options: &ValidLogisticOptions, weights: &Weights) -> Result<Convergence> {
    // A weight for each column: those given need not be what merged columns can express.
    let design = Design::new(problem);
    let mut objective = Objective::new(&design, options.alpha(), options.threads());
    let (_, reference) = start(&mut objective)?;
    let point = Point::new(&mut objective, design.start_from(weights)?);
    let relative_gradient = norm(&point.gradient) / reference;
    Ok(Convergence {
        iterations: 0,
        passes: objective.passes,
        relative_gradient,
        objective: point.value,
        converged: relative_gradient <= options.tolerance(),
    })
}

/// The model that knows only how frequent the classes are, and the gradient's norm there.
///
/// Measured there and not at zero, the norm does not depend on how unequal the classes are, nor on the penalty.
fn start(objective: &mut Objective) -> Result<(Point, f64)> {
    let design = objective.design();
    let start = Point::new(objective, design.start());
    let size = norm(&start.gradient);
    let largest = largest(&start.diagonal);
    if !(start.value.is_finite() && size.is_finite() && largest.is_finite()) {
        return Err(Error::data(
            crate::error::Place::file("training rows"),
            "values, scales or weights are so large that their sums overflow: scale them down",
        ));
    }
    // Rows that carry no information have a gradient of rounding errors, which nothing can make smaller.
    let total = design.weights.iter().sum::<f64>();
    Ok((start, if size <= 1e-13 * total { total } else { size }))
}
