//! Writes the results file by file, so that a file with a fault leaves nothing behind.

use stance::error::{agreeing, counted};
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
    /// Statements and rows.
    pub(crate) items: usize,
    /// Articles without a statement, and what the last of them may be instead.
    pub(crate) silent: usize,
    pub(crate) hint: Option<String>,
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
        self.items = 0;
        self.silent = 0;
        self.hint = None;
        self.file = file;
        self.fault = None;
    }
}

/// What was found.
#[derive(Clone, Copy, Default)]
struct Totals {
    /// Statements and rows.
    items: usize,
    left_aside: usize,
    /// Articles without a statement.
    silent: usize,
}

impl Totals {
    fn of<P>(done: &Done<P>) -> Self {
        Self { items: done.items, left_aside: done.left_aside, silent: done.silent }
    }

    fn add(&mut self, more: &Self) {
        self.items += more.items;
        self.left_aside += more.left_aside;
        self.silent += more.silent;
    }
}

/// Takes the results of batches in order. Of several files, those of a file are held back until it ends well.
pub(crate) struct FileByFile<'o, O: Output> {
    output: &'o O,
    sink: O::Sink,
    /// Whether there are several files, so that one with a fault is left out.
    several: bool,
    /// What errors call the files.
    names: Vec<String>,
    bad: BadFiles,
    totals: Totals,
    /// The first article without a statement, and what it may be instead.
    silent: Option<(String, String)>,
    /// The file whose results are held.
    file: usize,
    held: Vec<O::Part>,
    held_bytes: usize,
    held_totals: Totals,
    /// Whether results of this file are in the output already.
    written: bool,
    /// Whether this file has a fault.
    failed: bool,
}

impl<'o, O: Output> FileByFile<'o, O> {
    /// Opens the output.
    pub(crate) fn new(output: &'o O, several: bool, names: Vec<String>, bad: BadFiles) -> Result<Self> {
        Ok(Self {
            output,
            sink: output.open()?,
            several,
            names,
            bad,
            totals: Totals::default(),
            silent: None,
            file: 0,
            held: Vec::new(),
            held_bytes: 0,
            held_totals: Totals::default(),
            written: false,
            failed: false,
        })
    }

    /// Takes the results of the next batch.
    pub(crate) fn take(&mut self, done: &mut Done<O::Part>) -> Result<()> {
        if !self.several {
            self.totals.add(&Totals::of(done));
            self.note_silent(done);
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
            self.held_totals = Totals::default();
            return Ok(());
        }
        self.held_totals.add(&Totals::of(done));
        self.held_bytes += done.bytes;
        self.note_silent(done);
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
        self.totals.add(&std::mem::take(&mut self.held_totals));
        self.written = false;
        self.failed = false;
        Ok(())
    }

    /// Remembers the first article without a statement.
    fn note_silent(&mut self, done: &mut Done<O::Part>) {
        if done.silent > 0 && self.silent.is_none() {
            let name = self.names.get(done.file).cloned().unwrap_or_default();
            self.silent = Some((name, done.hint.take().unwrap_or_default()));
        }
    }

    /// Ends the output, and says what was left out or is odd.
    pub(crate) fn finish(mut self) -> Result<Outcome> {
        self.end_file()?;
        let files = self.names.len().max(1);
        if self.bad.count() < files {
            self.output.finish(self.sink)?;
        }
        let Totals { items, left_aside, silent } = self.totals;
        if let Some((name, hint)) = &self.silent {
            match self.several {
                true => say!("{silent} of {files} files without a statement; in {name} no statement found{hint}"),
                false => say!("{name}: no statement found{hint}"),
            }
        }
        if left_aside > 0 {
            let indirect = counted(left_aside, "indirect statement");
            let them = agreeing(left_aside, "it", "them");
            say!("{indirect} (S said that …) left aside; --indirect gives {them} too");
        }
        detail!("{}, {} or rows written", counted(files, "file"), counted(items, "statement"));
        Ok(self.bad.outcome(files))
    }
}
