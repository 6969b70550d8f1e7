//! Rows in, rows out: every row and every column stays, labels are added.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use stance::Result;
use stance::classify::Classifier;
use stance::corpus::{Row, RowReader};
use stance::error::Place;
use stance::parallel::in_order;

use super::progress::Progress;
use super::{BATCH, Labelled, Layout, Out, Writer};
use crate::classify::Predictor;
use crate::cli::ClassifyArgs;
use crate::{rows, sink};

/// A row that needed more than this gives its memory back.
const LARGE: usize = 1 << 16;

/// Rows read and not yet labelled.
#[derive(Default)]
struct Batch {
    /// The first `len` are in use; the others keep their memory for a batch to come.
    rows: Vec<Row>,
    len: usize,
    file: Arc<str>,
}

/// Labels the rows of files that have the same columns.
pub(crate) fn of_rows(args: &ClassifyArgs, classifier: &Classifier, files: &[PathBuf]) -> Result<()> {
    let progress = Progress::new(files);
    let mut source = Source { args, classifier, progress: &progress, paths: files.iter(), open: None };
    let Some(first) = source.next()? else { return Ok(()) };
    let (header, text_at, target_at) = (first.reader.header(), first.text_at, first.target_at);
    source.open = Some(first);
    let own = Predictor::new(args, classifier);
    let names = own.columns();
    let fixed = match target_at {
        Some(_) => 0,
        None => own.target_of(args.target.as_deref(), &Place::default())?,
    };
    let layout = Layout {
        format: sink::row_format(&args.input),
        carried: (*header).clone(),
        added: names.iter().map(String::as_str).collect(),
    };
    let mut out = Out::open(&args.input, &layout, &args.text_column)?;
    let label = |predictor: &mut Predictor<'_>, batch: &Batch, writer: &mut Writer| {
        for row in batch.rows.iter().take(batch.len) {
            let target = match target_at {
                Some(at) => {
                    let place = Place::file(&*batch.file).record(row.record, row.line).column(&args.target_column);
                    predictor.target_of(Some(row.text(at)), &place)?
                }
                None => fixed,
            };
            let text = row.text(text_at);
            predictor.label(text, target, |cells| writer.row(row, text, cells))?;
        }
        Ok(())
    };
    in_order(
        args.input.threads,
        |batch: &mut Batch| source.fill(batch),
        || {
            let mut predictor = Predictor::new(args, classifier);
            let (layout, label) = (&layout, &label);
            move |batch: &mut Batch, labelled: &mut Labelled| {
                let mut writer = Writer::new(labelled, layout)?;
                let outcome = label(&mut predictor, batch, &mut writer);
                writer.finish(labelled)?;
                outcome
            }
        },
        |labelled: &mut Labelled| {
            progress.show();
            out.take(labelled)
        },
    )?;
    drop(progress);
    out.finish()
}

/// The rows of several files, one after another.
struct Source<'s> {
    args: &'s ClassifyArgs,
    classifier: &'s Classifier,
    progress: &'s Progress,
    paths: std::slice::Iter<'s, PathBuf>,
    open: Option<Opened>,
}

/// A file being read.
struct Opened {
    reader: RowReader<Box<dyn Read + Send>>,
    file: Arc<str>,
    text_at: usize,
    target_at: Option<usize>,
    ended: bool,
}

impl Source<'_> {
    /// Opens the next file.
    fn next(&mut self) -> Result<Option<Opened>> {
        let Some(path) = self.paths.next() else { return Ok(None) };
        let args = self.args;
        let name = path.display().to_string();
        let reader = rows::reader(&args.input, path, self.progress.read())?;
        let header = reader.header();
        let way_out = "name the column of the statements with --text-column";
        let text_at = header.require(&args.text_column, &name, way_out)?;
        let has_targets = self.classifier.model().heads.iter().any(|h| !h.targets.is_empty());
        let target_at = match has_targets && args.target.is_none() {
            true => {
                let way_out = "name the column of the targets with --target-column, or give --target";
                Some(header.require(&args.target_column, &name, way_out)?)
            }
            false => None,
        };
        if let Some(first) = &self.open {
            rows::same_header(first.reader.header().names(), header.names(), &name)?;
        }
        Ok(Some(Opened { reader, file: name.into(), text_at, target_at, ended: false }))
    }

    /// Fills a batch with rows of one file; `false` after the last file.
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.len = 0;
        while self.open.as_ref().is_none_or(|open| open.ended) {
            match self.next()? {
                Some(next) => self.open = Some(next),
                None => return Ok(false),
            }
        }
        let Some(open) = &mut self.open else { return Ok(false) };
        batch.file = Arc::clone(&open.file);
        let mut bytes = 0;
        while bytes < BATCH {
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
            // However short it is, a row takes time to write.
            bytes += row.bytes() + 64;
            batch.len += 1;
        }
        Ok(true)
    }
}
