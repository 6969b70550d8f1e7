//! Labelled rows, column by column.

use super::table::Header;
use crate::error::Place;
use crate::pick::pick;

/// Labelled rows. All vectors that hold one value a row have the length of `texts`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labelled {
    /// The files read, as the caller named them.
    pub files: Vec<String>,
    /// The statements.
    pub texts: Vec<String>,
    /// The labels, one head a label column.
    pub heads: Vec<HeadLabels>,
    /// What must not be split between folds.
    pub groups: Option<Groups>,
    /// How much each row counts: finite, 0 or more, not all 0.
    pub weights: Option<Vec<f64>>,
    /// What each statement is about.
    pub targets: Option<Targets>,
    /// Fold of each row, as given; at least two folds.
    pub folds: Option<Vec<u32>>,
    /// All columns but the text and the labels.
    pub extra: Extra,
    /// Where each row was read.
    pub rows: Vec<RowPlace>,
    /// One line for each optional column that was taken without having been named, for the user to see.
    pub announced: Vec<String>,
    /// Rows left out for faults, when that was asked for.
    pub skipped: u64,
}

/// The labels of one head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadLabels {
    /// The label column's name.
    pub name: String,
    /// The classes, sorted by bytes.
    pub classes: Vec<String>,
    /// Position of each row's class in `classes`; `None` where the cell is empty: not labelled for this head.
    pub labels: Vec<Option<u32>>,
}

/// Groups of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Names in the order of their first rows; a row with an empty cell is a group of its own, named `""`.
    pub names: Vec<String>,
    /// Position of each row's group in `names`.
    pub ids: Vec<u32>,
}

/// Targets of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Names, sorted by bytes.
    pub names: Vec<String>,
    /// Position of each row's target in `names`.
    pub ids: Vec<u32>,
}

/// Columns kept for slices and audits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// Their names.
    pub header: Header,
    /// Values by column, then row.
    pub columns: Vec<Vec<String>>,
}

/// Where a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// Position in [`Labelled::files`].
    pub file: u32,
    /// Record number, from 1, the header not counted.
    pub record: u64,
    /// Line on which the record starts, from 1.
    pub line: u64,
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

    /// Where a row was read, for messages.
    pub fn place(&self, row: usize) -> Place {
        let Some(at) = self.rows.get(row) else {
            return Place::default();
        };
        let file = self.files.get(at.file as usize);
        Place::file(file.map_or("", String::as_str)).record(at.record, at.line)
    }

    /// These rows, in this order; ids, classes and names stay what they are. Rows that are not there are left out.
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
        }
    }
}

impl Extra {
    /// The values of a column, one a row.
    pub fn column(&self, name: &str) -> Option<&[String]> {
        let column = self.header.position(name)?;
        self.columns.get(column).map(Vec::as_slice)
    }
}
