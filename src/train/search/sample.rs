//! How much of the data a search uses.

use crate::Result;
use crate::corpus::Labelled;
use crate::train::held_out::folds_at_most;

/// The most work of a search, in the unit of [`work`]. Of larger data a sample is searched on. Work and not seconds, so
/// that the choice depends on the data alone.
const WORK: usize = 4_000_000;

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
        for class in 0..head.classes.len() as u32 {
            let is_class = |label: &Option<u32>| *label == Some(class);
            if !head.labels.iter().zip(&chosen).any(|(label, chosen)| *chosen && is_class(label)) {
                chosen.iter_mut().zip(&head.labels).for_each(|(chosen, label)| *chosen |= is_class(label));
            }
        }
    }
    let rows: Vec<usize> = (0..labelled.len()).filter(|row| chosen.get(*row) == Some(&true)).collect();
    Ok(Some(labelled.subset(&rows)))
}
