//! A statement as a row of a table: the columns that the program writes and the Python package gives, and their cells.
//!
//! ```
//! use stance::article::{Article, Syntax};
//! use stance::corpus::Cell;
//! use stance::quotation::{Options, extract};
//! use stance::statements::{COLUMNS, StatementRow};
//!
//! let article = Article::parse("“We oppose it,” said Ada Nowak.".to_owned(), Syntax::Plain);
//! let offsets = article.offsets();
//! let found = extract(article.text(), &Options::default()).statements;
//! let row = StatementRow::new(&found[0], article.text(), |span| offsets.span(span));
//! let speaker = COLUMNS.iter().position(|column| column.name == "speaker_name").unwrap();
//! assert_eq!(row.cells()[speaker], Cell::Text("Ada Nowak"));
//! ```

use crate::ByteSpan;
use crate::corpus::Cell;
use crate::quotation::Statement;

/// What stands in a column of statements, where it is not empty.
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
}

/// A column of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// As in a file's header.
    pub name: &'static str,
    /// What its cells are.
    pub holds: Holds,
}

const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds }
}

/// The columns of a statement, in order, before any prediction.
pub const COLUMNS: [Column; 15] = [
    column("statement", Holds::Integers),
    column("kind", Holds::Texts),
    column("start", Holds::Integers),
    column("end", Holds::Integers),
    column("spans", Holds::Spans),
    column("text", Holds::Texts),
    column("context", Holds::Texts),
    column("speaker", Holds::Texts),
    column("speaker_name", Holds::Texts),
    column("speaker_role", Holds::Texts),
    column("speaker_start", Holds::Integers),
    column("speaker_end", Holds::Integers),
    column("cue", Holds::Texts),
    column("flags", Holds::Texts),
    column("speaker_confidence", Holds::Numbers),
];

/// Decimals of a speaker's confidence: no more is known.
pub const CONFIDENCE_DECIMALS: u8 = 3;

/// A speaker's cells.
#[derive(Clone, Debug)]
struct Speaker {
    written: String,
    name: String,
    role: Option<String>,
    /// Nothing where the name comes from outside the text.
    place: Option<(usize, usize)>,
    confidence: f64,
}

/// What is known of a statement, owned, so that it outlives its article.
#[derive(Clone, Debug)]
pub struct StatementRow {
    number: u64,
    kind: &'static str,
    hull: (usize, usize),
    spans: Vec<(usize, usize)>,
    text: String,
    context: String,
    speaker: Option<Speaker>,
    cue: Option<String>,
    flags: String,
}

impl StatementRow {
    /// The row of a statement of `article`; `place` turns byte spans of that text into the offsets to be written.
    pub fn new(statement: &Statement, article: &str, place: impl Fn(ByteSpan) -> (usize, usize)) -> Self {
        let flags: Vec<&str> = statement.flags.iter().map(|f| f.name()).collect();
        let speaker = statement.speaker.as_ref().map(|mention| {
            let inside = !mention.span.is_empty();
            Speaker {
                written: if inside { mention.span.of(article).to_owned() } else { mention.name.clone() },
                name: mention.name.clone(),
                role: mention.role.clone(),
                place: inside.then(|| place(mention.span)),
                confidence: f64::from(statement.confidence),
            }
        });
        Self {
            number: statement.number as u64,
            kind: statement.kind.name(),
            hull: place(hull(statement)),
            spans: statement.spans.iter().map(|s| place(*s)).collect(),
            text: statement.text.clone(),
            context: statement.context.of(article).trim().to_owned(),
            speaker,
            cue: statement.cue.map(|c| c.of(article).to_owned()),
            flags: flags.join(" "),
        }
    }

    /// The cells, in the order of [`COLUMNS`].
    pub fn cells(&self) -> [Cell<'_>; COLUMNS.len()] {
        let speaker = self.speaker.as_ref();
        let offset = |offset: usize| Cell::Integer(offset as u64);
        let place = speaker.and_then(|s| s.place);
        [
            Cell::Integer(self.number),
            Cell::Text(self.kind),
            offset(self.hull.0),
            offset(self.hull.1),
            Cell::Spans(&self.spans),
            Cell::Text(&self.text),
            Cell::Text(&self.context),
            optional(speaker.map(|s| s.written.as_str())),
            optional(speaker.map(|s| s.name.as_str())),
            optional(speaker.and_then(|s| s.role.as_deref())),
            place.map_or(Cell::Empty, |p| offset(p.0)),
            place.map_or(Cell::Empty, |p| offset(p.1)),
            optional(self.cue.as_deref()),
            Cell::Text(&self.flags),
            speaker.map_or(Cell::Empty, |s| Cell::Rounded(s.confidence, CONFIDENCE_DECIMALS)),
        ]
    }
}

fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::Text)
}

/// From the first to the last byte of a statement's pieces.
pub fn hull(statement: &Statement) -> ByteSpan {
    statement.spans.iter().copied().reduce(|a, b| a.hull(b)).unwrap_or(ByteSpan::new(0, 0))
}

/// The cells of an article in which nothing was said: its row is kept, so that denominators survive.
pub fn empty() -> [Cell<'static>; COLUMNS.len()] {
    COLUMNS.map(|column| match column.name {
        "kind" | "text" | "context" | "flags" => Cell::Text(""),
        "spans" => Cell::Spans(&[]),
        _ => Cell::Empty,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation;

    fn fits(holds: Holds, cell: &Cell<'_>) -> bool {
        matches!(
            (holds, cell),
            (_, Cell::Empty)
                | (Holds::Integers, Cell::Integer(_))
                | (Holds::Texts, Cell::Text(_))
                | (Holds::Spans, Cell::Spans(_))
                | (Holds::Numbers, Cell::Rounded(..))
        )
    }

    #[test]
    fn cells_are_what_their_columns_hold() {
        let text = "“We oppose it,” said Ada Nowak, “and so do they.” “Nobody knows,” it read.";
        let found = quotation::extract(text, &quotation::Options::default()).statements;
        assert!(!found.is_empty());
        for statement in &found {
            let row = StatementRow::new(statement, text, |span| (span.start, span.end));
            for (column, cell) in COLUMNS.iter().zip(row.cells()) {
                assert!(fits(column.holds, &cell), "{column:?} {cell:?}");
            }
        }
        assert!(COLUMNS.iter().zip(empty()).all(|(column, cell)| fits(column.holds, &cell)));
    }

    #[test]
    fn a_speaker_from_outside_the_text_has_no_place() {
        let found = quotation::document("We oppose it.", "Ada Nowak").statements;
        let row = StatementRow::new(&found[0], "We oppose it.", |span| (span.start, span.end));
        let cells = row.cells();
        let at = |name: &str| cells[COLUMNS.iter().position(|c| c.name == name).unwrap()];
        assert_eq!(at("speaker"), Cell::Text("Ada Nowak"));
        assert_eq!(at("speaker_start"), Cell::Empty);
        assert_eq!(at("end"), Cell::Integer(13));
    }
}
