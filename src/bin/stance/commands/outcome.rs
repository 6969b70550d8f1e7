//! How commands end.

/// How a command ended that did not fail; its value is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did its work.
    Done = 0,
    /// It used the files that could be used; another could not be opened or read.
    CannotOpen = 1,
    /// It used the files that could be used; the contents of another are not usable.
    BadData = 3,
    /// It did its work, and what it found does not pass the gates that were set.
    GateFailed = 5,
}
