//! The inner loop: a Newton step by preconditioned conjugate gradients within a trust region.

use super::passes::Objective;
use super::presolve::Presolved;
use super::vectors::{add_scaled, add_scaled_norm, dot, largest, multiply_dot, norm};

/// The diagonal of the Hessian as a preconditioner (Hsia, Chiang & Lin 2018, "Preconditioned conjugate
/// gradient methods in truncated Newton frameworks for large-scale linear classification").
///
/// With three or more classes there is a null direction per column: adding the same number to all scores changes no
/// probability. The gradient has no component in it, but the inverse diagonal would introduce one, so it is removed.
pub(crate) struct Preconditioner<'a> {
    /// 1 divided by the diagonal.
    inverse: Vec<f64>,
    /// Per lane what is subtracted to remove the component along the null direction, for three or more classes.
    shares: Vec<f64>,
    /// The null direction of each column, lane by lane; `None` if it is all ones.
    null_direction: Option<&'a [f64]>,
    lanes: usize,
}

impl<'a> Preconditioner<'a> {
    pub(crate) fn new(lanes: usize, null_direction: Option<&'a [f64]>) -> Self {
        Self { inverse: Vec::new(), shares: Vec::new(), null_direction, lanes }
    }

    /// Sets the preconditioner to `diagonal + blend`, bounded away from zero: an intercept has no penalty, and no
    /// curvature once all rows are predicted with certainty.
    pub(crate) fn set(&mut self, diagonal: &[f64], blend: f64) {
        let top = largest(diagonal) + blend;
        let low = (top * 1e-15).max(f64::MIN_POSITIVE);
        self.inverse.clear();
        self.inverse.extend(diagonal.iter().map(|m| 1.0 / (m + blend).max(low)));
        self.shares.clear();
        if self.lanes == 1 {
            return;
        }
        match self.null_direction {
            Some(null_direction) => {
                self.shares.extend(self.inverse.iter().zip(null_direction).map(|(inverse, u)| u * inverse))
            }
            None => self.shares.extend_from_slice(&self.inverse),
        }
        for (column, shares) in self.shares.chunks_exact_mut(self.lanes).enumerate() {
            let size: f64 = match self.null_direction {
                Some(null_direction) => {
                    null_direction.iter().skip(column * self.lanes).zip(&*shares).map(|(u, s)| u * s).sum()
                }
                None => shares.iter().sum(),
            };
            shares.iter_mut().for_each(|share| *share = if size > 0.0 { *share / size } else { 0.0 });
        }
    }

    /// Fills `z` with the preconditioned `r` and returns `r · z`.
    pub(crate) fn apply(&self, r: &[f64], z: &mut [f64]) -> f64 {
        let product = multiply_dot(r, &self.inverse, z);
        match (self.lanes, self.null_direction) {
            (1, _) => return product,
            (3, None) => {
                for (z, shares) in z.as_chunks_mut::<3>().0.iter_mut().zip(self.shares.as_chunks::<3>().0) {
                    let along = z[0] + z[1] + z[2];
                    *z = [z[0] - along * shares[0], z[1] - along * shares[1], z[2] - along * shares[2]];
                }
            }
            (lanes, null_direction) => {
                for (column, (z, shares)) in z.chunks_exact_mut(lanes).zip(self.shares.chunks_exact(lanes)).enumerate()
                {
                    let along: f64 = match null_direction {
                        Some(null_direction) => {
                            null_direction.iter().skip(column * lanes).zip(&*z).map(|(u, z)| u * z).sum()
                        }
                        None => z.iter().sum(),
                    };
                    z.iter_mut().zip(shares).for_each(|(z, share)| *z -= along * share);
                }
            }
        }
        dot(r, z)
    }
}

