//! Tokens → normal tokens.

use super::key_matcher::KeyMatcher;
use super::negation::is_negator;
use super::normal_token::NormalToken;
use super::normalize::{contraction, hashtag_words, normal, punctuation, shouted};
use super::stem::Stemmer;
use super::token::{TokenKind, dotted};
use super::{Capitals, KeyFeatures, Mentions, Negation, Punctuation, TextSettings, tokens};
use crate::Result;

/// Normalises tokens by checked settings. Immutable: one serves any number of threads.
#[derive(Debug)]
pub struct Analyzer {
    settings: TextSettings,
    stemmer: Stemmer,
    /// The entries of the dictionary, if the settings have one.
    key_matcher: Option<KeyMatcher>,
}

impl Analyzer {
    /// An analyzer for `settings`.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) for settings out of range, see [`TextSettings::check`].
    pub fn new(settings: &TextSettings) -> Result<Self> {
        settings.check().map(|()| Self::of_checked(settings))
    }

    /// An analyzer for settings that were checked.
    pub(crate) fn of_checked(settings: &TextSettings) -> Self {
        let mut analyzer =
            Self { stemmer: Stemmer::new(settings.language), settings: settings.clone(), key_matcher: None };
        analyzer.key_matcher =
            settings.keys.as_ref().map(|keys| KeyMatcher::new(keys, |word| analyzer.normal_tokens(word)));
        analyzer
    }

    /// The settings in force.
    pub fn settings(&self) -> &TextSettings {
        &self.settings
    }

    /// The entries of the dictionary and the settings of its keys, if there is one.
    pub(crate) fn keys(&self) -> Option<(&KeyMatcher, &KeyFeatures)> {
        self.key_matcher.as_ref().zip(self.settings.keys.as_ref())
    }

    /// The normal tokens of all tokens of `text`.
    fn normal_tokens(&self, text: &str) -> Vec<NormalToken> {
        let mut normal = Vec::new();
        for token in tokens(text) {
            self.normalize(token.kind, token.span.of(text), &mut normal);
        }
        normal
    }

    /// Appends the normal tokens of one token to `out`: none, one, or several ("can't" is *can*, *not*; "#EndTheBan" is
    /// the whole tag and its words).
    pub fn normalize(&self, kind: TokenKind, surface: &str, out: &mut Vec<NormalToken>) {
        match kind {
            TokenKind::Word => {
                self.words(surface, out);
                if self.settings.capitals == Capitals::Mark && shouted(surface) {
                    out.push(NormalToken::out_of_sequence("⇧"));
                }
            }
            TokenKind::Hashtag => {
                let tag = normal(surface.trim_start_matches(['#', '＃']));
                out.push(NormalToken::out_of_sequence(format!("#{tag}")));
                for part in hashtag_words(surface) {
                    self.words(part, out);
                }
            }
            TokenKind::Mention => out.push(NormalToken::plain(match self.settings.mentions {
                Mentions::Keep => normal(surface),
                Mentions::Mask => "@".to_owned(),
            })),
            TokenKind::Link => out.push(NormalToken::out_of_sequence("https")),
            TokenKind::Emoji => out.push(NormalToken::plain(surface)),
            TokenKind::Expressive if self.settings.punctuation == Punctuation::Expressive => {
                out.push(NormalToken::plain(punctuation(surface)));
            }
            TokenKind::Expressive | TokenKind::Clause => {}
        }
    }

    /// Appends the normal tokens of a word.
    fn words(&self, surface: &str, out: &mut Vec<NormalToken>) {
        // The country, not the pronoun.
        if matches!(surface, "US" | "U.S" | "U.S.") {
            out.push(NormalToken::plain("u.s."));
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

    fn word(&self, word: &str) -> NormalToken {
        NormalToken {
            stem: self.stemmer.stem(word).into_owned(),
            word: word.to_owned(),
            in_sequence: true,
            negator: self.settings.negation == Negation::Scope && is_negator(word),
        }
    }
}

#[cfg(test)]
mod tests;
