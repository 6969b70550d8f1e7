//! Rows of files that have the same columns: every row and every column stays.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use stance::corpus::{Faults, Header, Row, RowReader};
use stance::error::{Place, excerpt, listed};
use stance::{Error, Result};

use super::files::{Files, OpenFile};
use super::item::{BATCH, Batch, Dialect, Input, Item, OfFile, Origin, Section, Shape, Source, Visitor};
use super::kind::row_format;
use crate::bad_files::BadFiles;
use crate::flags::Kind;

/// A row that needed more bytes than this gives its memory back.
const LARGE: usize = 1 << 16;
/// Counted for each row beside its bytes: even a short row takes time to write.
const ROW: usize = 64;

/// The columns that are read, by name.
#[derive(Default)]
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
        Shape::Rows { header: self.rows.header(), text: self.rows.needed.main.clone(), dialect: self.rows.dialect() }
    }

    fn files(&self) -> Option<&Files> {
        Some(&self.rows.files)
    }

    fn fill(&mut self, batch: &mut RowBatch) -> bool {
        self.rows.fill(batch)
    }
}

/// The files, read one after another into batches.
pub(super) struct RowFiles {
    pub(super) files: Files,
    kind: Option<Kind>,
    needed: Arc<Needed>,
    /// Bytes of a batch.
    batch: usize,
    /// The columns that must be the same in all files, of a header whose main column is given.
    alike: fn(&Header, usize) -> Vec<String>,
    open: Opened,
    /// Files before the first that could be opened, and why they could not.
    faults: VecDeque<OfFile>,
}

/// A file being read.
struct Opened {
    reader: RowReader<Box<dyn Read + Send>>,
    written: Dialect,
    number: usize,
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
        let mut faults = VecDeque::new();
        let open = loop {
            match Self::next(&mut files, kind, &needed) {
                Some(Ok(open)) => break open,
                Some(Err((number, error))) if files.several() && BadFiles::is_about_file(&error) => {
                    faults.push_back(OfFile { number, fault: Some(error) });
                }
                Some(Err((_, error))) => return Err(error),
                None => {
                    let first = faults.pop_front().and_then(|file: OfFile| file.fault);
                    return Err(first.unwrap_or_else(|| Error::options("FILE", "is missing; name a file with rows")));
                }
            }
        };
        Ok(Self { files, kind, needed: Arc::new(needed), batch, alike, open, faults })
    }

    /// The columns of the file being read.
    pub(super) fn header(&self) -> Arc<Header> {
        self.open.reader.header()
    }

    pub(super) fn file(&self) -> &str {
        &self.open.file
    }

    /// How the file being read is written.
    pub(super) fn dialect(&self) -> Dialect {
        self.open.written
    }

    /// The names of the columns that all files have in common.
    pub(super) fn alike(&self) -> Vec<String> {
        (self.alike)(&self.header(), self.open.columns.main)
    }

    /// Opens the next file; `None` after the last. An error comes with the file's number.
    fn next(
        files: &mut Files,
        kind: Option<Kind>,
        needed: &Needed,
    ) -> Option<std::result::Result<Opened, (usize, Error)>> {
        let (number, file) = files.open_next()?;
        let opened = file.and_then(|file| Self::open_file(files, file, number, kind, needed));
        Some(opened.map_err(|error| (number, error)))
    }

    fn open_file(files: &Files, file: OpenFile, number: usize, kind: Option<Kind>, needed: &Needed) -> Result<Opened> {
        let (format, name) = (row_format(kind, &file.path), file.name.clone());
        let table = files.table(file, format)?;
        let written = Dialect { format: table.format, encoding: table.encoding };
        let reader = table.rows(&name, Faults::Stop)?;
        let header = reader.header();
        let main = header.require(&needed.main, &name, needed.way_out)?;
        let way_out = "name the column of the targets with --target-column, or give --target";
        let target = needed.target.as_ref().map(|target| header.require(target, &name, way_out)).transpose()?;
        let columns = Columns { main, target };
        Ok(Opened { reader, written, number, file: name.into(), columns, begun: false, ended: false })
    }

    /// Opens the next file, whose columns must be those of the file before.
    fn open_alike(&mut self) -> Option<std::result::Result<Opened, (usize, Error)>> {
        let next = match Self::next(&mut self.files, self.kind, &self.needed)? {
            Ok(next) => next,
            fault => return Some(fault),
        };
        let first = self.alike();
        let second = (self.alike)(&next.reader.header(), next.columns.main);
        if first == second {
            return Some(Ok(next));
        }
        let problem = format!(
            "has the columns {}, but the first file has {}; classify it on its own",
            listed(second.iter().map(|name| excerpt(name))),
            listed(first.iter().map(|name| excerpt(name)))
        );
        Some(Err((next.number, Error::data(Place::file(&*next.file), problem))))
    }

    /// Fills a batch with rows of one file; `false` after the last file.
    pub(super) fn fill(&mut self, batch: &mut RowBatch) -> bool {
        batch.len = 0;
        batch.file = Arc::default();
        if let Some(fault) = self.faults.pop_front() {
            batch.of_file = fault;
            return true;
        }
        if self.open.ended {
            match self.open_alike() {
                None => return false,
                Some(Ok(next)) => self.open = next,
                Some(Err((number, error))) => {
                    batch.of_file = OfFile { number, fault: Some(error) };
                    return true;
                }
            }
        }
        let open = &mut self.open;
        batch.of_file = OfFile { number: open.number, fault: None };
        batch.file = Arc::clone(&open.file);
        batch.columns = open.columns;
        batch.names = Arc::clone(&self.needed);
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
            match open.reader.read(row) {
                Ok(true) => {}
                end => {
                    if end.is_err() && batch.len == 0 && !batch.continued {
                        // No row could be read, so that nothing begins.
                        batch.file = Arc::default();
                    }
                    batch.of_file.fault = end.err();
                    open.ended = true;
                    for remark in open.reader.remarks() {
                        say!("{remark}");
                    }
                    break;
                }
            }
            bytes += row.bytes() + ROW;
            batch.len += 1;
        }
        true
    }
}

