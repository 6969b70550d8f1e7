//! The formats of tables.

use std::path::Path;

use super::packing::unpacked_name;

/// The format of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, quoted with `"`, which is doubled inside quotes. The first record is the header.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// Values separated by another ASCII character, quoted as in CSV.
    Separated(u8),
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// The format of a path by its extension, in any letter case: `.csv`, `.tsv` or `.tab`, `.jsonl`, `.ndjson` or `.json`;
    /// `None` for others. A final `.gz` or `.zst` is ignored.
    pub fn of_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = unpacked_name(path.as_ref()).extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" | "json" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The byte between fields; `None` for JSONL.
    pub(super) fn delimiter(self) -> Option<u8> {
        match self {
            Format::Csv => Some(b','),
            Format::Tsv => Some(b'\t'),
            Format::Separated(byte) => Some(byte),
            Format::Jsonl => None,
        }
    }
}
