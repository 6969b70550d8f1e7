//! The terms of a model, sorted by bytes; a term's place is its column.

use std::ops::Range;
use std::sync::Arc;

use crate::text::CharNgrams;

/// What begins the key of a character n-gram. No word n-gram begins so, since no word holds a colon.
pub(crate) const CHARS: &str = "c:";
/// What begins a word in the scope of a negator.
pub(crate) const NEGATED: &str = "not_";

/// Sorted, distinct term keys; the position of a key is its column.
///
/// Copies share their memory. A word n-gram's key is its stems with one space between; a character n-gram's key is `c:` and its characters,
/// where a space stands for the beginning or the end of the word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    bytes: Arc<str>,
    /// Where each key begins, and at last where the last one ends.
    offsets: Arc<[u32]>,
}

/// The family of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A word n-gram of this many words.
    Words(usize),
    /// A character n-gram.
    Chars,
}

impl Vocabulary {
    /// A vocabulary of `terms`, in any order; duplicates count once. `None` if there are more than fit 32-bit ids or
    /// if all keys together are longer than 4 GiB.
    pub fn new(mut terms: Vec<String>) -> Option<Self> {
        terms.sort_unstable();
        terms.dedup();
        let mut offsets = Vec::with_capacity(terms.len() + 1);
        let mut bytes = String::with_capacity(terms.iter().map(String::len).sum());
        offsets.push(0);
        for term in &terms {
            bytes.push_str(term);
            offsets.push(u32::try_from(bytes.len()).ok()?);
        }
        u32::try_from(terms.len()).ok()?;
        Some(Self { bytes: bytes.into(), offsets: offsets.into() })
    }

    /// A vocabulary from its stored parts; `None` unless the offsets rise from 0 to the length of `bytes`, lie on
    /// character boundaries, and the keys are strictly sorted.
    pub fn from_parts(bytes: String, offsets: Vec<u32>) -> Option<Self> {
        let whole = offsets.first() == Some(&0) && offsets.last().map(|e| *e as usize) == Some(bytes.len());
        let vocabulary = Self { bytes: bytes.into(), offsets: offsets.into() };
        if !whole || vocabulary.len() > u32::MAX as usize - 1 {
            return None;
        }
        let mut previous = "";
        for window in vocabulary.offsets.windows(2) {
            let key = vocabulary.bytes.get(*window.first()? as usize..*window.get(1)? as usize)?;
            if key <= previous {
                return None;
            }
            previous = key;
        }
        Some(vocabulary)
    }

    /// All keys in order, one after the other without anything between.
    pub fn bytes(&self) -> &str {
        &self.bytes
    }

    /// Where each key begins in [`Self::bytes`], and at last where the last one ends.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of column `id`.
    pub fn get(&self, id: usize) -> Option<&str> {
        let from = *self.offsets.get(id)? as usize;
        let to = *self.offsets.get(id + 1)? as usize;
        self.bytes.get(from..to)
    }

    /// The keys in order of their columns.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|id| self.get(id))
    }

    /// The column of `key`, by binary search.
    pub fn find(&self, key: &str) -> Option<u32> {
        let at = self.position(key);
        (self.get(at as usize) == Some(key)).then_some(at)
    }

    /// The columns of character n-grams: their keys begin alike, so they stand together.
    pub fn chars(&self) -> Range<u32> {
        let first = self.position(CHARS);
        // The key after all of them: the next letter after the colon.
        first..self.position("c;").max(first)
    }

    /// How many keys sort before `key`.
    fn position(&self, key: &str) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(|k| k < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low as u32
    }

    /// The family of a key.
    pub fn kind(key: &str) -> TermKind {
        match key.strip_prefix(CHARS) {
            Some(_) => TermKind::Chars,
            None => TermKind::Words(key.split(' ').count()),
        }
    }

    /// A key as people read it: character n-grams in angle quotes with `·` for a word's edge.
    pub fn display(key: &str) -> String {
        match key.strip_prefix(CHARS) {
            Some(chars) => format!("‹{}›", chars.replace(' ', "·")),
            None => key.to_owned(),
        }
    }
}

/// Calls `visit` with the key of each character n-gram of `word`, shortest first, from its beginning to its end, as
/// scikit-learn's `char_wb` cuts them: one space on either side; a word shorter than an n-gram is given once, whole.
pub(crate) fn char_ngrams(word: &str, lengths: CharNgrams, mut visit: impl FnMut(&str)) {
    if lengths.is_none() || word.is_empty() {
        return;
    }
    let mut key = String::with_capacity(word.len() + CHARS.len() + 2);
    key.push_str(CHARS);
    let padded = format!(" {word} ");
    let mut edges: Vec<usize> = padded.char_indices().map(|(at, _)| at).collect();
    edges.push(padded.len());
    let count = edges.len() - 1;
    for n in usize::from(lengths.min)..=usize::from(lengths.max) {
        let n = n.min(count);
        for window in edges.windows(n + 1) {
            if let (Some(from), Some(to)) = (window.first(), window.last()) {
                key.truncate(CHARS.len());
                key.push_str(padded.get(*from..*to).unwrap_or(""));
                visit(&key);
            }
        }
        if n == count {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_they_stand() {
        let v = Vocabulary::new(["b", "a b", "c:x ", "é", "a"].map(String::from).to_vec()).unwrap();
        let keys: Vec<&str> = v.iter().collect();
        assert_eq!(keys, ["a", "a b", "b", "c:x ", "é"]);
        for (id, key) in keys.iter().enumerate() {
            assert_eq!(v.find(key), Some(id as u32));
        }
        assert_eq!(v.find("zz"), None);
        assert_eq!(v.chars(), 3..4);
        assert_eq!(Vocabulary::from_parts(v.bytes().to_owned(), v.offsets().to_vec()), Some(v));
    }

    #[test]
    fn damaged_parts_are_refused() {
        for (bytes, offsets) in
            [("ab", vec![0, 2, 1]), ("ba", vec![0, 1, 2]), ("é", vec![0, 1, 2]), ("ab", vec![0, 1]), ("", vec![])]
        {
            assert_eq!(Vocabulary::from_parts(bytes.to_owned(), offsets), None);
        }
    }

    #[test]
    fn character_ngrams_are_padded_and_short_words_count_once() {
        let cut = |word| {
            let mut out = Vec::new();
            char_ngrams(word, CharNgrams { min: 2, max: 4 }, |k| out.push(k.to_owned()));
            out
        };
        assert_eq!(cut("ban"), ["c: b", "c:ba", "c:an", "c:n ", "c: ba", "c:ban", "c:an ", "c: ban", "c:ban "]);
        assert_eq!(cut("a"), ["c: a", "c:a ", "c: a "]);
        assert_eq!(cut(""), Vec::<String>::new());
    }
}
