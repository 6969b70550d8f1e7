//! Renders the page of statements.

use askama::Template;

use super::article::{self, Piece, Shown};
use super::filter::Filter;
use super::numbers::signed;
use super::page::{self, Frame, counted, share};
use super::speaker_positions::{self, SpeakerPositions};
use super::statements::{Answer, Head, Section, Speaker, Statement, StatementsPage, class, label};
use super::statements_filter::StatementsFilter;
use super::{class_style, word_reasons};
use crate::Result;

/// Words listed for and against a label.
const LISTED: usize = 8;

#[derive(Template)]
#[template(path = "statements.html", config = "src/report/askama.toml")]
struct View<'p> {
    frame: Frame,
    title: &'p str,
    summary: String,
    notes: &'p [String],
    heads: Vec<&'p str>,
    has_heads: bool,
    positions: Option<SpeakerPositions>,
    csv_columns: String,
    bom: bool,
    filter: Filter,
    sections: Vec<SectionView<'p>>,
}

struct SectionView<'p> {
    id: String,
    title: &'p str,
    caption: String,
    has_article: bool,
    paragraphs: Vec<Vec<Piece>>,
    statements: Vec<StatementView<'p>>,
}

struct StatementView<'p> {
    index: usize,
    /// The attributes by which it is filtered and sorted.
    data: String,
    number: usize,
    marked: bool,
    speaker: Option<&'p Speaker>,
    text: &'p str,
    flags: String,
    row: String,
    why: Vec<Why>,
    answers: Vec<AnswerView<'p>>,
}

struct Why {
    head: String,
    label: String,
    pro: String,
    con: String,
    bias: String,
}

struct AnswerView<'p> {
    head: &'p str,
    column: usize,
    label: &'p str,
    predicted: &'p str,
    tone: &'static str,
    probability: String,
    all: Vec<String>,
    classes: Vec<Choice<'p>>,
}

struct Choice<'p> {
    name: &'p str,
    predicted: bool,
    given: bool,
}

impl StatementsPage {
    /// The page as one self-contained HTML file.
    ///
    /// # Errors
    /// [`crate::Error::Io`] if rendering fails.
    pub fn render(&self) -> Result<String> {
        let mut index = 0;
        let filter = StatementsFilter::new(self);
        let sections: Vec<SectionView<'_>> =
            self.sections.iter().enumerate().map(|(k, s)| section(self, s, k, &filter, &mut index)).collect();
        let articles = self.sections.iter().filter(|s| s.article.is_some()).count();
        let mut summary = counted(index, "statement");
        if articles > 0 {
            summary.push_str(&format!(" from {}.", counted(articles, "article")));
        } else {
            summary.push('.');
        }
        page::render(&View {
            frame: Frame::statements(),
            title: &self.title,
            summary,
            notes: &self.notes,
            heads: self.heads.iter().map(|h| h.name.as_str()).collect(),
            has_heads: !self.heads.is_empty(),
            positions: speaker_positions::draw(self)?,
            csv_columns: serde_json::Value::from(self.csv_columns.clone()).to_string(),
            bom: self.bom,
            filter: filter.filter,
            sections,
        })
    }
}

fn section<'p>(
    page: &'p StatementsPage,
    section: &'p Section,
    k: usize,
    filter: &StatementsFilter<'_>,
    index: &mut usize,
) -> SectionView<'p> {
    let shown: Vec<Shown> = section
        .statements
        .iter()
        .map(|statement| {
            *index += 1;
            shown(page, statement, *index)
        })
        .collect();
    let (paragraphs, marked) = match &section.article {
        Some(text) => article::paragraphs(section, text, &shown),
        None => (Vec::new(), Vec::new()),
    };
    let statements = section.statements.iter().zip(&shown).enumerate();
    let statements = statements.map(|(at, (s, shown))| {
        let data = filter.attributes(section, s);
        view(page, s, shown.index, marked.get(at) == Some(&true), data)
    });
    SectionView {
        id: format!("part{}", k + 1),
        title: &section.title,
        caption: format!("{} of {}", counted(section.statements.len(), "statement"), section.title),
        has_article: section.article.is_some(),
        paragraphs,
        statements: statements.collect(),
    }
}

