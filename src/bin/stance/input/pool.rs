//! All rows of a pool in memory, and rows of it with columns added as an input of their own.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};
use stance::columns::is_blank;
use stance::corpus::{Bom, Cell, Faults, Format, Header, Row, RowReader, RowWriter, is_spreadsheet};
use stance::error::{Place, agreeing, counted};
use stance::{Error, Result};

use super::files::{Files, expand_all};
use super::item::{BATCH, Batch, Dialect, Input, Item, OfFile, Origin, Section, Shape, Source, Visitor};
use super::rows::{Needed, RowBatch, RowFiles};
use crate::flags::PoolArgs;

/// What errors call rows that were chosen.
const CHOSEN: &str = "chosen rows";

/// The rows that have a statement.
pub(crate) struct Pool {
    /// The columns.
    pub(crate) header: Arc<Header>,
    /// How the first file was written.
    dialect: Dialect,
    text_column: String,
    /// The rows, in order.
    pub(crate) rows: Vec<Row>,
    /// Their statements.
    pub(crate) texts: Vec<String>,
    /// The file of each row.
    files: Vec<Arc<str>>,
    /// Number of rows without a statement, which are left out.
    pub(crate) blank: usize,
}

impl Pool {
    /// Reads all files, and says how many rows have no statement.
    ///
    /// # Errors
    /// Those of reading; [`Error::Data`] if no row has a statement.
    pub(crate) fn read(args: &PoolArgs) -> Result<Self> {
        let wanted = |path: &Path| Format::of_path(path).is_some() || is_spreadsheet(path);
        let (paths, expanded) = expand_all(&args.files, wanted)?;
        let files = Files::of(paths, expanded, args.reading.options(&args.limit));
        let all = |header: &Header, _| header.names().to_vec();
        let mut read = RowFiles::open(files, None, Needed::statements(&args.text_column, None), BATCH, all)?;
        let mut pool = Self {
            header: read.header(),
            dialect: read.dialect(),
            text_column: args.text_column.clone(),
            rows: Vec::new(),
            texts: Vec::new(),
            files: Vec::new(),
            blank: 0,
        };
        let mut batch = RowBatch::default();
        while read.fill(&mut batch) {
            for row in batch.rows() {
                let text = batch.main(row)?;
                if is_blank(text) {
                    pool.blank += 1;
                    continue;
                }
                pool.texts.push(text.to_owned());
                pool.rows.push(row.clone());
                pool.files.push(Arc::clone(&batch.file));
            }
            if let Some(fault) = batch.of_file().fault.take() {
                return Err(fault);
            }
        }
        if pool.rows.is_empty() {
            let names: Vec<String> = args.files.iter().map(|path| path.display().to_string()).collect();
            let problem = match pool.blank {
                0 => "has no row; give a file with statements, such as `stance extract` writes".to_owned(),
                n => format!("is blank in all {n} rows; name the column of the statements with --text-column"),
            };
            return Err(Error::data(Place::file(names.join(", ")).column(&args.text_column), problem));
        }
        if pool.blank > 0 {
            let have = agreeing(pool.blank, "has no text and is", "have no text and are");
            say!("{} of {} {have} left out", pool.blank, counted(pool.blank + pool.rows.len(), "row"));
        }
        Ok(pool)
    }

    /// Keeps the rows for which `wanted` says so.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&Row) -> bool) {
        let keep: Vec<bool> = self.rows.iter().map(wanted).collect();
        fn pick<T>(values: &mut Vec<T>, keep: &[bool]) {
            let mut keep = keep.iter();
            values.retain(|_| keep.next() == Some(&true));
        }
        pick(&mut self.texts, &keep);
        pick(&mut self.files, &keep);
        pick(&mut self.rows, &keep);
    }

    /// The place of a row, for messages.
    pub(crate) fn place(&self, row: usize) -> Place {
        let file = self.files.get(row).map_or("", |file| &**file);
        match self.rows.get(row) {
            Some(found) => Place::file(file).record(found.record, found.line),
            None => Place::file(file),
        }
    }

    /// The position of a column that must be there in the pool.
    pub(crate) fn column(&self, name: &str, option: &str) -> Result<usize> {
        let way_out = format!("correct {option}");
        self.header.require(name, self.files.first().map_or("", |file| &**file), &*way_out)
    }

    /// These rows with columns added, each with its cells.
    ///
    /// # Errors
    /// [`Error::Data`] if an added column is there already.
    pub(crate) fn sheet(&self, added: &[&str], chosen: &[(usize, Vec<Cell<'_>>)]) -> Result<Sheet> {
        // As JSON, so that numbers stay numbers. A first row names all columns, which later ones may lack.
        let names = self.header.names().iter().map(String::as_str).chain(added.iter().copied());
        let first: Map<String, Value> = names.map(|name| (name.to_owned(), Value::Null)).collect();
        let bytes = format!("{}\n", Value::Object(first)).into_bytes();
        let file = self.files.first().map_or(CHOSEN, |file| &**file);
        let mut writer = RowWriter::new(bytes, file, Format::Jsonl, &self.header, added, Bom::Without)?;
        for (row, cells) in chosen {
            if let Some(row) = self.rows.get(*row) {
                writer.write(row, cells)?;
            }
        }
        let bytes = writer.finish()?;
        let mut reader = RowReader::with_limit(bytes.as_slice(), Format::Jsonl, CHOSEN, Faults::Stop, usize::MAX)?;
        let header = reader.header();
        let rows = reader.rows().skip(1).collect::<Result<Vec<Row>>>()?;
        let text = header.position(&self.text_column).unwrap_or_default();
        Ok(Sheet { header, rows, text, text_column: self.text_column.clone(), dialect: self.dialect, done: false })
    }
}

/// Rows that were chosen from a pool.
pub(crate) struct Sheet {
    pub(crate) header: Arc<Header>,
    pub(crate) rows: Vec<Row>,
    /// Where the statement is among the columns.
    pub(crate) text: usize,
    text_column: String,
    dialect: Dialect,
    done: bool,
}

impl Input for Sheet {
    type Batch = SheetBatch;

    fn shape(&self) -> Shape {
        Shape::Rows { header: Arc::clone(&self.header), text: self.text_column.clone(), dialect: self.dialect }
    }

    fn files(&self) -> Option<&Files> {
        None
    }

    fn fill(&mut self, batch: &mut SheetBatch) -> bool {
        batch.rows = std::mem::take(&mut self.rows);
        batch.text = self.text;
        !std::mem::replace(&mut self.done, true)
    }
}

/// All rows of a sheet.
#[derive(Default)]
pub(crate) struct SheetBatch {
    rows: Vec<Row>,
    text: usize,
    of_file: OfFile,
}

impl Batch for SheetBatch {
    fn of_file(&mut self) -> &mut OfFile {
        &mut self.of_file
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        visitor.begin();
        visitor.section(&Section { title: CHOSEN, article: None, continued: false });
        self.rows.iter().enumerate().try_for_each(|(at, row)| {
            visitor.item(&Item {
                text: row.text(self.text),
                number: at + 1,
                target: None,
                origin: Origin::row(CHOSEN, row),
                source: Source::Row(row),
            })
        })
    }
}
