//! Bootstrap intervals of scores.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calibration::{self, BINS};
use super::counts::{Counts, opposed};
use super::predictions::Predictions;
use super::random::Random;
use crate::{Error, Result};

/// The lower and upper bound of an interval.
pub type Interval = [f64; 2];

/// The scores that get intervals.
const METRICS: [&str; 7] = ["accuracy", "macro_f1", "f_avg", "mcc", "log_loss", "brier", "ece"];

/// How intervals are computed: by the percentile bootstrap (Efron and Tibshirani 1993, chapter 13) at 95 %, over rows,
/// or over clusters if there are any.
///
/// Each resample has its own random stream, so results are the same on every run. Resamples in which a score is
/// undefined are left out for that score. There is no interval if they are more than half, or if there are fewer than
/// two rows or clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bootstrap {
    /// No intervals.
    Off,
    /// Intervals from this number of resamples.
    Draws {
        /// Number of resamples, at least 1.
        draws: u32,
        /// Seed.
        seed: u64,
    },
}

impl Default for Bootstrap {
    /// 1,000 resamples.
    fn default() -> Self {
        Bootstrap::Draws { draws: 1000, seed: 20_221_007 }
    }
}

/// The difference of a score between two systems on the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Score of the second minus score of the first.
    pub difference: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// Differences of two systems' scores on the same rows, second minus first, by metric: `accuracy`, `macro_f1`, `f_avg`,
/// `mcc`, `log_loss`, `brier`, `ece`. Both are scored on the same resamples, by the clusters of the first.
///
/// # Errors
/// As [`Predictions::check`], and [`Error::Options`] if truth or classes differ.
pub fn paired(
    first: &Predictions<'_>,
    second: &Predictions<'_>,
    bootstrap: Bootstrap,
) -> Result<BTreeMap<String, Difference>> {
    first.check()?;
    second.check()?;
    if first.truth != second.truth || first.classes != second.classes {
        return Err(Error::options(
            "predictions",
            "the two systems have other classes or other truth; score them on the same rows",
        ));
    }
    let systems = [Rows::new(first), Rows::new(second)];
    let minus = |[a, b]: [[Option<f64>; METRICS.len()]; 2]| {
        let mut difference = [None; METRICS.len()];
        for ((d, a), b) in difference.iter_mut().zip(a).zip(b) {
            *d = b.zip(a).map(|(b, a)| b - a);
        }
        difference
    };
    let [mut a, mut b] = systems.map(Scorer::new);
    let whole = minus([a.score(None), b.score(None)]);
    let intervals = resample(first, bootstrap, |weights| minus([a.score(Some(weights)), b.score(Some(weights))]));
    let pairs = whole.into_iter().zip(intervals);
    Ok(METRICS
        .iter()
        .zip(pairs)
        .map(|(metric, (difference, interval))| {
            let interval = interval.filter(|_| difference.is_some());
            ((*metric).to_owned(), Difference { difference, interval })
        })
        .collect())
}

/// Intervals of checked predictions, by metric; empty if they are off.
pub(super) fn intervals(predictions: &Predictions<'_>, bootstrap: Bootstrap) -> BTreeMap<String, Option<Interval>> {
    if bootstrap == Bootstrap::Off {
        return BTreeMap::new();
    }
    let mut scorer = Scorer::new(Rows::new(predictions));
    let whole = scorer.score(None);
    let intervals = resample(predictions, bootstrap, |weights| scorer.score(Some(weights)));
    let defined = intervals.into_iter().zip(whole);
    METRICS
        .iter()
        .zip(defined)
        .map(|(metric, (interval, whole))| ((*metric).to_owned(), interval.filter(|_| whole.is_some())))
        .collect()
}

/// The contribution of each row to the scores.
struct Rows {
    counts: Counts,
    opposed: Option<(usize, usize)>,
    /// The true and the predicted class of each row.
    classes: Vec<(u32, Option<u32>)>,
    log_losses: Vec<f64>,
    briers: Vec<f64>,
    confidences: Vec<(f64, bool)>,
    by_confidence: Vec<usize>,
}

impl Rows {
    fn new(predictions: &Predictions<'_>) -> Self {
        let counts = Counts::new(predictions.classes.len());
        let pairs = predictions.truth.iter().zip(predictions.predicted);
        let confidences = calibration::confidences(predictions);
        Self {
            opposed: opposed(predictions.classes),
            classes: pairs.map(|(truth, predicted)| (*truth, *predicted)).collect(),
            log_losses: calibration::log_losses(*predictions).collect(),
            briers: calibration::briers(*predictions).collect(),
            by_confidence: calibration::by_confidence(&confidences),
            confidences,
            counts,
        }
    }
}

