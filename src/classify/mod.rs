//! A model compiled for use: statement → label, probabilities, exact reasons.

mod explain;

pub use explain::{Explanation, Reason};

use std::ops::Range;

use crate::features::{FixedTerms, Indexer, row_of_fixed};
use crate::learn::softmax;
use crate::model::Model;
use crate::text::Analyzer;
use crate::{Error, Result};

/// A model ready to classify. Share it between threads; give each thread a [`Session`].
pub struct Classifier {
    model: Model,
    analyzer: Analyzer,
    terms: FixedTerms,
    /// The columns of character n-grams.
    chars: Range<u32>,
    heads: Vec<CompiledHead>,
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
#[derive(Clone, Debug, PartialEq)]
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

    fn of_scores(scores: &mut [f64]) -> Self {
        softmax(scores);
        let best =
            scores.iter().enumerate().fold((0, f64::MIN), |best, (k, p)| if *p > best.1 { (k, *p) } else { best });
        Self { class: best.0, probabilities: scores.to_vec() }
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
        let terms = FixedTerms::new(&model.vocabulary);
        let heads = model.heads.iter().map(|head| {
            let rows = head.rows();
            let columns = model.vocabulary.len();
            let by_column = |coefficients: &[f32]| {
                let cell = |k: usize| coefficients.get(k % rows * columns + k / rows).copied().unwrap_or(0.0);
                (0..rows * columns).map(cell).collect::<Vec<f32>>()
            };
            let targets = head.weights.iter().map(|w| (by_column(&w.coefficients), w.intercepts.clone())).collect();
            let (matrix, offset) = head.calibration.linear(head.classes.len());
            CompiledHead { targets, rows, matrix, offset }
        });
        let heads = heads.collect();
        Ok(Self { analyzer, terms, chars: model.vocabulary.chars(), heads, model })
    }

    /// The model it was made from.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// A session: the scratch memory of one thread.
    pub fn session(&self) -> Session<'_> {
        Session {
            classifier: self,
            indexer: Indexer::new(&self.analyzer, &self.terms),
            ids: Vec::new(),
            values: Vec::new(),
        }
    }

    /// The position of a target among those of the model; 0 for a model without targets.
    ///
    /// # Errors
    /// [`Error::Options`] if the model has targets and `name` is none of them, or is not given.
    pub fn target(&self, name: Option<&str>) -> Result<usize> {
        let Some(head) = self.model.heads.first().filter(|head| !head.targets.is_empty()) else {
            return Ok(0);
        };
        name.and_then(|name| head.target(name)).ok_or_else(|| {
            let found = name.map_or("is missing".to_owned(), |n| format!("`{n}` is not known"));
            Error::options("target", format!("{found}; this model knows {}", head.targets.join(", ")))
        })
    }
}

/// One thread's use of a [`Classifier`]; remembers the words it has met.
pub struct Session<'c> {
    classifier: &'c Classifier,
    indexer: Indexer<'c, &'c FixedTerms>,
    ids: Vec<u32>,
    values: Vec<(u32, f32)>,
}

impl Session<'_> {
    /// Classifies `text` for the target at position `target` (see [`Classifier::target`]); one prediction a head.
    ///
    /// A text without a known term gets each head's bias alone.
    pub fn classify(&mut self, text: &str, target: usize) -> Vec<Prediction> {
        let mut out = Vec::new();
        self.classify_into(text, target, &mut out);
        out
    }

    /// The same into `out`, whose memory is used again.
    pub fn classify_into(&mut self, text: &str, target: usize, out: &mut Vec<Prediction>) {
        out.clear();
        let row = row_of_fixed(&mut self.indexer, text, &mut self.ids);
        for (head, compiled) in self.classifier.model.heads.iter().zip(&self.classifier.heads) {
            head.weighting.weigh(&row, head.scale.as_deref(), &self.classifier.chars, &mut self.values);
            let mut raw = compiled.raw_scores(&self.values, target);
            out.push(Prediction::of_scores(&mut compiled.class_scores(&mut raw)));
        }
    }
}

impl CompiledHead {
    fn weights(&self, target: usize) -> (&[f32], &[f64]) {
        self.targets.get(target).or(self.targets.first()).map_or((&[], &[]), |(c, i)| (c, i))
    }

    /// Raw scores of the rows: sums in the order of the columns.
    fn raw_scores(&self, values: &[(u32, f32)], target: usize) -> Vec<f64> {
        let (coefficients, intercepts) = self.weights(target);
        let mut scores = intercepts.to_vec();
        for (column, value) in values {
            let from = *column as usize * self.rows;
            let cells = coefficients.get(from..from + self.rows).unwrap_or(&[]);
            for (score, cell) in scores.iter_mut().zip(cells) {
                *score += f64::from(*value) * f64::from(*cell);
            }
        }
        scores
    }

    /// Calibrated scores of the classes, which sum to zero.
    fn class_scores(&self, raw: &mut [f64]) -> Vec<f64> {
        let mut scores = self.mapped(raw);
        for (score, offset) in scores.iter_mut().zip(&self.offset) {
            *score += offset;
        }
        spread(scores)
    }

    /// The linear part of the calibration.
    fn mapped(&self, raw: &[f64]) -> Vec<f64> {
        self.matrix.iter().map(|row| row.iter().zip(raw).map(|(a, s)| a * s).sum()).collect()
    }
}

/// One score of two classes becomes two that sum to zero; several are centred.
fn spread(scores: Vec<f64>) -> Vec<f64> {
    match *scores.as_slice() {
        [z] => vec![-z / 2.0, z / 2.0],
        _ => {
            let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
            scores.into_iter().map(|s| s - mean).collect()
        }
    }
}
