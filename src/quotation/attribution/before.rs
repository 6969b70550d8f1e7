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
const PASSIVE_AUXILIARIES: [&str; 11] =
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

    /// S blamed the press for T's claim that "…": the claim is nearer than the verb at `cue`, and has an owner.
    fn owned_claim(&self, cue: usize, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let noun = (self.range.start.max(cue + 1)..quote).rev().take(14).find(|i| {
            tokens.is(*i, Class::CLAIM) && tokens.is(i.saturating_sub(1), Class::OWNS) && !tokens.is(*i, Class::CAP)
        })?;
        let judged = tokens.is(quote.saturating_sub(1), Class::AUX);
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

    /// *accused S of calling*, *mocked S for saying*, *quoted S as saying*: S, between that verb and the participle at `cue`.
    fn judged_speaker(&self, cue: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let low = self.range.start;
        let link = cue.checked_sub(1).filter(|i| *i > low)?;
        let verbs = match tokens.word(link) {
            "as" => Class::QUOTING,
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
