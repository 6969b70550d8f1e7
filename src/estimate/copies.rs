//! Copies of a statement, which several outlets print, are counted once.

use std::hash::{BuildHasher, Hasher};

/// Texts of fewer words are never copies: two people say `No comment.` independently of each other.
pub(super) const LEAST_WORDS: usize = 5;

/// The words of a text, whatever its letter case, punctuation and white space.
#[derive(Debug, Default)]
pub(super) struct Normal {
    /// The words in lower case, one after another.
    letters: Vec<u8>,
    /// The end of each word in `letters`.
    ends: Vec<usize>,
}

impl Normal {
    /// Takes the words of `text` in place of the former ones.
    pub(super) fn read(&mut self, text: &str) {
        self.letters.clear();
        self.ends.clear();
        let mut in_word = false;
        for c in text.chars() {
            if matches!(c, '\'' | '’' | '\u{2BC}' | '\u{FF07}') {
                // An apostrophe within a word is left out whatever its form.
                continue;
            }
            if c.is_ascii_alphanumeric() {
                self.letters.push((c as u8).to_ascii_lowercase());
                in_word = true;
            } else if c.is_alphanumeric() {
                let letters = &mut self.letters;
                c.to_lowercase().for_each(|c| letters.extend(c.encode_utf8(&mut [0; 4]).bytes()));
                in_word = true;
            } else if in_word {
                self.ends.push(self.letters.len());
                in_word = false;
            }
        }
        if in_word {
            self.ends.push(self.letters.len());
        }
    }

    /// The words.
    pub(super) fn words(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| self.letters.get(from..*to).unwrap_or(&[]))
    }

    /// A number that is the same for texts with the same words by the same speaker; `None` for short texts. Different texts
    /// share a number with a probability of 2⁻⁶⁴.
    pub(super) fn key(&self, speaker: u32) -> Option<u64> {
        if self.ends.len() < LEAST_WORDS {
            return None;
        }
        let mut hasher = foldhash::quality::FixedState::with_seed(0).build_hasher();
        hasher.write(&self.letters);
        for end in &self.ends {
            hasher.write_u32(*end as u32);
        }
        hasher.write_u32(speaker);
        Some(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_of_a_speaker_are_copies() {
        let key = |text: &str, speaker| {
            let mut normal = Normal::default();
            normal.read(text);
            normal.key(speaker)
        };
        let first = key("We can’t accept this rule.", 1);
        assert!(first.is_some());
        assert_eq!(first, key("We can't  ACCEPT this rule", 1));
        assert_ne!(first, key("We can't accept this rule", 2));
        assert_ne!(first, key("We can accept this rule", 1));
        assert_ne!(key("we can accept this rule", 1), key("we can accept thisr ule", 1));
        assert_eq!(key("No comment.", 1), None);
        assert_eq!(key("Élan vital is not a rule", 1), key("élan Vital: is not a rule…", 1));
    }
}
