//! What a dictionary is, and what its keys and entries may be.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// The most keys that a dictionary may have.
pub const MAX_KEYS: usize = 250;
/// The most words that an entry may have.
const MAX_WORDS: usize = 12;
/// The most bytes that the name of a key or an entry may have.
const MAX_BYTES: usize = 200;

/// Keys with their entries, in the order of the file. Serialised as the list of its keys. Clones share their
/// memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    keys: Arc<[Key]>,
}

impl Serialize for Dictionary {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.keys().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Dictionary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(|keys: Vec<Key>| Self { keys: keys.into() })
    }
}

/// A class of words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Its name, without white space; a key inside another has both names with a dot between.
    pub name: String,
    /// Words, globs (`*` for any characters, `?` for one) and phrases of words and globs with spaces between. Letter case
    /// does not matter.
    pub entries: Vec<String>,
}

impl Dictionary {
    /// A dictionary of `keys`.
    ///
    /// # Errors
    /// As [`Dictionary::check`].
    pub fn new(keys: Vec<Key>) -> Result<Self> {
        let dictionary = Self { keys: keys.into() };
        dictionary.check()?;
        Ok(dictionary)
    }

    /// The keys, in order.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Checks that there are 1 to [`MAX_KEYS`] keys with names of their own, and that every entry has words.
    ///
    /// # Errors
    /// [`Error::Options`] with the option `dictionary`, which names the key or the entry.
    pub fn check(&self) -> Result<()> {
        let wrong = |problem: String| Err(Error::options("dictionary", problem));
        if self.keys.is_empty() || self.keys.len() > MAX_KEYS {
            return wrong(format!("it has {} keys; use 1 to {MAX_KEYS}", self.keys.len()));
        }
        for (k, key) in self.keys.iter().enumerate() {
            if let Some(problem) = wrong_name(&key.name) {
                return wrong(problem);
            }
            if self.keys.iter().take(k).any(|other| other.name == key.name) {
                return wrong(format!("the key `{}` occurs twice; merge the two", key.name));
            }
            if let Some(problem) = key.entries.iter().find_map(|entry| wrong_entry(entry)) {
                return wrong(format!("key `{}`: {problem}", key.name));
            }
        }
        Ok(())
    }
}

/// What is wrong with the name of a key.
pub(super) fn wrong_name(name: &str) -> Option<String> {
    let fits =
        !name.is_empty() && name.len() <= MAX_BYTES && !name.contains(|c: char| c.is_whitespace() || c.is_control());
    (!fits).then(|| {
        let shown: String = name.chars().take(40).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
        format!("`{shown}` cannot be the name of a key; use 1 to {MAX_BYTES} bytes without spaces")
    })
}

/// What is wrong with an entry.
pub(super) fn wrong_entry(entry: &str) -> Option<String> {
    let words = entry.split_whitespace().count();
    let shown = || entry.chars().take(40).collect::<String>();
    if entry.len() > MAX_BYTES || words > MAX_WORDS {
        let shown = shown();
        return Some(format!("the entry `{shown}…` is too long; use at most {MAX_WORDS} words and {MAX_BYTES} bytes"));
    }
    let empty = |word: &str| word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    (words == 0 || entry.split_whitespace().any(empty)).then(|| {
        let shown = shown();
        format!(
            "the entry `{shown}` has a word without a letter or digit; write words, globs such as `scrap*`, or phrases"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, entry: &str) -> Result<Dictionary> {
        Dictionary::new(vec![Key { name: name.to_owned(), entries: vec![entry.to_owned()] }])
    }

    #[test]
    fn faults_are_named() {
        for (name, entry, found) in [("a b", "x", "`a b`"), ("", "x", "``"), ("a", "", "``"), ("a", "let *", "`let *`")]
        {
            let error = of(name, entry).unwrap_err().to_string();
            assert!(error.contains(found), "{error}");
        }
        let twice = Dictionary::new(vec![Key { name: "a".into(), entries: vec![] }; 2]).unwrap_err();
        assert!(twice.to_string().contains("occurs twice"));
        assert!(Dictionary::new(Vec::new()).is_err());
        assert!(of("loosen", "roll* back").is_ok());
    }
}
