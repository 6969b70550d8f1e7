//! Reports that come before the words they report: `S said: "…"`, and who speaks them.

use super::sentence::{Attribution, CUE_REACH, Sentence};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::{Class, Language};
use crate::quotation::text::tokens::{Token, TokenKind};

/// At most this many tokens lie between a verb and the words it introduces; further left it only governs their clause.
const NEAR: usize = 3;

/// Modal verbs: what follows them may be said, and is not reported.
const MODALS: [&str; 13] =
    ["would", "could", "should", "might", "may", "will", "can", "must", "cannot", "won't", "can't", "won’t", "can’t"];

/// Forms of *to be* that make a verb after them passive.
pub(super) const PASSIVE_AUXILIARIES: [&str; 11] =
    ["is", "are", "was", "were", "be", "been", "being", "he's", "he’s", "who's", "who’s"];

impl Sentence<'_> {
    /// A reporting verb to the left of the quotation at token `quote`.
    pub(super) fn before(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let TokenRange { start: low, end: high } = self.range;
        let mut cue = None;
        for i in (low.max(quote.saturating_sub(CUE_REACH))..quote).rev() {
            if tokens.kind(i, TokenKind::Semicolon) {
                break;
            }
            if tokens.word(i).eq_ignore_ascii_case("according")
                && let Some(found) = tokens.subject_after(i + 1, high)
            {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if let Some(found) = self.in_the_words_of(i, quote) {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if i == low
                && let Some(found) = self.in_the_view_of(i)
            {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if let Some(found) = self.by_account_of(i) {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if tokens.is(i, Class::ACCORDING)
                && let Some(found) = tokens.subject_after(i, quote)
            {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if tokens.is(i, Class::THUS)
                && i > low
                && tokens.comma_or_dash(i - 1)
                && (tokens.is_name(i + 1) || tokens.is(i + 1, Class::DET | Class::PRON))
                && let Some(found) = tokens.subject_after(i, quote)
            {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if i == low
                && let Some(found) = self.as_told_first(quote)
            {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if tokens.verb_second()
                && let Some(found) = tokens.impersonal_source(i, self.range)
            {
                return self.attributed_to(Some(found), i, Construction::According);
            }
            if tokens.cue(i, low) && !self.in_closed_relative_clause(i, quote) {
                cue = Some(i);
                break;
            }
        }
        let cue = self.governing_report(cue?);
        if let Some(found) = self.subject_after_report(cue, quote) {
            return Some(Attribution::without_cue(found, Construction::Subject));
        }
        if let Some(owned) = self.owned_claim(cue, quote) {
            return Some(owned);
        }
        let how = if quote - cue <= NEAR { Construction::Before } else { Construction::Clause };
        if self.passive(cue) {
            let agent = (cue + 1..high.min(cue + 5))
                .chain(quote + 1..high.min(quote + 4))
                .find(|i| tokens.is(*i, Class::BY))
                .and_then(|by| tokens.subject_after(by, high));
            return self.attributed_to(agent, cue, how);
        }
        self.attributed_to(self.speaker_of(cue), cue, how)
    }

    /// German *Wie S ausführte, sei es „…“*, at the head of the sentence of the quotation at token `quote`.
    fn as_told_first(&self, quote: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        if !tokens.verb_second() || tokens.word(low) != "Wie" {
            return None;
        }
        let verb = (low + 2..quote).find(|i| tokens.is(*i, Class::SAY) && tokens.kind(i + 1, TokenKind::Comma))?;
        tokens.subject_before(verb, low + 1)
    }

    /// S said that the plan, which some have called rash, was "…": whether the verb at `cue` is in a relative clause between
    /// commas that ends before the verb of the quotation at token `quote`.
    fn in_closed_relative_clause(&self, cue: usize, quote: usize) -> bool {
        let tokens = self.tokens;
        let low = self.range.start;
        let pronoun = (low + 1..cue)
            .rev()
            .take_while(|i| tokens.at(*i).is_some_and(|t| t.is_word() || t.kind == TokenKind::Other))
            .find(|i| tokens.is(*i, Class::REL));
        let opened = pronoun.is_some_and(|i| i > low && tokens.kind(i - 1, TokenKind::Comma));
        let ends = (cue + 1..quote).find(|i| tokens.at(*i).is_some_and(|t| !t.is_word() && t.kind != TokenKind::Other));
        let closed = ends.is_some_and(|i| tokens.kind(i, TokenKind::Comma) && tokens.is(i + 1, Class::AUX));
        opened && closed
    }

    /// While S called it "…," T clings to the "…": the words at token `quote` are in another clause than the report at `cue`,
    /// whose own words end in a comma. The subject of that clause, if it begins right after them and has a verb.
    fn subject_after_report(&self, cue: usize, quote: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let words = (cue + 1..quote).rev().find(|i| tokens.at(*i).is_some_and(Token::is_quote))?;
        let comma = tokens.kind(words + 1, TokenKind::Comma);
        let inside = match tokens.at(words).map(|t| t.kind) {
            Some(TokenKind::Quote(q)) => self.quoted.get(q).is_some_and(|s| s.inner.of(tokens.text).ends_with(',')),
            _ => false,
        };
        let clause = TokenRange::new((words + 1 + usize::from(comma)).min(quote), quote);
        let start = clause.start;
        let opens = tokens.name_like(start) && !tokens.is(start, Class::NATION | Class::TIME);
        // S said that, by calling it "…," T does "…": T's clause is reported.
        let reported = (cue..words).any(|i| tokens.is(i, Class::THAT));
        if reported || !(comma || inside) || !opens || !clause.iter().any(|i| i > start && tokens.finite(i, start)) {
            return None;
        }
        tokens.first_subject(clause).filter(|found| found.phrase.start == start)
    }

    /// *in the words of S*, with *words* at token `i`.
    pub(super) fn in_the_words_of(&self, i: usize, high: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        if tokens.word(i) != "words" || tokens.word(i + 1) != "of" || i == 0 || !tokens.is(i - 1, Class::DET) {
            return None;
        }
        let rest = TokenRange::new(i + 2, high.max(i + 2));
        tokens.read(rest.ending_at(tokens.segment_end(rest)))
    }

    /// French *Pour S, « … »*, Spanish *Para S, …*, with the preposition at token `i`: a person, then a comma.
    fn in_the_view_of(&self, i: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        if tokens.lexicon.language == Language::English
            || !matches!(tokens.word(i), "Pour" | "Para" | "Für" | "Per" | "Voor")
        {
            return None;
        }
        let rest = self.range.starting_at(i + 1);
        let end = tokens.segment_end(rest);
        let found = tokens.read(rest.ending_at(end)).filter(|_| tokens.kind(end, TokenKind::Comma))?;
        (found.mention_type == MentionType::Proper || tokens.describes_someone(found)).then_some(found)
    }

    /// German *nach Angaben von S*, *S zufolge*, with *Angaben* or *zufolge* at token `i`.
    pub(super) fn by_account_of(&self, i: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let TokenRange { start: low, end: high } = self.range;
        if tokens.lexicon.language.is_romance() {
            return self.in_the_account_of(i);
        }
        if tokens.lexicon.language != Language::German {
            return None;
        }
        if tokens.word(i) == "zufolge" && i > low {
            let start = (low..i).rev().find(|k| !(tokens.is_name(*k) || tokens.is(*k, Class::DET)))?;
            return tokens.read(TokenRange::new(start + 1, i));
        }
        let account = matches!(
            tokens.word(i),
            "Angaben" | "Ansicht" | "Meinung" | "Aussage" | "Aussagen" | "Worten" | "Einschätzung" | "Auffassung"
        );
        let after =
            (low.max(i.saturating_sub(3))..i).any(|k| matches!(tokens.word(k), "nach" | "Nach" | "laut" | "Laut"));
        if !account || !after {
            return None;
        }
        let start = i + 1 + usize::from(matches!(tokens.word(i + 1), "von" | "vom"));
        let rest = TokenRange::new(start, high.max(start));
        let end =
            rest.iter().find(|k| !(tokens.is_name(*k) || tokens.is(*k, Class::DET) || *k == start)).unwrap_or(rest.end);
        tokens.read(rest.ending_at(end))
    }

    /// Spanish *a juicio de S*, *en palabras de S*, French *de l'avis de S*, with the noun at token `i`.
    fn in_the_account_of(&self, i: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let TokenRange { start: low, end: high } = self.range;
        let led = i > low && (tokens.is(i - 1, Class::PREP) || i > low + 1 && tokens.is(i - 2, Class::PREP));
        let of = matches!(tokens.word(i + 1), "de" | "du" | "del" | "des" | "d" | "con" | "do" | "da" | "di");
        if !tokens.is(i, Class::ACCOUNT) || !led || !of {
            return None;
        }
        let rest = TokenRange::new(i + 2, high.max(i + 2));
        let end = tokens.segment_end(rest);
        let found = tokens.read(rest.ending_at(end))?;
        let someone = found.mention_type != MentionType::Nominal || tokens.describes_someone(found);
        someone.then(|| tokens.with_name_beside(found, end, high))
    }

    /// S blamed the press for T's claim that "…": the claim is nearer than the verb at `cue`, and has an owner.
    fn owned_claim(&self, cue: usize, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let noun = (self.range.start.max(cue + 1)..quote).rev().take(14).find(|i| {
            tokens.is(*i, Class::CLAIM) && tokens.is(i.saturating_sub(1), Class::OWNS) && !tokens.is(*i, Class::CAP)
        })?;
        // Rejected S's claim that the plan was "…": the clause is what S claims.
        let object =
            (cue + 1..noun).all(|i| tokens.name_like(i) || tokens.is(i, Class::DET | Class::OWNS | Class::ROLE));
        let judged = tokens.is(quote.saturating_sub(1), Class::AUX) && !object;
        let of = tokens.word(noun + 1) == "of" && noun + 2 == quote;
        if !(tokens.is(noun + 1, Class::THAT) || of) || judged {
            return None;
        }
        self.possessor(quote)
    }

    /// Voters would find it "…", S said people call it "…": where the verb at `cue` only tells what may be said, the verb of
    /// saying that governs it is the report.
    fn governing_report(&self, cue: usize) -> usize {
        let tokens = self.tokens;
        let low = self.range.start;
        let modal = (low.max(cue.saturating_sub(3))..cue).any(|i| MODALS.contains(&tokens.word(i)));
        if !modal || tokens.is(cue, Class::FINITE) && !tokens.is(cue, Class::BASE) {
            return cue;
        }
        let outside = |i: usize| {
            tokens.at(i).is_some_and(|t| t.is_quote() || matches!(t.kind, TokenKind::Semicolon | TokenKind::Colon))
        };
        (low..cue)
            .rev()
            .take_while(|i| !outside(*i))
            .find(|i| tokens.reports(*i, low, Class::SAY | Class::TELL))
            .unwrap_or(cue)
    }

    /// Whether the verb at `cue` is passive: *was called*, *has been told*.
    fn passive(&self, cue: usize) -> bool {
        let tokens = self.tokens;
        let takes_passive = tokens.is(cue, Class::TELL | Class::CALL) || tokens.word(cue) == "asked";
        if !takes_passive || tokens.is(cue, Class::GERUND) {
            return false;
        }
        let auxiliary = (self.range.start..cue).rev().find(|i| !tokens.is(*i, Class::ADV));
        auxiliary.is_some_and(|i| PASSIVE_AUXILIARIES.contains(&tokens.word(i)))
    }
}
