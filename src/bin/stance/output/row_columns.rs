//! The columns of a row before the predicted ones: names, and cells of an item.

use stance::columns::{ACTOR, NO_STATEMENT, PredictionColumns, STATEMENT, actor_cells};
use stance::corpus::{Cell, Field, Row};
use stance::error::{Place, excerpt};
use stance::{Error, Result};

use crate::input::{Item, Shape, Source};

/// The column with the statement, where rows have no columns of their own.
const TEXT: &str = "text";
/// The column with an article's file, before those of its statements.
const FILE: &str = "file";
/// Columns with the text around a statement, after those of the statement.
const AROUND: [&str; 2] = ["before", "after"];

/// The names of all columns that are added to the rows read, the predicted ones last.
pub(super) fn names(shape: &Shape, predicted: &PredictionColumns<'_>) -> Result<Vec<String>> {
    let mut names: Vec<String> = match shape {
        Shape::Text => vec![TEXT.to_owned()],
        Shape::Rows { .. } => Vec::new(),
        Shape::Statements { around, actors, .. } => {
            let around = AROUND.iter().copied().filter(|_| *around);
            let statement = STATEMENT.iter().map(|column| column.name);
            let actors = ACTOR.iter().map(|column| column.name).filter(|_| *actors);
            std::iter::once(FILE).chain(statement).chain(actors).chain(around).map(str::to_owned).collect()
        }
    };
    names.extend(predicted.names().map(str::to_owned));
    let mut all = carried_names(shape, &names)?;
    all.append(&mut names);
    Ok(all)
}

/// The names of the columns that articles in rows bring with them. One that is also the name of a new column is called
/// `article_NAME`, which is announced.
pub(super) fn carried_names(shape: &Shape, new: &[String]) -> Result<Vec<String>> {
    let Shape::Statements { carried: Some((old, file)), .. } = shape else { return Ok(Vec::new()) };
    let mut names = Vec::with_capacity(old.len());
    for name in old {
        if !new.contains(name) {
            names.push(name.clone());
            continue;
        }
        if name.starts_with("predicted_") {
            let problem = "is there already and would be written again; rename or remove it";
            return Err(Error::data(Place::file(file).column(name), problem));
        }
        let renamed = format!("article_{name}");
        if old.contains(&renamed) {
            let problem =
                format!("is the name of a statement's column, and `{}` is taken; rename it", excerpt(&renamed));
            return Err(Error::data(Place::file(file).column(name), problem));
        }
        names.push(renamed);
    }
    for (old, new) in old.iter().zip(&names).filter(|(old, new)| old != new) {
        let (old, new) = (excerpt(old), excerpt(new));
        say!("column `{old}` is carried as `{new}`, since statements have a column `{old}`");
    }
    Ok(names)
}

/// The cells of an item in the columns that are added to the rows read, the predicted ones not among them. An article
/// without statements has none for the text around.
pub(super) fn cells<'i>(item: &'i Item<'_>) -> Vec<Cell<'i>> {
    match &item.source {
        Source::Text => vec![Cell::Text(item.text)],
        Source::Row(_) => Vec::new(),
        Source::Article { file, carried, statement } => {
            let mut cells: Vec<Cell<'i>> =
                carried.iter().flat_map(|(row, columns)| carried_cells(row, columns)).collect();
            cells.push(Cell::Text(file));
            match statement {
                None => cells.extend(NO_STATEMENT),
                Some(quoted) => {
                    cells.extend(quoted.row.cells());
                    cells.extend(quoted.actor.into_iter().flat_map(actor_cells));
                    if let Some((before, after)) = &quoted.around {
                        cells.extend([Cell::Text(before), Cell::Text(after)]);
                    }
                }
            }
            cells
        }
    }
}

fn carried_cells<'r>(row: &'r Row, columns: &'r [usize]) -> impl Iterator<Item = Cell<'r>> {
    columns.iter().map(|column| match row.field(*column) {
        Field::Absent => Cell::Empty,
        Field::Text(text) => Cell::Text(text),
        Field::Json(json) => Cell::Json(json),
    })
}

/// A cell as people read it.
pub(super) fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Json(text) => (*text).to_owned(),
        Cell::Integer(n) => n.to_string(),
        Cell::Number(x) | Cell::Rounded(x, _) => format!("{x:.2}"),
        Cell::Spans(spans) => spans.iter().map(|(a, b)| format!("{a}-{b}")).collect::<Vec<_>>().join(";"),
    }
}
