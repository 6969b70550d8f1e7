//! One sentence of the narrator, and who speaks the quotations in it.

use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::quote_marks::QuotedSpan;
use crate::quotation::text::tokens::{Token, TokenKind};
use crate::span::ByteSpan;

/// How far from a quotation a cue is searched, in tokens.
pub(super) const CUE_REACH: usize = 60;
/// How much of a sentence on either side of a quotation is looked at, in tokens.
const WINDOW: usize = 80;
/// How far before a quotation a noun for a statement is searched, in tokens.
const NOUN_REACH: usize = 12;

/// Who speaks a quotation, and how that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribution {
    /// The mention of the speaker.
    pub(crate) speaker: Option<MentionCandidate>,
    /// The reporting verb or noun.
    pub(crate) cue: Option<ByteSpan>,
    /// The attribution pattern that matched.
    pub(crate) how: Construction,
}

impl Attribution {
    /// No pattern matched.
    pub(crate) const NONE: Attribution = Attribution { speaker: None, cue: None, how: Construction::Nothing };

    /// A speaker found by a pattern that has no cue.
    pub(crate) fn without_cue(speaker: MentionCandidate, how: Construction) -> Self {
        Attribution { speaker: Some(speaker), cue: None, how }
    }
}

/// A sentence of a paragraph.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    /// The paragraph's tokens.
    pub(crate) tokens: Tokens<'a>,
    /// Which of them are the sentence.
    pub(crate) range: TokenRange,
    /// The paragraph's quotations, for how they end.
    pub(crate) quoted: &'a [QuotedSpan],
}

impl Sentence<'_> {
    /// The part of the sentence around the quotation at token `quote`: all of it, unless it is of a length nobody writes.
    pub(crate) fn around(self, quote: usize) -> Self {
        let range = self.range.starting_at(quote.saturating_sub(WINDOW)).ending_at(quote + WINDOW);
        Self { range, ..self }
    }

    /// Who speaks the quotation at token `quote`: the first pattern that matches.
    pub(crate) fn attribute(&self, quote: usize) -> Attribution {
        self.signature(quote)
            .or_else(|| self.after(quote))
            .or_else(|| self.header(quote))
            .or_else(|| self.introduced(quote))
            .or_else(|| self.before(quote))
            .or_else(|| self.last(quote))
            .or_else(|| self.according(quote))
            .or_else(|| self.possessor(quote))
            .or_else(|| self.subject(quote))
            .unwrap_or(Attribution::NONE)
    }

    /// The attribution to `speaker`, if there is one, by the cue at token `cue`.
    pub(super) fn attributed_to(
        &self,
        speaker: Option<MentionCandidate>,
        cue: usize,
        how: Construction,
    ) -> Option<Attribution> {
        let cue = self.tokens.at(cue).map(Token::span);
        speaker.map(|speaker| Attribution { speaker: Some(speaker), cue, how })
    }

    /// `S's statement …`, `his remarks …`.
    pub(super) fn possessor(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let low = self.range.start.max(quote.saturating_sub(NOUN_REACH));
        for noun in (low + 1..quote).rev() {
            if !tokens.is(noun, Class::SPEECH | Class::CLAIM) || tokens.is(noun, Class::CAP) {
                continue;
            }
            let from = noun.saturating_sub(4).max(low);
            let owner = (from..noun).rev().find(|i| tokens.is(*i, Class::OWNS | Class::POSS));
            if let Some(owner) = owner {
                return self.attributed_to(self.read_owner(owner, low), noun, Construction::Noun);
            }
        }
        None
    }

    /// The possessive that ends with token `owner` as a mention: a pronoun, or a name that begins after `low`.
    fn read_owner(&self, owner: usize, low: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        if tokens.is(owner, Class::POSS) {
            let pronoun = TokenRange::new(owner, owner + 1);
            return Some(MentionCandidate::plain(tokens.span(pronoun), MentionType::Pronominal, pronoun));
        }
        let mut start = (low..owner).rev().find(|i| !tokens.name_like(*i)).map_or(low, |i| i + 1);
        if !tokens.is(owner, Class::CAP) && start > low && tokens.is(start - 1, Class::DET) {
            // The senator's talk.
            start -= 1;
        }
        tokens.read(TokenRange::new(start, owner + 1))
    }

    /// The subject of the sentence, although no reporting verb was seen.
    fn subject(&self, quote: usize) -> Option<Attribution> {
        let words = self.range.iter().filter(|i| self.tokens.at(*i).is_some_and(Token::is_word)).take(2).count();
        if words < 2 {
            return None;
        }
        let before = self.range.ending_at(quote);
        if self.tokens.is_reported_speech(self.range) {
            return None;
        }
        if let Some(owner) = self.owner_before_colon(before) {
            return Some(Attribution::without_cue(owner, Construction::Subject));
        }
        let second = if self.tokens.verb_second() { self.tokens.first_of_second(before) } else { None };
        let label = self.tokens.lexicon.language.is_romance()
            && self.tokens.kind(quote.saturating_sub(1), TokenKind::Colon)
            && !before.iter().any(|i| self.tokens.finite(i, before.start) || self.tokens.is(i, Class::CLITIC));
        if label {
            return self.named_before_colon(before.ending_at(quote - 1));
        }
        let found = second.or_else(|| self.tokens.first_subject(before))?;
        Some(Attribution::without_cue(found, Construction::Subject))
    }

    /// *Her answer: “…”*: whose words they are, if `label` is only a possessive pronoun, a noun and a colon.
    fn owner_before_colon(&self, label: TokenRange) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let colon = label.end.checked_sub(1).filter(|i| tokens.kind(*i, TokenKind::Colon))?;
        let speech = tokens.any(label, Class::SPEECH | Class::CLAIM) || tokens.verb_second();
        let verb = label.iter().any(|i| tokens.finite(i, label.start) && !tokens.is(i, Class::CLAIM | Class::SPEECH));
        let owned = tokens.is(label.start, Class::POSS) && colon > label.start + 1;
        if !owned || !speech || verb {
            return None;
        }
        let pronoun = TokenRange::new(label.start, label.start + 1);
        Some(MentionCandidate::plain(tokens.span(pronoun), MentionType::Pronominal, pronoun))
    }

    /// Who is named first in the words `label` before a colon, which have no verb; none for the name of a matter.
    fn named_before_colon(&self, label: TokenRange) -> Option<Attribution> {
        let tokens = self.tokens;
        if tokens.is(label.start, Class::DET | Class::POSS) {
            // Le président du club, NAME: « … »
            let found = tokens.first_subject(label).filter(|f| f.phrase.start == label.start)?;
            let named = found.mention_type == MentionType::Proper && found.role.is_some();
            return named.then(|| Attribution::without_cue(found, Construction::Header));
        }
        let start = label.iter().find(|i| tokens.name_like(*i))?;
        let end = (start..label.end).find(|i| !tokens.name_like(*i)).unwrap_or(label.end);
        let name = TokenRange::new(start, end);
        let person = start == label.start && (name.len() > 1 || tokens.is(start, Class::FEMALE | Class::MALE));
        if !person || tokens.is(start, Class::WORK | Class::SPEECH) {
            return None;
        }
        Some(Attribution::without_cue(tokens.read(name)?, Construction::Subject))
    }
}
