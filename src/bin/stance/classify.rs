//! `stance classify`: labels for statements in lines, rows, articles, or on the command line.

use std::path::Path;

use serde_json::json;
use stance::classify::{Classifier, Explanation, Prediction, Session};
use stance::corpus::{Cell, Header};
use stance::error::Place;

use stance::span::CodePoints;
use stance::{Error, Result, UNSURE};

use crate::cli::{ClassifyArgs, Format, Kind};
use crate::rows::{self, OwnedCell};
use crate::sink::{self, Sink};
use crate::{article_rows, articles, extract, model, page, stream};

pub(crate) fn run(args: &ClassifyArgs) -> Result<()> {
    rows::check_threads(args.input.threads)?;
    if args.min_confidence.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
        return Err(Error::options("--min-confidence", "is out of range; use a probability from 0 to 1"));
    }
    let classifier = model::compile(args.model.as_deref())?;
    let mut predictor = Predictor::new(args, &classifier);
    let names = predictor.columns();
    let added: Vec<&str> = names.iter().map(String::as_str).collect();
    articles::check(&args.input)?;
    if !args.text.is_empty() {
        if !args.input.files.is_empty() {
            return Err(Error::options(
                "--text",
                "cannot be given beside files; label the files in a run of their own",
            ));
        }
        return match sink::format(&args.input) {
            Format::Html => page::statements(&mut predictor),
            _ => statements(&mut predictor, &added),
        };
    }
    if args.input.article_column.is_some() {
        return article_rows::classify(&mut predictor, &added);
    }
    let files = rows::files(&args.input)?;
    let mut kinds = files.iter().map(|path| rows::kind(&args.input, path));
    let first = kinds.next().transpose()?.unwrap_or(Kind::Lines);
    for (kind, path) in kinds.zip(files.iter().skip(1)) {
        let is_rows = |k| matches!(k, Kind::Csv | Kind::Jsonl);
        if kind? != first && !(is_rows(kind_of(args, path)?) && is_rows(first)) {
            return Err(Error::options(
                "FILE",
                "rows, lines and articles cannot be labelled in one run; give them one kind at a time",
            ));
        }
    }
    if sink::format(&args.input) == Format::Html {
        return page::files(&mut predictor, first, &files);
    }
    match first {
        Kind::Article | Kind::Html | Kind::Markdown | Kind::Transcript | Kind::Document => {
            articles::classify(&mut predictor, first, &files, &added)
        }
        Kind::Lines => stream::of_lines(args, &classifier, &files),
        Kind::Csv | Kind::Jsonl => stream::of_rows(args, &classifier, &files),
    }
}

fn kind_of(args: &ClassifyArgs, path: &Path) -> Result<Kind> {
    rows::kind(&args.input, path)
}

/// Columns a table shows.
pub(crate) fn shown(name: &str) -> bool {
    (extract::shown(name) && name != "kind") || (name.starts_with("predicted_") && !name.ends_with("_bias"))
}

/// Makes the predicted cells of a statement.
pub(crate) struct Predictor<'c> {
    pub(crate) args: &'c ClassifyArgs,
    pub(crate) classifier: &'c Classifier,
    pub(crate) session: Session<'c>,
    predictions: Vec<Prediction>,
}

impl<'c> Predictor<'c> {
    /// For one thread.
    pub(crate) fn new(args: &'c ClassifyArgs, classifier: &'c Classifier) -> Self {
        Self { args, classifier, session: classifier.session(), predictions: Vec::new() }
    }

    /// Names of the predicted columns, in order.
    pub(crate) fn columns(&self) -> Vec<String> {
        let mut out = Vec::new();
        for head in &self.classifier.model().heads {
            let name = &head.name;
            out.push(format!("predicted_{name}"));
            out.push(format!("predicted_{name}_probability"));
            if self.args.probabilities {
                out.extend(head.classes.iter().map(|class| format!("predicted_{name}_p_{class}")));
            }
            if self.args.explain {
                out.push(format!("predicted_{name}_bias"));
                out.push(format!("predicted_{name}_reasons"));
            }
        }
        out
    }

