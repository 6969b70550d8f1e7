//! By what the statements of a page are filtered and sorted: article, speaker, labels, probability, day.

use super::filter::{Choice, Filter};
use super::statements::{Section, Statement, StatementsPage, label};

/// The controls of a page, and the attributes of its statements that they look at.
pub(super) struct StatementsFilter<'p> {
    pub(super) filter: Filter,
    page: &'p StatementsPage,
    /// The column of the saved rows with a date.
    date: Option<usize>,
}

impl<'p> StatementsFilter<'p> {
    pub(super) fn new(page: &'p StatementsPage) -> Self {
        let date = page.csv_columns.iter().position(|name| name == "date");
        let statements =
            || page.sections.iter().flat_map(|section| section.statements.iter().map(move |s| (section, s)));
        let mut keys = vec![("part".to_owned(), "Article".to_owned()), ("speaker".to_owned(), "Speaker".to_owned())];
        keys.extend(page.heads.iter().enumerate().map(|(at, head)| (format!("label{at}"), head.name.clone())));
        let choice = |(key, name): (String, String)| {
            Choice::new(&key, &name, statements().map(|(section, statement)| value(page, &key, section, statement)))
        };
        let filter = Filter {
            choices: keys.into_iter().map(choice).collect(),
            probabilities: statements().any(|(_, statement)| probability(statement).is_some()),
            dates: statements().any(|(_, statement)| day(statement, date).is_some()),
        };
        Self { filter, page, date }
    }

    /// The attributes of a statement.
    pub(super) fn attributes(&self, section: &Section, statement: &Statement) -> String {
        let mut out = String::new();
        for choice in &self.filter.choices {
            out.push_str(&choice.attribute(value(self.page, &choice.key, section, statement)));
        }
        if let Some(p) = probability(statement) {
            out.push_str(&format!(" data-p=\"{p:.6}\""));
        }
        if let Some(day) = day(statement, self.date) {
            out.push_str(&format!(" data-day=\"{day}\""));
        }
        out
    }
}

/// The value of a statement in a choice.
fn value<'p>(page: &'p StatementsPage, key: &str, section: &'p Section, statement: &'p Statement) -> &'p str {
    match key {
        "part" => &section.title,
        "speaker" => statement.speaker.as_ref().map_or("", |speaker| speaker.name.as_str()),
        head => {
            let at = head.strip_prefix("label").and_then(|at| at.parse::<usize>().ok()).unwrap_or_default();
            page.heads.get(at).zip(statement.answers.get(at)).map_or("", |(head, answer)| label(head, answer))
        }
    }
}

/// The probability of the first head's label.
fn probability(statement: &Statement) -> Option<f64> {
    let answer = statement.answers.first()?;
    answer.probabilities.get(answer.class).copied()
}

/// The day that a column says, if it begins with a date as ISO 8601 writes it.
fn day(statement: &Statement, column: Option<usize>) -> Option<&str> {
    let day = statement.row.get(column?)?.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_day.then_some(day)
}
