//! The columns of a statement that was found in an article.

use super::column::{Column, Holds};
use crate::ByteSpan;
use crate::corpus::Cell;
use crate::quotation::{Actor, Statement};

const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds }
}

/// The columns of a statement, in order. Columns of predictions follow them.
pub const STATEMENT: [Column; 15] = [
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

/// The columns of the actor who speaks a statement, after [`STATEMENT`], where actors are given.
pub const ACTOR: [Column; 3] =
    [column("actor", Holds::Texts), column("actor_kind", Holds::Texts), column("actor_country", Holds::Texts)];

/// The cells of an actor, in the order of [`ACTOR`]; empty ones for none.
pub fn actor_cells(actor: Option<&Actor>) -> [Cell<'_>; ACTOR.len()] {
    [
        optional(actor.map(|a| a.name.as_str())),
        optional(actor.and_then(|a| a.kind.as_deref())),
        optional(actor.and_then(|a| a.country.as_deref())),
    ]
}

const TEXT: usize = 5;

/// The cells of an article without statements. Its row is kept, with an empty text, so that articles can be counted.
pub const NO_STATEMENT: [Cell<'static>; STATEMENT.len()] = {
    let mut cells = [Cell::Empty; STATEMENT.len()];
    cells[TEXT] = Cell::Text("");
    cells
};

/// Decimals of the speaker's confidence. It is fitted on a few hundred statements; more digits would mean nothing.
pub const CONFIDENCE_DECIMALS: u8 = 3;

/// Most bytes of the narrator's sentence before and after a statement.
const REACH: usize = 500;
/// Is written where a longer sentence was cut.
const CUT: &str = "[…]";

#[derive(Clone, Debug)]
struct Speaker {
    written: String,
    name: String,
    role: Option<String>,
    /// `None` where the name was given from outside the text.
    place: Option<(usize, usize)>,
    confidence: f64,
}

/// A statement as a row. Owns its text, so that it outlives the article.
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
    /// The row of a statement of `article`; `place` converts byte spans of that text into the offsets to be written.
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
            context: context(statement, article),
            speaker,
            cue: statement.cue.map(|c| c.of(article).to_owned()),
            flags: flags.join(" "),
        }
    }

    /// The cells, in the order of [`STATEMENT`].
    pub fn cells(&self) -> [Cell<'_>; STATEMENT.len()] {
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

    /// The cell of a column; empty for a name that is not in [`STATEMENT`].
    pub fn cell(&self, name: &str) -> Cell<'_> {
        let at = STATEMENT.iter().position(|column| column.name == name);
        at.and_then(|at| self.cells().get(at).copied()).unwrap_or(Cell::Empty)
    }
}

/// The narrator's sentence around a statement, with [`CUT`] where it goes on for more than [`REACH`] bytes beside the
/// statement, so that rows do not repeat a long sentence for each of its statements.
fn context(statement: &Statement, article: &str) -> String {
    let (hull, whole) = (hull(statement), statement.context);
    let mut start = whole.start();
    if start + REACH < hull.start() {
        let reach = (hull.start() - REACH..).find_map(|from| article.get(from..hull.start())).unwrap_or("");
        start = hull.start() - reach.len() + reach.find(char::is_whitespace).unwrap_or(0);
    }
    let mut end = whole.end();
    if hull.end() + REACH < end {
        let reach = (hull.end()..=hull.end() + REACH).rev().find_map(|to| article.get(hull.end()..to)).unwrap_or("");
        end = hull.end() + reach.rfind(char::is_whitespace).unwrap_or(reach.len());
    }
    let words = article.get(start..end).unwrap_or("").trim();
    let (before, after) = (start > whole.start(), end < whole.end());
    match (before, after) {
        (false, false) => words.to_owned(),
        _ => [if before { CUT } else { "" }, words, if after { CUT } else { "" }].join(" ").trim().to_owned(),
    }
}

fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::Text)
}

/// From the first to the last byte of a statement's pieces.
pub fn hull(statement: &Statement) -> ByteSpan {
    debug_assert!(!statement.spans.is_empty(), "a statement has at least one piece");
    statement.spans.iter().copied().reduce(|a, b| a.hull(b)).unwrap_or(ByteSpan::new(0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation;

    #[test]
    fn cells_have_the_types_of_their_columns() {
        let text = "“We oppose it,” said Ada Nowak, “and so do they.” “Nobody knows,” it read.";
        let found = quotation::extract(text, &quotation::Options::default()).statements;
        assert!(!found.is_empty());
        for statement in &found {
            let row = StatementRow::new(statement, text, |span| (span.start(), span.end()));
            for (column, cell) in STATEMENT.iter().zip(row.cells()) {
                assert!(column.holds.fits(&cell), "{column:?} {cell:?}");
            }
        }
    }

    #[test]
    fn an_article_without_statements_has_an_empty_text_and_nothing_else() {
        for (column, cell) in STATEMENT.iter().zip(NO_STATEMENT) {
            assert_eq!(cell, if column.name == "text" { Cell::Text("") } else { Cell::Empty });
        }
    }

    #[test]
    fn a_long_sentence_is_cut_around_its_statement_and_the_cut_is_marked() {
        let row = |text: &str, at: usize| {
            let found = quotation::extract(text, &quotation::Options::default()).statements;
            match StatementRow::new(&found[at], text, |span| (span.start(), span.end())).cell("context") {
                Cell::Text(context) => context.to_owned(),
                other => panic!("{other:?}"),
            }
        };
        let long = format!("{} Ada Nowak said “we oppose it all the way” {}.", "and é".repeat(300), "or ü".repeat(300));
        let context = row(&long, 0);
        assert!(context.starts_with("[…] ") && context.ends_with(" […]"), "{context}");
        assert!(context.contains(" Ada Nowak said “we oppose it all the way” ") && context.len() < 1100, "{context}");
        let short = "Ada Nowak said “we oppose it all the way” and left.";
        assert_eq!(row(short, 0), short);
        let many = "Ada Nowak said “we oppose it all the way”, ".repeat(500);
        let found = quotation::extract(&many, &quotation::Options::default()).statements;
        let total: usize = (0..found.len()).step_by(50).map(|at| row(&many, at).len()).sum();
        assert!(total <= (found.len() / 50 + 1) * 1100, "{total} bytes");
    }

    #[test]
    fn a_speaker_from_outside_the_text_has_no_place() {
        let found = quotation::document("We oppose it.", "Ada Nowak").statements;
        let row = StatementRow::new(&found[0], "We oppose it.", |span| (span.start(), span.end()));
        assert_eq!(row.cell("speaker"), Cell::Text("Ada Nowak"));
        assert_eq!(row.cell("speaker_start"), Cell::Empty);
        assert_eq!(row.cell("end"), Cell::Integer(13));
        assert_eq!(row.cell("no_such_column"), Cell::Empty);
    }
}
