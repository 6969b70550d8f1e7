//! Fits for one penalty, or for a path of penalties from strong to weak.

use super::newton::{Point, minimise};
use super::options::check_alpha;
use super::passes::Objective;
use super::presolve::Presolved;
use super::vectors::{largest, norm};
use super::{Convergence, Problem, ValidLogisticOptions, Weights};
use crate::{Error, Result};

/// Fits the weights of a problem, starting from `warm` if given.
///
/// The minimum is unique, so a warm start does not change the result beyond the tolerance. Reaching the limit on passes
/// is not an error: see [`Convergence::converged`].
///
/// # Errors
/// [`Error::Options`] if `warm` has another shape; [`Error::Data`] if values, scales and weights are so large that
/// their sums overflow.
pub fn fit(
    problem: &Problem,
    options: &ValidLogisticOptions,
    warm: Option<&Weights>,
) -> Result<(Weights, Convergence)> {
    let presolved = Presolved::merged(problem);
    let mut objective = Objective::new(&presolved, options.alpha(), options.threads());
    let (start, reference) = start(&mut objective)?;
    let mut point = match warm {
        Some(weights) => Point::new(&mut objective, presolved.start_from(weights)?),
        None => start,
    };
    let convergence = minimise(&mut objective, &mut point, reference, options);
    Ok((presolved.finish(&point.unknowns), convergence))
}

/// Fits the weights for each of `alphas`, which must not rise. Each fit starts from the result of the one before (a
/// regularisation path). The penalty in `options` is not used; its limit on passes holds for each fit.
///
/// # Errors
/// [`Error::Options`] if a penalty is out of range or higher than the one before it; otherwise as [`fit`].
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
    let presolved = Presolved::merged(problem);
    let mut objective = Objective::new(&presolved, options.alpha(), options.threads());
    let (mut point, reference) = start(&mut objective)?;
    let mut fits = Vec::with_capacity(alphas.len());
    for &alpha in alphas {
        point.set_alpha(&mut objective, alpha);
        let convergence = minimise(&mut objective, &mut point, reference, options);
        fits.push((presolved.finish(&point.unknowns), convergence));
    }
    Ok(fits)
}

/// Evaluates given weights on a problem, wherever they come from: the objective, the relative gradient, and whether it
/// is within the tolerance. Takes two passes and no steps.
///
/// # Errors
/// As [`fit`].
pub fn assess(problem: &Problem, options: &ValidLogisticOptions, weights: &Weights) -> Result<Convergence> {
    // Without merging: merged singletons cannot express every set of weights.
    let presolved = Presolved::new(problem);
    let mut objective = Objective::new(&presolved, options.alpha(), options.threads());
    let (_, reference) = start(&mut objective)?;
    let point = Point::new(&mut objective, presolved.start_from(weights)?);
    let relative_gradient = norm(&point.gradient) / reference;
    Ok(Convergence {
        iterations: 0,
        passes: objective.passes,
        relative_gradient,
        objective: point.value,
        converged: relative_gradient <= options.tolerance(),
    })
}

/// The model with intercepts only, and the norm of the gradient there.
///
/// Measured there instead of at zero, the norm depends neither on the class frequencies nor on the penalty.
fn start(objective: &mut Objective) -> Result<(Point, f64)> {
    let presolved = objective.presolved();
    let start = Point::new(objective, presolved.start());
    let size = norm(&start.gradient);
    let largest = largest(&start.diagonal);
    if !(start.value.is_finite() && size.is_finite() && largest.is_finite()) {
        return Err(Error::data(
            crate::error::Place::file("training rows"),
            "values, scales or weights are so large that their sums overflow: scale them down",
        ));
    }
    // Without any information in the rows, the gradient is rounding error and cannot get smaller.
    let total = presolved.weights.iter().sum::<f64>();
    Ok((start, if size <= 1e-13 * total { total } else { size }))
}
