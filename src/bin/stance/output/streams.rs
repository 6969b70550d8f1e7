//! Standard output and standard error.

use std::fmt;
use std::io::{self, Write};

use stance::corpus::Output;
use stance::error::{Class, one_line, shown};
use stance::{Error, Result};

use super::closed;
use crate::verbosity;

/// What errors call the output.
pub(crate) const STANDARD_OUTPUT: &str = "standard output";
/// Characters of an error's message; longer ones are cut in the middle, so that the way out stays.
const MESSAGE: usize = 2000;

/// An error of writing to standard output.
pub(crate) fn cannot_write(error: impl Into<io::Error>) -> Error {
    Error::io("write", STANDARD_OUTPUT, error.into())
}

/// Standard output, before the work whose results it gets.
///
/// # Errors
/// [`Error::Io`] if it is closed.
pub(crate) fn standard_output() -> Result<Output> {
    closed::check()?;
    Ok(Output::stream(Box::new(io::stdout()), STANDARD_OUTPUT))
}

/// Writes a message, on one line, to standard error. An error of writing it is ignored.
pub(crate) fn say(message: fmt::Arguments<'_>) {
    let _ = writeln!(anstream::stderr(), "{}", one_line(&message.to_string()));
}

/// Writes a note of several lines to standard error.
pub(crate) fn say_text(text: &str) {
    if verbosity::shown() {
        let _ = writeln!(anstream::stderr(), "{}", shown(text));
    }
}

/// Writes what is wrong, on one line, after the program's name.
pub(crate) fn complain(message: fmt::Arguments<'_>) {
    let message = message.to_string();
    let message = one_line(&message);
    let count = message.chars().count();
    let message = if count <= MESSAGE {
        message.into_owned()
    } else {
        let part = |from: usize, most: usize| message.chars().skip(from).take(most).collect::<String>();
        format!("{} … {}", part(0, MESSAGE / 2), part(count - MESSAGE / 2, MESSAGE / 2))
    };
    // Bold and red; removed where colours are not shown.
    let _ = writeln!(anstream::stderr(), "\x1b[1;31mstance:\x1b[0m {message}");
}

/// Whether an error is that the reader of a pipe went away, which is no fault.
pub(crate) fn went_away(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

/// Prints help, the version, or what is wrong with the command line; returns the exit code.
pub(crate) fn print_clap(words: &clap::Error) -> u8 {
    let failed = words.use_stderr();
    let print = || words.print().and_then(|()| io::stdout().flush()).map_err(cannot_write);
    let done = if failed { print() } else { closed::check().and_then(|()| print()) };
    match done {
        _ if failed => Class::Usage as u8,
        Ok(()) => 0,
        Err(error) if went_away(&error) => 0,
        Err(error) => {
            complain(format_args!("{error}"));
            Class::Io as u8
        }
    }
}
