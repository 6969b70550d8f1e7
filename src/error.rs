//! Errors: what is wrong, where, and what to do about it.

use std::fmt;

pub use crate::plural::{agreeing, counted};
pub use crate::shown::{excerpt, listed, one_line, shown};

/// The result of every fallible call of this library.
pub type Result<T> = std::result::Result<T, Error>;

/// An error, with its place and what to do about it.
///
/// Messages are one sentence, name the place first, then what was found, then the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or stream cannot be opened, read or written.
    #[error("{path}: cannot {action}: {source}")]
    Io {
        /// What was tried, such as `open`, `read` or `write`.
        action: &'static str,
        /// The file as the caller named it (`-` for standard input or output).
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// An option, alone or with others, cannot be used.
    #[error("{option}: {problem}{}", Hint::shown(hint))]
    Options {
        /// The option's name.
        option: String,
        /// What is wrong with its value, and which values are right.
        problem: String,
        /// Which options to change.
        hint: Option<Box<Hint>>,
    },
    /// The contents of input data cannot be used.
    #[error("{place}: {problem}{}", Hint::shown(hint))]
    Data {
        /// Where in the data.
        place: Box<Place>,
        /// What was found there, and what to do.
        problem: String,
        /// Which options to change.
        hint: Option<Box<Hint>>,
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

/// A place in input data. Unknown parts are left out of the message.
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

/// Which options to change to get rid of an error, without saying how a front end writes options.
///
/// ```
/// use stance::Error;
/// use stance::error::Hint;
///
/// let error = Error::options("class-weights", "are not supported").with_hint(Hint::new("; use {}").value("solver", "newton"));
/// assert_eq!(error.to_string(), "class-weights: are not supported; use `solver = newton`");
/// let flag = |name: &str, value: Option<&str>| format!("--{name} {}", value.unwrap_or_default());
/// assert_eq!(error.message(flag), "class-weights: are not supported; use --solver newton");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Follows the problem; each `{}` stands for an option.
    text: String,
    /// Name in kebab case and value of each option.
    options: Vec<(String, Option<String>)>,
}

impl Hint {
    /// A hint whose `text` follows the problem, with a `{}` for each option to be added.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), options: Vec::new() }
    }

    /// Adds an option by its name in kebab case.
    pub fn option(mut self, name: impl Into<String>) -> Self {
        self.options.push((name.into(), None));
        self
    }

    /// Adds an option with a value to give it.
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.push((name.into(), Some(value.into())));
        self
    }

    /// The hint with each option written by `name`; see [`Error::message`].
    pub fn render(&self, name: impl Fn(&str, Option<&str>) -> String) -> String {
        debug_assert_eq!(self.text.matches("{}").count(), self.options.len(), "one placeholder per option");
        let mut options = self.options.iter();
        let mut pieces = self.text.split("{}");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            if let Some((option, value)) = options.next() {
                out.push_str(&name(option, value.as_deref()));
            }
            out.push_str(piece);
        }
        out
    }

    /// The end of a message in the library's own words.
    fn shown(hint: &Option<Box<Hint>>) -> String {
        let own = |name: &str, value: Option<&str>| match value {
            None => format!("`{name}`"),
            Some(value) => format!("`{name} = {value}`"),
        };
        hint.as_ref().map_or_else(String::new, |hint| hint.render(own))
    }
}

