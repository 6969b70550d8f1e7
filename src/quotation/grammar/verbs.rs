//! Reporting verbs and nouns: which words of a sentence report speech, and which are finite verbs.

use super::token_view::Tokens;
use crate::quotation::text::lexicon::{Class, Language};
use crate::quotation::text::tokens::{Token, TokenKind};

impl Tokens<'_> {
    /// Whether token `i` is a reporting verb here, not a noun of the same form. `low` is where its sentence begins.
    pub(crate) fn cue(&self, i: usize, low: usize) -> bool {
        let Some(token) = self.at(i) else { return false };
        if matches!(self.word(i), "put" | "puts") {
            // As S puts it.
            return i > low && self.word(i + 1) == "it";
        }
        if self.word(i) == "like" || matches!(self.word(i), "goes" | "went") {
            return self.quotes_directly(i, low);
        }
        if !token.is(Class::CUE) || !token.is(Class::FINITE | Class::GERUND | Class::BASE) {
            return false;
        }
        if token.is(Class::CAP) && i > low && !token.is(Class::UPPER) {
            return false;
        }
        if i == low {
            return token.is(Class::GERUND | Class::FINITE);
        }
        let noun = self.is(i - 1, Class::ARTICLE | Class::POSS | Class::OWNS)
            || self.is(i - 1, Class::PREP) && self.word(i - 1) != "to" && !token.is(Class::GERUND);
        if noun && !self.is(i - 1, Class::ADV) || self.noun_after_adjective(i, low) {
            return false;
        }
        // After the Paris attacks, S said: a verb that judges somebody has an object.
        let judges = token.is(Class::NOUNISH) && token.is(Class::CALL) && !token.is(Class::SAY);
        if judges && self.kind(i + 1, TokenKind::Comma) {
            return false;
        }
        // He said that states can pass it: a subject.
        if token.is(Class::NOUNISH) && self.is(i + 1, Class::AUX) && self.is(i - 1, Class::THAT) {
            return false;
        }
        if token.is(Class::BASE) && !token.is(Class::FINITE) {
            // NAME and NAME call it.
            let pair = i >= low + 3 && self.word(i - 2) == "and" && self.name_like(i - 1) && self.name_like(i - 3);
            return pair
                || self.word(i - 1) == "to"
                || self.is(i - 1, Class::AUX | Class::PRON | Class::GROUP | Class::ADV | Class::REL)
                || matches!(self.word(i), "say" | "argue" | "believe") && self.plural(i - 1);
        }
        !token.is(Class::NOUNISH) || self.can_be_subject(i - 1)
    }

    /// Whether the colloquial verb at `i` quotes what follows: *she was like, "…"*, *he goes, "…"*.
    fn quotes_directly(&self, i: usize, low: usize) -> bool {
        let quote = |k: usize| self.at(k).is_some_and(Token::is_quote);
        let next = quote(i + 1) || self.kind(i + 1, TokenKind::Comma) && quote(i + 2);
        let before = i > low && (self.word(i) != "like" || self.is(i - 1, Class::AUX));
        next && before
    }

    /// Whether token `i`, which may be a noun, follows a possessive and one word that describes it: *his first comments*.
    fn noun_after_adjective(&self, i: usize, low: usize) -> bool {
        i >= low + 2
            && self.is(i, Class::NOUNISH)
            && self.is(i - 2, Class::ARTICLE | Class::POSS | Class::OWNS)
            && !self.is(i - 1, Class::CAP | Class::ROLE | Class::BODY | Class::GROUP | Class::SPEECH | Class::PRON)
            && (self.is(i - 1, Class::ADV) || self.at(i - 1).is_some_and(|t| t.class == Class::default()))
    }

    /// Whether token `i` looks like a plural noun: what follows it without an ending can be its verb (*respondents say*).
    fn plural(&self, i: usize) -> bool {
        let word = self.word(i);
        word.len() > 4
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !self.is(i, Class::CAP | Class::FUNCTION | Class::TIME | Class::FINITE | Class::VERB)
    }

    /// Whether token `i` can be the last word of a subject: what follows it (*chants*, *questions*) is then a verb.
    fn can_be_subject(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| {
            t.is_capitalized() && !t.is(Class::NATION | Class::DIGIT | Class::DET)
                || t.is(Class::PRON | Class::REL | Class::THAT | Class::ROLE | Class::BODY | Class::ADV | Class::SPEECH)
                || t.kind == TokenKind::Comma
        })
    }

    /// Whether token `i` is a finite verb, as far as its form tells. `low` is where its sentence or segment begins.
    pub(crate) fn finite(&self, i: usize, low: usize) -> bool {
        let Some(token) = self.at(i).filter(|t| t.is_word() && !t.is(Class::CAP)) else { return false };
        if token.is(Class::AUX) {
            return true;
        }
        if token.is(Class::PARTICIPLE) && !self.after_auxiliary(i, low) {
            return false;
        }
        if i > low && self.is(i - 1, Class::DET | Class::POSS | Class::OWNS) || self.noun_after_adjective(i, low) {
            return false;
        }
        if token.is(Class::VERB | Class::CUE) && token.is(Class::FINITE)
            || token.is(Class::VERB) && !token.is(Class::BASE | Class::GERUND)
        {
            return !(self.word(i).ends_with("ed") && self.is(i + 1, Class::BY));
        }
        let word = self.word(i);
        let endings: &[&str] = match self.lexicon.language {
            Language::Spanish => &["ó", "aron", "ieron", "aban", "ían"],
            Language::Italian => &["ò", "arono", "avano", "evano"],
            Language::Portuguese => &["ou", "aram", "eram", "avam"],
            Language::French => &["èrent", "aient"],
            _ => &[],
        };
        if word.len() > 4 && token.class == Class::default() && endings.iter().any(|end| word.ends_with(end)) {
            return true;
        }
        let after_name = i > low && self.at(i - 1).is_some_and(|t| t.is_capitalized() || t.is(Class::PRON));
        word.len() > 4
            && word.ends_with("ed")
            && !token.is(Class::NAMED)
            && (after_name && !self.is(i + 1, Class::BY) || !self.is(i + 1, Class::PREP))
    }

    /// Whether an auxiliary is a few tokens before the participle at `i`: *a toujours déclaré*, *s'est dit*.
    fn after_auxiliary(&self, i: usize, low: usize) -> bool {
        (low.max(i.saturating_sub(4))..i).any(|k| self.is(k, Class::AUX))
    }

    /// Whether token `i` is a finite reporting verb of any class in `class`.
    pub(crate) fn reports(&self, i: usize, low: usize, class: Class) -> bool {
        self.is(i, class) && self.cue(i, low) && self.is(i, Class::FINITE)
    }

    /// Whether a segment that begins with token `i` opens with a participle: *Asked about …*, *Speaking in …*.
    pub(crate) fn participle(&self, i: usize) -> bool {
        let word = self.word(i);
        if self.lexicon.language.is_romance() {
            // Interrogé sur …, Preguntada por …
            let ends = [
                "é", "ée", "és", "ées", "ado", "ada", "ados", "adas", "ido", "ida", "ant", "ando", "iendo", "ato",
                "ata",
            ];
            let plain =
                !self.is(i, Class::ROLE | Class::TITLE | Class::FEMALE | Class::MALE | Class::FUNCTION | Class::BODY);
            let alone = self.is(i + 1, Class::PREP | Class::BY) || self.kind(i + 1, TokenKind::Comma);
            return plain && alone && word.chars().count() > 4 && ends.iter().any(|end| word.ends_with(end));
        }
        word.len() > 4
            && (word.ends_with("ing") || word.ends_with("ed"))
            && !self.is(i, Class::ROLE | Class::TITLE)
            && !self.at(i + 1).is_some_and(|t| t.is_capitalized() || t.is(Class::AUX))
    }
}
