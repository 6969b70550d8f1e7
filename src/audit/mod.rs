//! Audits labelled data: what a model would learn from it that is not the matter.
//!
//! One file a check: rows that stand twice, leak or contradict each other (`overlaps`, over `similar`), how rows spread
//! over classes (`balance`), names and columns that go with one label (`leans`), models that see everything but the
//! statement (`shortcuts`), labels the other rows speak against (`doubts`), and what of all this may pass (`gates`).
//! Time and memory grow with the text and the number of rows, not with their square; results are the same on every run.

mod balance;
mod doubts;
mod gates;
mod leans;
mod light;
mod names;
mod overlaps;
mod parts;
mod shortcuts;
mod similar;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

pub use balance::{Balance, ClassRows, CrossTable};
pub use doubts::{Doubt, Doubts};
pub use gates::{Gate, Gates};
pub use leans::{Lean, Leans};
pub use overlaps::{Conflict, Match, Overlaps};
pub use parts::RowRef;
pub use shortcuts::{MAJORITY, ViewScores, WORDS};

use crate::corpus::{Folds, Labelled};
use crate::{Error, Result};

/// How to audit.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditOptions {
    /// Jaccard similarity of word pairs from which texts are near duplicates, above 0 to 1. Default 0.6: a word changed in
    /// eight, two in seventeen.
    pub near: f64,
    /// A name or column value leans when more than this share of its rows have one label. Default 0.8.
    pub max_lean: f64,
    /// Fewest rows of a name or value that is tested. Default 20.
    pub lean_rows: u64,
    /// Columns to test for leans; `None` for all that are not in `not_confounds`.
    pub confounds: Option<Vec<String>>,
    /// Columns that serve another end (groups, ids, notes that follow from the label) and are not tested. Default: `id`, `group`,
    /// `weight`, `target`, `fold`.
    pub not_confounds: Vec<String>,
    /// The checks by models; `None` leaves them out.
    pub models: Option<ModelOptions>,
    /// Threads to use, from 1; results do not depend on it.
    pub threads: usize,
}

/// How the checks by models learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelOptions {
    /// Folds, at least 2; fewer where there are fewer groups. Default 5.
    pub folds: usize,
    /// A fold's model learns from at most so many of the other rows, evenly spaced; every row is judged. Default 10,000.
    pub learn_rows: usize,
}

/// A lean counts when chance gives it with a probability below this.
const SIGNIFICANCE: f64 = 0.05;

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
        }
    }
}

impl Default for ModelOptions {
    fn default() -> Self {
        Self { folds: 5, learn_rows: 10_000 }
    }
}

/// What an audit found: what `audit --format json` writes, with the gates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// Audited rows.
    pub rows: u64,
    /// Rows of the part held against, where there is one.
    pub against_rows: Option<u64>,
    /// Groups of the audited rows, where there are groups.
    pub groups: Option<u64>,
    /// Rows that stand twice, leak, or contradict each other.
    pub overlaps: Overlaps,
    /// Rows by class.
    pub balance: Balance,
    /// Names and column values that go with one label.
    pub leans: Leans,
    /// What models say; `None` where they were left out or could not be learnt.
    pub models: Option<ModelChecks>,
    /// Why models could not be learnt, if so.
    pub no_models: Option<String>,
}

/// What models learnt out of fold say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ModelChecks {
    /// Folds; groups are never split.
    pub folds: u64,
    /// Most rows a fold's model learnt from.
    pub learn_rows: u64,
    /// By head.
    pub heads: BTreeMap<String, HeadChecks>,
}

/// What models say of one head.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HeadChecks {
    /// Models that see one thing only, beside the one that sees the words.
    pub views: Vec<ViewScores>,
    /// Labels the model of the words doubts.
    pub doubts: Doubts,
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

    /// The columns tested for leans.
    fn columns(&self, labelled: &Labelled) -> Result<Vec<String>> {
        let names = labelled.extra.header.names();
        if let Some(named) = &self.confounds {
            if let Some(missing) = named.iter().find(|n| !names.contains(n)) {
                let place = crate::error::Place::file(labelled.files.join(", ")).column(missing);
                let there = names.join(", ");
                return Err(Error::data(
                    place,
                    format!("is not there; the columns beside text and labels are {there}"),
                ));
            }
            return Ok(named.clone());
        }
        let other = |name: &&String| !self.not_confounds.contains(name);
        Ok(names.iter().filter(other).cloned().collect())
    }
}

/// Audits labelled rows, by themselves and against those of another part (such as train against test).
///
/// # Errors
/// [`Error::Options`] for options out of range, [`Error::Data`] for a column to test that is not there.
pub fn audit(labelled: &Labelled, against: Option<&Labelled>, options: &AuditOptions) -> Result<Audit> {
    options.check()?;
    let columns = options.columns(labelled)?;
    let parts = parts::Parts::new(labelled, against);
    let words = words::Words::of(parts.texts())?;
    let names = names::Names::of(&labelled.texts);
    let lean_options = leans::LeanOptions {
        cap: options.max_lean,
        min_rows: options.lean_rows,
        significance: SIGNIFICANCE,
        columns: &columns,
    };
    let mut audit = Audit {
        rows: labelled.len() as u64,
        against_rows: against.map(|a| a.len() as u64),
        groups: labelled.groups.as_ref().map(|g| g.names.len() as u64),
        overlaps: overlaps::overlaps(&parts, &words, options.near),
        balance: balance::balance(labelled),
        leans: leans::leans(labelled, &names, &lean_options),
        models: None,
        no_models: None,
    };
    if let Some(models) = options.models {
        match plan(labelled, models, options.threads) {
            Ok(plan) => audit.models = Some(model_checks(labelled, &words, &names, &plan)?),
            Err(Error::Data { problem, .. }) => audit.no_models = Some(problem),
            Err(error) => return Err(error),
        }
    }
    Ok(audit)
}

/// The folds of the data, or assigned ones, at most one per group.
fn plan(labelled: &Labelled, options: ModelOptions, threads: usize) -> Result<light::Plan> {
    let Folds { fold_of, numbers } = Folds::of(labelled, options.folds.min(Folds::most(labelled)))?;
    Ok(light::Plan { fold_of, folds: numbers.len() as u32, learn_rows: options.learn_rows, threads })
}

fn model_checks(
    labelled: &Labelled,
    words: &words::Words,
    names: &names::Names,
    plan: &light::Plan,
) -> Result<ModelChecks> {
    let view = light::words_view(words, labelled.len())?;
    let mut out = ModelChecks {
        folds: u64::from(plan.folds),
        learn_rows: plan.learn_rows.min(labelled.len()) as u64,
        heads: BTreeMap::new(),
    };
    for head in labelled.heads.iter().filter(|head| head.classes.len() > 1) {
        let judged = plan.judge(&view.matrix, head)?;
        let shortcuts = shortcuts::shortcut_views(labelled, head, words, names)?;
        let checks = HeadChecks {
            views: shortcuts::compare(labelled, head, &shortcuts, &view, &judged, plan)?,
            doubts: doubts::doubts(labelled, head, &judged),
        };
        out.heads.insert(head.name.clone(), checks);
    }
    Ok(out)
}
