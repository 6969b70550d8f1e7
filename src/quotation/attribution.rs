//! Which mention speaks which stretch: one sentence of the narrator at a time.

use super::lexicon::Class;
use super::mentions::{Found, Phrase, Shape};
use super::tokens::Sort;
use crate::span::ByteSpan;

/// By which construction a speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// `"…," S said` or `"…," said S`.
    After,
    /// `S said, "…"`.
    Before,
    /// A reporting verb further left in the same sentence.
    Clause,
    /// `…, S said.` at the end of the sentence.
    Final,
    /// `according to S`.
    According,
    /// `S's statement that "…"`.
    Noun,
    /// The sentence's subject, without a reporting verb.
    Subject,
    /// Taken over from a sentence near by.
    Inherited,
    /// `Name: "…"` or `"…" — Name`.
    Header,
    /// Nothing was found.
    Nothing,
}

/// Who speaks a stretch, and how that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribution {
    pub(super) speaker: Option<Found>,
    pub(super) cue: Option<ByteSpan>,
    pub(super) how: How,
}

impl Attribution {
    /// Nobody, for no reason.
    pub(super) const NONE: Attribution = Attribution {
        speaker: None,
        cue: None,
        how: How::Nothing,
    };
}

/// How far from a stretch a cue is searched, in tokens.
const REACH: usize = 60;

/// The sentence `low..high` of a paragraph's tokens.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub(super) phrase: Phrase<'a>,
    pub(super) low: usize,
    pub(super) high: usize,
}

