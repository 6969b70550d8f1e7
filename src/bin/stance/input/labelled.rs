//! Labelled rows: files, and standard input as `-`.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use stance::corpus::{Format, Labelled, LabelledBuilder, Purpose, RowReader, open};
use stance::model::{DataDigest, sha256};
use stance::{Error, Result};

use crate::flags::ColumnArgs;

/// Reads labelled rows of all files, and prints which optional columns are used. Standard input holds CSV.
pub(crate) fn read(files: &[PathBuf], columns: &ColumnArgs, purpose: Purpose) -> Result<Labelled> {
    let faults = columns.faults();
    let mut builder = LabelledBuilder::new(columns.options(purpose));
    for path in files {
        let name = path.display().to_string();
        let input: Box<dyn Read> = if path == Path::new("-") {
            Box::new(Cursor::new(standard_input()?))
        } else {
            open(path, &Arc::default())?
        };
        let format = Format::of_path(path).unwrap_or(Format::Csv);
        builder.add(RowReader::new(input, format, &name, faults)?, faults)?;
    }
    let labelled = builder.finish()?;
    for line in &labelled.announced {
        say!("{line}; --ignore-column {} turns it off", line.column);
    }
    if labelled.skipped > 0 {
        say!("{} faulty rows left out", labelled.skipped);
    }
    Ok(labelled)
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
