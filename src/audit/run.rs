//! Runs all checks of an audit.

use std::collections::BTreeMap;

use super::balance::balance;
use super::baselines::{compare, shortcut_features};
use super::confounds::{ConfoundOptions, confounds};
use super::label_errors::label_errors;
use super::names::Names;
use super::options::{AuditOptions, ModelOptions};
use super::overlaps::overlaps;
use super::probe::{ProbePlan, word_features};
use super::results::{Audit, HeadChecks, ModelChecks};
use super::splits::Splits;
use super::suspect_labels::suspect_labels;
use crate::corpus::{Folds, HeadLabels, Labelled};
use crate::model::MOST_CLASSES;
use crate::progress::Progress;
use crate::similar::WordIds;
use crate::{Error, Result};

/// The significance level of confounds.
const SIGNIFICANCE: f64 = 0.05;

/// Audits labelled rows, by themselves and against those of another split (such as train against test).
///
/// # Errors
/// [`Error::Options`] for options out of range, [`Error::Data`] for a column to test that is not there.
pub fn audit(labelled: &Labelled, against: Option<&Labelled>, options: &AuditOptions) -> Result<Audit> {
    options.check()?;
    let columns = options.columns(labelled)?;
    let splits = Splits::new(labelled, against);
    let words = WordIds::of(splits.texts())?;
    let names = Names::of(&labelled.texts);
    let confound_options = ConfoundOptions {
        cap: options.max_lean,
        min_rows: options.lean_rows,
        significance: SIGNIFICANCE,
        columns: &columns,
    };
    let mut audit = Audit {
        rows: labelled.len() as u64,
        against_rows: against.map(|a| a.len() as u64),
        groups: labelled.groups.as_ref().map(|g| g.names.len() as u64),
        overlaps: overlaps(&splits, &words, options.near),
        suspect_labels: suspect_labels(labelled),
        balance: balance(labelled),
        leans: confounds(labelled, &names, &confound_options),
        models: None,
        no_models: None,
    };
    if let Some(models) = options.models {
        match plan(labelled, models, options.threads) {
            Ok(plan) => {
                audit.models = Some(model_checks(labelled, &words, &names, &plan, &options.progress)?);
                audit.no_models = too_many_classes(labelled);
            }
            Err(Error::Data { problem, .. }) => audit.no_models = Some(problem),
            Err(error) => return Err(error),
        }
    }
    Ok(audit)
}

/// Uses the folds of the data's fold column, or assigns folds, at most one per group.
fn plan(labelled: &Labelled, options: ModelOptions, threads: usize) -> Result<ProbePlan> {
    let folds = Folds::of(labelled, options.folds.min(Folds::most(labelled)))?;
    Ok(ProbePlan { folds, learn_rows: options.learn_rows, threads, progress: Progress::default() })
}

/// Says which heads no models are trained for, because they have too many classes.
fn too_many_classes(labelled: &Labelled) -> Option<String> {
    let heads = labelled.heads.iter().filter(|head| head.classes.len() > MOST_CLASSES);
    let heads: Vec<String> = heads.map(|head| format!("`{}` has {}", head.name, head.classes.len())).collect();
    let list = heads.join(", ");
    (!heads.is_empty())
        .then(|| format!("models are trained for label columns of up to {MOST_CLASSES} classes, and {list}"))
}

fn model_checks(
    labelled: &Labelled,
    words: &WordIds,
    names: &Names,
    plan: &ProbePlan,
    progress: &Progress,
) -> Result<ModelChecks> {
    let word_features = word_features(words, labelled.len())?;
    let mut out = ModelChecks {
        folds: plan.folds.count() as u64,
        learn_rows: plan.learn_rows.min(labelled.len()) as u64,
        heads: BTreeMap::new(),
    };
    let checked = |head: &&HeadLabels| (2..=MOST_CLASSES).contains(&head.classes.len());
    let heads: Vec<&HeadLabels> = labelled.heads.iter().filter(checked).collect();
    for (h, head) in heads.iter().enumerate() {
        let plan = ProbePlan { progress: progress.within("label column", h + 1, heads.len()), ..plan.clone() };
        let by_words = plan.predict(&word_features.matrix, head)?;
        let shortcuts = shortcut_features(labelled, head, words, names)?;
        let checks = HeadChecks {
            views: compare(labelled, head, &shortcuts, &word_features, &by_words, &plan)?,
            doubts: label_errors(labelled, head, &by_words),
        };
        out.heads.insert(head.name.clone(), checks);
    }
    Ok(out)
}
