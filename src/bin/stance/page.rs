//! `--format html`: the page for reading, checking and correcting.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use stance::article::Offsets;
use stance::corpus::{self, Row};
use stance::error::Place;
use stance::quotation;
use stance::report::{Answer, Head, Section, Speaker, Statement, StatementsPage};
use stance::{Error, Result, article};

use crate::article_rows::ArticleRows;
use crate::articles;
use crate::classify::Predictor;
use crate::cli::{InputArgs, Kind};
use crate::rows;

/// Statements that a page can hold; browsers are slow with more.
const MOST: usize = 5000;
/// Columns of the saved CSV for statements of articles, after the text and the labels.
const PLACES: [&str; 7] = ["file", "statement", "kind", "speaker_name", "start", "end", "group"];

/// A page as it is filled.
struct Filling {
    page: StatementsPage,
    statements: usize,
}

impl Filling {
    fn new(title: String, input: &InputArgs) -> Self {
        let page = StatementsPage { title, bom: input.bom, ..StatementsPage::default() };
        Self { page, statements: 0 }
    }

    /// With the heads of a model; columns of the saved CSV are `columns`, those of labels that are missing after them.
    fn labelled(title: String, predictor: &Predictor<'_>, columns: Vec<String>) -> Self {
        let args = predictor.args;
        let mut filling = Self::new(title, &args.input);
        filling.page.csv_columns = columns;
        for head in &predictor.classifier.model().heads {
            let columns = &mut filling.page.csv_columns;
            let column = columns.iter().position(|c| *c == head.name).unwrap_or_else(|| {
                columns.push(head.name.clone());
                columns.len() - 1
            });
            filling.page.heads.push(Head { name: head.name.clone(), classes: head.classes.clone(), column });
        }
        let model = args.model.as_ref().map_or("the shipped model".to_owned(), |m| m.display().to_string());
        filling.page.notes.push(format!("Labels and probabilities by {model}."));
        if let Some(least) = args.min_confidence {
            filling.page.notes.push(format!("Below a probability of {least} the label is “unsure”."));
        }
        filling
    }

    fn section(&mut self, section: Section) -> Result<()> {
        self.statements += section.statements.len();
        if self.statements > MOST {
            let problem = format!("html holds at most {MOST} statements, and here are more; use csv or jsonl");
            return Err(Error::options("--format", problem));
        }
        self.page.sections.push(section);
        Ok(())
    }

    fn print(mut self, left_aside: usize) -> Result<()> {
        let width = self.page.csv_columns.len();
        for statement in self.page.sections.iter_mut().flat_map(|s| &mut s.statements) {
            statement.row.resize(width, String::new());
        }
        let page = self.page.render()?;
        std::io::stdout().write_all(page.as_bytes()).map_err(|e| Error::io("write", "standard output", e))?;
        articles::report_left_aside(left_aside);
        Ok(())
    }
}

/// Statements given with `--text`.
pub(crate) fn statements(predictor: &mut Predictor<'_>) -> Result<()> {
    let mut filling = Filling::labelled("Statements".to_owned(), predictor, vec!["text".to_owned()]);
    let target = predictor.target_of(predictor.args.target.as_deref(), &Place::default())?;
    let texts = predictor.args.text.iter().enumerate();
    let statements = texts.map(|(k, text)| bare(k + 1, text, answers(predictor, text, target), vec![text.clone()]));
    filling.section(Section { title: "Command line".to_owned(), article: None, statements: statements.collect() })?;
    filling.print(0)
}

/// The statements of files of one kind.
pub(crate) fn files(predictor: &mut Predictor<'_>, kind: Kind, files: &[PathBuf]) -> Result<()> {
    match kind {
        Kind::Lines => of_lines(predictor, files),
        Kind::Csv | Kind::Jsonl => of_rows(predictor, files),
        _ => of_articles(predictor, kind, files),
    }
}

/// The statements of articles, without labels.
pub(crate) fn extracted(input: &InputArgs, kind: Kind, files: &[PathBuf]) -> Result<()> {
    let mut filling = Filling::new(title(files), input);
    let mut left = 0;
    for path in files {
        let (name, article) = articles::read(path, kind)?;
        let extraction = articles::statements(input, kind, article.text(), &name)?;
        left += extraction.indirect_left_aside;
        let statements = extraction.statements.iter().map(|s| spoken(s, Vec::new(), Vec::new()));
        filling.section(Section {
            title: name,
            statements: statements.collect(),
            article: Some(article.text().to_owned()),
        })?;
    }
    filling.print(left)
}

