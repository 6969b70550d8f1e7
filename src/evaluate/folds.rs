//! Assigns rows to folds for cross-validation.

use std::collections::BTreeMap;

use super::random::Random;
use crate::{Error, Result, error::Place};

/// Rows that are assigned together: a group, or a single row.
#[derive(Debug, Default)]
struct Unit {
    rows: Vec<usize>,
    /// Number of rows by position in the list of the classes of all heads.
    classes: BTreeMap<usize, u64>,
}

/// Assigns rows to `k` folds, 0 to k − 1. Groups are never split, and each fold gets about the same number of rows, and
/// of each class of each head.
///
/// `heads` holds per head the class of each row, or `None`; `groups` the group of each row, as any ids. Without groups
/// each row is assigned by itself. Groups are assigned in the order of falling size, equal ones in an order that
/// depends on `seed`. Each goes to the fold where it increases Σ over classes and folds of (rows of the class in the
/// fold / rows of the class)² the least, where all rows count as one more class. Ties go to the smaller fold, then to
/// the first.
///
/// # Errors
/// [`Error::Options`] if `k` is below 2 or lengths differ; [`Error::Data`] if there are fewer groups, or rows, than
/// folds.
pub fn assign_folds(heads: &[&[Option<u32>]], groups: Option<&[u32]>, k: usize, seed: u64) -> Result<Vec<u32>> {
    if k < 2 {
        return Err(Error::options("folds", format!("{k} is too few; two at least are needed")));
    }
    let n = groups.map(<[u32]>::len).or(heads.first().map(|h| h.len())).unwrap_or(0);
    if let Some(odd) = heads.iter().find(|head| head.len() != n) {
        return Err(Error::options("folds", format!("a head has {} rows where {n} are expected", odd.len())));
    }
    let (mut units, totals) = units(heads, groups, n);
    if units.len() < k {
        let what = if groups.is_some() { "groups" } else { "rows" };
        return Err(Error::data(
            Place::file("folds"),
            format!("{k} folds need {k} {what}, there are {}; ask for fewer folds or give more data", units.len()),
        ));
    }
    Random::new(seed, 0).shuffle(&mut units);
    units.sort_by_key(|unit| std::cmp::Reverse(unit.rows.len()));
    let mut counts = vec![vec![0u64; totals.len()]; k];
    let mut sizes = vec![0usize; k];
    let mut fold_of = vec![0u32; n];
    for unit in &units {
        let mut best = (f64::INFINITY, usize::MAX, 0);
        for (fold, (counts, size)) in counts.iter().zip(&sizes).enumerate() {
            let rise: f64 = unit
                .classes
                .iter()
                .map(|(class, more)| {
                    let at = |counts: &[u64]| counts.get(*class).copied().unwrap_or(0) as f64;
                    let (there, total, more) = (at(counts), at(&totals), *more as f64);
                    (2.0 * there + more) * more / (total * total)
                })
                .sum();
            if (rise, *size) < (best.0, best.1) {
                best = (rise, *size, fold);
            }
        }
        let (_, _, fold) = best;
        if let (Some(counts), Some(size)) = (counts.get_mut(fold), sizes.get_mut(fold)) {
            *size += unit.rows.len();
            for (class, more) in &unit.classes {
                if let Some(count) = counts.get_mut(*class) {
                    *count += more;
                }
            }
        }
        for row in &unit.rows {
            if let Some(place) = fold_of.get_mut(*row) {
                *place = fold as u32;
            }
        }
    }
    Ok(fold_of)
}

