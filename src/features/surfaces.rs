//! Words as they are written → a number each. Short ones are found as a number themselves.
//!
//! Words stand in the order in which they were first met, frequent ones hence together at the front, and a small table of
//! their numbers is hashed: so that what is looked at again and again fits a processor's caches. A look goes in steps, each of
//! which can be made for many words before the next, so that their trips to memory are made together.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;

use crate::ByteSpan;
use crate::text::TokenKind;

/// Longest token, in bytes, that is looked up as one number.
const SHORT: usize = 16;
/// Places of an empty table.
const PLACES: usize = 1 << 14;

/// A short word, its bytes as a number, and what it stands for.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Entry {
    key: u128,
    value: u32,
}

/// Stands for no word: no token has a byte below 16 in it, let alone sixteen of 255.
const NOBODY: Entry = Entry { key: u128::MAX, value: 0 };

/// Surfaces of tokens and the number that each stands for.
pub(crate) struct Surfaces {
    /// Short words in the order in which they were added, [`NOBODY`] first.
    entries: Vec<Entry>,
    /// Their numbers, each in the first place free from its own on, 0 where there is none; a quarter of all places is taken
    /// at most.
    places: Vec<u32>,
    seed: u64,
    /// Longer tokens.
    others: [HashMap<Box<str>, u32, RandomState>; TokenKind::COUNT],
}

impl Default for Surfaces {
    fn default() -> Self {
        Self {
            entries: vec![NOBODY],
            places: vec![0; PLACES],
            seed: RandomState::default().hash_one(SHORT),
            others: Default::default(),
        }
    }
}

impl Surfaces {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.entries.truncate(1);
        self.places.fill(0);
        self.others.iter_mut().for_each(HashMap::clear);
    }

    /// Number of surfaces.
    pub(crate) fn len(&self) -> usize {
        self.entries.len() - 1 + self.others.iter().map(HashMap::len).sum::<usize>()
    }

    /// The place in which the number of a short word should stand.
    #[inline(always)]
    fn place(&self, key: u128) -> u32 {
        let (low, high) = (key as u64 ^ self.seed, (key >> 64) as u64 ^ 0x9E37_79B9_7F4A_7C15);
        let product = u128::from(low) * u128::from(high);
        ((product >> 64) as u64 ^ product as u64) as u32 & (self.places.len() - 1) as u32
    }

    /// First step: the place in which the number of a short word should stand, which is fetched.
    #[inline(always)]
    pub(crate) fn ask(&self, key: u128) -> u32 {
        let place = self.place(key);
        prefetch_index(&self.places, place as usize);
        place
    }

    /// Second step: the number of a short word, should it stand in its place, else that of another or 0; what it stands for
    /// is fetched.
    #[inline(always)]
    pub(crate) fn number(&self, place: u32) -> u32 {
        let number = self.places.get(place as usize).copied().unwrap_or(0);
        prefetch_index(&self.entries, number as usize);
        number
    }

    /// Last step: what a short word stands for, if it has this number.
    #[inline(always)]
    pub(crate) fn value(&self, number: u32, key: u128) -> Option<u32> {
        self.entries.get(number as usize).filter(|entry| entry.key == key).map(|entry| entry.value)
    }

    /// What a token stands for, wherever it is; `key` is its [`short_key`].
    pub(crate) fn find(&self, kind: TokenKind, surface: &str, key: u128) -> Option<u32> {
        if key == 0 {
            return self.others.get(kind as usize)?.get(surface).copied();
        }
        let mut at = self.place(key) as usize;
        loop {
            let number = *self.places.get(at)?;
            match self.value(number, key) {
                None if number == 0 => return None,
                None => at = (at + 1) & (self.places.len() - 1),
                value => return value,
            }
        }
    }

    /// Adds a token that is not there yet.
    pub(crate) fn add(&mut self, kind: TokenKind, surface: &str, key: u128, value: u32) {
        if key == 0 {
            if let Some(map) = self.others.get_mut(kind as usize) {
                map.insert(surface.into(), value);
            }
            return;
        }
        self.entries.push(Entry { key, value });
        let first = match 4 * self.entries.len() > self.places.len() {
            true => {
                self.places = vec![0; 2 * self.places.len()];
                1
            }
            false => self.entries.len() - 1,
        };
        for number in first..self.entries.len() {
            let key = self.entries.get(number).map_or(0, |entry| entry.key);
            let mut at = self.place(key) as usize;
            while let Some(place) = self.places.get_mut(at) {
                if *place == 0 {
                    *place = number as u32;
                    break;
                }
                at = (at + 1) & (self.places.len() - 1);
            }
        }
    }
}

