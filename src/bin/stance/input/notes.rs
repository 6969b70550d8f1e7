//! Notes on how files were read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files with notes that are printed without --verbose.
const SHOWN: usize = 5;

/// Prints notes on files; of many files only the first.
#[derive(Clone, Default)]
pub(super) struct Notes {
    files: Arc<AtomicUsize>,
}

impl Notes {
    /// Prints the notes on a file.
    pub(super) fn say(&self, file: &str, notes: impl IntoIterator<Item = String>) {
        let notes: Vec<String> = notes.into_iter().collect();
        if notes.is_empty() {
            return;
        }
        match self.files.fetch_add(1, Ordering::Relaxed) {
            before if before < SHOWN || crate::verbosity::detailed() => say!("{file}: {}", notes.join("; ")),
            SHOWN => say!("… and so on for more files; --verbose lists all"),
            _ => {}
        }
    }
}
