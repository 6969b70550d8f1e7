//! Coded rows and their weighted means.

/// A coded row of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coded {
    /// What the coder says: 1 for a row of the class and 0 for others, or a position.
    pub truth: f64,
    /// What the model says: a probability, 1 or 0, or a position.
    pub proxy: f64,
    /// The probability of being drawn, in (0, 1].
    pub inclusion_probability: f64,
    /// The number of rows that it represents: 1 / `inclusion_probability`, times what is needed for rows that were drawn and not coded.
    pub weight: f64,
    /// Its document: any id.
    pub cluster: u32,
    /// Its stratum: any id.
    pub stratum: u32,
}

/// Weighted means over the coded rows.
pub(super) struct Sums {
    pub(super) weight: f64,
    pub(super) truth: f64,
    pub(super) proxy: f64,
    /// Of codes and predictions; `None` if one of them does not vary.
    pub(super) correlation: Option<f64>,
}

impl Sums {
    /// `None` without coded rows.
    pub(super) fn new(coded: &[Coded]) -> Option<Self> {
        let weight: f64 = coded.iter().map(|row| row.weight).sum();
        let mean = |value: fn(&Coded) -> f64| coded.iter().map(|row| row.weight * value(row)).sum::<f64>() / weight;
        let (truth, proxy) = (mean(|row| row.truth), mean(|row| row.proxy));
        let product = |a: &dyn Fn(&Coded) -> f64, b: &dyn Fn(&Coded) -> f64| {
            coded.iter().map(|row| row.weight * a(row) * b(row)).sum::<f64>()
        };
        let (y, f) = (|row: &Coded| row.truth - truth, |row: &Coded| row.proxy - proxy);
        let scale = (product(&y, &y) * product(&f, &f)).sqrt();
        let correlation = (scale > 1e-12 * weight).then(|| product(&y, &f) / scale);
        (weight > 0.0).then_some(Self { weight, truth, proxy, correlation })
    }
}
