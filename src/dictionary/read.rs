//! Reads a dictionary file in any of the formats.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::builder::ReadDictionary;
use super::{lexicoder, liwc, table, yaml, yoshikoder};
use crate::error::{Hint, Place};
use crate::{Error, Result};

/// The most bytes of a file.
const MOST_BYTES: u64 = 64 << 20;

/// A format of dictionary files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DictionaryFormat {
    /// quanteda's YAML (`.yml`, `.yaml`): keys, each with a list of entries, a single entry, or keys of its own.
    Yaml,
    /// LIWC (`.dic`): numbered categories between two lines `%`, then entries with the numbers of their categories.
    Liwc,
    /// Lexicoder 3 (`.lc3`): a line `+key+` before the entries of each key.
    Lexicoder,
    /// Yoshikoder (`.ykd`): XML with categories (`cnode`) and patterns (`pnode`).
    Yoshikoder,
    /// A table with commas or semicolons (`.csv`): see [`read`].
    Csv,
    /// A table with tabs (`.tsv`, `.tab`), as CSV.
    Tsv,
}

impl DictionaryFormat {
    /// The format of a file: by its extension, else by how its text begins.
    #[must_use]
    pub fn of(path: &Path, text: &str) -> Self {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("yml" | "yaml") => Self::Yaml,
            Some("dic") => Self::Liwc,
            Some("lc3") => Self::Lexicoder,
            Some("ykd") => Self::Yoshikoder,
            Some("csv") => Self::Csv,
            Some("tsv" | "tab") => Self::Tsv,
            _ => Self::of_content(text),
        }
    }

    fn of_content(text: &str) -> Self {
        let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
        match first.chars().next() {
            Some('%') => Self::Liwc,
            Some('<') => Self::Yoshikoder,
            Some('+') if first.len() > 2 && first.ends_with('+') => Self::Lexicoder,
            _ => Self::Yaml,
        }
    }
}

/// Reads a dictionary file; its extension says the format, or else its first line.
///
/// # Errors
/// [`Error::Io`] if it cannot be read; [`Error::Data`] as [`read`].
pub fn open(path: impl AsRef<Path>) -> Result<ReadDictionary> {
    let path = path.as_ref();
    let name = path.display().to_string();
    let fail = |e| Error::io("read", &name, e);
    let mut bytes = Vec::new();
    File::open(path).map_err(fail)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > MOST_BYTES {
        let problem = format!("is longer than {} MiB, the most for a dictionary; split it", MOST_BYTES >> 20);
        return Err(Error::data(Place::file(&name), problem));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let place = Place { byte: Some(e.utf8_error().valid_up_to() as u64), ..Place::file(&name) };
        Error::data(place, "is not UTF-8").with_hint(Hint::from("save the dictionary as UTF-8"))
    })?;
    read(&text, &name, DictionaryFormat::of(path, &text))
}

/// Reads a dictionary. Nested keys are named by all their names with dots between; white space in names becomes `_`.
///
/// A table has one entry per row and either a column with its key (`key`, `category`, `class`, …), or a column per key
/// that is empty, `0` or `1`, `X` (LIWC-22); or it has a column per key with the entries below one another. The column of
/// entries is called `entry`, `word`, `term`, `pattern`, `token` or `DicTerm`.
///
/// # Errors
/// [`Error::Data`] with `file` and the line, what was found and what is wanted.
///
/// ```
/// use stance::dictionary::{DictionaryFormat, read};
///
/// let liwc = "%\n1\tloosen\n2\tkeep\n%\nscrap*\t1\nroll back\t1\nretain*\t2\n";
/// let found = read(liwc, "policy.dic", DictionaryFormat::Liwc)?;
/// let names: Vec<&str> = found.dictionary.keys().iter().map(|key| key.name.as_str()).collect();
/// assert_eq!(names, ["loosen", "keep"]);
/// # Ok::<(), stance::Error>(())
/// ```
pub fn read(text: &str, file: &str, format: DictionaryFormat) -> Result<ReadDictionary> {
    let text = text.trim_start_matches('\u{FEFF}');
    match format {
        DictionaryFormat::Yaml => yaml::read(text, file),
        DictionaryFormat::Liwc => liwc::read(text, file),
        DictionaryFormat::Lexicoder => lexicoder::read(text, file),
        DictionaryFormat::Yoshikoder => yoshikoder::read(text, file),
        DictionaryFormat::Csv => table::read(text, file, false),
        DictionaryFormat::Tsv => table::read(text, file, true),
    }
}

#[cfg(test)]
mod tests;