fn style(head: &Head, answer: &Answer) -> &'static str {
    if answer.unsure { "unsure" } else { class_style::of(&head.classes, answer.class) }
}

fn probability(answer: &Answer) -> String {
    share(answer.probabilities.get(answer.class).copied().unwrap_or(0.0))
}

fn shown(page: &StatementsPage, statement: &Statement, index: usize) -> Shown {
    let first = page.heads.first().zip(statement.answers.first());
    let answers = || page.heads.iter().zip(&statement.answers);
    let speaker = statement.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
    let role = statement.speaker.as_ref().and_then(|s| s.role.as_ref());
    let says =
        |(head, answer): (&Head, &Answer)| format!("{} {} {}", head.name, label(head, answer), probability(answer));
    let mut card = vec![role.map_or(speaker.to_owned(), |role| format!("{speaker}, {role}"))];
    for (head, answer) in answers() {
        card.push(format!("{}: {} ({})", head.name, label(head, answer), all(head, answer).join(", ")));
    }
    let label =
        first.map_or(String::new(), |(head, answer)| format!("{} {}", label(head, answer), probability(answer)));
    // What is seen comes first, so that people who speak to their browser can name the link.
    let visible = format!("Statement {} {label}", statement.number);
    let rest = std::iter::once(speaker.to_owned()).chain(answers().skip(1).map(says)).collect::<Vec<_>>().join(", ");
    Shown {
        index,
        tone: first.map_or("mid", |(head, answer)| style(head, answer)),
        label,
        spoken: format!("{}: {rest}", visible.trim_end()),
        card,
        words: first.map_or(Vec::new(), |(_, answer)| word_reasons::by_word(&statement.text, &answer.reasons)),
    }
}

fn all(head: &Head, answer: &Answer) -> Vec<String> {
    head.classes.iter().zip(&answer.probabilities).map(|(class, p)| format!("{class} {}", share(*p))).collect()
}

fn view<'p>(
    page: &'p StatementsPage,
    statement: &'p Statement,
    index: usize,
    marked: bool,
    data: String,
) -> StatementView<'p> {
    let answers = page.heads.iter().zip(&statement.answers);
    StatementView {
        index,
        data,
        number: statement.number,
        marked,
        speaker: statement.speaker.as_ref(),
        text: &statement.text,
        flags: statement.flags.join(", ").replace('_', " "),
        row: serde_json::Value::from(statement.row.clone()).to_string(),
        why: answers.clone().map(|(head, answer)| why(&statement.text, head, answer)).collect(),
        answers: answers.map(|(head, answer)| answer_view(statement, head, answer)).collect(),
    }
}

fn why(text: &str, head: &Head, answer: &Answer) -> Why {
    let words = word_reasons::by_word(text, &answer.reasons);
    Why {
        head: head.name.clone(),
        label: class(head, answer).to_owned(),
        pro: word_reasons::listed(text, &words, |c| c > 0.0, LISTED),
        con: word_reasons::listed(text, &words, |c| c < 0.0, LISTED),
        bias: signed(answer.bias),
    }
}

fn answer_view<'p>(statement: &'p Statement, head: &'p Head, answer: &Answer) -> AnswerView<'p> {
    let given = statement.row.get(head.column).map_or("", String::as_str);
    let predicted = class(head, answer);
    let choice = |name: &'p str| Choice { name, predicted: name == predicted, given: name == given };
    let known = head.classes.iter().map(String::as_str);
    // A label given before that the model does not know stays a choice.
    let unknown = Some(given).filter(|g| !g.is_empty() && !head.classes.iter().any(|c| c == g));
    AnswerView {
        head: &head.name,
        column: head.column,
        label: label(head, answer),
        predicted: if answer.unsure { "" } else { predicted },
        tone: style(head, answer),
        probability: probability(answer),
        all: all(head, answer),
        classes: known.chain(unknown).map(choice).collect(),
    }
}
