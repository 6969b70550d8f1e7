//! Labelled rows: files, and standard input as `-`.

use stance::error::counted;
use std::path::{Path, PathBuf};

use stance::Result;
use stance::corpus::{Format, Labelled, LabelledBuilder, Purpose, is_spreadsheet, open_seen};
use stance::model::{DataDigest, SharedHasher};

use super::files::{expand_all, open_table};
use super::notes::Notes;
use super::same_file::distinct;
use crate::bad_files::BadFiles;
use crate::flags::ColumnArgs;

/// Reads labelled rows of all files, and prints which optional columns are used. Standard input holds CSV or JSON.
///
/// # Errors
/// The fault of a file, the last of them where several have one, unless faulty files are to be left out.
pub(crate) fn read(files: &[PathBuf], columns: &ColumnArgs, purpose: Purpose) -> Result<Labelled> {
    Ok(read_hashed(files, columns, purpose)?.0)
}

/// Reads labelled files, with the digest of each that was used and the number of its rows, for the model's provenance. The
/// digest is of the bytes that the rows were read from: a file is read once, so that it may be a pipe.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_hashed(
    given: &[PathBuf],
    columns: &ColumnArgs,
    purpose: Purpose,
) -> Result<(Labelled, Vec<DataDigest>)> {
    let (files, expanded) = expand_all(given, |path| Format::of_path(path).is_some() || is_spreadsheet(path))?;
    let files = distinct(&files);
    let mut builder = LabelledBuilder::new(columns.options(purpose));
    let all = files.len();
    let mut bad = BadFiles::new(columns.skip_bad_files);
    let notes = Notes::default();
    let mut last = None;
    let mut digests = Vec::with_capacity(all);
    for path in files {
        match add(&mut builder, path, columns, &notes) {
            Ok(digest) => digests.push(DataDigest { sha256: digest, rows: 0 }),
            Err(error) => {
                if let Some(before) = last.replace(error) {
                    bad.add(&before, false);
                }
            }
        }
    }
    if let Some(error) = last {
        let skipped = columns.skip_bad_files && !digests.is_empty() && BadFiles::is_about_file(&error);
        if !skipped {
            bad.complain();
            return Err(error);
        }
        bad.add(&error, false);
        bad.outcome(all);
    }
    if expanded {
        detail!("{} read", counted(all, "file"));
    }
    let labelled = announce(builder.finish()?);
    digests.iter_mut().zip(labelled.rows_of_files()).for_each(|(digest, rows)| digest.rows = rows);
    Ok((labelled, digests))
}

/// Adds the rows of a file, and returns the digest of its bytes.
fn add(builder: &mut LabelledBuilder, path: &Path, columns: &ColumnArgs, notes: &Notes) -> Result<String> {
    let hasher = SharedHasher::default();
    let seen = hasher.clone();
    let input = open_seen(path, move |bytes| seen.add(bytes))?;
    let (name, faults) = (path.display().to_string(), columns.faults());
    let mut table = open_table(input, path, Format::of_path(path), &columns.reading.options(&columns.limit))?;
    notes.say(&name, table.notes.drain(..));
    builder.default_labels(&table.labels);
    builder.add(table.rows(&name, faults)?, faults)?;
    Ok(hasher.finish())
}

/// Prints what is worth knowing about the rows.
fn announce(labelled: Labelled) -> Labelled {
    for line in &labelled.announced {
        say!("{line}; --ignore-column {} turns it off", line.column);
    }
    for remark in &labelled.remarks {
        say!("{remark}");
    }
    if labelled.skipped > 0 {
        say!("{} left out", counted(labelled.skipped, "faulty row"));
    }
    labelled
}
