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
    /// Half of each token's hash, and the number of its place.
    table: HashTable<(u32, u32)>,
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
    /// The id of a token; `insert` gives one to a token that has none.
    pub(super) fn find_or_insert(&mut self, token: &NormalToken, insert: impl FnOnce() -> FormId) -> FormId {
        let hash = self.hasher.hash_one((&token.stem, &token.word, token.in_sequence, token.negator));
        let tag = (hash >> 32) as u32;
        let found = self.table.find(spread(tag), |(own, number)| *own == tag && self.is(token, *number));
        if let Some(place) = found.and_then(|(_, number)| self.places.get(*number as usize)) {
            return place.id;
        }
        let id = insert();
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
        self.table.insert_unique(spread(tag), (tag, number), |(tag, _)| spread(*tag));
        id
    }

    /// Whether a token is the one with this number.
    fn is(&self, token: &NormalToken, number: u32) -> bool {
        let Some((stem, word, place)) = self.stored(number) else { return false };
        stem == token.stem
            && word == token.word
            && place.in_sequence == token.in_sequence
            && place.negator == token.negator
    }

    /// Bytes of memory, about.
    pub(super) fn bytes(&self) -> usize {
        // Two numbers and a byte of control per bucket.
        9 * self.table.capacity() + size_of::<Place>() * self.places.len() + self.letters.len()
    }

    /// Stem and word of a token, and its place.
    fn stored(&self, number: u32) -> Option<(&str, &str, Place)> {
        let place = *self.places.get(number as usize)?;
        let before = (number as usize).checked_sub(1).and_then(|before| self.places.get(before));
        let stem = self.letters.get(before.map_or(0, |before| before.word_end)..place.stem_end)?;
        Some((stem, self.letters.get(place.stem_end..place.word_end)?, place))
    }
}

/// A hash made of half of one, so that entries need not be hashed again when the table grows.
fn spread(tag: u32) -> u64 {
    u64::from(tag).wrapping_mul(0x9E37_79B9_7F4A_7C15)
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
                let expected = *expected.entry(token.clone()).or_insert(FormId::new(number));
                prop_assert_eq!(ids.find_or_insert(&token, || FormId::new(number)), expected);
            }
        }
    }
}