/// A hint without options, after a semicolon.
impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        Self::new(format!("; {text}"))
    }
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

    /// An [`Error::Io`]; an [`Error::Data`] if `source` says that the bytes read are malformed.
    pub fn io(action: &'static str, path: impl Into<String>, source: std::io::Error) -> Self {
        if let Some(Malformed { byte, problem, hint }) = source.get_ref().and_then(|inner| inner.downcast_ref()) {
            let error = Error::data(Place::file(path).byte(*byte), problem);
            return hint.iter().fold(error, |error, hint| error.with_hint(hint.clone()));
        }
        Error::Io { action, path: path.into(), source }
    }

    /// Whether it says that bytes are not UTF-8, so that another encoding may be the way out.
    pub fn is_not_utf8(&self) -> bool {
        matches!(self, Error::Data { problem, place, hint: None } if problem.starts_with("is not UTF-8") && place.byte.is_some())
    }

    /// An [`Error::Options`].
    pub fn options(option: impl Into<String>, problem: impl Into<String>) -> Self {
        Error::Options { option: option.into(), problem: problem.into(), hint: None }
    }

    /// An [`Error::Data`].
    pub fn data(place: Place, problem: impl Into<String>) -> Self {
        Error::Data { place: Box::new(place), problem: problem.into(), hint: None }
    }

    /// An [`Error::Model`].
    pub fn model(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Error::Model { file: file.into(), problem: problem.into() }
    }

    /// This error with a hint. Errors about files have none and stay as they are.
    pub fn with_hint(mut self, new: Hint) -> Self {
        if let Error::Options { hint, .. } | Error::Data { hint, .. } = &mut self {
            *hint = Some(Box::new(new));
        }
        self
    }

    /// The message with the options of its hint written by `name`, which gets the option's name in kebab case and the
    /// value to give it. The program writes flags, the Python package arguments; `Display` writes `` `text-column` ``
    /// or `` `solver = newton` ``.
    pub fn message(&self, name: impl Fn(&str, Option<&str>) -> String) -> String {
        match self {
            Error::Options { option, problem, hint: Some(hint) } => format!("{option}: {problem}{}", hint.render(name)),
            Error::Data { place, problem, hint: Some(hint) } => format!("{place}: {problem}{}", hint.render(name)),
            other => other.to_string(),
        }
    }
}

/// Why a reader cannot give the bytes of an input: they are not what they were taken for.
#[derive(Debug, thiserror::Error)]
#[error("byte {byte} {problem}")]
pub(crate) struct Malformed {
    /// The offset of the first wrong byte, from 0.
    pub(crate) byte: u64,
    pub(crate) problem: String,
    pub(crate) hint: Option<Hint>,
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
        f.write_str(&one_line(&self.file))?;
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        if let Some(line) = self.line {
            write!(f, " (line {line})")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{}`", excerpt(column))?;
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
    fn hints_follow_the_problem_and_name_options_as_the_front_end_does() {
        let hint = Hint::new(", or turn it off with {}").value("ignore-column", "weight");
        let error = Error::data(Place::file("a.csv"), "is wrong; correct it").with_hint(hint);
        assert_eq!(error.to_string(), "a.csv: is wrong; correct it, or turn it off with `ignore-column = weight`");
        let flag = |name: &str, value: Option<&str>| format!("--{name} {}", value.unwrap_or_default());
        assert_eq!(error.message(flag), "a.csv: is wrong; correct it, or turn it off with --ignore-column weight");
        let plain = Error::options("x", "is wrong").with_hint("correct it".into());
        assert_eq!(
            (plain.to_string(), plain.message(flag)),
            (plain.message(flag), "x: is wrong; correct it".to_owned())
        );
        assert_eq!(Error::model("m", "is damaged").with_hint("unused".into()).to_string(), "m: is damaged");
    }

    #[test]
    fn bytes_that_are_not_text_are_bad_data_and_not_a_failed_read() {
        let hint = Some(Hint::new("; correct {}").option("encoding"));
        let source = std::io::Error::other(Malformed { byte: 7, problem: "is not Shift_JIS".to_owned(), hint });
        let error = Error::io("read", "a.csv", source);
        assert_eq!(
            (error.class(), error.to_string().as_str()),
            (Class::Data, "a.csv, byte 7: is not Shift_JIS; correct `encoding`")
        );
        assert!(Error::data(Place::file("a").byte(1), "is not UTF-8; save it as UTF-8").is_not_utf8());
        assert!(!Error::data(Place::file("a"), "is empty").is_not_utf8());
    }

    #[test]
    fn a_message_names_place_then_problem() {
        let place = Place::file("a.csv").record(3, 7).column("stance");
        let error = Error::data(place, "is empty");
        assert_eq!(error.to_string(), "a.csv, record 3 (line 7), column `stance`: is empty");
        assert_eq!(error.class() as i32, 3);
    }
}
