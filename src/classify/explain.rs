//! Why: what each stretch of a statement adds to the score of the predicted class.

use std::collections::BTreeMap;

use super::{Prediction, Session, spread};
use crate::ByteSpan;
use crate::features::Row;

/// A head's prediction with its reasons. `bias` and all contributions sum to `score`.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The prediction explained; the same as [`Session::classify`] gives.
    pub prediction: Prediction,
    /// Calibrated score of the predicted class against the mean of the classes, in logits.
    pub score: f64,
    /// What a statement without a known term would get, in logits.
    pub bias: f64,
    /// What adds to it, the largest in size first; then by place.
    pub reasons: Vec<Reason>,
}

/// What one stretch of a statement adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Where in the statement.
    pub span: ByteSpan,
    /// Contribution to the score of the predicted class, in calibrated logits against the mean of the classes.
    pub contribution: f64,
}

impl Session<'_> {
    /// Classifies `text` and says why, one explanation a head.
    ///
    /// The contributions of all terms on the same stretch (a word and its character n-grams) are one reason; a term that
    /// counts several times is shared out evenly over its places.
    pub fn explain(&mut self, text: &str, target: usize) -> Vec<Explanation> {
        let mut places: BTreeMap<u32, Vec<ByteSpan>> = BTreeMap::new();
        let words = self.index(text, |id, span| places.entry(id).or_default().push(span));
        let terms = places.iter().map(|(id, spans)| (*id, spans.len() as u32)).collect();
        let row = Row { terms, words };
        let mut out = Vec::with_capacity(self.classifier.heads.len());
        for (h, compiled) in self.classifier.heads.iter().enumerate() {
            let parts = self.parts(h, &row, target);
            let mut scores = Vec::new();
            compiled.class_scores(&self.raw, &mut scores);
            let mut prediction = Prediction { class: 0, probabilities: scores.clone() };
            prediction.of_scores();
            let class = prediction.class;
            let of_class = |scores: &[f64]| scores.get(class).copied().unwrap_or(0.0);
            let score = of_class(&scores);
            compiled.class_scores(compiled.weights(target).1, &mut scores);
            let bias = of_class(&scores);
            let mut by_span: BTreeMap<ByteSpan, f64> = BTreeMap::new();
            for (raw, spans) in parts.chunks_exact(compiled.rows).zip(places.values()) {
                scores.clear();
                scores.extend(compiled.mapped(raw));
                spread(&mut scores);
                let share = of_class(&scores) / spans.len() as f64;
                for span in spans {
                    *by_span.entry(*span).or_insert(0.0) += share;
                }
            }
            let mut reasons: Vec<Reason> =
                by_span.into_iter().map(|(span, contribution)| Reason { span, contribution }).collect();
            reasons.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.span.cmp(&b.span)));
            out.push(Explanation { score, prediction, bias, reasons });
        }
        out
    }

    /// What each term of `row` adds to the raw scores of head `h`: terms × rows. Leaves the raw
    /// scores themselves in `self.raw`, as [`Session::classify`] gets them.
    fn parts(&mut self, h: usize, row: &Row, target: usize) -> Vec<f64> {
        let classifier = self.classifier;
        let (Some(compiled), Some(head)) = (classifier.heads.get(h), classifier.model.heads.get(h)) else {
            return Vec::new();
        };
        let (coefficients, intercepts) = compiled.weights(target);
        let rows = compiled.rows;
        let mut parts = Vec::with_capacity(row.terms.len() * rows);
        let Some(cells) = &classifier.cells else {
            head.weighting.weigh(row, head.scale.as_deref(), &classifier.chars, &mut self.values);
            compiled.raw_scores(&self.values, target, &mut self.raw);
            for (column, value) in &self.values {
                let from = *column as usize * rows;
                let cells = coefficients.get(from..from + rows).unwrap_or(&[]);
                parts.extend(cells.iter().map(|cell| f64::from(*value) * f64::from(*cell)));
            }
            return parts;
        };
        // The sums of the head's rows, and behind them that of the squared scales if there is one.
        let mut own = vec![0; rows + 1];
        let mut counted = Vec::with_capacity(row.terms.len() * rows);
        for (column, count) in &row.terms {
            cells.each_of(&classifier.model, h, target, *column, |at, cell| {
                let part = i64::from(cell) * i64::from(*count);
                if let Some(total) = own.get_mut(at) {
                    *total += part;
                }
                if at < rows {
                    counted.push(part);
                }
            });
        }
        let own = own.as_slice();
        let worth = cells.worth(h, own, row.words);
        parts.extend(counted.into_iter().map(|part| part as f64 * worth));
        cells.raw_scores(h, intercepts, own, row.words, &mut self.raw);
        parts
    }
}