/// The null direction of each column, which shifts all scores by the same amount: `1 / s_c`, scaled to a largest
/// component of 1. Zero if a class has a scale of 0 there, because then there is no such direction. `None` if all are
/// ones.
pub(crate) fn null_directions(presolved: &Presolved) -> Option<Vec<f64>> {
    let scale = presolved.scale.as_ref().filter(|_| presolved.lanes > 1)?;
    if scale.chunks_exact(presolved.lanes).all(|scales| scales.iter().all(|s| scales.first() == Some(s))) {
        return None;
    }
    let mut directions = Vec::with_capacity(scale.len());
    for scales in scale.chunks_exact(presolved.lanes) {
        let smallest = scales.iter().fold(f64::INFINITY, |low, s| low.min(s.abs()));
        directions.extend(scales.iter().map(|s| if smallest > 0.0 { smallest / s } else { 0.0 }));
    }
    Some(directions)
}

/// A Newton step, and the vectors needed to compute it.
pub(crate) struct Step {
    /// The step.
    pub(crate) step: Vec<f64>,
    /// The residual `−g − H s`.
    pub(crate) residual: Vec<f64>,
    /// The norm of the step in the metric of the preconditioner.
    pub(crate) length: f64,
    /// Whether the step ends at the boundary of the trust region.
    pub(crate) at_boundary: bool,
    direction: Vec<f64>,
    product: Vec<f64>,
    preconditioned: Vec<f64>,
}

impl Step {
    pub(crate) fn new(unknowns: usize) -> Self {
        let zeros = || vec![0.0; unknowns];
        Self {
            step: zeros(),
            residual: zeros(),
            length: 0.0,
            at_boundary: false,
            direction: zeros(),
            product: zeros(),
            preconditioned: zeros(),
        }
    }

    /// Minimises the quadratic model `g·s + s·H s / 2` for steps `s` not longer than `radius`, until the preconditioned
    /// residual is `accuracy` of the gradient, the plain one is `enough`, or the objective has made `max_passes` passes
    /// (Steihaug 1983; Lin, Weng & Keerthi 2008, "Trust region Newton method for logistic regression").
    #[allow(clippy::too_many_arguments, reason = "one caller, and a struct would repeat each name")]
    pub(crate) fn solve(
        &mut self,
        objective: &mut Objective,
        preconditioner: &Preconditioner,
        gradient: &[f64],
        radius: f64,
        enough: f64,
        accuracy: f64,
        max_passes: u64,
    ) {
        self.step.fill(0.0);
        self.at_boundary = false;
        for (r, g) in self.residual.iter_mut().zip(gradient) {
            *r = -g;
        }
        let mut rz = preconditioner.apply(&self.residual, &mut self.direction);
        let mut left = norm(&self.residual);
        let target = accuracy * accuracy * rz;
        // Squared norms of step and direction and their inner product, in the metric of the preconditioner.
        let (mut ss, mut sd, mut dd) = (0.0f64, 0.0, rz);
        while rz > target && left > enough && objective.passes < max_passes {
            objective.product(&self.direction, &mut self.product);
            let curvature = dot(&self.direction, &self.product);
            let length = rz / curvature;
            let longer = ss + length * (2.0 * sd + length * dd);
            if !(curvature > 0.0 && longer < radius * radius) {
                // The positive root of |s + t d| = radius, in the form that does not cancel.
                let missing = radius * radius - ss;
                let root = (sd * sd + dd * missing).max(0.0).sqrt();
                let t = if sd >= 0.0 { missing / (sd + root) } else { (root - sd) / dd };
                if t.is_finite() {
                    add_scaled(&mut self.step, t, &self.direction);
                    add_scaled(&mut self.residual, -t, &self.product);
                    ss = radius * radius;
                }
                self.at_boundary = true;
                break;
            }
            add_scaled(&mut self.step, length, &self.direction);
            left = add_scaled_norm(&mut self.residual, -length, &self.product);
            ss = longer;
            let next = preconditioner.apply(&self.residual, &mut self.preconditioned);
            let beta = next / rz;
            rz = next;
            for (d, z) in self.direction.iter_mut().zip(&self.preconditioned) {
                *d = z + beta * *d;
            }
            sd = beta * (sd + length * dd);
            dd = rz + beta * beta * dd;
        }
        self.length = ss.max(0.0).sqrt();
    }
}
