//! The progress of a long run, on a terminal: bytes read, rate, time left.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::input::Files;

/// Progress through files by the bytes read of them, as they lie on disk.
pub(crate) struct Progress {
    read: Arc<AtomicU64>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Shown on standard error if that is a terminal and standard output is not; there the results themselves show it.
    pub(crate) fn new(files: Option<&Files>) -> Self {
        let read = files.map(Files::read).unwrap_or_default();
        let Some(files) = files.filter(|_| std::io::stderr().is_terminal() && !std::io::stdout().is_terminal()) else {
            return Self { read, bar: None };
        };
        // Unknown, and with it the time left, if one input is a pipe.
        let length = |path: &PathBuf| std::fs::metadata(path).ok().filter(|m| m.is_file()).map(|m| m.len());
        let total: Option<u64> = files.paths().iter().map(length).sum();
        let (bar, layout) = match total {
            Some(total) => (ProgressBar::new(total), "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {bytes} {bytes_per_sec}, {elapsed}"),
        };
        if let Ok(style) = ProgressStyle::with_template(layout) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { read, bar: Some(bar) }
    }

    /// Updates the bar.
    pub(crate) fn show(&self) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.read.load(Ordering::Relaxed));
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
