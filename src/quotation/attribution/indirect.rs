//! Statements without quotation marks: `S said that CLAUSE`, and `CLAUSE, S said.`

use super::sentence::{Attribution, Sentence};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::{Token, TokenKind};
use crate::span::ByteSpan;

impl Sentence<'_> {
    /// An indirect statement in a sentence without quotation marks: the clause, and who says it.
    ///
    /// Only three forms are taken: a reporting verb with *that*; a verb of saying right before a clause of its own; and a
    /// report at the end of the sentence ([`Sentence::clause_before_report`]). `cue` is the reporting verb, `speaker` its
    /// subject.
    pub(crate) fn reported_clause(&self, cue: usize, speaker: MentionCandidate) -> Option<(ByteSpan, Attribution)> {
        let tokens = self.tokens;
        let TokenRange { start: low, end: high } = self.range;
        let last = (cue + 1..high)
            .rev()
            .find(|i| !matches!(tokens.at(*i).map(|t| t.kind), Some(TokenKind::Stop | TokenKind::Other)))?;
        let modal =
            cue > low && tokens.is(cue - 1, Class::AUX) && !matches!(tokens.word(cue - 1), "has" | "have" | "had");
        if modal
            || speaker.mention_type == MentionType::Relative
            || !tokens.is(cue, Class::SAY | Class::TELL)
            || speaker.phrase.start > cue
        {
            return None;
        }
        let rest = TokenRange::new(cue + 1, last + 1);
        let clause = match self.that(cue, rest.end) {
            Some(that) => self.clause_with_that(rest.starting_at(that + 1)),
            None => self.clause_without_that(cue, rest),
        }?;
        let cue = tokens.at(cue).map(Token::span);
        let attribution = Attribution { speaker: Some(speaker), cue, how: Construction::Before };
        Some((tokens.span(clause), attribution))
    }

    /// The *that* of the verb at `cue`, after at most the one who is told.
    fn that(&self, cue: usize, end: usize) -> Option<usize> {
        let tokens = self.tokens;
        let that = (cue + 1..end.min(cue + 7)).find(|i| tokens.is(*i, Class::THAT))?;
        let addressed = (cue + 1..that).all(|i| tokens.at(i).is_some_and(|t| t.is_word() && !tokens.finite(i, cue)));
        addressed.then_some(that)
    }

    /// The clause at the head of `rest`, which begins after *that*.
    fn clause_with_that(&self, rest: TokenRange) -> Option<TokenRange> {
        let tokens = self.tokens;
        let start = rest.start;
        let clause = rest.ending_at(self.clause_end(rest));
        // The drama that has surrounded …: a relative pronoun.
        let relative = tokens.finite(start, start) || tokens.is(start, Class::CUE) && !tokens.is_name(start);
        let verb = !relative && (start + 1..clause.end).any(|i| tokens.finite(i, start));
        (verb && clause.len() > 1).then_some(clause)
    }

    /// The clause at the head of `rest`, right after the verb at `cue`: only after plain verbs of saying.
    fn clause_without_that(&self, cue: usize, rest: TokenRange) -> Option<TokenRange> {
        let tokens = self.tokens;
        let start = rest.start;
        let plain = matches!(
            tokens.word(cue),
            "said" | "says" | "argued" | "insisted" | "claimed" | "stressed" | "noted" | "warned"
        );
        let opens = (tokens.is(start, Class::ARTICLE | Class::POSS | Class::PRON) || tokens.is_name(start))
            && !tokens.is(start, Class::TIME);
        let clause = rest.ending_at(self.clause_end(rest));
        let verb = (start + 1..clause.end.min(cue + 14))
            .take_while(|i| !tokens.kind(*i, TokenKind::Comma) && !tokens.is(*i, Class::REL))
            .any(|i| tokens.finite(i, start + 1) || tokens.is(i, Class::PRON) && tokens.is(i, Class::AUX));
        (plain && opens && verb && clause.len() > 2).then_some(clause)
    }

    /// Where the clause at the head of `rest` ends at the latest: before what the narrator adds to it (*, but …*,
    /// *, according to …*, *and has …*) or sets against it.
    fn clause_end(&self, rest: TokenRange) -> usize {
        let tokens = self.tokens;
        for i in rest.start + 3..rest.end {
            let verb_soon = || (i + 1..rest.end.min(i + 5)).any(|k| tokens.finite(k, i));
            let report_soon = || (i + 1..rest.end.min(i + 9)).any(|k| tokens.reports(k, i, Class::SAY));
            let comma = tokens.kind(i - 1, TokenKind::Comma);
            let cut = match tokens.word(i) {
                "but" => verb_soon(),
                "and" => matches!(tokens.word(i + 1), "has" | "have") || comma && report_soon(),
                "though" | "although" | "while" | "whereas" | "according" | "even" | "adding" | "citing"
                | "meaning" => comma,
                _ => tokens.kind(i, TokenKind::Semicolon),
            };
            if cut {
                return i - usize::from(comma);
            }
        }
        rest.end
    }

    /// `CLAUSE, S said.`: the words before the report at `cue`.
    pub(crate) fn clause_before_report(
        &self,
        cue: usize,
        speaker: MentionCandidate,
    ) -> Option<(ByteSpan, Attribution)> {
        let tokens = self.tokens;
        let TokenRange { start: low, end: high } = self.range;
        let comma =
            speaker.phrase.start.checked_sub(1).filter(|i| *i > low + 2 && tokens.kind(*i, TokenKind::Comma))?;
        let last = (cue + 1..high)
            .all(|i| tokens.at(i).is_some_and(|t| t.kind == TokenKind::Stop || t.is(Class::TIME | Class::PREP)));
        let verb = (low + 1..comma).any(|i| tokens.finite(i, low));
        let opening = tokens.is(low, Class::PREP | Class::SUB | Class::GERUND);
        let plain = matches!(tokens.word(cue), "said" | "says" | "added" | "argued" | "noted");
        if !last || !verb || !plain || opening {
            return None;
        }
        let cue = tokens.at(cue).map(Token::span);
        let attribution = Attribution { speaker: Some(speaker), cue, how: Construction::Final };
        Some((tokens.span(TokenRange::new(low, comma)), attribution))
    }
}
