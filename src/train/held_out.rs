//! Rows held out of training in turn.

use crate::Result;
use crate::corpus::{FOLD_SEED, Folds, HeadLabels, Labelled};
use crate::evaluate::assign_folds;
use crate::pick::pick;

/// Number of folds for the scores that calibration is fitted on, and for a search on small data.
pub const FOLDS: usize = 5;

/// `most` folds of the rows of all heads, or fewer if there are fewer rows or groups.
///
/// # Errors
/// As [`Folds::assign`], if there are fewer than two rows or groups.
pub(super) fn folds_at_most(labelled: &Labelled, most: usize) -> Result<Folds> {
    Folds::assign(labelled, most.min(Folds::most(labelled)))
}

/// `most` folds of all rows, or fewer if there are fewer rows or groups, in which the classes of this head alone are
/// spread evenly: they do not depend on other label columns.
///
/// # Errors
/// As [`folds_at_most`].
pub(super) fn folds_of_head(labelled: &Labelled, labels: &HeadLabels, most: usize) -> Result<Folds> {
    let groups = labelled.groups.as_ref().map(|groups| groups.ids.as_slice());
    let k = most.min(Folds::most(labelled));
    Ok(Folds { fold_of: assign_folds(&[&labels.labels], groups, k, FOLD_SEED)?, numbers: (0..k as u32).collect() })
}

/// The folds of one head's rows.
pub(super) struct HeadFolds {
    /// Per row its fold, below `count`.
    pub(super) fold_of: Vec<u32>,
    /// Number of folds. Some may have no row of this head.
    pub(super) count: usize,
}

/// A head's rows as one fold splits them.
pub(super) struct Split {
    /// Rows to score.
    pub(super) held_out: Vec<usize>,
    /// Rows to train on.
    pub(super) training: Vec<usize>,
}

impl HeadFolds {
    /// The folds of `rows`, which are those with a label of the head.
    pub(super) fn new(folds: &Folds, rows: &[usize]) -> Self {
        Self { fold_of: pick(&folds.fold_of, rows), count: folds.count() }
    }

    /// The folds of a subset of these rows.
    pub(super) fn subset(&self, rows: &[usize]) -> Self {
        Self { fold_of: pick(&self.fold_of, rows), count: self.count }
    }

    /// Splits rows with these classes and weights (1 if there are none) by whether they are in `fold`. A class that has
    /// rows with a weight above 0 in this fold only is trained on and never scored: without it the others could not be
    /// scored either.
    pub(super) fn split(&self, classes: &[u32], weights: Option<&[f64]>, fold: usize) -> Split {
        debug_assert_eq!(self.fold_of.len(), classes.len(), "each row has a fold and a class");
        let fold = fold as u32;
        let mut elsewhere = vec![false; classes.iter().max().map_or(0, |c| *c as usize + 1)];
        let counts = |row: usize| weights.is_none_or(|weights| weights.get(row).is_some_and(|weight| *weight > 0.0));
        for (row, (of, class)) in self.fold_of.iter().zip(classes).enumerate() {
            if let Some(seen) = elsewhere.get_mut(*class as usize).filter(|_| *of != fold && counts(row)) {
                *seen = true;
            }
        }
        let is_held_out = |row: &usize| {
            let class = classes.get(*row).map_or(0, |c| *c as usize);
            self.fold_of.get(*row) == Some(&fold) && elsewhere.get(class) == Some(&true)
        };
        let (held_out, training) = (0..classes.len()).partition(is_held_out);
        Split { held_out, training }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_one_fold_is_never_held_out() {
        let (folds, classes) = (HeadFolds { fold_of: vec![0, 0, 1, 1, 0], count: 2 }, [0, 1, 0, 1, 2]);
        let Split { held_out, training } = folds.split(&classes, None, 0);
        assert_eq!((held_out, training), (vec![0, 1], vec![2, 3, 4]));
        let Split { held_out, training } = folds.split(&classes, None, 1);
        assert_eq!((held_out, training), (vec![2, 3], vec![0, 1, 4]));
        // Row 3 is the only one of class 1 outside of fold 0, and weighs nothing.
        let Split { held_out, .. } = folds.split(&classes, Some(&[1.0, 1.0, 1.0, 0.0, 1.0]), 0);
        assert_eq!(held_out, [0]);
    }
}
