//! A classification problem: rows with classes, weights and scales.

use super::weights::lanes;
use super::{Csr, Weights};
use crate::error::Place;
use crate::{Error, Result};

/// The largest row weight and scale. With larger ones squares and sums would overflow.
const LARGEST: f64 = 1e30;

/// A checked classification problem: every class has rows, all lengths agree, all numbers are finite.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    rows: &'a Csr,
    classes: &'a [u32],
    n_classes: usize,
    row_weights: Option<&'a [f64]>,
    scale: Option<&'a [f64]>,
    prior: Option<&'a Weights>,
}

impl<'a> Problem<'a> {
    /// A problem with `n_classes` classes, of which row `i` has class `classes[i]` (from 0). All rows weigh 1.
    ///
    /// # Errors
    /// [`Error::Options`] if lengths do not agree or there are fewer than two classes; [`Error::Data`] if a
    /// class id is out of range or a class has no rows.
    pub fn new(rows: &'a Csr, classes: &'a [u32], n_classes: usize) -> Result<Self> {
        let problem = Self::of(rows, classes, n_classes, None)?;
        problem.check_classes()?;
        Ok(problem)
    }

    /// A problem whose penalty is on the distance to the weights `prior` instead of to zero, α/2 ‖w − w₀‖²: a Gaussian
    /// prior with that mean and the variance 1/α in every direction. Intercepts are penalised like weights, so that
    /// classes may be without rows.
    ///
    /// # Errors
    /// [`Error::Options`] as [`Self::new`], and for a prior of another shape or with numbers that are not finite;
    /// [`Error::Data`] if a class id is out of range.
    pub fn with_prior(rows: &'a Csr, classes: &'a [u32], n_classes: usize, prior: &'a Weights) -> Result<Self> {
        let problem = Self::of(rows, classes, n_classes, Some(prior))?;
        let outputs = problem.lanes();
        let fits = prior.n_classes == n_classes
            && prior.columns == rows.columns()
            && prior.intercepts.len() == outputs
            && prior.coefficients.len() == outputs * prior.columns;
        if !(fits && prior.is_finite()) {
            return Err(Error::options("prior", "its shape is not that of the problem, or it is not finite"));
        }
        problem.check_classes()?;
        Ok(problem)
    }

    /// The parts, whose lengths are checked and whose classes are not.
    fn of(rows: &'a Csr, classes: &'a [u32], n_classes: usize, prior: Option<&'a Weights>) -> Result<Self> {
        if n_classes < 2 {
            return Err(Error::options("classes", format!("{n_classes}: at least two classes are needed")));
        }
        if classes.len() != rows.rows() {
            return Err(Error::options("classes", format!("{} class ids for {} rows", classes.len(), rows.rows())));
        }
        if n_classes.checked_mul(rows.columns().max(1)).is_none() {
            return Err(Error::options("classes", "too many for so many columns"));
        }
        Ok(Self { rows, classes, n_classes, row_weights: None, scale: None, prior })
    }

    /// This problem with a weight per row, which may be zero.
    ///
    /// # Errors
    /// [`Error::Options`] on a wrong length; [`Error::Data`] if a weight is negative, not finite or above
    /// 1e30, or a class has no weight left.
    pub fn with_row_weights(mut self, row_weights: &'a [f64]) -> Result<Self> {
        if row_weights.len() != self.rows.rows() {
            return Err(Error::options("row weights", format!("{} for {} rows", row_weights.len(), self.rows.rows())));
        }
        let bad = |weight: &f64| !(0.0..=LARGEST).contains(weight);
        if let Some(row) = row_weights.iter().position(bad) {
            return Err(Error::data(record(row), "its weight must be a finite number that is not negative"));
        }
        self.row_weights = Some(row_weights);
        self.check_classes()?;
        Ok(self)
    }

