//! `stance evaluate`: scores of a model, or of training itself, on labelled rows.

use std::collections::BTreeMap;

use serde::Serialize;
use stance::classify::Classifier;
use stance::corpus::{Folds, Labelled, Purpose};
use stance::error::{Place, agreeing, counted, excerpt, listed};
use stance::evaluate::{Bin, Bootstrap, Report, Scores, reliability};
use stance::model::DataDigest;
use stance::train::{HeadPredictions, SliceScores, cross_validate, predict, slices};
use stance::{Error, Result};

use super::baseline::Baseline;
use super::outcome::Outcome;
use super::warnings;
use crate::flags::{EvaluateArgs, EvaluateFormat};
use crate::input::{labelled, model};
use crate::output::evaluate_page::BINS;
use crate::output::evaluation_record::Record;
use crate::output::model_card::Card;
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
    /// How right the labels of each confidence are, by head.
    reliability: BTreeMap<&'a str, Vec<Bin>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'a Baseline>,
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

/// Everything that is computed.
struct Evaluation {
    predicted: Predicted,
    slices: SliceScores,
    report: Report,
    advice: BTreeMap<String, Vec<String>>,
    baseline: Option<Baseline>,
}

pub(crate) fn run(args: &EvaluateArgs, command: &[String], threads: usize) -> Result<Outcome> {
    let output = args.output.open()?;
    let found = evaluate(args, threads)?;
    let text = match args.format() {
        _ if args.card => found.card(args)?.into_bytes(),
        EvaluateFormat::Json => found.json(args, command)?.into_bytes(),
        EvaluateFormat::Table => {
            let mut text = evaluate_table::text(&found.report, &found.slices);
            found.baseline.iter().for_each(|baseline| text.push_str(&baseline.text()));
            for_people(&text)
        }
        EvaluateFormat::Html => found.page(args, found.json(args, command)?)?.into_bytes(),
    };
    destination::write(output, &text)?;
    for (head, lines) in &found.advice {
        lines.iter().for_each(|line| say!("advice: {head}: {line}"));
    }
    Ok(gate(args.min_macro_f1, &found.report))
}

/// What `--format json` writes, computed again, and the page with it if one `is_page`.
///
/// # Errors
/// As [`run`].
pub(crate) fn again(
    args: &EvaluateArgs,
    command: &[String],
    threads: usize,
    is_page: bool,
) -> Result<(serde_json::Value, Option<String>)> {
    let found = evaluate(args, threads)?;
    let json = found.json(args, command)?;
    let value = serde_json::from_str(&json).map_err(crate::output::streams::cannot_write)?;
    let page = if is_page { Some(found.page(args, json)?) } else { None };
    Ok((value, page))
}

/// Predicts and scores.
fn evaluate(args: &EvaluateArgs, threads: usize) -> Result<Evaluation> {
    let mut predicted = predictions(args, threads)?;
    let baseline =
        args.baseline.as_deref().map(|path| Baseline::new(path, &predicted.labelled, &predicted.heads, threads));
    let baseline = baseline.transpose()?;
    if let Some(least) = args.min_confidence {
        predicted.heads.iter_mut().for_each(|head| head.abstain(least));
    }
    let slices = slices(&predicted.labelled, &predicted.heads, &args.by)?;
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
    Ok(Evaluation { predicted, slices, report, advice, baseline })
}

impl Evaluation {
    fn json(&self, args: &EvaluateArgs, command: &[String]) -> Result<String> {
        let Predicted { labelled, digests, heads, classifier, folds } = &self.predicted;
        let record = Record::new(args, command, labelled, digests, classifier.as_ref().map(Classifier::model), *folds)?;
        json(&Json {
            record,
            report: &self.report,
            slices: &self.slices,
            advice: &self.advice,
            reliability: heads
                .iter()
                .map(|head| (head.name.as_str(), reliability(&head.as_predictions(), BINS)))
                .collect(),
            baseline: self.baseline.as_ref(),
        })
    }

    /// The page, with `record`, JSON, in it.
    fn page(&self, args: &EvaluateArgs, record: String) -> Result<String> {
        let Self { predicted, slices, report, baseline, .. } = self;
        let notes = baseline.as_ref().map_or_else(Vec::new, Baseline::notes);
        let page = evaluate_page::Page { args, labelled: &predicted.labelled, predictions: &predicted.heads, report };
        page.render(slices, notes, record)
    }

    /// The model card.
    fn card(&self, args: &EvaluateArgs) -> Result<String> {
        let Predicted { labelled, digests, classifier, .. } = &self.predicted;
        let missing = || Error::options("--card", "needs a model");
        let model = classifier.as_ref().ok_or_else(missing)?.model();
        let record = Record::new(args, &[], labelled, digests, Some(model), None)?;
        let file = args.model.as_ref().map(|path| path.display().to_string());
        let data = labelled.files.iter().zip(digests);
        let card = Card {
            model,
            sha256: record.model_digest().unwrap_or_default(),
            file: file.as_deref(),
            data: data.map(|(file, digest)| (file.as_str(), digest.sha256.as_str(), digest.rows)).collect(),
            report: &self.report,
            slices: &self.slices,
            advice: &self.advice,
            citation: record.citation(),
        };
        Ok(card.text())
    }
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
    if let Some(column) = &args.predicted {
        let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Score)?;
        warnings::of_labels(&labelled);
        let heads = vec![predicted_column(&labelled, column)?];
        return Ok(Predicted { labelled, digests, heads, classifier: None, folds: None });
    }
    let classifier = model::compile(args.model.as_deref())?;
    let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Score)?;
    warnings::of_labels(&labelled);
    let heads = predict(&classifier, &labelled, threads)?;
    warnings::of_unknown_labels(classifier.model(), &labelled);
    Ok(Predicted { labelled, digests, heads, classifier: Some(classifier), folds: None })
}

/// The labels of a column as predictions of the label column that it is about: `predicted_H` of `H`, otherwise of the only
/// one.
fn predicted_column(labelled: &Labelled, column: &str) -> Result<HeadPredictions> {
    let file = labelled.files.first().map_or("", String::as_str);
    let place = || Place::file(file).column(column);
    let named = column.strip_prefix("predicted_").and_then(|name| labelled.head(name));
    let only = || labelled.heads.first().filter(|_| labelled.heads.len() == 1);
    let head = named.or_else(only).ok_or_else(|| {
        let heads: Vec<String> = labelled.heads.iter().map(|head| format!("`{}`", excerpt(&head.name))).collect();
        let problem = format!("may be about any of the label columns {}; name one with --label", listed(heads));
        Error::data(place(), problem)
    })?;
    if labelled.head(column).is_some() {
        let problem =
            format!("is the label column `{}` itself; name the column with the labels to be scored", excerpt(column));
        return Err(Error::options(format!("--predicted {}", excerpt(column)), problem));
    }
    let found = HeadPredictions::of_column(labelled, head, column)?.ok_or_else(|| {
        Error::data(place(), "is not there; name the column of the labels to be scored with --predicted")
    })?;
    let missing = found.predicted.iter().filter(|class| class.is_none()).count();
    if missing > 0 {
        let rows = counted(found.rows.len(), "row");
        let (have, count) = (agreeing(missing, "has", "have"), agreeing(missing, "counts", "count"));
        say!("{missing} of {rows} {have} no label in `{column}`, or `unsure`, and {count} as missed");
    }
    Ok(found)
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
