//! The spelling of a token: lower case, compatibility characters, long-drawn letters, contractions, hashtags.

use unicode_normalization::UnicodeNormalization;

use super::SHOUTED;
use super::token::{is_apostrophe, is_invisible};

/// Lower case, NFKC, straight apostrophes, no invisible characters, at most two of the same letter in a row.
///
/// The result has no space: where the compatibility form of a character has one (U+FDFA is four words), its words are
/// joined, so that no single word looks like a pair of words.
pub(super) fn normal(surface: &str) -> String {
    let straight = |c: char| if is_apostrophe(c) { '\'' } else { c };
    let lower = if surface.is_ascii() {
        let lower = surface.to_ascii_lowercase();
        // The only other apostrophe in ASCII.
        if lower.contains('`') { lower.replace('`', "'") } else { lower }
    } else {
        let visible = surface.chars().filter(|c| !is_invisible(*c)).map(straight);
        visible.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    shorten(lower)
}

/// Whether a word is certainly its own only normal token: lower-case ASCII letters, nothing long-drawn, no contraction.
pub(super) fn is_normal(word: &str) -> bool {
    let bytes = word.as_bytes();
    let long = || bytes.windows(3).any(|w| w[0] == w[1] && w[1] == w[2]);
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_lowercase) && !long() && word != "cannot"
}

/// "soooo" → "soo": three or more of the same letter become two; digits are left alone.
fn shorten(word: String) -> String {
    // Bytes are enough to rule most words out; what they let through is looked at by characters.
    let mut run = (0, 0u8);
    let long = word.bytes().any(|byte| {
        run = if byte == run.1 { (run.0 + 1, byte) } else { (1, byte) };
        run.0 > 2 && !byte.is_ascii_digit()
    });
    if !long {
        return word;
    }
    let mut out = String::with_capacity(word.len());
    let (mut last, mut times) = (None, 0);
    for c in word.chars() {
        times = if last == Some(c) { times + 1 } else { 1 };
        last = Some(c);
        if times <= 2 || c.is_numeric() {
            out.push(c);
        }
    }
    out
}

/// Splits an English contraction into its first word and the word that its ending is short for: "can't" → can, not.
/// A possessive *'s* is dropped. Other words come back whole.
pub(super) fn contraction(word: &str) -> (&str, Option<&'static str>) {
    if !word.bytes().any(|byte| byte == b'\'') {
        return match word {
            "cannot" => ("can", Some("not")),
            _ => (word, None),
        };
    }
    match word {
        "can't" => return ("can", Some("not")),
        "won't" => return ("will", Some("not")),
        "shan't" => return ("shall", Some("not")),
        "ain't" => return ("is", Some("not")),
        "n't" => return ("", Some("not")),
        "let's" => return ("let", Some("us")),
        _ => {}
    }
    const ENDINGS: [(&str, Option<&str>); 7] = [
        ("n't", Some("not")),
        ("'re", Some("are")),
        ("'ve", Some("have")),
        ("'ll", Some("will")),
        ("'d", Some("would")),
        ("'m", Some("am")),
        ("'s", None),
    ];
    for (ending, short_for) in ENDINGS {
        if let Some(base) = word.strip_suffix(ending) {
            return (base, short_for);
        }
    }
    (word, None)
}

/// Expressive punctuation: `!` stays, `!!!` becomes `!!`, a mix of `!` and `?` becomes `?!`, dots become `…`, emoticons
/// stay.
pub(super) fn punctuation(surface: &str) -> String {
    if surface.starts_with('.') {
        return "…".to_owned();
    }
    let mut signs: Vec<char> = surface.nfkc().collect();
    if signs.iter().all(|c| matches!(c, '!' | '?')) {
        if signs.contains(&'!') && signs.contains(&'?') {
            return "?!".to_owned();
        }
        signs.truncate(2);
    }
    signs.into_iter().collect()
}

/// Whether a word is all capitals, and long enough not to be an abbreviation.
pub(super) fn shouted(surface: &str) -> bool {
    surface.chars().filter(|c| c.is_uppercase()).count() >= SHOUTED && !surface.chars().any(char::is_lowercase)
}

/// The words of a hashtag. It is cut at underscores, between letters and digits, and before a capital that follows a
/// small letter or begins a capitalised word ("#EndAIBan" → End, AI, Ban).
pub(super) fn hashtag_words(surface: &str) -> Vec<&str> {
    let body = surface.trim_start_matches(['#', '＃']);
    let chars: Vec<(usize, char)> = body.char_indices().collect();
    let mut cuts = vec![0];
    for (k, (at, c)) in chars.iter().enumerate().skip(1) {
        let before = chars.get(k - 1).map_or(' ', |(_, c)| *c);
        let after = chars.get(k + 1).map(|(_, c)| *c);
        let begins_word = c.is_uppercase()
            && (before.is_lowercase() || (before.is_uppercase() && after.is_some_and(char::is_lowercase)));
        if *c == '_' || before == '_' || begins_word || c.is_numeric() != before.is_numeric() {
            cuts.push(*at);
        }
    }
    cuts.push(body.len());
    let parts = cuts.windows(2).filter_map(|w| body.get(w[0]..w[1]));
    parts.filter(|p| !p.is_empty() && *p != "_").collect()
}
