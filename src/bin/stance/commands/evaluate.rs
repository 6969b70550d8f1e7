//! `stance evaluate`: scores of a model, or of training itself, on labelled rows.

use std::collections::BTreeMap;

use stance::Result;
use stance::corpus::{Labelled, Purpose};
use stance::evaluate::{Bootstrap, Report};
use stance::train::{HeadPredictions, cross_validate, predict};

use super::outcome::Outcome;
use crate::flags::{EvaluateArgs, EvaluateFormat};
use crate::input::{labelled, model};
use crate::output::streams::cannot_write;
use crate::output::text::{for_people, json};
use crate::output::{destination, evaluate_page, evaluate_table};

pub(crate) fn run(args: &EvaluateArgs, threads: usize) -> Result<Outcome> {
    let output = args.output.open()?;
    let (labelled, predictions) = predictions(args, threads)?;
    let slices = evaluate_page::slices(&labelled, &predictions, &args.by)?;
    let mut heads = BTreeMap::new();
    for head in &predictions {
        heads.insert(head.name.clone(), head.scores(Bootstrap::default())?);
    }
    let report = Report { heads };
    let text = match args.format {
        EvaluateFormat::Json => {
            let mut scores = serde_json::to_value(&report).map_err(cannot_write)?;
            if let (false, Some(scores)) = (args.by.is_empty(), scores.as_object_mut()) {
                scores.insert("slices".to_owned(), serde_json::to_value(&slices).map_err(cannot_write)?);
            }
            json(&scores)?.into_bytes()
        }
        EvaluateFormat::Table => for_people(&evaluate_table::text(&report, &slices)),
        EvaluateFormat::Html => evaluate_page::render(args, &labelled, &predictions, &report, &slices)?.into_bytes(),
    };
    destination::write(output, &text)?;
    Ok(gate(args.min_macro_f1, &report))
}

/// The rows, and what the model, or a model trained on the other folds, predicts for them.
fn predictions(args: &EvaluateArgs, threads: usize) -> Result<(Labelled, Vec<HeadPredictions>)> {
    let options = args.learn.options(threads)?;
    let columns = &args.learn.columns;
    if let Some(k) = args.cross_validate {
        let labelled = labelled::read(&args.files, columns, Purpose::Learn)?;
        let predictions = cross_validate(&labelled, &options, k)?;
        return Ok((labelled, predictions));
    }
    let classifier = model::compile(args.model.as_deref())?;
    let labelled = labelled::read(&args.files, columns, Purpose::Score)?;
    let predictions = predict(&classifier, &labelled, threads)?;
    Ok((labelled, predictions))
}

/// Names the first head that falls short.
fn gate(least: Option<f64>, report: &Report) -> Outcome {
    let Some(least) = least else { return Outcome::Done };
    for (name, scores) in &report.heads {
        if !scores.macro_f1.is_some_and(|f1| f1 >= least) {
            let found = scores.macro_f1.map_or("undefined".to_owned(), |f1| format!("{f1:.4}"));
            say!("stance: {name}: macro-F1 is {found}, below the {least} asked for");
            return Outcome::GateFailed;
        }
    }
    Outcome::Done
}
