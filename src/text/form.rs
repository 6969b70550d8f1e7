//! Tokens → normal forms: lower case, compatibility characters, contractions written out, dotted acronyms, hashtags
//! split into words, long-drawn letters shortened.

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::stem::Stemmer;
use super::token::{TokenKind, dotted, is_apostrophe};
use super::{Capitals, Mentions, NEGATION_SCOPE, Negation, Punctuation, SHOUTED, TextSettings};
use crate::Result;

/// One normal form of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Form {
    /// What stands in word n-grams.
    pub stem: String,
    /// What character n-grams are cut from; empty for none.
    pub word: String,
    /// Whether it stands beside the running text and makes no word pair: the whole of a hashtag.
    pub aside: bool,
    /// Whether it negates what follows.
    pub negator: bool,
}

/// The forms of one token: none, one, or several ("can't" is *can*, *not*; "#EndTheBan" is itself and its words).
pub type Forms = Vec<Form>;

/// Makes forms by checked settings; cheap to share, never changes.
pub struct Analyzer {
    settings: TextSettings,
    stemmer: Stemmer,
}

impl Analyzer {
    /// An analyzer for `settings`.
    ///
    /// # Errors
    /// What [`TextSettings::check`] finds.
    pub fn new(settings: &TextSettings) -> Result<Self> {
        settings.check()?;
        Ok(Self { stemmer: Stemmer::new(settings.language), settings: settings.clone() })
    }

    /// The settings in force.
    pub fn settings(&self) -> &TextSettings {
        &self.settings
    }

    /// Appends the forms of a token with this `surface` to `out`.
    pub fn forms(&self, kind: TokenKind, surface: &str, out: &mut Forms) {
        match kind {
            TokenKind::Word => {
                self.words(surface, out);
                if self.settings.capitals == Capitals::Mark && shouted(surface) {
                    out.push(plain("⇧".to_owned(), true));
                }
            }
            TokenKind::Hashtag => {
                let tag = normal(surface.trim_start_matches(['#', '＃']));
                out.push(plain(format!("#{tag}"), true));
                for part in hashtag_words(surface) {
                    self.words(part, out);
                }
            }
            TokenKind::Mention => out.push(plain(
                match self.settings.mentions {
                    Mentions::Keep => normal(surface),
                    Mentions::Mask => "@".to_owned(),
                },
                false,
            )),
            TokenKind::Link => out.push(plain("https".to_owned(), true)),
            TokenKind::Emoji => out.push(plain(surface.to_owned(), false)),
            TokenKind::Tone if self.settings.punctuation == Punctuation::Tone => out.push(plain(tone(surface), false)),
            TokenKind::Tone | TokenKind::Clause => {}
        }
    }

    fn words(&self, surface: &str, out: &mut Forms) {
        if matches!(surface, "US" | "U.S" | "U.S.") {
            out.push(plain("u.s.".to_owned(), false));
            return;
        }
        let mut word = normal(surface);
        if dotted(&word) {
            word.retain(|c| c != '.');
            out.push(self.word(&word));
            return;
        }
        let (base, rest) = contraction(&word);
        if !base.is_empty() {
            out.push(self.word(base));
        }
        if let Some(rest) = rest {
            out.push(self.word(rest));
        }
    }

    fn word(&self, word: &str) -> Form {
        Form {
            stem: self.stemmer.stem(word).into_owned(),
            word: word.to_owned(),
            aside: false,
            negator: self.settings.negation == Negation::Scope && is_negator(word),
        }
    }
}

/// Follows negation through a text under [`Negation::Scope`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NegationState {
    left: usize,
}

impl NegationState {
    /// A clause or a sentence ends.
    pub(crate) fn end_clause(&mut self) {
        self.left = 0;
    }

    /// Passes one form; whether it stands in a negator's scope.
    #[inline(always)]
    pub(crate) fn step(&mut self, negator: bool) -> bool {
        // Without branches, which would often be guessed wrong.
        let inside = (self.left > 0) & !negator;
        self.left = if negator { NEGATION_SCOPE } else { self.left - usize::from(inside) };
        inside
    }
}

fn plain(stem: String, aside: bool) -> Form {
    Form { stem, aside, ..Form::default() }
}

/// Whether a word is written in capitals throughout, and long enough not to be an abbreviation.
fn shouted(surface: &str) -> bool {
    surface.chars().filter(|c| c.is_uppercase()).count() >= SHOUTED && !surface.chars().any(char::is_lowercase)
}

/// Lower case, compatibility-composed, straight apostrophes, at most two of the same letter in a row.
fn normal(surface: &str) -> String {
    let lower = if surface.is_ascii() {
        surface.to_ascii_lowercase()
    } else {
        let composed: String = if is_nfkc(surface) { surface.to_owned() } else { surface.nfkc().collect() };
        composed.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase).collect()
    };
    shorten(lower)
}

/// "soooo" → "soo": three or more of one letter become two; digits stay.
fn shorten(word: String) -> String {
    let long = word.as_bytes().windows(3).any(|w| w[0] == w[1] && w[1] == w[2] && !w[0].is_ascii_digit());
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

/// Splits an English contraction into the word it stands on and the word it stands for. A possessive *'s* is dropped.
fn contraction(word: &str) -> (&str, Option<&'static str>) {
    if !word.contains('\'') {
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
    const ENDS: [(&str, Option<&str>); 7] = [
        ("n't", Some("not")),
        ("'re", Some("are")),
        ("'ve", Some("have")),
        ("'ll", Some("will")),
        ("'d", Some("would")),
        ("'m", Some("am")),
        ("'s", None),
    ];
    for (end, stands_for) in ENDS {
        if let Some(base) = word.strip_suffix(end) {
            return (base, stands_for);
        }
    }
    (word, None)
}

/// Words that negate what follows. English only; other languages mark nothing.
fn is_negator(word: &str) -> bool {
    const NEGATORS: [&str; 13] = [
        "barely", "hardly", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere", "scarcely",
        "without",
    ];
    NEGATORS.binary_search(&word).is_ok()
}

/// `!` stays, `!!!` becomes `!!`, dots become `…`, emoticons stay.
fn tone(surface: &str) -> String {
    if surface.starts_with('.') {
        return "…".to_owned();
    }
    let mut signs: Vec<char> = surface.nfkc().collect();
    if signs.iter().all(|c| matches!(c, '!' | '?')) {
        let mixed = signs.contains(&'!') && signs.contains(&'?');
        if mixed {
            return "?!".to_owned();
        }
        signs.truncate(2);
    }
    signs.into_iter().collect()
}

/// The words of a hashtag: cut at underscores, before a capital that follows a small letter or begins a capitalised
/// word, and between letters and digits.
fn hashtag_words(surface: &str) -> Vec<&str> {
    let body = surface.trim_start_matches(['#', '＃']);
    let chars: Vec<(usize, char)> = body.char_indices().collect();
    let mut cuts = vec![0];
    for (k, (at, c)) in chars.iter().enumerate().skip(1) {
        let before = chars.get(k - 1).map_or(' ', |(_, c)| *c);
        let after = chars.get(k + 1).map(|(_, c)| *c);
        let capital = c.is_uppercase()
            && (before.is_lowercase() || (before.is_uppercase() && after.is_some_and(char::is_lowercase)));
        if *c == '_' || before == '_' || capital || c.is_numeric() != before.is_numeric() {
            cuts.push(*at);
        }
    }
    cuts.push(body.len());
    let parts = cuts.windows(2).filter_map(|w| body.get(w[0]..w[1]));
    parts.filter(|p| !p.is_empty() && *p != "_").collect()
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
