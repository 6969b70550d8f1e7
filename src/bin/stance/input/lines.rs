//! One statement per line; blank lines stay, unlabelled.

use std::io::Read;
use std::sync::Arc;

use stance::corpus::LineReader;
use stance::error::Place;
use stance::{Error, Result};

use super::files::{Files, OpenFile};
use super::item::{BATCH, Batch, Input, Item, OfFile, Origin, Section, Shape, Source, Visitor};
use super::likely::rows;

/// The lines of several files, one after another.
pub(crate) struct Lines {
    files: Files,
    /// The column that rows would have, while it is to be said that input looks like rows.
    column: Option<String>,
    open: Option<Opened>,
}

/// A file being read.
struct Opened {
    reader: LineReader<Box<dyn Read + Send>>,
    file: Arc<str>,
    number: usize,
    begun: bool,
}

impl Opened {
    fn new(file: OpenFile, number: usize, limit: usize) -> Result<Self> {
        let OpenFile { name, contents, .. } = file;
        Ok(Self { reader: LineReader::new(contents, &name, limit)?, file: name.into(), number, begun: false })
    }
}

impl Lines {
    /// With `column`, the name of the column that rows would have, it is said where input looks like rows.
    pub(crate) fn new(files: Files, column: Option<&str>) -> Self {
        Self { files, column: column.map(str::to_owned), open: None }
    }
}

impl Input for Lines {
    type Batch = LineBatch;

    fn shape(&self) -> Shape {
        Shape::Text
    }

    fn files(&self) -> Option<&Files> {
        Some(&self.files)
    }

    fn fill(&mut self, batch: &mut LineBatch) -> bool {
        batch.bytes.clear();
        batch.ends.clear();
        loop {
            let Some(open) = &mut self.open else {
                let Some((number, opened)) = self.files.open_next() else { return false };
                let limit = self.files.limit();
                let text = opened.and_then(|mut file| {
                    let contents = self.files.text(&mut file, false)?;
                    Opened::new(OpenFile { contents, ..file }, number, limit)
                });
                match text {
                    Err(error) => {
                        batch.file = Arc::default();
                        batch.of_file = OfFile { number, fault: Some(error) };
                        return true;
                    }
                    Ok(opened) => self.open = Some(opened),
                }
                continue;
            };
            batch.of_file = OfFile { number: open.number, fault: None };
            batch.file = Arc::clone(&open.file);
            batch.lines = open.reader.lines();
            batch.continued = open.begun;
            while batch.bytes.len() + batch.ends.len() < BATCH {
                let offset = open.reader.offset();
                match open.reader.read(&mut batch.bytes) {
                    Ok(false) => break,
                    Ok(true) => batch.ends.push((batch.bytes.len(), offset)),
                    Err(error) => {
                        if batch.ends.is_empty() && !batch.continued {
                            // Nothing was read, so that nothing begins.
                            batch.file = Arc::default();
                        }
                        batch.of_file.fault = Some(error);
                        break;
                    }
                }
            }
            open.begun = true;
            if let Some(kind) = self.column.take().and_then(|column| {
                let first = batch.ends.first().map_or(0, |(end, _)| *end);
                rows(batch.bytes.get(..first).unwrap_or_default(), &column)
            }) {
                say!("standard input is read as one statement per line, but looks like rows: --as {kind} reads them");
            }
            let faulty = batch.of_file.fault.is_some();
            let filled = !batch.ends.is_empty() || !batch.continued;
            if faulty || !filled {
                self.open = None;
            }
            if faulty || filled {
                return true;
            }
        }
    }
}

/// Lines of one file.
#[derive(Default)]
pub(crate) struct LineBatch {
    /// Whole lines without their ends.
    bytes: Vec<u8>,
    /// Where each line ends, and its offset in the file.
    ends: Vec<(usize, u64)>,
    file: Arc<str>,
    of_file: OfFile,
    /// Lines of the file before these.
    lines: u64,
    continued: bool,
}

impl Batch for LineBatch {
    fn of_file(&mut self) -> &mut OfFile {
        &mut self.of_file
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        if self.file.is_empty() {
            // Not even its beginning could be read.
            return Ok(());
        }
        visitor.begin();
        visitor.section(&Section { title: &self.file, article: None, continued: self.continued });
        let mut from = 0;
        for (k, (end, offset)) in self.ends.iter().enumerate() {
            let number = self.lines + k as u64 + 1;
            let line = self.bytes.get(from..*end).unwrap_or(&[]);
            let text = std::str::from_utf8(line).map_err(|e| {
                let byte = offset + e.valid_up_to() as u64;
                let place = Place { line: Some(number), byte: Some(byte), ..Place::file(&*self.file) };
                Error::data(place, "is not UTF-8; convert the file to UTF-8")
            })?;
            visitor.item(&Item {
                text,
                number: number as usize,
                target: None,
                origin: Origin { file: &self.file, record: None },
                source: Source::Text,
            })?;
            from = *end;
        }
        Ok(())
    }
}
