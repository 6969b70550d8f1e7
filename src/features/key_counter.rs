//! Counts the keys of a dictionary in texts, and finds the words that match.

use super::{Indexer, SortedLookup, Vocabulary};
use crate::dictionary::Dictionary;
use crate::text::{Analyzer, CharNgrams, KeyFeatures, Negation, NestedScope, TextSettings};
use crate::{ByteSpan, Result};

/// A dictionary compiled for counting. Immutable: each thread has a [`KeyCounter::session`] of its own.
///
/// Of the entries of a key that begin at the same word the longest counts, and it covers its words. An entry must lie
/// within a clause.
///
/// ```
/// use stance::dictionary::{Dictionary, Key};
/// use stance::features::KeyCounter;
/// use stance::text::NestedScope;
///
/// let entries = ["scrap*", "roll back"].map(String::from).to_vec();
/// let dictionary = Dictionary::new(vec![Key { name: "loosen".to_owned(), entries }])?;
/// let counter = KeyCounter::new(dictionary, NestedScope::Key)?;
/// let text = "They scrapped one rule and will roll back another.";
/// let mut session = counter.session();
/// let found: Vec<&str> = session.find(text).iter().map(|hit| hit.span.of(text)).collect();
/// assert_eq!(found, ["scrapped", "roll back"]);
/// # Ok::<(), stance::Error>(())
/// ```
#[derive(Debug)]
pub struct KeyCounter {
    analyzer: Analyzer,
    names: Vec<String>,
    /// Without features: only keys are looked for.
    vocabulary: Vocabulary,
}

/// One thread's counter.
#[derive(Debug)]
pub struct KeySession<'c> {
    indexer: Indexer<'c, SortedLookup<'c>>,
    hits: Vec<KeyHit>,
}

/// An entry of a dictionary in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyHit {
    /// The number of its key, from 0.
    pub key: usize,
    /// The words that match.
    pub span: ByteSpan,
}

impl KeyCounter {
    /// Compiles a dictionary.
    ///
    /// # Errors
    /// As [`Dictionary::check`].
    pub fn new(dictionary: Dictionary, nested_scope: NestedScope) -> Result<Self> {
        let names = dictionary.keys().iter().map(|key| key.name.clone()).collect();
        let settings = TextSettings {
            word_ngrams: 1,
            char_ngrams: CharNgrams::NONE,
            negation: Negation::Keep,
            keys: Some(KeyFeatures { window: 0, nested_scope, ..KeyFeatures::new(dictionary) }),
            ..TextSettings::default()
        };
        Ok(Self { analyzer: Analyzer::new(&settings)?, names, vocabulary: Vocabulary::default() })
    }

    /// The names of the keys, by number.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// A counter for one thread.
    #[must_use]
    pub fn session(&self) -> KeySession<'_> {
        let indexer = Indexer::new(&self.analyzer, SortedLookup::new(&self.vocabulary));
        KeySession { indexer, hits: Vec::new() }
    }
}

impl KeySession<'_> {
    /// The entries in `text`, in the order of their first words.
    pub fn find(&mut self, text: &str) -> &[KeyHit] {
        self.indexer.index(text, |_, _| {});
        self.hits.clear();
        self.hits.extend(self.indexer.key_hits().map(|(key, span)| KeyHit { key, span }));
        &self.hits
    }

    /// The entries in the last text.
    #[must_use]
    pub fn hits(&self) -> &[KeyHit] {
        &self.hits
    }

    /// The number of words in the last text: tokens with letters.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.indexer.known_words().words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Key;

    fn found(scope: NestedScope, text: &str) -> Vec<(String, String)> {
        let key = |name: &str, entries: &[&str]| Key {
            name: name.to_owned(),
            entries: entries.iter().map(|e| (*e).to_owned()).collect(),
        };
        let keys = vec![key("humour", &["joke*", "funny"]), key("serious", &["not a joke", "not", "grave"])];
        let counter = KeyCounter::new(Dictionary::new(keys).unwrap(), scope).unwrap();
        let mut session = counter.session();
        let name = |hit: &KeyHit| (counter.names()[hit.key].clone(), hit.span.of(text).to_owned());
        session.find(text).iter().map(name).collect()
    }

    #[test]
    fn the_longest_entry_counts_within_its_key_or_within_the_dictionary() {
        let text = "It is not a joke, and jokes are funny.";
        let of = |scope| {
            let found = found(scope, text);
            found.iter().map(|(key, words)| format!("{key}={words}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(NestedScope::Key), "serious=not a joke humour=joke humour=jokes humour=funny");
        assert_eq!(of(NestedScope::Dictionary), "serious=not a joke humour=jokes humour=funny");
    }

    #[test]
    fn repeated_entries_count_each_time() {
        assert_eq!(found(NestedScope::Key, "Funny, funny and FUNNY").len(), 3);
        assert!(found(NestedScope::Key, "").is_empty());
    }
}
