//! The rows of both splits under one numbering: the audited rows first, then those of the other split.

use std::collections::HashMap;

use serde::Serialize;

use crate::corpus::Labelled;

/// Where a row is, for people to find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowRef {
    /// The file as the caller named it.
    pub file: String,
    /// Record number, from 1, the header not counted.
    pub record: u64,
    /// Line on which the record starts, from 1.
    pub line: u64,
    /// The value of the column `id`, if there is one.
    pub id: Option<String>,
    /// The statement.
    pub text: String,
}

/// Both splits with common ids for rows, groups, targets and classes.
pub(super) struct Splits<'d> {
    pub(super) audited: &'d Labelled,
    pub(super) against: Option<&'d Labelled>,
    /// The group of each row; `None` if its split has no groups. A group name is the same group in both splits.
    groups: Vec<Option<u32>>,
    /// The target of each row; 0 without targets.
    pub(super) targets: Vec<u32>,
    /// Per head of the audited split the class of each row.
    pub(super) labels: Vec<Vec<Option<u32>>>,
    /// Per head the class names of both splits, those of the audited split first.
    pub(super) classes: Vec<Vec<String>>,
    /// The groups that have rows in both splits.
    pub(super) shared_groups: Vec<String>,
}

impl<'d> Splits<'d> {
    pub(super) fn new(audited: &'d Labelled, against: Option<&'d Labelled>) -> Self {
        let mut splits = Self {
            audited,
            against,
            groups: vec![None; audited.len()],
            targets: vec![0; audited.len()],
            labels: audited.heads.iter().map(|h| h.labels.clone()).collect(),
            classes: audited.heads.iter().map(|h| h.classes.clone()).collect(),
            shared_groups: Vec::new(),
        };
        if let Some(groups) = &audited.groups {
            splits.groups = groups.ids.iter().map(|g| Some(*g)).collect();
        }
        if let Some(targets) = &audited.targets {
            splits.targets = targets.ids.iter().map(|t| t + 1).collect();
        }
        if let Some(other) = against {
            splits.join(other);
        }
        splits
    }

    /// Adds the rows of the other split.
    fn join(&mut self, other: &Labelled) {
        let empty = Vec::new();
        let own_groups = self.audited.groups.as_ref().map_or(&empty, |g| &g.names);
        let first_new = own_groups.len() as u32;
        let (groups, shared) = match &other.groups {
            None => (vec![None; other.len()], Vec::new()),
            Some(groups) => {
                let place = places(own_groups);
                let shared = groups.names.iter().filter(|n| place.contains_key(n.as_str())).cloned().collect();
                let ids: Vec<u32> = (first_new..)
                    .zip(&groups.names)
                    .map(|(new, name)| place.get(name.as_str()).copied().unwrap_or(new))
                    .collect();
                (groups.ids.iter().map(|g| ids.get(*g as usize).copied()).collect(), shared)
            }
        };
        self.groups.extend(groups);
        self.shared_groups = shared;
        let own_targets = self.audited.targets.as_ref().map_or(&empty, |t| &t.names);
        match &other.targets {
            None => self.targets.extend(vec![0; other.len()]),
            Some(targets) => {
                let place = places(own_targets);
                let new = (own_targets.len() as u32 + 1..).zip(&targets.names);
                let ids: Vec<u32> =
                    new.map(|(new, name)| place.get(name.as_str()).map_or(new, |old| old + 1)).collect();
                self.targets.extend(targets.ids.iter().map(|t| ids.get(*t as usize).copied().unwrap_or(0)));
            }
        }
        for ((head, labels), classes) in self.audited.heads.iter().zip(&mut self.labels).zip(&mut self.classes) {
            let Some(theirs) = other.head(&head.name) else {
                labels.extend(vec![None; other.len()]);
                continue;
            };
            let mut ids = Vec::new();
            for name in &theirs.classes {
                let at = classes.iter().position(|c| c == name).unwrap_or_else(|| {
                    classes.push(name.clone());
                    classes.len() - 1
                });
                ids.push(at as u32);
            }
            labels.extend(theirs.labels.iter().map(|l| l.and_then(|l| ids.get(l as usize).copied())));
        }
    }

    /// Number of audited rows. Rows from this number on are of the other split.
    pub(super) fn audited_rows(&self) -> usize {
        self.audited.len()
    }

    pub(super) fn is_audited(&self, row: usize) -> bool {
        row < self.audited.len()
    }

    pub(super) fn group(&self, row: usize) -> Option<u32> {
        self.groups.get(row).copied().flatten()
    }

    pub(super) fn label(&self, head: usize, row: usize) -> Option<u32> {
        self.labels.get(head)?.get(row).copied().flatten()
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &'d str> {
        let other = self.against.map_or(&[][..], |a| a.texts.as_slice());
        self.audited.texts.iter().chain(other).map(String::as_str)
    }

    pub(super) fn row_ref(&self, row: usize) -> RowRef {
        match (row.checked_sub(self.audited.len()), self.against) {
            (Some(row), Some(against)) => row_ref(against, row),
            _ => row_ref(self.audited, row),
        }
    }
}

/// The place of a row of `labelled`.
pub(super) fn row_ref(labelled: &Labelled, row: usize) -> RowRef {
    let place = labelled.place(row);
    RowRef {
        file: place.file,
        record: place.record.unwrap_or(0),
        line: place.line.unwrap_or(0),
        id: labelled.extra.column("id").and_then(|ids| ids.get(row).cloned()),
        text: labelled.texts.get(row).cloned().unwrap_or_default(),
    }
}

/// The position of each name but the empty one.
fn places(names: &[String]) -> HashMap<&str, u32> {
    names.iter().map(String::as_str).zip(0..).filter(|(name, _)| !name.is_empty()).collect()
}