/// Scores resampled rows.
struct Scorer(Rows);

impl Scorer {
    fn new(rows: Rows) -> Self {
        Self(rows)
    }

    /// The scores in the order of [`METRICS`]. `weights` holds the multiplicity of each row; without it, all are 1.
    fn score(&mut self, weights: Option<&[u32]>) -> [Option<f64>; METRICS.len()] {
        let rows = &mut self.0;
        let times = |row: usize| match weights {
            None => 1,
            Some(weights) => u64::from(weights.get(row).copied().unwrap_or(0)),
        };
        rows.counts.clear();
        for (row, (truth, predicted)) in rows.classes.iter().enumerate() {
            rows.counts.add(*truth, *predicted, times(row));
        }
        let total = rows.counts.total();
        let mean = |values: &[f64]| {
            let weighted = values.iter().enumerate().map(|(row, v)| v * times(row) as f64);
            (total > 0 && !values.is_empty()).then(|| weighted.sum::<f64>() / total as f64)
        };
        let bins = calibration::weighted_bins(&rows.confidences, &rows.by_confidence, times, total, BINS);
        let gaps = bins.iter().map(|b| b.rows as f64 * (b.accuracy - b.confidence).abs());
        [
            rows.counts.accuracy(),
            rows.counts.macro_f1(),
            rows.counts.f_avg(rows.opposed),
            rows.counts.mcc(),
            mean(&rows.log_losses),
            mean(&rows.briers),
            (!bins.is_empty()).then(|| gaps.sum::<f64>() / total as f64),
        ]
    }
}

/// Scores resamples of the rows, and takes the interval of each score.
fn resample(
    predictions: &Predictions<'_>,
    bootstrap: Bootstrap,
    mut score: impl FnMut(&[u32]) -> [Option<f64>; METRICS.len()],
) -> [Option<Interval>; METRICS.len()] {
    let rows = predictions.truth.len();
    let found = resample_rows(rows, predictions.clusters, bootstrap, METRICS.len(), |weights| score(weights).to_vec());
    let mut intervals = [None; METRICS.len()];
    intervals.iter_mut().zip(found).for_each(|(interval, found)| *interval = found);
    intervals
}

/// Scores resamples of `rows` rows, or of their clusters, and takes the interval of each of `scores` scores. `score` gets
/// the multiplicity of each row and returns one value per score.
pub(crate) fn resample_rows(
    rows: usize,
    clusters: Option<&[u32]>,
    bootstrap: Bootstrap,
    scores: usize,
    mut score: impl FnMut(&[u32]) -> Vec<Option<f64>>,
) -> Vec<Option<Interval>> {
    let (units, unit_of) = units(rows, clusters);
    let Bootstrap::Draws { draws, seed } = bootstrap else {
        return vec![None; scores];
    };
    if units < 2 {
        return vec![None; scores];
    }
    let mut drawn = vec![0u32; units];
    let mut weights = vec![0u32; rows];
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); scores];
    for draw in 0..draws {
        let mut random = Random::new(seed, u64::from(draw));
        drawn.fill(0);
        for _ in 0..units {
            if let Some(count) = drawn.get_mut(random.below(units)) {
                *count += 1;
            }
        }
        for (weight, unit) in weights.iter_mut().zip(&unit_of) {
            *weight = drawn.get(*unit).copied().unwrap_or(0);
        }
        for (values, value) in values.iter_mut().zip(score(&weights)) {
            values.extend(value);
        }
    }
    values
        .into_iter()
        .map(|values| (2 * values.len() >= draws as usize).then(|| percentiles(values)).flatten())
        .collect()
}

/// The number of resampling units (clusters, or rows without them), and the unit of each row, numbered by first
/// appearance.
fn units(rows: usize, clusters: Option<&[u32]>) -> (usize, Vec<usize>) {
    let Some(clusters) = clusters else {
        return (rows, (0..rows).collect());
    };
    let mut units = BTreeMap::new();
    let unit_of = clusters
        .iter()
        .map(|cluster| {
            let next = units.len();
            *units.entry(*cluster).or_insert(next)
        })
        .collect();
    (units.len(), unit_of)
}

/// The 2.5th and 97.5th percentile, linear between values (type 7 of Hyndman and Fan 1996).
fn percentiles(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * values.len().checked_sub(1)? as f64;
        let low = values.get(place.floor() as usize)?;
        let high = values.get(place.ceil() as usize)?;
        Some(low + (high - low) * place.fract())
    };
    Some([at(0.025)?, at(0.975)?])
}
