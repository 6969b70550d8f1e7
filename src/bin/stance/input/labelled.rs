//! Labelled rows: files, and standard input as `-`.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use stance::corpus::{Faults, Format, Labelled, LabelledBuilder, Purpose, RowReader, open};
use stance::model::{DataDigest, sha256};
use stance::{Error, Result};

use super::files::expand_all;
use crate::bad_files::BadFiles;
use crate::flags::ColumnArgs;

/// Reads labelled rows of all files, and prints which optional columns are used. Standard input holds CSV.
///
/// # Errors
/// The fault of a file, the last of them where several have one, unless faulty files are to be left out.
pub(crate) fn read(files: &[PathBuf], columns: &ColumnArgs, purpose: Purpose) -> Result<Labelled> {
    Ok(read_files(files, columns, purpose)?.0)
}

/// The same, with the files that were used.
pub(crate) fn read_files(
    given: &[PathBuf],
    columns: &ColumnArgs,
    purpose: Purpose,
) -> Result<(Labelled, Vec<PathBuf>)> {
    let (mut files, expanded) = expand_all(given, |path| Format::of_path(path).is_some())?;
    let faults = columns.faults();
    let mut builder = LabelledBuilder::new(columns.options(purpose));
    let all = files.len();
    let mut bad = BadFiles::new(columns.skip_bad_files);
    let mut last = None;
    files.retain(|path| match add(&mut builder, path, faults) {
        Ok(()) => true,
        Err(error) => {
            if let Some(before) = last.replace(error) {
                bad.add(&before, false);
            }
            false
        }
    });
    if let Some(error) = last {
        let skipped = columns.skip_bad_files && !files.is_empty() && BadFiles::is_about_file(&error);
        if !skipped {
            bad.complain();
            return Err(error);
        }
        bad.add(&error, false);
        bad.outcome(all);
    }
    if expanded {
        detail!("{all} files read");
    }
    let labelled = announce(builder.finish()?);
    Ok((labelled, files))
}

/// Adds the rows of a file.
fn add(builder: &mut LabelledBuilder, path: &Path, faults: Faults) -> Result<()> {
    let name = path.display().to_string();
    let input: Box<dyn Read> =
        if path == Path::new("-") { Box::new(Cursor::new(standard_input()?)) } else { open(path, &Arc::default())? };
    let format = Format::of_path(path).unwrap_or(Format::Csv);
    builder.add(RowReader::new(input, format, &name, faults)?, faults)
}

/// Prints what is worth knowing about the rows.
fn announce(labelled: Labelled) -> Labelled {
    for line in &labelled.announced {
        say!("{line}; --ignore-column {} turns it off", line.column);
    }
    if labelled.skipped > 0 {
        say!("{} faulty rows left out", labelled.skipped);
    }
    labelled
}

/// The digest of each file and the number of rows that were used of it, for the model's provenance.
pub(crate) fn digests(files: &[PathBuf], labelled: &Labelled) -> Result<Vec<DataDigest>> {
    let digest = |(at, path): (usize, &PathBuf)| {
        let rows = labelled.rows.iter().filter(|r| r.file as usize == at).count() as u64;
        let sha256 = if path == Path::new("-") {
            sha256([standard_input()?])
        } else {
            let bytes = std::fs::read(path).map_err(|e| Error::io("read", path.display().to_string(), e))?;
            sha256([bytes.as_slice()])
        };
        Ok(DataDigest { sha256, rows })
    };
    files.iter().enumerate().map(digest).collect()
}

/// Standard input, read once and kept: its digest is stored in the model too.
fn standard_input() -> Result<&'static [u8]> {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(bytes) = BYTES.get() {
        return Ok(bytes);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Error::io("read", "standard input", e))?;
    Ok(BYTES.get_or_init(|| bytes))
}
