//! Predicts labelled rows: with a given model, or by cross-validation.

use super::counted::Counted;
use super::trainer::train_part;
use super::{HeadPredictions, TrainOptions};
use crate::classify::{Classifier, Target};
use crate::corpus::{Folds, HeadLabels, Labelled};
use crate::error::{Hint, Place, excerpt, listed};
use crate::model::{Head, Model};
use crate::pick::pick;
use crate::{Error, Result};

/// The labels of a column that a model does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownLabels {
    /// The label column.
    pub head: String,
    /// The labels that are no classes of the model, sorted by bytes, with their numbers of rows.
    pub labels: Vec<(String, u64)>,
    /// The classes of the model.
    pub known: Vec<String>,
    /// Whether the model knows none of the labels.
    pub all: bool,
}

/// The labels that `model` does not know, of each label column that is one of its heads and has such labels.
#[must_use]
pub fn unknown_labels(model: &Model, labelled: &Labelled) -> Vec<UnknownLabels> {
    let mut found = Vec::new();
    for (head, own) in model.heads.iter().filter_map(|head| Some((head, labelled.head(&head.name)?))) {
        let mut rows = vec![0u64; own.classes.len()];
        for class in own.labels.iter().flatten() {
            rows.get_mut(*class as usize).into_iter().for_each(|n| *n += 1);
        }
        let present = own.classes.iter().cloned().zip(rows).filter(|(_, rows)| *rows > 0);
        let (labels, known): (Vec<_>, Vec<_>) = present.partition(|(label, _)| !head.classes.contains(label));
        if !labels.is_empty() {
            let all = known.is_empty();
            found.push(UnknownLabels { head: head.name.clone(), labels, known: head.classes.clone(), all });
        }
    }
    found
}

impl UnknownLabels {
    /// The names of the labels, the first of many.
    #[must_use]
    pub fn names(&self) -> String {
        listed(self.labels.iter().map(|(label, _)| format!("`{}`", excerpt(label))))
    }

    /// The names of the model's classes, the first of many.
    #[must_use]
    pub fn known_names(&self) -> String {
        listed(self.known.iter().map(|class| format!("`{}`", excerpt(class))))
    }
}

/// Predicts the rows of `labelled` with `classifier` on `threads` threads. There is one result for each head that is a
/// label column too. Classes that only the model or only the data has are kept: they are never true, or never
/// predicted.
///
/// Each text is classified once, for all heads. The result does not depend on `threads`.
///
/// # Errors
/// [`Error::Data`] if no label column is a head of the model, the model knows none of the labels of a column, or it
/// does not know a target.
pub fn predict(classifier: &Classifier, labelled: &Labelled, threads: usize) -> Result<Vec<HeadPredictions>> {
    let heads: Vec<(usize, &Head, &HeadLabels)> = classifier
        .model()
        .heads
        .iter()
        .enumerate()
        .filter_map(|(h, head)| Some((h, head, labelled.head(&head.name)?)))
        .collect();
    if heads.is_empty() {
        return Err(no_common_head(classifier, labelled));
    }
    if let Some(unknown) = unknown_labels(classifier.model(), labelled).into_iter().find(|unknown| unknown.all) {
        let place = Place::file(listed(&labelled.files)).column(&unknown.head);
        let (labels, known) = (unknown.names(), unknown.known_names());
        let problem = format!("none of its labels ({labels}) is a class of the model ({known})");
        let hint = Hint::new("; write the labels as the model does, name other columns with {}, or give another {}");
        return Err(Error::data(place, problem).with_hint(hint.option("label").option("model")));
    }
    let has_label = |row: &usize| heads.iter().any(|(_, _, labels)| matches!(labels.labels.get(*row), Some(Some(_))));
    let rows: Vec<usize> = (0..labelled.len()).filter(has_label).collect();
    let targets: Vec<Target> = rows.iter().map(|row| target(classifier, labelled, *row)).collect::<Result<_>>()?;
    let answers = classifier.classify_batch_with_doubts(&pick(&labelled.texts, &rows), &targets, threads, None)?;
    let of_head = |(h, head, labels): (usize, &Head, &HeadLabels)| {
        let mut classes: Vec<String> = head.classes.iter().chain(&labels.classes).cloned().collect();
        classes.sort_unstable();
        classes.dedup();
        let positions =
            |names: &[String]| names.iter().map(|n| classes.binary_search(n).unwrap_or(0)).collect::<Vec<_>>();
        let (of_model, of_data) = (positions(&head.classes), positions(&labels.classes));
        let mut predictions = HeadPredictions::new(&head.name, &classes);
        for (row, answer) in rows.iter().zip(&answers) {
            let (predictions_of_text, doubts) = answer;
            let (Some(Some(class)), Some(prediction)) = (labels.labels.get(*row), predictions_of_text.get(h)) else {
                continue;
            };
            let mut probabilities = vec![0.0; classes.len()];
            for (position, p) in of_model.iter().zip(&prediction.probabilities) {
                if let Some(slot) = probabilities.get_mut(*position) {
                    *slot = *p;
                }
            }
            debug_assert!((*class as usize) < of_data.len(), "a label is a class of its head");
            let truth = of_data.get(*class as usize).copied().unwrap_or(0) as u32;
            let name = head.classes.get(prediction.class).map_or("", String::as_str);
            let doubted = doubts.of_label(h, name, prediction.probability(), 0.0).is_some();
            predictions.push(labelled, *row, truth, &probabilities, doubted);
        }
        predictions
    };
    Ok(heads.into_iter().map(of_head).collect())
}

