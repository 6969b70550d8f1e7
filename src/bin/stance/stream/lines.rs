//! One statement a line; empty lines stay, unlabelled.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use stance::classify::Classifier;
use stance::corpus::{Cell, Header, open};
use stance::error::Place;
use stance::parallel::in_order;
use stance::{Error, Result};

use super::progress::Progress;
use super::{BATCH, Labelled, Layout, Out, Writer};
use crate::classify::Predictor;
use crate::cli::ClassifyArgs;
use crate::sink;

/// Lines read and not yet labelled.
#[derive(Default)]
struct Batch {
    /// Whole lines with their ends, which the last one of a file may lack.
    bytes: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    file: Arc<str>,
    /// Lines and bytes of the file before these.
    lines: u64,
    offset: u64,
}

/// Labels the lines of files, one after another.
pub(crate) fn of_lines(args: &ClassifyArgs, classifier: &Classifier, files: &[PathBuf]) -> Result<()> {
    let progress = Progress::new(files);
    let own = Predictor::new(args, classifier);
    let names = own.columns();
    let layout = Layout {
        format: sink::row_format(&args.input),
        carried: Header::default(),
        added: std::iter::once("text").chain(names.iter().map(String::as_str)).collect(),
    };
    let mut out = Out::open(&args.input, &layout, "text")?;
    let target = own.target_of(args.target.as_deref(), &Place::default())?;
    let mut source = Source { progress: &progress, paths: files.iter(), open: None };
    in_order(
        args.input.threads,
        |batch: &mut Batch| source.fill(batch),
        || {
            let mut predictor = Predictor::new(args, classifier);
            let layout = &layout;
            move |batch: &mut Batch, labelled: &mut Labelled| {
                let mut writer = Writer::new(labelled, layout)?;
                let outcome = label(&mut predictor, batch, target, &mut writer);
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

fn label(predictor: &mut Predictor<'_>, batch: &Batch, target: usize, writer: &mut Writer) -> Result<()> {
    let mut from = 0;
    for (number, end) in batch.ends.iter().enumerate() {
        let line = batch.bytes.get(from..*end).unwrap_or(&[]);
        let text = std::str::from_utf8(line).map_err(|e| {
            let place = Place {
                line: Some(batch.lines + number as u64 + 1),
                byte: Some(batch.offset + (from + e.valid_up_to()) as u64),
                ..Place::file(&*batch.file)
            };
            Error::data(place, "is not UTF-8; convert the file to UTF-8")
        })?;
        let text = text.trim_end_matches(['\n', '\r']);
        predictor.label(text, target, |cells| {
            let all: Vec<Cell<'_>> = std::iter::once(Cell::Text(text)).chain(cells.iter().copied()).collect();
            writer.cells(&all)
        })?;
        from = *end;
    }
    Ok(())
}

/// The lines of several files.
struct Source<'s> {
    progress: &'s Progress,
    paths: std::slice::Iter<'s, PathBuf>,
    open: Option<Opened>,
}

/// A file being read.
struct Opened {
    reader: BufReader<Box<dyn Read + Send>>,
    file: Arc<str>,
    lines: u64,
    offset: u64,
}

impl Source<'_> {
    /// Fills a batch with lines of one file; `false` after the last file.
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.bytes.clear();
        batch.ends.clear();
        loop {
            let Some(open) = &mut self.open else {
                let Some(path) = self.paths.next() else { return Ok(false) };
                let reader = BufReader::with_capacity(1 << 16, open(path, self.progress.read())?);
                let file = path.display().to_string().into();
                self.open = Some(Opened { reader, file, lines: 0, offset: 0 });
                continue;
            };
            (batch.file, batch.lines, batch.offset) = (Arc::clone(&open.file), open.lines, open.offset);
            while batch.bytes.len() < BATCH {
                let read = open.reader.read_until(b'\n', &mut batch.bytes);
                if read.map_err(|e| Error::io("read", &*open.file, e))? == 0 {
                    break;
                }
                batch.ends.push(batch.bytes.len());
            }
            open.lines += batch.ends.len() as u64;
            open.offset += batch.bytes.len() as u64;
            if !batch.ends.is_empty() {
                return Ok(true);
            }
            self.open = None;
        }
    }
}
