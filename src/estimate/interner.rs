//! Names ↔ numbers.

use std::collections::HashMap;

/// Numbers names by first appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    pub(super) names: Vec<String>,
    ids: HashMap<String, u32, foldhash::fast::FixedState>,
    /// The number that was asked for last: names often repeat.
    last: u32,
}

impl Interner {
    /// One that knows these names.
    pub(super) fn of(names: Vec<String>) -> Self {
        let ids = names.iter().cloned().zip(0..).collect();
        Self { names, ids, last: 0 }
    }

    /// The number of a name.
    pub(super) fn id(&mut self, name: &str) -> u32 {
        if self.names.get(self.last as usize).is_some_and(|last| last == name) {
            return self.last;
        }
        if let Some(id) = self.ids.get(name) {
            self.last = *id;
            return *id;
        }
        let id = self.names.len() as u32;
        self.last = id;
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        id
    }
}
