//! Targets: what a stance is about, where a model knows more than one.

/// A target of a model, from [`Classifier::target`](super::Classifier::target) or
/// [`Classifier::default_target`](super::Classifier::default_target); only valid for that classifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(usize);

impl Target {
    /// The target at this position among those of a model; 0 for a model without targets.
    pub(super) fn new(position: usize) -> Self {
        Self(position)
    }

    /// Its position.
    #[inline(always)]
    pub(super) fn index(self) -> usize {
        self.0
    }
}