/// The model's target for a row.
fn target(classifier: &Classifier, labelled: &Labelled, row: usize) -> Result<Target> {
    let name = labelled.targets.as_ref().and_then(|t| t.names.get(*t.ids.get(row)? as usize));
    classifier.target(name.map(String::as_str)).map_err(|e| Error::data(labelled.place(row), e.to_string()))
}

fn no_common_head(classifier: &Classifier, labelled: &Labelled) -> Error {
    let heads: Vec<&str> = classifier.model().heads.iter().map(|h| h.name.as_str()).collect();
    let columns: Vec<&str> = labelled.heads.iter().map(|h| h.name.as_str()).collect();
    Error::data(
        labelled.place(0),
        format!(
            "has no label column of this model ({}); its label columns are {}",
            crate::error::listed(heads.iter().map(|name| crate::error::excerpt(name))),
            crate::error::listed(columns.iter().map(|name| crate::error::excerpt(name)))
        ),
    )
}

/// Predicts every labelled row with a model trained on the other folds: the folds of the data's fold column, or else
/// `k` folds, stratified by class, with whole groups. Everything that training fits is fitted on the other folds alone.
///
/// # Errors
/// As [`train`](super::train) and [`Folds::of`].
pub fn cross_validate(labelled: &Labelled, options: &TrainOptions, k: usize) -> Result<Vec<HeadPredictions>> {
    let folds = Folds::of(labelled, k)?;
    let mut out: Vec<HeadPredictions> =
        labelled.heads.iter().map(|labels| HeadPredictions::new(&labels.name, &labels.classes)).collect();
    let counted = Counted::new(&labelled.texts);
    for fold in 0..folds.count() {
        let (held_out, training) = folds.rows(fold);
        let progress = options.progress.within("fold", fold + 1, folds.count());
        let options = &TrainOptions { progress, ..options.clone() };
        let trained = train_part(&labelled.subset(&training), options, Vec::new(), &counted)?;
        let classifier = Classifier::new(trained.model)?;
        let found = predict(&classifier, &labelled.subset(&held_out), options.threads)?;
        debug_assert_eq!(found.len(), out.len(), "every head is trained and predicted");
        for (all, found) in out.iter_mut().zip(found) {
            all.append(found, &held_out);
        }
    }
    Ok(out)
}
