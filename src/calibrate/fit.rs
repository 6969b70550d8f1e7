//! Fits a calibration to held-out scores and chooses its kind.

use super::Calibration;
use super::data::CalibrationData;
use super::held_out::{clearly_lower, folds, log_loss};
use crate::Result;
use crate::learn::{Csr, LogisticOptions, Problem, Weights, fit, softmax};

/// The penalty on Platt scaling. It matters only if scores separate the classes, and then keeps the slope finite.
const ALPHA: f64 = 0.01;
/// The penalty on affine maps. They have K² + K parameters and need a stronger one.
const ALPHA_AFFINE: f64 = 0.1;
/// The most classes for which an affine map is fitted: with more, held-out rows hardly determine its K² + K parameters,
/// and the time to fit them grows with K³.
const MOST_AFFINE: usize = 20;
/// The largest inverse temperature; the smallest is its inverse.
const COLDEST: f64 = 50.0;

/// The kinds of calibration, simple ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Temperature,
    Platt,
    Affine,
}

impl Kind {
    /// The kinds that are fitted for this number of classes, from few parameters to many.
    fn tried(n_classes: usize) -> &'static [Self] {
        match n_classes {
            2 => &[Kind::Temperature, Kind::Platt],
            3..=MOST_AFFINE => &[Kind::Temperature, Kind::Affine],
            _ => &[Kind::Temperature],
        }
    }
}

/// Fits the kind with the most parameters to these rows; `None` if that is not possible, or if it is a temperature,
/// which never changes the most probable class.
pub(crate) fn fit_map(data: &CalibrationData, rows: &[usize]) -> Option<Calibration> {
    data.check().ok()?;
    let kind = Kind::tried(data.n_classes).last().filter(|kind| **kind != Kind::Temperature)?;
    fit_kind(data, rows, *kind)
}

/// Fits a calibration to held-out scores. Its kind is chosen by cross-validated log-loss from none, a temperature, and
/// Platt scaling (two classes) or an affine map (3 to 20 classes). A kind with more parameters is chosen only if it is
/// better by more than one standard error.
///
/// The solver is [`crate::learn`]; the line search of linfa-logistic may not terminate on scores that nearly separate
/// the classes. A kind that cannot be fitted, because a class has no rows, is left out. The parameters are rounded as
/// in a model file.
///
/// # Errors
/// [`crate::Error::Options`] if lengths do not agree or numbers are out of range.
pub fn fit_calibration(data: &CalibrationData) -> Result<Calibration> {
    data.check()?;
    let folds = folds(data);
    let mut chosen = Calibration::None;
    let mut losses = row_losses(data, &folds, |_| Some(Calibration::None));
    for &kind in Kind::tried(data.n_classes) {
        let everything: Vec<usize> = (0..data.classes.len()).collect();
        let Some(candidate) = fit_kind(data, &everything, kind) else {
            continue;
        };
        let held_out = row_losses(data, &folds, |training| fit_kind(data, training, kind));
        if let (Some(before), Some(after)) = (&losses, &held_out)
            && clearly_lower(data, before, after)
        {
            chosen = candidate;
            losses = held_out;
        }
    }
    Ok(chosen)
}

/// The log-loss of each row under a calibration fitted on the other folds; `None` if one cannot be fitted.
fn row_losses(
    data: &CalibrationData,
    folds: &[u32],
    fit: impl Fn(&[usize]) -> Option<Calibration>,
) -> Option<Vec<f64>> {
    let mut names = folds.to_vec();
    names.sort_unstable();
    names.dedup();
    let mut losses = vec![0.0; folds.len()];
    for name in names {
        let training: Vec<usize> = (0..folds.len()).filter(|&row| folds.get(row) != Some(&name)).collect();
        let calibration = fit(&training)?;
        let rows = data.scores.chunks_exact(data.n_classes).zip(data.classes);
        for ((slot, fold), (scores, &class)) in losses.iter_mut().zip(folds).zip(rows) {
            if *fold == name {
                let mut scores = scores.to_vec();
                calibration.apply(&mut scores);
                *slot = log_loss(&mut scores, class);
            }
        }
    }
    Some(losses)
}