/// The statements of the articles in a column of rows.
pub(crate) fn article_rows(predictor: &mut Predictor<'_>) -> Result<()> {
    let args = predictor.args;
    let files = rows::files(&args.input)?;
    let mut filling: Option<Filling> = None;
    let mut own = vec!["text"];
    own.extend(predictor.classifier.model().heads.iter().map(|h| h.name.as_str()));
    own.extend(PLACES);
    let mut left = 0;
    let mut first: Vec<String> = Vec::new();
    for path in &files {
        let mut rows = ArticleRows::open(&args.input, path, &own)?;
        if filling.is_some() {
            rows::same_header(&first, &rows.names, &rows.file)?;
        }
        first.clone_from(&rows.names);
        let filling = filling.get_or_insert_with(|| {
            rows.announce();
            let columns = own.iter().map(|c| (*c).to_owned()).chain(rows.names.iter().cloned()).collect();
            Filling::labelled(title(&files), predictor, columns)
        });
        let mut row = Row::default();
        while let Some(article) = rows.next(&mut row)? {
            let target = predictor.target_of(args.target.as_deref(), &rows.place(&row))?;
            let extraction = articles::extract(article.text(), args.input.indirect);
            left += extraction.indirect_left_aside;
            let name = format!("{}, record {}", rows.file, row.record);
            let carried: Vec<String> = rows.texts(&row);
            let offsets = article.offsets();
            let section = section(predictor, &name, article.text(), &offsets, &extraction.statements, target, &carried);
            filling.section(section)?;
        }
    }
    filling.map_or(Ok(()), |f| f.print(left))
}

fn of_articles(predictor: &mut Predictor<'_>, kind: Kind, files: &[PathBuf]) -> Result<()> {
    let args = predictor.args;
    let heads = predictor.classifier.model().heads.iter().map(|h| h.name.clone());
    let places = PLACES.iter().map(|c| (*c).to_owned());
    let mut columns: Vec<String> = std::iter::once("text".to_owned()).chain(heads).chain(places).collect();
    // A model with targets is scored with the target that was judged for.
    let target_name: Vec<String> = args.target.clone().into_iter().collect();
    columns.extend(target_name.iter().map(|_| "target".to_owned()));
    let mut filling = Filling::labelled(title(files), predictor, columns);
    let target = predictor.target_of(args.target.as_deref(), &Place::default())?;
    let mut left = 0;
    for path in files {
        let (name, article) = articles::read(path, kind)?;
        let extraction = articles::statements(&args.input, kind, article.text(), &name)?;
        left += extraction.indirect_left_aside;
        let offsets = article.offsets();
        let section = section(predictor, &name, article.text(), &offsets, &extraction.statements, target, &target_name);
        filling.section(section)?;
    }
    filling.print(left)
}

/// An article with its labelled statements; `more` are cells after those of [`PLACES`].
fn section(
    predictor: &mut Predictor<'_>,
    name: &str,
    text: &str,
    offsets: &Offsets<'_>,
    found: &[quotation::Statement],
    target: usize,
    more: &[String],
) -> Section {
    let heads = predictor.classifier.model().heads.len();
    let include_terms = predictor.args.include_terms;
    let mut statements = Vec::new();
    for statement in found.iter().filter(|s| include_terms || !articles::is_term(s)) {
        let mut row = vec![statement.text.clone()];
        row.extend((0..heads).map(|_| String::new()));
        let hull = statement.spans.iter().copied().reduce(|a, b| a.hull(b)).map_or((0, 0), |h| offsets.span(h));
        let speaker = statement.speaker.as_ref().map_or(String::new(), |s| s.name.clone());
        row.extend([name.to_owned(), statement.number.to_string(), statement.kind.to_string(), speaker]);
        row.extend([hull.0.to_string(), hull.1.to_string(), name.to_owned()]);
        row.extend(more.iter().cloned());
        statements.push(spoken(statement, answers(predictor, &statement.text, target), row));
    }
    Section { title: name.to_owned(), article: Some(text.to_owned()), statements }
}

