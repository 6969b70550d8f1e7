//! The features of a model, sorted by their keys; the position of a key is the feature's id.

use std::ops::Range;
use std::sync::Arc;

use super::FeatureId;
use crate::text::MAX_WORD_NGRAM;

/// Prefix of the keys of character n-grams. No word n-gram begins with it, since no word has a colon.
pub(crate) const CHARS: &str = "c:";
/// Prefix of dictionary keys and of pairs of them, which have a space between. No word n-gram begins with it.
pub(crate) const KEYS: &str = "k:";
/// Prefix of stems in the scope of a negator.
pub(crate) const NEGATED: &str = "not_";

/// Sorted, distinct feature keys; the position of a key is the feature's id and its column in weights.
///
/// The key of a word n-gram is its stems with one space between; the key of a character n-gram is `c:` and its
/// characters, with a space for the beginning and the end of the word. Clones share their memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    bytes: Arc<str>,
    /// Where each key begins in `bytes`, and where the last one ends.
    offsets: Arc<[u32]>,
}

/// The family of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// A word n-gram of this many words.
    Words(usize),
    /// A character n-gram.
    Chars,
    /// A key of a dictionary, or an ordered pair of keys.
    Key,
}

/// Where the families of features other than word n-grams are: the columns of each are contiguous, since their keys have a
/// prefix in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Families {
    pub(crate) chars: Range<u32>,
    pub(crate) keys: Range<u32>,
}

#[cfg(feature = "train")]
impl Families {
    /// Number of families.
    pub(crate) const COUNT: usize = 3;

    /// The family of a column: 0 for word n-grams, 1 for character n-grams, 2 for dictionary keys.
    #[inline(always)]
    pub(crate) fn of(&self, column: u32) -> usize {
        if self.chars.contains(&column) {
            1
        } else if self.keys.contains(&column) {
            2
        } else {
            0
        }
    }
}

impl Vocabulary {
    /// A vocabulary of `keys` in any order; duplicates are dropped. `None` if there are more keys than 32-bit ids, or
    /// if all keys together are longer than 4 GiB.
    pub fn new(mut keys: Vec<String>) -> Option<Self> {
        keys.sort_unstable();
        keys.dedup();
        Self::of_sorted(keys.iter().map(String::as_str))
    }

