//! Folds of labelled rows.

use std::collections::BTreeSet;

use super::labelled::Labelled;
use crate::Result;
use crate::evaluate::assign_folds;

/// Seed of the folds that are assigned here. Any value would do.
pub const FOLD_SEED: u64 = 1;

/// The fold of each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folds {
    /// Per row the position of its fold in `numbers`.
    pub fold_of: Vec<u32>,
    /// The folds' numbers, rising: those of the data's fold column, or 0, 1, ….
    pub numbers: Vec<u32>,
}

impl Folds {
    /// The folds of the data's fold column; without one, `k` folds by [`assign_folds`].
    ///
    /// # Errors
    /// As [`assign_folds`].
    pub fn of(labelled: &Labelled, k: usize) -> Result<Self> {
        let Some(given) = &labelled.folds else { return Self::assign(labelled, k) };
        let mut numbers = given.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let position = |number: &u32| numbers.binary_search(number).unwrap_or(0) as u32;
        Ok(Self { fold_of: given.iter().map(position).collect(), numbers })
    }

    /// `k` folds by [`assign_folds`], whatever the fold column says.
    ///
    /// # Errors
    /// As [`assign_folds`].
    pub fn assign(labelled: &Labelled, k: usize) -> Result<Self> {
        let heads: Vec<&[Option<u32>]> = labelled.heads.iter().map(|h| h.labels.as_slice()).collect();
        let groups = labelled.groups.as_ref().map(|g| g.ids.as_slice());
        Ok(Self { fold_of: assign_folds(&heads, groups, k, FOLD_SEED)?, numbers: (0..k as u32).collect() })
    }

    /// The largest number of folds that the data allows: its number of groups, or of rows without groups; at least 2.
    pub fn most(labelled: &Labelled) -> usize {
        let groups = labelled.groups.as_ref().map(|g| g.ids.iter().collect::<BTreeSet<_>>().len());
        groups.unwrap_or(labelled.len()).max(2)
    }

    /// Number of folds.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The rows in the fold at this position, and the rows of all other folds.
    pub fn rows(&self, fold: usize) -> (Vec<usize>, Vec<usize>) {
        (0..self.fold_of.len()).partition(|row| self.fold_of.get(*row) == Some(&(fold as u32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::HeadLabels;

    #[test]
    fn given_folds_are_kept_and_others_assigned() {
        let head = HeadLabels { labels: vec![Some(0), Some(1), Some(0), Some(1)], ..HeadLabels::default() };
        let texts = vec![String::new(); 4];
        let mut labelled = Labelled { heads: vec![head], texts, ..Labelled::default() };
        let assigned = Folds::of(&labelled, 2).unwrap();
        assert_eq!((assigned.count(), Folds::most(&labelled)), (2, 4));
        labelled.folds = Some(vec![7, 3, 7, 9]);
        let given = Folds::of(&labelled, 2).unwrap();
        assert_eq!((given.fold_of.as_slice(), given.numbers.as_slice()), (&[1, 0, 1, 2][..], &[3, 7, 9][..]));
        assert_eq!(given.rows(1), (vec![0, 2], vec![1, 3]));
        assert_eq!(Folds::assign(&labelled, 2).unwrap(), assigned);
    }
}
