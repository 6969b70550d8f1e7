//! Class frequencies, and cross tables of two heads.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::{HeadLabels, Labelled};
use crate::evaluate::WHOLE_CONFUSION;

/// Class frequencies.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Balance {
    /// By head.
    pub heads: BTreeMap<String, ClassRows>,
    /// A cross table for each pair of heads, in the order of the label columns.
    pub tables: Vec<CrossTable>,
}

/// Numbers of rows by class of one head.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClassRows {
    /// Number of rows by class.
    pub classes: BTreeMap<String, u64>,
    /// Number of rows without a label for this head.
    pub unlabelled: u64,
    /// Rows of the largest class divided by rows of the smallest; `None` with fewer than two classes.
    pub imbalance: Option<f64>,
}

/// A cross table of two heads.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CrossTable {
    /// The two heads.
    pub heads: [String; 2],
    /// Number of rows by class of the first head, then of the second. Every pair of classes has an entry, unless there
    /// are more than 2,500 pairs; then only those with rows have.
    pub cells: BTreeMap<String, BTreeMap<String, u64>>,
    /// Cramér's V (1946): 0 if the heads are independent, 1 if one determines the other; `None` if either has one class
    /// only.
    pub association: Option<f64>,
}

pub(super) fn balance(labelled: &Labelled) -> Balance {
    let mut tables = Vec::new();
    for (at, first) in labelled.heads.iter().enumerate() {
        tables.extend(labelled.heads.iter().skip(at + 1).map(|second| cross(first, second)));
    }
    Balance { heads: labelled.heads.iter().map(|h| (h.name.clone(), class_rows(h))).collect(), tables }
}

fn class_rows(head: &HeadLabels) -> ClassRows {
    let mut rows = vec![0u64; head.classes.len()];
    for class in head.labels.iter().flatten() {
        rows.get_mut(*class as usize).into_iter().for_each(|n| *n += 1);
    }
    let classes: BTreeMap<String, u64> = head.classes.iter().cloned().zip(rows).collect();
    let (most, least) = (classes.values().max().copied(), classes.values().min().copied());
    let imbalance = most.zip(least).filter(|(_, least)| classes.len() > 1 && *least > 0);
    ClassRows {
        unlabelled: head.labels.iter().filter(|l| l.is_none()).count() as u64,
        imbalance: imbalance.map(|(most, least)| most as f64 / least as f64),
        classes,
    }
}

/// The most pairs of classes that are all listed.
const WHOLE_TABLE: usize = WHOLE_CONFUSION * WHOLE_CONFUSION;

fn cross(first: &HeadLabels, second: &HeadLabels) -> CrossTable {
    let mut counts = BTreeMap::<(u32, u32), u64>::new();
    for pair in first.labels.iter().zip(&second.labels).filter_map(|(a, b)| a.zip(*b)) {
        *counts.entry(pair).or_default() += 1;
    }
    let whole = first.classes.len() * second.classes.len() <= WHOLE_TABLE;
    let mut cells: BTreeMap<String, BTreeMap<String, u64>> =
        first.classes.iter().map(|class| (class.clone(), BTreeMap::new())).collect();
    if whole {
        cells.values_mut().for_each(|row| row.extend(second.classes.iter().map(|class| (class.clone(), 0))));
    }
    for ((a, b), count) in &counts {
        let names = first.classes.get(*a as usize).zip(second.classes.get(*b as usize));
        if let Some((row, name)) = names.and_then(|(a, b)| Some((cells.get_mut(a)?, b))) {
            row.insert(name.clone(), *count);
        }
    }
    CrossTable { heads: [first.name.clone(), second.name.clone()], cells, association: cramers_v(&counts, whole) }
}

/// √(χ² / (n · (smaller number of classes − 1))), over classes that have rows. χ² is Σ (observed − expected)² /
/// expected over all pairs of classes. Of a table that is not `whole`, pairs without rows, each of which adds what is
/// expected, are summed as the rest of all expected.
fn cramers_v(counts: &BTreeMap<(u32, u32), u64>, whole: bool) -> Option<f64> {
    let (mut rows, mut columns) = (BTreeMap::<u32, u64>::new(), BTreeMap::<u32, u64>::new());
    for ((a, b), count) in counts {
        *rows.entry(*a).or_default() += count;
        *columns.entry(*b).or_default() += count;
    }
    let total = counts.values().sum::<u64>() as f64;
    let freedom = rows.len().min(columns.len()).checked_sub(1).filter(|freedom| *freedom > 0)?;
    let expected = |a: &u32, b: &u32| Some(*rows.get(a)? as f64 * *columns.get(b)? as f64 / total);
    let share = |count: u64, expected: f64| (count as f64 - expected).powi(2) / expected;
    let mut squares = 0.0;
    if whole {
        for (a, b) in rows.keys().flat_map(|a| columns.keys().map(move |b| (a, b))) {
            squares += share(counts.get(&(*a, *b)).copied().unwrap_or(0), expected(a, b)?);
        }
    } else {
        let mut rest = total;
        for ((a, b), count) in counts {
            squares += share(*count, expected(a, b)?);
            rest -= expected(a, b)?;
        }
        squares += rest.max(0.0);
    }
    Some((squares / (total * freedom as f64)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(name: &str, labels: &[&str]) -> HeadLabels {
        let mut classes: Vec<String> = labels.iter().filter(|l| !l.is_empty()).map(|l| (*l).to_owned()).collect();
        classes.sort_unstable();
        classes.dedup();
        let labels = labels.iter().map(|l| classes.iter().position(|c| c == l).map(|c| c as u32)).collect();
        HeadLabels { name: name.to_owned(), classes, labels }
    }

    #[test]
    fn every_cell_is_there_and_counted() {
        let found = cross(&head("stance", &["a", "a", "b", "b"]), &head("tone", &["x", "x", "y", ""]));
        assert_eq!(found.cells["a"]["x"], 2);
        assert_eq!(found.cells["b"]["x"], 0);
        assert_eq!(found.cells["b"]["y"], 1);
        assert_eq!(found.association, Some(1.0));
    }

    #[test]
    fn the_association_is_the_same_without_the_pairs_that_have_no_rows() {
        let counts = BTreeMap::from([((0, 0), 5), ((0, 1), 2), ((1, 1), 9), ((2, 0), 1), ((2, 2), 4)]);
        let (whole, sparse) = (cramers_v(&counts, true).unwrap(), cramers_v(&counts, false).unwrap());
        assert!((whole - sparse).abs() < 1e-12, "{whole} {sparse}");
    }

    #[test]
    fn independent_heads_have_no_association() {
        let found = cross(&head("h", &["a", "a", "b", "b"]), &head("i", &["x", "y", "x", "y"]));
        assert_eq!(found.association, Some(0.0));
        assert_eq!(cross(&head("h", &["a", "a"]), &head("i", &["x", "y"])).association, None);
    }

    #[test]
    fn imbalance_is_largest_over_smallest() {
        let found = class_rows(&head("h", &["a", "a", "a", "b", "", "b"]));
        assert_eq!((found.imbalance, found.unlabelled, found.classes["a"]), (Some(1.5), 1, 3));
        assert_eq!(class_rows(&head("h", &["a"])).imbalance, None);
    }
}
