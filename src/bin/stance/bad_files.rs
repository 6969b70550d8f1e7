//! Files of a run that cannot be used: what was wrong with each, and how the run ends.

use stance::Error;
use stance::error::Class;

use crate::commands::Outcome;
use crate::message;

/// Most messages that are kept and printed.
const SHOWN: usize = 100;

/// The files that were left out of a run of several files.
#[derive(Default)]
pub(crate) struct BadFiles {
    /// The messages of the first of them.
    messages: Vec<String>,
    count: usize,
    /// Whether one could not be opened or read.
    unread: bool,
    /// Whether the run ends with 0 all the same.
    skip: bool,
}

impl BadFiles {
    /// None yet. With `skip` the exit code is 0 all the same.
    pub(crate) fn new(skip: bool) -> Self {
        Self { skip, ..Self::default() }
    }

    /// Whether an error is about a file, so that the other files can still be used.
    pub(crate) fn is_about_file(error: &Error) -> bool {
        matches!(error.class(), Class::Io | Class::Data)
    }

    /// Adds a file. `written` says that rows before its fault are in the output already.
    pub(crate) fn add(&mut self, error: &Error, written: bool) {
        self.count += 1;
        self.unread |= error.class() == Class::Io;
        if self.messages.len() < SHOWN {
            let after = if written { " (the rows before are written)" } else { "" };
            self.messages.push(format!("{}{after}", message(error)));
        }
    }

    /// Number of files that were left out.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Prints the messages and a summary for a run of `files` files, and says how the run ends.
    pub(crate) fn outcome(&self, files: usize) -> Outcome {
        if self.count == 0 {
            return Outcome::Done;
        }
        self.complain();
        let hint = if self.skip { "" } else { "; --skip-bad-files ends such a run with 0" };
        complain!("{} of {files} files left out{hint}", self.count);
        match (self.skip && self.count < files, self.unread) {
            (true, _) => Outcome::Done,
            (false, true) => Outcome::CannotOpen,
            (false, false) => Outcome::BadData,
        }
    }

    /// Prints what is wrong with each.
    pub(crate) fn complain(&self) {
        for message in &self.messages {
            complain!("{message}");
        }
        let more = self.count - self.messages.len();
        if more > 0 {
            complain!("… and {more} more");
        }
    }
}
