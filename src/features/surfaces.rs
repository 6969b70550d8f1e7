//! Words as they are written → a number each. Short ones are found as a number themselves.
//!
//! The table is made of pieces as large as a cache line, so that a look costs one trip to memory; which piece it will be is
//! known beforehand, so that the trips of many words can be made together.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::ByteSpan;
use crate::text::TokenKind;

/// Longest word, in bytes, that is looked up as one number. Other tokens may be shorter by one byte, which says what they
/// are.
const SHORT: usize = 16;
/// Words in a piece.
const WIDE: usize = 3;
/// Pieces of an empty table.
const PIECES: usize = 1 << 8;

/// What is said of a surface that was never added.
pub(crate) const NOT_MET: u32 = u32::MAX;

/// Short words, their bytes as numbers (0: none), and what they stand for.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Piece {
    keys: [u128; WIDE],
    values: [u32; WIDE],
}

const EMPTY: Piece = Piece { keys: [0; WIDE], values: [NOT_MET; WIDE] };

/// Surfaces of tokens and the number that each stands for.
pub(crate) struct Surfaces {
    /// Short words, each in the first piece with room from its own on; half of all room is taken at most.
    pieces: Vec<Piece>,
    taken: usize,
    /// Surfaces in all.
    len: usize,
    seed: u64,
    /// Longer tokens.
    others: [HashMap<Box<str>, u32, RandomState>; TokenKind::COUNT],
}

impl Default for Surfaces {
    fn default() -> Self {
        Self {
            pieces: vec![EMPTY; PIECES],
            taken: 0,
            len: 0,
            seed: RandomState::default().hash_one(SHORT),
            others: Default::default(),
        }
    }
}

impl Surfaces {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.pieces.fill(EMPTY);
        (self.taken, self.len) = (0, 0);
        self.others.iter_mut().for_each(HashMap::clear);
    }

    /// Number of surfaces.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The piece in which a short word should stand.
    #[inline(always)]
    pub(crate) fn piece(&self, key: u128) -> usize {
        let (low, high) = (key as u64 ^ self.seed, (key >> 64) as u64 ^ 0x9E37_79B9_7F4A_7C15);
        let product = u128::from(low) * u128::from(high);
        ((product >> 64) as u64 ^ product as u64) as usize & (self.pieces.len() - 1)
    }

    /// Fetches a piece, so that a look to come need not wait. The number has no meaning.
    #[inline(always)]
    pub(crate) fn touch(&self, piece: usize) -> u32 {
        self.pieces.get(piece).map_or(0, |piece| piece.values[0])
    }

    /// What a short word stands for if it is in its own piece, else [`NOT_MET`].
    #[inline(always)]
    pub(crate) fn at(&self, piece: usize, key: u128) -> u32 {
        let Some(piece) = self.pieces.get(piece) else { return NOT_MET };
        // All are compared: a branch that is guessed wrong costs more.
        piece.keys.iter().zip(piece.values).fold(NOT_MET, |value, (own, there)| if *own == key { there } else { value })
    }

    /// What a token stands for, wherever it is; `key` is its [`short_key`].
    pub(crate) fn find(&self, kind: TokenKind, surface: &str, key: u128) -> Option<u32> {
        if key == 0 {
            return self.others.get(kind as usize)?.get(surface).copied();
        }
        let mut at = self.piece(key);
        loop {
            let piece = self.pieces.get(at)?;
            match self.at(at, key) {
                NOT_MET if piece.keys.contains(&0) => return None,
                NOT_MET => at = (at + 1) & (self.pieces.len() - 1),
                value => return Some(value),
            }
        }
    }

    /// Adds a token that is not there yet; `value` is not [`NOT_MET`].
    pub(crate) fn add(&mut self, kind: TokenKind, surface: &str, key: u128, value: u32) {
        self.len += 1;
        if key == 0 {
            if let Some(map) = self.others.get_mut(kind as usize) {
                map.insert(surface.into(), value);
            }
            return;
        }
        if 2 * (self.taken + 1) > WIDE * self.pieces.len() {
            let larger = vec![EMPTY; 2 * self.pieces.len()];
            for old in std::mem::replace(&mut self.pieces, larger) {
                for (key, value) in old.keys.into_iter().zip(old.values).filter(|(key, _)| *key != 0) {
                    self.put(key, value);
                }
            }
        }
        self.taken += 1;
        self.put(key, value);
    }

    fn put(&mut self, key: u128, value: u32) {
        let mask = self.pieces.len() - 1;
        let mut at = self.piece(key);
        while let Some(piece) = self.pieces.get_mut(at) {
            if let Some((own, place)) = piece.keys.iter_mut().zip(&mut piece.values).find(|(own, _)| **own == 0) {
                (*own, *place) = (key, value);
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The number of a short token, which tells it from all others; 0 for a longer one. All links have the same, since what
/// they lead to says nothing. Behind `text` there must be sixteen bytes more.
#[inline(always)]
pub(crate) fn short_key(text: &[u8], kind: TokenKind, span: ByteSpan) -> u128 {
    let length = span.end - span.start;
    // No token has a byte below 16 in it, hence none a kind as its last.
    let own = (kind as u128) << (u128::BITS - u8::BITS);
    if kind == TokenKind::Link {
        return own;
    }
    let sixteen = text.get(span.start..).and_then(|rest| rest.first_chunk::<SHORT>());
    let short = length < SHORT + usize::from(kind == TokenKind::Word);
    match (sixteen, MASKS.get(length)) {
        (Some(sixteen), Some(mask)) if short => (u128::from_le_bytes(*sixteen) & mask) | own,
        _ => 0,
    }
}

/// All bits of so many bytes.
const MASKS: [u128; SHORT + 1] = {
    let mut masks = [0; SHORT + 1];
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
    use crate::text::tokens;

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
            let (surface, key) = (token.span.of(&text), short_key(&bytes, token.kind, token.span));
            let value = surfaces.find(token.kind, surface, key);
            assert_eq!(value, values.get(&(token.kind as usize, surface)).copied());
            assert!([NOT_MET, value.unwrap_or(NOT_MET)].contains(&surfaces.at(surfaces.piece(key), key)));
            if value.is_none() {
                surfaces.add(token.kind, surface, key, number);
                values.insert((token.kind as usize, surface), number);
            }
        }
        assert!(values.len() > 15000);
        surfaces.clear();
        assert!(
            tokens(&text)
                .all(|t| { surfaces.find(t.kind, t.span.of(&text), short_key(&bytes, t.kind, t.span)).is_none() })
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_key_is_that_of_one_token_alone(text in "([a-c!?.#@_\0\u{1}-\u{7}é🙂]|http://|:-\\)|[a-z]{15,17}| ){0,60}") {
            let bytes = padded(&text);
            let mut met = BTreeMap::new();
            for token in tokens(&text).filter(|t| t.kind != TokenKind::Link) {
                let (surface, key) = (token.span.of(&text), short_key(&bytes, token.kind, token.span));
                prop_assert!(key != 0 || surface.len() >= SHORT);
                if key != 0 {
                    prop_assert_eq!(*met.entry(key).or_insert((token.kind as usize, surface)), (token.kind as usize, surface));
                    prop_assert_eq!(short_key(&padded(surface), token.kind, ByteSpan::new(0, surface.len())), key);
                }
            }
        }
    }
}
