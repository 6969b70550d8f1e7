//! Reasons: what each span of a statement adds to the score of the predicted class.

use std::sync::Arc;

use super::compiled_head::CompiledHead;
use super::{Classifier, Prediction, Session, Target};
use crate::features::FeatureId;
use crate::{ByteSpan, Result};

/// A head's prediction with its reasons. `bias` and all contributions sum to `score`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// The prediction; the same as [`Session::classify`] gives.
    pub prediction: Prediction,
    /// Score of the predicted class against the mean of the classes, in calibrated logits.
    pub score: f64,
    /// The part of the score that comes from no word, in calibrated logits. For a statement of which nothing is known
    /// it is the whole score, which comes from the class shares.
    pub bias: f64,
    /// The reasons, largest size first, then by position.
    pub reasons: Vec<Reason>,
}

/// What one span of a statement adds to the score.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reason {
    /// Where in the statement.
    pub span: ByteSpan,
    /// The dictionary key or pair of keys that it is, as [`Vocabulary::display`](crate::features::Vocabulary::display) writes it; `None` for words. Its span
    /// goes from the first matched word to the last.
    pub key: Option<Arc<str>>,
    /// Contribution to the score of the predicted class, in calibrated logits against the mean of the classes.
    pub contribution: f64,
}

impl Session<'_> {
    /// Classifies `text` for `target` and gives the reasons; one explanation per head, in the model's order.
    ///
    /// All features with the same span (a word and its character n-grams) are one reason, dictionary keys apart. A feature
    /// counts once for each of its spans.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn explain(&mut self, text: &str, target: Target) -> Result<Vec<Explanation>> {
        self.classifier.check_target(target)?;
        let target = target.index();
        let classifier = self.classifier;
        let Classifier { fixed_point, heads, .. } = classifier;
        // Taken out, so that the rest of the session can be changed.
        let mut parts = std::mem::take(&mut self.parts);
        parts.begin(fixed_point.lanes);
        let words = self.add_parts(text, target, &mut parts);
        parts.merge();
        let totals = parts.totals();
        if !fixed_point.is_known(&totals) {
            return Ok(heads.iter().map(|head| unknown(head, target)).collect());
        }
        let name = |feature: FeatureId| classifier.key_name(feature);
        let mut out = Vec::with_capacity(heads.len());
        for (h, compiled) in heads.iter().enumerate() {
            let sums = fixed_point.of_head(h, &totals);
            fixed_point.raw_scores(h, compiled.intercepts(target), sums, words, &mut self.raw);
            let mut scores = Vec::new();
            compiled.class_scores(&self.raw, &mut scores);
            let mut prediction = Prediction { class: 0, probabilities: scores.clone() };
            prediction.finish_scores();
            let class = prediction.class;
            let of_class = |scores: &[f64]| scores.get(class).copied().unwrap_or(0.0);
            let score = of_class(&scores);
            compiled.class_scores(compiled.intercepts(target), &mut scores);
            let bias = of_class(&scores);
            let per_unit = fixed_point.score_per_unit(h, sums, words);
            let raw = &mut self.raw;
            let reason = |(span, key, sums): (ByteSpan, Option<FeatureId>, &[i64])| {
                let outputs = fixed_point.of_head(h, sums).get(..compiled.outputs).unwrap_or(&[]);
                raw.clear();
                raw.extend(outputs.iter().map(|sum| *sum as f64 * per_unit));
                compiled.class_contributions(raw, &mut scores);
                // Adding 0 turns the −0 of a word without weight into 0.
                Reason { span, key: key.and_then(name), contribution: of_class(&scores) + 0.0 }
            };
            let mut reasons: Vec<Reason> = parts.iter().map(reason).collect();
            reasons.sort_unstable_by(|a, b| {
                let size = b.contribution.abs().total_cmp(&a.contribution.abs());
                size.then(a.span.cmp(&b.span)).then_with(|| a.key.cmp(&b.key))
            });
            out.push(Explanation { score, prediction, bias, reasons });
        }
        self.parts = parts;
        Ok(out)
    }
}

/// The explanation for a text of which nothing is known.
fn unknown(head: &CompiledHead, target: usize) -> Explanation {
    let mut scores = Vec::new();
    head.unknown_scores(target, &mut scores);
    let mut prediction = Prediction { class: 0, probabilities: scores.clone() };
    prediction.finish_scores();
    let score = scores.get(prediction.class).copied().unwrap_or(0.0);
    Explanation { prediction, score, bias: score, reasons: Vec::new() }
}
