//! The results of an audit. Their field names are the keys of `audit --format json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::balance::Balance;
use super::baselines::BaselineScores;
use super::confounds::Confounds;
use super::label_errors::LabelErrors;
use super::overlaps::Overlaps;
use super::suspect_labels::SuspectLabels;

/// The results of an audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Audit {
    /// Number of audited rows.
    pub rows: u64,
    /// Number of rows of the other split, if one was given.
    pub against_rows: Option<u64>,
    /// Number of groups of the audited rows, if there are groups.
    pub groups: Option<u64>,
    /// Duplicates, leaks, and conflicting labels.
    pub overlaps: Overlaps,
    /// Labels that are surely no labels.
    pub suspect_labels: Vec<SuspectLabels>,
    /// Class frequencies.
    pub balance: Balance,
    /// Names and column values that go with one label.
    pub leans: Confounds,
    /// The checks that train models; `None` if they were left out or there was too little data.
    pub models: Option<ModelChecks>,
    /// Why no models could be trained.
    pub no_models: Option<String>,
}

/// The results of models that predict each row from the other folds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ModelChecks {
    /// Number of folds. Groups are never split.
    pub folds: u64,
    /// The most rows that the model of a fold was trained on.
    pub learn_rows: u64,
    /// Results by head.
    pub heads: BTreeMap<String, HeadChecks>,
}

/// The results of models for one head.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HeadChecks {
    /// Baselines, each of which sees one thing only, and last the model that sees the words.
    pub views: Vec<BaselineScores>,
    /// Labels that the model of the words contradicts.
    pub doubts: LabelErrors,
}
