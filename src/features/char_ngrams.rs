//! Character n-grams within a word.

use crate::text::CharNgrams;

/// Calls `visit` with each character n-gram of `word`, shortest first, from its beginning to its end.
///
/// N-grams are cut as scikit-learn's `char_wb` does: from the word with one space on either side; a word shorter than
/// an n-gram is given once, whole.
pub(crate) fn char_ngrams(word: &str, lengths: CharNgrams, mut visit: impl FnMut(&str)) {
    if lengths.is_none() || word.is_empty() {
        return;
    }
    let mut padded = String::with_capacity(word.len() + 2);
    padded.extend([" ", word, " "]);
    let ascii = padded.is_ascii();
    let mut boundaries = Vec::new();
    if !ascii {
        boundaries.extend(padded.char_indices().map(|(at, _)| at));
        boundaries.push(padded.len());
    }
    // Where a character begins, by its number.
    let place = |at: usize| if ascii { Some(at) } else { boundaries.get(at).copied() };
    let characters = if ascii { padded.len() } else { boundaries.len() - 1 };
    for n in usize::from(lengths.min)..=usize::from(lengths.max) {
        let n = n.min(characters);
        for at in 0..=characters - n {
            if let Some(ngram) = place(at).zip(place(at + n)).and_then(|(from, to)| padded.get(from..to)) {
                visit(ngram);
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
        assert_eq!(cut("ban"), [" b", "ba", "an", "n ", " ba", "ban", "an ", " ban", "ban "]);
        assert_eq!(cut("a"), [" a", "a ", " a "]);
        assert_eq!(cut("é"), [" é", "é ", " é "]);
        assert_eq!(cut(""), Vec::<String>::new());
    }
}
