//! What an input is: batches of records, each of which becomes items.

use std::sync::Arc;

use stance::article::Article;
use stance::columns::StatementRow;
use stance::corpus::{Format, Header, Row};
use stance::error::Place;
use stance::quotation::{Actor, Statement};
use stance::{Error, Result};

use super::files::Files;

/// Bytes of a batch of lines or rows: large enough that the hand-over between threads costs nothing, small enough for the
/// cache.
pub(super) const BATCH: usize = 1 << 18;

/// A kind of input.
pub(crate) trait Input: Send {
    /// Records that were read, on their way to one of the threads.
    type Batch: Batch;

    /// Which columns its rows have.
    fn shape(&self) -> Shape;

    /// The files that it is read from.
    fn files(&self) -> Option<&Files>;

    /// Replaces the batch with the next records; `false` after the last. Each file fills at least one batch, also one
    /// that cannot be opened or read: its fault is in the batch.
    fn fill(&mut self, batch: &mut Self::Batch) -> bool;
}

/// The file that a batch is of.
#[derive(Default)]
pub(crate) struct OfFile {
    /// Its number among the files, from 0.
    pub(crate) number: usize,
    /// Why it could not be read further than to the end of the batch.
    pub(crate) fault: Option<Error>,
}

/// Records that were read. Its memory is used again for the records after them.
pub(crate) trait Batch: Default {
    /// The file that it is of.
    fn of_file(&mut self) -> &mut OfFile;

    /// Passes the items on, in order.
    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()>;
}

/// Receives what is in a batch.
pub(crate) trait Visitor {
    /// The input could be read so far. Before that nothing is written, since a header alone looks like a result.
    fn begin(&mut self);

    /// An article, or the rows of one file, begins; the items that follow belong to it.
    fn section(&mut self, section: &Section<'_>);

    /// A statement, or a row or article without one.
    fn item(&mut self, item: &Item<'_>) -> Result<()>;

    /// The article has no statement; `hint` says what it may be instead.
    fn without_statement(&mut self, hint: Option<String>);

    /// Indirect statements of an article that are not among its items.
    fn left_aside(&mut self, statements: usize);
}

/// Which columns the rows have before the predicted ones.
pub(crate) enum Shape {
    /// The statement only, in `text`.
    Text,
    /// Every column of the rows read; the statement is in the column called `text`.
    Rows { header: Arc<Header>, text: String, dialect: Dialect },
    /// The columns of a statement of an article.
    Statements {
        /// The columns that articles in rows bring with them, and the file that has them.
        carried: Option<(Vec<String>, String)>,
        /// Whether the text around each statement is shown, since offsets do not count in the file itself.
        around: bool,
        /// Whether actors are given, so that there are columns for them.
        actors: bool,
        /// The target that was asked for.
        target: Option<String>,
    },
}

impl Shape {
    /// How the rows read are written; UTF-8 with commas for other input.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Shape::Rows { dialect, .. } => *dialect,
            Shape::Text | Shape::Statements { .. } => Dialect::default(),
        }
    }
}

/// How rows were written, so that others can be written in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) format: Format,
    /// The name of the encoding.
    pub(crate) encoding: &'static str,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { format: Format::Csv, encoding: "UTF-8" }
    }
}

/// An article, or the rows of a file.
pub(crate) struct Section<'b> {
    pub(crate) title: &'b str,
    pub(crate) article: Option<&'b Article>,
    /// Whether a batch before this one has the beginning of it.
    pub(crate) continued: bool,
}

/// A statement to label, and the row that it becomes.
pub(crate) struct Item<'b> {
    /// The statement; blank for a row or article without one.
    pub(crate) text: &'b str,
    /// Its number in the section, from 1.
    pub(crate) number: usize,
    /// The target named in its row.
    pub(crate) target: Option<&'b str>,
    pub(crate) origin: Origin<'b>,
    pub(crate) source: Source<'b>,
}

/// What an item's row is made of.
pub(crate) enum Source<'b> {
    /// The statement only.
    Text,
    /// The row as it was read.
    Row(&'b Row),
    /// A statement of an article, `None` for an article without statements.
    Article {
        file: &'b str,
        /// The row that holds the article, and the positions of its columns to be carried.
        carried: Option<(&'b Row, &'b [usize])>,
        statement: Option<&'b Quoted<'b>>,
    },
}

/// A statement found in an article.
pub(crate) struct Quoted<'b> {
    pub(crate) statement: &'b Statement,
    /// The text of the article.
    pub(crate) article: &'b str,
    pub(crate) row: StatementRow,
    /// The text before and after it.
    pub(crate) around: Option<(String, String)>,
    /// Who speaks, if actors are given and one of them does.
    pub(crate) actor: Option<Option<&'b Actor>>,
}

/// Where an item comes from. A [`Place`] is made of it only for an error.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'b> {
    pub(crate) file: &'b str,
    /// Record and line, from 1.
    pub(crate) record: Option<(u64, u64)>,
}

impl<'b> Origin<'b> {
    /// A row of a file.
    pub(super) fn row(file: &'b str, row: &Row) -> Self {
        Self { file, record: Some((row.record, row.line)) }
    }

    /// As errors name it.
    pub(crate) fn place(&self) -> Place {
        let place = Place::file(self.file);
        self.record.map_or(place.clone(), |(record, line)| place.record(record, line))
    }
}
