//! Which language a text is written in, told by the crate `whatlang` (character trigrams and alphabets).
//!
//! ```
//! let found = stance::language::detect("Wir haben das nicht gewusst, sagte der Sprecher am Montag.").unwrap();
//! assert_eq!(found.code, "deu");
//! assert!(found.confidence > 0.5);
//! ```

/// Bytes of a text that are looked at: more change nothing but the time.
const MOST: usize = 4096;

/// A language, and how sure it is that a text is written in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Language {
    /// The ISO 639-3 code: `eng`, `deu`, `fra`, `spa`, …
    pub code: &'static str,
    /// Its English name: `English`, `German`, …
    pub name: &'static str,
    /// From 0 to 1: how far the language is ahead of the next one, given the text's length. Texts under some fifty letters
    /// seldom reach 0.5.
    pub confidence: f64,
}

/// The language of `text`; `None` when it holds no letters.
///
/// Only the first 4096 bytes are read, so the time is bounded. The same text gives the same answer on every run.
pub fn detect(text: &str) -> Option<Language> {
    let mut end = text.len().min(MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let found = whatlang::detect(text.get(..end).unwrap_or(""))?;
    Some(Language { code: found.lang().code(), name: found.lang().eng_name(), confidence: found.confidence() })
}

/// The English name of a language that [`detect`] knows, given by that name in any letter case or by its code.
#[must_use]
pub fn known_name(language: &str) -> Option<&'static str> {
    let is_own = |lang: &&whatlang::Lang| {
        lang.eng_name().eq_ignore_ascii_case(language) || lang.code().eq_ignore_ascii_case(language)
    };
    whatlang::Lang::all().iter().find(is_own).map(|lang| lang.eng_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let code = |text: &str| detect(text).unwrap().code;
        assert_eq!(code("The committee said that it had not read the report before the vote on Monday."), "eng");
        assert_eq!(code("La ministre a déclaré lundi que le gouvernement ne céderait pas devant la rue."), "fra");
        assert_eq!(code("La alcaldesa dijo el lunes que el ayuntamiento no va a cerrar las escuelas."), "spa");
        assert_eq!(code("我们反对这些限制措施"), "cmn");
    }

    #[test]
    fn a_language_is_known_by_name_and_code() {
        assert_eq!(known_name("english"), Some("English"));
        assert_eq!(known_name("deu"), Some("German"));
        assert_eq!(known_name("none"), None);
    }

    #[test]
    fn nothing_written_is_in_no_language() {
        assert_eq!(detect(""), None);
        assert_eq!(detect("12 — 34 …"), None);
        assert!(detect(&"é".repeat(5000)).is_some());
    }
}
