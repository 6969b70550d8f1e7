//! Rows of files that have the same columns: every row and every column stays.

use std::io::Read;
use std::sync::Arc;

use stance::corpus::{Faults, Header, Row, RowReader};
use stance::error::Place;
use stance::{Error, Result};

use super::files::{Files, OpenFile};
use super::item::{BATCH, Batch, Input, Item, Origin, Section, Shape, Source, Visitor};
use super::kind::row_format;
use crate::flags::Kind;

/// A row that needed more bytes than this gives its memory back.
const LARGE: usize = 1 << 16;
/// Counted for each row beside its bytes: even a short row takes time to write.
const ROW: usize = 64;

/// The columns that are read, by name.
pub(crate) struct Needed {
    /// The column of statements or articles.
    main: String,
    /// The way out where it is missing.
    way_out: &'static str,
    /// The column of targets, where the model needs one.
    target: Option<String>,
}

impl Needed {
    /// Rows of statements.
    pub(crate) fn statements(column: &str, target: Option<String>) -> Self {
        let way_out = "name the column of the statements with --text-column";
        Self { main: column.to_owned(), way_out, target }
    }

    /// Rows of articles.
    pub(crate) fn articles(column: &str, target: Option<String>) -> Self {
        let way_out = "name the column that holds the articles with --article-column";
        Self { main: column.to_owned(), way_out, target }
    }
}

/// Their positions in a file.
#[derive(Clone, Copy, Default)]
pub(super) struct Columns {
    pub(super) main: usize,
    pub(super) target: Option<usize>,
}

/// Rows of statements.
pub(crate) struct Rows {
    rows: RowFiles,
}

impl Rows {
    /// Opens the first file.
    pub(crate) fn open(files: Files, kind: Option<Kind>, needed: Needed) -> Result<Self> {
        RowFiles::open(files, kind, needed, BATCH, |header, _| header.names().to_vec()).map(|rows| Self { rows })
    }
}

impl Input for Rows {
    type Batch = RowBatch;

    fn shape(&self) -> Shape {
        Shape::Rows { header: self.rows.header(), text: self.rows.needed.main.clone() }
    }

    fn files(&self) -> Option<&Files> {
        Some(&self.rows.files)
    }

    fn fill(&mut self, batch: &mut RowBatch) -> Result<bool> {
        self.rows.fill(batch)
    }
}

/// The files, read one after another into batches.
pub(super) struct RowFiles {
    pub(super) files: Files,
    kind: Option<Kind>,
    needed: Needed,
    /// Bytes of a batch.
    batch: usize,
    /// The columns that must be the same in all files, of a header whose main column is given.
    alike: fn(&Header, usize) -> Vec<String>,
    open: Opened,
}

/// A file being read.
struct Opened {
    reader: RowReader<Box<dyn Read + Send>>,
    file: Arc<str>,
    columns: Columns,
    begun: bool,
    ended: bool,
}

impl RowFiles {
    pub(super) fn open(
        mut files: Files,
        kind: Option<Kind>,
        needed: Needed,
        batch: usize,
        alike: fn(&Header, usize) -> Vec<String>,
    ) -> Result<Self> {
        let open = Self::next(&mut files, kind, &needed)?;
        let open = open.ok_or_else(|| Error::options("FILE", "is missing; name a file with rows"))?;
        Ok(Self { files, kind, needed, batch, alike, open })
    }

    /// The columns of the file being read.
    pub(super) fn header(&self) -> Arc<Header> {
        self.open.reader.header()
    }

    pub(super) fn file(&self) -> &str {
        &self.open.file
    }

    /// The names of the columns that all files have in common.
    pub(super) fn alike(&self) -> Vec<String> {
        (self.alike)(&self.header(), self.open.columns.main)
    }

    /// Opens the next file.
    fn next(files: &mut Files, kind: Option<Kind>, needed: &Needed) -> Result<Option<Opened>> {
        let Some(OpenFile { path, name, contents }) = files.open_next()? else { return Ok(None) };
        let reader = RowReader::new(contents, row_format(kind, &path), &name, Faults::Stop)?;
        let header = reader.header();
        let main = header.require(&needed.main, &name, needed.way_out)?;
        let way_out = "name the column of the targets with --target-column, or give --target";
        let target = needed.target.as_ref().map(|target| header.require(target, &name, way_out)).transpose()?;
        let columns = Columns { main, target };
        Ok(Some(Opened { reader, file: name.into(), columns, begun: false, ended: false }))
    }

    /// Fills a batch with rows of one file; `false` after the last file.
    pub(super) fn fill(&mut self, batch: &mut RowBatch) -> Result<bool> {
        batch.len = 0;
        if self.open.ended {
            let first = self.alike();
            let Some(next) = Self::next(&mut self.files, self.kind, &self.needed)? else { return Ok(false) };
            let second = (self.alike)(&next.reader.header(), next.columns.main);
            if first != second {
                let problem = format!(
                    "has the columns {}, but the first file has {}; classify it on its own",
                    second.join(", "),
                    first.join(", ")
                );
                return Err(Error::data(Place::file(&*next.file), problem));
            }
            self.open = next;
        }
        let open = &mut self.open;
        batch.file = Arc::clone(&open.file);
        batch.columns = open.columns;
        batch.continued = open.begun;
        open.begun = true;
        let mut bytes = 0;
        while bytes < self.batch {
            if batch.rows.len() == batch.len {
                batch.rows.push(Row::default());
            }
            let Some(row) = batch.rows.get_mut(batch.len) else { break };
            if row.bytes() > LARGE {
                *row = Row::default();
            }
            if !open.reader.read(row)? {
                open.ended = true;
                break;
            }
            bytes += row.bytes() + ROW;
            batch.len += 1;
        }
        Ok(true)
    }
}

/// Rows of one file.
#[derive(Default)]
pub(crate) struct RowBatch {
    /// The first `len` are in use; the others keep their memory for a batch to come.
    rows: Vec<Row>,
    len: usize,
    pub(super) file: Arc<str>,
    pub(super) columns: Columns,
    continued: bool,
}

impl RowBatch {
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().take(self.len)
    }
}

impl Batch for RowBatch {
    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        visitor.begin();
        visitor.section(&Section { title: &self.file, article: None, continued: self.continued });
        self.rows().try_for_each(|row| {
            visitor.item(&Item {
                text: row.text(self.columns.main),
                number: row.record as usize,
                target: self.columns.target.map(|at| row.text(at)),
                origin: Origin::row(&self.file, row),
                source: Source::Row(row),
            })
        })
    }
}