    /// The target to judge for, by the cell or option given.
    pub(crate) fn target_of(&self, name: Option<&str>, place: &Place) -> Result<usize> {
        self.classifier.target(name.filter(|n| !n.is_empty())).map_err(|e| match place.file.is_empty() {
            true => e,
            false => Error::data(place.clone(), e.to_string()),
        })
    }

    /// Calls `with` with the predicted cells of a statement; they are empty for one that is blank.
    pub(crate) fn label<T>(&mut self, text: &str, target: usize, with: impl FnOnce(&[Cell<'_>]) -> T) -> T {
        if text.trim_start().is_empty() {
            return with(&vec![Cell::Empty; self.columns().len()]);
        }
        if self.args.explain {
            let cells = self.cells(text, target);
            return with(&cells.iter().map(OwnedCell::cell).collect::<Vec<_>>());
        }
        self.session.classify_into(text, target, &mut self.predictions);
        let mut cells = Vec::with_capacity(16);
        for (head, prediction) in self.predictions.iter().enumerate() {
            cells.extend([Cell::Text(self.name(head, prediction)), number(prediction.probability())]);
            if self.args.probabilities {
                cells.extend(prediction.probabilities.iter().map(|p| number(*p)));
            }
        }
        with(&cells)
    }

    /// The predicted cells of a statement.
    pub(crate) fn cells(&mut self, text: &str, target: usize) -> Vec<OwnedCell> {
        if !self.args.explain {
            return self.label(text, target, |cells| cells.iter().map(OwnedCell::of).collect());
        }
        let mut out = Vec::new();
        for (head, explanation) in self.session.explain(text, target).into_iter().enumerate() {
            let prediction = &explanation.prediction;
            out.push(OwnedCell::Text(self.name(head, prediction).to_owned()));
            out.push(OwnedCell::Number(prediction.probability()));
            if self.args.probabilities {
                out.extend(prediction.probabilities.iter().map(|p| OwnedCell::Number(*p)));
            }
            out.push(OwnedCell::Number(explanation.bias));
            out.push(OwnedCell::Json(reasons(text, &explanation)));
        }
        out
    }

    /// The label that is written: the class, or `unsure`.
    fn name(&self, head: usize, prediction: &Prediction) -> &'c str {
        let sure = self.args.min_confidence.is_none_or(|p| prediction.probability() >= p);
        let class = self.classifier.model().heads.get(head).and_then(|h| h.classes.get(prediction.class));
        class.filter(|_| sure).map_or(UNSURE, String::as_str)
    }
}

fn number(x: f64) -> Cell<'static> {
    Cell::Rounded(x, 6)
}

/// `[{term, start, end, contribution}]`, places in code points of the statement.
fn reasons(text: &str, explanation: &Explanation) -> String {
    let points = CodePoints::new(text);
    let reason = |r: &stance::classify::Reason| {
        let (start, end) = points.span(r.span);
        let contribution = (r.contribution * 1e6).round() / 1e6;
        json!({"term": r.span.of(text), "start": start, "end": end, "contribution": contribution})
    };
    serde_json::Value::Array(explanation.reasons.iter().map(reason).collect()).to_string()
}

fn with_text<'c>(text: &'c str, cells: &'c [OwnedCell]) -> Vec<Cell<'c>> {
    std::iter::once(Cell::Text(text)).chain(cells.iter().map(OwnedCell::cell)).collect()
}

fn open_with_text(predictor: &Predictor<'_>, added: &[&str]) -> Result<Sink> {
    let names: Vec<&str> = std::iter::once("text").chain(added.iter().copied()).collect();
    Sink::open(&predictor.args.input, &Header::default(), &names, shown)
}

/// Statements given with `--text`.
fn statements(predictor: &mut Predictor<'_>, added: &[&str]) -> Result<()> {
    let mut sink = open_with_text(predictor, added)?;
    let target = predictor.target_of(predictor.args.target.as_deref(), &Place::default())?;
    for text in &predictor.args.text {
        let cells = predictor.cells(text, target);
        sink.row(None, &with_text(text, &cells))?;
    }
    sink.finish()
}
