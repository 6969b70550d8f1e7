//! One statement per line; blank lines stay, unlabelled.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use stance::error::Place;
use stance::{Error, Result};

use super::files::{Files, OpenFile};
use super::item::{BATCH, Batch, Input, Item, OfFile, Origin, Section, Shape, Source, Visitor};

/// The lines of several files, one after another.
pub(crate) struct Lines {
    files: Files,
    open: Option<Opened>,
}

/// A file being read.
struct Opened {
    reader: BufReader<Box<dyn Read + Send>>,
    file: Arc<str>,
    number: usize,
    lines: u64,
    offset: u64,
    begun: bool,
}

impl Lines {
    pub(crate) fn new(files: Files) -> Self {
        Self { files, open: None }
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
                match opened {
                    Err(error) => {
                        batch.file = Arc::default();
                        batch.of_file = OfFile { number, fault: Some(error) };
                        return true;
                    }
                    Ok(OpenFile { name, contents, .. }) => {
                        let reader = BufReader::with_capacity(1 << 16, contents);
                        let file = name.into();
                        self.open = Some(Opened { reader, file, number, lines: 0, offset: 0, begun: false });
                    }
                }
                continue;
            };
            batch.of_file = OfFile { number: open.number, fault: None };
            batch.file = Arc::clone(&open.file);
            batch.lines = open.lines;
            batch.offset = open.offset;
            batch.continued = open.begun;
            while batch.bytes.len() < BATCH {
                match open.reader.read_until(b'\n', &mut batch.bytes) {
                    Ok(0) => break,
                    Ok(_) => batch.ends.push(batch.bytes.len()),
                    Err(error) => {
                        batch.of_file.fault = Some(Error::io("read", &*open.file, error));
                        break;
                    }
                }
            }
            open.lines += batch.ends.len() as u64;
            open.offset += batch.bytes.len() as u64;
            open.begun = true;
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
    /// Whole lines with their ends, which the last line of a file may lack.
    bytes: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    file: Arc<str>,
    of_file: OfFile,
    /// Lines and bytes of the file before these.
    lines: u64,
    offset: u64,
    continued: bool,
}

impl Batch for LineBatch {
    fn of_file(&mut self) -> &mut OfFile {
        &mut self.of_file
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        if self.file.is_empty() {
            // It could not be opened.
            return Ok(());
        }
        visitor.begin();
        visitor.section(&Section { title: &self.file, article: None, continued: self.continued });
        let mut from = 0;
        for (k, end) in self.ends.iter().enumerate() {
            let number = self.lines + k as u64 + 1;
            let line = self.bytes.get(from..*end).unwrap_or(&[]);
            let text = std::str::from_utf8(line).map_err(|e| {
                let byte = self.offset + (from + e.valid_up_to()) as u64;
                let place = Place { line: Some(number), byte: Some(byte), ..Place::file(&*self.file) };
                Error::data(place, "is not UTF-8; convert the file to UTF-8")
            })?;
            visitor.item(&Item {
                text: text.trim_end_matches(['\n', '\r']),
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
