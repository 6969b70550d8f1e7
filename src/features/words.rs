//! Words as they are written → the numbers of their forms, each learnt when it is first met.

use super::lookup::Map;
use super::surfaces::Surfaces;
use crate::text::{Analyzer, Form, Forms, TokenKind};

/// From here on a surface stands for no form or several: the number of the list that holds them is above.
pub(crate) const LIST: u32 = 1 << 31;

/// The words met so far.
#[derive(Default)]
pub(crate) struct Words {
    /// The number of the form of a surface, or its list.
    surfaces: Surfaces,
    /// How many forms a surface has, then their numbers.
    lists: Vec<u32>,
    /// The number of each form: surfaces that differ in capitals alone share theirs.
    numbers: Map<Form, u32>,
    made: Forms,
}

impl Words {
    /// How much is remembered.
    pub(crate) fn len(&self) -> usize {
        self.surfaces.len() + self.lists.len()
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.surfaces.clear();
        self.lists.clear();
        self.numbers.clear();
    }

    /// The surfaces, of which each stands for the number of its form, or for [`LIST`] and more.
    #[inline(always)]
    pub(crate) fn surfaces(&self) -> &Surfaces {
        &self.surfaces
    }

    /// The forms of a list.
    pub(crate) fn list(&self, value: u32) -> &[u32] {
        let at = (value & !LIST) as usize;
        let count = self.lists.get(at).map_or(0, |count| *count as usize);
        self.lists.get(at + 1..at + 1 + count).unwrap_or(&[])
    }

    /// What a surface stands for, by its kind, its text and its key. If it is new, `learn` is called with each of its forms
    /// that is new too and gives it a number, which is below [`LIST`].
    #[inline(never)]
    pub(crate) fn meet(
        &mut self,
        analyzer: &Analyzer,
        (kind, surface, key): (TokenKind, &str, u128),
        mut learn: impl FnMut(&Form) -> u32,
    ) -> u32 {
        if let Some(value) = self.surfaces.find(kind, surface, key) {
            return value;
        }
        let mut made = std::mem::take(&mut self.made);
        made.clear();
        analyzer.forms(kind, surface, &mut made);
        let list = self.lists.len() as u32;
        let mut value = LIST | list;
        let one = made.len() == 1;
        if !one {
            self.lists.push(made.len() as u32);
        }
        for form in made.drain(..) {
            let number = match self.numbers.get(&form) {
                Some(number) => *number,
                None => {
                    let number = learn(&form);
                    self.numbers.insert(form, number);
                    number
                }
            };
            match one {
                true => value = number,
                false => self.lists.push(number),
            }
        }
        self.made = made;
        self.surfaces.add(kind, surface, key, value);
        value
    }
}
