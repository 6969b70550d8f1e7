//! The calibration map as a model stores it.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Parameters are stored with this many significant digits: far more than calibration data can determine, and short
/// enough to read.
pub const CALIBRATION_DIGITS: usize = 6;

/// A linear map of the scores of one row, applied before the softmax. Scores stay centred.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Calibration {
    /// Scores as they are.
    #[default]
    None,
    /// All scores divided by one temperature (Guo et al. 2017, "On calibration of modern neural networks").
    Temperature {
        /// Above 0. Above 1, probabilities become less extreme.
        t: f64,
    },
    /// Two classes: `z → slope · z + intercept` for the score `z` of class 1 against class 0 (Platt 1999).
    Platt {
        /// Below 1, probabilities become less extreme.
        slope: f64,
        /// Shifts all scores towards class 1.
        intercept: f64,
    },
    /// `scores → matrix · scores + offset`: matrix scaling, for any number of classes.
    Affine {
        /// K rows of K numbers.
        matrix: Vec<Vec<f64>>,
        /// K numbers.
        offset: Vec<f64>,
    },
}

/// A linear map of the scores of a row: factors × scores + offset.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LinearMap {
    /// What the scores are multiplied by.
    pub(crate) factors: Factors,
    /// One number per score.
    pub(crate) offset: Vec<f64>,
}

/// What scores are multiplied by. A multiple of the identity is kept as one number: a model with many classes is then
/// not larger in memory than in its file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Factors {
    /// One factor for all scores.
    One(f64),
    /// K rows of K numbers.
    Matrix(Vec<Vec<f64>>),
}

impl LinearMap {
    /// The same factor for all of `n` scores, and no offset.
    fn diagonal(factor: f64, n: usize) -> Self {
        Self { factors: Factors::One(factor), offset: vec![0.0; n] }
    }

    /// Fills `mapped` with the factors times `scores`, without the offset.
    pub(crate) fn multiply(&self, scores: &[f64], mapped: &mut Vec<f64>) {
        mapped.clear();
        match &self.factors {
            Factors::One(factor) => mapped.extend(scores.iter().map(|score| factor * score)),
            Factors::Matrix(matrix) => {
                mapped.extend(matrix.iter().map(|row| row.iter().zip(scores).map(|(a, s)| a * s).sum::<f64>()));
            }
        }
    }
}

impl Calibration {
    /// Replaces the scores of a row, one per class, by calibrated ones. They sum to zero if the given ones do. Scores
    /// for another number of classes than the calibration has are left unchanged.
    pub fn apply(&self, scores: &mut [f64]) {
        match self {
            Calibration::None => {}
            Calibration::Temperature { t } => {
                for score in scores {
                    *score /= t;
                }
            }
            Calibration::Platt { slope, intercept } => {
                if let [low, high] = scores {
                    let z = slope * (*high - *low) + intercept;
                    (*low, *high) = (-z / 2.0, z / 2.0);
                }
            }
            Calibration::Affine { matrix, offset } => {
                if matrix.len() != scores.len() || offset.len() != scores.len() {
                    return;
                }
                let mut mapped: Vec<f64> = matrix
                    .iter()
                    .zip(offset)
                    .map(|(row, offset)| row.iter().zip(&*scores).map(|(a, s)| a * s).sum::<f64>() + offset)
                    .collect();
                let mean = mapped.iter().sum::<f64>() / mapped.len().max(1) as f64;
                for (score, mapped) in scores.iter_mut().zip(&mut mapped) {
                    *score = *mapped - mean;
                }
            }
        }
    }

    /// This calibration as a linear map of the scores of [`Weights`](crate::learn::Weights): of one number for two
    /// classes (the score of class 1 against class 0), of K numbers for more. Columns of a matrix and the offset are
    /// centred.
    pub(crate) fn linear(&self, n_classes: usize) -> LinearMap {
        match self {
            Calibration::None if n_classes > 2 => LinearMap::diagonal(1.0, n_classes),
            Calibration::Temperature { t } if n_classes > 2 => LinearMap::diagonal(1.0 / t, n_classes),
            _ => self.dense(n_classes),
        }
    }

