//! A model compiled for use: statement → label, probabilities, exact reasons.

mod explain;
mod fast;
mod pairs;
mod sums;
#[cfg(test)]
mod tests;

pub use explain::{Explanation, Reason};

use std::ops::Range;

use fast::Fast;
use sums::Sums;

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
    /// What terms add, for models whose scores are sums over words.
    sums: Option<Sums>,
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
        let terms = FixedTerms::new(&model.vocabulary);
        let sums = Sums::new(&model, &terms);
        let heads = model.heads.iter().map(|head| {
            let rows = head.rows();
            let columns = model.vocabulary.len();
            let by_column = |coefficients: &[f32]| {
                let cell = |k: usize| coefficients.get(k % rows * columns + k / rows).copied().unwrap_or(0.0);
                (0..rows * columns).map(cell).collect::<Vec<f32>>()
            };
            let targets = head.weights.iter().map(|w| {
                // Sums have their cells laid out already.
                let coefficients = if sums.is_some() { Vec::new() } else { by_column(&w.coefficients) };
                (coefficients, w.intercepts.clone())
            });
            let (targets, (matrix, offset)) = (targets.collect(), head.calibration.linear(head.classes.len()));
            CompiledHead { targets, rows, matrix, offset }
        });
        let heads = heads.collect();
        Ok(Self { analyzer, terms, chars: model.vocabulary.chars(), heads, sums, model })
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
            fast: self.sums.as_ref().and_then(|sums| Fast::new(&self.analyzer, &self.terms, sums)),
            ids: Vec::new(),
            values: Vec::new(),
            totals: Vec::new(),
            raw: Vec::new(),
        }
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

/// One thread's use of a [`Classifier`]; remembers the words it has met.
pub struct Session<'c> {
    classifier: &'c Classifier,
    indexer: Indexer<'c, &'c FixedTerms>,
    fast: Option<Fast<'c>>,
    ids: Vec<u32>,
    values: Vec<(u32, f32)>,
    totals: Vec<i64>,
    raw: Vec<f64>,
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
        out.resize_with(self.classifier.heads.len(), Prediction::default);
        let Some(sums) = &self.classifier.sums else {
            let row = row_of_fixed(&mut self.indexer, text, &mut self.ids);
            let heads = self.classifier.model.heads.iter().zip(&self.classifier.heads);
            for ((head, compiled), prediction) in heads.zip(out) {
                head.weighting.weigh(&row, head.scale.as_deref(), &self.classifier.chars, &mut self.values);
                compiled.raw_scores(&self.values, target, &mut self.raw);
                compiled.class_scores(&self.raw, &mut prediction.probabilities);
                prediction.of_scores();
            }
            return;
        };
        let words = match &mut self.fast {
            Some(fast) => fast.sum(text, target, &mut self.totals),
            None => {
                sums.begin(&mut self.totals);
                self.indexer.index(text, |column, _| sums.add(target, column, &mut self.totals))
            }
        };
        for (h, (compiled, prediction)) in self.classifier.heads.iter().zip(out).enumerate() {
            let own = sums.own(h, &self.totals);
            sums.raw_scores(h, compiled.weights(target).1, own, words, &mut self.raw);
            compiled.class_scores(&self.raw, &mut prediction.probabilities);
            prediction.of_scores();
        }
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
