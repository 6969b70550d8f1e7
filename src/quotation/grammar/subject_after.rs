//! Finds the subject of a verb to its right (*said NAME*), and names that sign a quotation.

use super::SUBJECT_REACH;
use super::mentions::MentionCandidate;
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::{Class, Language};
use crate::quotation::text::tokens::{Token, TokenKind};

/// Most tokens of a name that signs a quotation, and of all that follows it.
const LONGEST_SIGNATURE: usize = 7;
const LONGEST_SIGNED_ROLE: usize = 16;

impl Tokens<'_> {
    /// The subject that follows the verb at `verb` (`said NAME`), searched up to `high`.
    pub(crate) fn subject_after(&self, verb: usize, high: usize) -> Option<MentionCandidate> {
        let high = high.min(verb + 1 + SUBJECT_REACH);
        let start = (verb + 1..high)
            .find(|i| !(self.is(*i, Class::ADV) && !self.is(*i, Class::CAP)))
            .filter(|i| self.at(*i).is_some_and(Token::is_word))?;
        let first = self.at(start)?;
        if first.is(Class::PRON) {
            let pronoun = TokenRange::new(start, start + 1);
            // A pronoun that follows its verb is its subject at once, but in English: said he (to be) …
            let closed = self.lexicon.language != Language::English || self.ends_report(start + 1, high);
            return if closed { self.read(pronoun) } else { None };
        }
        let no_subject = Class::PREP | Class::SUB | Class::CONJ | Class::REL | Class::THAT | Class::AUX;
        if !first.is(Class::CAP) && first.is(no_subject) {
            return None;
        }
        let phrase = TokenRange::new(start, self.inverted_end(TokenRange::new(start, high)));
        if phrase.is_empty() || !self.is_inverted_subject(phrase, verb, high) {
            return None;
        }
        let found = self.read(phrase)?;
        Some(self.with_name_beside(found, phrase.end, high))
    }

    /// Whether nothing of the report follows a pronoun: token `i` is punctuation or a quotation, or the sentence ends.
    fn ends_report(&self, i: usize, high: usize) -> bool {
        i >= high
            || self.at(i).is_some_and(|t| {
                t.is_quote()
                    || matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Dash | TokenKind::Colon)
            })
    }

    /// Where the noun phrase ends that begins at `reach.start`, right of its verb.
    pub(super) fn inverted_end(&self, reach: TokenRange) -> usize {
        let start = reach.start;
        let ends = |i: usize| {
            let Some(token) = self.at(i) else { return true };
            if !token.is_word() && token.kind != TokenKind::Other {
                return true;
            }
            if token.is(Class::CAP) {
                return false;
            }
            // said Ruth quietly, said Ruth today
            if i > start
                && token.is(Class::ADV | Class::TIME)
                && !token.is(Class::ROLE | Class::BODY)
                && self.is_name(i - 1)
            {
                return true;
            }
            let joins_names = token.is(Class::CONJ) && self.is_name(i + 1) && i > start && self.is_name(i - 1);
            let boundary = self.ends_phrase(i) && !token.is(Class::DET) && !joins_names;
            let verb = i > start
                && self.cue(i, start)
                && token.is(Class::FINITE | Class::GERUND)
                && !token.is(Class::ROLE | Class::BODY);
            let office = self.word(i) == "to" && self.links_office(i) && (i + 1..i + 4).all(|k| self.proper(k));
            let tail = i > start
                && (office
                    || matches!(self.word(i), "of" | "for" | "from" | "at" | "with" | "in")
                    || matches!(
                        self.word(i),
                        "de" | "del" | "du" | "des" | "d" | "della" | "di" | "do" | "da" | "von" | "van"
                    ));
            boundary || verb || token.is(Class::PREP) && !tail && !self.goes_on_with_office(i, reach.ending_at(i))
        };
        reach.iter().find(|i| ends(*i)).unwrap_or(reach.end)
    }

    /// Whether a noun phrase right of the verb at `verb` can be its subject: it names someone, or it is all that follows.
    fn is_inverted_subject(&self, phrase: TokenRange, verb: usize, high: usize) -> bool {
        if self.any(phrase, Class::CAP | Class::ROLE | Class::GROUP | Class::BODY | Class::SPEECH) {
            return true;
        }
        // said the 46-year-old; read one.
        let bare = self.is(phrase.start, Class::ARTICLE) && phrase.len() > 1
            || matches!(self.word(phrase.start), "one" | "another" | "others");
        let end = phrase.end;
        let closed = self
            .at(end)
            .is_none_or(|t| end >= high || matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Dash));
        let plain = matches!(self.word(verb), "said" | "says" | "wrote" | "added" | "asked" | "to");
        bare && (closed || plain)
    }

    /// A signature in `range`: a name, then at most its role after a comma or in brackets, and no verb.
    pub(crate) fn signed(&self, range: TokenRange) -> Option<MentionCandidate> {
        let TokenRange { start, end: high } = range;
        let end = range
            .iter()
            .find(|i| !self.at(*i).is_some_and(|t| t.is_capitalized() || t.is(Class::PARTICLE)))
            .unwrap_or(high);
        let short = end > start && end - start <= LONGEST_SIGNATURE && high - end <= LONGEST_SIGNED_ROLE;
        let rest = self.at(end).is_none_or(|t| {
            let apart = matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Open | TokenKind::Dash);
            end >= high || apart
        });
        if !short || !rest || (end..high).any(|i| self.finite(i, start)) {
            return None;
        }
        let found = self.read(range.ending_at(end))?;
        Some(self.with_name_beside(found, end, high))
    }
}
