//! The steps of long work, on a terminal: `fold 2 of 5, trial 3 of 7`, and the time since the beginning.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use stance::progress::Progress;

/// A line on standard error that shows the step at which the work is; it is gone when this is dropped.
pub(crate) struct Steps(Option<ProgressBar>);

impl Steps {
    /// Shown if standard error is a terminal.
    pub(crate) fn new() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// Where the library reports the steps.
    pub(crate) fn progress(&self) -> Progress {
        match self.0.clone() {
            None => Progress::default(),
            Some(bar) => Progress::new(move |step| bar.set_message(step.to_owned())),
        }
    }
}

impl Drop for Steps {
    /// Removes the line, also before an error is printed.
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
