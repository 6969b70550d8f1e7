//! One thread's way from texts to predictions.

use super::fast::FastScorer;
use super::fixed_point::FixedPoint;
use super::{Classifier, Prediction, Target};
use crate::features::{FeatureId, HashedLookup, Indexer, Row, SortedLookup};
use crate::{ByteSpan, Result};

/// Bytes of text that a session labels before tables are built: building them takes about as long as labelling this
/// much without.
const BYTES_BEFORE_TABLES: usize = 1 << 12;

/// The memory that one thread needs to classify; caches the words it has seen.
#[derive(Debug)]
pub struct Session<'c> {
    pub(super) classifier: &'c Classifier,
    scorer: Scorer<'c>,
    /// Bytes left before the session switches to tables.
    bytes_left: usize,
    pub(super) values: Vec<(u32, f32)>,
    totals: Vec<i64>,
    pub(super) raw: Vec<f64>,
}

/// How features are looked up and scored. All variants give the same predictions.
#[derive(Debug)]
enum Scorer<'c> {
    /// By binary search in the vocabulary; for additive models, until tables pay.
    Sorted(Box<Indexer<'c, SortedLookup<'c>>>),
    /// By tables, for models that are not additive.
    Hashed(Box<Indexer<'c, &'c HashedLookup>>),
    /// By tables of fixed-point weights; reasons by the indexer.
    Fast(Box<FastScorer<'c>>, Box<Indexer<'c, &'c HashedLookup>>),
}

impl<'c> Scorer<'c> {
    fn with_tables(classifier: &'c Classifier) -> Self {
        let tables = classifier.tables();
        let indexer = Box::new(Indexer::new(&classifier.analyzer, &tables.lookup));
        match &tables.weights {
            Some(weights) => {
                Self::Fast(Box::new(FastScorer::new(&classifier.analyzer, &tables.lookup, weights)), indexer)
            }
            None => Self::Hashed(indexer),
        }
    }
}

impl<'c> Session<'c> {
    pub(super) fn new(classifier: &'c Classifier) -> Self {
        let scorer = if classifier.fixed_point.is_some() && !classifier.has_tables() {
            let lookup = SortedLookup::new(&classifier.model.vocabulary);
            Scorer::Sorted(Box::new(Indexer::new(&classifier.analyzer, lookup)))
        } else {
            Scorer::with_tables(classifier)
        };
        let (values, totals, raw) = (Vec::new(), Vec::new(), Vec::new());
        Self { classifier, scorer, bytes_left: BYTES_BEFORE_TABLES, values, totals, raw }
    }

    /// Switches to tables once they pay, or if another session has built them.
    fn choose_scorer(&mut self, bytes: usize) {
        if matches!(self.scorer, Scorer::Sorted(_)) {
            match self.bytes_left.checked_sub(bytes) {
                Some(left) if !self.classifier.has_tables() => self.bytes_left = left,
                _ => self.scorer = Scorer::with_tables(self.classifier),
            }
        }
    }

    /// Classifies `text` for `target`; one prediction per head, in the model's order.
    ///
    /// A text without a known feature gets each head's bias alone.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn classify(&mut self, text: &str, target: Target) -> Result<Vec<Prediction>> {
        let mut out = Vec::new();
        self.classify_into(text, target, &mut out)?;
        Ok(out)
    }

    /// The same into `out`, whose memory is reused.
    ///
    /// # Errors
    /// As [`Session::classify`].
    pub fn classify_into(&mut self, text: &str, target: Target, out: &mut Vec<Prediction>) -> Result<()> {
        let classifier = self.classifier;
        classifier.check_target(target)?;
        out.resize_with(classifier.heads.len(), Prediction::default);
        match &classifier.fixed_point {
            Some(fixed_point) => self.classify_additive(fixed_point, text, target.index(), out),
            None => self.classify_rows(text, target.index(), out),
        }
        Ok(())
    }

    /// Classifies by a model whose scores are sums over words.
    fn classify_additive(&mut self, fixed_point: &FixedPoint, text: &str, target: usize, out: &mut [Prediction]) {
        let words = self.sum(fixed_point, text, target);
        for (h, (compiled, prediction)) in self.classifier.heads.iter().zip(out).enumerate() {
            let sums = fixed_point.of_head(h, &self.totals);
            fixed_point.raw_scores(h, compiled.intercepts(target), sums, words, &mut self.raw);
            compiled.class_scores(&self.raw, &mut prediction.probabilities);
            prediction.finish_scores();
        }
    }

    /// Classifies by any other model: counts a row and weighs it.
    fn classify_rows(&mut self, text: &str, target: usize, out: &mut [Prediction]) {
        let mut columns = Vec::new();
        let words = self.index(text, |feature, _| columns.push(feature.number()));
        let row = Row::of(&mut columns, words);
        let classifier = self.classifier;
        for ((head, compiled), prediction) in classifier.model.heads.iter().zip(&classifier.heads).zip(out) {
            head.weighting.weigh(&row, head.scale.as_deref(), &classifier.families, &mut self.values);
            compiled.raw_scores(&self.values, target, &mut self.raw);
            compiled.class_scores(&self.raw, &mut prediction.probabilities);
            prediction.finish_scores();
        }
    }

    /// Fills `self.totals` with the sums of the fixed-point weights of a text, one per lane, and returns the number of
    /// words that count.
    fn sum(&mut self, fixed_point: &FixedPoint, text: &str, target: usize) -> u32 {
        self.choose_scorer(text.len());
        let model = &self.classifier.model;
        let totals = &mut self.totals;
        totals.clear();
        totals.resize(fixed_point.lanes, 0);
        let mut add = |feature: FeatureId| {
            fixed_point.each(model, target, feature, |lane, weight| {
                if let Some(total) = totals.get_mut(lane) {
                    *total += i64::from(weight);
                }
            });
        };
        match &mut self.scorer {
            Scorer::Fast(scorer, _) => scorer.sum(text, target, totals),
            Scorer::Sorted(indexer) => indexer.index(text, |feature, _| add(feature)),
            Scorer::Hashed(indexer) => indexer.index(text, |feature, _| add(feature)),
        }
    }

    /// Calls `emit` with the features of a text and their spans; returns the number of words that count.
    pub(super) fn index(&mut self, text: &str, emit: impl FnMut(FeatureId, ByteSpan)) -> u32 {
        self.choose_scorer(text.len());
        match &mut self.scorer {
            Scorer::Sorted(indexer) => indexer.index(text, emit),
            Scorer::Hashed(indexer) | Scorer::Fast(_, indexer) => indexer.index(text, emit),
        }
    }

    /// Whether the next text is scored by tables, and by the fast scorer.
    #[cfg(test)]
    pub(super) fn paths(&self) -> (bool, bool) {
        (!matches!(self.scorer, Scorer::Sorted(_)), matches!(self.scorer, Scorer::Fast(..)))
    }
}
