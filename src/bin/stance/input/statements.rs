//! Labelled rows and coded samples for summaries, with the digests of their files.

use std::io::Read;
use std::path::{Path, PathBuf};

use stance::Result;
use stance::corpus::{Faults, Format, ReadOptions, RowReader, is_spreadsheet, open_seen};
use stance::estimate::{CodedSample, SampleColumns, StatementsBuilder, date_of_file, read_sample};
use stance::model::{InputFile, SharedHasher};

use super::files::{expand_all, open_table};
use super::notes::Notes;
use super::same_file::distinct;

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
    distinct(&files).into_iter().map(|path| read(path, options, |rows| builder.add(rows, &mut date_of_file))).collect()
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
    let hasher = SharedHasher::default();
    let seen = hasher.clone();
    let input = open_seen(path, move |bytes| seen.add(bytes))?;
    let name = path.display().to_string();
    let mut table = open_table(input, path, Format::of_path(path), options)?;
    Notes::default().say(&name, table.notes.drain(..));
    use_rows(table.rows(&name, Faults::Stop)?)?;
    Ok(InputFile { file: name, sha256: hasher.finish() })
}
