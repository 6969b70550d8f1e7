//! The errors of a model, from what `evaluate --format json` wrote.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use stance::corpus::{RECORD_BYTES, open, read_whole};
use stance::error::Place;
use stance::estimate::{Confusion, Elsewhere};
use stance::model::sha256;
use stance::{Error, Result, UNSURE};

use super::statements::InputFile;

/// What is read of an evaluation.
#[derive(Deserialize)]
struct Evaluation {
    heads: BTreeMap<String, Head>,
}

#[derive(Deserialize)]
struct Head {
    confusion: BTreeMap<String, BTreeMap<String, u64>>,
}

/// The errors of a head.
///
/// # Errors
/// [`Error::Io`]; [`Error::Data`] for another file, and for a head that it does not have.
pub(crate) fn read_errors(path: &Path, head: &str) -> Result<(Elsewhere, InputFile)> {
    let file = path.display().to_string();
    let bytes = read_whole(&mut open(path, &Default::default())?, &file, RECORD_BYTES)?;
    let evaluation: Evaluation = serde_json::from_slice(&bytes).map_err(|error| {
        let problem = format!("is not what `evaluate --format json` writes ({error})");
        Error::data(Place::file(&file), problem)
    })?;
    let found = evaluation.heads.get(head).ok_or_else(|| {
        let heads: Vec<String> = evaluation.heads.keys().map(|name| format!("`{name}`")).collect();
        let problem = format!("has no scores of `{head}`, but of {}", stance::error::listed(heads));
        Error::data(Place::file(&file), problem)
    })?;
    let classes: Vec<String> = found.confusion.keys().filter(|class| *class != UNSURE).cloned().collect();
    let count = |row: &BTreeMap<String, u64>, to: &String| row.get(to).copied().unwrap_or(0) as f64;
    let counts = classes
        .iter()
        .filter_map(|class| found.confusion.get(class))
        .map(|row| classes.iter().map(|to| count(row, to)).collect())
        .collect();
    let confusion = Confusion { counts };
    let trained = Some(confusion.shares());
    let elsewhere = Elsewhere { classes, confusion: Some(confusion), trained };
    Ok((elsewhere, InputFile { file, sha256: sha256([bytes.as_slice()]) }))
}
