//! Opens files for reading and decompresses them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::packing::Packing;
use super::step::too_long;
use crate::error::Place;
use crate::{Error, Result};

/// Opens a file, or standard input for `-`. Files that end in `.gz` or `.zst` are decompressed, which needs the feature
/// `compression`. Adds the number of bytes read from the file, before decompression, to `count`.
///
/// # Errors
/// [`Error::Io`] if the file cannot be opened, or is compressed and this build cannot decompress. A file whose contents
/// do not fit its extension fails when it is read.
pub fn open(path: &Path, count: &Arc<AtomicU64>) -> Result<Box<dyn Read + Send>> {
    let count = Arc::clone(count);
    open_seen(path, move |bytes| {
        count.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    })
}

/// Opens a file as [`open`] does, and calls `seen` with all bytes read from it, before decompression, in order.
///
/// # Errors
/// As [`open`].
pub fn open_seen(path: &Path, seen: impl FnMut(&[u8]) + Send + 'static) -> Result<Box<dyn Read + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(Seen { inner: io::stdin(), seen }));
    }
    let fail = |e| Error::io("open", path.display().to_string(), e);
    let file = Seen { inner: File::open(path).map_err(fail)?, seen };
    match Packing::of_path(path) {
        Packing::None => Ok(Box::new(file)),
        packing => decompress(packing, file).map_err(fail),
    }
}

/// Reads the whole of an input of at most `limit` bytes; `file` is its name in errors.
///
/// # Errors
/// [`Error::Io`] when reading fails, [`Error::Data`] for a longer input.
pub fn read_whole(input: &mut impl Read, file: &str, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = (limit as u64).saturating_add(1);
    input.take(most).read_to_end(&mut bytes).map_err(|e| Error::io("read", file, e))?;
    if bytes.len() > limit { Err(too_long(Place::file(file), limit, "")) } else { Ok(bytes) }
}

#[cfg(feature = "compression")]
fn decompress(packing: Packing, file: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    match packing {
        Packing::None => Ok(Box::new(file)),
        // Tools that compress in parallel write several streams in a row; both decoders read them all.
        Packing::Gzip => {
            let file = io::BufReader::with_capacity(super::step::BUFFER, file);
            Ok(Box::new(flate2::bufread::MultiGzDecoder::new(file)))
        }
        Packing::Zstd => {
            let file = io::BufReader::with_capacity(super::step::BUFFER, file);
            Ok(Box::new(super::zstd_reader::ZstdReader::new(file)))
        }
    }
}

#[cfg(not(feature = "compression"))]
fn decompress(_: Packing, _: impl Read) -> io::Result<Box<dyn Read + Send>> {
    let problem = "this build does not decompress; decompress the file, or build with the feature `compression`";
    Err(io::Error::new(io::ErrorKind::Unsupported, problem))
}

/// A reader that shows the bytes it reads.
struct Seen<R, F> {
    inner: R,
    seen: F,
}

impl<R: Read, F: FnMut(&[u8])> Read for Seen<R, F> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        (self.seen)(buf.get(..n).unwrap_or_default());
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use ruzstd::encoding::CompressionLevel;

    use super::*;
    use crate::corpus::Format;

    fn contents(path: &Path, count: &Arc<AtomicU64>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        open(path, count).unwrap().read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn packed_files_read_as_what_was_packed_and_count_as_they_lie() {
        let folder = tempfile::tempdir().unwrap();
        let text = "text\nkeep the ban\n".repeat(1000).into_bytes();
        let gzip = |bytes: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all(bytes).unwrap();
            packer.finish().unwrap()
        };
        let (first, second) = text.split_at(777);
        let two = [gzip(first), gzip(second)].concat();
        for (name, bytes) in [
            ("a.csv", text.clone()),
            ("a.csv.gz", two),
            ("a.csv.ZST", ruzstd::encoding::compress_to_vec(text.as_slice(), CompressionLevel::Fastest)),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, &bytes).unwrap();
            let count = Arc::new(AtomicU64::new(0));
            assert_eq!(contents(&path, &count).unwrap(), text, "{name}");
            assert_eq!(count.load(Ordering::Relaxed), bytes.len() as u64, "{name}");
            assert_eq!(Format::of_path(&path), Some(Format::Csv), "{name}");
        }
    }

    #[test]
    fn what_is_not_packed_as_its_name_says_fails_when_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.csv.gz", "a.csv.zst"] {
            let path = folder.path().join(name);
            std::fs::write(&path, "text\nno packing here\n").unwrap();
            assert!(contents(&path, &Arc::default()).is_err(), "{name}");
        }
    }
}
