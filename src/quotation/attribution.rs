//! Which mention speaks which stretch: one sentence of the narrator at a time.

use super::lexicon::Class;
use super::marks::Stretch;
use super::mentions::{Found, Phrase, Shape};
use super::statement::Construction;
use super::tokens::{Sort, Token};
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
const REACH: usize = 60;

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

    fn made(&self, speaker: Option<Found>, cue: usize, how: Construction) -> Option<Attribution> {
        let p = self.phrase;
        speaker.map(|speaker| Attribution { speaker: Some(speaker), cue: p.at(cue).map(|t| t.span()), how })
    }

    /// `Name: "…"`.
    fn header(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let colon = k.checked_sub(1).filter(|c| *c > self.low && p.sort(*c, Sort::Colon))?;
        // HEADLINE - Name: "…"
        let low = (self.low..colon).rev().find(|i| p.sort(*i, Sort::Dash)).map_or(self.low, |i| i + 1);
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

    /// Whether the stretch at token `k` ends as a report that follows it wants it: in a comma, a stop or a dash.
    fn invites(&self, k: usize) -> bool {
        let p = self.phrase;
        let inside = match p.at(k).map(|t| t.sort) {
            Some(Sort::Quote(q)) => self
                .stretches
                .get(q)
                .and_then(|s| s.inner.of(p.text).trim_end_matches(['\'', '’', '"', '”', ']', ')']).chars().next_back()),
            _ => None,
        };
        inside.is_some_and(|c| ",.?!…—–-".contains(c))
            || p.at(k + 1).is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash))
    }

    /// `"…," S said`, `"…," said S`, `"…," according to S`.
    fn after(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let mut j = k + 1;
        if p.at(j).is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash)) {
            j += 1;
        }
        let from = j;
        while j < self.high && p.is(j, Class::ADV) && !p.is(j, Class::CAP) {
            j += 1;
        }
        if p.word(j) == "according" {
            return self.made(p.subject_after(j + 1, self.high), j, Construction::According);
        }
        if p.word(j) == "as" {
            j += 1;
        }
        if p.cue(j, j)
            && p.is(j, Class::FINITE)
            && p.is(j, Class::SAY)
            && !p.is(j, Class::CAP)
            && let Some(found) = p.subject_after(j, self.high)
        {
            return self.made(Some(found), j, Construction::After);
        }
        let limit = self.high.min(from + 45);
        let invites = self.invites(k);
        if invites && let Some(found) = self.unlikely_name(from) {
            return self.made(Some(found), from + 1, Construction::After);
        }
        // "…," beamed NAME: any verb reports between the words and a name.
        if invites
            && k == self.low
            && p.finite(j, j)
            && !p.is(j, Class::AUX)
            && p.at(j + 1).is_some_and(|t| t.name() && !t.is(Class::FUNCTION))
            && let Some(found) = p.subject_after(j, self.high)
        {
            return self.made(Some(found), j, Construction::After);
        }
        let mut c = None;
        for i in j..limit {
            let Some(t) = p.at(i) else { break };
            if t.quote() || matches!(t.sort, Sort::Semicolon | Sort::Stop) {
                break;
            }
            let aside = i > j && p.is(i - 1, Class::REL);
            let present = i > j && p.is(i, Class::BASE) && p.is(i - 1, Class::AUX.and(Class::PRON).and(Class::GROUP));
            if p.cue(i, self.low) && (p.is(i, Class::FINITE) || present && invites) && !aside {
                c = Some(i);
                break;
            }
            // `"…," an angry NAME shot back.`: any verb reports right after the name that follows words and comma.
            if invites
                && k == self.low
                && i > j
                && i < j + 5
                && p.finite(i, j)
                && !p.is(i, Class::AUX)
                && !p.is(i - 1, Class::AUX)
            {
                c = Some(i);
                break;
            }
        }
        let c = c?;
        if !p.is(c, Class::SAY.and(Class::TELL)) && !invites {
            return None;
        }
        let mut found = p.subject_before(c, from)?;
        // The senator and candidate said: one person under two descriptions.
        if invites
            && found.first > from
            && p.is(from, Class::ARTICLE)
            && (from..c).all(|i| p.at(i).is_some_and(Token::word) && !p.finite(i, from))
        {
            found = p.read(from, c)?;
        }
        // A formula that S said …: what follows the words is a noun for them.
        if p.is(from, Class::ARTICLE) && (from + 1..c).take(4).any(|i| p.is(i, Class::THAT)) {
            return None;
        }
        if found.first > j + 1
            || p.is(from, Class::CONJ.and(Class::PREP))
            || !invites && !p.is(j, Class::CAP.and(Class::PRON).and(Class::DET))
        {
            return None;
        }
        // After S said "…," T said: "…": the second report belongs to the words after it.
        if k > self.low
            && p.at(c + 1).is_some_and(|t| t.sort == Sort::Colon)
            && let Some(before) = self.before(k)
        {
            return Some(before);
        }
        self.made(Some(found), c, Construction::After)
    }

    /// `"…," Will wrote`: a name that is otherwise an auxiliary or a preposition, right between words and verb.
    fn unlikely_name(&self, i: usize) -> Option<Found> {
        let p = self.phrase;
        let odd = p.at(i).is_some_and(|t| t.name() && t.is(Class::AUX.and(Class::PREP)) && !t.is(Class::PRON));
        let verb = p.cue(i + 1, i) && p.is(i + 1, Class::FINITE) && p.is(i + 1, Class::SAY.and(Class::TELL));
        let head = p.span(i, i + 1);
        (odd && verb).then_some(Found { head, whole: head, role: None, shape: Shape::Name, first: i, last: i + 1 })
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
            if p.word(i).eq_ignore_ascii_case("according") {
                let found = p.subject_after(i + 1, self.high);
                if found.is_some() {
                    return self.made(found, i, Construction::According);
                }
            }
            if p.cue(i, self.low) {
                c = Some(i);
                break;
            }
        }
        let c = self.reported(c?);
        if let Some(owned) = self.owned_claim(c, k) {
            return Some(owned);
        }
        let how = if k - c <= 3 { Construction::Before } else { Construction::Clause };
        if self.passive(c) {
            let agent = (c + 1..self.high.min(c + 5)).chain(k + 1..self.high.min(k + 4)).find(|i| p.is(*i, Class::BY));
            return self.made(agent.and_then(|by| p.subject_after(by, self.high)), c, how);
        }
        self.made(self.speaker_of(c), c, how)
    }

    /// S blamed the press for T's claim that "…": the claim is nearer than the verb at `c`, and has an owner.
    fn owned_claim(&self, c: usize, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let noun = (self.low.max(c + 1)..k)
            .rev()
            .take(14)
            .find(|i| p.is(*i, Class::CLAIM) && p.is(i.saturating_sub(1), Class::OWNS) && !p.is(*i, Class::CAP))?;
        let judged = p.is(k.saturating_sub(1), Class::AUX);
        (p.is(noun + 1, Class::THAT) && !judged).then_some(())?;
        self.possessor(k)
    }

    /// Voters would find it "…", S said people call it "…": where the verb at `c` only tells what may be said, the verb of
    /// saying that governs it is the report.
    fn reported(&self, c: usize) -> usize {
        let p = self.phrase;
        let modal = (self.low.max(c.saturating_sub(3))..c).any(|i| {
            matches!(
                p.word(i),
                "would"
                    | "could"
                    | "should"
                    | "might"
                    | "may"
                    | "will"
                    | "can"
                    | "must"
                    | "cannot"
                    | "won't"
                    | "can't"
                    | "won’t"
                    | "can’t"
            )
        });
        if !modal || p.is(c, Class::FINITE) && !p.is(c, Class::BASE) {
            return c;
        }
        (self.low..c)
            .rev()
            .take_while(|i| !p.at(*i).is_some_and(|t| t.quote() || matches!(t.sort, Sort::Semicolon | Sort::Colon)))
            .find(|i| p.cue(*i, self.low) && p.is(*i, Class::FINITE) && p.is(*i, Class::SAY.and(Class::TELL)))
            .unwrap_or(c)
    }

    /// Whether the verb at `c` is passive: *was called*, *has been told*.
    fn passive(&self, c: usize) -> bool {
        let p = self.phrase;
        if !self.phrase.is(c, Class::TELL.and(Class::CALL)) && !matches!(p.word(c), "asked") || p.is(c, Class::GERUND) {
            return false;
        }
        let mut i = c;
        while i > self.low && p.is(i - 1, Class::ADV) {
            i -= 1;
        }
        i > self.low
            && matches!(
                p.word(i - 1),
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "he's" | "he’s" | "who's" | "who’s"
            )
    }

    /// Whose words the reporting verb at `c` brings.
    pub(super) fn speaker_of(&self, c: usize) -> Option<Found> {
        let p = self.phrase;
        let after_quote = c > self.low
            && (p.at(c - 1).is_some_and(|t| t.quote())
                || c > self.low + 1 && p.sort(c - 1, Sort::Comma) && p.at(c - 2).is_some_and(|t| t.quote()));
        if after_quote && let Some(found) = p.subject_after(c, self.high) {
            return Some(found);
        }
        // In other words, explained S: "…"
        let inverted = c > self.low
            && p.sort(c - 1, Sort::Comma)
            && p.is(c, Class::FINITE)
            && p.is(c, Class::SAY)
            && p.at(c + 1).is_some_and(|t| t.name() && !t.is(Class::PRON));
        if inverted
            && let Some(found) = p.subject_after(c, self.high)
            && p.at(found.last).is_some_and(|t| matches!(t.sort, Sort::Colon | Sort::Comma))
        {
            return Some(found);
        }
        if p.is(c, Class::GERUND) && !(c > self.low && p.is(c - 1, Class::AUX)) {
            // A message reading "…": the noun right before it; after a comma, the subject of the sentence.
            let mut before = c;
            while before > self.low && p.is(before - 1, Class::ADV) {
                before -= 1;
            }
            let noun = before > self.low
                && p.at(before - 1).is_some_and(|t| {
                    t.word()
                        && !t.is(Class::PREP
                            .and(Class::CONJ)
                            .and(Class::ADV)
                            .and(Class::SUB)
                            .and(Class::TIME)
                            .and(Class::CUE)
                            .and(Class::AUX))
                });
            // With NAME, a doctor, warning "…".
            let with = (self.low.max(c.saturating_sub(20))..before)
                .rev()
                .take_while(|i| !p.finite(*i, self.low))
                .find(|i| p.word(*i) == "with");
            if let Some(w) = with
                && w > self.low
                && p.sort(w - 1, Sort::Comma)
                && (p.at(w + 1).is_some_and(|t| t.name()) || p.is(w + 1, Class::ARTICLE) && !noun)
                && let Some(found) = p.first_subject(w + 1, before)
                && found.first == w + 1
            {
                return Some(found);
            }
            let near = if noun { p.subject_before(c, self.low) } else { None };
            // S issued a statement saying "…": the object of another verb does not speak, the subject of that verb does.
            let object = near.is_some_and(|f| {
                let linked = (self.low.max(f.first.saturating_sub(4))..f.first).any(|i| p.word(i) == "with")
                    || f.first > self.low
                        && (matches!(p.word(f.first - 1), "of" | "by" | "from" | "despite" | "after" | "and")
                            || p.at(f.first - 1).is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash)));
                !linked && (self.low..f.first).any(|i| p.finite(i, self.low) || p.cue(i, self.low))
            });
            let subject = if object || near.is_none() { p.coordinated(self.low, c) } else { None };
            return subject.or(near);
        }
        let found = p.subject_before(c, self.low).or_else(|| p.coordinated(self.low, c))?;
        Some(self.outer(found).unwrap_or(found))
    }

    /// S said he thought, S condemned what he called: the pronoun stands for the one who reports, who is named there.
    fn outer(&self, found: Found) -> Option<Found> {
        let p = self.phrase;
        if found.shape != Shape::Pronoun
            || matches!(p.word(found.first), "I" | "we" | "you")
            || found.first < self.low + 2
        {
            return None;
        }
        let i = found.first - 1;
        let what = p.word(i) == "what";
        // S said in a statement it thanked T.
        let stated = p.is(i, Class::SPEECH) && p.is(i.saturating_sub(1), Class::DET);
        if !what && !stated && !p.is(i, Class::THAT) && !p.cue(i, self.low) {
            return None;
        }
        let from = (self.low..i).rev().find(|k| p.sort(*k, Sort::Semicolon)).map_or(self.low, |k| k + 1);
        let low = if what { from.max(i.saturating_sub(REACH)) } else { self.low.max(i.saturating_sub(6)) };
        let verb = (low..=i).rev().find(|v| p.cue(*v, self.low) && p.is(*v, Class::FINITE));
        match verb {
            Some(v) => p.subject_before(v, self.low),
            None if what => {
                let person = matches!(p.word(found.first), "he" | "she");
                p.first_subject(from, i).filter(|f| !(person && f.shape == Shape::Body))
            }
            None => None,
        }
    }

    /// `…, S said.` somewhere to the right.
    fn last(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        for c in k + 1..self.high.min(k + REACH) {
            if p.cue(c, self.low) && p.is(c, Class::FINITE) && p.is(c, Class::SAY.and(Class::TELL)) {
                let inverted = p.sort(c - 1, Sort::Comma) && p.is(c, Class::SAY);
                if inverted
                    && let Some(found) = p.subject_after(c, self.high)
                    && p.at(found.last).is_none_or(|t| matches!(t.sort, Sort::Comma | Sort::Stop))
                {
                    return self.made(Some(found), c, Construction::Final);
                }
                let Some(found) = p.subject_before(c, k + 1) else {
                    continue;
                };
                let fresh = found.first == k + 1
                    || p.at(found.first.saturating_sub(1))
                        .is_some_and(|t| t.quote() || matches!(t.sort, Sort::Comma | Sort::Dash));
                if fresh {
                    return self.made(Some(found), c, Construction::Final);
                }
            }
        }
        None
    }

    fn according(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let i = (k + 1..self.high.min(k + REACH)).find(|i| p.word(*i).eq_ignore_ascii_case("according"))?;
        self.made(p.subject_after(i + 1, self.high), i, Construction::According)
    }

    /// `S's statement …`, `his remarks …`.
    fn possessor(&self, k: usize) -> Option<Attribution> {
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
