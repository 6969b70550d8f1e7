//! Words → stems by `rust-stemmers` (Snowball), with exceptions for English words that it merges wrongly.

use std::borrow::Cow;

use super::Language;

/// The stemmer of one language.
pub(crate) struct Stemmer {
    snowball: Option<rust_stemmers::Stemmer>,
    english: bool,
}

/// Name and version of the stemmer, as stored in a model's provenance.
pub const STEMMER: &str = "rust-stemmers 1.2.0 with English exceptions 1";

/// English words that Snowball merges with a word of another meaning ("important" and "import"), by a prefix, with the
/// stem they get instead. Sorted; no prefix begins with another.
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

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stemmer").field("english", &self.english).finish_non_exhaustive()
    }
}

impl Stemmer {
    /// The stemmer of `language`; without a language it returns words unchanged.
    pub(crate) fn new(language: Language) -> Self {
        Self {
            snowball: language.algorithm().map(rust_stemmers::Stemmer::create),
            english: language == Language::English,
        }
    }

    /// The stem of a lower-case word. Words with anything but letters in them come back unchanged.
    pub(crate) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let Some(snowball) = &self.snowball else {
            return Cow::Borrowed(word);
        };
        if !word.chars().all(char::is_alphabetic) {
            return Cow::Borrowed(word);
        }
        if self.english {
            // Only the last prefix that sorts before the word can fit, since no prefix begins with another.
            let after = ENGLISH.partition_point(|(prefix, _)| *prefix <= word);
            if let Some((_, stem)) =
                ENGLISH.get(..after).and_then(<[_]>::last).filter(|(prefix, _)| word.starts_with(prefix))
            {
                return Cow::Borrowed(stem);
            }
        }
        // Snowball returns nothing for some words, mostly short Arabic ones that look like affixes.
        match snowball.stem(word) {
            empty if empty.is_empty() => Cow::Borrowed(word),
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
        fn every_word_of_every_language_has_a_stem(
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
    fn an_arabic_word_of_affixes_alone_is_left_unchanged() {
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
    fn inflected_forms_share_a_stem() {
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
    fn exceptions_are_sorted_and_none_begins_with_another() {
        assert!(ENGLISH.windows(2).all(|w| w[0].0 < w[1].0 && !w[1].0.starts_with(w[0].0)));
    }

    #[test]
    fn every_language_merges_inflected_forms() {
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
        // No pair for Tamil: rust-stemmers 1.2.0 leaves each of sixteen inflected words unchanged.
        assert_eq!(pairs.len() + 2, Language::ALL.len(), "every other language has a pair");
        for (language, one, other) in pairs {
            let stemmer = Stemmer::new(language);
            assert_eq!(stemmer.stem(one), stemmer.stem(other), "{}", language.name());
            assert_ne!(Stemmer::new(None).stem(one), Stemmer::new(None).stem(other));
        }
    }
}
