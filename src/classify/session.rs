//! One thread's way from texts to predictions.

use super::fast::FastScorer;
use super::parts::Parts;
use super::{Classifier, Prediction, Target, TextDoubts};
use crate::Result;
use crate::features::{FeatureId, Indexer, KnownWords, SortedLookup};

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
    /// Sums of fixed-point weights, one per lane.
    totals: Vec<i64>,
    /// Raw scores of one head.
    pub(super) raw: Vec<f64>,
    /// The parts of the text explained last.
    pub(super) parts: Parts,
    /// Scratch: what is predicted of the article of a statement.
    of_article: Vec<Prediction>,
}

/// How features are looked up and scored. Both give the same predictions.
#[derive(Debug)]
enum Scorer<'c> {
    /// By binary search in the vocabulary, until tables pay.
    Sorted(Box<Indexer<'c, SortedLookup<'c>>>),
    /// By tables.
    Fast(Box<FastScorer<'c>>),
}

impl Classifier {
    /// A session: the memory that one thread needs to classify.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session::new(self)
    }
}

impl<'c> Session<'c> {
    fn new(classifier: &'c Classifier) -> Self {
        let tables = if classifier.has_tables() { classifier.tables() } else { None };
        let sorted = || Indexer::new(&classifier.analyzer, SortedLookup::new(&classifier.model.vocabulary));
        let scorer = match tables {
            Some(tables) => Scorer::Fast(Box::new(FastScorer::new(&classifier.analyzer, tables))),
            None => Scorer::Sorted(Box::new(sorted())),
        };
        Self {
            classifier,
            scorer,
            bytes_left: BYTES_BEFORE_TABLES,
            totals: Vec::new(),
            raw: Vec::new(),
            parts: Parts::default(),
            of_article: Vec::new(),
        }
    }

    /// Switches to tables once they pay for `bytes` more of text, or if another session has built them.
    fn choose_scorer(&mut self, bytes: usize) {
        if matches!(self.scorer, Scorer::Fast(_)) {
            return;
        }
        match self.bytes_left.checked_sub(bytes) {
            Some(left) if !self.classifier.has_tables() => self.bytes_left = left,
            _ => {
                if let Some(tables) = self.classifier.tables() {
                    self.scorer = Scorer::Fast(Box::new(FastScorer::new(&self.classifier.analyzer, tables)));
                }
            }
        }
    }

