//! How scores came about: what is needed to compute them again, and to cite them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Result;
use crate::corpus::Labelled;
use crate::evaluate::Bootstrap;
use crate::model::{About, DataDigest, Head, InputFile, Model, sha256};

/// How scores came about. Field names are keys of `evaluate --format json`.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationRecord {
    /// Version of the library.
    version: &'static str,
    /// The program's command line that computes them, without where and how results are written; `None` for rows that are
    /// of no file.
    command: Option<Vec<String>>,
    /// How to cite program and model.
    citation: String,
    /// The files, with their digests and the rows used of each.
    files: Vec<FileRecord>,
    /// The other files that were read: models, dictionaries, seeds, vectors, unlabelled statements, options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_files: Vec<InputFile>,
    /// Number of rows of all files.
    rows: usize,
    /// The model; `None` for cross-validation.
    model: Option<ModelRecord>,
    /// Number of folds of cross-validation.
    folds: Option<usize>,
    /// The intervals; `None` if there are none.
    bootstrap: Option<BootstrapRecord>,
}

#[derive(Clone, Debug, Serialize)]
struct FileRecord {
    file: String,
    #[serde(flatten)]
    digest: DataDigest,
}

#[derive(Clone, Debug, Serialize)]
struct ModelRecord {
    /// As named on the command line; `None` for the shipped model.
    file: Option<String>,
    sha256: String,
    #[serde(skip_serializing_if = "About::is_empty")]
    about: About,
    /// By head the number of training rows of each class, where the model says them and they were not weighted.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    training_rows: BTreeMap<String, BTreeMap<String, f64>>,
}

#[derive(Clone, Debug, Serialize)]
struct BootstrapRecord {
    draws: u32,
    seed: u64,
    /// What is drawn: `groups`, or `rows` where there are none.
    unit: &'static str,
    /// The share of resamples within an interval.
    level: f64,
}

impl EvaluationRecord {
    /// The record of an evaluation with this model, whose file may have a name, or by cross-validation. `other_files` are
    /// those that were read beside the labelled rows.
    ///
    /// # Errors
    /// As [`Model::to_bytes`].
    pub fn new(
        command: Option<Vec<String>>,
        labelled: &Labelled,
        digests: &[DataDigest],
        other_files: Vec<InputFile>,
        model: Option<(Option<String>, &Model)>,
        folds: Option<usize>,
    ) -> Result<Self> {
        let record = |(file, model): (Option<String>, &Model)| -> Result<ModelRecord> {
            let sha256 = sha256([model.to_bytes()?.as_slice()]);
            Ok(ModelRecord { file, sha256, about: model.about.clone(), training_rows: training_rows(model) })
        };
        let model = model.map(record).transpose()?;
        let unit = if labelled.groups.is_some() { "groups" } else { "rows" };
        let bootstrap = match Bootstrap::default() {
            Bootstrap::Off => None,
            Bootstrap::Draws { draws, seed } => Some(BootstrapRecord { draws, seed, unit, level: 0.95 }),
        };
        let files = labelled.files.iter().zip(digests);
        Ok(Self {
            version: env!("CARGO_PKG_VERSION"),
            command,
            citation: citation(model.as_ref().map(|model| model.sha256.as_str())),
            files: files.map(|(file, digest)| FileRecord { file: file.clone(), digest: digest.clone() }).collect(),
            other_files,
            rows: labelled.len(),
            model,
            folds,
            bootstrap,
        })
    }
}

impl EvaluationRecord {
    /// The digest of the model.
    #[must_use]
    pub fn model_digest(&self) -> Option<&str> {
        self.model.as_ref().map(|model| model.sha256.as_str())
    }

    /// How to cite program and model.
    #[must_use]
    pub fn citation(&self) -> &str {
        &self.citation
    }
}

/// The number of training rows of each class of each head.
fn training_rows(model: &Model) -> BTreeMap<String, BTreeMap<String, f64>> {
    let of = |head: &Head| {
        let rows = model.provenance.class_rows(&head.name, &head.classes)?;
        Some((head.name.clone(), head.classes.iter().cloned().zip(rows).collect()))
    };
    model.heads.iter().filter_map(of).collect()
}

/// How to cite the program, as `CITATION.cff` says, and the model by its digest.
fn citation(model: Option<&str>) -> String {
    let program =
        format!("The developers of stance (2026). stance (version {}) [Computer software].", env!("CARGO_PKG_VERSION"));
    match model {
        Some(sha256) => format!("{program} Model with SHA-256 {sha256}."),
        None => program,
    }
}
