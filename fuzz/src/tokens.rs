//! Tokens and their normal forms.

use arbitrary::{Arbitrary, Unstructured};
use stance::text::{Analyzer, Capitals, CharNgrams, Language, Mentions, Negation, Punctuation, TextSettings};

use crate::mixture::{Of, mixed, text};

/// Settings in all combinations, those out of range among them.
#[derive(Arbitrary, Debug)]
pub(crate) struct Choices {
    language: u8,
    word_ngrams: u8,
    chars: [u8; 2],
    flags: u8,
}

impl Choices {
    pub(crate) fn settings(&self) -> TextSettings {
        let has = |bit: u8| self.flags & (1 << bit) != 0;
        let [min, max] = self.chars.map(|length| length % 10);
        TextSettings {
            language: Language::ALL[usize::from(self.language) % Language::ALL.len()],
            word_ngrams: self.word_ngrams % 5,
            char_ngrams: CharNgrams { min, max },
            negation: if has(0) { Negation::Scope } else { Negation::Keep },
            punctuation: if has(1) { Punctuation::Expressive } else { Punctuation::Ignore },
            mentions: if has(2) { Mentions::Keep } else { Mentions::Mask },
            capitals: if has(3) { Capitals::Mark } else { Capitals::Ignore },
            keys: None,
        }
    }
}

/// Tokens lie in order inside the text, and none is empty; normal forms can be stored.
pub fn tokeniser(data: &[u8]) {
    check(&text(data, Of::Words), &TextSettings::default());
    let mut input = Unstructured::new(data);
    if let Ok(choices) = Choices::arbitrary(&mut input)
        && let Ok(text) = mixed(&mut input, Of::Words)
    {
        check(&text, &choices.settings());
    }
}

fn check(text: &str, settings: &TextSettings) {
    let analyzer = Analyzer::new(settings);
    assert_eq!(analyzer.is_ok(), settings.check().is_ok());
    let Ok(analyzer) = analyzer else { return };
    let mut last = 0;
    let mut normal = Vec::new();
    for token in stance::text::tokens(text) {
        assert!(token.span.start() >= last && !token.span.is_empty(), "{token:?}");
        last = token.span.end();
        let surface = text.get(token.span.start()..last).expect("a token is in the text");
        normal.clear();
        analyzer.normalize(token.kind, surface, &mut normal);
        for token in &normal {
            assert!(!token.stem.is_empty() && !token.stem.contains(' '), "{token:?}");
        }
    }
}
