//! A hash table from the surface forms of tokens to values.
//!
//! Entries are in insertion order, so that frequent words share cache lines; a small index of entry numbers is hashed.
//! Forms of up to 16 bytes are compared as one 128-bit number. A lookup has three steps ([`SurfaceTable::slot_of`],
//! [`SurfaceTable::entry_at`], [`SurfaceTable::value`]), each of which prefetches what the next one reads: taking one
//! step for many tokens before the next lets their memory accesses overlap.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;

use super::forms::Forms;
use crate::ByteSpan;
use crate::text::TokenKind;

/// Longest surface form, in bytes, that is compared as a number.
const SHORT: usize = 16;
/// Slots of an empty table.
const LEAST_SLOTS: usize = 1 << 14;

/// A short surface form as a number, and its value.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Entry {
    key: u128,
    value: Forms,
}

/// Entry 0. No token has its key: that would be sixteen bytes of 255.
const NO_ENTRY: Entry = Entry { key: u128::MAX, value: Forms::EMPTY };

/// Values by surface form and token kind.
#[derive(Debug)]
pub(crate) struct SurfaceTable {
    /// Short forms in the order in which they were inserted, after [`NO_ENTRY`].
    entries: Vec<Entry>,
    /// Entry numbers by linear probing, 0 in empty slots; at most a quarter full.
    slots: Vec<u32>,
    seed: u64,
    /// Longer forms, by kind.
    long: [HashMap<Box<str>, Forms, RandomState>; TokenKind::COUNT],
    /// Bytes of the longer forms.
    long_bytes: usize,
}

impl Default for SurfaceTable {
    fn default() -> Self {
        Self {
            entries: vec![NO_ENTRY],
            slots: vec![0; LEAST_SLOTS],
            seed: RandomState::default().hash_one(SHORT),
            long: Default::default(),
            long_bytes: 0,
        }
    }
}

impl SurfaceTable {
    /// Number of forms.
    pub(crate) fn len(&self) -> usize {
        self.entries.len() - 1 + self.long.iter().map(HashMap::len).sum::<usize>()
    }

    /// Bytes of memory, about.
    pub(crate) fn bytes(&self) -> usize {
        // Of a longer form: the text with what its allocation takes beside it, its entry, and a byte of control.
        let long = size_of::<(Box<str>, Forms)>() + 1;
        let long: usize = self.long.iter().map(|forms| forms.capacity() * long + forms.len() * 16).sum();
        size_of_val(self.entries.as_slice()) + size_of_val(self.slots.as_slice()) + long + self.long_bytes
    }

    /// The slot at which probing for a short form begins.
    #[inline(always)]
    fn slot(&self, key: u128) -> u32 {
        let (low, high) = (key as u64 ^ self.seed, (key >> 64) as u64 ^ 0x9E37_79B9_7F4A_7C15);
        let product = u128::from(low) * u128::from(high);
        ((product >> 64) as u64 ^ product as u64) as u32 & (self.slots.len() - 1) as u32
    }

    /// First step: the first slot of a key, which is prefetched.
    #[inline(always)]
    pub(crate) fn slot_of(&self, key: u128) -> u32 {
        let slot = self.slot(key);
        prefetch_index(&self.slots, slot as usize);
        slot
    }

    /// Second step: the entry number in a slot, whose entry is prefetched. It is that of another form, or 0, if the
    /// form is not there or was displaced by a collision.
    #[inline(always)]
    pub(crate) fn entry_at(&self, slot: u32) -> u32 {
        let entry = self.slots.get(slot as usize).copied().unwrap_or(0);
        prefetch_index(&self.entries, entry as usize);
        entry
    }

    /// Third step: the value of a key, if the entry is that of the key. `None` means: ask [`Self::find`].
    #[inline(always)]
    pub(crate) fn value(&self, entry: u32, key: u128) -> Option<Forms> {
        self.entries.get(entry as usize).filter(|entry| entry.key == key).map(|entry| entry.value)
    }

    /// The value of a token; `key` is its [`short_key`], or [`LINK`].
    pub(crate) fn find(&self, kind: TokenKind, surface: &str, key: u128) -> Option<Forms> {
        if key == 0 {
            return self.long.get(kind as usize)?.get(surface).copied();
        }
        let mut at = self.slot(key) as usize;
        loop {
            let entry = *self.slots.get(at)?;
            match self.value(entry, key) {
                None if entry == 0 => return None,
                None => at = (at + 1) & (self.slots.len() - 1),
                value => return value,
            }
        }
    }

