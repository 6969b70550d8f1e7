//! A table for people: the columns that matter most, as wide as the terminal.

use comfy_table::{ContentArrangement, Table};
use stance::Result;
use stance::columns::{PredictionColumns, PredictionRow};
use stance::corpus::Cell;

use super::destination::{Destination, write};
use super::format::Output;
use super::row_columns::{self, cells, shown};
use super::text;
use crate::input::{Item, Shape, Source};

/// Characters of a line where the output is not a terminal.
const WIDTH: u16 = 120;

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
        Ok(Self { columns: columns.map(|(at, name)| (name, at)).collect(), predicted, footer, to })
    }
}

/// Whether there is room for a column.
fn is_shown(name: &str, labelled: bool) -> bool {
    match name {
        "statement" | "speaker_name" | "text" => true,
        "kind" => !labelled,
        name => labelled && name.starts_with("predicted_") && !name.ends_with("_bias"),
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
        cells.extend(self.predicted.cells(labels));
        part.push(self.columns.iter().map(|(_, at)| cells.get(*at).map_or(String::new(), shown)).collect());
        Ok(())
    }

    fn open(&self) -> Result<Self::Sink> {
        let header = self.columns.iter().map(|(name, _)| name.replace("predicted_", "").replace('_', " "));
        let mut table = text::table(header);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if !self.to.is_terminal() {
            table.set_width(WIDTH);
        }
        Ok((Box::new(table), self.to.open()?))
    }

    fn take(&self, (table, _): &mut Self::Sink, part: &mut Self::Part) -> Result<()> {
        for row in part.drain(..) {
            table.add_row(text::cells(row));
        }
        Ok(())
    }

    fn finish(&self, (table, output): Self::Sink) -> Result<()> {
        let footer: String = self.footer.iter().map(|line| format!("{line}\n")).collect();
        write(output, &text::for_people(&format!("{table}\n{footer}")))
    }
}
