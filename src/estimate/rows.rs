//! A summary as rows of a table.

use super::difference::Corrected;
use super::summary::{Cell, Guess, Summary};
use crate::UNSURE;
use crate::corpus::Cell as Value;

/// The columns that follow those of groups and periods.
const ADDED: [&str; 13] = [
    "cell",
    "statements",
    "documents",
    "speakers",
    "class",
    "labels",
    "naive",
    "value",
    "low",
    "high",
    "coded",
    "adjusted_guess",
    "em_guess",
];

/// The columns of [`summary_rows`]: those of groups and periods first.
#[must_use]
pub fn summary_columns(summary: &Summary) -> Vec<String> {
    summary.by.iter().chain(&summary.over).cloned().chain(ADDED.map(str::to_owned)).collect()
}

/// One row per cell and class, `unsure` and the position among the classes; the whole first, with blank values of groups and
/// periods.
#[must_use]
pub fn summary_rows(summary: &Summary) -> Vec<Vec<Value<'_>>> {
    let blank = summary.by.iter().chain(&summary.over).map(|_| "").collect();
    let mut rows = rows_of_cell("all", blank, &summary.total);
    for cell in &summary.cells {
        rows.extend(rows_of_cell("group", cell.by.iter().chain(&cell.period).map(String::as_str).collect(), cell));
    }
    rows
}

/// The rows of a cell; `kind` says what it is, and `by` has its values of groups and periods.
fn rows_of_cell<'s>(kind: &'static str, by: Vec<&'s str>, cell: &'s Cell) -> Vec<Vec<Value<'s>>> {
    let number = |value: Option<f64>| value.map_or(Value::Empty, Value::Number);
    let count = |value: Option<u64>| value.map_or(Value::Empty, Value::Integer);
    let row = |line: Line<'s>| {
        let mut values: Vec<Value<'_>> = by.iter().map(|name| Value::Text(name)).collect();
        values.push(Value::Text(kind));
        values.extend([cell.statements, cell.documents, cell.speakers].map(Value::Integer));
        values.extend([Value::Text(line.class), count(line.count)]);
        let [low, high] = [0, 1].map(|at| line.corrected.and_then(|own| own.interval?.get(at).copied()));
        values.extend([line.naive, line.corrected.map(|own| own.value), low, high].map(number));
        values.push(count(cell.coded));
        let guess = line.guess.unwrap_or_default();
        values.extend([guess.adjusted, guess.expectation_maximization].map(number));
        values
    };
    lines(cell).into_iter().map(row).collect()
}

/// What is written of a class, of `unsure` or of the position.
struct Line<'s> {
    class: &'s str,
    count: Option<u64>,
    naive: Option<f64>,
    corrected: Option<&'s Corrected>,
    guess: Option<Guess>,
}

fn lines(cell: &Cell) -> Vec<Line<'_>> {
    let shares = cell.shares.iter().map(|share| Line {
        class: &share.class,
        count: Some(share.statements),
        naive: Some(share.naive),
        corrected: share.corrected.as_ref(),
        guess: share.guess,
    });
    let naive = Some(cell.unsure as f64 / cell.statements.max(1) as f64);
    let unsure = Line { class: UNSURE, count: Some(cell.unsure), naive, corrected: None, guess: None };
    let position = cell.position.as_ref().map(|position| Line {
        class: "position",
        count: None,
        naive: position.naive,
        corrected: position.corrected.as_ref(),
        guess: None,
    });
    shares.chain([unsure]).chain(position).collect()
}
