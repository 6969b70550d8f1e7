//! `stance classify`: labels for statements in lines, rows, articles, or on the command line.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::json;
use stance::classify::{Classifier, Explanation, Prediction, Session};
use stance::corpus::{Cell, Header, Row};
use stance::error::Place;

use stance::span::CodePoints;
use stance::{Error, Result, UNSURE};

use crate::cli::{ClassifyArgs, Format, Kind};
use crate::rows::{self, OwnedCell};
use crate::sink::{self, Sink};
use crate::{article_rows, articles, extract, model, page};

pub(crate) fn run(args: &ClassifyArgs) -> Result<()> {
    rows::check_threads(args.input.threads)?;
    if args.min_confidence.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
        return Err(Error::options("--min-confidence", "is out of range; use a probability from 0 to 1"));
    }
    let classifier = model::compile(args.model.as_deref())?;
    let mut predictor = Predictor { args, session: classifier.session(), classifier: &classifier };
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
        Kind::Lines => of_lines(&mut predictor, &files, &added),
        Kind::Csv | Kind::Jsonl => of_rows(&mut predictor, &files, &added),
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
}

impl Predictor<'_> {
    /// Names of the predicted columns, in order.
    fn columns(&self) -> Vec<String> {
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

    pub(crate) fn cells(&mut self, text: &str, target: usize) -> Vec<OwnedCell> {
        let mut out = Vec::new();
        if self.args.explain {
            for (h, explanation) in self.session.explain(text, target).into_iter().enumerate() {
                self.add(h, &explanation.prediction, &mut out);
                out.push(OwnedCell::Number(explanation.bias));
                out.push(OwnedCell::Json(reasons(text, &explanation)));
            }
        } else {
            for (h, prediction) in self.session.classify(text, target).into_iter().enumerate() {
                self.add(h, &prediction, &mut out);
            }
        }
        out
    }

    fn add(&self, head: usize, prediction: &Prediction, out: &mut Vec<OwnedCell>) {
        let sure = self.args.min_confidence.is_none_or(|p| prediction.probability() >= p);
        let class = self.classifier.model().heads.get(head).and_then(|h| h.classes.get(prediction.class));
        let label = class.filter(|_| sure).map_or(UNSURE, String::as_str);
        out.push(OwnedCell::Text(label.to_owned()));
        out.push(OwnedCell::Number(prediction.probability()));
        if self.args.probabilities {
            out.extend(prediction.probabilities.iter().map(|p| OwnedCell::Number(*p)));
        }
    }

    /// As many empty cells as there are predicted columns.
    pub(crate) fn nothing(&self) -> Vec<OwnedCell> {
        vec![OwnedCell::Empty; self.columns().len()]
    }
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

/// One statement a line; empty lines stay, unlabelled.
fn of_lines(predictor: &mut Predictor<'_>, files: &[std::path::PathBuf], added: &[&str]) -> Result<()> {
    let mut sink = open_with_text(predictor, added)?;
    let target = predictor.target_of(predictor.args.target.as_deref(), &Place::default())?;
    for path in files {
        let name = path.display().to_string();
        let mut reader = BufReader::with_capacity(1 << 16, rows::open(path)?);
        let (mut line, mut number, mut offset) = (Vec::new(), 0u64, 0u64);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(|e| Error::io("read", &name, e))?;
            if read == 0 {
                break;
            }
            number += 1;
            let text = std::str::from_utf8(&line).map_err(|e| {
                let place =
                    Place { line: Some(number), byte: Some(offset + e.valid_up_to() as u64), ..Place::file(&name) };
                Error::data(place, "is not UTF-8; convert the file to UTF-8")
            })?;
            offset += read as u64;
            let text = text.trim_end_matches(['\n', '\r']);
            let cells = if text.is_empty() { predictor.nothing() } else { predictor.cells(text, target) };
            sink.row(None, &with_text(text, &cells))?;
        }
    }
    sink.finish()
}

/// Rows in, rows out.
fn of_rows(predictor: &mut Predictor<'_>, files: &[std::path::PathBuf], added: &[&str]) -> Result<()> {
    let args = predictor.args;
    let has_targets = predictor.classifier.model().heads.iter().any(|h| !h.targets.is_empty());
    let mut sink: Option<Sink> = None;
    let mut first: Vec<String> = Vec::new();
    for path in files {
        let mut reader = rows::reader(&args.input, path)?;
        let header = reader.header();
        let name = path.display().to_string();
        let text_at =
            header.require(&args.text_column, &name, "name the column of the statements with --text-column")?;
        let target_at = match (&args.target, has_targets) {
            (None, true) => Some(header.require(
                &args.target_column,
                &name,
                "name the column of the targets with --target-column, or give --target",
            )?),
            _ => None,
        };
        let sink = match &mut sink {
            Some(sink) => {
                rows::same_header(&first, header.names(), &name)?;
                sink
            }
            None => {
                first = header.names().to_vec();
                let text = args.text_column.clone();
                // A table has no room for every column that was carried: the statement stands first in its place.
                if sink::format(&args.input) == Format::Table {
                    let names: Vec<&str> = std::iter::once(text.as_str()).chain(added.iter().copied()).collect();
                    sink.insert(Sink::open(&args.input, &Header::default(), &names, |n| n == text || shown(n))?)
                } else {
                    sink.insert(Sink::open(&args.input, &header, added, shown)?)
                }
            }
        };
        let mut row = Row::default();
        while reader.read(&mut row)? {
            let target = match target_at {
                Some(at) => predictor.target_of(
                    Some(row.text(at)),
                    &Place::file(&name).record(row.record, row.line).column(&args.target_column),
                )?,
                None => predictor.target_of(args.target.as_deref(), &Place::default())?,
            };
            let text = row.text(text_at);
            let cells = if text.trim().is_empty() { predictor.nothing() } else { predictor.cells(text, target) };
            match sink {
                Sink::Rows(_) => sink.row(Some(&row), &cells.iter().map(OwnedCell::cell).collect::<Vec<_>>())?,
                Sink::Table { .. } => sink.row(None, &with_text(text, &cells))?,
            }
        }
    }
    sink.map_or(Ok(()), Sink::finish)
}
