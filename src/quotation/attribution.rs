//! Which mention speaks which stretch: one sentence of the narrator at a time.

use super::lexicon::Class;
use super::marks::Stretch;
use super::mentions::{Found, Phrase, Shape};
use super::statement::Construction;
use super::tokens::Sort;
use crate::span::ByteSpan;

/// Who speaks a stretch, and how that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribution {
    pub(super) speaker: Option<Found>,
    pub(super) cue: Option<ByteSpan>,
    pub(super) how: Construction,
}

impl Attribution {
    /// Nobody, for no reason.
    pub(super) const NONE: Attribution = Attribution { speaker: None, cue: None, how: Construction::Nothing };
}

/// How far from a stretch a cue is searched, in tokens.
pub(super) const REACH: usize = 60;

/// The sentence `low..high` of a paragraph's tokens.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub(super) phrase: Phrase<'a>,
    pub(super) low: usize,
    pub(super) high: usize,
    /// The paragraph's stretches, for how they end.
    pub(super) stretches: &'a [Stretch],
}

/// How much of a sentence on either side of a stretch is looked at, in tokens.
const WINDOW: usize = 80;

impl Sentence<'_> {
    /// The part of the sentence around the stretch at token `k`: all of it, unless it is of a length nobody writes.
    pub(super) fn around(self, k: usize) -> Self {
        Self { low: self.low.max(k.saturating_sub(WINDOW)), high: self.high.min(k + WINDOW), ..self }
    }

    /// Who speaks the stretch at token `k`.
    pub(super) fn attribute(&self, k: usize) -> Attribution {
        self.signature(k)
            .or_else(|| self.header(k))
            .or_else(|| self.after(k))
            .or_else(|| self.before(k))
            .or_else(|| self.last(k))
            .or_else(|| self.according(k))
            .or_else(|| self.possessor(k))
            .or_else(|| self.subject(k))
            .unwrap_or(Attribution::NONE)
    }

    pub(super) fn made(&self, speaker: Option<Found>, cue: usize, how: Construction) -> Option<Attribution> {
        let p = self.phrase;
        speaker.map(|speaker| Attribution { speaker: Some(speaker), cue: p.at(cue).map(|t| t.span()), how })
    }

    /// `Name: "…"`.
    fn header(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let colon = k.checked_sub(1).filter(|c| *c > self.low && p.sort(*c, Sort::Colon))?;
        // HEADLINE - Name: "…"
        let low = (self.low..colon).rev().find(|i| p.sort(*i, Sort::Dash)).map_or(self.low, |i| i + 1);
        // RT @name: "…"
        let low = low + usize::from(matches!(p.word(low), "RT" | "MT") && low + 1 < colon);
        let names = low < colon
            && colon - low <= 6
            && (low..colon).all(|i| p.at(i).is_some_and(|t| t.name() || t.is(Class::PARTICLE)));
        let label = (low..colon).any(|i| p.is(i, Class::TIME.and(Class::WORK).and(Class::PREP)));
        if !names || label || p.is(low, Class::FUNCTION) {
            return None;
        }
        self.made(p.read(low, colon), colon, Construction::Header)
    }

    /// `"…" — Name`, to the end of the sentence.
    fn signature(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let labelled = k > self.low && !p.at(k - 1).is_some_and(|t| t.quote() || t.sort == Sort::Colon);
        if !p.sort(k + 1, Sort::Dash) || labelled {
            return None;
        }
        self.made(p.signed(k + 2, self.high), k + 1, Construction::Header)
    }

    /// `S's statement …`, `his remarks …`.
    pub(super) fn possessor(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let low = self.low.max(k.saturating_sub(12));
        for i in (low + 1..k).rev() {
            if !p.is(i, Class::SPEECH.and(Class::CLAIM)) || p.is(i, Class::CAP) {
                continue;
            }
            let from = i.saturating_sub(4).max(low);
            if let Some(owner) = (from..i).rev().find(|o| p.is(*o, Class::OWNS.and(Class::POSS))) {
                let found = if p.is(owner, Class::POSS) {
                    let head = p.span(owner, owner + 1);
                    Some(Found { head, whole: head, role: None, shape: Shape::Pronoun, first: owner, last: owner + 1 })
                } else {
                    let mut a = owner;
                    while a > low && p.at(a - 1).is_some_and(|t| t.name() && !t.is(Class::FUNCTION)) {
                        a -= 1;
                    }
                    p.read(a, owner + 1)
                };
                return self.made(found, i, Construction::Noun);
            }
        }
        None
    }

    fn subject(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let words = (self.low..self.high).filter(|i| p.at(*i).is_some_and(|t| t.word())).take(2).count();
        if words < 2 {
            return None;
        }
        let found = p.first_subject(self.low, k)?;
        Some(Attribution { speaker: Some(found), cue: None, how: Construction::Subject })
    }
}
