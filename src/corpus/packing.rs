//! Compression of a file, by its extension.

use std::path::Path;

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
pub fn unpacked_name(path: &Path) -> &Path {
    let named = path.to_str().unwrap_or("");
    match Packing::of_path(path) {
        Packing::None => path,
        // The folders stay, unlike with `Path::file_stem`.
        Packing::Gzip | Packing::Zstd => Path::new(named.rsplit_once('.').map_or(named, |(stem, _)| stem)),
    }
}