    /// This problem where column `j` is multiplied by `scale[c * columns + j]` in the score of class `c`.
    ///
    /// The scores are `z_c = b_c + Σ_j x_j s_cj w_cj` and the penalty is on `w`, so a small scale is a strong
    /// penalty on that weight, and zero leaves the column out of that class. Log-count ratios as scales give
    /// the classifier of Wang & Manning (2012), for any number of classes. Two classes have one row of scales
    /// (for the one weight vector), K ≥ 3 have K.
    ///
    /// # Errors
    /// [`Error::Options`] on a wrong length or a scale that is not finite or beyond ±1e30.
    pub fn with_scale(mut self, scale: &'a [f64]) -> Result<Self> {
        let wanted = self.lanes() * self.rows.columns();
        if scale.len() != wanted {
            return Err(Error::options("scale", format!("{} numbers, {wanted} are needed", scale.len())));
        }
        if let Some(at) = scale.iter().position(|s| !(-LARGEST..=LARGEST).contains(s)) {
            return Err(Error::options("scale", format!("number {at} is not finite or too large")));
        }
        self.scale = Some(scale);
        Ok(self)
    }

    /// The rows.
    pub fn rows(&self) -> &'a Csr {
        self.rows
    }

    /// The class id of each row.
    pub fn classes(&self) -> &'a [u32] {
        self.classes
    }

    /// The number of classes, at least two.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The weight of each row; `None` if all are 1.
    pub fn row_weights(&self) -> Option<&'a [f64]> {
        self.row_weights
    }

    /// The scale of each column per weight vector; `None` if all are 1.
    pub fn scale(&self) -> Option<&'a [f64]> {
        self.scale
    }

    /// The weights that the penalty pulls to; `None` for zero.
    pub fn prior(&self) -> Option<&'a Weights> {
        self.prior
    }

    /// The number of weight vectors: one for two classes, otherwise one per class.
    pub fn lanes(&self) -> usize {
        lanes(self.n_classes)
    }

    /// The weight of row `i`.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.row_weights.map_or(1.0, |weights| weights.get(row).copied().unwrap_or(0.0))
    }

    /// The summed weight of each class.
    pub fn class_totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.n_classes];
        for (row, &class) in self.classes.iter().enumerate() {
            if let Some(total) = totals.get_mut(class as usize) {
                *total += self.weight(row);
            }
        }
        totals
    }

    fn check_classes(&self) -> Result<()> {
        let n = self.n_classes;
        if let Some(row) = self.classes.iter().position(|&c| c as usize >= n) {
            return Err(Error::data(record(row), format!("its class id is not below {n}")));
        }
        let totals = self.class_totals();
        if self.prior.is_some() {
            if totals.iter().sum::<f64>() <= 0.0 {
                return Err(Error::data(Place::file("training rows"), "there is none with a weight above 0: add rows"));
            }
            return Ok(());
        }
        if let Some(class) = totals.iter().position(|&t| t <= 0.0) {
            return Err(Error::data(
                Place::file("training rows"),
                format!("class {class} of {n} has no rows to learn from: add rows or leave the class out"),
            ));
        }
        Ok(())
    }
}

fn record(row: usize) -> Place {
    Place { file: "training rows".into(), record: Some(row as u64 + 1), ..Place::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize) -> Csr {
        let mut rows = Csr::with_columns(2).unwrap();
        for _ in 0..n {
            rows.push_row([(0, 1.0)]).unwrap();
        }
        rows
    }

    #[test]
    fn a_class_without_rows_is_named() {
        let error = Problem::new(&rows(2), &[0, 2], 3).unwrap_err().to_string();
        assert!(error.contains("class 1 of 3"), "{error}");
    }

    #[test]
    fn a_class_whose_rows_weigh_nothing_has_no_rows() {
        let rows = rows(2);
        let problem = Problem::new(&rows, &[0, 1], 2).unwrap();
        assert!(problem.with_row_weights(&[1.0, 0.0]).is_err());
        assert!(problem.with_row_weights(&[1.0, 0.5]).is_ok());
    }

    #[test]
    fn bad_input_is_refused_with_its_place() {
        let rows = rows(2);
        assert!(Problem::new(&rows, &[0], 2).is_err());
        assert!(Problem::new(&rows, &[0, 0], 1).is_err());
        let error = Problem::new(&rows, &[0, 5], 2).unwrap_err().to_string();
        assert!(error.contains("record 2"), "{error}");
        let problem = Problem::new(&rows, &[0, 1], 2).unwrap();
        for bad in [f64::NAN, -1.0, f64::INFINITY] {
            assert!(problem.with_row_weights(&[1.0, bad]).is_err());
        }
        assert!(problem.with_scale(&[1.0]).is_err());
        assert!(problem.with_scale(&[1.0, f64::NAN]).is_err());
        assert!(problem.with_scale(&[1.0, -1.0]).is_ok());
    }
}
