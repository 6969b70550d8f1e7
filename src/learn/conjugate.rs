//! The inner loop: a Newton step by preconditioned conjugate gradients within a trust region.

use super::design::Design;
use super::passes::Objective;
use super::vectors::{add_scaled, dot, norm};

/// The diagonal of the Hessian as a preconditioner (Hsia, Chiang & Lin 2018, "Preconditioned conjugate
/// gradient methods in truncated Newton frameworks for large-scale linear classification").
///
/// For three or more classes it is restricted to where the solver moves: adding one number to all scores
/// changes nothing, so steps that do only that are of no use, and the gradient has no part in that direction. The diagonal alone would lead there all the same.
pub(crate) struct Preconditioner<'a> {
    diagonal: &'a [f64],
    /// For each column, the lanes of the useless direction; `None` stands for all ones.
    useless: Option<&'a [f64]>,
    lanes: usize,
}

impl<'a> Preconditioner<'a> {
    pub(crate) fn new(lanes: usize, diagonal: &'a [f64], useless: Option<&'a [f64]>) -> Self {
        Self { diagonal, useless, lanes }
    }

    /// Fills `z` with the preconditioned `r`.
    pub(crate) fn apply(&self, r: &[f64], z: &mut [f64]) {
        for ((z, r), m) in z.iter_mut().zip(r).zip(self.diagonal) {
            *z = r / m;
        }
        if self.lanes == 1 {
            return;
        }
        let ones = vec![1.0; self.lanes];
        let columns = z.chunks_exact_mut(self.lanes).zip(self.diagonal.chunks_exact(self.lanes));
        for (column, (z, m)) in columns.enumerate() {
            let u = match self.useless {
                Some(all) => all.get(column * self.lanes..).and_then(|rest| rest.get(..self.lanes)),
                None => None,
            }
            .unwrap_or(&ones);
            let (mut along, mut size) = (0.0, 0.0);
            for ((z, m), u) in z.iter().zip(m).zip(u) {
                along += u * z;
                size += u * u / m;
            }
            if size > 0.0 {
                let shift = along / size;
                for ((z, m), u) in z.iter_mut().zip(m).zip(u) {
                    *z -= shift * u / m;
                }
            }
        }
    }
}

/// For each column the direction in the weights that shifts all scores alike: `1 / s_c`, its largest
/// part 1; zero where a class has no use for the column, for then there is no such direction.
pub(crate) fn useless_directions(design: &Design) -> Option<Vec<f64>> {
    let scale = design.scale.as_ref().filter(|_| design.lanes > 1)?;
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
        preconditioner.apply(&self.residual, &mut self.preconditioned);
        self.direction.copy_from_slice(&self.preconditioned);
        let mut rz = dot(&self.residual, &self.preconditioned);
        let target = accuracy * accuracy * rz;
        // Squared norms of step and direction and their product, all measured by the preconditioner.
        let (mut ss, mut sd, mut dd) = (0.0f64, 0.0, rz);
        while rz > target && norm(&self.residual) > enough && objective.passes < max_passes {
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
            add_scaled(&mut self.residual, -length, &self.product);
            ss = longer;
            preconditioner.apply(&self.residual, &mut self.preconditioned);
            let next = dot(&self.residual, &self.preconditioned);
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
