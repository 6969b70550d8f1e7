//! The share or mean of a group from coded rows and from what a model says of every row.

use serde::Serialize;

use super::interval::{score_interval, wald_interval};
use crate::evaluate::Interval;

/// Clusters below which there is no interval.
const LEAST_CLUSTERS: usize = 5;

/// A coded row of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coded {
    /// What the coder says: 1 for a row of the class and 0 for others, or a position.
    pub truth: f64,
    /// What the model says: a probability, 1 or 0, or a position.
    pub proxy: f64,
    /// The probability of being drawn, in (0, 1].
    pub chance: f64,
    /// The number of rows that it represents: 1 / `chance`, times what is needed for rows that were drawn and not coded.
    pub weight: f64,
    /// Its document: any id.
    pub cluster: u32,
    /// Its stratum: any id.
    pub stratum: u32,
}

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
/// The variance is that of sums over documents within strata (Binder 1983), times 1 − chance for the rows that are known
/// because they were coded. `None` without coded rows.
#[must_use]
pub fn corrected(coded: &[Coded], mean_proxy: f64, lambda: Option<f64>) -> Option<Corrected> {
    estimate(coded, mean_proxy, lambda, Kind::Share)
}

/// The same for a mean, whose interval is symmetric.
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
    let (tuned, lambda) = match lambda {
        Some(lambda) => (false, lambda),
        None => (true, deviations.best_lambda()),
    };
    let value = sums.truth + lambda * (mean_proxy - sums.proxy);
    let alone = deviations.interval(sums.truth, 0.0, false, kind);
    let own = deviations.interval(value, lambda, tuned, kind);
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
        documents: deviations.documents,
        lambda,
        correlation: sums.correlation,
        width_ratio: ratio.filter(|ratio| ratio.is_finite()),
    })
}

fn width([low, high]: &Interval) -> f64 {
    high - low
}

/// Weighted means over the coded rows.
struct Sums {
    weight: f64,
    truth: f64,
    proxy: f64,
    correlation: Option<f64>,
}

impl Sums {
    fn new(coded: &[Coded]) -> Option<Self> {
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

/// Weighted deviations of codes and predictions from their means, summed over each document and centred in each stratum.
struct Deviations {
    /// Of codes and of predictions, per document and stratum.
    totals: Vec<(f64, f64)>,
    documents: usize,
    strata: usize,
    /// The mean part that one row has in the whole, and less if rows are known for certain.
    largest: f64,
}

impl Deviations {
    fn new(coded: &[Coded], sums: &Sums) -> Self {
        let mut parts: Vec<(u32, u32, f64, f64)> = coded
            .iter()
            .map(|row| {
                // A row that was certain to be drawn adds no uncertainty.
                let weight = row.weight / sums.weight * (1.0 - row.chance).max(0.0).sqrt();
                (row.stratum, row.cluster, weight * (row.truth - sums.truth), weight * (row.proxy - sums.proxy))
            })
            .collect();
        let uncertain: f64 = coded.iter().map(|row| (1.0 - row.chance).max(0.0)).sum();
        let rows = coded.len().max(1) as f64;
        let largest = (uncertain / rows).sqrt() / rows;
        // The order of equal keys decides the last digits of sums: the sort is stable.
        parts.sort_by_key(|part| (part.0, part.1));
        let mut totals = Vec::new();
        let (mut documents, mut strata) = (0, 0);
        for stratum in parts.chunk_by(|a, b| a.0 == b.0) {
            let mut own: Vec<(f64, f64)> = stratum
                .chunk_by(|a, b| a.1 == b.1)
                .map(|rows| rows.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.2, sum.1 + row.3)))
                .collect();
            let n = own.len() as f64;
            strata += 1;
            documents += own.len();
            let mean = own.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0 / n, sum.1 + one.1 / n));
            // A stratum of one document has no variance of its own; its deviation from the whole is counted in full.
            let (mean, scale) = if own.len() > 1 { (mean, (n / (n - 1.0)).sqrt()) } else { ((0.0, 0.0), 1.0) };
            own.iter_mut().for_each(|one| *one = ((one.0 - mean.0) * scale, (one.1 - mean.1) * scale));
            totals.append(&mut own);
        }
        Self { totals, documents, strata, largest }
    }

    /// The λ with the least variance; 0 if the predictions do not vary.
    fn best_lambda(&self) -> f64 {
        let (both, proxy) = self.totals.iter().fold((0.0, 0.0), |(both, proxy), (y, f)| (both + y * f, proxy + f * f));
        if proxy > 0.0 && (both / proxy).is_finite() { both / proxy } else { 0.0 }
    }

    /// Variance and interval of an estimate; `None` for too few documents.
    fn interval(&self, value: f64, lambda: f64, tuned: bool, kind: Kind) -> Option<(f64, Interval)> {
        let df = self.documents as f64 - self.strata as f64 - f64::from(u8::from(tuned));
        if self.documents < LEAST_CLUSTERS || df < 1.0 {
            return None;
        }
        let sum: f64 = self.totals.iter().map(|(y, f)| (y - lambda * f) * (y - lambda * f)).sum();
        // λ was chosen for the least sum, which is therefore too small by one degree of freedom.
        let variance = sum * if tuned { (df + 1.0) / df } else { 1.0 };
        let variance = variance.max(self.least_variance());
        let interval = match kind {
            Kind::Share => score_interval(value, variance, df),
            Kind::Mean => wald_interval(value, variance, df),
        };
        Some((variance, interval))
    }

    /// The least variance: that of one coded row about which the predictions are wrong. Where all coded rows happen to
    /// agree with them, as with a rare class, their variance is 0 and says nothing.
    fn least_variance(&self) -> f64 {
        self.largest * self.largest
    }
}

#[cfg(test)]
mod tests;
