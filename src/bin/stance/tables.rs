//! Labelled tables as typed: files, and standard input as `-`.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use stance::corpus::{Faults, Format, Labelled, LabelledBuilder, LabelledOptions, RowReader, open};
use stance::{Error, Result};

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

/// Reads labelled rows of all files; standard input holds CSV.
pub(crate) fn read(files: &[PathBuf], faults: Faults, options: &LabelledOptions) -> Result<Labelled> {
    let mut builder = LabelledBuilder::new(options.clone());
    for path in files {
        let name = path.display().to_string();
        let input: Box<dyn Read> = match path == Path::new("-") {
            true => Box::new(Cursor::new(standard_input()?)),
            false => open(path, &Arc::default())?,
        };
        let format = Format::of_path(path).unwrap_or(Format::Csv);
        builder.add(RowReader::new(input, format, &name, faults)?, faults)?;
    }
    builder.finish()
}

/// All bytes of a file, or of standard input.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    match path == Path::new("-") {
        true => standard_input().map(<[u8]>::to_vec),
        false => std::fs::read(path).map_err(|e| Error::io("read", path.display().to_string(), e)),
    }
}
