//! Rows held out of training in turn.

use crate::Result;
use crate::corpus::{Folds, Labelled};
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

    /// Splits rows with these classes by whether they are in `fold`. A class that has rows in this fold only is trained
    /// on and never scored: without it the others could not be scored either.
    pub(super) fn split(&self, classes: &[u32], fold: usize) -> Split {
        debug_assert_eq!(self.fold_of.len(), classes.len(), "each row has a fold and a class");
        let fold = fold as u32;
        let mut elsewhere = vec![false; classes.iter().max().map_or(0, |c| *c as usize + 1)];
        for (of, class) in self.fold_of.iter().zip(classes) {
            if let Some(seen) = elsewhere.get_mut(*class as usize).filter(|_| *of != fold) {
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
        let Split { held_out, training } = folds.split(&classes, 0);
        assert_eq!((held_out, training), (vec![0, 1], vec![2, 3, 4]));
        let Split { held_out, training } = folds.split(&classes, 1);
        assert_eq!((held_out, training), (vec![2, 3], vec![0, 1, 4]));
    }
}
