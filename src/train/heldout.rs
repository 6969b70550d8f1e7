//! Rows held out of training in turn.

use std::collections::BTreeSet;

use crate::Result;
use crate::corpus::Labelled;
use crate::evaluate::folds;

/// Folds of the scores that calibration is fitted on, and of a search on small data.
pub const FOLDS: usize = 5;
/// Seed of the folds; any would do.
pub const FOLD_SEED: u64 = 1;

/// A head's rows for one fold.
pub(super) struct HeldOut {
    /// Rows to score.
    pub(super) out: Vec<usize>,
    /// Rows to learn from.
    pub(super) within: Vec<usize>,
}

/// The fold of each row.
pub(super) struct Folds {
    /// One a row, each below `n`.
    pub(super) of: Vec<u32>,
    /// Number of folds.
    pub(super) n: usize,
}

impl Folds {
    /// Deals rows into so many folds as [`folds`] does, or into fewer where there are not so many rows or groups.
    ///
    /// # Errors
    /// As [`folds`] if there are fewer than two.
    pub(super) fn deal(labelled: &Labelled, most: usize) -> Result<Self> {
        let heads: Vec<&[Option<u32>]> = labelled.heads.iter().map(|h| h.labels.as_slice()).collect();
        let groups = labelled.groups.as_ref().map(|g| g.ids.as_slice());
        let units = groups.map_or(labelled.len(), |ids| ids.iter().collect::<BTreeSet<_>>().len());
        let n = most.min(units).max(2);
        Ok(Self { of: folds(&heads, groups, n, FOLD_SEED)?, n })
    }

    /// The folds of these rows.
    pub(super) fn of_rows(&self, rows: &[usize]) -> Self {
        Self { of: rows.iter().filter_map(|row| self.of.get(*row).copied()).collect(), n: self.n }
    }

    /// Splits rows by whether they are in `fold`. Rows of a class that is nowhere else are learnt from and never scored, so that
    /// a class of one row or one group does not stop the others from being judged.
    pub(super) fn split(&self, classes: &[u32], fold: usize) -> HeldOut {
        let fold = fold as u32;
        let mut elsewhere = vec![false; classes.iter().max().map_or(0, |c| *c as usize + 1)];
        for (of, class) in self.of.iter().zip(classes) {
            if let Some(place) = elsewhere.get_mut(*class as usize).filter(|_| *of != fold) {
                *place = true;
            }
        }
        let held_out = |row: &usize| {
            let class = classes.get(*row).map_or(0, |c| *c as usize);
            self.of.get(*row) == Some(&fold) && elsewhere.get(class) == Some(&true)
        };
        let (out, within) = (0..classes.len()).partition(held_out);
        HeldOut { out, within }
    }
}

/// `work(0)`, …, `work(jobs - 1)` in this order, worked out by so many threads.
pub(super) fn in_order<T: Send>(
    jobs: usize,
    threads: usize,
    work: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let threads = threads.clamp(1, jobs.max(1));
    if threads == 1 {
        return (0..jobs).map(work).collect();
    }
    let work = &work;
    let mut done: Vec<(usize, Result<T>)> = std::thread::scope(|scope| {
        let spawn =
            |first| scope.spawn(move || (first..jobs).step_by(threads).map(|j| (j, work(j))).collect::<Vec<_>>());
        let handles: Vec<_> = (0..threads).map(spawn).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, Vec<_>>| match handle.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        handles.into_iter().flat_map(join).collect()
    });
    done.sort_by_key(|(job, _)| *job);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_one_fold_is_never_held_out() {
        let (folds, classes) = (Folds { of: vec![0, 0, 1, 1, 0], n: 2 }, [0, 1, 0, 1, 2]);
        let HeldOut { out, within } = folds.split(&classes, 0);
        assert_eq!((out, within), (vec![0, 1], vec![2, 3, 4]));
        let HeldOut { out, within } = folds.split(&classes, 1);
        assert_eq!((out, within), (vec![2, 3], vec![0, 1, 4]));
    }

    #[test]
    fn results_stand_in_order_at_any_number_of_threads() {
        for threads in [1, 2, 3, 8] {
            let squares = in_order(5, threads, |job| Ok(job * job)).unwrap();
            assert_eq!(squares, [0, 1, 4, 9, 16]);
        }
    }
}
