//! The predictions for the labelled rows of one head.

use crate::Result;
use crate::corpus::Labelled;
use crate::evaluate::{Bootstrap, Predictions, Scores, score};
use crate::learn::argmax;
use crate::pick::pick;

/// The predictions of one head for the rows that have a label. All vectors but `probabilities` have one value per row.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct HeadPredictions {
    /// The head's name.
    pub name: String,
    /// The classes, sorted by bytes.
    pub classes: Vec<String>,
    /// Positions of the rows in the data.
    pub rows: Vec<usize>,
    /// Position of each row's true class in `classes`.
    pub truth: Vec<u32>,
    /// Position of each row's predicted class.
    pub predicted: Vec<Option<u32>>,
    /// Probabilities, rows × classes, row after row; empty if the labeller gives none.
    pub probabilities: Vec<f64>,
    /// Whether something other than the probability speaks against each row's label.
    pub doubted: Vec<bool>,
    /// The group of each row, if the data has groups.
    pub clusters: Option<Vec<u32>>,
}

impl HeadPredictions {
    /// No predictions yet for a head.
    pub(super) fn new(name: &str, classes: &[String]) -> Self {
        Self { name: name.to_owned(), classes: classes.to_vec(), ..Self::default() }
    }

    /// The scores, with intervals by a cluster bootstrap over groups.
    ///
    /// # Errors
    /// As [`score`].
    pub fn scores(&self, bootstrap: Bootstrap) -> Result<Scores> {
        score(&self.as_predictions(), bootstrap)
    }

    /// These predictions as [`crate::evaluate`] takes them.
    pub fn as_predictions(&self) -> Predictions<'_> {
        Predictions {
            classes: &self.classes,
            truth: &self.truth,
            predicted: &self.predicted,
            probabilities: (!self.probabilities.is_empty() || self.rows.is_empty())
                .then_some(self.probabilities.as_slice()),
            clusters: self.clusters.as_deref(),
        }
    }

    /// Whether each row's label is unsure where `least` is the least probability of a label: it is less probable, or
    /// something else speaks against it. With 0 no label is.
    #[must_use]
    pub fn unsure(&self, least: f64) -> Vec<bool> {
        let probabilities = self.probabilities.chunks_exact(self.classes.len().max(1));
        let highest = probabilities.map(|p| p.iter().copied().fold(0.0, f64::max));
        let highest = highest.map(Some).chain(std::iter::repeat(None));
        let unsure = |(p, doubted): (Option<f64>, &bool)| least > 0.0 && (*doubted || p.is_some_and(|p| p < least));
        highest.zip(&self.doubted).map(unsure).collect()
    }

    /// Predicts `unsure` where [`Self::unsure`] says so.
    pub fn abstain(&mut self, least: f64) {
        let unsure = self.unsure(least);
        self.predicted.iter_mut().zip(unsure).filter(|(_, unsure)| *unsure).for_each(|(own, _)| *own = None);
    }

    /// The share of rows whose label is not [unsure](Self::unsure), and the share of right ones among them; `None` where
    /// there is no such row.
    #[must_use]
    pub fn decided(&self, least: f64) -> (Option<f64>, Option<f64>) {
        let unsure = self.unsure(least);
        let is_right = |row: &usize| self.predicted.get(*row).copied().flatten() == self.truth.get(*row).copied();
        let decided: Vec<usize> = (0..unsure.len()).filter(|row| unsure.get(*row) == Some(&false)).collect();
        let share = |part: usize, of: usize| (of > 0).then(|| part as f64 / of as f64);
        let right = decided.iter().filter(|row| is_right(row)).count();
        (share(decided.len(), unsure.len()), share(right, decided.len()))
    }

    /// Adds a row of `labelled`. `probabilities` has one value per class; `doubted` says whether something else than
    /// they speaks against the label.
    pub(super) fn push(&mut self, labelled: &Labelled, row: usize, truth: u32, probabilities: &[f64], doubted: bool) {
        debug_assert_eq!(probabilities.len(), self.classes.len(), "one probability per class");
        self.probabilities.extend_from_slice(probabilities);
        self.rows.push(row);
        self.truth.push(truth);
        self.doubted.push(doubted);
        self.predicted.push(Some(argmax(probabilities) as u32));
        if let Some(groups) = &labelled.groups {
            debug_assert!(row < groups.ids.len(), "each row has a group");
            self.clusters.get_or_insert_default().push(groups.ids.get(row).copied().unwrap_or(0));
        }
    }

    /// Adds predictions for a subset of the data whose row `i` is row `rows[i]` of the whole.
    pub(super) fn append(&mut self, subset: HeadPredictions, rows: &[usize]) {
        self.rows.extend(pick(rows, &subset.rows));
        self.truth.extend(subset.truth);
        self.predicted.extend(subset.predicted);
        self.doubted.extend(subset.doubted);
        self.probabilities.extend(subset.probabilities);
        if let Some(clusters) = subset.clusters {
            self.clusters.get_or_insert_default().extend(clusters);
        }
    }
}
