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
        let words = self.indexer.index(text, |id, span| places.entry(id).or_default().push(span));
        let terms = places.iter().map(|(id, spans)| (*id, spans.len() as u32)).collect();
        let row = Row { terms, words };
        let mut out = Vec::with_capacity(self.classifier.heads.len());
        for (head, compiled) in self.classifier.model.heads.iter().zip(&self.classifier.heads) {
            head.weighting.weigh(&row, head.scale.as_deref(), &self.classifier.chars, &mut self.values);
            let mut raw = compiled.raw_scores(&self.values, target);
            let scores = compiled.class_scores(&mut raw);
            let prediction = Prediction::of_scores(&mut scores.clone());
            let class = prediction.class;
            let (coefficients, intercepts) = compiled.weights(target);
            let of_class = |scores: Vec<f64>| scores.get(class).copied().unwrap_or(0.0);
            let bias = of_class(compiled.class_scores(&mut intercepts.to_vec()));
            let mut by_span: BTreeMap<ByteSpan, f64> = BTreeMap::new();
            for ((column, value), spans) in self.values.iter().zip(places.values()) {
                let from = *column as usize * compiled.rows;
                let cells = coefficients.get(from..from + compiled.rows).unwrap_or(&[]);
                let raw: Vec<f64> = cells.iter().map(|cell| f64::from(*value) * f64::from(*cell)).collect();
                let share = of_class(spread(compiled.mapped(&raw))) / spans.len() as f64;
                for span in spans {
                    *by_span.entry(*span).or_insert(0.0) += share;
                }
            }
            let mut reasons: Vec<Reason> =
                by_span.into_iter().map(|(span, contribution)| Reason { span, contribution }).collect();
            reasons.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.span.cmp(&b.span)));
            out.push(Explanation { score: of_class(scores), prediction, bias, reasons });
        }
        out
    }
}
