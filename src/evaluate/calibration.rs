//! Scores of probabilities: log-loss, Brier score, expected calibration error, reliability table.

use serde::{Deserialize, Serialize};

use super::counts::mean;
use super::predictions::Predictions;

/// Number of bins of [`ece`].
pub(super) const BINS: usize = 15;

/// Smaller probabilities are raised to this in the log-loss, which would otherwise be infinite after one certain
/// mistake.
const LEAST: f64 = 1e-15;

/// A bin of a reliability table: rows of similar confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Number of rows.
    pub rows: u64,
    /// Lowest confidence.
    pub low: f64,
    /// Highest confidence.
    pub high: f64,
    /// Mean confidence.
    pub confidence: f64,
    /// Share of rows whose most probable class is the true one.
    pub accuracy: f64,
    /// Its 95 % interval (Wilson 1927), as if rows were independent of each other.
    pub interval: [f64; 2],
}

/// The mean of −ln p(true class), with the natural logarithm and probabilities of at least 1e-15. `None` without
/// probabilities or rows.
pub fn log_loss(predictions: &Predictions<'_>) -> Option<f64> {
    mean(log_losses(*predictions))
}

/// The mean over rows of Σ over classes (p − [class is true])², from 0 to 2 (Brier 1950). `None` without probabilities
/// or rows.
pub fn brier(predictions: &Predictions<'_>) -> Option<f64> {
    mean(briers(*predictions))
}

/// Expected calibration error of the most probable class (Guo et al. 2017) over 15 bins of equal mass (Nguyen and
/// O'Connor 2015): Σ over bins of (rows of the bin / rows) · |accuracy − mean confidence|.
///
/// Rows of the same confidence share a bin, so that the order of rows does not matter; of equally probable classes the
/// first is taken. Rows predicted as `unsure` are included with their most probable class. `None` without probabilities
/// or rows.
pub fn ece(predictions: &Predictions<'_>) -> Option<f64> {
    let bins = reliability(predictions, BINS);
    let rows: u64 = bins.iter().map(|bin| bin.rows).sum();
    let gap = |bin: &Bin| bin.rows as f64 * (bin.accuracy - bin.confidence).abs();
    (rows > 0).then(|| bins.iter().map(gap).sum::<f64>() / rows as f64)
}

/// The reliability table of [`ece`], by rising confidence. At most `bins` bins, fewer with ties or few rows; empty
/// without probabilities.
pub fn reliability(predictions: &Predictions<'_>, bins: usize) -> Vec<Bin> {
    let confidences = confidences(predictions);
    let order = by_confidence(&confidences);
    weighted_bins(&confidences, &order, |_| 1, order.len() as u64, bins)
}

pub(super) fn log_losses<'a>(predictions: Predictions<'a>) -> impl Iterator<Item = f64> + 'a {
    let rows = predictions.with_probabilities();
    rows.map(|(truth, p)| -libm::log(p.get(truth).copied().unwrap_or(0.0).max(LEAST)))
}

pub(super) fn briers<'a>(predictions: Predictions<'a>) -> impl Iterator<Item = f64> + 'a {
    predictions.with_probabilities().map(|(truth, p)| {
        let square = |(class, p): (usize, &f64)| {
            let off = if class == truth { p - 1.0 } else { *p };
            off * off
        };
        p.iter().enumerate().map(square).sum()
    })
}

/// Each row's highest probability, and whether its class is the true one.
pub(super) fn confidences(predictions: &Predictions<'_>) -> Vec<(f64, bool)> {
    let top = |(truth, p): (usize, &[f64])| {
        let mut best = (0.0, usize::MAX);
        for (class, p) in p.iter().enumerate() {
            if *p > best.0 {
                best = (*p, class);
            }
        }
        (best.0, best.1 == truth)
    };
    predictions.with_probabilities().map(top).collect()
}

/// The rows by rising confidence, equal ones in their order.
pub(super) fn by_confidence(confidences: &[(f64, bool)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..confidences.len()).collect();
    let confidence = |row: &usize| confidences.get(*row).map_or(0.0, |c| c.0);
    order.sort_by(|a, b| confidence(a).total_cmp(&confidence(b)));
    order
}

/// A reliability table of rows with the multiplicities `times(row)`, which sum to `total`.
pub(super) fn weighted_bins(
    confidences: &[(f64, bool)],
    order: &[usize],
    times: impl Fn(usize) -> u64,
    total: u64,
    bins: usize,
) -> Vec<Bin> {
    let bins = bins.max(1) as u64;
    let mut table: Vec<Bin> = Vec::with_capacity(bins as usize);
    let (mut open, mut right, mut sum, mut seen) = (None::<Bin>, 0u64, 0.0, 0u64);
    let mut close = |bin: Bin, right: u64, sum: f64| {
        let (confidence, accuracy) = (sum / bin.rows as f64, right as f64 / bin.rows as f64);
        table.push(Bin { confidence, accuracy, interval: wilson(accuracy, bin.rows), ..bin });
    };
    for row in order {
        let times = times(*row);
        let Some((confidence, correct)) = confidences.get(*row).filter(|_| times > 0) else {
            continue;
        };
        // The bin is full if the rows before this one reach its upper bound.
        if let Some(bin) = open
            && *confidence > bin.high
            && seen * bins >= total * (seen_bins(seen - bin.rows, bins, total) + 1)
        {
            close(bin, right, sum);
            (open, right, sum) = (None, 0, 0.0);
        }
        let bin = open.get_or_insert(Bin { low: *confidence, ..Bin::default() });
        bin.rows += times;
        bin.high = *confidence;
        right += if *correct { times } else { 0 };
        sum += confidence * times as f64;
        seen += times;
    }
    if let Some(bin) = open {
        close(bin, right, sum);
    }
    table
}

/// The number of full bins of the first `rows` rows.
fn seen_bins(rows: u64, bins: u64, total: u64) -> u64 {
    (rows * bins).checked_div(total).unwrap_or(0)
}

/// Wilson's 95 % interval of a share of `rows` rows.
fn wilson(share: f64, rows: u64) -> [f64; 2] {
    const Z: f64 = 1.959_964;
    let n = rows as f64;
    let ratio = Z * Z / n;
    let center = (share + ratio / 2.0) / (1.0 + ratio);
    let half = (ratio * share * (1.0 - share) + ratio * ratio / 4.0).sqrt() / (1.0 + ratio);
    [(center - half).max(0.0), (center + half).min(1.0)]
}