/// The units in the order of their first rows, and the number of rows of each class of each head. Class 0 stands for
/// all rows.
fn units(heads: &[&[Option<u32>]], groups: Option<&[u32]>, n: usize) -> (Vec<Unit>, Vec<u64>) {
    let mut class_ids = BTreeMap::new();
    let mut unit_ids = BTreeMap::new();
    let mut units: Vec<Unit> = Vec::new();
    let mut totals = vec![n as u64];
    for row in 0..n {
        let group = groups.and_then(|g| g.get(row)).map_or(row, |g| *g as usize);
        let id = *unit_ids.entry(group).or_insert(units.len());
        if id == units.len() {
            units.push(Unit::default());
        }
        let Some(unit) = units.get_mut(id) else {
            continue;
        };
        unit.rows.push(row);
        *unit.classes.entry(0).or_default() += 1;
        for (head, labels) in heads.iter().enumerate() {
            if let Some(label) = labels.get(row).copied().flatten() {
                let class = *class_ids.entry((head, label)).or_insert_with(|| {
                    totals.push(0);
                    totals.len() - 1
                });
                *unit.classes.entry(class).or_default() += 1;
                if let Some(total) = totals.get_mut(class) {
                    *total += 1;
                }
            }
        }
    }
    (units, totals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn groups_are_never_split_and_no_fold_is_empty(
            rows in proptest::collection::vec((0u32..12, proptest::option::of(0u32..3)), 0..80),
            k in 2usize..6,
            seed in any::<u64>(),
        ) {
            let (groups, labels): (Vec<u32>, Vec<Option<u32>>) = rows.into_iter().unzip();
            let distinct = groups.iter().collect::<std::collections::BTreeSet<_>>().len();
            let found = assign_folds(&[&labels], Some(&groups), k, seed);
            if distinct < k {
                prop_assert_eq!(found.unwrap_err().class() as i32, 3);
                return Ok(());
            }
            let found = found.unwrap();
            for (a, b) in found.iter().zip(&groups) {
                for (c, d) in found.iter().zip(&groups) {
                    prop_assert!(b != d || a == c);
                }
            }
            for fold in 0..k as u32 {
                prop_assert!(found.contains(&fold));
            }
            prop_assert_eq!(&found, &assign_folds(&[&labels], Some(&groups), k, seed).unwrap());
        }
    }

    #[test]
    fn every_class_is_spread_evenly_over_folds() {
        // Sorted by class, with a rare one: 90, 50 and 10 rows into 5 folds.
        let labels: Vec<Option<u32>> = (0..150)
            .map(|row| {
                Some(if row < 90 {
                    0
                } else if row < 140 {
                    1
                } else {
                    2
                })
            })
            .collect();
        let found = assign_folds(&[&labels], None, 5, 7).unwrap();
        for fold in 0..5 {
            let of = |class| {
                let both = found.iter().zip(&labels);
                both.filter(|(f, l)| **f == fold && **l == Some(class)).count()
            };
            assert!((17..=19).contains(&of(0)), "{}", of(0));
            assert!((9..=11).contains(&of(1)), "{}", of(1));
            assert_eq!(of(2), 2);
        }
    }

    #[test]
    fn two_heads_are_balanced_together() {
        let one: Vec<Option<u32>> = (0..120).map(|row| Some(row / 60)).collect();
        let other: Vec<Option<u32>> = (0..120).map(|row| (row % 3 > 0).then_some(row % 3)).collect();
        let found = assign_folds(&[&one, &other], None, 4, 1).unwrap();
        for fold in 0..4 {
            for (head, expected) in [(&one, 15), (&other, 10)] {
                for class in 0..3 {
                    let both = found.iter().zip(head);
                    let n = both.filter(|(f, l)| **f == fold && **l == Some(class)).count();
                    assert!(n == 0 || n.abs_diff(expected) <= 1, "{n} for {expected}");
                }
            }
        }
    }

    #[test]
    fn the_seed_changes_the_folds() {
        let labels = vec![Some(0); 40];
        let assign = |seed| assign_folds(&[&labels], None, 4, seed).unwrap();
        assert_ne!(assign(1), assign(2));
    }

    #[test]
    fn too_few_groups_or_folds_are_named() {
        let labels = [Some(0), Some(1), Some(0)];
        let error = assign_folds(&[&labels], Some(&[1, 1, 2]), 3, 0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "folds: 3 folds need 3 groups, there are 2; ask for fewer folds or give more data"
        );
        assert!(assign_folds(&[&labels], None, 4, 0).unwrap_err().to_string().contains("4 rows"));
        assert_eq!(assign_folds(&[&labels], None, 1, 0).unwrap_err().class() as i32, 2);
        assert_eq!(assign_folds(&[&labels], Some(&[0]), 2, 0).unwrap_err().class() as i32, 2);
    }
}
