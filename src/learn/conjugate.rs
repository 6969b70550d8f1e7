//! The inner loop: a Newton step by preconditioned conjugate gradients within a trust region.

use super::design::Design;
use super::passes::Objective;
use super::vectors::{add_scaled, add_scaled_norm, dot, largest, multiply_dot, norm};

/// The diagonal of the Hessian as a preconditioner (Hsia, Chiang & Lin 2018, "Preconditioned conjugate
/// gradient methods in truncated Newton frameworks for large-scale linear classification").
///
/// For three or more classes it is restricted to where the solver moves: adding one number to all scores
/// changes nothing, so steps that do only that are of no use, and the gradient has no part in that direction. The diagonal alone would lead there all the same.
pub(crate) struct Preconditioner<'a> {
    /// One divided by the diagonal.
    inverse: Vec<f64>,
    /// What a step along the useless direction takes off each lane, for three or more classes.
    shares: Vec<f64>,
    /// For each column, the lanes of the useless direction; `None` stands for all ones.
    useless: Option<&'a [f64]>,
    lanes: usize,
}

impl<'a> Preconditioner<'a> {
    pub(crate) fn new(lanes: usize, useless: Option<&'a [f64]>) -> Self {
        Self { inverse: Vec::new(), shares: Vec::new(), useless, lanes }
    }

    /// Takes this diagonal plus `blend`: divides once, so that [`apply`](Self::apply) need not. Keeps it away from zero: an
    /// intercept has no penalty, and no curvature left when all rows are predicted with certainty.
    pub(crate) fn set(&mut self, diagonal: &[f64], blend: f64) {
        let top = largest(diagonal) + blend;
        let low = (top * 1e-15).max(f64::MIN_POSITIVE);
        self.inverse.clear();
        self.inverse.extend(diagonal.iter().map(|m| 1.0 / (m + blend).max(low)));
        self.shares.clear();
        if self.lanes == 1 {
            return;
        }
        match self.useless {
            Some(useless) => self.shares.extend(self.inverse.iter().zip(useless).map(|(inverse, u)| u * inverse)),
            None => self.shares.extend_from_slice(&self.inverse),
        }
        for (column, shares) in self.shares.chunks_exact_mut(self.lanes).enumerate() {
            let size: f64 = match self.useless {
                Some(useless) => useless.iter().skip(column * self.lanes).zip(&*shares).map(|(u, s)| u * s).sum(),
                None => shares.iter().sum(),
            };
            shares.iter_mut().for_each(|share| *share = if size > 0.0 { *share / size } else { 0.0 });
        }
    }

    /// Fills `z` with the preconditioned `r` and returns `r · z`.
    pub(crate) fn apply(&self, r: &[f64], z: &mut [f64]) -> f64 {
        let product = multiply_dot(r, &self.inverse, z);
        match (self.lanes, self.useless) {
            (1, _) => return product,
            (3, None) => {
                for (z, shares) in z.as_chunks_mut::<3>().0.iter_mut().zip(self.shares.as_chunks::<3>().0) {
                    let along = z[0] + z[1] + z[2];
                    *z = [z[0] - along * shares[0], z[1] - along * shares[1], z[2] - along * shares[2]];
                }
            }
            (lanes, useless) => {
                for (column, (z, shares)) in z.chunks_exact_mut(lanes).zip(self.shares.chunks_exact(lanes)).enumerate()
                {
                    let along: f64 = match useless {
                        Some(useless) => useless.iter().skip(column * lanes).zip(&*z).map(|(u, z)| u * z).sum(),
                        None => z.iter().sum(),
                    };
                    z.iter_mut().zip(shares).for_each(|(z, share)| *z -= along * share);
                }
            }
        }
        dot(r, z)
    }
}

/// For each column the direction in the weights that shifts all scores alike: `1 / s_c`, its largest
/// part 1; zero where a class has no use for the column, for then there is no such direction. `None` stands for all ones.
pub(crate) fn useless_directions(design: &Design) -> Option<Vec<f64>> {
    let scale = design.scale.as_ref().filter(|_| design.lanes > 1)?;
    if scale.chunks_exact(design.lanes).all(|scales| scales.iter().all(|s| scales.first() == Some(s))) {
        return None;
    }
    let mut directions = Vec::with_capacity(scale.len());
    for scales in scale.chunks_exact(design.lanes) {
        let smallest = scales.iter().fold(f64::INFINITY, |low, s| low.min(s.abs()));
        directions.extend(scales.iter().map(|s| if smallest > 0.0 { smallest / s } else { 0.0 }));
    }
    Some(directions)
}

/// Room for the vectors of a Newton step.
pub(crate) struct Step {
    /// The step.
    pub(crate) step: Vec<f64>,
    /// What is left of the negative gradient after the step: `−g − H s`.
    pub(crate) residual: Vec<f64>,
    /// The step's norm, measured by the preconditioner.
    pub(crate) length: f64,
    /// Whether the trust region's boundary stopped it.
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

    /// Minimises the quadratic model `g·s + s·H s / 2` for steps `s` not longer than `radius`, until the
    /// preconditioned residual is `accuracy` of the gradient, the plain one is `enough`, or the objective has made `max_passes` passes
    /// (Steihaug 1983; Lin, Weng & Keerthi 2008, "Trust region Newton method for logistic regression").
    #[allow(clippy::too_many_arguments, reason = "one call, and each is a number of its own")]
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
        // Squared norms of step and direction and their product, all measured by the preconditioner.
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
