//! The terms of a fixed vocabulary, found by halving it: nothing is made beforehand, so that the first text need not wait.

use super::lookup::{Lookup, Map};
use super::vocabulary::Vocabulary;

/// The terms of a fixed vocabulary; ids are its columns, the same as [`FixedTerms`](super::FixedTerms) gives. Slower for many
/// texts, ready at once.
pub(crate) struct SortedTerms<'v> {
    vocabulary: &'v Vocabulary,
    /// Stems that are no terms on their own, by their ids past the columns, and those ids.
    others: Vec<Box<str>>,
    ids: Map<Box<str>, u32>,
}

impl<'v> SortedTerms<'v> {
    /// The terms of `vocabulary`.
    pub(crate) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, others: Vec::new(), ids: Map::default() }
    }

    fn name(&self, stem: u32) -> &str {
        let stem = stem as usize;
        let other = || self.others.get(stem - self.vocabulary.len()).map_or("", |name| name);
        self.vocabulary.get(stem).unwrap_or_else(other)
    }

    fn find(&self, stems: &[u32]) -> Option<u32> {
        let names: Vec<&str> = stems.iter().map(|stem| self.name(*stem)).collect();
        self.vocabulary.find(&names.join(" "))
    }
}

impl Lookup for SortedTerms<'_> {
    fn stem(&mut self, stem: &str) -> Option<u32> {
        if let Some(id) = self.vocabulary.find(stem).or_else(|| self.ids.get(stem).copied()) {
            return Some(id);
        }
        let id = u32::try_from(self.vocabulary.len() + self.others.len()).ok()?;
        self.others.push(stem.into());
        self.ids.insert(stem.into(), id);
        Some(id)
    }

    fn single(&mut self, stem: u32) -> Option<u32> {
        ((stem as usize) < self.vocabulary.len()).then_some(stem)
    }

    fn pair(&mut self, stems: [u32; 2]) -> Option<u32> {
        self.find(&stems)
    }

    fn triple(&mut self, stems: [u32; 3]) -> Option<u32> {
        self.find(&stems)
    }

    fn chars(&mut self, key: &str) -> Option<u32> {
        self.vocabulary.find(key)
    }

    fn longest(&self) -> u8 {
        u8::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_and_nothing_else() {
        let keys = ["a", "a b", "a x", "y z", "a b c", "c:a ", "é"];
        let vocabulary = Vocabulary::new(keys.map(String::from).to_vec()).unwrap();
        let mut terms = SortedTerms::new(&vocabulary);
        let ids: Vec<u32> = ["a", "b", "c", "x", "y", "z", "a"].iter().filter_map(|s| terms.stem(s)).collect();
        let [a, b, c, x, y, z, again] = *ids.as_slice() else { panic!("a stem without id") };
        assert_eq!((a, terms.single(a)), (again, vocabulary.find("a")));
        assert_eq!(terms.single(b), None);
        assert_eq!(terms.pair([a, b]), vocabulary.find("a b"));
        assert_eq!(terms.pair([a, x]), vocabulary.find("a x"));
        assert_eq!(terms.pair([y, z]), vocabulary.find("y z"));
        assert_eq!(terms.pair([b, a]), None);
        assert_eq!(terms.triple([a, b, c]), vocabulary.find("a b c"));
        assert_eq!((terms.chars("c:a "), terms.chars("c:b")), (vocabulary.find("c:a "), None));
    }
}
