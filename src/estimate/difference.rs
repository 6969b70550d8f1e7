//! The share or mean of a group from coded rows and from what a model says of every row.

use serde::Serialize;

use super::coded::{Coded, Sums};
use super::deviations::Deviations;
use super::interval::{score_interval, wald_interval};
use crate::evaluate::Interval;

/// A share or mean with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Corrected {
    /// The estimate.
    pub value: f64,
    /// Its standard error; `None` for too few documents.
    pub standard_error: Option<f64>,
    /// Its 95 % interval; `None` for too few documents.
    pub interval: Option<Interval>,
    /// Number of coded rows.
    pub coded: usize,
    /// Number of documents that they are in.
    pub documents: usize,
    /// How far the predictions are trusted: 0 where they do not help, about 1 where they are as good as the codes.
    pub lambda: f64,
    /// The correlation of code and prediction over the coded rows; `None` if one of them does not vary.
    pub correlation: Option<f64>,
    /// The width of the interval over that of the coded rows alone.
    pub width_ratio: Option<f64>,
}

/// What is computed of a share or of a mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Share,
    Mean,
}

/// The share of a class in a group, from its coded rows and the mean of the model's word on all of its rows, `mean_proxy`:
///
/// θ = Σ w y / Σ w + λ (mean of f over all rows − Σ w f / Σ w)
///
/// with codes y, predictions f and weights w = 1 / probability of being drawn. This is the difference estimator of survey
/// sampling, which design-based supervised learning (Egami et al. 2023) and prediction-powered inference (Angelopoulos
/// et al. 2023) use for labels of models. It is unbiased for every fixed λ whatever the model's errors; `lambda` is that
/// λ, and without it the one with the least variance is taken (PPI++: Angelopoulos, Duchi and Zrnic 2023), so that
/// useless predictions do no harm.
///
/// The variance is that of sums over documents within strata (Binder 1983), less the part of the rows that are known
/// because they were coded; module `deviations` has the details. `None` without coded rows.
#[must_use]
pub fn corrected(coded: &[Coded], mean_proxy: f64, lambda: Option<f64>) -> Option<Corrected> {
    estimate(coded, mean_proxy, lambda, Kind::Share)
}

/// The corrected mean, as [`corrected`] computes a share; its interval is symmetric.
#[must_use]
pub fn corrected_mean(coded: &[Coded], mean_proxy: f64, lambda: Option<f64>) -> Option<Corrected> {
    estimate(coded, mean_proxy, lambda, Kind::Mean)
}

/// The share from the coded rows alone.
#[must_use]
pub fn uncorrected_sample(coded: &[Coded]) -> Option<Corrected> {
    estimate(coded, 0.0, Some(0.0), Kind::Share)
}

fn estimate(coded: &[Coded], mean_proxy: f64, lambda: Option<f64>, kind: Kind) -> Option<Corrected> {
    let sums = Sums::new(coded)?;
    let deviations = Deviations::new(coded, &sums);
    let interval = |value: f64, lambda: f64, tuned: bool| {
        let (variance, df) = deviations.variance(lambda, tuned, mean_proxy - sums.proxy)?;
        let interval = match kind {
            Kind::Share => score_interval(value, variance, df),
            Kind::Mean => wald_interval(value, variance, df),
        };
        Some((variance, interval))
    };
    let (tuned, lambda) = match lambda {
        Some(lambda) => (false, lambda),
        None => (true, deviations.best_lambda()),
    };
    let value = sums.truth + lambda * (mean_proxy - sums.proxy);
    let alone = interval(sums.truth, 0.0, false);
    let own = interval(value, lambda, tuned);
    // Where the predictions do not narrow the interval, nothing is gained by them.
    let helps = match (&alone, &own) {
        (Some((_, alone)), Some((_, own))) => width(own) <= width(alone),
        _ => true,
    };
    let (value, lambda, own) = if helps || !tuned { (value, lambda, own) } else { (sums.truth, 0.0, alone) };
    let ratio = own.as_ref().zip(alone.as_ref()).map(|((_, own), (_, alone))| width(own) / width(alone));
    Some(Corrected {
        value: if kind == Kind::Share { value.clamp(0.0, 1.0) } else { value },
        standard_error: own.map(|(variance, _)| variance.sqrt()),
        interval: own.map(|(_, interval)| interval),
        coded: coded.len(),
        documents: deviations.documents(),
        lambda,
        correlation: sums.correlation,
        width_ratio: ratio.filter(|ratio| ratio.is_finite()),
    })
}

fn width([low, high]: &Interval) -> f64 {
    high - low
}

#[cfg(test)]
mod tests;
