//! What a format is.

use stance::Result;
use stance::columns::PredictionRow;

use crate::input::{Item, Section};

/// A format. Batches become parts in any thread; parts are written in order.
pub(crate) trait Output: Sync {
    /// What came of a batch. Its memory is used again.
    type Part: Default + Send;
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

    /// Opens the destination, before the work.
    fn open(&self) -> Result<Self::Sink>;

    /// Writes a part.
    fn take(&self, sink: &mut Self::Sink, part: &mut Self::Part) -> Result<()>;

    /// Writes what is held back.
    fn finish(&self, sink: Self::Sink) -> Result<()>;
}
