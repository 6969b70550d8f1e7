//! How far a long run is, on a terminal: bytes read, rate, time left.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Progress through files by the bytes read of them, as they lie on disk.
pub(super) struct Progress {
    read: Arc<AtomicU64>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Shown on standard error if that is a terminal and results do not go to one, where the rows show how far it is.
    pub(super) fn new(files: &[PathBuf]) -> Self {
        let read = Arc::default();
        if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
            return Self { read, bar: None };
        }
        // Unknown, and so no time left to tell, as soon as one input is a pipe.
        let length = |path: &PathBuf| std::fs::metadata(path).ok().filter(|m| m.is_file()).map(|m| m.len());
        let total: Option<u64> = files.iter().map(length).sum();
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

    /// Counts the bytes read.
    pub(super) fn read(&self) -> &Arc<AtomicU64> {
        &self.read
    }

    /// Brings the bar up to date.
    pub(super) fn show(&self) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.read.load(Ordering::Relaxed));
        }
    }
}

impl Drop for Progress {
    /// Takes the bar away, also before an error is told.
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
