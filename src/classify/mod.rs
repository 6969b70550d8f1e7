//! A model compiled for use: statement → label, probabilities, exact reasons.

mod cells;
mod explain;
mod fast;
mod once;
mod pairs;
mod records;
mod session;
mod sums;
#[cfg(test)]
mod tests;

pub use explain::{Explanation, Reason};
pub use session::Session;

use std::ops::Range;
use std::sync::OnceLock;

use cells::Cells;
use sums::Sums;

use crate::features::FixedTerms;
use crate::learn::softmax;
use crate::model::Model;
use crate::text::Analyzer;
use crate::{Error, Result};

/// A model ready to classify. Share it between threads; give each thread a [`Session`].
///
/// Models whose scores are sums over words are ready at once: their tables are made when the first session has more than a
/// few statements to label, or by [`Classifier::prepare`].
pub struct Classifier {
    model: Model,
    analyzer: Analyzer,
    /// The columns of character n-grams.
    chars: Range<u32>,
    heads: Vec<CompiledHead>,
    /// What terms add, for models whose scores are sums over words.
    cells: Option<Cells>,
    /// Tables of terms and of what they add.
    tables: OnceLock<(FixedTerms, Option<Sums>)>,
}

/// One head's weights, calibrated and laid out so that all scores of a column stand together.
struct CompiledHead {
    /// For each target: `columns × rows` coefficients and `rows` intercepts.
    targets: Vec<(Vec<f32>, Vec<f64>)>,
    rows: usize,
    /// Calibration as a linear map of the rows' scores: `matrix · scores + offset`.
    matrix: Vec<Vec<f64>>,
    offset: Vec<f64>,
}

/// What one head says of one statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prediction {
    /// Index of the most probable class; the first of equally probable ones.
    pub class: usize,
    /// Calibrated probability of each class, in the order of the head's classes.
    pub probabilities: Vec<f64>,
}

impl Prediction {
    /// The probability of the most probable class.
    pub fn probability(&self) -> f64 {
        self.probabilities.get(self.class).copied().unwrap_or(0.0)
    }

    /// The prediction from scores that stand in its probabilities' place.
    fn of_scores(&mut self) {
        let scores = &mut self.probabilities;
        softmax(scores);
        let best =
            scores.iter().enumerate().fold((0, f64::MIN), |best, (k, p)| if *p > best.1 { (k, *p) } else { best });
        self.class = best.0;
    }
}

impl Classifier {
    /// Compiles a model.
    ///
    /// # Errors
    /// What [`Model::check`] finds.
    pub fn new(model: Model) -> Result<Self> {
        model.check("model")?;
        let analyzer = Analyzer::new(&model.text)?;
        let cells = Cells::new(&model);
        let heads = model.heads.iter().map(|head| {
            let rows = head.rows();
            let columns = model.vocabulary.len();
            let by_column = |coefficients: &[f32]| {
                let cell = |k: usize| coefficients.get(k % rows * columns + k / rows).copied().unwrap_or(0.0);
                (0..rows * columns).map(cell).collect::<Vec<f32>>()
            };
            let targets = head.weights.iter().map(|w| {
                let coefficients = if cells.is_some() { Vec::new() } else { by_column(&w.coefficients) };
                (coefficients, w.intercepts.clone())
            });
            let (targets, (matrix, offset)) = (targets.collect(), head.calibration.linear(head.classes.len()));
            CompiledHead { targets, rows, matrix, offset }
        });
        let heads = heads.collect();
        Ok(Self { analyzer, chars: model.vocabulary.chars(), heads, cells, tables: OnceLock::new(), model })
    }

    /// The model it was made from.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// A session: the scratch memory of one thread.
    pub fn session(&self) -> Session<'_> {
        Session::new(self)
    }

    /// Makes the tables for many statements now, so that none of them waits for it. Labels are the same without.
    pub fn prepare(&self) {
        self.tables();
    }

    fn tables(&self) -> &(FixedTerms, Option<Sums>) {
        self.tables.get_or_init(|| {
            let terms = FixedTerms::new(&self.model.vocabulary);
            let sums = self.cells.as_ref().and_then(|cells| Sums::new(&self.model, cells, &terms));
            (terms, sums)
        })
    }

    fn has_tables(&self) -> bool {
        self.tables.get().is_some()
    }

    /// The position of a target among those of the model; 0 for a model without targets.
    ///
    /// # Errors
    /// [`Error::Options`] if the model has targets and `name` is none of them, or is not given.
    pub fn target(&self, name: Option<&str>) -> Result<usize> {
        let Some(head) = self.model.heads.iter().find(|head| !head.targets.is_empty()) else {
            return Ok(0);
        };
        name.and_then(|name| head.target(name)).ok_or_else(|| {
            let found = name.map_or("is missing".to_owned(), |n| format!("`{n}` is not known"));
            Error::options("target", format!("{found}; this model knows {}", head.targets.join(", ")))
        })
    }
}

impl CompiledHead {
    fn weights(&self, target: usize) -> (&[f32], &[f64]) {
        self.targets.get(target).or(self.targets.first()).map_or((&[], &[]), |(c, i)| (c, i))
    }

    /// Raw scores of the rows: sums in the order of the columns.
    fn raw_scores(&self, values: &[(u32, f32)], target: usize, scores: &mut Vec<f64>) {
        let (coefficients, intercepts) = self.weights(target);
        scores.clear();
        scores.extend_from_slice(intercepts);
        for (column, value) in values {
            let from = *column as usize * self.rows;
            let cells = coefficients.get(from..from + self.rows).unwrap_or(&[]);
            for (score, cell) in scores.iter_mut().zip(cells) {
                *score += f64::from(*value) * f64::from(*cell);
            }
        }
    }

    /// Calibrated scores of the classes, which sum to zero.
    fn class_scores(&self, raw: &[f64], scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend(self.mapped(raw).zip(&self.offset).map(|(score, offset)| score + offset));
        spread(scores);
    }

    /// The linear part of the calibration.
    fn mapped<'s>(&'s self, raw: &'s [f64]) -> impl Iterator<Item = f64> + 's {
        self.matrix.iter().map(move |row| row.iter().zip(raw).map(|(a, s)| a * s).sum())
    }
}

/// One score of two classes becomes two that sum to zero; several are centred.
fn spread(scores: &mut Vec<f64>) {
    if let [z] = *scores.as_slice() {
        scores.clear();
        scores.extend([-z / 2.0, z / 2.0]);
        return;
    }
    let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    scores.iter_mut().for_each(|score| *score -= mean);
}
