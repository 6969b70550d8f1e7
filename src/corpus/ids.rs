//! Numbers names in the order of first appearance.

use std::collections::HashMap;

/// Names and their ids in the order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Ids {
    names: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Ids {
    pub(super) fn of(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = self.add(name);
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// A new id, even if the name has one.
    pub(super) fn add(&mut self, name: &str) -> u32 {
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        id
    }

    /// Number of names.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Forgets all but the first `len` names.
    pub(super) fn truncate(&mut self, len: usize) {
        for name in self.names.drain(len.min(self.names.len())..) {
            if self.ids.get(&name).is_some_and(|id| *id as usize >= len) {
                self.ids.remove(&name);
            }
        }
    }

    /// The names sorted by bytes, and the position of each id in them.
    pub(super) fn sorted(&self) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|a, b| self.names.get(*a).cmp(&self.names.get(*b)));
        let mut positions = vec![0; order.len()];
        for (position, id) in order.iter().enumerate() {
            if let Some(place) = positions.get_mut(*id) {
                *place = position as u32;
            }
        }
        let names = order.iter().filter_map(|id| self.names.get(*id).cloned());
        (names.collect(), positions)
    }

    /// The names by id.
    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }
}
