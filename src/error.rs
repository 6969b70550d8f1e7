//! What can go wrong, where, and which way out there is.

use std::fmt;

/// The result of every fallible call of this library.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure, with its place and what to do about it.
///
/// Messages are one sentence, name the place first, then what was found, then the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or stream cannot be opened, read or written.
    #[error("{path}: cannot {action}: {source}")]
    Io {
        /// What was tried: `open`, `read`, `write`, …
        action: &'static str,
        /// The file as the caller named it (`-` for standard input or output).
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// An option, alone or with others, cannot be used.
    #[error("{option}: {problem}")]
    Options {
        /// The option's name.
        option: String,
        /// What is wrong with its value, and which values are right.
        problem: String,
    },
    /// The contents of input data cannot be used.
    #[error("{place}: {problem}")]
    Data {
        /// Where in the data.
        place: Place,
        /// What was found there, and what to do.
        problem: String,
    },
    /// The contents of a model file cannot be used.
    #[error("{file}: {problem}")]
    Model {
        /// The model file as the caller named it.
        file: String,
        /// What is wrong with it, and what to do.
        problem: String,
    },
}

/// A place in input data. Parts that are not known stay out of the message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the caller named it.
    pub file: String,
    /// Record number, from 1, the header not counted.
    pub record: Option<u64>,
    /// Line number, from 1.
    pub line: Option<u64>,
    /// Column name.
    pub column: Option<String>,
    /// Byte offset, from 0.
    pub byte: Option<u64>,
}

/// The broad class of an error; the program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Cannot open, read or write: exit code 1.
    Io = 1,
    /// Wrong usage: exit code 2.
    Usage = 2,
    /// Contents of input data not usable: exit code 3.
    Data = 3,
    /// Contents of a model file not usable: exit code 4.
    Model = 4,
}

impl Error {
    /// The class of this error.
    pub fn class(&self) -> Class {
        match self {
            Error::Io { .. } => Class::Io,
            Error::Options { .. } => Class::Usage,
            Error::Data { .. } => Class::Data,
            Error::Model { .. } => Class::Model,
        }
    }

    /// An [`Error::Io`].
    pub fn io(action: &'static str, path: impl Into<String>, source: std::io::Error) -> Self {
        Error::Io { action, path: path.into(), source }
    }

    /// An [`Error::Options`].
    pub fn options(option: impl Into<String>, problem: impl Into<String>) -> Self {
        Error::Options { option: option.into(), problem: problem.into() }
    }

    /// An [`Error::Data`].
    pub fn data(place: Place, problem: impl Into<String>) -> Self {
        Error::Data { place, problem: problem.into() }
    }

    /// An [`Error::Model`].
    pub fn model(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Error::Model { file: file.into(), problem: problem.into() }
    }
}

impl Place {
    /// The whole of `file`.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// This place, narrowed to a record (from 1) that starts on `line` (from 1).
    pub fn record(mut self, record: u64, line: u64) -> Self {
        self.record = Some(record);
        self.line = Some(line);
        self
    }

    /// This place, narrowed to a column.
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// This place, narrowed to a byte offset.
    pub fn byte(mut self, byte: u64) -> Self {
        self.byte = Some(byte);
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        if let Some(line) = self.line {
            write!(f, " (line {line})")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        if let Some(byte) = self.byte {
            write!(f, ", byte {byte}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_place_then_problem() {
        let place = Place::file("a.csv").record(3, 7).column("stance");
        let error = Error::data(place, "is empty");
        assert_eq!(error.to_string(), "a.csv, record 3 (line 7), column `stance`: is empty");
        assert_eq!(error.class() as i32, 3);
    }
}
