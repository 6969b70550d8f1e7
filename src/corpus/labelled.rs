//! Labelled rows, column by column.

use std::fmt;

use super::table::Header;
use crate::error::Place;
use crate::pick::pick;

/// Labelled rows. All vectors with one value per row have the length of `texts`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labelled {
    /// The files read, as the caller named them.
    pub files: Vec<String>,
    /// The statements.
    pub texts: Vec<String>,
    /// The labels, one head per label column.
    pub heads: Vec<HeadLabels>,
    /// Groups of rows, which are never split between folds.
    pub groups: Option<Groups>,
    /// The weight of each row: finite, 0 or more, not all 0.
    pub weights: Option<Vec<f64>>,
    /// The target of each row: what its statement is about.
    pub targets: Option<Targets>,
    /// The fold of each row as given; at least two folds.
    pub folds: Option<Vec<u32>>,
    /// All columns except the text and the labels.
    pub extra: Extra,
    /// Where each row was read.
    pub rows: Vec<RowPlace>,
    /// The optional columns that are used without having been named.
    pub announced: Vec<Announced>,
    /// Number of faulty rows that were skipped.
    pub skipped: u64,
    /// What a user should know of how the files were read, a sentence each.
    pub remarks: Vec<String>,
}

/// The labels of one head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadLabels {
    /// The label column's name.
    pub name: String,
    /// The classes, sorted by bytes.
    pub classes: Vec<String>,
    /// The position of each row's class in `classes`; `None` for an empty cell, which is a row without a label for this
    /// head.
    pub labels: Vec<Option<u32>>,
}

/// Groups of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Names in the order of first appearance. Each row with an empty cell is a separate group named `""`.
    pub names: Vec<String>,
    /// The position of each row's group in `names`.
    pub ids: Vec<u32>,
}

/// Targets of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Names, sorted by bytes.
    pub names: Vec<String>,
    /// The position of each row's target in `names`.
    pub ids: Vec<u32>,
}

/// Further columns, for slices and audits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// Their names.
    pub header: Header,
    /// Values by column, then row.
    pub columns: Vec<Vec<String>>,
}

/// The place of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// Position in [`Labelled::files`].
    pub file: u32,
    /// Record number, from 1, the header not counted.
    pub record: u64,
    /// Line on which the record starts, from 1.
    pub line: u64,
}

/// An optional column that is used because it is there. Displayed as ``group: column `group` is used (3 groups)``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// What it is used for: `group`, `weight`, `target` or `fold`.
    pub job: &'static str,
    /// The column.
    pub column: String,
    /// What it holds, such as `3 groups`.
    pub found: String,
}

impl fmt::Display for Announced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: column `{}` is used ({})", self.job, self.column, self.found)
    }
}

impl Labelled {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The head of a label column.
    pub fn head(&self, name: &str) -> Option<&HeadLabels> {
        self.heads.iter().find(|head| head.name == name)
    }

    /// The place of a row, for messages.
    pub fn place(&self, row: usize) -> Place {
        let Some(at) = self.rows.get(row) else {
            return Place::default();
        };
        let file = self.files.get(at.file as usize);
        Place::file(file.map_or("", String::as_str)).record(at.record, at.line)
    }

    /// The number of rows of each file.
    #[must_use]
    pub fn rows_of_files(&self) -> Vec<u64> {
        let mut counts = vec![0; self.files.len()];
        self.rows.iter().for_each(|row| counts.get_mut(row.file as usize).into_iter().for_each(|n| *n += 1));
        counts
    }

    /// The rows that have a label of some column.
    #[must_use]
    pub fn with_a_label(&self) -> Labelled {
        let has_label = |row: &usize| self.heads.iter().any(|head| matches!(head.labels.get(*row), Some(Some(_))));
        self.subset(&(0..self.len()).filter(has_label).collect::<Vec<usize>>())
    }

    /// A subset of the rows, in the given order. Ids, classes and names stay the same; rows that are not there are left
    /// out.
    pub fn subset(&self, rows: &[usize]) -> Labelled {
        Labelled {
            files: self.files.clone(),
            texts: pick(&self.texts, rows),
            heads: self
                .heads
                .iter()
                .map(|head| HeadLabels {
                    name: head.name.clone(),
                    classes: head.classes.clone(),
                    labels: pick(&head.labels, rows),
                })
                .collect(),
            groups: self
                .groups
                .as_ref()
                .map(|groups| Groups { names: groups.names.clone(), ids: pick(&groups.ids, rows) }),
            weights: self.weights.as_ref().map(|w| pick(w, rows)),
            targets: self
                .targets
                .as_ref()
                .map(|targets| Targets { names: targets.names.clone(), ids: pick(&targets.ids, rows) }),
            folds: self.folds.as_ref().map(|f| pick(f, rows)),
            extra: Extra {
                header: self.extra.header.clone(),
                columns: self.extra.columns.iter().map(|c| pick(c, rows)).collect(),
            },
            rows: pick(&self.rows, rows),
            announced: self.announced.clone(),
            skipped: self.skipped,
            remarks: self.remarks.clone(),
        }
    }
}

impl Extra {
    /// The values of a column, one per row.
    pub fn column(&self, name: &str) -> Option<&[String]> {
        let column = self.header.position(name)?;
        self.columns.get(column).map(Vec::as_slice)
    }
}
