//! Why a label is not to be trusted.

use crate::features::KnownWords;
use crate::language;
use crate::model::{Model, is_neutral};

/// Fewer words than this are too few to judge.
const LEAST_WORDS: u32 = 2;
/// Less sure than this, the language of a text is not believed.
const LEAST_LANGUAGE_CONFIDENCE: f64 = 0.5;

/// Why a label is [`UNSURE`](crate::UNSURE): the first of these, in this order, that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Doubt {
    /// The model knows fewer than half of the words, and the text is in another language than the model's.
    Language,
    /// The text has fewer than two words.
    TooShort,
    /// The model knows fewer than half of the words.
    FewKnownWords,
    /// The text does not mention the subject of the label, and the class takes a side.
    OffSubject,
    /// The class is not probable enough.
    LowProbability,
}

impl Doubt {
    /// The name in output: `language`, `too-short`, `few-known-words`, `off-subject` or `low-probability`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::TooShort => "too-short",
            Self::FewKnownWords => "few-known-words",
            Self::OffSubject => "off-subject",
            Self::LowProbability => "low-probability",
        }
    }
}

/// What speaks against the labels of a text, whatever their probability.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextDoubts {
    /// Against every label.
    text: Option<Doubt>,
    /// For each head that has a subject, whether the text mentions it.
    on_subject: Vec<Option<bool>>,
}

impl TextDoubts {
    /// Whether the text does not mention the subject of some head.
    #[must_use]
    pub fn is_off_subject(&self) -> bool {
        self.on_subject.contains(&Some(false))
    }

    /// Counts a subject as mentioned here if the surrounding text, whose doubts are `around`, mentions it.
    pub fn take_subject_of(&mut self, around: &Self) {
        for (own, around) in self.on_subject.iter_mut().zip(&around.on_subject) {
            *own = own.zip(*around).map(|(own, around)| own || around);
        }
    }

    /// Why the label of head number `head` is unsure; `None` if nothing speaks against it. `class` is the most probable
    /// class, `probability` its probability, `least` the limit below which it is unsure.
    #[must_use]
    pub fn of_label(&self, head: usize, class: &str, probability: f64, least: f64) -> Option<Doubt> {
        let off_subject = self.on_subject.get(head) == Some(&Some(false)) && !is_neutral(class);
        self.text
            .or(off_subject.then_some(Doubt::OffSubject))
            .or((probability < least).then_some(Doubt::LowProbability))
    }
}

/// What a classifier needs to doubt its labels.
#[derive(Debug, Default)]
pub(super) struct DoubtData {
    /// The English name of the language of its texts, if it is one that can be told from others.
    language: Option<String>,
    /// For each head, the numbers of the dictionary keys of its subject; `None` without a subject.
    subjects: Vec<Option<Vec<u8>>>,
}

impl DoubtData {
    /// Compiles the rules of a checked model.
    pub(super) fn new(model: &Model) -> Self {
        let keys = model.text.keys.as_ref().map(|keys| keys.dictionary.keys()).unwrap_or(&[]);
        let number = |name: &String| u8::try_from(keys.iter().position(|key| key.name == *name)?).ok();
        let of_head = |head: &crate::model::Head| {
            let subject = model.doubt.subject.get(&head.name)?;
            Some(subject.iter().filter_map(number).collect())
        };
        let names = [model.about.language.as_deref(), Some(model.text.language.name())];
        Self {
            language: names.into_iter().flatten().find_map(language::known_name).map(str::to_owned),
            subjects: model.heads.iter().map(of_head).collect(),
        }
    }

    /// What speaks against the labels of `text`, given how many of its words are known and whether it has one of some
    /// dictionary keys.
    pub(super) fn of_text(
        &self,
        text: &str,
        KnownWords { words, known }: KnownWords,
        has_key: impl Fn(&[u8]) -> bool,
    ) -> TextDoubts {
        let is_foreign = || {
            let found = language::detect(text).filter(|found| found.confidence >= LEAST_LANGUAGE_CONFIDENCE);
            found.zip(self.language.as_deref()).is_some_and(|(found, own)| !found.name.eq_ignore_ascii_case(own))
        };
        let few_known = 2 * known < words || words == 0;
        let of_text = match few_known {
            true if is_foreign() => Some(Doubt::Language),
            _ if words < LEAST_WORDS => Some(Doubt::TooShort),
            true => Some(Doubt::FewKnownWords),
            false => None,
        };
        let on_subject = |keys: &Option<Vec<u8>>| keys.as_ref().map(|keys| has_key(keys));
        TextDoubts { text: of_text, on_subject: self.subjects.iter().map(on_subject).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Classifier;
    use crate::dictionary::{Dictionary, Key};
    use crate::text::KeyFeatures;

    /// The shipped model with a subject, a language and a dictionary of one key.
    fn classifier() -> Classifier {
        let mut model = Model::shipped().unwrap();
        let key = Key { name: "chips".to_owned(), entries: vec!["chip".to_owned(), "chips".to_owned()] };
        let dictionary = Dictionary::new(vec![key]).unwrap();
        model.text.keys = Some(KeyFeatures { window: 0, ..KeyFeatures::new(dictionary) });
        model.doubt.subject = [("stance".to_owned(), vec!["chips".to_owned()])].into();
        model.about.language = Some("English".to_owned());
        Classifier::new(model).unwrap()
    }

    fn doubt(text: &str, class: &str, probability: f64) -> Option<Doubt> {
        let classifier = classifier();
        let mut session = classifier.session();
        session.classify(text, classifier.default_target().unwrap()).unwrap();
        session.doubts(text).of_label(0, class, probability, 0.6)
    }

    #[test]
    fn the_first_doubt_that_applies_is_given() {
        let german = "Nein, wir sind gegen diese Beschränkungen der Ausfuhr von Chips, sagte der Minister am Montag.";
        for (text, class, probability, expected) in [
            (german, "oppose", 0.9, Some(Doubt::Language)),
            ("我们反对这些限制措施", "oppose", 0.9, Some(Doubt::Language)),
            ("Chips.", "support", 0.9, Some(Doubt::TooShort)),
            ("12 — 34!", "support", 0.9, Some(Doubt::TooShort)),
            ("Zork blorp quux chips frobnicate.", "support", 0.9, Some(Doubt::FewKnownWords)),
            ("We must keep the export limits.", "support", 0.9, Some(Doubt::OffSubject)),
            ("We must keep the export limits.", "neutral", 0.9, None),
            ("We must keep the export limits.", "neutral", 0.5, Some(Doubt::LowProbability)),
            ("We must keep the chip export limits.", "support", 0.5, Some(Doubt::LowProbability)),
            ("We must keep the chip export limits.", "support", 0.6, None),
        ] {
            assert_eq!(doubt(text, class, probability), expected, "{text}");
        }
    }

    #[test]
    fn a_head_without_a_subject_has_none_to_be_off() {
        let classifier = classifier();
        let mut session = classifier.session();
        let text = "What a lovely day it was at the sea.";
        session.classify(text, classifier.default_target().unwrap()).unwrap();
        let doubts = session.doubts(text);
        assert_eq!(doubts.of_label(0, "support", 0.9, 0.6), Some(Doubt::OffSubject));
        assert_eq!(doubts.of_label(1, "positive", 0.9, 0.6), None);
    }
}
