//! Copies of a statement, which several outlets print, are counted once.

use std::hash::{BuildHasher, Hasher};

/// Texts of fewer words are never copies: two people say `No comment.` independently of each other.
pub(super) const LEAST_WORDS: usize = 5;

/// A number that is the same for texts with the same words by the same speaker, whatever their letter case, punctuation
/// and white space; `None` for short texts. Different texts share a number with a probability of 2⁻⁶⁴. `buffer` is
/// memory to be used again.
pub(super) fn key(text: &str, speaker: u32, buffer: &mut String) -> Option<u64> {
    buffer.clear();
    let mut words = 0;
    let mut in_word = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            // An apostrophe within a word is left out whatever its form.
            in_word &= matches!(c, '\'' | '’');
            continue;
        }
        if !in_word {
            words += 1;
            buffer.push(' ');
            in_word = true;
        }
        if c.is_ascii() { buffer.push(c.to_ascii_lowercase()) } else { buffer.extend(c.to_lowercase()) }
    }
    let mut hasher = foldhash::quality::FixedState::with_seed(0).build_hasher();
    hasher.write(buffer.as_bytes());
    hasher.write_u32(speaker);
    (words >= LEAST_WORDS).then(|| hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_of_a_speaker_are_copies() {
        let key = |text, speaker| key(text, speaker, &mut String::new());
        let first = key("We can’t accept this rule.", 1);
        assert!(first.is_some());
        assert_eq!(first, key("We can't  ACCEPT this rule", 1));
        assert_ne!(first, key("We can't accept this rule", 2));
        assert_ne!(first, key("We can accept this rule", 1));
        assert_eq!(key("No comment.", 1), None);
    }
}
