//! Predictions for labelled rows: by a model given, or by models trained on the other folds.

use super::{FOLD_SEED, TrainOptions, train};
use crate::classify::Classifier;
use crate::corpus::{HeadLabels, Labelled};
use crate::evaluate::{Bootstrap, Predictions, Scores, folds, score};
use crate::{Error, Result};

/// The predictions of one head for the rows that have a label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeadPredictions {
    /// The head's name.
    pub name: String,
    /// The classes, sorted by bytes.
    pub classes: Vec<String>,
    /// Positions of the rows in the data.
    pub rows: Vec<usize>,
    /// True class of each row.
    pub truth: Vec<u32>,
    /// Predicted class of each row.
    pub predicted: Vec<Option<u32>>,
    /// Rows × classes, row after row.
    pub probabilities: Vec<f64>,
    /// Group of each row, where the data has groups.
    pub clusters: Option<Vec<u32>>,
}

impl HeadPredictions {
    /// Scores with intervals; rows of one group are drawn together.
    ///
    /// # Errors
    /// As [`score`].
    pub fn scores(&self, bootstrap: Bootstrap) -> Result<Scores> {
        score(&self.as_predictions(), bootstrap)
    }

    /// These predictions as the evaluation reads them.
    pub fn as_predictions(&self) -> Predictions<'_> {
        Predictions {
            classes: &self.classes,
            truth: &self.truth,
            predicted: &self.predicted,
            probabilities: Some(&self.probabilities),
            clusters: self.clusters.as_deref(),
        }
    }

    fn push(&mut self, labelled: &Labelled, row: usize, truth: u32, probabilities: impl Iterator<Item = f64>) {
        let from = self.probabilities.len();
        self.probabilities.extend(probabilities);
        let row_probabilities = self.probabilities.get(from..).unwrap_or(&[]);
        let best =
            row_probabilities.iter().enumerate().fold((0, f64::MIN), |b, (k, p)| if *p > b.1 { (k, *p) } else { b });
        self.rows.push(row);
        self.truth.push(truth);
        self.predicted.push(Some(best.0 as u32));
        if let Some(groups) = &labelled.groups {
            self.clusters.get_or_insert_default().push(groups.ids.get(row).copied().unwrap_or(0));
        }
    }
}

/// Predictions of `classifier` for the rows of `labelled`, one set for each head that both have. Classes that only one
/// of them knows count too: as never predicted, or as never true.
///
/// # Errors
/// [`Error::Data`] if no label column is a head of the model, or a target is not known to it.
pub fn predict(classifier: &Classifier, labelled: &Labelled) -> Result<Vec<HeadPredictions>> {
    let mut out = Vec::new();
    let mut session = classifier.session();
    for (h, head) in classifier.model().heads.iter().enumerate() {
        let Some(labels) = labelled.head(&head.name) else { continue };
        let mut classes: Vec<String> = head.classes.iter().chain(&labels.classes).cloned().collect();
        classes.sort_unstable();
        classes.dedup();
        let place_of =
            |names: &[String]| names.iter().map(|n| classes.binary_search(n).unwrap_or(0)).collect::<Vec<_>>();
        let (of_model, of_data) = (place_of(&head.classes), place_of(&labels.classes));
        let mut predictions =
            HeadPredictions { name: head.name.clone(), classes: classes.clone(), ..HeadPredictions::default() };
        for (row, class) in labels.labels.iter().enumerate() {
            let (Some(class), Some(text)) = (class, labelled.texts.get(row)) else { continue };
            let target = target_of(classifier, labelled, row)?;
            let prediction = session.classify(text, target).swap_remove(h);
            let mut spread = vec![0.0; classes.len()];
            for (place, p) in of_model.iter().zip(&prediction.probabilities) {
                if let Some(slot) = spread.get_mut(*place) {
                    *slot = *p;
                }
            }
            let truth = of_data.get(*class as usize).copied().unwrap_or(0) as u32;
            predictions.push(labelled, row, truth, spread.into_iter());
        }
        out.push(predictions);
    }
    if out.is_empty() {
        let heads: Vec<&str> = classifier.model().heads.iter().map(|h| h.name.as_str()).collect();
        let columns: Vec<&str> = labelled.heads.iter().map(|h| h.name.as_str()).collect();
        return Err(Error::data(
            labelled.place(0),
            format!(
                "has no label column of this model ({}); its label columns are {}",
                heads.join(", "),
                columns.join(", ")
            ),
        ));
    }
    Ok(out)
}

fn target_of(classifier: &Classifier, labelled: &Labelled, row: usize) -> Result<usize> {
    let name = labelled.targets.as_ref().and_then(|t| t.names.get(*t.ids.get(row)? as usize));
    classifier.target(name.map(String::as_str)).map_err(|e| Error::data(labelled.place(row), e.to_string()))
}

/// Predictions for every labelled row by a model trained on the other folds: the folds of the data where it has them, else
/// `k` folds, stratified, groups kept whole. Everything that training fits is fitted on the other folds alone.
///
/// # Errors
/// As [`train`] and [`folds`].
pub fn cross_validate(labelled: &Labelled, options: &TrainOptions, k: usize) -> Result<Vec<HeadPredictions>> {
    let heads: Vec<&[Option<u32>]> = labelled.heads.iter().map(|h| h.labels.as_slice()).collect();
    let fold_of = match &labelled.folds {
        Some(given) => given.clone(),
        None => folds(&heads, labelled.groups.as_ref().map(|g| g.ids.as_slice()), k, FOLD_SEED)?,
    };
    let mut numbers = fold_of.clone();
    numbers.sort_unstable();
    numbers.dedup();
    let mut out: Vec<HeadPredictions> = labelled.heads.iter().map(empty).collect();
    for fold in numbers {
        let (held_out, rest): (Vec<usize>, Vec<usize>) =
            (0..labelled.len()).partition(|r| fold_of.get(*r) == Some(&fold));
        let trained = train(&labelled.subset(&rest), options, Vec::new())?;
        let classifier = Classifier::new(trained.model)?;
        for (all, part) in out.iter_mut().zip(predict(&classifier, &labelled.subset(&held_out))?) {
            all.append(part, &held_out);
        }
    }
    Ok(out)
}

fn empty(labels: &HeadLabels) -> HeadPredictions {
    HeadPredictions { name: labels.name.clone(), classes: labels.classes.clone(), ..HeadPredictions::default() }
}

impl HeadPredictions {
    /// Adds the predictions for a subset whose rows stand at `places` in the whole.
    pub(super) fn append(&mut self, part: HeadPredictions, places: &[usize]) {
        self.rows.extend(part.rows.iter().filter_map(|r| places.get(*r).copied()));
        self.truth.extend(part.truth);
        self.predicted.extend(part.predicted);
        self.probabilities.extend(part.probabilities);
        if let Some(clusters) = part.clusters {
            self.clusters.get_or_insert_default().extend(clusters);
        }
    }
}
