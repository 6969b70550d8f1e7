//! Unlabelled statements, all in memory.

use stance::error::{agreeing, counted};
use std::path::PathBuf;

use stance::Result;
use stance::model::{DataDigest, Hasher};
use stance::vectors::ENOUGH_TEXTS;

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
    let mut hasher = Hasher::default();
    for text in &texts {
        hasher.add(text.as_bytes());
        hasher.add(b"\n");
    }
    let digest = DataDigest { sha256: hasher.finish(), rows: texts.len() as u64 };
    if texts.len() < ENOUGH_TEXTS {
        let said = counted(texts.len(), "statement");
        let say = agreeing(texts.len(), "says", "say");
        say!("warning: {said} in the pool {say} little; {ENOUGH_TEXTS} or more would do");
    }
    Ok(Pool { texts, digest })
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
