//! Reads the file of `--errors`, an evaluation of the model.

use std::path::Path;

use stance::Result;
use stance::corpus::{RECORD_BYTES, open, read_whole};
use stance::estimate::Elsewhere;
use stance::model::{InputFile, sha256};

/// The errors of a head.
///
/// # Errors
/// [`stance::Error::Io`]; otherwise as [`Elsewhere::of_evaluation`].
pub(crate) fn read_errors(path: &Path, head: &str) -> Result<(Elsewhere, InputFile)> {
    let file = path.display().to_string();
    let bytes = read_whole(&mut open(path, &Default::default())?, &file, RECORD_BYTES)?;
    let elsewhere = Elsewhere::of_evaluation(&bytes, &file, head)?;
    Ok((elsewhere, InputFile { file, sha256: sha256([bytes.as_slice()]) }))
}
