//! Labelled rows, from the columns of a data frame or from files.

use std::path::PathBuf;

use pyo3::prelude::*;
use stance::corpus::{
    ColumnChoice, Faults, Format, Labelled, LabelledBuilder, LabelledOptions, Purpose, ReadOptions, open_seen,
    read_labelled, table_input,
};
use stance::model::{DataDigest, SharedHasher};

use crate::errors::raise;
use crate::tables::written;
use crate::texts::Texts;

/// Labelled rows, checked as the program checks those of a file.
#[pyclass(frozen, module = "stance._stance")]
pub(crate) struct Rows {
    pub(crate) labelled: Labelled,
    /// The digest of each file; empty for a table in memory.
    pub(crate) digests: Vec<DataDigest>,
}

/// Which column has which job.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Jobs {
    text_column: String,
    label: Vec<String>,
    group_column: Option<String>,
    weight_column: Option<String>,
    target_column: Option<String>,
    fold_column: Option<String>,
    ignore_column: Vec<String>,
}

impl Jobs {
    fn options(self, purpose: Purpose) -> LabelledOptions {
        let ignored = self.ignore_column;
        let choice = |given: Option<String>, default: &str| match given {
            Some(name) => ColumnChoice::Named(name),
            None if ignored.iter().any(|column| column == default) => ColumnChoice::Ignore,
            None => ColumnChoice::IfPresent(default.to_owned()),
        };
        LabelledOptions {
            text_column: self.text_column,
            labels: self.label,
            group: choice(self.group_column, "group"),
            weight: choice(self.weight_column, "weight"),
            target: choice(self.target_column, "target"),
            fold: self.fold_column.map_or(ColumnChoice::Ignore, ColumnChoice::Named),
            purpose,
            ..LabelledOptions::default()
        }
    }
}

#[pymethods]
impl Rows {
    /// The rows of a table: its columns in order, each with its name. `name` is what errors call it; `learn` demands what
    /// training needs.
    #[staticmethod]
    fn of_columns(
        py: Python<'_>,
        columns: Vec<(String, Texts)>,
        name: &str,
        jobs: Jobs,
        learn: bool,
    ) -> PyResult<Self> {
        let options = jobs.options(purpose(learn));
        py.detach(|| {
            let table = written(&columns, name)?;
            read_labelled(table.as_slice(), Format::Csv, name, Faults::Stop, &options)
        })
        .map(|labelled| Self { labelled, digests: Vec::new() })
        .map_err(raise)
    }

    /// The rows of files with the same columns.
    #[staticmethod]
    fn of_files(py: Python<'_>, files: Vec<PathBuf>, jobs: Jobs, learn: bool) -> PyResult<Self> {
        let options = jobs.options(purpose(learn));
        py.detach(|| read_files(&files, options)).map_err(raise)
    }

    /// What should be known of how the rows were read, a sentence each.
    fn remarks(&self) -> Vec<String> {
        self.labelled.remarks.clone()
    }
}

/// The rows of files, with their digests.
fn read_files(files: &[PathBuf], options: LabelledOptions) -> stance::Result<Rows> {
    let mut builder = LabelledBuilder::new(options);
    let mut digests = Vec::with_capacity(files.len());
    for path in files {
        let name = path.display().to_string();
        let hasher = SharedHasher::default();
        let seen = hasher.clone();
        let input = open_seen(path, move |bytes| seen.add(bytes))?;
        let table = table_input(input, path, Format::of_path(path), &ReadOptions::default())?;
        builder.default_labels(&table.labels);
        builder.add(table.rows(&name, Faults::Stop)?, Faults::Stop)?;
        digests.push(DataDigest { sha256: hasher.finish(), rows: 0 });
    }
    let labelled = builder.finish()?;
    digests.iter_mut().zip(labelled.rows_of_files()).for_each(|(digest, rows)| digest.rows = rows);
    Ok(Rows { labelled, digests })
}

fn purpose(learn: bool) -> Purpose {
    if learn { Purpose::Learn } else { Purpose::Score }
}
