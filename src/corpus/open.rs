//! Files opened for reading, unpacked by their extension.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::read::BUFFER;
use crate::{Error, Result};

/// What a path is called without the extension of its packing: `rows.csv` for `rows.csv.gz` and `rows.csv.zst`.
pub fn unpacked_name(path: &Path) -> &Path {
    let named = path.to_str().unwrap_or("");
    match packing(path) {
        Packing::None => path,
        // Both the stem and the folder before it stay.
        Packing::Gzip | Packing::Zstd => Path::new(named.rsplit_once('.').map_or(named, |(stem, _)| stem)),
    }
}

/// Opens a file, or standard input for `-`; `.gz` and `.zst` are unpacked. Counts the bytes read from the file, as they
/// are packed, in `count`.
///
/// # Errors
/// [`Error::Io`] if it cannot be opened. What is not packed as its extension says fails when it is read.
pub fn open(path: &Path, count: &Arc<AtomicU64>) -> Result<Box<dyn Read + Send>> {
    let name = path.display().to_string();
    let counted = |inner| Counted { inner, count: Arc::clone(count) };
    if path == Path::new("-") {
        return Ok(Box::new(counted(Box::new(io::stdin()) as Box<dyn Read + Send>)));
    }
    let file = File::open(path).map_err(|e| Error::io("open", &name, e))?;
    let file = counted(Box::new(file) as Box<dyn Read + Send>);
    Ok(match packing(path) {
        Packing::None => Box::new(file),
        // Files may be several packed ones in a row, as tools that pack in parallel write them.
        Packing::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, file))),
        Packing::Zstd => {
            Box::new(zstd::stream::read::Decoder::new(file).map_err(|e| Error::io("read", name.as_str(), e))?)
        }
    })
}

enum Packing {
    None,
    Gzip,
    Zstd,
}

fn packing(path: &Path) -> Packing {
    match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("gz") => Packing::Gzip,
        Some("zst") => Packing::Zstd,
        _ => Packing::None,
    }
}

/// A reader that counts what it reads.
struct Counted {
    inner: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

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
            ("a.csv.ZST", zstd::stream::encode_all(text.as_slice(), 1).unwrap()),
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
