//! Who speaks a report of which the reporting verb (the cue) is known.

use super::before::PASSIVE_AUXILIARIES;
use super::sentence::{CUE_REACH, Sentence};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::{Token, TokenKind};

impl Sentence<'_> {
    /// The speaker of the reporting verb at `cue`.
    pub(crate) fn speaker_of(&self, cue: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        if let Some(found) = self.speaker_after(cue) {
            return Some(found);
        }
        if tokens.verb_second() {
            return tokens.subject_of_second(cue, self.range);
        }
        if tokens.is(cue, Class::GERUND) && !(cue > low && tokens.is(cue - 1, Class::AUX)) {
            return self.speaker_of_participle(cue);
        }
        let found = tokens.subject_before(cue, low).or_else(|| tokens.coordinated(low, cue))?;
        Some(self.outer_subject(found).unwrap_or(found))
    }

    /// The speaker to the right of the verb at `cue`: `"…," said S`, and *in other words, explained S:*.
    fn speaker_after(&self, cue: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let TokenRange { start: low, end: high } = self.range;
        let quote = |i: usize| tokens.at(i).is_some_and(Token::is_quote);
        let comma = cue > low && tokens.kind(cue - 1, TokenKind::Comma);
        let after_quote = cue > low && (quote(cue - 1) || comma && cue > low + 1 && quote(cue - 2));
        if after_quote && let Some(found) = tokens.subject_after(cue, high) {
            return Some(found);
        }
        let inverted = comma
            && tokens.is(cue, Class::FINITE)
            && tokens.is(cue, Class::SAY)
            && tokens.is_name(cue + 1)
            && !tokens.is(cue + 1, Class::PRON);
        if !inverted {
            return None;
        }
        let closed = |found: &MentionCandidate| {
            let end = found.phrase.end;
            tokens.at(end).is_some_and(|t| matches!(t.kind, TokenKind::Colon | TokenKind::Comma))
        };
        tokens.subject_after(cue, high).filter(closed)
    }

    /// The speaker of a participle at `cue`: the noun right before it (*a message reading "…"*), or the subject of its
    /// sentence (*S left, saying "…"*).
    fn speaker_of_participle(&self, cue: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        let end = (low..cue).rev().find(|i| !tokens.is(*i, Class::ADV)).map_or(low, |i| i + 1);
        let no_noun = Class::PREP | Class::CONJ | Class::ADV | Class::SUB | Class::TIME | Class::CUE | Class::AUX;
        let noun = end > low && tokens.at(end - 1).is_some_and(|t| t.is_word() && !t.is(no_noun));
        if let Some(found) = self.judged_speaker(cue).or_else(|| self.with_phrase(cue, end, noun)) {
            return Some(found);
        }
        let near = if noun { tokens.subject_before(cue, low) } else { None };
        let subject = if near.is_none_or(|found| self.is_object(found)) { tokens.coordinated(low, cue) } else { None };
        subject.or(near)
    }

    /// *accused S of calling*, *mocked S for calling*, *quoted S as saying*: S, between that verb and the participle at `cue`.
    fn judged_speaker(&self, cue: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        let link = cue.checked_sub(1).filter(|i| *i > low)?;
        let verbs = match tokens.word(link) {
            "as" => Class::QUOTING,
            "for" if matches!(tokens.word(cue), "calling" | "describing" | "labeling" | "labelling" | "branding") => {
                Class::ACCUSE
            }
            "of" if tokens.is(cue, Class::CALL) || tokens.word(cue) == "saying" => Class::ACCUSE,
            _ => return None,
        };
        let verb = (low.max(link.saturating_sub(14))..link)
            .rev()
            .find(|i| tokens.is(*i, verbs) && !tokens.is(*i, Class::CAP))?;
        let passive = (low..verb).rev().find(|i| !tokens.is(*i, Class::ADV));
        if verb + 1 >= link || passive.is_some_and(|i| PASSIVE_AUXILIARIES.contains(&tokens.word(i))) {
            return None;
        }
        let object = TokenRange::new(verb + 1, link);
        let object = object.ending_at(tokens.segment_end(object));
        tokens.read(object).filter(|found| found.mention_type != MentionType::Relative)
    }

    /// `…, with NAME, a doctor, warning "…"`: the name. `end` is where the words before the participle at `cue` end, `noun`
    /// whether a noun is the last of them.
    fn with_phrase(&self, cue: usize, end: usize, noun: bool) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        let with = (low.max(cue.saturating_sub(20))..end)
            .rev()
            .take_while(|i| !tokens.finite(*i, low))
            .find(|i| tokens.word(*i) == "with")?;
        let absolute = with > low
            && tokens.kind(with - 1, TokenKind::Comma)
            && (tokens.is_name(with + 1) || tokens.is(with + 1, Class::ARTICLE) && !noun);
        if !absolute {
            return None;
        }
        let subject = tokens.first_subject(TokenRange::new(with + 1, end.max(with + 1)))?;
        (subject.phrase.start == with + 1).then_some(subject)
    }

    /// S issued a statement saying "…": whether a mention is the object of another verb, whose subject then speaks.
    fn is_object(&self, found: MentionCandidate) -> bool {
        let tokens = self.tokens;
        let low = self.range.start;
        let start = found.phrase.start;
        let linked = (low.max(start.saturating_sub(4))..start).any(|i| tokens.word(i) == "with")
            || start > low
                && (matches!(tokens.word(start - 1), "of" | "by" | "from" | "despite" | "after" | "and")
                    || tokens.comma_or_dash(start - 1));
        !linked && (low..start).any(|i| tokens.finite(i, low) || tokens.cue(i, low))
    }

    /// S said he thought, S condemned what he called: the pronoun stands for the one who reports, who is named there.
    fn outer_subject(&self, pronoun: MentionCandidate) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        let start = pronoun.phrase.start;
        if pronoun.mention_type != MentionType::Pronominal
            || matches!(tokens.word(start), "I" | "we" | "you")
            || start < low + 2
        {
            return None;
        }
        let before = start - 1;
        let what = tokens.word(before) == "what";
        // S said in a statement it thanked T.
        let stated = tokens.is(before, Class::SPEECH) && tokens.is(before.saturating_sub(1), Class::DET);
        if !what && !stated && !tokens.is(before, Class::THAT) && !tokens.cue(before, low) {
            return self.reporting_subject(pronoun);
        }
        let clause = (low..before).rev().find(|i| tokens.kind(*i, TokenKind::Semicolon)).map_or(low, |i| i + 1);
        let from = if what { clause.max(before.saturating_sub(CUE_REACH)) } else { low.max(before.saturating_sub(6)) };
        let verb = (from..=before).rev().find(|i| tokens.cue(*i, low) && tokens.is(*i, Class::FINITE));
        if let Some(verb) = verb {
            return tokens.subject_before(verb, low);
        }
        let person = matches!(tokens.word(start), "he" | "she");
        let organisation = |found: &MentionCandidate| {
            found.mention_type == MentionType::Organisation
                || tokens.is(found.phrase.end.saturating_sub(1), Class::BODY)
        };
        let subject = if what { tokens.first_subject(TokenRange::new(clause, before)) } else { None };
        subject.filter(|found| !(person && organisation(found)))
    }

    /// S told reporters on Friday he viewed T as "…", S named T, whom she called "…": the subject of the last verb of saying
    /// before the pronoun, if no other clause is between them.
    fn reporting_subject(&self, pronoun: MentionCandidate) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        let start = pronoun.phrase.start;
        if tokens.kind(start - 1, TokenKind::Comma) {
            // While S said it, he …: a clause of its own.
            return None;
        }
        let outside =
            |i: usize| tokens.at(i).is_some_and(|t| matches!(t.kind, TokenKind::Semicolon | TokenKind::Colon));
        let verb = (low.max(start.saturating_sub(CUE_REACH))..start)
            .rev()
            .take_while(|i| !outside(*i))
            .find(|i| tokens.reports(*i, low, Class::SAY | Class::TELL))?;
        let found = tokens.subject_before(verb, low)?;
        // Another clause in between has a subject of its own: S said it, but he …
        let other = (verb + 1..start).any(|i| {
            let clause = tokens.is(i, Class::CONJ | Class::SUB) && tokens.word(i) != "and"
                || matches!(tokens.word(i), "who" | "which" | "after" | "before");
            clause || i > verb + 1 && tokens.finite(i, verb) && tokens.name_like(i - 1)
        });
        let person = matches!(tokens.word(start), "he" | "she");
        let fits = match found.mention_type {
            MentionType::Proper | MentionType::Nominal => true,
            MentionType::Organisation => !person,
            MentionType::Pronominal | MentionType::Relative => false,
        };
        (fits && !other).then_some(found)
    }
}
