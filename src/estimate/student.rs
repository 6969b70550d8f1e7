//! Quantiles of Student's t distribution.

use std::f64::consts::{FRAC_2_PI, PI};

/// The value that a t-distributed variable with `df` degrees of freedom exceeds in absolute value with probability
/// `share`, in (0, 1): 1.96 for 0.05 and many degrees of freedom. Exact for 1 and 2, otherwise Hill's approximation
/// (1970, Algorithm 396), with an error below 10⁻⁴ for the shares of usual intervals. `df` below 1 counts as 1.
///
/// ```
/// assert!((stance::estimate::t_quantile(0.05, 10.0) - 2.228_14).abs() < 1e-4);
/// ```
#[must_use]
pub fn t_quantile(share: f64, df: f64) -> f64 {
    debug_assert!(share > 0.0 && share < 1.0, "{share} is not within 0 and 1");
    let df = df.max(1.0);
    if df < 1.5 {
        return 1.0 / libm::tan(share * PI / 2.0);
    }
    if df < 2.5 && (df - 2.0).abs() < 1e-9 {
        return (2.0 / (share * (2.0 - share)) - 2.0).sqrt();
    }
    let a = 1.0 / (df - 0.5);
    let b = 48.0 / (a * a);
    let mut c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * (a * PI / 2.0).sqrt() * df;
    let mut y = libm::pow(d * share, 2.0 / df);
    if y > 0.05 + a {
        let x = normal_quantile(share / 2.0);
        y = x * x;
        if df < 5.0 {
            c += 0.3 * (df - 4.5) * (x + 0.6);
        }
        c += (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b;
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        y = a * y * y;
        y = if y > 0.002 { libm::exp(y) - 1.0 } else { 0.5 * y * y + y };
    } else {
        let inner = ((df + 6.0) / (df * y) - 0.089 * d - 0.822) * (df + 2.0) * 3.0;
        y = ((1.0 / inner + 0.5 / (df + 4.0)) * y - 1.0) * (df + 1.0) / (df + 2.0) + 1.0 / y;
    }
    (df * y).sqrt()
}

/// The quantile of the standard normal distribution at `p` below 0.5, hence negative: a start by Abramowitz and Stegun
/// (1964, 26.2.23), then Newton's steps.
fn normal_quantile(p: f64) -> f64 {
    let t = (-2.0 * libm::log(p)).sqrt();
    let mut x = -(t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308))));
    for _ in 0..3 {
        let below = 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
        let density = (FRAC_2_PI.sqrt() / 2.0) * libm::exp(-x * x / 2.0);
        x -= (below - p) / density;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_equal_those_of_printed_tables() {
        let expected = [
            (1.0, 12.7062),
            (2.0, 4.3027),
            (3.0, 3.1824),
            (4.0, 2.7764),
            (5.0, 2.5706),
            (8.0, 2.3060),
            (10.0, 2.2281),
            (20.0, 2.0860),
            (30.0, 2.0423),
            (60.0, 2.0003),
            (120.0, 1.9799),
            (1e6, 1.9600),
        ];
        for (df, t) in expected {
            let found = t_quantile(0.05, df);
            assert!((found - t).abs() < 2e-4, "df {df}: {found} instead of {t}");
        }
        assert!((t_quantile(0.01, 10.0) - 3.1693).abs() < 2e-4);
        assert!((normal_quantile(0.025) + 1.959_964).abs() < 1e-6);
    }
}
