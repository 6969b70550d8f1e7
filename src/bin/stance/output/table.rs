//! A table for people: the columns that matter most, as wide as the terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};
use stance::columns::{PredictionColumns, PredictionRow};
use stance::corpus::Cell;
use stance::{Result, UNSURE};

use super::destination::{Destination, write};
use super::format::Output;
use super::row_columns::{self, cells, shown};
use super::text;
use crate::input::{Item, Shape, Source};

/// A table of all items.
pub(crate) struct TableOutput<'p> {
    /// Names of the columns that are shown, and where each is among the cells.
    columns: Vec<(String, usize)>,
    predicted: &'p PredictionColumns<'p>,
    /// Lines under the table.
    footer: Vec<String>,
    to: &'p Destination,
}

impl<'p> TableOutput<'p> {
    /// For rows of this shape, with lines under the table. Of rows that were read, only the statement is shown.
    pub(crate) fn new(
        shape: &Shape,
        predicted: &'p PredictionColumns<'p>,
        footer: Vec<String>,
        to: &'p Destination,
    ) -> Result<Self> {
        let added = row_columns::names(shape, predicted)?;
        let text = match shape {
            Shape::Rows { text, .. } => Some(text.clone()),
            Shape::Text | Shape::Statements { .. } => None,
        };
        let labelled = predicted.names().next().is_some();
        let names = text.iter().cloned().chain(added).enumerate();
        let columns = names.filter(|(_, name)| Some(name) == text.as_ref() || is_shown(name, labelled));
        let mut columns: Vec<(String, usize)> = columns.map(|(at, name)| (name, at)).collect();
        // What is read first comes first.
        columns.sort_by_key(|(name, _)| name != "text" && Some(name) != text.as_ref());
        Ok(Self { columns, predicted, footer, to })
    }
}

/// Makes every column at least as wide as its longest word, so that none is broken.
fn keep_words(table: &mut Table) {
    let mut longest = Vec::new();
    let header = table.header().into_iter();
    for row in header.chain(table.row_iter()) {
        for (column, cell) in row.cell_iter().enumerate() {
            let content = cell.content();
            let word = content.split_whitespace().map(textwrap::core::display_width).max().unwrap_or(0);
            if longest.len() <= column {
                longest.push(0);
            }
            if let Some(most) = longest.get_mut(column) {
                *most = word.max(*most);
            }
        }
    }
    for (column, word) in table.column_iter_mut().zip(longest) {
        // Two more for the space on both sides.
        let width = u16::try_from(word + 2).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
    }
}

/// Whether there is room for a column.
fn is_shown(name: &str, labelled: bool) -> bool {
    match name {
        "statement" | "speaker_name" | "actor" | "text" | "dictionary_matched" => true,
        "kind" => !labelled,
        // Why a label is unsure is shown beside the label.
        name => labelled && name.starts_with("predicted_") && !name.ends_with("_bias") && !name.ends_with("_unsure"),
    }
}

impl Output for TableOutput<'_> {
    type Part = Vec<Vec<String>>;
    type Sink = (Box<Table>, stance::corpus::Output);

    fn begin(&self, part: &mut Self::Part) -> Result<()> {
        part.clear();
        Ok(())
    }

    fn item(&self, part: &mut Self::Part, item: &Item<'_>, labels: &PredictionRow) -> Result<()> {
        let mut cells = match item.source {
            Source::Row(_) => vec![Cell::Text(item.text)],
            _ => cells(item),
        };
        let doubts = (0..self.predicted.heads().len()).map(|head| self.predicted.doubt(head, labels));
        let unsure: Vec<String> = doubts.flatten().map(|doubt| format!("{UNSURE}: {}", doubt.name())).collect();
        let mut unsure = unsure.iter();
        // Each head with a doubt has one label that is unsure, in the same order.
        let with_doubt =
            |cell| if cell == Cell::Text(UNSURE) { unsure.next().map_or(cell, |u| Cell::Text(u)) } else { cell };
        cells.extend(self.predicted.cells(labels).map(with_doubt));
        part.push(self.columns.iter().map(|(_, at)| cells.get(*at).map_or(String::new(), shown)).collect());
        Ok(())
    }

    fn open(&self) -> Result<Self::Sink> {
        let header = self.columns.iter().map(|(name, _)| name.replace("predicted_", "").replace('_', " "));
        let mut table = text::table(header);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.to.width()).unwrap_or(u16::MAX));
        Ok((Box::new(table), self.to.open()?))
    }

    fn take(&self, (table, _): &mut Self::Sink, part: &mut Self::Part) -> Result<()> {
        for row in part.drain(..) {
            table.add_row(text::cells(row));
        }
        Ok(())
    }

    fn finish(&self, (mut table, output): Self::Sink) -> Result<()> {
        keep_words(&mut table);
        let footer: String = self.footer.iter().map(|line| format!("{line}\n")).collect();
        write(output, &text::for_people(&format!("{table}\n{footer}")))
    }
}