    /// Classifies `text` for `target`; one prediction per head, in the model's order.
    ///
    /// A text of which nothing is known, neither a word nor a part of one, has the class shares of the training rows as
    /// its probabilities.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn classify(&mut self, text: &str, target: Target) -> Result<Vec<Prediction>> {
        let mut out = Vec::new();
        self.classify_into(text, target, &mut out)?;
        Ok(out)
    }

    /// Writes the predictions that [`Session::classify`] returns into `out`, whose memory is reused.
    ///
    /// # Errors
    /// As [`Session::classify`].
    pub fn classify_into(&mut self, text: &str, target: Target, out: &mut Vec<Prediction>) -> Result<()> {
        let classifier = self.classifier;
        classifier.check_target(target)?;
        let (target, fixed_point) = (target.index(), &classifier.fixed_point);
        out.resize_with(classifier.heads.len(), Prediction::default);
        let words = self.sum(text, target);
        let is_known = fixed_point.is_known(&self.totals);
        for (h, (compiled, prediction)) in classifier.heads.iter().zip(out).enumerate() {
            if !is_known {
                compiled.unknown_scores(target, &mut prediction.probabilities);
                prediction.finish_scores();
                continue;
            }
            let sums = fixed_point.of_head(h, &self.totals);
            fixed_point.raw_scores(h, compiled.intercepts(target), sums, words, &mut self.raw);
            compiled.class_scores(&self.raw, &mut prediction.probabilities);
            prediction.finish_scores();
        }
        Ok(())
    }

    /// Fills `self.totals` with the sums of the fixed-point weights of a text, and returns the number of words that
    /// count.
    fn sum(&mut self, text: &str, target: usize) -> u32 {
        self.choose_scorer(text.len());
        let Classifier { model, fixed_point, .. } = self.classifier;
        let totals = &mut self.totals;
        totals.clear();
        totals.resize(fixed_point.lanes, 0);
        match &mut self.scorer {
            Scorer::Fast(scorer) => scorer.sum(text, target, totals),
            Scorer::Sorted(indexer) => indexer.index(text, |feature: FeatureId, _| {
                fixed_point.each(model, target, feature, |lane, weight| {
                    if let Some(total) = totals.get_mut(lane) {
                        *total += i64::from(weight);
                    }
                });
            }),
        }
    }

    /// Adds the fixed-point weights of a text to the parts that they come from, and returns the number of words that
    /// count.
    pub(super) fn add_parts(&mut self, text: &str, target: usize, parts: &mut Parts) -> u32 {
        self.choose_scorer(text.len());
        let Classifier { model, families, fixed_point, .. } = self.classifier;
        match &mut self.scorer {
            Scorer::Fast(scorer) => scorer.parts(text, target, parts),
            Scorer::Sorted(indexer) => indexer.index(text, |feature, span| {
                // Words and their character n-grams are one reason; a key is one of its own.
                let key = families.keys.contains(&feature.number()).then_some(feature);
                let sums = parts.sums_of(span, key);
                fixed_point.each(model, target, feature, |lane, weight| {
                    sums.get_mut(lane).into_iter().for_each(|sum| *sum += i64::from(weight));
                });
            }),
        }
    }

    /// What speaks against the labels of `text`, which must be the text that this session labelled or explained last.
    #[must_use]
    pub fn doubts(&self, text: &str) -> TextDoubts {
        self.classifier.doubt.of_text(text, self.known_words(), |keys| self.has_key(keys))
    }

    /// What speaks against the labels of `text`, a statement quoted in `article`, which must be the text that this session
    /// labelled or explained last. A subject counts as mentioned if the first 4,096 bytes of the article mention it: who is
    /// quoted seldom names again what the article is about.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn doubts_in_article(&mut self, text: &str, article: &str, target: Target) -> Result<TextDoubts> {
        let mut doubts = self.doubts(text);
        if doubts.is_off_subject() {
            let beginning = beginning(article);
            let mut of_article = std::mem::take(&mut self.of_article);
            self.classify_into(beginning, target, &mut of_article)?;
            self.of_article = of_article;
            doubts.take_subject_of(&self.doubts(beginning));
        }
        Ok(doubts)
    }

    /// How many words of the last text the model knows.
    fn known_words(&self) -> KnownWords {
        match &self.scorer {
            Scorer::Sorted(indexer) => indexer.known_words(),
            Scorer::Fast(scorer) => scorer.known_words(),
        }
    }

    /// Whether the last text has one of these dictionary keys, given by their numbers.
    fn has_key(&self, keys: &[u8]) -> bool {
        match &self.scorer {
            Scorer::Sorted(indexer) => indexer.has_key(keys),
            Scorer::Fast(scorer) => scorer.has_key(keys),
        }
    }

    /// Bytes of the words that are remembered for predictions; 0 before the session switches to tables.
    #[cfg(test)]
    pub(super) fn cached_bytes(&self) -> usize {
        match &self.scorer {
            Scorer::Sorted(_) => 0,
            Scorer::Fast(scorer) => scorer.cached_bytes(),
        }
    }

    /// Whether the session has switched to tables.
    #[cfg(test)]
    pub(super) fn has_switched(&self) -> bool {
        matches!(self.scorer, Scorer::Fast(_))
    }
}

/// Bytes of an article in which its subject must be mentioned.
const BEGINNING: usize = 4096;

/// The beginning of an article, at most [`BEGINNING`] bytes.
fn beginning(article: &str) -> &str {
    let mut end = article.len().min(BEGINNING);
    while !article.is_char_boundary(end) {
        end -= 1;
    }
    article.get(..end).unwrap_or("")
}