    /// Inserts a token that is not in the table.
    pub(crate) fn insert(&mut self, kind: TokenKind, surface: &str, key: u128, value: Forms) {
        debug_assert!(self.find(kind, surface, key).is_none());
        if key == 0 {
            if let Some(map) = self.long.get_mut(kind as usize) {
                map.insert(surface.into(), value);
                self.long_bytes += surface.len();
            }
            return;
        }
        self.entries.push(Entry { key, value });
        let mut first = self.entries.len() - 1;
        if 4 * self.entries.len() > self.slots.len() {
            self.slots = vec![0; 2 * self.slots.len()];
            first = 1;
        }
        for entry in first..self.entries.len() {
            let key = self.entries.get(entry).map_or(0, |entry| entry.key);
            let mut at = self.slot(key) as usize;
            while let Some(slot) = self.slots.get_mut(at) {
                if *slot == 0 {
                    *slot = entry as u32;
                    break;
                }
                at = (at + 1) & (self.slots.len() - 1);
            }
        }
    }
}

/// The bytes of a short token as a number, which differs from that of every other token; 0 for longer tokens. The first
/// character gives the kind, except for links, whose key is [`LINK`]. `text` must go on for 16 bytes after the token.
#[inline(always)]
pub(crate) fn short_key(text: &[u8], span: ByteSpan) -> u128 {
    let start = span.start().min(text.len().saturating_sub(SHORT));
    debug_assert_eq!(start, span.start(), "the text is padded");
    let bytes = text.get(start..).and_then(|rest| rest.first_chunk::<SHORT>());
    let mask = MASKS[(span.end() - span.start()).min(SHORT + 1)];
    bytes.map_or(0, |bytes| u128::from_le_bytes(*bytes) & mask)
}

/// The key of all links, since their addresses are not used. No token has a byte below 16.
pub(crate) const LINK: u128 = 1;

/// Mask of the lowest `n` bytes; 0 if `n` is more than [`SHORT`].
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
    use crate::features::FormId;
    use crate::text::{Token, tokens};

    fn key_of(text: &[u8], token: Token) -> u128 {
        if token.kind == TokenKind::Link { LINK } else { short_key(text, token.span) }
    }

    fn padded(text: &str) -> Vec<u8> {
        text.bytes().chain([1; SHORT]).collect()
    }

    #[test]
    fn every_form_is_found_and_no_other() {
        let text: String = (0..3000)
            .map(|n| {
                format!("w{n} longer-than-sixteen{n}letters #t{n} @t{n} #longer_than_sixteen{n} \u{1F600} w{n}x! ")
            })
            .collect();
        let bytes = padded(&text);
        let mut table = SurfaceTable::default();
        let mut values = BTreeMap::new();
        for (token, number) in tokens(&text).zip(0..) {
            let number = Forms::one(FormId::new(number));
            let (surface, key) = (token.span.of(&text), key_of(&bytes, token));
            let value = table.find(token.kind, surface, key);
            assert_eq!(value, values.get(&(token.kind as usize, surface)).copied());
            assert!([None, value].contains(&table.value(table.entry_at(table.slot(key)), key)));
            if value.is_none() {
                table.insert(token.kind, surface, key, number);
                values.insert((token.kind as usize, surface), number);
            }
        }
        assert!(values.len() > 15000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn different_tokens_have_different_keys(text in "([a-c!?.#@_\0\u{1}-\u{7}é🙂]|http://|:-\\)|[a-z]{15,17}| ){0,60}") {
            let bytes = padded(&text);
            let mut seen = BTreeMap::new();
            for token in tokens(&text).filter(|t| t.kind != TokenKind::Link) {
                let (surface, key) = (token.span.of(&text), key_of(&bytes, token));
                prop_assert!(key != 0 || surface.len() > SHORT);
                if key != 0 {
                    prop_assert_eq!(*seen.entry(key).or_insert((token.kind as usize, surface)), (token.kind as usize, surface));
                    prop_assert_eq!(short_key(&padded(surface), ByteSpan::new(0, surface.len())), key);
                }
            }
        }
    }
}
