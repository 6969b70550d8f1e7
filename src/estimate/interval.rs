//! Intervals of shares and of means from an estimate and its variance.

use super::student::t_quantile;
use crate::evaluate::Interval;

/// One minus the level of all intervals.
pub(super) const OUTSIDE: f64 = 0.05;

/// A 95 % interval of a mean: the estimate ± t standard errors.
#[must_use]
pub fn wald_interval(value: f64, variance: f64, df: f64) -> Interval {
    let half = t_quantile(OUTSIDE, df) * variance.max(0.0).sqrt();
    [value - half, value + half]
}

/// A 95 % interval of a share: Wilson's score interval (1927) with the quantile of t and with as many rows as a simple
/// random sample would need for the same variance (Korn and Graubard 1998; Dean and Pagano 2015). It stays within 0 and 1,
/// and is wide enough where the share is near one of them.
///
/// `variance` is that of the estimate; at 0 or below, both ends are `value`.
#[must_use]
pub fn score_interval(value: f64, variance: f64, df: f64) -> Interval {
    let value = value.clamp(0.0, 1.0);
    let t = t_quantile(OUTSIDE, df);
    let error = variance.max(0.0).sqrt().min(0.5);
    // t² over the number of rows n, where p(1−p)/n is the variance. A share closer to 0 or 1 than its standard error
    // says nothing of n, so that it counts as one standard error from there.
    let near = value.clamp(error, 1.0 - error);
    let spread = value * (1.0 - value);
    if variance <= 0.0 {
        return [value, value];
    }
    let ratio = t * t * variance / (near * (1.0 - near));
    let center = (value + ratio / 2.0) / (1.0 + ratio);
    let half = (ratio * spread + ratio * ratio / 4.0).sqrt() / (1.0 + ratio);
    [(center - half).max(0.0), (center + half).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_many_degrees_of_freedom_it_is_wilsons_interval() {
        // 10 of 100: 5.52 % to 17.44 %.
        let [low, high] = score_interval(0.1, 0.1 * 0.9 / 100.0, 1e9);
        assert!((low - 0.0552).abs() < 1e-4 && (high - 0.1744).abs() < 1e-4, "{low} {high}");
    }

    #[test]
    fn intervals_of_shares_stay_within_0_and_1() {
        for value in [-0.1, 0.0, 0.01, 0.5, 0.99, 1.0, 1.2] {
            for variance in [0.0, 1e-6, 0.01, 1.0] {
                let [low, high] = score_interval(value, variance, 3.0);
                assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0, "{value} {variance}: {low} {high}");
            }
        }
    }
}
