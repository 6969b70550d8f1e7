//! How much is said on standard error beside errors.

use std::sync::atomic::{AtomicI8, Ordering};

/// 0: notes; above: details too; below: nothing.
static LEVEL: AtomicI8 = AtomicI8::new(0);

/// Sets it from the flags, before anything is said.
pub(crate) fn set(quiet: bool, verbose: bool) {
    LEVEL.store(i8::from(verbose) - i8::from(quiet), Ordering::Relaxed);
}

/// Whether notes and progress are shown.
pub(crate) fn shown() -> bool {
    LEVEL.load(Ordering::Relaxed) >= 0
}

/// Whether details are shown.
pub(crate) fn detailed() -> bool {
    LEVEL.load(Ordering::Relaxed) > 0
}
