//! Writes the results file by file, so that a file with a fault leaves nothing behind.

use stance::{Error, Result};

use super::format::Output;
use crate::bad_files::BadFiles;
use crate::commands::Outcome;

/// Most batches of a file, and most bytes of its rows, that are held back until the file is known to be good. What is
/// longer is written before.
const HELD: usize = 64;
const HELD_BYTES: usize = 1 << 24;

/// The results of a batch.
#[derive(Default)]
pub(crate) struct Done<P> {
    pub(crate) part: P,
    /// Whether the batch could be read, so that the header may be written.
    pub(crate) begun: bool,
    /// Indirect statements that are not in the part.
    pub(crate) left_aside: usize,
    /// Bytes of its rows or statements.
    pub(crate) bytes: usize,
    /// The number of the batch's file.
    file: usize,
    /// What is wrong with the file.
    pub(crate) fault: Option<Error>,
}

impl<P> Done<P> {
    /// Forgets the results of the batch before. The part keeps its memory.
    pub(crate) fn reset(&mut self, file: usize) {
        self.begun = false;
        self.left_aside = 0;
        self.bytes = 0;
        self.file = file;
        self.fault = None;
    }
}

/// Takes the results of batches in order. Of several files, those of a file are held back until it ends well.
pub(crate) struct FileByFile<'o, O: Output> {
    output: &'o O,
    sink: O::Sink,
    /// Whether there are several files, so that one with a fault is left out.
    several: bool,
    bad: BadFiles,
    left_aside: usize,
    /// The file whose results are held.
    file: usize,
    held: Vec<O::Part>,
    held_bytes: usize,
    held_left_aside: usize,
    /// Whether results of this file are in the output already.
    written: bool,
    /// Whether this file has a fault.
    failed: bool,
}

impl<'o, O: Output> FileByFile<'o, O> {
    /// Opens the output.
    pub(crate) fn new(output: &'o O, several: bool, bad: BadFiles) -> Result<Self> {
        Ok(Self {
            output,
            sink: output.open()?,
            several,
            bad,
            left_aside: 0,
            file: 0,
            held: Vec::new(),
            held_bytes: 0,
            held_left_aside: 0,
            written: false,
            failed: false,
        })
    }

    /// Takes the results of the next batch.
    pub(crate) fn take(&mut self, done: &mut Done<O::Part>) -> Result<()> {
        if !self.several {
            self.left_aside += done.left_aside;
            return if done.begun { self.output.take(&mut self.sink, &mut done.part) } else { Ok(()) };
        }
        if done.file != self.file {
            self.end_file()?;
            self.file = done.file;
        }
        if self.failed {
            return Ok(());
        }
        if let Some(error) = &done.fault {
            self.bad.add(error, self.written);
            self.failed = true;
            self.held.clear();
            self.held_bytes = 0;
            self.held_left_aside = 0;
            return Ok(());
        }
        self.held_left_aside += done.left_aside;
        self.held_bytes += done.bytes;
        if done.begun {
            self.held.push(std::mem::take(&mut done.part));
        }
        if self.held.len() >= HELD || self.held_bytes >= HELD_BYTES { self.write_held() } else { Ok(()) }
    }

    fn write_held(&mut self) -> Result<()> {
        self.held_bytes = 0;
        for mut part in self.held.drain(..) {
            self.output.take(&mut self.sink, &mut part)?;
            self.written = true;
        }
        Ok(())
    }

    fn end_file(&mut self) -> Result<()> {
        self.write_held()?;
        self.left_aside += std::mem::take(&mut self.held_left_aside);
        self.written = false;
        self.failed = false;
        Ok(())
    }

    /// Ends the output of a run of `files` files, and says what was left out.
    pub(crate) fn finish(mut self, files: usize) -> Result<Outcome> {
        self.end_file()?;
        if self.bad.count() < files {
            self.output.finish(self.sink)?;
        }
        if self.left_aside > 0 {
            say!("{} indirect statements (S said that …) left aside; --indirect gives them too", self.left_aside);
        }
        Ok(self.bad.outcome(files))
    }
}
