//! Numbers of the stems that are part of word pairs and triples.

/// A stem that is part of a word pair or triple, by its number among those.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(transparent)]
pub(super) struct PairStem(pub(super) u32);

impl PairStem {
    /// A stem in no pair or triple. The only one with the highest bit set.
    pub(super) const NONE: Self = Self(u32::MAX);
}
