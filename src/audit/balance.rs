//! Class frequencies, and cross tables of two heads.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::{HeadLabels, Labelled};

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
    /// Number of rows by class of the first head, then of the second. Every pair of classes has an entry.
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
    let rows = |class: usize| head.labels.iter().filter(|l| **l == Some(class as u32)).count() as u64;
    let classes: BTreeMap<String, u64> =
        head.classes.iter().enumerate().map(|(class, name)| (name.clone(), rows(class))).collect();
    let (most, least) = (classes.values().max().copied(), classes.values().min().copied());
    let imbalance = most.zip(least).filter(|(_, least)| classes.len() > 1 && *least > 0);
    ClassRows {
        unlabelled: head.labels.iter().filter(|l| l.is_none()).count() as u64,
        imbalance: imbalance.map(|(most, least)| most as f64 / least as f64),
        classes,
    }
}

fn cross(first: &HeadLabels, second: &HeadLabels) -> CrossTable {
    let width = second.classes.len();
    let mut counts = vec![0u64; first.classes.len() * width];
    for (a, b) in first.labels.iter().zip(&second.labels) {
        if let Some((a, b)) = a.zip(*b)
            && let Some(count) = counts.get_mut(a as usize * width + b as usize)
        {
            *count += 1;
        }
    }
    let row = |counts: &[u64]| second.classes.iter().cloned().zip(counts.iter().copied()).collect();
    CrossTable {
        heads: [first.name.clone(), second.name.clone()],
        cells: first.classes.iter().cloned().zip(counts.chunks(width.max(1)).map(row)).collect(),
        association: cramers_v(&counts, width),
    }
}

/// √(χ² / (n · (smaller number of classes − 1))), over classes that have rows.
fn cramers_v(counts: &[u64], width: usize) -> Option<f64> {
    let total: u64 = counts.iter().sum();
    let rows: Vec<u64> = counts.chunks(width.max(1)).map(|row| row.iter().sum()).collect();
    let columns: Vec<u64> = (0..width).map(|c| counts.iter().skip(c).step_by(width).sum()).collect();
    let used = |sums: &[u64]| sums.iter().filter(|n| **n > 0).count();
    let freedom = used(&rows).min(used(&columns)).checked_sub(1).filter(|f| *f > 0)?;
    let mut squares = 0.0;
    for (at, count) in counts.iter().enumerate() {
        let (row, column) = (rows.get(at / width)?, columns.get(at % width)?);
        let expected = *row as f64 * *column as f64 / total as f64;
        if expected > 0.0 {
            squares += (*count as f64 - expected).powi(2) / expected;
        }
    }
    Some((squares / (total as f64 * freedom as f64)).sqrt())
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
