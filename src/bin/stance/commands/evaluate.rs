//! `stance evaluate`: scores of a model, or of training itself, on labelled rows.

use std::collections::BTreeMap;

use serde::Serialize;
use stance::Result;
use stance::classify::Classifier;
use stance::corpus::{Folds, Labelled, Purpose};
use stance::evaluate::{Bootstrap, Report, Scores};
use stance::model::DataDigest;
use stance::train::{HeadPredictions, cross_validate, predict};

use super::outcome::Outcome;
use super::warnings;
use crate::flags::{EvaluateArgs, EvaluateFormat};
use crate::input::{labelled, model};
use crate::output::evaluate_page::SliceScores;
use crate::output::evaluation_record::Record;
use crate::output::text::{for_people, json};
use crate::output::{Steps, destination, evaluate_page, evaluate_table};

/// What `--format json` writes: how it came about, then the scores by head, and those of slices if there are any.
#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    record: Record,
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    slices: &'a SliceScores,
    advice: &'a BTreeMap<String, Vec<String>>,
}

/// Rows with their predictions.
struct Predicted {
    labelled: Labelled,
    digests: Vec<DataDigest>,
    heads: Vec<HeadPredictions>,
    /// The model, unless it was cross-validation.
    classifier: Option<Classifier>,
    /// Number of folds of cross-validation.
    folds: Option<usize>,
}

impl Predicted {
    /// The least probability of a head's labels that the model carries.
    fn carried_confidence(&self, head: &str) -> Option<f64> {
        self.classifier.as_ref()?.model().doubt.min_confidence.get(head).copied()
    }
}

pub(crate) fn run(args: &EvaluateArgs, threads: usize) -> Result<Outcome> {
    let output = args.output.open()?;
    let mut predicted = predictions(args, threads)?;
    if let Some(least) = args.min_confidence {
        predicted.heads.iter_mut().for_each(|head| head.abstain(least));
    }
    let slices = evaluate_page::slices(&predicted.labelled, &predicted.heads, &args.by)?;
    let mut heads = BTreeMap::new();
    for head in &predicted.heads {
        let mut scores = head.scores(Bootstrap::default())?;
        if let (None, Some(least)) = (args.min_confidence, predicted.carried_confidence(&head.name)) {
            (scores.coverage, scores.accuracy_decided) = head.decided(least);
        }
        heads.insert(head.name.clone(), scores);
    }
    let report = Report { heads };
    let advice = |(name, scores): (&String, &Scores)| (name.clone(), scores.advice());
    let advice: BTreeMap<String, Vec<String>> = report.heads.iter().map(advice).collect();
    let text = match args.format {
        EvaluateFormat::Json => {
            let model = predicted.classifier.as_ref().map(Classifier::model);
            let record = Record::new(args, &predicted.labelled, &predicted.digests, model, predicted.folds)?;
            json(&Json { record, report: &report, slices: &slices, advice: &advice })?.into_bytes()
        }
        EvaluateFormat::Table => for_people(&evaluate_table::text(&report, &slices)),
        EvaluateFormat::Html => {
            evaluate_page::render(args, &predicted.labelled, &predicted.heads, &report, &slices)?.into_bytes()
        }
    };
    destination::write(output, &text)?;
    for (head, lines) in &advice {
        lines.iter().for_each(|line| say!("advice: {head}: {line}"));
    }
    Ok(gate(args.min_macro_f1, &report))
}

/// The rows, and what the model, or a model trained on the other folds, predicts for them.
fn predictions(args: &EvaluateArgs, threads: usize) -> Result<Predicted> {
    let mut options = args.learn.options(threads)?;
    let columns = &args.learn.columns;
    if let Some(k) = args.cross_validate {
        let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Learn)?;
        warnings::of_labels(&labelled);
        let steps = Steps::new();
        options.progress = steps.progress();
        let heads = cross_validate(&labelled, &options, k)?;
        let folds = Some(Folds::of(&labelled, k)?.count());
        return Ok(Predicted { labelled, digests, heads, classifier: None, folds });
    }
    let classifier = model::compile(args.model.as_deref())?;
    let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Score)?;
    warnings::of_labels(&labelled);
    let heads = predict(&classifier, &labelled, threads)?;
    warnings::of_unknown_labels(classifier.model(), &labelled);
    Ok(Predicted { labelled, digests, heads, classifier: Some(classifier), folds: None })
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
