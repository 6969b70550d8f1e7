//! Which encoding a file looks like that turned out not to be UTF-8.

use super::files::is_on_disk;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use stance::Error;
use stance::corpus::{looks_like as bytes_look_like, open};

/// Bytes before and after the first that is not UTF-8.
const AROUND: u64 = 1 << 16;

/// The name of the encoding, as `--encoding` takes it; `None` if the file cannot be read again, or is UTF-8 but for
/// some bytes.
pub(crate) fn looks_like(error: &Error) -> Option<String> {
    let Error::Data { place, .. } = error else { return None };
    let path = Path::new(&place.file);
    if !is_on_disk(path) {
        return None;
    }
    let mut input = open(path, &Arc::default()).ok()?;
    let before = place.byte?.saturating_sub(AROUND);
    std::io::copy(&mut input.by_ref().take(before), &mut std::io::sink()).ok()?;
    let mut sample = Vec::new();
    input.take(2 * AROUND).read_to_end(&mut sample).ok()?;
    bytes_look_like(&sample)
}
