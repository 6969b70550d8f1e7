//! Looks features up by binary search, without building a table first.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Lookup;
use crate::features::vocabulary::CHARS;
use crate::features::{FeatureId, StemId, Vocabulary};

/// The features of a fixed vocabulary by binary search. Gives the same ids as [`HashedLookup`](super::HashedLookup);
/// slower per text, but ready at once.
#[derive(Debug)]
pub(crate) struct SortedLookup<'v> {
    vocabulary: &'v Vocabulary,
    /// Stems that are not features on their own; their ids follow those of the vocabulary.
    other_stems: Vec<Box<str>>,
    /// Ids of these.
    other_ids: HashMap<Box<str>, StemId, RandomState>,
}

impl<'v> SortedLookup<'v> {
    /// The features of `vocabulary`.
    pub(crate) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, other_stems: Vec::new(), other_ids: HashMap::default() }
    }

    /// The text of a stem.
    fn text(&self, stem: StemId) -> &str {
        if let Some(text) = self.vocabulary.get(FeatureId::new(stem.number())) {
            return text;
        }
        let other = self.other_stems.get(stem.index() - self.vocabulary.len());
        debug_assert!(other.is_some(), "stem ids come from this lookup");
        other.map_or("", |text| text)
    }

    fn find(&self, stems: &[StemId]) -> Option<FeatureId> {
        let texts: Vec<&str> = stems.iter().map(|stem| self.text(*stem)).collect();
        self.vocabulary.find(&texts.join(" "))
    }
}

impl Lookup for SortedLookup<'_> {
    fn stem(&mut self, stem: &str) -> Option<StemId> {
        if let Some(feature) = self.vocabulary.find(stem) {
            return Some(StemId::new(feature.number()));
        }
        if let Some(id) = self.other_ids.get(stem) {
            return Some(*id);
        }
        let id = StemId::new(u32::try_from(self.vocabulary.len() + self.other_stems.len()).ok()?);
        self.other_stems.push(stem.into());
        self.other_ids.insert(stem.into(), id);
        Some(id)
    }

    fn single(&mut self, stem: StemId) -> Option<FeatureId> {
        (stem.index() < self.vocabulary.len()).then_some(FeatureId::new(stem.number()))
    }

    fn has_single(&self, stem: StemId) -> bool {
        stem.index() < self.vocabulary.len()
    }

    fn pair(&mut self, stems: [StemId; 2]) -> Option<FeatureId> {
        self.find(&stems)
    }

    fn triple(&mut self, stems: [StemId; 3]) -> Option<FeatureId> {
        self.find(&stems)
    }

    fn chars(&mut self, ngram: &str) -> Option<FeatureId> {
        self.vocabulary.find(&format!("{CHARS}{ngram}"))
    }

    fn by_key(&mut self, key: &str) -> Option<FeatureId> {
        self.vocabulary.find(key)
    }

    fn longest_ngram(&self) -> u8 {
        u8::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_found_and_nothing_else() {
        let keys = ["a", "a b", "a x", "y z", "a b c", "c:a ", "é"];
        let vocabulary = Vocabulary::new(keys.map(String::from).to_vec()).unwrap();
        let mut lookup = SortedLookup::new(&vocabulary);
        let ids: Vec<StemId> = ["a", "b", "c", "x", "y", "z", "a"].iter().filter_map(|s| lookup.stem(s)).collect();
        let [a, b, c, x, y, z, again] = *ids.as_slice() else { panic!("a stem without id") };
        assert_eq!((a, lookup.single(a)), (again, vocabulary.find("a")));
        assert_eq!(lookup.single(b), None);
        assert_eq!(lookup.pair([a, b]), vocabulary.find("a b"));
        assert_eq!(lookup.pair([a, x]), vocabulary.find("a x"));
        assert_eq!(lookup.pair([y, z]), vocabulary.find("y z"));
        assert_eq!(lookup.pair([b, a]), None);
        assert_eq!(lookup.triple([a, b, c]), vocabulary.find("a b c"));
        assert_eq!((lookup.by_key("c:a "), lookup.by_key("c:b")), (vocabulary.find("c:a "), None));
    }
}
