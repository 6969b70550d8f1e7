//! Texts as word ids. Words are in lower case, without punctuation, with contractions written out.

use std::collections::HashMap;

use crate::Result;
use crate::text::{Analyzer, CharNgrams, Language, Punctuation, TextSettings, tokens};

/// The words of all texts, one text after the other.
pub(crate) struct WordIds {
    ids: Vec<u32>,
    /// Where each text's words begin in `ids`, and at the end its length.
    starts: Vec<usize>,
    /// The words by id, in the order of first appearance.
    pub(crate) names: Vec<String>,
}

impl WordIds {
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Result<Self> {
        let settings = TextSettings {
            language: Language::None,
            char_ngrams: CharNgrams::NONE,
            punctuation: Punctuation::Ignore,
            ..TextSettings::default()
        };
        let analyzer = Analyzer::new(&settings)?;
        let mut words = Self { ids: Vec::new(), starts: vec![0], names: Vec::new() };
        // Only looked up, never iterated, so that the hash order does not matter.
        let mut known: HashMap<String, u32, foldhash::fast::FixedState> = HashMap::default();
        let mut normal = Vec::new();
        for text in texts {
            let before = words.ids.len();
            for token in tokens(text) {
                let surface = text.get(token.span.start()..token.span.end()).unwrap_or("");
                normal.clear();
                analyzer.normalize(token.kind, surface, &mut normal);
                for normal in normal.drain(..) {
                    let id = words.intern(&mut known, normal.stem);
                    words.ids.push(id);
                }
            }
            if words.ids.len() == before {
                // A text without words is identified by its characters. No word begins with NUL.
                let id = words.intern(&mut known, format!("\0{}", text.trim()));
                words.ids.push(id);
            }
            words.starts.push(words.ids.len());
        }
        Ok(words)
    }

    /// Texts whose words are numbered already; the words have no names.
    pub(crate) fn numbered<'w>(texts: impl Iterator<Item = &'w [u32]>) -> Self {
        let mut words = Self { ids: Vec::new(), starts: vec![0], names: Vec::new() };
        for text in texts {
            words.ids.extend_from_slice(text);
            words.starts.push(words.ids.len());
        }
        words
    }

    fn intern(&mut self, known: &mut HashMap<String, u32, foldhash::fast::FixedState>, word: String) -> u32 {
        if let Some(id) = known.get(&word) {
            return *id;
        }
        let id = self.names.len() as u32;
        self.names.push(word.clone());
        known.insert(word, id);
        id
    }

    /// Number of texts.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The words of a text, in order.
    pub(crate) fn row(&self, row: usize) -> &[u32] {
        let range = match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(from), Some(to)) => *from..*to,
            _ => 0..0,
        };
        self.ids.get(range).unwrap_or(&[])
    }
}

/// A pair of words as one number.
pub(crate) fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The pairs of neighbouring words of a text; its beginning and end count as words.
pub(super) fn pairs(words: &[u32]) -> impl Iterator<Item = u64> {
    const END: u32 = u32::MAX;
    let firsts = std::iter::once(END).chain(words.iter().copied());
    firsts.zip(words.iter().copied().chain(std::iter::once(END))).map(|(a, b)| pair(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_punctuation_and_contractions_make_no_difference() {
        let words = WordIds::of(["We can't stop.", "we  CANNOT stop!", "We can stop", "…", "?!"].into_iter()).unwrap();
        assert_eq!(words.row(0), words.row(1));
        assert_ne!(words.row(0), words.row(2));
        assert_ne!(words.row(3), words.row(4));
        assert_eq!(words.len(), 5);
    }

    #[test]
    fn a_text_of_n_words_has_n_plus_one_pairs() {
        assert_eq!(pairs(&[7, 8]).collect::<Vec<_>>(), [pair(u32::MAX, 7), pair(7, 8), pair(8, u32::MAX)]);
    }
}