/// Rows of one file.
#[derive(Default)]
pub(crate) struct RowBatch {
    /// The first `len` are in use; the others keep their memory for a batch to come.
    rows: Vec<Row>,
    len: usize,
    /// Empty if the file could not be opened.
    pub(super) file: Arc<str>,
    of_file: OfFile,
    pub(super) columns: Columns,
    names: Arc<Needed>,
    continued: bool,
}

impl RowBatch {
    /// Whether the file could be opened.
    pub(super) fn opened(&self) -> bool {
        !self.file.is_empty()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().take(self.len)
    }

    /// The statement or article of a row.
    pub(super) fn main<'r>(&self, row: &'r Row) -> Result<&'r str> {
        row.plain(self.columns.main, &self.names.main, || Origin::row(&self.file, row).place())
    }

    /// The target that a row names.
    pub(super) fn target<'r>(&self, row: &'r Row) -> Result<Option<&'r str>> {
        let Some(at) = self.columns.target else { return Ok(None) };
        let name = self.names.target.as_deref().unwrap_or_default();
        row.plain(at, name, || Origin::row(&self.file, row).place()).map(Some)
    }
}

impl Batch for RowBatch {
    fn of_file(&mut self) -> &mut OfFile {
        &mut self.of_file
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        if !self.opened() {
            return Ok(());
        }
        visitor.begin();
        visitor.section(&Section { title: &self.file, article: None, continued: self.continued });
        self.rows().try_for_each(|row| {
            visitor.item(&Item {
                text: self.main(row)?,
                number: row.record as usize,
                target: self.target(row)?,
                origin: Origin::row(&self.file, row),
                source: Source::Row(row),
            })
        })
    }
}
