//! Words → stems, through `rust-stemmers` (Snowball), with its wrong merges in English mended.

use std::borrow::Cow;

use super::Language;

/// The stemmer of one language.
pub(crate) struct Stemmer {
    snowball: Option<rust_stemmers::Stemmer>,
    english: bool,
}

/// What stems words, as stored in a model's provenance.
pub const STEMMER: &str = "rust-stemmers 1.2.0 with English exceptions 1";

/// Words that Snowball's English stemmer merges with a word of another meaning, by the beginning that sets them
/// apart, and the stem they get here; sorted.
const ENGLISH: &[(&str, &str)] = &[
    ("authorit", "authority"),
    ("businessm", "businessman"),
    ("experienc", "experience"),
    ("importan", "important"),
    ("internation", "international"),
    ("objectiv", "objective"),
    ("organis", "organization"),
    ("organiz", "organization"),
    ("severa", "several"),
    ("universit", "university"),
];

impl Stemmer {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            snowball: language.algorithm().map(rust_stemmers::Stemmer::create),
            english: language == Language::English,
        }
    }

    /// The stem of a lower-case word; the word itself without a language, or when it holds anything but letters.
    pub(crate) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let Some(snowball) = &self.snowball else {
            return Cow::Borrowed(word);
        };
        if !word.chars().all(char::is_alphabetic) {
            return Cow::Borrowed(word);
        }
        if self.english {
            // The one beginning that can fit is the last that sorts before the word, since none begins another.
            let after = ENGLISH.partition_point(|(start, _)| *start <= word);
            if let Some((_, stem)) =
                ENGLISH.get(..after).and_then(<[_]>::last).filter(|(start, _)| word.starts_with(start))
            {
                return Cow::Borrowed(stem);
            }
        }
        // Of some words, mostly short Arabic ones that look like affixes, Snowball leaves nothing.
        match snowball.stem(word) {
            nothing if nothing.is_empty() => Cow::Borrowed(word),
            stem => stem,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn of_no_word_in_any_language_nothing_is_left(
            word in "[a-zàâäåæçéèêëíîïñóôöøœßúüăîșțığşő]{1,12}|[а-яё]{1,10}|[α-ωάέήίόύώϊϋς]{1,10}|[ء-يـ]{1,8}|[அ-ஹா-ௌ்]{1,8}|\\p{L}{1,8}",
        ) {
            for language in Language::ALL {
                let stemmer = Stemmer::new(*language);
                let stem = stemmer.stem(&word);
                prop_assert!(!stem.is_empty(), "{word} in {}", language.name());
                prop_assert!(!stem.contains([' ', ':']), "{word} in {}: {stem}", language.name());
            }
        }
    }

    #[test]
    fn an_arabic_word_of_affixes_alone_stays_as_it_is() {
        for word in ["ال", "وال", "ات", "ين", "ها"] {
            assert!(!Stemmer::new(Language::Arabic).stem(word).is_empty());
        }
    }

    #[test]
    fn words_of_different_meaning_keep_different_stems() {
        let english = Stemmer::new(Language::English);
        for (a, b) in [
            ("international", "internal"),
            ("organization", "organic"),
            ("university", "universal"),
            ("important", "import"),
            ("authorities", "author"),
            ("objective", "objected"),
            ("several", "severe"),
            ("experience", "experiment"),
        ] {
            assert_ne!(english.stem(a), english.stem(b), "{a} / {b}");
        }
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        let english = Stemmer::new(Language::English);
        for (a, b) in [
            ("restrictions", "restriction"),
            ("organisations", "organization"),
            ("universities", "university"),
            ("opposes", "opposed"),
            ("authorities", "authority"),
        ] {
            assert_eq!(english.stem(a), english.stem(b), "{a} / {b}");
        }
    }

    #[test]
    fn exceptions_are_sorted_and_none_begins_another() {
        assert!(ENGLISH.windows(2).all(|w| w[0].0 < w[1].0 && !w[1].0.starts_with(w[0].0)));
    }

    #[test]
    fn every_language_merges_forms_of_one_word() {
        use Language::*;
        let pairs = [
            (Arabic, "القيود", "قيود"),
            (Danish, "begrænsninger", "begrænsningerne"),
            (Dutch, "beperkingen", "beperking"),
            (English, "restrictions", "restricted"),
            (Finnish, "rajoitukset", "rajoituksen"),
            (French, "restrictions", "restriction"),
            (German, "beschränkungen", "beschränkung"),
            (Greek, "περιορισμοί", "περιορισμός"),
            (Hungarian, "korlátozások", "korlátozás"),
            (Italian, "restrizioni", "restrizione"),
            (Norwegian, "begrensninger", "begrensningene"),
            (Portuguese, "exportadores", "exportador"),
            (Romanian, "restricțiile", "restricții"),
            (Russian, "ограничения", "ограничений"),
            (Spanish, "restricciones", "restricción"),
            (Swedish, "begränsningar", "begränsningarna"),
            (Turkish, "yasalar", "yasaları"),
        ];
        // Tamil has none: rust-stemmers 1.2.0 left each of sixteen inflected words as it was.
        assert_eq!(pairs.len() + 2, Language::ALL.len(), "every other language has its pair");
        for (language, one, other) in pairs {
            let stemmer = Stemmer::new(language);
            assert_eq!(stemmer.stem(one), stemmer.stem(other), "{}", language.name());
            assert_ne!(Stemmer::new(None).stem(one), Stemmer::new(None).stem(other));
        }
    }
}