    /// The vocabulary of keys that are sorted and distinct already.
    pub(crate) fn of_sorted<'k>(keys: impl Iterator<Item = &'k str> + Clone) -> Option<Self> {
        let (n, total) = keys.clone().fold((0, 0), |(n, total), key| (n + 1, total + key.len()));
        let mut offsets = Vec::with_capacity(n + 1);
        let mut bytes = String::with_capacity(total);
        offsets.push(0);
        for key in keys {
            bytes.push_str(key);
            offsets.push(u32::try_from(bytes.len()).ok()?);
        }
        u32::try_from(n).ok()?;
        Some(Self { bytes: bytes.into(), offsets: offsets.into() })
    }

    /// A vocabulary from its stored parts. `None` unless the offsets go from 0 to the length of `bytes`, are on
    /// character boundaries, and the keys are strictly sorted and can each be the key of a feature.
    pub fn from_parts(bytes: String, offsets: Vec<u32>) -> Option<Self> {
        let vocabulary = Self::of_checked(bytes.into(), offsets.into());
        vocabulary.is_sound().then_some(vocabulary)
    }

    /// The same of parts that are known to be sound, or will be checked by [`Self::is_sound`].
    pub(crate) fn of_checked(bytes: Arc<str>, offsets: Arc<[u32]>) -> Self {
        Self { bytes, offsets }
    }

    /// Whether the parts are those of a vocabulary, see [`Self::from_parts`].
    pub(crate) fn is_sound(&self) -> bool {
        let ends = [self.offsets.first(), self.offsets.last()].map(|offset| offset.map(|at| *at as usize));
        if ends != [Some(0), Some(self.bytes.len())] || self.len() > u32::MAX as usize - 1 {
            return false;
        }
        let mut previous = "";
        self.offsets.windows(2).all(|window| {
            let Some(key) = self.bytes.get(window[0] as usize..window[1] as usize) else { return false };
            let follows = key > previous && Self::is_key(key);
            previous = key;
            follows
        })
    }

    /// All keys in order, without separators.
    pub fn bytes(&self) -> &str {
        &self.bytes
    }

    /// Where each key begins in [`Self::bytes`], and where the last one ends.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there are no features.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of a feature.
    #[must_use]
    pub fn get(&self, feature: FeatureId) -> Option<&str> {
        let from = *self.offsets.get(feature.index())? as usize;
        let to = *self.offsets.get(feature.index() + 1)? as usize;
        self.bytes.get(from..to)
    }

    /// The keys in order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.len() as u32).filter_map(|id| self.get(FeatureId::new(id)))
    }

    /// The first feature whose key does not sort before `key`.
    pub(crate) fn find_first(&self, key: &str) -> FeatureId {
        FeatureId::new(self.position(key))
    }

    /// The keys from a feature on, in order, with their features.
    pub(crate) fn iter_from(&self, first: FeatureId) -> impl Iterator<Item = (&str, FeatureId)> {
        (first.number()..self.len() as u32).map(FeatureId::new).filter_map(|id| Some((self.get(id)?, id)))
    }

    /// The feature with a key, by binary search.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<FeatureId> {
        let feature = FeatureId::new(self.position(key));
        (self.get(feature) == Some(key)).then_some(feature)
    }

    /// The columns of the families.
    pub(crate) fn families(&self) -> Families {
        // `;` is the byte after `:`.
        Families { chars: self.position(CHARS)..self.position("c;"), keys: self.position(KEYS)..self.position("k;") }
    }

    /// Number of keys that sort before `key`.
    fn position(&self, key: &str) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(FeatureId::new(middle as u32)).is_some_and(|k| k < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low as u32
    }

    /// Whether some feature can have this key: a word n-gram has at most [`MAX_WORD_NGRAM`] words and none of them is
    /// empty, so that no two n-grams have the same key.
    fn is_key(key: &str) -> bool {
        if key.starts_with(CHARS) || key.starts_with(KEYS) {
            return key.len() > CHARS.len();
        }
        let (mut spaces, mut before) = (0, b' ');
        for byte in key.bytes() {
            if byte == b' ' {
                spaces += if before == b' ' { usize::from(MAX_WORD_NGRAM) } else { 1 };
            }
            before = byte;
        }
        spaces < usize::from(MAX_WORD_NGRAM) && before != b' '
    }

    /// The family of a key.
    pub fn kind(key: &str) -> FeatureKind {
        if key.starts_with(CHARS) {
            FeatureKind::Chars
        } else if key.starts_with(KEYS) {
            FeatureKind::Key
        } else {
            FeatureKind::Words(1 + key.bytes().filter(|b| *b == b' ').count())
        }
    }

    /// A key for people to read: character n-grams in angle quotes, with `·` for the edge of a word; dictionary keys in
    /// square brackets, with an arrow between those of a pair.
    pub fn display(key: &str) -> String {
        if let Some(chars) = key.strip_prefix(CHARS) {
            return format!("‹{}›", chars.replace(' ', "·"));
        }
        match key.strip_prefix(KEYS) {
            Some(keys) => format!("[{}]", keys.replace(' ', " → ")),
            None => key.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_at_its_position() {
        let v = Vocabulary::new(["b", "a b", "c:x ", "é", "a"].map(String::from).to_vec()).unwrap();
        let keys: Vec<&str> = v.iter().collect();
        assert_eq!(keys, ["a", "a b", "b", "c:x ", "é"]);
        for (id, key) in keys.iter().enumerate() {
            assert_eq!(v.find(key), Some(FeatureId::new(id as u32)));
        }
        assert_eq!(v.find("zz"), None);
        assert_eq!(v.families(), Families { chars: 3..4, keys: 4..4 });
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
    fn keys_that_no_feature_has_are_refused() {
        for key in ["", " a", "a ", "a  b", "a b c d", "c:", "k:"] {
            assert_eq!(Vocabulary::from_parts(key.to_owned(), vec![0, key.len() as u32]), None, "{key:?}");
        }
        for key in ["a", "a b c", "c: ", "c:a b", "k:a", "k:a b"] {
            assert!(Vocabulary::from_parts(key.to_owned(), vec![0, key.len() as u32]).is_some(), "{key:?}");
        }
    }
}
