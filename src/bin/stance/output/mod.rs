//! Labelled items → standard output: a file per format, and what they share.

pub(crate) mod audit_table;
pub(crate) mod curve_table;
pub(crate) mod evaluate_page;
pub(crate) mod evaluate_table;
mod page;
mod progress;
mod row_columns;
mod rows;
mod table;
pub(crate) mod text;
pub(crate) mod trial_table;

use stance::Result;
use stance::columns::PredictionRow;

use crate::input::{Item, Section};

pub(crate) use page::Page;
pub(crate) use progress::Progress;
pub(crate) use rows::RowOutput;
pub(crate) use table::TableOutput;

/// A format. Batches become parts in any thread; parts are written in order.
pub(crate) trait Output: Sync {
    /// What came of a batch. Its memory is used again.
    type Part: Default;
    /// Where the parts go.
    type Sink: Send;

    /// Empties a part.
    fn begin(&self, part: &mut Self::Part) -> Result<()>;

    /// An article, or the rows of a file, begins.
    fn section(&self, _part: &mut Self::Part, _section: &Section<'_>) {}

    /// Adds an item to its part.
    fn item(&self, part: &mut Self::Part, item: &Item<'_>, labels: &PredictionRow) -> Result<()>;

    /// The part has all its items.
    fn end(&self, _part: &mut Self::Part) -> Result<()> {
        Ok(())
    }

    /// Opens standard output.
    fn open(&self) -> Result<Self::Sink>;

    /// Writes a part.
    fn take(&self, sink: &mut Self::Sink, part: &mut Self::Part) -> Result<()>;

    /// Writes what is held back.
    fn finish(&self, sink: Self::Sink) -> Result<()>;
}
