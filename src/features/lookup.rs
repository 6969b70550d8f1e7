//! Stems, word pairs and triples, character n-grams → term ids.

use std::collections::HashMap;

use foldhash::fast::RandomState;

pub(super) type Map<K, V> = HashMap<K, V, RandomState>;

/// No id: the stem or term is not known.
pub(crate) const NONE: u32 = u32::MAX;

/// Gives ids to stems and terms. Ids of unknown ones are [`None`].
pub trait Lookup {
    /// The id of a stem.
    fn stem(&mut self, stem: &str) -> Option<u32>;
    /// The term id of a stem on its own.
    fn single(&mut self, stem: u32) -> Option<u32>;
    /// The term id of two stems in a row.
    fn pair(&mut self, stems: [u32; 2]) -> Option<u32>;
    /// Calls `each` with what stands beside each pair that is known and with its term id, in order. Tables larger than
    /// the processor's caches have a way of their own, which does not wait for one pair before it asks for the next.
    fn pairs<T>(&mut self, pairs: &[([u32; 2], T)], mut each: impl FnMut(&T, u32)) {
        for (pair, beside) in pairs {
            if let Some(id) = self.pair(*pair) {
                each(beside, id);
            }
        }
    }
    /// The term id of three stems in a row.
    fn triple(&mut self, stems: [u32; 3]) -> Option<u32>;
    /// The term id of a character n-gram, by its whole key.
    fn chars(&mut self, key: &str) -> Option<u32>;
    /// Longest word n-gram for which any term can be found.
    fn longest(&self) -> u8;
}
