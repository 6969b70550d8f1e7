//! What a model says of a pool, and the label columns that are filled in.

use super::suggest::HeadOutlook;
use crate::classify::Classifier;
use crate::error::{excerpt, listed};
use crate::model::Model;
use crate::{Error, Result, Target};

/// The label column, unless another is named.
const LABEL: &str = "stance";

/// The label columns of a coding sheet: those named, or else `stance`, or all heads of a model that does not have it.
#[must_use]
pub fn label_columns(named: &[String], model: Option<&Model>) -> Vec<String> {
    let heads = model.map(|model| model.heads.iter().map(|head| head.name.clone()).collect::<Vec<String>>());
    match heads {
        _ if !named.is_empty() => named.to_vec(),
        Some(heads) if !heads.iter().any(|head| head == LABEL) => heads,
        _ => vec![LABEL.to_owned()],
    }
}

/// What the model says of each text, for each label column; `targets` has one target for all texts, or one per text.
///
/// # Errors
/// [`Error::Options`] for a label column that the model does not know; otherwise as [`Classifier::classify_batch`].
pub fn outlook(
    classifier: &Classifier,
    texts: &[String],
    targets: &[Target],
    names: &[String],
    threads: usize,
) -> Result<Vec<HeadOutlook>> {
    let heads = &classifier.model().heads;
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        let place = heads.iter().position(|head| head.name == *name).ok_or_else(|| {
            let known = listed(heads.iter().map(|head| excerpt(&head.name)));
            let problem = format!("`{}` is not a head of the model, its heads are {known}", excerpt(name));
            Error::options("label", problem)
        })?;
        places.push(place);
    }
    let predicted = classifier.classify_batch(texts, targets, threads)?;
    let of_head = |place: &usize| {
        let probabilities = predicted.iter().filter_map(|row| row.get(*place)).flat_map(|found| &found.probabilities);
        let head = heads.get(*place);
        let classes = head.map_or(0, |head| head.classes.len());
        // A model may lack the shares of its classes; they count as even then.
        let even = || vec![1.0 / classes.max(1) as f64; classes];
        let shares = head.and_then(|head| head.class_shares.first()).cloned().unwrap_or_else(even);
        HeadOutlook { probabilities: probabilities.copied().collect(), shares }
    };
    Ok(places.iter().map(of_head).collect())
}