/// Fits a calibration of this kind.
fn fit_kind(data: &CalibrationData, rows: &[usize], kind: Kind) -> Option<Calibration> {
    let calibration = match kind {
        Kind::Temperature => temperature(data, rows)?,
        Kind::Platt => {
            let weights = linear(data, rows, ALPHA)?;
            Calibration::Platt { slope: *weights.coefficients.first()?, intercept: *weights.intercepts.first()? }
        }
        Kind::Affine => {
            let weights = linear(data, rows, ALPHA_AFFINE)?;
            Calibration::Affine {
                matrix: weights.coefficients.chunks_exact(data.n_classes).map(<[f64]>::to_vec).collect(),
                offset: weights.intercepts,
            }
        }
    }
    .rounded();
    calibration.validate(data.n_classes).ok()?;
    Some(calibration)
}

/// Logistic regression on the scores: one column (class 1 against class 0) for two classes, otherwise K.
fn linear(data: &CalibrationData, rows: &[usize], alpha: f64) -> Option<Weights> {
    let n = data.n_classes;
    let mut matrix = Csr::with_columns(if n == 2 { 1 } else { n }).ok()?;
    let mut classes = Vec::with_capacity(rows.len());
    let mut weights = Vec::with_capacity(rows.len());
    for &row in rows {
        let scores = data.scores.get(row * n..)?.get(..n)?;
        match *scores {
            [low, high] => matrix.push_row([(0, (high - low) as f32)]),
            _ => matrix.push_row((0u32..).zip(scores.iter().map(|&score| score as f32))),
        }
        .ok()?;
        classes.push(*data.classes.get(row)?);
        weights.push(data.weight(row));
    }
    let options = LogisticOptions { tolerance: 1e-6, ..LogisticOptions::with_alpha(alpha) };
    let options = options.check().ok()?;
    let mut problem = Problem::new(&matrix, &classes, n).ok()?;
    if data.row_weights.is_some() {
        problem = problem.with_row_weights(&weights).ok()?;
    }
    let (weights, convergence) = fit(&problem, &options, None).ok()?;
    convergence.converged.then_some(weights)
}

/// The temperature with the lowest log-loss, by bisection: the loss is convex in the inverse temperature, so its slope
/// has one zero. If the zero is outside of the interval, the result is its end.
fn temperature(data: &CalibrationData, rows: &[usize]) -> Option<Calibration> {
    let n = data.n_classes;
    let slope = |inverse: f64| -> f64 {
        let mut sum = 0.0;
        let mut shares = vec![0.0; n];
        for &row in rows {
            let Some(scores) = data.scores.get(row * n..).and_then(|rest| rest.get(..n)) else {
                continue;
            };
            for (share, score) in shares.iter_mut().zip(scores) {
                *share = inverse * score;
            }
            softmax(&mut shares);
            let expected: f64 = shares.iter().zip(scores).map(|(p, s)| p * s).sum();
            let own = data.classes.get(row).and_then(|&c| scores.get(c as usize));
            sum += data.weight(row) * (expected - own.copied().unwrap_or(0.0));
        }
        sum
    };
    if rows.iter().all(|&row| data.weight(row) == 0.0) {
        return None;
    }
    let (mut low, mut high) = (1.0 / COLDEST, COLDEST);
    // Far more digits than are stored; with many classes, where each step takes long, only some more.
    let steps = if n > MOST_AFFINE { 30 } else { 60 };
    for _ in 0..steps {
        // The geometric mean, because temperatures are ratios.
        let middle = (low * high).sqrt();
        if slope(middle) > 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(Calibration::Temperature { t: 1.0 / low })
}
