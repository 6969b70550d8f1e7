//! Reads reports whose verb comes before its subject, as Romance languages have them: *a déclaré lundi la maire*.

use super::mentions::{MentionCandidate, MentionType};
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::{Class, Language};
use crate::quotation::text::tokens::{Token, TokenKind};

/// Most words of the verb: *a tenu à préciser*, *lui a fait remarquer*.
const MOST_VERBS: usize = 7;
/// Most tokens from the head of a report to its subject.
const LONGEST: usize = 24;
/// Most words without a capital in an adjunct, after its preposition and article: *en rueda de prensa*.
const LONGEST_ADJUNCT: usize = 3;

/// A report: its verb, and who speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InvertedReport {
    /// The speaker; none where the verb alone says it (Spanish *añadió*).
    pub(crate) speaker: Option<MentionCandidate>,
    /// The token of the reporting verb.
    pub(crate) cue: usize,
    /// The token after the verb and its subject.
    pub(crate) end: usize,
}

impl Tokens<'_> {
    /// The report that begins with token `start`: verb, adjuncts, subject. `any_verb` says that the place is a report's, so that
    /// a verb need not be known as one of saying.
    pub(crate) fn inverted_report(&self, start: usize, high: usize, any_verb: bool) -> Option<InvertedReport> {
        let high = high.min(start + LONGEST);
        let first = (start..high).find(|i| !self.before_verb(*i))?;
        let no_verb = Class::CAP
            | Class::DIGIT
            | Class::PREP
            | Class::CONJ
            | Class::SUB
            | Class::REL
            | Class::THAT
            | Class::DET
            | Class::POSS
            | Class::TIME;
        let noun = self.is(first, Class::ROLE | Class::BODY | Class::GROUP | Class::WORK | Class::NAMED)
            && !self.is(first, Class::SAY | Class::CALL);
        if self.is(first, no_verb) || self.is(first, Class::PRON) || noun || !self.at(first).is_some_and(Token::is_word)
        {
            return None;
        }
        let mut i = first;
        let mut words = 0;
        while i < high {
            if let Some(past) = self.past_time(i, high) {
                i = past;
            } else if self.subject_pronoun(i, first) {
                return self.report_of_pronoun(first, i, high, any_verb);
            } else if i > first && self.opens_noun_phrase(i) {
                let cue = self.report_verb(TokenRange::new(first, i), any_verb)?;
                let speaker = self.noun_phrase_at(i, high)?;
                return Some(InvertedReport { speaker: Some(speaker), cue, end: speaker.phrase.end });
            } else if i > first && self.is(i, Class::PREP) && !self.is(i, Class::CAP) {
                let linked = matches!(self.word(i), "à" | "a" | "de" | "d" | "di");
                if self.infinitive(i + 1) && !linked && !self.is(i + 1, Class::SAY | Class::CALL) {
                    // Dice sin soltar la fregona: what follows is the infinitive's object.
                    break;
                }
                i = if self.infinitive(i + 1) { i + 2 } else { self.past_adjunct(i, high) };
            } else if let Some(past) = self.past_parenthesis(first, i, high) {
                i = past;
            } else {
                let word = self.at(i).is_some_and(Token::is_word) && !self.is(i, Class::CONJ | Class::SUB | Class::REL);
                if !word || self.is(i, Class::THAT) && i > first || words >= MOST_VERBS {
                    break;
                }
                words += 1;
                i += 1;
            }
        }
        // The verb alone: *añadió*.
        let alone = self.lexicon.language != Language::French && i > first && self.closes_report(i, high);
        let cue = self.report_verb(TokenRange::new(first, i), any_verb).filter(|_| alone)?;
        Some(InvertedReport { speaker: None, cue, end: i })
    }

    /// Whether token `i` may come before the verb: an adverb or a pronoun that is its object.
    fn before_verb(&self, i: usize) -> bool {
        let object = matches!(self.word(i), "le" | "la" | "l" | "les" | "lo" | "los" | "las")
            && (self.is(i + 1, Class::AUX | Class::CLITIC) || self.reports(i + 1, i + 1, Class::CUE));
        object
            || self.is(i, Class::ADV | Class::CLITIC)
                && !self.is(i, Class::CAP | Class::SAY | Class::AUX | Class::THUS)
                && !self.subject_pronoun(i, i)
    }

    /// Whether the pronoun at `i` is the subject of the verb before it: hung on it in French (*dit-il*), after it elsewhere.
    fn subject_pronoun(&self, i: usize, first: usize) -> bool {
        let Some(token) = self.at(i).filter(|t| i > first && t.is(Class::PRON) && !t.is(Class::CAP)) else {
            return false;
        };
        match self.lexicon.language {
            Language::French => token.start > 0 && self.text.as_bytes().get(token.start - 1) == Some(&b'-'),
            _ => true,
        }
    }

    /// The report whose subject is the pronoun at `i`: *a-t-il déclaré*, *peut-on lire dans le jugement*.
    fn report_of_pronoun(&self, first: usize, i: usize, high: usize, any_verb: bool) -> Option<InvertedReport> {
        let follows = |k: usize| {
            self.at(k).is_some_and(Token::is_word)
                && !self
                    .is(k, Class::PREP | Class::CONJ | Class::SUB | Class::REL | Class::DET | Class::CAP | Class::TIME)
                && !self.is(k, Class::THAT)
        };
        let auxiliary = self.is(i - 1, Class::AUX);
        let end = (i + 1..high.min(i + 5)).find(|k| !follows(*k)).unwrap_or(high.min(i + 5)).max(i + 1);
        let end = if auxiliary { end } else { i + 1 };
        let verb = self.report_verb(TokenRange::new(first, end), any_verb)?;
        if matches!(self.word(i), "on") {
            let source = (end..high.min(end + 3)).find(|k| matches!(self.word(*k), "dans" | "sur" | "chez"));
            if let Some(speaker) = source.and_then(|k| self.noun_phrase_at(k + 1, high)) {
                return Some(InvertedReport { speaker: Some(speaker), cue: verb, end: speaker.phrase.end });
            }
        }
        let speaker = self.read(TokenRange::new(i, i + 1))?;
        Some(InvertedReport { speaker: Some(speaker), cue: verb, end })
    }

    /// The reporting verb among the words of a report's verb: the last known one; the last of all where `any_verb` says that any
    /// verb reports, but for an auxiliary alone.
    fn report_verb(&self, verb: TokenRange, any_verb: bool) -> Option<usize> {
        let known = verb.iter().rev().find(|i| self.is(*i, Class::SAY | Class::TELL | Class::CALL));
        let other = || {
            let full = |i: &usize| {
                self.at(*i).is_some_and(Token::is_word)
                    && !self.is(*i, Class::AUX | Class::CLITIC | Class::ADV | Class::PRON)
            };
            verb.iter().find(full).filter(|_| any_verb)
        };
        known.or_else(other)
    }

    /// The token after an adjunct between commas that begins with the comma at `i`, right after the verb: *, devant la presse,*. What
    /// follows it must be a noun phrase.
    fn past_parenthesis(&self, first: usize, i: usize, high: usize) -> Option<usize> {
        if !self.kind(i, TokenKind::Comma) || i == first {
            return None;
        }
        let opens = self.is(i + 1, Class::PREP | Class::TIME | Class::ADV)
            || self.is(i + 1, Class::DET) && !self.is(i + 2, Class::ROLE | Class::TITLE | Class::BODY);
        let end = (i + 1..high.min(i + 9)).find(|k| !self.at(*k).is_some_and(Token::is_word))?;
        let verbless = !(i + 1..end).any(|k| self.is(k, Class::AUX) || self.is(k, Class::SAY) && self.finite(k, i + 1));
        let next = end + 1;
        (opens
            && verbless
            && self.kind(end, TokenKind::Comma)
            && !self.is(next, Class::TIME)
            && self.opens_noun_phrase(next))
        .then_some(next)
    }

    /// The token after a time that begins at token `i`: *lundi*, *ce mardi soir*, *el lunes*.
    fn past_time(&self, i: usize, high: usize) -> Option<usize> {
        let start = i + usize::from(self.is(i, Class::DET));
        if !self.is(start, Class::TIME) || self.is(i, Class::CAP) {
            return None;
        }
        let part = |k: usize| self.is(k, Class::TIME | Class::DIGIT);
        Some((start + 1..high).find(|k| !part(*k)).unwrap_or(high))
    }

    /// The token after an adjunct that begins with the preposition at `i`: *en rueda de prensa*, *à l'AFP*.
    fn past_adjunct(&self, i: usize, high: usize) -> usize {
        let mut k = i + 1 + usize::from(self.is(i + 1, Class::DET | Class::POSS));
        let article = k > i + 1 || matches!(self.word(i), "au" | "aux" | "al");
        let mut words = 0;
        while k < high && words < LONGEST_ADJUNCT {
            let capital = self.is(k, Class::CAP);
            // À l'AFP Jean Petit: the name follows the medium.
            let medium = capital && words == 0 && (self.is(k, Class::UPPER | Class::MEDIA) || article);
            let small = self.at(k).is_some_and(Token::is_word)
                && !capital
                && !self.is(k, Class::DET | Class::POSS | Class::PREP | Class::CONJ | Class::SUB | Class::REL);
            if !(medium || small) {
                break;
            }
            k += 1;
            words += 1;
        }
        k.max(i + 1)
    }

    /// Whether a noun phrase begins with token `i`: an article, a possessive or a capital.
    fn opens_noun_phrase(&self, i: usize) -> bool {
        self.is(i, Class::DET | Class::POSS)
            || self.name_like(i)
            || matches!(self.word(i), "uno" | "una" | "M." | "Mme")
            || self.is(i, Class::GROUP) && !self.is(i, Class::SAY)
    }

    /// Whether token `i` has the form of an infinitive.
    fn infinitive(&self, i: usize) -> bool {
        let word = self.word(i);
        word.len() > 3
            && self.at(i).is_some_and(|t| t.is_word() && !t.is(Class::CAP | Class::ROLE | Class::DET | Class::BODY))
            && ["er", "ir", "re", "ar"].iter().any(|end| word.ends_with(end))
    }

    /// The noun phrase that begins with token `i`, with the name or the role set beside it.
    fn noun_phrase_at(&self, i: usize, high: usize) -> Option<MentionCandidate> {
        let end = self.inverted_end(TokenRange::new(i, high.max(i)));
        let found = self.read(TokenRange::new(i, end))?;
        let found = self.with_name_beside(found, end, high);
        (found.mention_type != MentionType::Relative).then_some(found)
    }

    /// Whether nothing of a report follows: token `i` is punctuation, or the sentence ends.
    fn closes_report(&self, i: usize, high: usize) -> bool {
        i >= high
            || self.at(i).is_none_or(|t| {
                t.is_quote()
                    || matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Dash | TokenKind::Semicolon)
            })
            || self.is(i, Class::CONJ | Class::SUB | Class::PREP)
    }
}
