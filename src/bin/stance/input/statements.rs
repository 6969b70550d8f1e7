//! Labelled rows and coded samples for summaries, with the digests of their files.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use stance::Result;
use stance::corpus::{Faults, Format, ReadOptions, RowReader, is_spreadsheet, open_seen, read_head};
use stance::estimate::{CodedSample, Date, SampleColumns, StatementsBuilder, date_of_article, read_sample};
use stance::model::Hasher;

use super::files::{expand_all, is_on_disk, open_table};
use super::notes::Notes;
use super::same_file::distinct;

/// Bytes of an article in which its date is looked for.
const HEAD: usize = 1 << 14;

/// A file that was read, identified by its contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InputFile {
    /// As named on the command line.
    pub(crate) file: String,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
}

/// Adds the rows of all files, and returns what was read.
///
/// # Errors
/// The first fault.
pub(crate) fn read_labelled(
    given: &[PathBuf],
    options: &ReadOptions,
    builder: &mut StatementsBuilder<'_>,
) -> Result<Vec<InputFile>> {
    let (files, _) = expand_all(given, |path| Format::of_path(path).is_some() || is_spreadsheet(path))?;
    distinct(&files).into_iter().map(|path| read(path, options, |rows| builder.add(rows, &mut date_in))).collect()
}

/// Reads a coded sample.
///
/// # Errors
/// Its fault.
pub(crate) fn read_coded(
    path: &Path,
    options: &ReadOptions,
    columns: &SampleColumns,
) -> Result<(CodedSample, InputFile)> {
    let mut sample = CodedSample::default();
    let file = read(path, options, |rows| read_sample(&mut sample, rows, columns))?;
    Ok((sample, file))
}

/// Reads one table, and returns its digest.
fn read(
    path: &Path,
    options: &ReadOptions,
    use_rows: impl FnOnce(RowReader<Box<dyn Read + Send>>) -> Result<()>,
) -> Result<InputFile> {
    let hasher = Arc::new(Mutex::new(Hasher::default()));
    let seen = Arc::clone(&hasher);
    let input = open_seen(path, move |bytes| seen.lock().unwrap_or_else(PoisonError::into_inner).add(bytes))?;
    let name = path.display().to_string();
    let mut table = open_table(input, path, Format::of_path(path), options)?;
    Notes::default().say(&name, table.notes.drain(..));
    use_rows(table.rows(&name, Faults::Stop)?)?;
    let hasher = std::mem::take(&mut *hasher.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(InputFile { file: name, sha256: hasher.finish() })
}

/// The date that an article says it has; none if there is no such file, or it is not text.
fn date_in(name: &str) -> Option<Date> {
    let path = Path::new(name);
    if name.is_empty() || !is_on_disk(path) {
        return None;
    }
    let mut file = std::fs::File::open(path).ok()?;
    let head = read_head(&mut file, HEAD, true).ok()?;
    date_of_article(&String::from_utf8_lossy(&head))
}
