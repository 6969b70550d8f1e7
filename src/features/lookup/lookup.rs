//! What every way of looking up features can do.

use crate::features::{FeatureId, StemId};

/// Finds the ids of stems and features; `None` for unknown ones.
pub(crate) trait Lookup {
    /// The id of a stem.
    fn stem(&mut self, stem: &str) -> Option<StemId>;
    /// The feature of a stem on its own.
    fn single(&mut self, stem: StemId) -> Option<FeatureId>;
    /// Whether a stem on its own is a feature; adds none.
    fn has_single(&self, stem: StemId) -> bool;
    /// The feature of two consecutive stems.
    fn pair(&mut self, stems: [StemId; 2]) -> Option<FeatureId>;
    /// Prefetches what [`Self::pair`] will read; only worth it for tables larger than the processor's caches.
    fn prefetch_pair(&self, _stems: [StemId; 2]) {}
    /// The feature of three consecutive stems.
    fn triple(&mut self, stems: [StemId; 3]) -> Option<FeatureId>;
    /// The feature of a character n-gram, by its characters.
    fn chars(&mut self, ngram: &str) -> Option<FeatureId>;
    /// The feature of a character n-gram, of a dictionary key or of a pair of them, by its whole key.
    fn by_key(&mut self, key: &str) -> Option<FeatureId>;
    /// Longest word n-gram that may be found.
    fn longest_ngram(&self) -> u8;
}
