//! One thread's way from texts to predictions.

use super::fast::Fast;
use super::sums::Sums;
use super::{Classifier, Prediction};
use crate::ByteSpan;
use crate::features::{FixedTerms, Indexer, Row, SortedTerms};

/// Bytes of text that a session labels before tables are made: making them takes as long as labelling this much without.
const FEW: usize = 1 << 12;

/// One thread's use of a [`Classifier`]; remembers the words it has met.
pub struct Session<'c> {
    pub(super) classifier: &'c Classifier,
    road: Road<'c>,
    /// Bytes that may still go the road without tables.
    left: usize,
    pub(super) values: Vec<(u32, f32)>,
    totals: Vec<i64>,
    pub(super) raw: Vec<f64>,
}

/// How terms are found; what is found is the same.
enum Road<'c> {
    /// In the vocabulary as it is stored.
    Plain(Box<Indexer<'c, SortedTerms<'c>>>),
    /// In tables.
    Tables(Box<Tables<'c>>),
}

struct Tables<'c> {
    indexer: Indexer<'c, &'c FixedTerms>,
    sums: Option<&'c Sums>,
    fast: Option<Fast<'c>>,
}

impl<'c> Road<'c> {
    fn tables(classifier: &'c Classifier) -> Self {
        let (terms, sums) = classifier.tables();
        let sums = sums.as_ref();
        Road::Tables(Box::new(Tables {
            indexer: Indexer::new(&classifier.analyzer, terms),
            sums,
            fast: sums.map(|sums| Fast::new(&classifier.analyzer, terms, sums)),
        }))
    }
}

impl<'c> Session<'c> {
    pub(super) fn new(classifier: &'c Classifier) -> Self {
        let plain = || SortedTerms::new(&classifier.model.vocabulary);
        let road = match classifier.cells.is_some() && !classifier.has_tables() {
            true => Road::Plain(Box::new(Indexer::new(&classifier.analyzer, plain()))),
            false => Road::tables(classifier),
        };
        Self { classifier, road, left: FEW, values: Vec::new(), totals: Vec::new(), raw: Vec::new() }
    }

    /// Changes to the road with tables once they pay, or if they are there already.
    fn choose_road(&mut self, bytes: usize) {
        if matches!(self.road, Road::Plain(_)) {
            match self.left.checked_sub(bytes) {
                Some(left) if !self.classifier.has_tables() => self.left = left,
                _ => self.road = Road::tables(self.classifier),
            }
        }
    }

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
        let classifier = self.classifier;
        out.resize_with(classifier.heads.len(), Prediction::default);
        let Some(cells) = &classifier.cells else {
            let row = self.row(text);
            let heads = classifier.model.heads.iter().zip(&classifier.heads);
            for ((head, compiled), prediction) in heads.zip(out) {
                head.weighting.weigh(&row, head.scale.as_deref(), &classifier.chars, &mut self.values);
                compiled.raw_scores(&self.values, target, &mut self.raw);
                compiled.class_scores(&self.raw, &mut prediction.probabilities);
                prediction.of_scores();
            }
            return;
        };
        let words = self.sum(text, target);
        for (h, (compiled, prediction)) in classifier.heads.iter().zip(out).enumerate() {
            let own = cells.own(h, &self.totals);
            cells.raw_scores(h, compiled.weights(target).1, own, words, &mut self.raw);
            compiled.class_scores(&self.raw, &mut prediction.probabilities);
            prediction.of_scores();
        }
    }

    /// Fills `self.totals` with the sums of a text's cells, one a lane, and returns how many words count.
    fn sum(&mut self, text: &str, target: usize) -> u32 {
        self.choose_road(text.len());
        let classifier = self.classifier;
        let Some(cells) = &classifier.cells else { return 0 };
        let totals = &mut self.totals;
        totals.clear();
        totals.resize(cells.lanes, 0);
        let add = |column: u32, totals: &mut [i64]| {
            cells.each(&classifier.model, target, column, |lane, cell| {
                if let Some(total) = totals.get_mut(lane) {
                    *total += i64::from(cell);
                }
            });
        };
        match &mut self.road {
            Road::Plain(indexer) => indexer.index(text, |column, _| add(column, totals)),
            Road::Tables(tables) => match (&mut tables.fast, tables.sums) {
                (Some(fast), _) => fast.sum(text, target, totals),
                (None, Some(sums)) => tables.indexer.index(text, |column, _| sums.add(target, column, totals)),
                (None, None) => tables.indexer.index(text, |column, _| add(column, totals)),
            },
        }
    }

    /// The terms of a text and how often they count.
    fn row(&mut self, text: &str) -> Row {
        let mut ids = Vec::new();
        let words = self.index(text, |id, _| ids.push(id));
        Row::of(&mut ids, words)
    }

    /// Calls `emit` with the terms of a text and their places; returns how many words count.
    pub(super) fn index(&mut self, text: &str, emit: impl FnMut(u32, ByteSpan)) -> u32 {
        self.choose_road(text.len());
        match &mut self.road {
            Road::Plain(indexer) => indexer.index(text, emit),
            Road::Tables(tables) => tables.indexer.index(text, emit),
        }
    }

    /// Whether the next text goes the road with tables, and the quick one there.
    #[cfg(test)]
    pub(super) fn roads(&self) -> (bool, bool) {
        match &self.road {
            Road::Plain(_) => (false, false),
            Road::Tables(tables) => (true, tables.fast.is_some()),
        }
    }
}
