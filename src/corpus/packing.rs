//! Compression of a file, by its extension.

use std::path::{Path, PathBuf};

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    /// The compression of a path by its extension, in any letter case.
    pub(super) fn of_path(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstd,
            _ => Packing::None,
        }
    }
}

/// A path without the extension of its compression: `rows.csv` for `rows.csv.gz` and `rows.csv.zst`.
pub fn unpacked_name(path: &Path) -> PathBuf {
    match Packing::of_path(path) {
        Packing::None => path.to_path_buf(),
        // The folders stay, unlike with `Path::file_stem`.
        Packing::Gzip | Packing::Zstd => path.with_extension(""),
    }
}
