//! What the next labels are expected to bring, from the learning curve of those there are.

use serde::Serialize;

use crate::corpus::{FOLD_SEED, Folds, Labelled};
use crate::error::Place;
use crate::evaluate::{Interval, Random};
use crate::train::{CurvePoint, HeldOut, TrainOptions, learning_curve};
use crate::{Error, Result};

/// Fewest labelled rows for a forecast.
pub const LEAST_LABELLED: usize = 40;
/// The most rows that the curve is measured on; beyond, it is continued.
const MOST: usize = 1000;
/// Folds of the curve's scores.
const FOLDS: usize = 5;
/// Sizes of the curve, each twice the one before.
const POINTS: usize = 4;
/// Standard deviation of a class's F1 between training sets, times the square root of its number of labels.
/// 0.45 gave intervals that were too narrow on SST-2 (`benches/record/2026-11-30/labels.md`).
const SPREAD: f64 = 0.65;
/// Half the width of a 90 % interval in standard deviations.
const WIDTH: f64 = 1.645;

/// What more labels of one column are expected to bring.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Forecast {
    /// The label column.
    pub head: String,
    /// Number of labelled rows so far.
    pub labelled: u64,
    /// Number of labels to come.
    pub more: u64,
    /// Macro-F1 with the labels so far, by the fitted curve.
    pub macro_f1: f64,
    /// The expected gain in macro-F1.
    pub gain: f64,
    /// The 90 % interval of the gain that will be there.
    pub interval: Interval,
}

/// Forecasts what `more` labels will bring to each label column of `labelled`, if they are of rows like those so far. The
/// curve is macro-F1 = a − b ÷ √rows, fitted to cross-validated scores of four growing sizes. The interval allows for the
/// doubt about b and for the chance of which rows come.
///
/// # Errors
/// [`Error::Data`] if there are too few rows, or too few of a class, to measure a curve; otherwise as [`learning_curve`].
pub fn forecast(labelled: &Labelled, options: &TrainOptions, more: usize) -> Result<Vec<Forecast>> {
    let mut forecasts = Vec::with_capacity(labelled.heads.len());
    for head in &labelled.heads {
        let rows: Vec<usize> =
            (0..labelled.len()).filter(|row| matches!(head.labels.get(*row), Some(Some(_)))).collect();
        let counts = counts(head.classes.len(), rows.iter().filter_map(|row| head.labels.get(*row).copied().flatten()));
        let rare = counts.iter().copied().min().unwrap_or(0);
        if rows.len() < LEAST_LABELLED || counts.len() < 2 || (rare as usize) < FOLDS {
            let problem = format!(
                "has {} labels, {rare} of the rarest class; a forecast needs {LEAST_LABELLED}, {FOLDS} of each class of two \
                 at least",
                rows.len()
            );
            return Err(Error::data(Place::file(crate::error::listed(&labelled.files)).column(&head.name), problem));
        }
        let mut some = rows.clone();
        Random::new(FOLD_SEED, 1).shuffle(&mut some);
        some.truncate(MOST);
        some.sort_unstable();
        let mut measured = labelled.subset(&some);
        measured.heads.retain(|own| own.name == head.name);
        // Whole groups are held out, and the curve grows by statements.
        measured.folds = Some(Folds::of(&measured, FOLDS)?.fold_of);
        measured.groups = None;
        let curve = learning_curve(&measured, options, HeldOut::Folds(FOLDS), POINTS)?;
        let points = curve.heads.get(&head.name).map(|head| head.by_statements.as_slice()).unwrap_or_default();
        let Some(fit) = Fit::of(points) else {
            let problem = "has too few labels of a class for a curve; label more rows";
            return Err(Error::data(Place::file(crate::error::listed(&labelled.files)).column(&head.name), problem));
        };
        forecasts.push(fit.forecast(&head.name, rows.len(), &counts, more));
    }
    Ok(forecasts)
}

/// How often each class is there.
fn counts(classes: usize, labels: impl Iterator<Item = u32>) -> Vec<u64> {
    let mut counts = vec![0; classes];
    labels.for_each(|class| counts.get_mut(class as usize).into_iter().for_each(|n| *n += 1));
    counts
}

/// The curve a − b ÷ √rows.
struct Fit {
    a: f64,
    b: f64,
    /// Standard error of b.
    error: f64,
}

