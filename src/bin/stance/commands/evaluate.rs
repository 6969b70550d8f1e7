//! `stance evaluate`: scores of a model, or of training itself, on labelled rows.

use serde::Serialize;
use stance::classify::Classifier;
use stance::corpus::{Folds, Labelled, Purpose};
use stance::error::{Place, agreeing, counted, excerpt, listed};
use stance::evaluate::Report;
use stance::model::{DataDigest, Model};
use stance::train::{
    Answers, Evaluation, EvaluationRecord, HeadPredictions, RecordedEvaluation, cross_validate, predict,
};
use stance::{Error, Result};

use super::baseline::Baseline;
use super::outcome::Outcome;
use super::warnings;
use crate::flags::{EvaluateArgs, EvaluateFormat};
use crate::input::digest::input_files;
use crate::input::{labelled, model};
use crate::output::model_card::Card;
use crate::output::text::{for_people, json};
use crate::output::{Steps, destination, evaluate_table};

/// What `--format json` writes: how it came about, then the scores by head, and those of slices if there are any.
#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    evaluation: RecordedEvaluation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'a Baseline>,
}

/// Rows, and who predicted their labels.
struct Predicted {
    labelled: Labelled,
    digests: Vec<DataDigest>,
    /// The model, unless it was cross-validation.
    classifier: Option<Classifier>,
    /// Number of folds of cross-validation.
    folds: Option<usize>,
}

/// Everything that is computed.
struct Evaluated {
    predicted: Predicted,
    evaluation: Evaluation,
    baseline: Option<Baseline>,
}

pub(crate) fn run(args: &EvaluateArgs, command: &[String], threads: usize) -> Result<Outcome> {
    let output = args.output.open()?;
    let found = evaluate(args, threads)?;
    let text = match args.format() {
        _ if args.card => found.card(args)?.into_bytes(),
        EvaluateFormat::Json => found.json(args, command)?.into_bytes(),
        EvaluateFormat::Table => {
            let mut text = evaluate_table::text(&found.evaluation.report, &found.evaluation.slices);
            found.baseline.iter().for_each(|baseline| text.push_str(&baseline.text()));
            for_people(&text)
        }
        EvaluateFormat::Html => found.page(args, found.json(args, command)?)?.into_bytes(),
    };
    destination::write(output, &text)?;
    for (head, lines) in &found.evaluation.advice {
        lines.iter().for_each(|line| say!("advice: {head}: {line}"));
    }
    Ok(gate(args.min_macro_f1, &found.evaluation.report))
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
) -> Result<(String, Option<String>)> {
    let found = evaluate(args, threads)?;
    let json = found.json(args, command)?;
    let page = if is_page { Some(found.page(args, json.clone())?) } else { None };
    Ok((json, page))
}

/// Predicts and scores.
fn evaluate(args: &EvaluateArgs, threads: usize) -> Result<Evaluated> {
    let (predicted, heads) = predictions(args, threads)?;
    let labelled = &predicted.labelled;
    let baseline = args.baseline.as_deref().map(|path| Baseline::new(path, labelled, &heads, threads)).transpose()?;
    let evaluation = Evaluation::new(labelled, heads, &args.by, args.min_confidence, predicted.model())?;
    Ok(Evaluated { predicted, evaluation, baseline })
}

impl Predicted {
    fn model(&self) -> Option<&Model> {
        self.classifier.as_ref().map(Classifier::model)
    }

    /// How the predictions came about.
    fn record(&self, args: &EvaluateArgs, command: &[String]) -> Result<EvaluationRecord> {
        let model = self.model().map(|model| (model_file(args), model));
        let other_files = input_files(args.other_files())?;
        EvaluationRecord::new(Some(command.to_vec()), &self.labelled, &self.digests, other_files, model, self.folds)
    }
}

/// The model as named on the command line.
fn model_file(args: &EvaluateArgs) -> Option<String> {
    args.model.as_ref().map(|path| path.display().to_string())
}

/// Who gave the answers that are scored.
fn answers(args: &EvaluateArgs) -> Answers {
    match (&args.predicted, args.cross_validate) {
        (Some(column), _) => Answers::Column(column.clone()),
        (None, Some(_)) if args.learn.columns.fold_column.is_some() => Answers::OtherGivenFolds,
        (None, Some(k)) => Answers::OtherFolds(k),
        (None, None) => Answers::Model(model_file(args)),
    }
}

impl Evaluated {
    fn json(&self, args: &EvaluateArgs, command: &[String]) -> Result<String> {
        let record = &self.predicted.record(args, command)?;
        let evaluation = RecordedEvaluation { record, evaluation: &self.evaluation };
        json(&Json { evaluation, baseline: self.baseline.as_ref() })
    }

    /// The page, with `record`, JSON, in it.
    fn page(&self, args: &EvaluateArgs, record: String) -> Result<String> {
        let notes = self.baseline.as_ref().map_or_else(Vec::new, Baseline::notes);
        self.evaluation.page(&self.predicted.labelled, &answers(args), &args.by, notes, record)
    }

    /// The model card.
    fn card(&self, args: &EvaluateArgs) -> Result<String> {
        let Predicted { labelled, digests, .. } = &self.predicted;
        let missing = || Error::options("--card", "needs a model");
        let model = self.predicted.model().ok_or_else(missing)?;
        let record = self.predicted.record(args, &[])?;
        let file = model_file(args);
        let data = labelled.files.iter().zip(digests);
        let card = Card {
            model,
            sha256: record.model_digest().unwrap_or_default(),
            file: file.as_deref(),
            data: data.map(|(file, digest)| (file.as_str(), digest.sha256.as_str(), digest.rows)).collect(),
            report: &self.evaluation.report,
            slices: &self.evaluation.slices,
            advice: &self.evaluation.advice,
            citation: record.citation(),
        };
        Ok(card.text())
    }
}

/// The rows, and what the model, or a model trained on the other folds, predicts for them.
fn predictions(args: &EvaluateArgs, threads: usize) -> Result<(Predicted, Vec<HeadPredictions>)> {
    let mut options = args.learn.options(threads)?;
    let columns = &args.learn.columns;
    if let Some(k) = args.cross_validate {
        let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Learn)?;
        warnings::of_labels(&labelled);
        let steps = Steps::new();
        options.progress = steps.progress();
        let heads = cross_validate(&labelled, &options, k)?;
        let folds = Some(Folds::of(&labelled, k)?.count());
        return Ok((Predicted { labelled, digests, classifier: None, folds }, heads));
    }
    if let Some(column) = &args.predicted {
        let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Score)?;
        warnings::of_labels(&labelled);
        let heads = vec![predicted_column(&labelled, column)?];
        return Ok((Predicted { labelled, digests, classifier: None, folds: None }, heads));
    }
    let classifier = model::compile(args.model.as_deref())?;
    let (labelled, digests) = labelled::read_hashed(&args.files, columns, Purpose::Score)?;
    warnings::of_labels(&labelled);
    let heads = predict(&classifier, &labelled, threads)?;
    warnings::of_unknown_labels(classifier.model(), &labelled);
    Ok((Predicted { labelled, digests, classifier: Some(classifier), folds: None }, heads))
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
