//! Rows that hold articles: the statements of each, with the row's other columns.

use std::sync::Arc;

use stance::article::{Article, Syntax};
use stance::columns::is_blank;
use stance::corpus::Header;
use stance::{Error, Result};

use super::articles::Reading;
use super::files::Files;
use super::item::{Batch, Input, Item, OfFile, Origin, Section, Shape, Source, Visitor};
use super::rows::{Needed, RowBatch, RowFiles};
use crate::flags::Kind;

/// Bytes of a batch: finding quotations takes longer than labelling, so that smaller batches pay.
const BATCH: usize = 1 << 15;

/// Articles in a column of rows.
pub(crate) struct ArticleRows {
    rows: RowFiles,
    reading: Arc<Reading>,
}

impl ArticleRows {
    /// Opens the first file.
    pub(crate) fn open(files: Files, kind: Option<Kind>, needed: Needed, reading: Reading) -> Result<Self> {
        let rows = RowFiles::open(files, kind, needed, BATCH, |header, article| {
            carried(header, article).filter_map(|at| header.names().get(at).cloned()).collect()
        })?;
        Ok(Self { rows, reading: Arc::new(reading) })
    }
}

/// Positions of the columns that are carried to the statements: all but the article's.
fn carried(header: &Header, article: usize) -> impl Iterator<Item = usize> {
    (0..header.len()).filter(move |column| *column != article)
}

impl Input for ArticleRows {
    type Batch = ArticleRowBatch;

    fn shape(&self) -> Shape {
        let carried = Some((self.rows.alike(), self.rows.file().to_owned()));
        Shape::Statements { carried, around: self.reading.around, actors: self.reading.actors.is_some(), target: None }
    }

    fn files(&self) -> Option<&Files> {
        Some(&self.rows.files)
    }

    fn fill(&mut self, batch: &mut ArticleRowBatch) -> bool {
        let filled = self.rows.fill(&mut batch.rows);
        batch.carried.clear();
        batch.carried.extend(carried(&self.rows.header(), batch.rows.columns.main));
        batch.reading = Some(Arc::clone(&self.reading));
        filled
    }
}

/// Rows of one file.
#[derive(Default)]
pub(crate) struct ArticleRowBatch {
    rows: RowBatch,
    /// Positions of the columns that are carried.
    carried: Vec<usize>,
    reading: Option<Arc<Reading>>,
}

impl Batch for ArticleRowBatch {
    fn of_file(&mut self) -> &mut OfFile {
        self.rows.of_file()
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        let Some(reading) = self.reading.as_ref().filter(|_| self.rows.opened()) else { return Ok(()) };
        visitor.begin();
        let file = &*self.rows.file;
        let syntax = match reading.kind {
            Kind::Html => Syntax::Html,
            Kind::Markdown => Syntax::Markdown,
            _ => Syntax::Plain,
        };
        for row in self.rows.rows() {
            let origin = Origin::row(file, row);
            if let Some(key) = row.unlisted().next() {
                let place = origin.place().column(key);
                let problem = "is a key that the first object does not have; give the first object this key";
                return Err(Error::data(place, problem));
            }
            let article = Article::parse(self.rows.main(row)?.to_owned(), syntax, || origin.place())?;
            let title = format!("{file}, record {}", row.record);
            visitor.section(&Section { title: &title, article: Some(&article), continued: false });
            let target = self.rows.target(row)?;
            let carried = Some((row, self.carried.as_slice()));
            let found = match is_blank(article.text()) {
                true => 0,
                false => {
                    let found = reading.extract(&article, reading.kind, origin)?;
                    reading.items(&article, &found, origin, target, carried, visitor)?
                }
            };
            if found == 0 {
                let source = Source::Article { file, carried, statement: None };
                visitor.item(&Item { text: "", number: 0, target, origin, source })?;
            }
        }
        Ok(())
    }
}