    /// The linear map with all numbers of its matrix. It is determined by its values at zero and at the unit vectors.
    fn dense(&self, n_classes: usize) -> LinearMap {
        let at = |input: Vec<f64>| {
            let mut scores = input;
            self.apply(&mut scores);
            scores
        };
        let offset = at(vec![0.0; n_classes]);
        if let [low, high] = *offset.as_slice() {
            let unit = at(vec![-0.5, 0.5]);
            let slope = match *unit.as_slice() {
                [a, b] => (b - a) - (high - low),
                _ => 1.0,
            };
            return LinearMap { factors: Factors::One(slope), offset: vec![high - low] };
        }
        let mut matrix = vec![vec![0.0; n_classes]; n_classes];
        for from in 0..n_classes {
            let mut unit = vec![0.0; n_classes];
            if let Some(one) = unit.get_mut(from) {
                *one = 1.0;
            }
            let image = at(unit);
            for ((row, value), offset) in matrix.iter_mut().zip(image).zip(&offset) {
                if let Some(slot) = row.get_mut(from) {
                    *slot = value - offset;
                }
            }
        }
        LinearMap { factors: Factors::Matrix(matrix), offset }
    }

    /// This calibration with its parameters rounded to [`CALIBRATION_DIGITS`] significant digits, as it is stored.
    pub fn rounded(&self) -> Self {
        match self {
            Calibration::None => Calibration::None,
            Calibration::Temperature { t } => Calibration::Temperature { t: round(*t) },
            Calibration::Platt { slope, intercept } => {
                Calibration::Platt { slope: round(*slope), intercept: round(*intercept) }
            }
            Calibration::Affine { matrix, offset } => Calibration::Affine {
                matrix: matrix.iter().map(|row| row.iter().copied().map(round).collect()).collect(),
                offset: offset.iter().copied().map(round).collect(),
            },
        }
    }

    /// Checks that this calibration is for `n_classes` classes and that its parameters are in range: at most 1e9, a
    /// temperature also at least 1e-9, so that no score overflows.
    ///
    /// # Errors
    /// [`Error::Options`] says what is wrong.
    pub fn validate(&self, n_classes: usize) -> Result<()> {
        let problem = match self {
            Calibration::None => None,
            Calibration::Temperature { t } => {
                (!(1.0 / LARGEST..=LARGEST).contains(t)).then(|| format!("temperature {t} is not a positive number"))
            }
            Calibration::Platt { slope, intercept } => {
                if n_classes != 2 {
                    Some(format!("Platt scaling is for two classes, not {n_classes}"))
                } else {
                    (!(is_small(slope) && is_small(intercept))).then(|| "slope or intercept is out of range".into())
                }
            }
            Calibration::Affine { matrix, offset } => {
                if matrix.len() != n_classes
                    || offset.len() != n_classes
                    || matrix.iter().any(|row| row.len() != n_classes)
                {
                    Some(format!("the affine map is not for {n_classes} classes"))
                } else {
                    let mut numbers = matrix.iter().flatten().chain(offset);
                    (!numbers.all(is_small)).then(|| "a number of the affine map is out of range".into())
                }
            }
        };
        match problem {
            None => Ok(()),
            Some(problem) => Err(Error::options("calibration", problem)),
        }
    }
}

/// The largest absolute parameter.
const LARGEST: f64 = 1e9;

/// Whether a parameter is a number that is not too large.
fn is_small(number: &f64) -> bool {
    number.abs() <= LARGEST
}