impl Fit {
    /// Fitted by least squares, each point weighted by the inverse of its variance; `None` with fewer than two points.
    fn of(points: &[CurvePoint]) -> Option<Self> {
        let point = |point: &CurvePoint| {
            let scores = point.scores.as_ref()?;
            let [low, high] = scores.intervals.get("macro_f1").copied().flatten()?;
            // The width of a 95 % interval.
            let deviation = ((high - low) / (2.0 * 1.96)).max(0.005);
            Some((-1.0 / point.statements.max(1.0).sqrt(), scores.macro_f1?, 1.0 / (deviation * deviation)))
        };
        let points: Vec<(f64, f64, f64)> = points.iter().filter_map(point).collect();
        if points.len() < 2 {
            return None;
        }
        let sum = |of: &dyn Fn(&(f64, f64, f64)) -> f64| points.iter().map(of).sum::<f64>();
        let weight = sum(&|p| p.2);
        let (x, y) = (sum(&|p| p.2 * p.0) / weight, sum(&|p| p.2 * p.1) / weight);
        let square = sum(&|p| p.2 * (p.0 - x) * (p.0 - x));
        let b = sum(&|p| p.2 * (p.0 - x) * (p.1 - y)) / square;
        (square > 0.0).then(|| Self { a: y - b * x, b, error: 1.0 / square.sqrt() })
    }

    fn forecast(&self, head: &str, labelled: usize, counts: &[u64], more: usize) -> Forecast {
        let now = labelled as f64;
        let step = 1.0 / now.sqrt() - 1.0 / (now + more as f64).sqrt();
        // More labels hardly ever harm.
        let gain = (self.b * step).max(0.0);
        // The classes' F1 vary by themselves; macro-F1 is their mean.
        let grown = now / (now + more as f64);
        let chance: f64 = counts.iter().map(|n| SPREAD * SPREAD * (1.0 - grown) / (*n).max(1) as f64).sum();
        let chance = chance / (counts.len() * counts.len()).max(1) as f64;
        let half = WIDTH * (chance + (self.error * step).powi(2)).sqrt();
        Forecast {
            head: head.to_owned(),
            labelled: labelled as u64,
            more: more as u64,
            macro_f1: (self.a - self.b / now.sqrt()).clamp(0.0, 1.0),
            gain,
            interval: [gain - half, gain + half],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
    use crate::evaluate::Scores;
    use crate::text::CharNgrams;

    fn data(rows: usize) -> Labelled {
        let mut csv = "text,stance\n".to_owned();
        for k in 0..rows {
            let (text, label) = if k % 2 == 0 { ("keep the limits", "support") } else { ("lift the ban", "oppose") };
            csv.push_str(&format!("{text} w{k} x{},{label}\n", k % 7));
        }
        read_labelled(csv.as_bytes(), Format::Csv, "a.csv", Faults::Stop, &LabelledOptions::default()).unwrap()
    }

    fn options() -> TrainOptions {
        let mut options = TrainOptions::default();
        options.text.char_ngrams = CharNgrams::NONE;
        options
    }

    #[test]
    fn a_curve_that_is_one_is_found_again() {
        let point = |statements: f64| {
            let f1 = 0.8 - 2.0 / statements.sqrt();
            let intervals = [("macro_f1".to_owned(), Some([f1 - 0.05, f1 + 0.05]))].into();
            let scores = Scores { macro_f1: Some(f1), intervals, ..Scores::default() };
            CurvePoint { statements, scores: Some(scores), ..CurvePoint::default() }
        };
        let fit = Fit::of(&[20.0, 40.0, 80.0, 160.0].map(point)).unwrap();
        assert!((fit.a - 0.8).abs() < 1e-9 && (fit.b - 2.0).abs() < 1e-9);
        let found = fit.forecast("stance", 200, &[100, 100], 50);
        assert!((found.gain - 2.0 * (1.0 / 200f64.sqrt() - 1.0 / 250f64.sqrt())).abs() < 1e-9);
        let rare = fit.forecast("stance", 200, &[190, 10], 50);
        let width = |f: &Forecast| f.interval[1] - f.interval[0];
        assert!(width(&rare) > width(&found), "a rare class is more a matter of chance");
        assert!(width(&fit.forecast("stance", 400, &[200, 200], 50)) < width(&found));
        assert!(Fit::of(&[point(20.0)]).is_none());
    }

    #[test]
    fn easy_data_promise_nothing_more() {
        let found = forecast(&data(120), &options(), 50).unwrap();
        assert_eq!((found.len(), found[0].labelled, found[0].more), (1, 120, 50));
        assert!(found[0].macro_f1 > 0.9 && found[0].gain < 0.1, "{found:?}");
        assert_eq!(found, forecast(&data(120), &options(), 50).unwrap());
    }

    #[test]
    fn too_few_labels_are_said_with_the_number_that_would_do() {
        let error = forecast(&data(30), &options(), 50).unwrap_err().to_string();
        assert!(error.contains("30 labels") && error.contains("needs 40, 5 of each class"), "{error}");
    }
}
