//! Duplicates, near-duplicates, leaks between splits and groups, and conflicting labels.

use serde::Serialize;

use super::splits::{RowRef, Splits};
use crate::similar::{Alike, WordIds, alike};

/// The overlaps of the data. Each row is compared with earlier rows; rows of the other split count as earlier.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Overlaps {
    /// Jaccard similarity of word pairs from which texts are near duplicates.
    pub threshold: f64,
    /// Whether every such pair was found. Only data full of copies reach the limits of the search: remove the listed
    /// rows and audit again.
    pub complete: bool,
    /// Rows with the same words as an earlier row, whatever their letter case, punctuation and spacing.
    pub duplicates: Vec<Match>,
    /// Rows that are near an earlier row and are not duplicates.
    pub near_duplicates: Vec<Match>,
    /// Rows that are duplicates of, or near to, an earlier row of another group.
    pub group_leaks: Vec<Match>,
    /// Rows that are duplicates of, or near to, a row of the other split.
    pub leaks: Vec<Match>,
    /// Groups that have rows in both splits.
    pub shared_groups: Vec<String>,
    /// Rows whose label differs from that of an equal or near earlier row of either split; one entry per head.
    pub conflicts: Vec<Conflict>,
}

/// A row and the most similar earlier row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// The row.
    pub row: RowRef,
    /// The earlier row.
    pub of: RowRef,
    /// Jaccard similarity of their word pairs; 1 for the same words.
    pub similarity: f64,
}

/// Two rows with equal or near texts and different labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// The label column.
    pub head: String,
    /// The row.
    pub row: RowRef,
    /// Its label.
    pub label: String,
    /// The earlier row.
    pub of: RowRef,
    /// That row's label.
    pub of_label: String,
    /// Jaccard similarity of their word pairs; 1 for the same words.
    pub similarity: f64,
}

/// Finds all overlaps. `words` holds the rows of both splits.
pub(super) fn overlaps(splits: &Splits<'_>, words: &WordIds, threshold: f64) -> Overlaps {
    let alike = alike(words, &splits.targets, threshold);
    let representatives = representatives(splits, &alike);
    let mut out = Overlaps {
        threshold,
        complete: alike.complete,
        shared_groups: splits.shared_groups.clone(),
        ..Overlaps::default()
    };
    for row in 0..splits.audited_rows() {
        let Some(text) = alike.text_of.get(row) else { continue };
        let same = std::iter::once((*text, 1.0));
        let near = alike.like.get(*text as usize).into_iter().flatten().copied();
        let earlier = |other: usize| !splits.is_audited(other) || other < row;
        let mut found: Vec<(usize, f64)> = same
            .chain(near)
            .flat_map(|(t, s)| representatives.get(t as usize).into_iter().flatten().map(move |r| (*r, s)))
            .filter(|(other, _)| earlier(*other))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.add(splits, row, &found, |other| alike.text_of.get(other) == Some(text));
    }
    out
}

impl Overlaps {
    /// Adds the overlaps of `row`. `found` holds the equal and near earlier rows, the most similar first; `same` says
    /// which of them have the same text.
    fn add(&mut self, splits: &Splits<'_>, row: usize, found: &[(usize, f64)], same: impl Fn(usize) -> bool) {
        let first = |holds: &dyn Fn(usize) -> bool| found.iter().copied().find(|(other, _)| holds(*other));
        let pair =
            |(of, similarity): (usize, f64)| Match { row: splits.row_ref(row), of: splits.row_ref(of), similarity };
        if let Some(best) = first(&|other| splits.is_audited(other) && same(other)) {
            self.duplicates.push(pair(best));
        } else if let Some(best) = first(&|other| splits.is_audited(other)) {
            self.near_duplicates.push(pair(best));
        }
        let group = splits.group(row);
        let elsewhere = |other| splits.is_audited(other) && group.is_some() && splits.group(other) != group;
        self.group_leaks.extend(first(&elsewhere).map(pair));
        self.leaks.extend(first(&|other| !splits.is_audited(other)).map(pair));
        for (head, classes) in splits.classes.iter().enumerate() {
            let Some(label) = splits.label(head, row) else { continue };
            let other_label = |other| splits.label(head, other).is_some_and(|l| l != label);
            let Some((of, similarity)) = first(&other_label) else { continue };
            let name = |label: Option<u32>| label.and_then(|l| classes.get(l as usize)).cloned().unwrap_or_default();
            self.conflicts.push(Conflict {
                head: splits.audited.heads.get(head).map_or_else(String::new, |h| h.name.clone()),
                row: splits.row_ref(row),
                label: name(Some(label)),
                of: splits.row_ref(of),
                of_label: name(splits.label(head, of)),
                similarity,
            });
        }
    }
}

/// Per text the rows that represent all its rows: in each split the first one, the first one of a second group, and the
/// first one with each label. If a row has an overlap of some kind with an earlier row, it has one with a
/// representative.
fn representatives(splits: &Splits<'_>, alike: &Alike) -> Vec<Vec<usize>> {
    let mut representatives: Vec<Vec<usize>> = vec![Vec::new(); alike.like.len()];
    for (row, text) in alike.text_of.iter().enumerate() {
        let Some(list) = representatives.get_mut(*text as usize) else { continue };
        let same_split = |other: &&usize| splits.is_audited(**other) == splits.is_audited(row);
        let mut own = list.iter().filter(same_split);
        let first = own.next();
        let second_group = first.is_some_and(|first| {
            let first_group = splits.group(*first);
            splits.group(row) != first_group && list.iter().filter(same_split).all(|o| splits.group(*o) == first_group)
        });
        let new_label = (0..splits.classes.len()).any(|head| {
            let label = splits.label(head, row);
            label.is_some() && list.iter().filter(same_split).all(|o| splits.label(head, *o) != label)
        });
        if first.is_none() || second_group || new_label {
            list.push(row);
        }
    }
    representatives
}
