//! The ids of normal tokens, in little memory.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::FormId;
use crate::text::NormalToken;

/// A map from normal tokens to ids. The words of all tokens are in one buffer, since most are shorter than a string's
/// own bookkeeping.
#[derive(Debug, Default)]
pub(super) struct FormIds {
    /// Numbers of places.
    table: HashTable<u32>,
    hasher: RandomState,
    places: Vec<Place>,
    /// Stem and word of every token, one token after another.
    letters: String,
}

/// Where a token is in `letters`; it begins where the token before it ends.
#[derive(Clone, Copy, Debug)]
struct Place {
    stem_end: usize,
    word_end: usize,
    id: FormId,
    in_sequence: bool,
    negator: bool,
}

impl FormIds {
    /// The id of a token, if it has one.
    pub(super) fn get(&self, token: &NormalToken) -> Option<FormId> {
        let hash = self.hash(&token.stem, &token.word, token.in_sequence, token.negator);
        let found = self.table.find(hash, |number| {
            let Some((stem, word, place)) = self.stored(*number) else { return false };
            stem == token.stem
                && word == token.word
                && place.in_sequence == token.in_sequence
                && place.negator == token.negator
        });
        found.and_then(|number| self.places.get(*number as usize)).map(|place| place.id)
    }

    /// Gives an id to a token that has none.
    pub(super) fn insert(&mut self, token: &NormalToken, id: FormId) {
        debug_assert!(self.get(token).is_none());
        self.letters.push_str(&token.stem);
        let stem_end = self.letters.len();
        self.letters.push_str(&token.word);
        let number = self.places.len() as u32;
        self.places.push(Place {
            stem_end,
            word_end: self.letters.len(),
            id,
            in_sequence: token.in_sequence,
            negator: token.negator,
        });
        let hash = self.hash(&token.stem, &token.word, token.in_sequence, token.negator);
        // The table is taken out, so that its entries can be hashed again when it grows.
        let mut table = std::mem::take(&mut self.table);
        table.insert_unique(hash, number, |number| {
            self.stored(*number)
                .map_or(0, |(stem, word, place)| self.hash(stem, word, place.in_sequence, place.negator))
        });
        self.table = table;
    }

    /// Bytes of memory, about.
    pub(super) fn bytes(&self) -> usize {
        // A number and a byte of control per bucket.
        5 * self.table.capacity() + size_of::<Place>() * self.places.len() + self.letters.len()
    }

    /// Stem and word of a token, and its place.
    fn stored(&self, number: u32) -> Option<(&str, &str, Place)> {
        let place = *self.places.get(number as usize)?;
        let before = (number as usize).checked_sub(1).and_then(|before| self.places.get(before));
        let stem = self.letters.get(before.map_or(0, |before| before.word_end)..place.stem_end)?;
        Some((stem, self.letters.get(place.stem_end..place.word_end)?, place))
    }

    fn hash(&self, stem: &str, word: &str, in_sequence: bool, negator: bool) -> u64 {
        self.hasher.hash_one((stem, word, in_sequence, negator))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_token_has_its_own_id(
            tokens in proptest::collection::vec(("[abé]{0,3}", "[abé]{0,3}", any::<[bool; 2]>()), 0..200)
        ) {
            let (mut ids, mut expected) = (FormIds::default(), HashMap::new());
            for ((stem, word, [in_sequence, negator]), number) in tokens.into_iter().zip(0..) {
                let token = NormalToken { stem, word, in_sequence, negator };
                prop_assert_eq!(ids.get(&token), expected.get(&token).copied());
                expected.entry(token).or_insert_with_key(|token| {
                    ids.insert(token, FormId::new(number));
                    FormId::new(number)
                });
            }
            prop_assert!(expected.iter().all(|(token, id)| ids.get(token) == Some(*id)));
        }
    }
}
