//! Reports of how far long work has come, for those who wait for it.

use std::fmt;
use std::sync::Arc;

/// Where long work reports its steps. By default nowhere.
///
/// Reports change no result: options that differ in nothing else are equal.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use stance::progress::Progress;
///
/// let said = Arc::new(Mutex::new(Vec::new()));
/// let kept = said.clone();
/// let progress = Progress::new(move |step| kept.lock().unwrap().push(step.to_owned()));
/// progress.within("fold", 2, 5).step("trial", 3, 7);
/// assert_eq!(*said.lock().unwrap(), ["fold 2 of 5", "fold 2 of 5, trial 3 of 7"]);
/// ```
#[derive(Clone, Default)]
pub struct Progress {
    /// The steps that the work is part of, each followed by a comma and a space.
    within: String,
    report: Option<Arc<Report>>,
}

/// What is called with each step.
type Report = dyn Fn(&str) + Send + Sync;

impl Progress {
    /// Calls `report` with each step, such as `trial 3 of 7`, when it begins.
    pub fn new(report: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { within: String::new(), report: Some(Arc::new(report)) }
    }

    /// Reports that step `number` (from 1) of `of` steps begins.
    pub fn step(&self, what: &str, number: usize, of: usize) {
        if let Some(report) = &self.report {
            report(&format!("{}{what} {number} of {of}", self.within));
        }
    }

    /// Reports that a step begins, and returns where its own steps are reported.
    #[must_use]
    pub fn within(&self, what: &str, number: usize, of: usize) -> Self {
        self.step(what, number, of);
        Self { within: format!("{}{what} {number} of {of}, ", self.within), report: self.report.clone() }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.report.is_some() { "Progress(reported)" } else { "Progress(silent)" })
    }
}

impl PartialEq for Progress {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
