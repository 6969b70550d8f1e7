//! Options of an audit.

use crate::corpus::Labelled;
use crate::error::Place;
use crate::progress::Progress;
use crate::{Error, Result};

/// Options of an audit. Start from the default and change fields; [`audit`](super::audit) checks them.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditOptions {
    /// Texts are near-duplicates from this Jaccard similarity of their word pairs on. Above 0, at most 1; default 0.6,
    /// which is one changed word in eight or two in seventeen.
    pub near: f64,
    /// A name or column value is a confound if more than this share of its rows have one label. Above 0, at most 1;
    /// default 0.8.
    pub max_lean: f64,
    /// Names and values in fewer rows than this are not tested. Default 20.
    pub lean_rows: u64,
    /// The columns to test for confounds; `None` for all that are not in `not_confounds`.
    pub confounds: Option<Vec<String>>,
    /// Columns with another purpose (groups, ids, notes that follow from the label), which are not tested. Default:
    /// `id`, `group`, `weight`, `target`, `fold`.
    pub not_confounds: Vec<String>,
    /// Options of the checks that train models; `None` leaves those checks out.
    pub models: Option<ModelOptions>,
    /// Number of threads, at least 1. The results do not depend on it.
    pub threads: usize,
    /// Where the steps of the checks that train models are reported. The results do not depend on it.
    pub progress: Progress,
}

/// Options of the checks that train models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelOptions {
    /// Number of folds, at least 2. Data with fewer groups gets fewer folds. Default 5.
    pub folds: usize,
    /// The most rows that the model of a fold is trained on, taken evenly spaced from the other folds. All rows are
    /// predicted. At least 1; default 10,000.
    pub learn_rows: usize,
}

impl Default for AuditOptions {
    fn default() -> Self {
        Self {
            near: 0.6,
            max_lean: 0.8,
            lean_rows: 20,
            confounds: None,
            not_confounds: ["id", "group", "weight", "target", "fold"].map(str::to_owned).to_vec(),
            models: Some(ModelOptions::default()),
            threads: 1,
            progress: Progress::default(),
        }
    }
}

impl Default for ModelOptions {
    fn default() -> Self {
        Self { folds: 5, learn_rows: 10_000 }
    }
}

impl AuditOptions {
    /// Checks every option.
    ///
    /// # Errors
    /// [`Error::Options`] names the one that is out of range.
    pub fn check(&self) -> Result<()> {
        let shares = [("near", self.near), ("max-lean", self.max_lean)];
        if let Some((name, found)) = shares.into_iter().find(|(_, s)| !(*s > 0.0 && *s <= 1.0)) {
            return Err(Error::options(name, format!("{found} is out of range; use a number above 0, at most 1")));
        }
        if self.threads == 0 {
            return Err(Error::options("threads", "0 is out of range; use 1 or more"));
        }
        if self.models.is_some_and(|m| m.folds < 2 || m.learn_rows == 0) {
            return Err(Error::options("folds", "out of range; use 2 folds or more, that learn from 1 row or more"));
        }
        Ok(())
    }

    /// The columns to test for confounds.
    ///
    /// # Errors
    /// [`Error::Data`] if a named column is not there.
    pub(super) fn columns(&self, labelled: &Labelled) -> Result<Vec<String>> {
        let names = labelled.extra.header.names();
        let Some(named) = &self.confounds else {
            return Ok(names.iter().filter(|name| !self.not_confounds.contains(name)).cloned().collect());
        };
        if let Some(missing) = named.iter().find(|n| !names.contains(n)) {
            let place = Place::file(crate::error::listed(&labelled.files)).column(missing);
            let problem = format!(
                "is not there; the columns beside text and labels are {}",
                crate::error::listed(names.iter().map(|name| crate::error::excerpt(name)))
            );
            return Err(Error::data(place, problem));
        }
        Ok(named.clone())
    }
}
