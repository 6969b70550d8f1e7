//! A file per verb: from its flags to its output.

mod audit;
mod classify;
mod evaluate;
mod extract;
mod inspect;
mod learning_curve;
mod manual;
mod train;

pub(crate) use audit::run as audit;
pub(crate) use classify::run as classify;
pub(crate) use evaluate::run as evaluate;
pub(crate) use extract::run as extract;
pub(crate) use inspect::run as inspect;
pub(crate) use learning_curve::run as learning_curve;
pub(crate) use manual::{completions, page as manual};
pub(crate) use train::run as train;

/// How a command ended that did not fail; its value is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did its work.
    Done = 0,
    /// It did its work, and what it found does not pass the gates that were set.
    GateFailed = 5,
}
