//! A page for reading, checking and correcting.

use stance::columns::{PredictionColumns, PredictionRow, StatementRow, is_blank};
use stance::corpus::{Bom, Row};
use stance::report::{self, Answer, Head, Speaker, StatementsPage};
use stance::{Error, Result};

use super::destination::{Destination, write};
use super::format::Output;
use super::row_columns::{self, shown};
use crate::input::{Item, Quoted, Section, Shape, Source};

/// Most statements of a page; browsers are slow with more.
const MOST: usize = 5000;
/// Columns of a statement in the CSV that the page saves, between the file and the group. The text and the labels precede.
const STATEMENT: [&str; 5] = ["statement", "kind", "speaker_name", "start", "end"];

/// A page with all statements, and the CSV that it saves.
pub(crate) struct Page<'p> {
    /// Without sections.
    page: StatementsPage,
    predicted: &'p PredictionColumns<'p>,
    /// The target that articles were judged for, to be saved with their statements.
    target: Option<String>,
    to: &'p Destination,
}

impl<'p> Page<'p> {
    /// For rows of this shape.
    pub(crate) fn new(
        shape: &Shape,
        predicted: &'p PredictionColumns<'p>,
        bom: Bom,
        title: String,
        notes: &[String],
        to: &'p Destination,
    ) -> Result<Self> {
        let bom = bom == Bom::With;
        let mut page = StatementsPage { title, notes: notes.to_vec(), bom, ..StatementsPage::default() };
        let target = match shape {
            Shape::Statements { target, .. } => target.clone(),
            Shape::Text | Shape::Rows { .. } => None,
        };
        if !predicted.heads().is_empty() {
            page.csv_columns = csv_columns(shape, predicted, target.is_some())?;
        }
        for head in predicted.heads() {
            let columns = &mut page.csv_columns;
            let column = columns.iter().position(|c| *c == head.name).unwrap_or_else(|| {
                columns.push(head.name.clone());
                columns.len() - 1
            });
            page.heads.push(Head { name: head.name.clone(), classes: head.classes.clone(), column });
        }
        Ok(Self { page, predicted, target, to })
    }

    /// The row of the saved CSV, without labels. `group` keeps the statements of an article together.
    fn row(&self, item: &Item<'_>, group: &str) -> Vec<String> {
        let mut row = match &item.source {
            _ if self.page.heads.is_empty() => Vec::new(),
            Source::Text => vec![item.text.to_owned()],
            Source::Row(row) => (0..self.page.csv_columns.len()).map(|column| row.text(column).to_owned()).collect(),
            Source::Article { carried, statement, .. } => {
                let mut cells = vec![item.text.to_owned()];
                cells.extend(self.page.heads.iter().map(|_| String::new()));
                cells.push(group.to_owned());
                cells.extend(statement.iter().flat_map(|quoted| of_statement(&quoted.row)));
                cells.push(group.to_owned());
                cells.extend(self.target.clone());
                cells.extend(carried.iter().flat_map(|(row, columns)| texts(row, columns)));
                cells
            }
        };
        row.resize(self.page.csv_columns.len(), String::new());
        row
    }

    /// What each head says of a statement.
    fn answers(&self, labels: &PredictionRow) -> Vec<Answer> {
        let answers = labels.explanations().iter().enumerate().map(|(head, why)| Answer {
            class: why.prediction.class,
            unsure: self.predicted.doubt(head, labels).is_some(),
            bias: why.bias,
            reasons: why.reasons.iter().map(|r| (r.span, r.contribution)).collect(),
            probabilities: why.prediction.probabilities.clone(),
        });
        answers.collect()
    }
}

/// The columns of the CSV that the page saves; the labels of rows that have none yet are not among them.
fn csv_columns(shape: &Shape, predicted: &PredictionColumns<'_>, target: bool) -> Result<Vec<String>> {
    match shape {
        Shape::Text => Ok(vec!["text".to_owned()]),
        Shape::Rows { header, .. } => Ok(header.names().to_vec()),
        Shape::Statements { .. } => {
            let mut columns = vec!["text".to_owned()];
            columns.extend(predicted.heads().iter().map(|h| h.name.clone()));
            columns.push("file".to_owned());
            columns.extend(STATEMENT.map(str::to_owned));
            columns.push("group".to_owned());
            if target {
                columns.push("target".to_owned());
            }
            let carried = row_columns::carried_names(shape, &columns)?;
            columns.extend(carried);
            Ok(columns)
        }
    }
}

fn of_statement(row: &StatementRow) -> impl Iterator<Item = String> {
    STATEMENT.iter().map(|name| shown(&row.cell(name)))
}

fn texts<'r>(row: &'r Row, columns: &'r [usize]) -> impl Iterator<Item = String> {
    columns.iter().map(|column| row.text(*column).to_owned())
}

/// Sections with their statements.
#[derive(Default)]
pub(crate) struct Part {
    sections: Vec<report::Section>,
    /// Whether the first of them is the rest of the last section of the part before.
    continued: bool,
}

impl Output for Page<'_> {
    type Part = Part;
    type Sink = (StatementsPage, usize, stance::corpus::Output);

    fn begin(&self, part: &mut Part) -> Result<()> {
        *part = Part::default();
        Ok(())
    }

    fn section(&self, part: &mut Part, section: &Section<'_>) {
        part.continued |= section.continued;
        let article = section.article.map(|article| article.text().to_owned());
        part.sections.push(report::Section { title: section.title.to_owned(), article, statements: Vec::new() });
    }

    fn item(&self, part: &mut Part, item: &Item<'_>, labels: &PredictionRow) -> Result<()> {
        let Some(section) = part.sections.last_mut().filter(|_| !is_blank(item.text)) else { return Ok(()) };
        let row = self.row(item, &section.title);
        let mut statement = report::Statement {
            number: item.number,
            text: item.text.to_owned(),
            answers: self.answers(labels),
            row,
            ..report::Statement::default()
        };
        if let Source::Article { statement: Some(Quoted { statement: found, actor, .. }), .. } = &item.source {
            statement.spans.clone_from(&found.spans);
            let actor = actor.flatten().map(|actor| &actor.name);
            let speaker = |s: &stance::quotation::Speaker| Speaker {
                name: actor.unwrap_or(&s.name).clone(),
                role: s.role.clone(),
            };
            statement.speaker = found.speaker.as_ref().map(speaker);
            statement.flags = found.flags.iter().map(|f| f.name().to_owned()).collect();
        }
        section.statements.push(statement);
        Ok(())
    }

    fn open(&self) -> Result<Self::Sink> {
        Ok((self.page.clone(), 0, self.to.open()?))
    }

    fn take(&self, (page, statements, _): &mut Self::Sink, part: &mut Part) -> Result<()> {
        let mut sections = part.sections.drain(..);
        if part.continued {
            let rest = sections.next().map(|section| section.statements).unwrap_or_default();
            *statements += rest.len();
            if let Some(last) = page.sections.last_mut() {
                last.statements.extend(rest);
            }
        }
        for section in sections {
            *statements += section.statements.len();
            page.sections.push(section);
        }
        if *statements > MOST {
            let problem = format!("html holds at most {MOST} statements, and here are more; use csv or jsonl");
            return Err(Error::options("--format", problem));
        }
        Ok(())
    }

    fn finish(&self, (page, _, output): Self::Sink) -> Result<()> {
        write(output, page.render()?.as_bytes())
    }
}
