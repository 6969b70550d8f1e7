//! Reporting verbs and nouns: which words of a sentence report speech, and which are finite verbs.

use super::lexicon::Class;
use super::mentions::Phrase;
use super::tokens::Sort;

impl Phrase<'_> {
    /// Whether token `i` is a reporting verb here, not a noun of the same form.
    pub(super) fn cue(&self, i: usize, low: usize) -> bool {
        let Some(token) = self.at(i) else {
            return false;
        };
        if matches!(self.word(i), "put" | "puts") {
            // As S puts it.
            return i > low && self.word(i + 1) == "it";
        }
        if !token.is(Class::CUE) || !token.is(Class::FINITE.and(Class::GERUND).and(Class::BASE)) {
            return false;
        }
        if token.is(Class::CAP) && i > low && !token.is(Class::UPPER) {
            return false;
        }
        if i == low {
            return token.is(Class::GERUND) || token.is(Class::FINITE);
        }
        let nounish = self.is(i - 1, Class::ARTICLE.and(Class::POSS).and(Class::OWNS))
            || self.is(i - 1, Class::PREP) && self.word(i - 1) != "to" && !token.is(Class::GERUND);
        if nounish && !self.is(i - 1, Class::ADV) {
            return false;
        }
        if token.is(Class::BASE) && !token.is(Class::FINITE) {
            return self.word(i - 1) == "to"
                || self.is(i - 1, Class::AUX.and(Class::PRON).and(Class::GROUP).and(Class::ADV).and(Class::REL));
        }
        if token.is(Class::NOUNISH) {
            // *chants*, *questions*: a verb only after what can be its subject.
            let before = self.at(i - 1);
            return before.is_some_and(|b| {
                b.name() && !b.is(Class::NATION.and(Class::DIGIT))
                    || b.is(Class::PRON
                        .and(Class::REL)
                        .and(Class::THAT)
                        .and(Class::ROLE)
                        .and(Class::BODY)
                        .and(Class::ADV)
                        .and(Class::SPEECH))
                    || b.sort == Sort::Comma
            });
        }
        true
    }

    /// Whether token `i` is a finite verb, as far as its form tells.
    pub(super) fn finite(&self, i: usize, low: usize) -> bool {
        let Some(token) = self.at(i) else {
            return false;
        };
        if !token.word() || token.is(Class::CAP) {
            return false;
        }
        if token.is(Class::AUX) {
            return true;
        }
        if i > low && self.is(i - 1, Class::DET.and(Class::POSS).and(Class::OWNS)) {
            return false;
        }
        if token.is(Class::VERB.and(Class::CUE)) && token.is(Class::FINITE)
            || token.is(Class::VERB) && !token.is(Class::BASE.and(Class::GERUND))
        {
            return !(self.word(i).ends_with("ed") && self.is(i + 1, Class::BY));
        }
        let word = self.word(i);
        let after_name = i > low && self.at(i - 1).is_some_and(|p| p.name() || p.is(Class::PRON));
        word.len() > 4
            && word.ends_with("ed")
            && !token.is(Class::NAMED)
            && (after_name && !self.is(i + 1, Class::BY) || !self.is(i + 1, Class::PREP))
    }

    /// Whether a segment that begins with token `i` opens with a participle: *Asked about …*, *Speaking in …*.
    pub(super) fn participle(&self, i: usize) -> bool {
        let word = self.word(i);
        word.len() > 4
            && (word.ends_with("ing") || word.ends_with("ed"))
            && !self.is(i, Class::ROLE.and(Class::TITLE))
            && !self.at(i + 1).is_some_and(|t| t.name() || t.is(Class::AUX))
    }
}
