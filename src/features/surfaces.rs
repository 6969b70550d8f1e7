//! Words as they are written → where what was learnt of them stands. Short words are found as one number.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::text::{Token, TokenKind};

/// Longest word, in bytes, that is looked up as one number.
const SHORT: usize = 16;

/// Where the forms of a surface stand: a number whose meaning is the caller's, and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The first, or the only one.
    pub(crate) first: u32,
    /// How many.
    pub(crate) count: u32,
}

/// A short word, its bytes as a number (0: none), and its place.
#[derive(Clone, Copy, Default)]
struct Short {
    key: u128,
    place: Place,
}

/// Surfaces of tokens and their places.
pub(crate) struct Surfaces {
    /// Words of at most [`SHORT`] bytes: at most half of the places are taken.
    short: Vec<Short>,
    taken: usize,
    /// Surfaces in all.
    len: usize,
    seed: u64,
    /// Longer words, and tokens of other kinds.
    others: [HashMap<Box<str>, Place, RandomState>; TokenKind::COUNT],
}

impl Default for Surfaces {
    fn default() -> Self {
        Self {
            short: vec![Short::default(); 1 << 10],
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
        self.short.fill(Short::default());
        (self.taken, self.len) = (0, 0);
        self.others.iter_mut().for_each(HashMap::clear);
    }

    /// Number of surfaces.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Fetches what stands where a short word should, so that a look to come need not wait. The number has no meaning.
    #[inline(always)]
    pub(crate) fn touch(&self, key: u128) -> u64 {
        self.expected(key).key as u64
    }

    /// The place of a short word if it stands where it should.
    #[inline(always)]
    pub(crate) fn at_once(&self, key: u128) -> Option<Place> {
        let expected = self.expected(key);
        (key != 0 && expected.key == key).then_some(expected.place)
    }

    #[inline(always)]
    fn expected(&self, key: u128) -> &Short {
        const NOTHING: &Short = &Short { key: 0, place: Place { first: 0, count: 0 } };
        self.short.get(self.hash(key) & (self.short.len() - 1)).unwrap_or(NOTHING)
    }

    /// The place of a token, wherever it stands; `key` is its [`short_key`].
    pub(crate) fn find(&self, kind: TokenKind, surface: &str, key: u128) -> Option<Place> {
        if !is_short(surface, key) {
            return self.others.get(kind as usize)?.get(surface).copied();
        }
        let mask = self.short.len() - 1;
        let mut at = self.hash(key) & mask;
        while let Some(known) = self.short.get(at).filter(|known| known.key != 0) {
            if known.key == key {
                return Some(known.place);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Puts a token that is not there yet.
    pub(crate) fn add(&mut self, kind: TokenKind, surface: &str, key: u128, place: Place) {
        self.len += 1;
        if !is_short(surface, key) {
            if let Some(map) = self.others.get_mut(kind as usize) {
                map.insert(surface.into(), place);
            }
            return;
        }
        if 2 * (self.taken + 1) > self.short.len() {
            let larger = vec![Short::default(); 2 * self.short.len()];
            for old in std::mem::replace(&mut self.short, larger) {
                if old.key != 0 {
                    self.put(old);
                }
            }
        }
        self.taken += 1;
        self.put(Short { key, place });
    }

    fn put(&mut self, new: Short) {
        let mask = self.short.len() - 1;
        let mut at = self.hash(new.key) & mask;
        while let Some(place) = self.short.get_mut(at) {
            if place.key == 0 {
                *place = new;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    #[inline(always)]
    fn hash(&self, key: u128) -> usize {
        let (low, high) = (key as u64 ^ self.seed, (key >> 64) as u64 ^ 0x9E37_79B9_7F4A_7C15);
        let product = u128::from(low) * u128::from(high);
        ((product >> 64) as u64 ^ product as u64) as usize
    }
}

/// Whether the number tells the surface from all others.
fn is_short(surface: &str, key: u128) -> bool {
    key != 0 && !surface.contains('\0')
}

/// The number of a short word; 0 for other tokens.
#[inline(always)]
pub(crate) fn short_key(text: &str, token: Token) -> u128 {
    let (start, end) = (token.span.start, token.span.end);
    match token.kind == TokenKind::Word && end - start <= SHORT {
        true => number_of(text.as_bytes(), start, end),
        false => 0,
    }
}

/// Up to sixteen bytes as a number, the first lowest.
#[inline(always)]
fn number_of(bytes: &[u8], start: usize, end: usize) -> u128 {
    let unused = 8 * (SHORT - (end - start).clamp(1, SHORT)) as u32;
    if let Some(Ok(sixteen)) = bytes.get(start..start + SHORT).map(<[u8; SHORT]>::try_from) {
        return u128::from_le_bytes(sixteen) & (u128::MAX >> unused);
    }
    let mut sixteen = [0; SHORT];
    for (to, from) in sixteen.iter_mut().zip(bytes.get(start..end).unwrap_or(&[])) {
        *to = *from;
    }
    u128::from_le_bytes(sixteen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    #[test]
    fn every_surface_is_found_again_and_no_other() {
        let text: String =
            (0..3000).map(|n| format!("w{n} longer-than-sixteen{n}letters #t{n} \u{1F600} w{n}x! ")).collect();
        let mut surfaces = Surfaces::default();
        let mut places = std::collections::BTreeMap::new();
        for (token, number) in tokens(&text).zip(0..) {
            let (surface, key) = (token.span.of(&text), short_key(&text, token));
            let place = surfaces.find(token.kind, surface, key);
            assert_eq!(place, places.get(&(token.kind as usize, surface)).copied());
            if place.is_none() {
                let place = Place { first: number, count: 1 };
                surfaces.add(token.kind, surface, key, place);
                places.insert((token.kind as usize, surface), place);
            }
        }
        assert!(places.len() > 9000);
        surfaces.clear();
        assert!(tokens(&text).all(|t| surfaces.find(t.kind, t.span.of(&text), short_key(&text, t)).is_none()));
    }
}
