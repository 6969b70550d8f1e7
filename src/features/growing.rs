//! Tables of terms that grow: every term asked for is taken up.

use super::lookup::{Lookup, Map, NONE};

/// Places of pairs read together, so that the processor fetches them together instead of waiting for one after another.
const TOGETHER: usize = 16;

/// Tables that take up every term they are asked for; ids in order of first sight.
pub(super) struct GrowingTerms {
    stems: Map<Box<str>, u32>,
    singles: Vec<u32>,
    pairs: GrowingPairs,
    triples: Map<[u32; 3], u32>,
    chars: Map<Box<str>, u32>,
    terms: Vec<Seen>,
    longest: u8,
    /// Kept so that looks ahead have an effect.
    touched: u32,
}

/// A term as it was first seen.
enum Seen {
    Words([u32; 3], u8),
    Chars(Box<str>),
}

/// Lengths of growing tables stay below `u32::MAX`: their entries would need more memory than a process can have.
fn id(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(NONE)
}

impl GrowingTerms {
    pub(super) fn new(longest: u8) -> Self {
        Self {
            stems: Map::default(),
            singles: Vec::new(),
            pairs: GrowingPairs::default(),
            triples: Map::default(),
            chars: Map::default(),
            terms: Vec::new(),
            longest,
            touched: 0,
        }
    }

    /// Number of terms.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The keys of the terms whose ids `keep` wants, with their ids, sorted by key.
    pub(super) fn keys(&self, keep: impl Fn(usize) -> bool) -> Vec<(String, usize)> {
        let stems = self.stems();
        // The order of keys is that of the ranks of their stems, word by word, as long as no stem has a byte that sorts
        // before the space between them: numbers are compared and not strings.
        let mut by_name: Vec<u32> = (0..id(stems.len())).collect();
        by_name.sort_unstable_by_key(|stem| stems.get(*stem as usize));
        let mut ranks = vec![0; stems.len()];
        for (stem, rank) in by_name.iter().zip(1u32..) {
            if let Some(place) = ranks.get_mut(*stem as usize) {
                *place = rank;
            }
        }
        let rank = |stem: u32| ranks.get(stem as usize).copied().unwrap_or(0);
        let (mut words, mut chars) = (Vec::new(), Vec::new());
        for (id, term) in self.terms.iter().enumerate().filter(|(id, _)| keep(*id)) {
            match term {
                Seen::Words(stems, _) => words.push((stems.map(rank), id)),
                Seen::Chars(key) => chars.push((key.to_string(), id)),
            }
        }
        words.sort_unstable();
        let stem = |rank: &u32| {
            let stem = by_name.get((*rank as usize).checked_sub(1)?)?;
            stems.get(*stem as usize).copied()
        };
        let mut keys: Vec<(String, usize)> = Vec::with_capacity(words.len() + chars.len());
        for (ranks, id) in words {
            let mut key = String::new();
            for (at, stem) in ranks.iter().map_while(stem).enumerate() {
                key.push_str(if at == 0 { "" } else { " " });
                key.push_str(stem);
            }
            keys.push((key, id));
        }
        keys.append(&mut chars);
        // Runs that are sorted already are found and merged.
        keys.sort();
        keys
    }

    /// Stems in order of their ids.
    fn stems(&self) -> Vec<&str> {
        let mut stems = vec![""; self.stems.len()];
        for (stem, id) in &self.stems {
            if let Some(place) = stems.get_mut(*id as usize) {
                *place = stem;
            }
        }
        stems
    }

    fn add_stem(&mut self, stem: &str) -> u32 {
        if let Some(id) = self.stems.get(stem) {
            return *id;
        }
        let id = id(self.stems.len());
        self.stems.insert(stem.into(), id);
        self.singles.push(NONE);
        id
    }

    /// Takes up all terms of `other`; returns their ids here, in order of their ids there.
    pub(super) fn take_up(&mut self, other: &Self) -> Vec<u32> {
        let stems: Vec<u32> = other.stems().into_iter().map(|stem| self.add_stem(stem)).collect();
        let stem = |id: u32| stems.get(id as usize).copied().unwrap_or(NONE);
        let mut ids = Vec::with_capacity(other.terms.len());
        for term in &other.terms {
            let id = match term {
                Seen::Chars(key) => self.chars(key),
                Seen::Words([a, _, _], 1) => self.single(stem(*a)),
                Seen::Words([a, b, _], 2) => self.pair([stem(*a), stem(*b)]),
                Seen::Words([a, b, c], _) => self.triple([stem(*a), stem(*b), stem(*c)]),
            };
            ids.push(id.unwrap_or(NONE));
        }
        ids
    }
}

impl Lookup for GrowingTerms {
    fn stem(&mut self, stem: &str) -> Option<u32> {
        Some(self.add_stem(stem))
    }

