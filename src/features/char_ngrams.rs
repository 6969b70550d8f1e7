//! Character n-grams within a word.

use super::vocabulary::CHARS;
use crate::text::CharNgrams;

/// Calls `visit` with the key of each character n-gram of `word`, shortest first, from its beginning to its end.
///
/// N-grams are cut as scikit-learn's `char_wb` does: from the word with one space on either side; a word shorter than
/// an n-gram is given once, whole.
pub(crate) fn char_ngrams(word: &str, lengths: CharNgrams, mut visit: impl FnMut(&str)) {
    if lengths.is_none() || word.is_empty() {
        return;
    }
    let mut key = String::with_capacity(word.len() + CHARS.len() + 2);
    key.push_str(CHARS);
    let padded = format!(" {word} ");
    let mut boundaries: Vec<usize> = padded.char_indices().map(|(at, _)| at).collect();
    boundaries.push(padded.len());
    let characters = boundaries.len() - 1;
    for n in usize::from(lengths.min)..=usize::from(lengths.max) {
        let n = n.min(characters);
        for window in boundaries.windows(n + 1) {
            if let (Some(from), Some(to)) = (window.first(), window.last()) {
                key.truncate(CHARS.len());
                key.push_str(padded.get(*from..*to).unwrap_or(""));
                visit(&key);
            }
        }
        if n == characters {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ngrams_are_padded_and_short_words_are_given_once() {
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
