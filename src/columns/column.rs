//! Columns and their types.

use crate::corpus::Cell;

/// A column of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in a header.
    pub name: &'static str,
    /// The type of its cells.
    pub holds: Holds,
}

/// The type of a column's cells. Every column may also hold [`Cell::Empty`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// [`Cell::Integer`].
    Integers,
    /// [`Cell::Text`].
    Texts,
    /// [`Cell::Spans`].
    Spans,
    /// [`Cell::Rounded`].
    Numbers,
    /// [`Cell::Json`].
    Json,
}

impl Holds {
    /// Whether a cell may be in such a column.
    pub fn fits(self, cell: &Cell<'_>) -> bool {
        matches!(
            (self, cell),
            (_, Cell::Empty)
                | (Holds::Integers, Cell::Integer(_))
                | (Holds::Texts, Cell::Text(_))
                | (Holds::Spans, Cell::Spans(_))
                | (Holds::Numbers, Cell::Rounded(..))
                | (Holds::Json, Cell::Json(_))
        )
    }
}