    fn single(&mut self, stem: u32) -> Option<u32> {
        let single = self.singles.get_mut(stem as usize)?;
        if *single == NONE {
            *single = id(self.terms.len());
            self.terms.push(Seen::Words([stem, NONE, NONE], 1));
        }
        Some(*single)
    }

    fn pair(&mut self, stems: [u32; 2]) -> Option<u32> {
        let next = id(self.terms.len());
        let found = self.pairs.find_or_add(stems, next);
        if found == next {
            self.terms.push(Seen::Words([stems[0], stems[1], NONE], 2));
        }
        Some(found)
    }

    fn pairs<T>(&mut self, pairs: &[([u32; 2], T)], mut each: impl FnMut(&T, u32)) {
        for pairs in pairs.chunks(TOGETHER) {
            self.touched ^= pairs.iter().fold(0, |sum, pair| sum ^ self.pairs.touch(pair.0));
            for (pair, beside) in pairs {
                if let Some(id) = self.pair(*pair) {
                    each(beside, id);
                }
            }
        }
    }

    fn triple(&mut self, stems: [u32; 3]) -> Option<u32> {
        let next = id(self.terms.len());
        let found = *self.triples.entry(stems).or_insert(next);
        if found == next {
            self.terms.push(Seen::Words(stems, 3));
        }
        Some(found)
    }

    fn chars(&mut self, key: &str) -> Option<u32> {
        if let Some(id) = self.chars.get(key) {
            return Some(*id);
        }
        let next = id(self.terms.len());
        self.chars.insert(key.into(), next);
        self.terms.push(Seen::Chars(key.into()));
        Some(next)
    }

    fn longest(&self) -> u8 {
        self.longest
    }
}

/// Word pairs by the ids of their stems: one after another from where the hash says to the first empty place, at most
/// three quarters of which are taken.
#[derive(Default)]
struct GrowingPairs {
    /// The stems and the id; [`NONE`] as the first stem where there is none.
    entries: Vec<([u32; 2], u32)>,
    taken: usize,
}

impl GrowingPairs {
    #[inline(always)]
    fn place(&self, stems: [u32; 2]) -> usize {
        let key = (u64::from(stems[0]) << 32) | u64::from(stems[1]);
        let mixed = (key ^ (key >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 32)) as usize & self.entries.len().wrapping_sub(1)
    }

    /// Fetches what stands where a pair should. The number has no meaning.
    #[inline(always)]
    fn touch(&self, stems: [u32; 2]) -> u32 {
        self.entries.get(self.place(stems)).map_or(0, |entry| entry.1)
    }

    /// The id of a pair, which is `next` if it was not there.
    #[inline(always)]
    fn find_or_add(&mut self, stems: [u32; 2], next: u32) -> u32 {
        if 4 * (self.taken + 1) > 3 * self.entries.len() {
            self.grow();
        }
        let mut at = self.place(stems);
        let mask = self.entries.len() - 1;
        while let Some(entry) = self.entries.get_mut(at) {
            if entry.0 == stems {
                return entry.1;
            }
            if entry.0[0] == NONE {
                *entry = (stems, next);
                self.taken += 1;
                return next;
            }
            at = (at + 1) & mask;
        }
        next
    }

    fn grow(&mut self) {
        let places = (2 * self.entries.len()).max(1 << 10);
        let mask = places - 1;
        for (stems, id) in std::mem::replace(&mut self.entries, vec![([NONE; 2], NONE); places]) {
            let mut at = self.place(stems);
            while let Some(entry) = self.entries.get_mut(at).filter(|_| stems[0] != NONE) {
                if entry.0[0] == NONE {
                    *entry = (stems, id);
                    break;
                }
                at = (at + 1) & mask;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_their_ids_as_the_table_grows() {
        let mut pairs = GrowingPairs::default();
        for round in 0..2 {
            for k in 0..5000u32 {
                let next = if round == 0 { k } else { NONE };
                assert_eq!(pairs.find_or_add([k % 71, k / 71], next), k);
            }
        }
        assert_eq!(pairs.taken, 5000);
    }

    #[test]
    fn keys_are_sorted_by_their_bytes_whatever_stems_hold() {
        let mut terms = GrowingTerms::new(3);
        let names = ["a", "a-c", "a\u{1}", "b", "ab", "é", "c", "#c", "…"];
        let stems: Vec<u32> = names.iter().filter_map(|name| terms.stem(name)).collect();
        for a in &stems {
            terms.single(*a);
            for b in &stems {
                terms.pair([*a, *b]);
                terms.triple([*a, *b, *a]);
            }
        }
        terms.chars("c:ab");
        terms.chars("c: a");
        let keys = terms.keys(|_| true);
        assert_eq!(keys.len(), 9 + 81 + 81 + 2);
        assert!(keys.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