impl Sentence<'_> {
    /// Who speaks the stretch at token `k`.
    pub(super) fn attribute(&self, k: usize) -> Attribution {
        self.after(k)
            .or_else(|| self.before(k))
            .or_else(|| self.last(k))
            .or_else(|| self.according(k))
            .or_else(|| self.possessor(k))
            .or_else(|| self.subject(k))
            .unwrap_or(Attribution::NONE)
    }

    fn made(&self, speaker: Option<Found>, cue: usize, how: How) -> Option<Attribution> {
        let p = self.phrase;
        speaker.map(|speaker| Attribution {
            speaker: Some(speaker),
            cue: p.at(cue).map(|t| t.span()),
            how,
        })
    }

    /// `"…," S said`, `"…," said S`, `"…," according to S`.
    fn after(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let mut j = k + 1;
        if p.at(j)
            .is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash))
        {
            j += 1;
        }
        let from = j;
        while j < self.high && p.is(j, Class::ADV) && !p.is(j, Class::CAP) {
            j += 1;
        }
        if p.word(j) == "according" {
            return self.made(p.subject_after(j + 1, self.high), j, How::According);
        }
        if p.word(j) == "as" {
            j += 1;
        }
        if p.cue(j, j) && p.is(j, Class::FINITE) && p.is(j, Class::SAY) && !p.is(j, Class::CAP) {
            if let Some(found) = p.subject_after(j, self.high) {
                return self.made(Some(found), j, How::After);
            }
        }
        let limit = self.high.min(from + 45);
        let c = (j..limit)
            .take_while(|i| {
                p.at(*i).is_some_and(|t| {
                    !t.quote() && t.sort != Sort::Semicolon && t.sort != Sort::Stop
                })
            })
            .find(|i| p.cue(*i, self.low) && p.is(*i, Class::FINITE))?;
        if !p.is(c, Class::SAY.and(Class::TELL)) {
            return None;
        }
        let found = p.subject_before(c, from)?;
        (found.first <= j + 1 && !p.is(from, Class::CONJ.and(Class::PREP)))
            .then(|| self.made(Some(found), c, How::After))
            .flatten()
    }

    /// A reporting verb to the left.
    fn before(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let low = self.low.max(k.saturating_sub(REACH));
        let mut c = None;
        for i in (low..k).rev() {
            if p.sort(i, Sort::Semicolon) {
                break;
            }
            if p.word(i) == "according" {
                let found = p.subject_after(i + 1, self.high);
                if found.is_some() {
                    return self.made(found, i, How::According);
                }
            }
            if p.cue(i, self.low) {
                c = Some(i);
                break;
            }
        }
        let c = c?;
        let how = if k - c <= 3 { How::Before } else { How::Clause };
        self.made(self.speaker_of(c), c, how)
    }

    /// Whose words the reporting verb at `c` brings.
    pub(super) fn speaker_of(&self, c: usize) -> Option<Found> {
        let p = self.phrase;
        let after_quote = c > self.low
            && (p.at(c - 1).is_some_and(|t| t.quote())
                || c > self.low + 1
                    && p.sort(c - 1, Sort::Comma)
                    && p.at(c - 2).is_some_and(|t| t.quote()));
        if after_quote {
            if let Some(found) = p.subject_after(c, self.high) {
                return Some(found);
            }
        }
        if p.is(c, Class::GERUND) && !p.is(c - usize::from(c > self.low), Class::AUX) {
            return self.main_subject(c);
        }
        p.subject_before(c, self.low)
            .or_else(|| self.main_subject(c))
    }

    /// The speaker of the last reporting verb before `c`, or the sentence's subject.
    fn main_subject(&self, c: usize) -> Option<Found> {
        let p = self.phrase;
        let low = self.low.max(c.saturating_sub(REACH));
        for i in (low..c).rev() {
            if p.cue(i, self.low) && p.is(i, Class::FINITE) {
                let inverted = i > self.low
                    && (p.at(i - 1).is_some_and(|t| t.quote()) || p.sort(i - 1, Sort::Comma));
                let found = if inverted {
                    p.subject_after(i, c)
                        .or_else(|| p.subject_before(i, self.low))
                } else {
                    p.subject_before(i, self.low)
                };
                if found.is_some() {
                    return found;
                }
            }
        }
        p.first_subject(self.low, c)
    }

    /// `…, S said.` somewhere to the right.
    fn last(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        for c in k + 1..self.high.min(k + REACH) {
            if p.cue(c, self.low) && p.is(c, Class::FINITE) && p.is(c, Class::SAY.and(Class::TELL))
            {
                let Some(found) = p.subject_before(c, k + 1) else {
                    continue;
                };
                let fresh = found.first == k + 1
                    || p.at(found.first.saturating_sub(1))
                        .is_some_and(|t| t.quote() || matches!(t.sort, Sort::Comma | Sort::Dash));
                if fresh {
                    return self.made(Some(found), c, How::Final);
                }
            }
        }
        None
    }

    fn according(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let i = (k + 1..self.high.min(k + REACH)).find(|i| p.word(*i) == "according")?;
        self.made(p.subject_after(i + 1, self.high), i, How::According)
    }

    /// `S's statement …`, `his remarks …`.
    fn possessor(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let low = self.low.max(k.saturating_sub(12));
        for i in (low + 1..k).rev() {
            if !p.is(i, Class::SPEECH) || p.is(i, Class::CAP) {
                continue;
            }
            let from = i.saturating_sub(4).max(low);
            if let Some(owner) = (from..i)
                .rev()
                .find(|o| p.is(*o, Class::OWNS.and(Class::POSS)))
            {
                let found = if p.is(owner, Class::POSS) {
                    let head = p.span(owner, owner + 1);
                    Some(Found {
                        head,
                        whole: head,
                        role: None,
                        shape: Shape::Pronoun,
                        first: owner,
                        last: owner + 1,
                    })
                } else {
                    let mut a = owner;
                    while a > low
                        && p.at(a - 1)
                            .is_some_and(|t| t.name() && !t.is(Class::FUNCTION))
                    {
                        a -= 1;
                    }
                    p.read(a, owner + 1)
                };
                return self.made(found, i, How::Noun);
            }
        }
        None
    }

    fn subject(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let words = (self.low..self.high)
            .filter(|i| p.at(*i).is_some_and(|t| t.word()))
            .take(2)
            .count();
        if words < 2 {
            return None;
        }
        let found = p.first_subject(self.low, k)?;
        Some(Attribution {
            speaker: Some(found),
            cue: None,
            how: How::Subject,
        })
    }
}
