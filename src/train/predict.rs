//! Predicts labelled rows: with a given model, or by cross-validation.

use super::{HeadPredictions, TrainOptions, train};
use crate::classify::{Classifier, Target};
use crate::corpus::{Folds, HeadLabels, Labelled};
use crate::model::Head;
use crate::pick::pick;
use crate::{Error, Result};

/// Predicts the rows of `labelled` with `classifier` on `threads` threads. There is one result for each head that is a
/// label column too. Classes that only the model or only the data has are kept: they are never true, or never
/// predicted.
///
/// Each text is classified once, for all heads. The result does not depend on `threads`.
///
/// # Errors
/// [`Error::Data`] if no label column is a head of the model, or the model does not know a target.
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
    let has_label = |row: &usize| heads.iter().any(|(_, _, labels)| matches!(labels.labels.get(*row), Some(Some(_))));
    let rows: Vec<usize> = (0..labelled.len()).filter(has_label).collect();
    let targets: Vec<Target> = rows.iter().map(|row| target(classifier, labelled, *row)).collect::<Result<_>>()?;
    let answers = classifier.classify_batch(&pick(&labelled.texts, &rows), &targets, threads)?;
    let of_head = |(h, head, labels): (usize, &Head, &HeadLabels)| {
        let mut classes: Vec<String> = head.classes.iter().chain(&labels.classes).cloned().collect();
        classes.sort_unstable();
        classes.dedup();
        let positions =
            |names: &[String]| names.iter().map(|n| classes.binary_search(n).unwrap_or(0)).collect::<Vec<_>>();
        let (of_model, of_data) = (positions(&head.classes), positions(&labels.classes));
        let mut predictions = HeadPredictions::new(&head.name, &classes);
        for (row, answer) in rows.iter().zip(&answers) {
            let (Some(Some(class)), Some(prediction)) = (labels.labels.get(*row), answer.get(h)) else { continue };
            let mut probabilities = vec![0.0; classes.len()];
            for (position, p) in of_model.iter().zip(&prediction.probabilities) {
                if let Some(slot) = probabilities.get_mut(*position) {
                    *slot = *p;
                }
            }
            debug_assert!((*class as usize) < of_data.len(), "a label is a class of its head");
            let truth = of_data.get(*class as usize).copied().unwrap_or(0) as u32;
            predictions.push(labelled, *row, truth, &probabilities);
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
/// As [`train`] and [`Folds::of`].
pub fn cross_validate(labelled: &Labelled, options: &TrainOptions, k: usize) -> Result<Vec<HeadPredictions>> {
    let folds = Folds::of(labelled, k)?;
    let mut out: Vec<HeadPredictions> =
        labelled.heads.iter().map(|labels| HeadPredictions::new(&labels.name, &labels.classes)).collect();
    for fold in 0..folds.count() {
        let (held_out, training) = folds.rows(fold);
        let trained = train(&labelled.subset(&training), options, Vec::new())?;
        let classifier = Classifier::new(trained.model)?;
        let found = predict(&classifier, &labelled.subset(&held_out), options.threads)?;
        debug_assert_eq!(found.len(), out.len(), "every head is trained and predicted");
        for (all, found) in out.iter_mut().zip(found) {
            all.append(found, &held_out);
        }
    }
    Ok(out)
}
