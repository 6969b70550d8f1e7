//! Reports that come before the words they report: `S said: "…"`, and whose they are.

use super::attribution::{Attribution, REACH, Sentence};
use super::lexicon::Class;
use super::mentions::{Found, Shape};
use super::statement::Construction;
use super::tokens::Sort;

impl Sentence<'_> {
    /// A reporting verb to the left.
    pub(super) fn before(&self, k: usize) -> Option<Attribution> {
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
                p.first_subject(from, i)
                    .filter(|f| !(person && (f.shape == Shape::Body || p.is(f.last.saturating_sub(1), Class::BODY))))
            }
            None => None,
        }
    }
}
