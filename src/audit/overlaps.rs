//! Rows that say again what another row said: duplicates, leaks between parts and groups, labels in conflict.

use serde::Serialize;

use super::parts::{Parts, RowRef};
use super::similar::{Alike, alike};
use super::words::Words;

/// What stands twice. A row is held against the rows before it; those of the other part are before all.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Overlaps {
    /// Jaccard similarity of word pairs from which texts are near duplicates.
    pub threshold: f64,
    /// Whether every such pair was found. Only data full of copies reach the limits of the search; mend what is listed and
    /// audit again.
    pub complete: bool,
    /// Rows with the same words as an earlier row; letter case, punctuation and spacing do not count.
    pub duplicates: Vec<Match>,
    /// Rows that are no duplicates but near an earlier row.
    pub near_duplicates: Vec<Match>,
    /// Rows that are duplicates of, or near to, an earlier row of another group.
    pub group_leaks: Vec<Match>,
    /// Rows that are duplicates of, or near to, a row of the part held against.
    pub leaks: Vec<Match>,
    /// Groups that have rows in both parts.
    pub shared_groups: Vec<String>,
    /// Rows with another label than an equal or near row before them, of either part; one for each head.
    pub conflicts: Vec<Conflict>,
}

/// A row and the most similar of those before it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// The row.
    pub row: RowRef,
    /// The row it is like.
    pub of: RowRef,
    /// Jaccard similarity of their word pairs; 1 for the same words.
    pub similarity: f64,
}

/// Two rows that say the same, or nearly, under different labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// The label column.
    pub head: String,
    /// The row.
    pub row: RowRef,
    /// Its label.
    pub label: String,
    /// The row it is like.
    pub of: RowRef,
    /// That row's label.
    pub of_label: String,
    /// Jaccard similarity of their word pairs; 1 for the same words.
    pub similarity: f64,
}

/// Finds all overlaps. `words` are those of all rows of both parts.
pub(super) fn overlaps(parts: &Parts<'_>, words: &Words, threshold: f64) -> Overlaps {
    let alike = alike(words, &parts.targets, threshold);
    let delegates = delegates(parts, &alike);
    let mut out = Overlaps {
        threshold,
        complete: alike.complete,
        shared_groups: parts.shared_groups.clone(),
        ..Overlaps::default()
    };
    for row in 0..parts.audited_rows() {
        let Some(text) = alike.text_of.get(row) else { continue };
        let same = std::iter::once((*text, 1.0));
        let near = alike.like.get(*text as usize).into_iter().flatten().copied();
        let earlier = |other: usize| !parts.is_audited(other) || other < row;
        let mut found: Vec<(usize, f64)> = same
            .chain(near)
            .flat_map(|(t, s)| delegates.get(t as usize).into_iter().flatten().map(move |r| (*r, s)))
            .filter(|(other, _)| earlier(*other))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.add(parts, row, &found, |other| alike.text_of.get(other) == Some(text));
    }
    out
}

impl Overlaps {
    /// Adds what holds of `row`, given the earlier rows like it, most similar first, and which of them are the same text.
    fn add(&mut self, parts: &Parts<'_>, row: usize, found: &[(usize, f64)], same: impl Fn(usize) -> bool) {
        let first = |holds: &dyn Fn(usize) -> bool| found.iter().copied().find(|(other, _)| holds(*other));
        let pair =
            |(of, similarity): (usize, f64)| Match { row: parts.row_ref(row), of: parts.row_ref(of), similarity };
        if let Some(best) = first(&|other| parts.is_audited(other) && same(other)) {
            self.duplicates.push(pair(best));
        } else if let Some(best) = first(&|other| parts.is_audited(other)) {
            self.near_duplicates.push(pair(best));
        }
        let group = parts.group(row);
        let elsewhere = |other| parts.is_audited(other) && group.is_some() && parts.group(other) != group;
        self.group_leaks.extend(first(&elsewhere).map(pair));
        self.leaks.extend(first(&|other| !parts.is_audited(other)).map(pair));
        for (head, classes) in parts.classes.iter().enumerate() {
            let Some(label) = parts.label(head, row) else { continue };
            let other_label = |other| parts.label(head, other).is_some_and(|l| l != label);
            let Some((of, similarity)) = first(&other_label) else { continue };
            let name = |label: Option<u32>| label.and_then(|l| classes.get(l as usize)).cloned().unwrap_or_default();
            self.conflicts.push(Conflict {
                head: parts.audited.heads.get(head).map_or_else(String::new, |h| h.name.clone()),
                row: parts.row_ref(row),
                label: name(Some(label)),
                of: parts.row_ref(of),
                of_label: name(parts.label(head, of)),
                similarity,
            });
        }
    }
}

/// For each text the rows that speak for all its rows: for each part the first, the first of a second group, and the
/// first with each label. Whatever holds between a row and an earlier one holds between it and one of these.
fn delegates(parts: &Parts<'_>, alike: &Alike) -> Vec<Vec<usize>> {
    let mut delegates: Vec<Vec<usize>> = vec![Vec::new(); alike.like.len()];
    for (row, text) in alike.text_of.iter().enumerate() {
        let Some(list) = delegates.get_mut(*text as usize) else { continue };
        let part = |other: &&usize| parts.is_audited(**other) == parts.is_audited(row);
        let mut own = list.iter().filter(part);
        let first = own.next();
        let second_group = first.is_some_and(|first| {
            let first_group = parts.group(*first);
            parts.group(row) != first_group && list.iter().filter(part).all(|o| parts.group(*o) == first_group)
        });
        let new_label = (0..parts.classes.len()).any(|head| {
            let label = parts.label(head, row);
            label.is_some() && list.iter().filter(part).all(|o| parts.label(head, *o) != label)
        });
        if first.is_none() || second_group || new_label {
            list.push(row);
        }
    }
    delegates
}
