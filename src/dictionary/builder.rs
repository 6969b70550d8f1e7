//! What is read from a dictionary file: collects the keys and entries that a reader finds, and checks each with its line.

use std::collections::HashMap;

use super::dictionary::{wrong_entry, wrong_name};
use super::{Dictionary, Key};
use crate::error::{Place, agreeing, counted};
use crate::{Error, Result};

/// The most entries that a dictionary may have, over all keys: enough for any of the field's, and small in memory.
const MAX_ENTRIES: usize = 1_000_000;
/// How many entries that were left out are named in the remark on them.
const NAMED: usize = 3;

/// A dictionary that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadDictionary {
    /// The dictionary.
    pub dictionary: Dictionary,
    /// What was left out, a sentence each.
    pub remarks: Vec<String>,
}

/// A dictionary while its file is read.
pub(super) struct Builder<'f> {
    file: &'f str,
    keys: Vec<Key>,
    /// The number of entries of all keys.
    entries: usize,
    /// The number of each key, by name.
    numbers: HashMap<String, usize>,
    left_out: Vec<String>,
    remarks: Vec<String>,
}

impl<'f> Builder<'f> {
    /// An empty one. `file` is the name of the input in errors.
    pub(super) fn new(file: &'f str) -> Self {
        Self { file, keys: Vec::new(), entries: 0, numbers: HashMap::new(), left_out: Vec::new(), remarks: Vec::new() }
    }

    /// An [`Error::Data`] at a line of the file.
    pub(super) fn wrong(&self, line: u64, problem: impl Into<String>) -> Error {
        Error::data(Place { line: Some(line), ..Place::file(self.file) }, problem)
    }

    /// The number of the key with this name, which is added if it is new.
    ///
    /// # Errors
    /// [`Error::Data`] if it cannot be the name of a key.
    pub(super) fn key(&mut self, name: &str, line: u64) -> Result<usize> {
        let name = joined(name);
        if let Some(number) = self.numbers.get(&name) {
            return Ok(*number);
        }
        if let Some(problem) = wrong_name(&name) {
            return Err(self.wrong(line, problem));
        }
        self.numbers.insert(name.clone(), self.keys.len());
        self.keys.push(Key { name, entries: Vec::new() });
        Ok(self.keys.len() - 1)
    }

    /// The number of a key that must be new.
    ///
    /// # Errors
    /// [`Error::Data`] if there is one with this name, or none can have it.
    pub(super) fn new_key(&mut self, name: &str, line: u64) -> Result<usize> {
        if self.numbers.contains_key(&joined(name)) {
            return Err(self.wrong(line, format!("the key `{}` occurs twice; merge the two", joined(name))));
        }
        self.key(name, line)
    }

    /// Adds an entry to a key.
    ///
    /// # Errors
    /// [`Error::Data`] for an entry that is too long or has a word without a letter or digit.
    pub(super) fn entry(&mut self, key: usize, entry: &str, line: u64) -> Result<()> {
        if let Some(problem) = wrong_entry(entry) {
            return Err(self.wrong(line, problem));
        }
        self.add(key, [entry.trim().to_owned()], line)
    }

    /// Adds the entries of the key `from` to `key`, too.
    ///
    /// # Errors
    /// [`Error::Data`] if these are too many.
    pub(super) fn entries_of(&mut self, key: usize, from: usize, line: u64) -> Result<()> {
        let entries = self.keys.get(from).map(|from| from.entries.clone()).unwrap_or_default();
        self.add(key, entries, line)
    }

    /// Adds checked entries to a key.
    fn add<E: IntoIterator<Item = String, IntoIter: ExactSizeIterator>>(
        &mut self,
        key: usize,
        entries: E,
        line: u64,
    ) -> Result<()> {
        let entries = entries.into_iter();
        self.entries += entries.len();
        if self.entries > MAX_ENTRIES {
            return Err(self.wrong(line, format!("there are more than {MAX_ENTRIES} entries")));
        }
        debug_assert!(key < self.keys.len(), "a key is added before its entries");
        if let Some(key) = self.keys.get_mut(key) {
            key.entries.extend(entries);
        }
        Ok(())
    }

    /// Notes an entry that no text can match or that is too long; `true` if it is one.
    pub(super) fn leave_out(&mut self, entry: &str) -> bool {
        let wrong = wrong_entry(entry).is_some();
        if wrong {
            self.left_out.push(entry.trim().to_owned());
        }
        wrong
    }

    /// Adds a sentence that the reader of the results should know.
    pub(super) fn remark(&mut self, sentence: String) {
        self.remarks.push(sentence);
    }

    /// The dictionary.
    ///
    /// # Errors
    /// [`Error::Data`] if it has no key or too many.
    pub(super) fn finish(mut self) -> Result<ReadDictionary> {
        if !self.left_out.is_empty() {
            let named: Vec<&str> = self.left_out.iter().take(NAMED).map(String::as_str).collect();
            let (n, more) = (self.left_out.len(), if self.left_out.len() > NAMED { ", …" } else { "" });
            self.remarks.push(format!(
                "{} of signs alone {} left out ({}{more})",
                counted(n, "entry"),
                agreeing(n, "is", "are"),
                named.join(" ")
            ));
        }
        let file = self.file;
        let dictionary =
            Dictionary::new(self.keys).map_err(|error| Error::data(Place::file(file), error.to_string()))?;
        Ok(ReadDictionary { dictionary, remarks: self.remarks })
    }
}

/// A key's name with `_` instead of white space, which features have between the two keys of a pair.
pub(super) fn joined(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("_")
}