fn of_lines(predictor: &mut Predictor<'_>, files: &[PathBuf]) -> Result<()> {
    let mut filling = Filling::labelled(title(files), predictor, vec!["text".to_owned()]);
    let target = predictor.target_of(predictor.args.target.as_deref(), &Place::default())?;
    for path in files {
        let name = path.display().to_string();
        let mut bytes = Vec::new();
        corpus::open(path, &Arc::default())?.read_to_end(&mut bytes).map_err(|e| Error::io("read", &name, e))?;
        let text = article::decode(bytes, &name)?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let statements =
            lines.map(|(k, line)| bare(k + 1, line, answers(predictor, line, target), vec![line.to_owned()]));
        filling.section(Section { title: name, article: None, statements: statements.collect() })?;
    }
    filling.print(0)
}

fn of_rows(predictor: &mut Predictor<'_>, files: &[PathBuf]) -> Result<()> {
    let args = predictor.args;
    let has_targets = predictor.classifier.model().heads.iter().any(|h| !h.targets.is_empty());
    let mut filling: Option<Filling> = None;
    let mut first: Vec<String> = Vec::new();
    for path in files {
        let mut reader = rows::reader(&args.input, path, &Arc::default())?;
        let header = reader.header();
        let name = path.display().to_string();
        let way_out = "name the column of the statements with --text-column";
        let text_at = header.require(&args.text_column, &name, way_out)?;
        let way_out = "name the column of the targets with --target-column, or give --target";
        let target_at = match has_targets && args.target.is_none() {
            true => Some(header.require(&args.target_column, &name, way_out)?),
            false => None,
        };
        if filling.is_some() {
            rows::same_header(&first, header.names(), &name)?;
        }
        first = header.names().to_vec();
        let filling = filling.get_or_insert_with(|| Filling::labelled(title(files), predictor, first.clone()));
        let mut statements = Vec::new();
        let mut row = Row::default();
        while reader.read(&mut row)? {
            let place = Place::file(&name).record(row.record, row.line).column(&args.target_column);
            let target = predictor.target_of(target_at.map(|at| row.text(at)).or(args.target.as_deref()), &place)?;
            let text = row.text(text_at);
            let cells: Vec<String> = (0..header.len()).map(|c| row.text(c).to_owned()).collect();
            if !text.trim().is_empty() {
                statements.push(bare(row.record as usize, text, answers(predictor, text, target), cells));
            }
            if statements.len() > MOST {
                break;
            }
        }
        filling.section(Section { title: name, article: None, statements })?;
    }
    filling.map_or(Ok(()), |f| f.print(0))
}

fn answers(predictor: &mut Predictor<'_>, text: &str, target: usize) -> Vec<Answer> {
    let least = predictor.args.min_confidence;
    let explained = predictor.session.explain(text, target).into_iter();
    explained
        .map(|e| Answer {
            class: e.prediction.class,
            unsure: least.is_some_and(|p| e.prediction.probability() < p),
            bias: e.bias,
            reasons: e.reasons.iter().map(|r| (r.span, r.contribution)).collect(),
            probabilities: e.prediction.probabilities,
        })
        .collect()
}

/// A statement without an article.
fn bare(number: usize, text: &str, answers: Vec<Answer>, row: Vec<String>) -> Statement {
    Statement { number, text: text.to_owned(), answers, row, ..Statement::default() }
}

/// A statement of an article.
fn spoken(statement: &quotation::Statement, answers: Vec<Answer>, row: Vec<String>) -> Statement {
    Statement {
        number: statement.number,
        text: statement.text.clone(),
        spans: statement.spans.clone(),
        speaker: statement.speaker.as_ref().map(|s| Speaker { name: s.name.clone(), role: s.role.clone() }),
        flags: statement.flags.iter().map(|f| f.name().to_owned()).collect(),
        answers,
        row,
    }
}

/// What the page is called.
fn title(files: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
    };
    match files {
        [one] if one.as_path() == Path::new("-") => "Statements".to_owned(),
        [one] => format!("Statements in {}", name(one)),
        _ => format!("Statements in {} files", files.len()),
    }
}
