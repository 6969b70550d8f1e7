//! Unlabelled statements, all in memory.

use std::path::PathBuf;

use stance::Result;
use stance::model::DataDigest;
use stance::vectors::few_texts;

use super::item::{Batch, Input, Item, Section, Visitor};
use super::{Articles, Files, Lines, Needed, Reading, Rows, same_kind, wanted};
use crate::flags::{InputArgs, Kind, LimitArgs, ReadingArgs, UnlabelledArgs};

/// Statements, and the digest of all of them.
pub(crate) struct Pool {
    pub(crate) texts: Vec<String>,
    pub(crate) digest: DataDigest,
}

/// Reads the statements of a pool: rows, lines, or the quotations of articles. Blank ones are left out.
///
/// # Errors
/// The first fault of a file.
pub(crate) fn read(pool: &UnlabelledArgs, text_column: &str, reading: &ReadingArgs, limit: &LimitArgs) -> Result<Pool> {
    let input = InputArgs {
        files: pool.pool.iter().map(PathBuf::clone).collect(),
        kind: pool.pool_as,
        limit: limit.clone(),
        reading: reading.clone(),
        ..InputArgs::default()
    };
    super::check(&input)?;
    let files = Files::new(&input, wanted(&input, false))?;
    let texts = match same_kind(&input, &files)? {
        kind if kind.is_rows() => collect(Rows::open(files, input.kind, Needed::statements(text_column, None))?)?,
        Kind::Lines => collect(Lines::new(files, None))?,
        kind => collect(Articles::new(files, Reading::new(&input, kind, false)?, None))?,
    };
    if let Some(warning) = few_texts(texts.len()) {
        say!("warning: {warning}");
    }
    Ok(Pool { digest: DataDigest::of_texts(&texts), texts })
}

fn collect<I: Input>(mut input: I) -> Result<Vec<String>> {
    let mut batch = I::Batch::default();
    let mut texts = Collector(Vec::new());
    while input.fill(&mut batch) {
        let fault = batch.of_file().fault.take();
        batch.items(&mut texts)?;
        fault.map_or(Ok(()), Err)?;
    }
    Ok(texts.0)
}

/// Takes the texts of items.
struct Collector(Vec<String>);

impl Visitor for Collector {
    fn begin(&mut self) {}

    fn section(&mut self, _: &Section<'_>) {}

    fn item(&mut self, item: &Item<'_>) -> Result<()> {
        if !stance::columns::is_blank(item.text) {
            self.0.push(item.text.to_owned());
        }
        Ok(())
    }

    fn without_statement(&mut self, _: Option<String>) {}

    fn left_aside(&mut self, _: usize) {}
}
