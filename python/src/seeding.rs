//! Models without labels, from seed words.

use std::path::PathBuf;

use pyo3::prelude::*;
use stance::columns::is_blank;
use stance::dictionary::{Dictionary, Key, open};
use stance::model::DataDigest;
use stance::text::Language;
use stance::train::{SeedOptions, Seeded, seed as seed_model};
use stance::vectors::few_texts;
use stance::{Error, Result};

use crate::classifier::Engine;
use crate::errors::raise;
use crate::texts::Texts;

/// The seed words: a dictionary file, or the entries of each class.
#[derive(FromPyObject)]
pub(crate) enum Seeds {
    File(PathBuf),
    Entries(Vec<(String, Vec<String>)>),
}

impl Seeds {
    /// The dictionary, and a remark on each part of a file that was left out.
    fn dictionary(self) -> Result<(Dictionary, Vec<String>)> {
        match self {
            Seeds::File(path) => open(path).map(|found| (found.dictionary, found.remarks)),
            Seeds::Entries(classes) => {
                let keys = classes.into_iter().map(|(name, entries)| Key { name, entries }).collect();
                Ok((Dictionary::new(keys)?, Vec::new()))
            }
        }
    }
}

/// How a model is made from seeds.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Arguments {
    label: String,
    language: Option<String>,
    dimensions: Option<usize>,
    threads: usize,
}

impl Arguments {
    fn options(self) -> Result<SeedOptions> {
        let mut options = SeedOptions::default();
        options.label = self.label;
        if let Some(language) = self.language {
            options.text.language = language.parse::<Language>()?;
        }
        options.vectors.dimensions = self.dimensions.unwrap_or(options.vectors.dimensions);
        options.vectors.threads = self.threads;
        Ok(options)
    }
}

/// A model from seed words and unlabelled texts, of which blank ones are left out; the JSON of `seed --format json`; and what
/// the program would warn of.
#[pyfunction]
pub(crate) fn seed(
    py: Python<'_>,
    texts: Texts,
    seeds: Seeds,
    arguments: Arguments,
) -> PyResult<(Engine, String, Vec<String>)> {
    let views = texts.views();
    let pool: Vec<String> = views.into_iter().flatten().filter(|text| !is_blank(text)).map(str::to_owned).collect();
    let found = py.detach(|| -> Result<(Seeded, String, Vec<String>)> {
        let (dictionary, mut remarks) = seeds.dictionary()?;
        let options = arguments.options()?;
        remarks.extend(few_texts(pool.len()));
        let seeded = seed_model(&pool, &dictionary, &options, vec![DataDigest::of_texts(&pool)])?;
        remarks.extend(seeded.report.warnings());
        let report = serde_json::to_string(&seeded.report);
        let report = report.map_err(|error| Error::io("write", "the report of the seeds", error.into()))?;
        Ok((seeded, report, remarks))
    });
    let (seeded, report, remarks) = found.map_err(raise)?;
    Ok((Engine::new(seeded.model)?, report, remarks))
}
