//! The tokens of a text, and for each the entry of a surface table that should be its own.

use super::surface_table::{LINK, SurfaceTable, short_key};
use crate::text::{RawToken, Scanner};

/// Tokenises one text after another and takes the first two steps of looking each token up, so that the entries are in
/// the processor's caches when [`SurfaceTable::value`] reads them.
#[derive(Debug, Default)]
pub(crate) struct TokenLookup {
    scanner: Scanner,
    keys: Vec<u128>,
    /// Entry numbers; while they are looked up, slots.
    entries: Vec<u32>,
}

impl TokenLookup {
    /// Finds the tokens of `text` and their entries in `surfaces`.
    #[inline(never)]
    pub(crate) fn scan(&mut self, text: &str, surfaces: &SurfaceTable) {
        self.scanner.scan(text);
        let padded = self.scanner.padded();
        self.keys.clear();
        self.keys.extend(self.scanner.tokens().iter().map(|token| short_key(padded, token.span())));
        for link in self.scanner.links() {
            if let Some(key) = self.keys.get_mut(*link) {
                *key = LINK;
            }
        }
        self.entries.clear();
        self.entries.extend(self.keys.iter().map(|key| surfaces.slot_of(*key)));
        for entry in &mut self.entries {
            *entry = surfaces.entry_at(*entry);
        }
    }

    /// The tokens, in order.
    pub(crate) fn tokens(&self) -> &[RawToken] {
        self.scanner.tokens()
    }

    /// The key of each token.
    pub(crate) fn keys(&self) -> &[u128] {
        &self.keys
    }

    /// The entry number of each token.
    pub(crate) fn entries(&self) -> &[u32] {
        &self.entries
    }
}
