//! The progress of a long run, on a terminal: bytes and files read, rate, time left.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::input::Files;
use crate::verbosity::shown;

/// Progress through files by the bytes read of them, as they lie on disk.
pub(crate) struct Progress {
    bytes: Arc<AtomicU64>,
    opened: Arc<AtomicUsize>,
    /// Number of files, where there are several.
    files: Option<usize>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Shown on standard error if that is a terminal and standard output is not; there the results themselves show it.
    pub(crate) fn new(files: Option<&Files>) -> Self {
        let bytes = files.map(Files::bytes).unwrap_or_default();
        let opened = files.map(Files::opened).unwrap_or_default();
        let shown = shown() && std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        let Some(files) = files.filter(|_| shown) else {
            return Self { bytes, opened, files: None, bar: None };
        };
        // Unknown, and with it the time left, if one input is a pipe.
        let length = |path: &PathBuf| std::fs::metadata(path).ok().filter(|m| m.is_file()).map(|m| m.len());
        let total: Option<u64> = files.paths().iter().map(length).sum();
        let (bar, layout) = match total {
            Some(total) => (ProgressBar::new(total), "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left{msg}"),
            None => (ProgressBar::new_spinner(), "{spinner} {bytes} {bytes_per_sec}, {elapsed}{msg}"),
        };
        if let Ok(style) = ProgressStyle::with_template(layout) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let files = files.several().then(|| files.paths().len());
        Self { bytes, opened, files, bar: Some(bar) }
    }

    /// Updates the bar.
    pub(crate) fn show(&self) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.bytes.load(Ordering::Relaxed));
            if let Some(files) = self.files {
                bar.set_message(format!(", file {} of {files}", self.opened.load(Ordering::Relaxed)));
            }
        }
    }
}

impl Drop for Progress {
    /// Removes the bar, also before an error is printed.
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
