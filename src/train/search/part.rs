//! How much of the data a search looks at.

use crate::Result;
use crate::corpus::Labelled;
use crate::train::heldout::Folds;

/// Most work of a search, in bytes of text times the weights each term has: a part of more data is taken that keeps groups whole
/// and classes in proportion. Seconds are not counted, so that the choice depends on the data alone.
const WORK: usize = 4_000_000;

/// Bytes of text times the weights each term has: a head of two classes has one, of more one a class, and with targets there are
/// shared ones and own ones.
pub(super) fn work(labelled: &Labelled) -> usize {
    let weights = |classes: usize| if classes == 2 { 1 } else { classes };
    let of_heads: usize = labelled.heads.iter().map(|head| weights(head.classes.len())).max().unwrap_or(1);
    let crossed = if labelled.targets.is_some() { 2 } else { 1 };
    labelled.texts.iter().map(String::len).sum::<usize>() * of_heads * crossed
}

/// The part of the data to search on; `None` for all of it. Classes too rare to be in every part are there whole.
pub(super) fn part(labelled: &Labelled) -> Result<Option<Labelled>> {
    let parts = work(labelled).div_ceil(WORK);
    if parts < 2 {
        return Ok(None);
    }
    let parts = Folds::deal(labelled, parts)?;
    let mut taken: Vec<bool> = parts.of.iter().map(|part| *part == 0).collect();
    for head in &labelled.heads {
        for class in 0..head.classes.len() as u32 {
            let is = |label: &Option<u32>| *label == Some(class);
            if !head.labels.iter().zip(&taken).any(|(label, taken)| *taken && is(label)) {
                taken.iter_mut().zip(&head.labels).for_each(|(taken, label)| *taken |= is(label));
            }
        }
    }
    let rows: Vec<usize> = (0..labelled.len()).filter(|row| taken.get(*row) == Some(&true)).collect();
    Ok(Some(labelled.subset(&rows)))
}
