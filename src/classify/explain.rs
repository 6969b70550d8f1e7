//! Reasons: what each span of a statement adds to the score of the predicted class.

use super::compiled_head::CompiledHead;
use super::{Prediction, Session, Target};
use crate::features::{FeatureId, Row, Vocabulary};
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
    /// The dictionary key or pair of keys that it is, as [`Vocabulary::display`] writes it; `None` for words. Its span
    /// goes from the first matched word to the last.
    pub key: Option<String>,
    /// Contribution to the score of the predicted class, in calibrated logits against the mean of the classes.
    pub contribution: f64,
}

impl Session<'_> {
    /// Classifies `text` for `target` and gives the reasons; one explanation per head, in the model's order.
    ///
    /// All features with the same span (a word and its character n-grams) are one reason, dictionary keys apart. The
    /// contribution of a feature with several spans is divided evenly among them.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn explain(&mut self, text: &str, target: Target) -> Result<Vec<Explanation>> {
        self.classifier.check_target(target)?;
        let target = target.index();
        let mut found: Vec<(FeatureId, ByteSpan)> = Vec::new();
        let words = self.index(text, |feature, span| found.push((feature, span)));
        // Stable, so that spans stay in order: sums of floating-point numbers depend on it.
        found.sort_by_key(|(feature, _)| *feature);
        let features: Vec<&[(FeatureId, ByteSpan)]> = found.chunk_by(|a, b| a.0 == b.0).collect();
        let count = |spans: &&[(FeatureId, ByteSpan)]| Some((spans.first()?.0.number(), spans.len() as u32));
        let fixed_point = &self.classifier.fixed_point;
        if !found.iter().any(|(feature, _)| fixed_point.is_known_by(&self.classifier.model, *feature)) {
            return Ok(self.classifier.heads.iter().map(|head| unknown(head, target)).collect());
        }
        let row = Row { terms: features.iter().filter_map(count).collect(), words };
        let mut out = Vec::with_capacity(self.classifier.heads.len());
        for (h, compiled) in self.classifier.heads.iter().enumerate() {
            let contributions = self.raw_contributions(h, &row, target);
            let mut scores = Vec::new();
            compiled.class_scores(&self.raw, &mut scores);
            let mut prediction = Prediction { class: 0, probabilities: scores.clone() };
            prediction.finish_scores();
            let class = prediction.class;
            let of_class = |scores: &[f64]| scores.get(class).copied().unwrap_or(0.0);
            let score = of_class(&scores);
            compiled.class_scores(compiled.intercepts(target), &mut scores);
            let bias = of_class(&scores);
            // Words and their character n-grams are one reason; a key is one of its own.
            let keys = &self.classifier.families.keys;
            let mut parts: Vec<((ByteSpan, Option<FeatureId>), f64)> = Vec::with_capacity(found.len());
            for (raw, spans) in contributions.chunks_exact(compiled.outputs).zip(&features) {
                compiled.class_contributions(raw, &mut scores);
                let share = of_class(&scores) / spans.len() as f64;
                parts.extend(spans.iter().map(|(feature, span)| {
                    let key = Some(*feature).filter(|feature| keys.contains(&feature.number()));
                    ((*span, key), share)
                }));
            }
            parts.sort_by_key(|(of, _)| *of);
            let vocabulary = &self.classifier.model.vocabulary;
            let name = |feature: FeatureId| vocabulary.get(feature).map(Vocabulary::display);
            let reason = |parts: &[((ByteSpan, Option<FeatureId>), f64)]| {
                let (span, key) = parts.first()?.0;
                Some(Reason {
                    span,
                    key: key.and_then(name),
                    contribution: parts.iter().fold(0.0, |sum, (_, share)| sum + share),
                })
            };
            let mut reasons: Vec<Reason> = parts.chunk_by(|a, b| a.0 == b.0).filter_map(reason).collect();
            reasons.sort_by(|a, b| {
                let size = b.contribution.abs().total_cmp(&a.contribution.abs());
                size.then(a.span.cmp(&b.span)).then_with(|| a.key.cmp(&b.key))
            });
            out.push(Explanation { score, prediction, bias, reasons });
        }
        Ok(out)
    }

    /// What each feature of `row` adds to the raw scores of head `h`, `features × outputs`. Leaves the raw scores in
    /// `self.raw`, the same as [`Session::classify`] computes.
    fn raw_contributions(&mut self, h: usize, row: &Row, target: usize) -> Vec<f64> {
        let classifier = self.classifier;
        let Some(compiled) = classifier.heads.get(h) else { return Vec::new() };
        let outputs = compiled.outputs;
        let mut out = Vec::with_capacity(row.terms.len() * outputs);
        let fixed_point = &classifier.fixed_point;
        // The sums of the outputs, then that of the squared scales if the norm needs it.
        let mut sums = vec![0; outputs + 1];
        let mut parts = Vec::with_capacity(row.terms.len() * outputs);
        for (column, count) in &row.terms {
            fixed_point.each_of_head(&classifier.model, h, target, FeatureId::new(*column), |lane, weight| {
                let part = i64::from(weight) * i64::from(*count);
                if let Some(sum) = sums.get_mut(lane) {
                    *sum += part;
                }
                if lane < outputs {
                    parts.push(part);
                }
            });
        }
        let per_unit = fixed_point.score_per_unit(h, &sums, row.words);
        out.extend(parts.into_iter().map(|part| part as f64 * per_unit));
        fixed_point.raw_scores(h, compiled.intercepts(target), &sums, row.words, &mut self.raw);
        out
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
