//! How much of the data a search uses.

use crate::Result;
use crate::corpus::Labelled;
use crate::train::held_out::folds_at_most;

/// The most work of a search, in the unit of [`work`]. Of larger data a sample is searched on. Work and not seconds, so
/// that the choice depends on the data alone.
pub(super) const WORK: usize = 4_000_000;

/// The work of training once: bytes of text × weights per term. A term has one weight for two classes, one per class
/// for more, and twice as many with targets, which have shared and own weights.
pub(super) fn work(labelled: &Labelled) -> usize {
    let weights = |classes: usize| if classes == 2 { 1 } else { classes };
    let per_term: usize = labelled.heads.iter().map(|head| weights(head.classes.len())).max().unwrap_or(1);
    let copies = if labelled.targets.is_some() { 2 } else { 1 };
    labelled.texts.iter().map(String::len).sum::<usize>() * per_term * copies
}

/// The sample to search on, or `None` for all rows. It keeps groups whole and the proportions of the classes; a class
/// too rare to be in every sample is in it with all its rows.
pub(super) fn sample(labelled: &Labelled) -> Result<Option<Labelled>> {
    let samples = work(labelled).div_ceil(WORK);
    if samples < 2 {
        return Ok(None);
    }
    let mut chosen: Vec<bool> = folds_at_most(labelled, samples)?.fold_of.iter().map(|sample| *sample == 0).collect();
    for head in &labelled.heads {
        let mut present = vec![false; head.classes.len()];
        for (label, _) in head.labels.iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
            label.and_then(|class| present.get_mut(class as usize)).into_iter().for_each(|seen| *seen = true);
        }
        for (chosen, label) in chosen.iter_mut().zip(&head.labels) {
            *chosen |= label.is_some_and(|class| present.get(class as usize) == Some(&false));
        }
    }
    let rows: Vec<usize> = (0..labelled.len()).filter(|row| chosen.get(*row) == Some(&true)).collect();
    Ok(Some(labelled.subset(&rows)))
}
