//! Names ↔ numbers.

use std::collections::HashMap;

/// Numbers names by first appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    pub(super) names: Vec<String>,
    ids: HashMap<String, u32, foldhash::fast::FixedState>,
}

impl Interner {
    /// One that knows these names.
    pub(super) fn of(names: Vec<String>) -> Self {
        let ids = names.iter().cloned().zip(0..).collect();
        Self { names, ids }
    }

    /// The number of a name.
    pub(super) fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        id
    }
}