/// The number of a short token, which tells it from all others; 0 for a longer one. Its first character says its kind, but
/// that links have [`LINK`] for theirs. Behind `text` there must be sixteen bytes more.
#[inline(always)]
pub(crate) fn short_key(text: &[u8], span: ByteSpan) -> u128 {
    let from = span.start.min(text.len().saturating_sub(SHORT));
    let sixteen = text.get(from..).and_then(|rest| rest.first_chunk::<SHORT>());
    let mask = MASKS[(span.end - span.start).min(SHORT + 1)];
    sixteen.map_or(0, |sixteen| u128::from_le_bytes(*sixteen) & mask)
}

/// The number of all links, since what they lead to says nothing: no token has a byte below 16 in it.
pub(crate) const LINK: u128 = 1;

/// All bits of so many bytes; none of too many.
const MASKS: [u128; SHORT + 2] = {
    let mut masks = [0; SHORT + 2];
    let mut length = 1;
    while length <= SHORT {
        masks[length] = (masks[length - 1] << 8) | 0xFF;
        length += 1;
    }
    masks
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::text::{Token, tokens};

    fn key_of(text: &[u8], token: Token) -> u128 {
        if token.kind == TokenKind::Link { LINK } else { short_key(text, token.span) }
    }

    fn padded(text: &str) -> Vec<u8> {
        text.bytes().chain([1; SHORT]).collect()
    }

    #[test]
    fn every_surface_is_found_again_and_no_other() {
        let text: String = (0..3000)
            .map(|n| {
                format!("w{n} longer-than-sixteen{n}letters #t{n} @t{n} #longer_than_sixteen{n} \u{1F600} w{n}x! ")
            })
            .collect();
        let bytes = padded(&text);
        let mut surfaces = Surfaces::default();
        let mut values = BTreeMap::new();
        for (token, number) in tokens(&text).zip(0..) {
            let (surface, key) = (token.span.of(&text), key_of(&bytes, token));
            let value = surfaces.find(token.kind, surface, key);
            assert_eq!(value, values.get(&(token.kind as usize, surface)).copied());
            assert!([None, value].contains(&surfaces.value(surfaces.number(surfaces.place(key)), key)));
            if value.is_none() {
                surfaces.add(token.kind, surface, key, number);
                values.insert((token.kind as usize, surface), number);
            }
        }
        assert!(values.len() > 15000);
        surfaces.clear();
        assert!(tokens(&text).all(|t| { surfaces.find(t.kind, t.span.of(&text), key_of(&bytes, t)).is_none() }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_key_is_that_of_one_token_alone(text in "([a-c!?.#@_\0\u{1}-\u{7}é🙂]|http://|:-\\)|[a-z]{15,17}| ){0,60}") {
            let bytes = padded(&text);
            let mut met = BTreeMap::new();
            for token in tokens(&text).filter(|t| t.kind != TokenKind::Link) {
                let (surface, key) = (token.span.of(&text), key_of(&bytes, token));
                prop_assert!(key != 0 || surface.len() > SHORT);
                if key != 0 {
                    prop_assert_eq!(*met.entry(key).or_insert((token.kind as usize, surface)), (token.kind as usize, surface));
                    prop_assert_eq!(short_key(&padded(surface), ByteSpan::new(0, surface.len())), key);
                }
            }
        }
    }
}
