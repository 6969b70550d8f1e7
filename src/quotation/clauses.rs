//! The subject of a clause, and mentions that follow a verb or a dash.

use super::lexicon::Class;
use super::mentions::{Found, Phrase, Shape};
use super::subjects::REACH;
use super::tokens::Sort;

impl Phrase<'_> {
    /// The subject of the main clause of `low..high`.
    pub(super) fn first_subject(&self, low: usize, high: usize) -> Option<Found> {
        let high = high.min(low + REACH);
        let mut start = low;
        let mut fallback = None;
        let mut adjunct = false;
        while start < high {
            let end = (start..high)
                .find(|k| {
                    self.at(*k).is_some_and(|t| {
                        matches!(
                            t.sort,
                            Sort::Comma | Sort::Dash | Sort::Colon | Sort::Semicolon | Sort::Quote(_) | Sort::Stop
                        )
                    })
                })
                .unwrap_or(high);
            let mut a = start;
            while a < end
                && (self.is(a, Class::CONJ.and(Class::OPEN).and(Class::ADV))
                    && !self.is(a, Class::DET.and(Class::PRON).and(Class::SUB))
                    || self.at(a).is_some_and(|t| !t.word()))
            {
                a += 1;
            }
            if a < end {
                let opening = self
                    .is(a, Class::PREP.and(Class::SUB).and(Class::REL).and(Class::GERUND).and(Class::TIME))
                    || self.participle(a);
                let mut v = a;
                while v < end
                    && !self.finite(v, a)
                    && !(v > a && self.is(v, Class::BOUNDARY) && !self.is(v, Class::CAP) && !self.is(v, Class::PREP))
                {
                    v += 1;
                }
                if opening && self.is(v, Class::PRON) && v < end && !self.is(a, Class::REL) {
                    fallback = fallback.or_else(|| self.read(v, v + 1));
                    start = end + 1;
                    continue;
                }
                let when = v >= end
                    && (a..end).any(|k| self.is(k, Class::TIME) || matches!(self.word(k), "earlier" | "later" | "ago"));
                if when {
                    start = end + 1;
                    continue;
                }
                // In Salem, New Hampshire, S said: the state belongs to the town.
                let place = adjunct
                    && v >= end
                    && !self.is(a, Class::DET)
                    && (a..end).all(|k| self.at(k).is_some_and(|t| t.name() && !t.is(Class::ROLE.and(Class::TITLE))))
                    && self.starts_clause(end + 1, high);
                adjunct = opening && end > a + 1 && self.at(end - 1).is_some_and(|t| t.name());
                if place {
                    start = end + 1;
                    continue;
                }
                if !opening && v > a {
                    if let Some(mut found) = self.read(a, v) {
                        self.apposition_after(&mut found, v, high);
                        return Some(found);
                    }
                } else if fallback.is_none() {
                    // As X said …; When X said …
                    if self.is(a, Class::SUB) && !self.is(a + 1, Class::GERUND) {
                        let from = a + 1;
                        let mut w = from;
                        while w < end && !self.finite(w, from) {
                            w += 1;
                        }
                        fallback = if w > from { self.read(from, w) } else { None };
                    } else if v < end && v > a {
                        fallback = self.subject_in(a, v);
                    }
                }
            }
            start = end + 1;
        }
        fallback
    }

    /// Whether a segment from `a` brings a subject and its verb, or another adjunct before them.
    fn starts_clause(&self, a: usize, high: usize) -> bool {
        if self.is(a, Class::REL.and(Class::ARTICLE)) && !self.is(a, Class::PRON) {
            // The apposition of a person: Ann Nowak, a doctor, said.
            let limit = high.min(a + 20);
            let end = (a..limit).find(|k| self.at(*k).is_none_or(|t| !t.word())).unwrap_or(limit);
            return (a + 1..end).any(|k| self.finite(k, a)) && !self.is(a, Class::REL);
        }
        (a..high.min(a + 12))
            .take_while(|k| self.at(*k).is_some_and(|t| t.word() || t.sort == Sort::Other))
            .any(|k| k > a && self.finite(k, a))
            || self.is(a, Class::PREP)
    }

    /// The subject that follows the verb at `v` (`said NAME`), searched up to `high`.
    pub(super) fn subject_after(&self, v: usize, high: usize) -> Option<Found> {
        let high = high.min(v + 1 + REACH);
        let mut a = v + 1;
        while a < high && self.is(a, Class::ADV) && !self.is(a, Class::CAP) {
            a += 1;
        }
        let first = self.at(a).filter(|t| a < high && t.word())?;
        if first.is(Class::PRON) {
            let ends = a + 1 >= high
                || self.at(a + 1).is_some_and(|t| {
                    t.quote() || matches!(t.sort, Sort::Comma | Sort::Stop | Sort::Dash | Sort::Colon)
                });
            return if ends { self.read(a, a + 1) } else { None };
        }
        if !first.is(Class::CAP)
            && first.is(Class::PREP.and(Class::SUB).and(Class::CONJ).and(Class::REL).and(Class::THAT).and(Class::AUX))
        {
            return None;
        }
        let mut end = a;
        let mut nouns = false;
        while end < high {
            let Some(t) = self.at(end) else { break };
            if !t.word() && t.sort != Sort::Other {
                break;
            }
            if !t.is(Class::CAP) {
                let names = t.is(Class::CONJ)
                    && self.at(end + 1).is_some_and(|n| n.name())
                    && end > a
                    && self.at(end - 1).is_some_and(|n| n.name());
                if t.is(Class::BOUNDARY) && !t.is(Class::DET) && !t.is(Class::PREP) && !names
                    || end > a
                        && self.cue(end, a)
                        && t.is(Class::FINITE.and(Class::GERUND))
                        && !t.is(Class::ROLE.and(Class::BODY))
                {
                    break;
                }
                if t.is(Class::PREP)
                    && !(end > a && matches!(self.word(end), "of" | "for" | "from" | "at" | "with" | "in"))
                {
                    break;
                }
            }
            nouns |= t.is(Class::CAP.and(Class::ROLE).and(Class::GROUP).and(Class::BODY).and(Class::SPEECH));
            end += 1;
        }
        // said the 46-year-old; read one.
        let bare = first.is(Class::ARTICLE) && end > a + 1 || matches!(self.word(a), "one" | "another" | "others");
        let closed =
            self.at(end).is_none_or(|t| end >= high || matches!(t.sort, Sort::Comma | Sort::Stop | Sort::Dash));
        let plain = matches!(self.word(v), "said" | "says" | "wrote" | "added" | "asked" | "to");
        if end == a || !nouns && !(bare && (closed || plain)) {
            return None;
        }
        let mut found = self.read(a, end)?;
        self.apposition_after(&mut found, end, high);
        Some(found)
    }

    /// A signature from `a` to `high`: a name, then at most its role after a comma or in brackets, and no verb.
    pub(super) fn signed(&self, a: usize, high: usize) -> Option<Found> {
        let mut end = a;
        while end < high && self.at(end).is_some_and(|t| t.name() || t.is(Class::PARTICLE)) {
            end += 1;
        }
        let short = end > a && end - a <= 7 && high - end <= 16;
        let rest = self
            .at(end)
            .is_none_or(|t| end >= high || matches!(t.sort, Sort::Comma | Sort::Stop | Sort::Open | Sort::Dash));
        if !short || !rest || (end..high).any(|i| self.finite(i, a)) {
            return None;
        }
        let mut found = self.read(a, end)?;
        self.apposition_after(&mut found, end, high);
        Some(found)
    }

    /// `NAME, a researcher at …,`: takes the apposition at `end` as the role.
    pub(super) fn apposition_after(&self, found: &mut Found, end: usize, high: usize) {
        if found.shape == Shape::Described {
            self.name_after(found, end, high);
            return;
        }
        if found.shape != Shape::Name || found.role.is_some() || !self.sort(end, Sort::Comma) {
            return;
        }
        let from = end + 1;
        let stop = (from..high.min(from + 25))
            .find(|k| {
                self.at(*k).is_some_and(|t| {
                    t.quote()
                        || t.is(Class::REL)
                        || matches!(t.sort, Sort::Comma | Sort::Stop | Sort::Dash | Sort::Semicolon)
                })
            })
            .unwrap_or(high.min(from + 25));
        let roleish = (from..stop).any(|k| self.is(k, Class::ROLE.and(Class::TITLE)));
        if stop > from
            && roleish
            && !self.is(from, Class::PREP.and(Class::CONJ).and(Class::GERUND).and(Class::PRON).and(Class::SUB))
        {
            let skip = usize::from(self.is(from, Class::DET));
            if stop > from + skip {
                found.role = Some(self.span(from + skip, stop));
            }
        }
    }

    /// `her lawyer, NAME,`: the name beside a description is the mention, the description its role.
    fn name_after(&self, found: &mut Found, end: usize, high: usize) {
        if !self.sort(end, Sort::Comma) || !self.is(found.first, Class::DET.and(Class::POSS)) && !self.person(*found) {
            return;
        }
        let mut from = end + 1;
        if self.is(from, Class::DET) && self.is(from + 1, Class::NATION) || self.word(from + 1) == "late" {
            from += 2;
        }
        let mut stop = from;
        while self.at(stop).is_some_and(|t| {
            t.name() && !t.is(Class::FUNCTION.and(Class::TIME)) || t.is(Class::PARTICLE) && stop > from
        }) {
            stop += 1;
        }
        let closed = stop >= high
            || self
                .at(stop)
                .is_some_and(|t| t.quote() || matches!(t.sort, Sort::Comma | Sort::Stop | Sort::Open | Sort::Dash));
        let words = stop - from;
        let known = words > 1 || self.person(*found);
        if closed
            && known
            && (1..=4).contains(&words)
            && !self.is(stop - 1, Class::OWNS.and(Class::PLACE))
            && !self.is(from, Class::ROLE.and(Class::BODY))
        {
            let head = self.span(from, stop);
            *found = Found { head, whole: head, role: Some(found.whole), shape: Shape::Name, ..*found };
        }
    }
}