/// Rounds to [`CALIBRATION_DIGITS`] significant digits through decimal text, which gives the same result on every
/// machine.
pub(crate) fn round(number: f64) -> f64 {
    let digits = CALIBRATION_DIGITS - 1;
    format!("{number:.digits$e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn affine() -> Calibration {
        Calibration::Affine {
            matrix: vec![vec![2.0, 0.5, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]],
            offset: vec![0.25, 0.0, -1.0],
        }
    }

    #[test]
    fn calibrations_survive_json_and_unknown_fields_do_not() {
        for calibration in [
            Calibration::None,
            Calibration::Temperature { t: 1.5 },
            Calibration::Platt { slope: 0.5, intercept: -0.25 },
            affine(),
        ] {
            let text = serde_json::to_string(&calibration).unwrap();
            assert_eq!(serde_json::from_str::<Calibration>(&text).unwrap(), calibration);
        }
        assert!(serde_json::from_str::<Calibration>(r#"{"temperature":{"t":1.0,"u":2}}"#).is_err());
        assert!(serde_json::from_str::<Calibration>(r#"{"warmth":{"t":1.0}}"#).is_err());
    }

    #[test]
    fn calibrated_scores_stay_centred() {
        let mut scores = [1.0, -3.0, 2.0];
        affine().apply(&mut scores);
        assert!(scores.iter().sum::<f64>().abs() < 1e-12);
        let mut scores = [-1.0, 1.0];
        Calibration::Platt { slope: 0.5, intercept: 1.0 }.apply(&mut scores);
        assert_eq!(scores, [-1.0, 1.0]);
    }

    #[test]
    fn the_linear_form_gives_the_scores_that_applying_gives() {
        let mapped = |calibration: &Calibration, raw: &[f64], n_classes| {
            let (map, mut mapped) = (calibration.linear(n_classes), Vec::new());
            map.multiply(raw, &mut mapped);
            mapped.iter().zip(&map.offset).map(|(score, offset)| score + offset).collect::<Vec<f64>>()
        };
        let two = Calibration::Affine { matrix: vec![vec![0.5, -0.25], vec![0.125, 1.0]], offset: vec![0.5, 0.0] };
        let platt = Calibration::Platt { slope: 0.7, intercept: -0.4 };
        for calibration in [platt, Calibration::Temperature { t: 2.5 }, Calibration::None, two] {
            let mut scores = [-0.75, 0.75];
            calibration.apply(&mut scores);
            assert!((mapped(&calibration, &[1.5], 2)[0] - (scores[1] - scores[0])).abs() < 1e-12, "{calibration:?}");
        }
        for calibration in [Calibration::None, Calibration::Temperature { t: 0.5 }, affine()] {
            let raw = [0.5, -1.25, 0.75];
            let mut scores = raw;
            calibration.apply(&mut scores);
            for (linear, score) in mapped(&calibration, &raw, 3).iter().zip(scores) {
                assert!((linear - score).abs() < 1e-12, "{calibration:?}");
            }
        }
    }

    #[test]
    fn a_diagonal_is_one_number_with_the_same_scores_to_the_bit() {
        let raw = [0.1, -1.3, 0.7, 0.5];
        for calibration in [Calibration::None, Calibration::Temperature { t: 0.3 }] {
            let (mut one, mut all) = (Vec::new(), Vec::new());
            assert!(matches!(calibration.linear(4).factors, Factors::One(_)));
            calibration.linear(4).multiply(&raw, &mut one);
            calibration.dense(4).multiply(&raw, &mut all);
            assert_eq!(one, all);
        }
    }

    #[test]
    fn six_digits_are_kept() {
        let third = Calibration::Temperature { t: 1.0 / 3.0 }.rounded();
        assert_eq!(third, Calibration::Temperature { t: 0.333333 });
        assert_eq!(third.rounded(), third);
    }

    #[test]
    fn calibrations_for_other_classes_or_without_finite_numbers_are_refused() {
        assert!(affine().validate(3).is_ok());
        assert!(affine().validate(2).is_err());
        assert!(Calibration::Platt { slope: 1.0, intercept: 0.0 }.validate(3).is_err());
        for t in [0.0, -1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY] {
            assert!(Calibration::Temperature { t }.validate(2).is_err());
        }
        for large in [1e300, f64::NAN] {
            assert!(Calibration::Platt { slope: large, intercept: 0.0 }.validate(2).is_err());
            let matrix = vec![vec![large; 3]; 3];
            assert!(Calibration::Affine { matrix, offset: vec![0.0; 3] }.validate(3).is_err());
        }
    }
}
