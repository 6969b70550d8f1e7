//! New rows in the terms of the model that training starts from: its heads, classes and targets.

use crate::corpus::{HeadLabels, Labelled, Targets};
use crate::error::{Hint, Place, excerpt, listed};
use crate::model::{Head, Model};
use crate::{Error, Result};

/// The rows with the labels of the model's heads only; classes and targets are numbered as in the model.
///
/// # Errors
/// [`Error::Data`] for a label or a target that the model does not know, or if no label column is one of its heads.
pub(super) fn align(start: &Model, labelled: &Labelled) -> Result<Labelled> {
    let common = start.heads.iter().filter_map(|head| Some((head, labelled.head(&head.name)?)));
    let heads = common.map(|(head, own)| aligned_head(head, own, labelled)).collect::<Result<Vec<_>>>()?;
    if heads.iter().all(|head| head.labels.iter().all(Option::is_none)) {
        let heads = listed(start.heads.iter().map(|head| format!("`{}`", excerpt(&head.name))));
        let problem = format!("has no label for the model that training starts from, whose label columns are {heads}");
        let hint = Hint::new("; name one of them with {}").option("label");
        return Err(Error::data(Place::file(listed(&labelled.files)), problem).with_hint(hint));
    }
    Ok(Labelled { heads, targets: targets(start, labelled)?, ..labelled.clone() })
}

/// The labels of one head, numbered as the model's classes.
fn aligned_head(head: &Head, own: &HeadLabels, labelled: &Labelled) -> Result<HeadLabels> {
    let number = |class: &String| head.classes.binary_search(class).ok().map(|at| at as u32);
    let numbers: Vec<Option<u32>> = own.classes.iter().map(number).collect();
    let mut labels = Vec::with_capacity(own.labels.len());
    for (row, label) in own.labels.iter().enumerate() {
        let number = label.map(|label| numbers.get(label as usize).copied().flatten().ok_or(label)).transpose();
        labels.push(number.map_err(|label| {
            let label = own.classes.get(label as usize).map_or("", String::as_str);
            let known = listed(head.classes.iter().map(|class| format!("`{}`", excerpt(class))));
            let problem = format!(
                "`{}` is no class of the model that training starts from, whose classes are {known}; write it as the model \
                 does, or train a model without a start",
                excerpt(label)
            );
            Error::data(labelled.place(row).column(&head.name), problem)
        })?);
    }
    Ok(HeadLabels { name: head.name.clone(), classes: head.classes.clone(), labels })
}

/// The target of each row, numbered as in the model; `None` if the model has none. Rows without targets are about the
/// model's target if it has one only.
fn targets(start: &Model, labelled: &Labelled) -> Result<Option<Targets>> {
    let known = start.targets();
    let listed_targets = || listed(known.iter().map(|name| format!("`{}`", excerpt(name))));
    let ids = match (known, &labelled.targets) {
        ([], _) => return Ok(None),
        ([_], None) => vec![0; labelled.len()],
        (_, None) => {
            let problem = format!(
                "has no target column, but the model that training starts from has targets: {}",
                listed_targets()
            );
            let hint = Hint::new("; name the column of the targets with {}").option("target-column");
            return Err(Error::data(Place::file(listed(&labelled.files)), problem).with_hint(hint));
        }
        (_, Some(given)) => {
            let mut ids = Vec::with_capacity(given.ids.len());
            for (row, id) in given.ids.iter().enumerate() {
                let name = given.names.get(*id as usize).map_or("", String::as_str);
                let at = known.iter().position(|target| target == name).ok_or_else(|| {
                    let problem = format!(
                        "target `{}` is unknown to the model that training starts from; its targets are {}",
                        excerpt(name),
                        listed_targets()
                    );
                    Error::data(labelled.place(row), problem)
                })?;
                ids.push(at as u32);
            }
            ids
        }
    };
    Ok(Some(Targets { names: known.to_vec(), ids }))
}
