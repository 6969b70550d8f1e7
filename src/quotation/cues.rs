//! Reporting verbs and nouns: which words of a sentence report speech, and whose.

use super::lexicon::Class;
use super::mentions::{Found, Phrase, Shape};
use super::tokens::Sort;

/// How far a search for a subject goes, in tokens.
const REACH: usize = 70;

impl Phrase<'_> {
    /// Whether token `i` is a reporting verb here, not a noun of the same form.
    pub(super) fn cue(&self, i: usize, low: usize) -> bool {
        let Some(token) = self.at(i) else {
            return false;
        };
        if !token.is(Class::CUE) || !token.is(Class::FINITE.and(Class::GERUND).and(Class::BASE)) {
            return false;
        }
        if token.is(Class::CAP) && i > low && !token.is(Class::UPPER) {
            return false;
        }
        if i == low {
            return token.is(Class::GERUND) || token.is(Class::FINITE);
        }
        let nounish = self.is(i - 1, Class::ARTICLE.and(Class::POSS).and(Class::OWNS))
            || self.is(i - 1, Class::PREP) && self.word(i - 1) != "to" && !token.is(Class::GERUND);
        if nounish && !self.is(i - 1, Class::ADV) {
            return false;
        }
        if token.is(Class::BASE) && !token.is(Class::FINITE) {
            return self.word(i - 1) == "to"
                || self.is(i - 1, Class::AUX.and(Class::PRON).and(Class::GROUP).and(Class::ADV).and(Class::REL));
        }
        if token.is(Class::NOUNISH) {
            // *chants*, *questions*: a verb only after what can be its subject.
            let before = self.at(i - 1);
            return before.is_some_and(|b| {
                b.name() && !b.is(Class::NATION.and(Class::DIGIT))
                    || b.is(Class::PRON
                        .and(Class::REL)
                        .and(Class::THAT)
                        .and(Class::ROLE)
                        .and(Class::BODY)
                        .and(Class::ADV)
                        .and(Class::SPEECH))
                    || b.sort == Sort::Comma
            });
        }
        true
    }

    /// Whether token `i` is a finite verb, as far as its form tells.
    pub(super) fn finite(&self, i: usize, low: usize) -> bool {
        let Some(token) = self.at(i) else {
            return false;
        };
        if !token.word() || token.is(Class::CAP) {
            return false;
        }
        if token.is(Class::AUX) {
            return true;
        }
        if i > low && self.is(i - 1, Class::DET.and(Class::POSS).and(Class::OWNS)) {
            return false;
        }
        if token.is(Class::VERB.and(Class::CUE)) && token.is(Class::FINITE)
            || token.is(Class::VERB) && !token.is(Class::BASE.and(Class::GERUND))
        {
            return !(self.word(i).ends_with("ed") && self.is(i + 1, Class::BY));
        }
        let word = self.word(i);
        let after_name = i > low && self.at(i - 1).is_some_and(|p| p.name() || p.is(Class::PRON));
        word.len() > 4
            && word.ends_with("ed")
            && !token.is(Class::NAMED)
            && (after_name && !self.is(i + 1, Class::BY) || !self.is(i + 1, Class::PREP))
    }

    /// The subject of the verb at `v`, searched leftwards down to `low`.
    pub(super) fn subject_before(&self, v: usize, low: usize) -> Option<Found> {
        let low = low.max(v.saturating_sub(REACH));
        let mut i = v;
        loop {
            if i <= low {
                return None;
            }
            let t = self.at(i - 1)?;
            let named_before = i >= low + 2 && self.at(i - 2).is_some_and(|p| p.name() && !p.is(Class::FUNCTION));
            if t.word()
                && t.is(Class::AUX.and(Class::ADV))
                && !t.is(Class::PRON)
                && !(t.name() && (named_before || i - 1 > low))
            {
                i -= 1;
            } else if t.word() && t.is(Class::TIME) {
                i -= 1;
                while i > low
                    && self.at(i - 1).is_some_and(|p| {
                        p.is(Class::DIGIT.and(Class::TIME))
                            || matches!(
                                self.word(i - 1),
                                "last" | "this" | "next" | "late" | "early" | "earlier" | "that" | "same" | "the" | "a"
                            )
                    })
                {
                    i -= 1;
                }
                if i > low && matches!(self.word(i - 1), "on" | "in" | "since" | "during" | "late" | "earlier" | "by") {
                    i -= 1;
                }
            } else if t.is(Class::DIGIT) && i > low + 1 && matches!(self.word(i - 2), "in" | "since" | "by") {
                i -= 2;
            } else if t.sort == Sort::Close {
                let open = (low..i - 1).rev().find(|k| self.sort(*k, Sort::Open))?;
                i = open;
            } else {
                break;
            }
        }
        let t = self.at(i - 1)?;
        if t.quote() || matches!(t.sort, Sort::Colon | Sort::Semicolon | Sort::Stop) {
            return None;
        }
        if t.is(Class::REL) || t.is(Class::THAT) {
            // A relative clause: the noun before it, past a comma.
            let end =
                if i >= low + 2 && matches!(self.at(i - 2)?.sort, Sort::Comma | Sort::Dash) { i - 2 } else { i - 1 };
            if end <= low {
                return None;
            }
            let found =
                self.subject_before(end, low).filter(|f| !matches!(f.shape, Shape::Pronoun | Shape::Relative))?;
            if t.is(Class::THAT) {
                return Some(found);
            }
            return Some(Found { head: t.span(), whole: found.head, shape: Shape::Relative, ..found });
        }
        if t.is(Class::PRON) {
            return self.read(i - 1, i);
        }
        if t.is(Class::CONJ) || t.word() && self.word(i - 1) == "to" || t.is(Class::SUB) {
            return self.coordinated(low, i - 1);
        }
        if matches!(t.sort, Sort::Comma | Sort::Dash) {
            return self.past_apposition(i, low);
        }
        let a = self.phrase_start(low, i);
        self.subject_in(a, i)
    }

    /// The speaker of the last reporting verb in `low..c`, or the subject of that stretch: whose further verb stands at `c`.
    pub(super) fn coordinated(&self, low: usize, c: usize) -> Option<Found> {
        let low = low.max(c.saturating_sub(REACH));
        let verb =
            (low..c).rev().find(|i| self.cue(*i, low) && self.is(*i, Class::FINITE) && !self.is(*i, Class::GERUND));
        if let Some(i) = verb {
            let inverted = i > low && self.at(i - 1).is_some_and(|t| t.quote() || t.sort == Sort::Comma);
            let found = if inverted { self.subject_after(i, c) } else { None };
            if let Some(found) = found.or_else(|| self.subject_before(i, low)) {
                return Some(found);
            }
        }
        self.first_subject(low, c)
    }

    /// Where the noun phrase that ends before `end` may begin at the earliest.
    fn phrase_start(&self, low: usize, end: usize) -> usize {
        let mut a = end;
        while a > low {
            let i = a - 1;
            let Some(t) = self.at(i) else { break };
            if !t.word() && t.sort != Sort::Other {
                break;
            }
            if t.word() && !t.is(Class::CAP) {
                let joins_names = t.is(Class::CONJ)
                    && a < end
                    && self.at(a).is_some_and(|n| n.name())
                    && i > low
                    && self.at(i - 1).is_some_and(|p| p.name());
                if t.is(Class::BOUNDARY) && !joins_names && !t.is(Class::DET) && !t.is(Class::PREP)
                    || self.finite(i, low)
                    || self.cue(i, low) && !t.is(Class::ROLE.and(Class::BODY))
                {
                    break;
                }
            }
            a = i;
        }
        a
    }

    /// The subject inside `a..b`, a stretch without commas that ends at its verb.
    fn subject_in(&self, a: usize, b: usize) -> Option<Found> {
        let mut a = a;
        while a < b
            && self.is(a, Class::CONJ.and(Class::OPEN).and(Class::ADV).and(Class::SUB).and(Class::THAT))
            && !self.is(a, Class::PRON)
            && !self.is(a, Class::DET)
        {
            a += 1;
        }
        if a >= b {
            return None;
        }
        if self.is(a, Class::PREP) {
            // An opening adjunct without a comma: the last noun phrase, with the one it depends on.
            let mut start = (a..b).rev().find(|i| self.is(*i, Class::PREP)).map_or(a, |i| i + 1);
            if start > a + 1 {
                let left = (a..start - 1).rev().find(|i| self.is(*i, Class::DET));
                if let Some(det) = left
                    && (det..start - 1).any(|i| self.is(i, Class::ROLE.and(Class::GROUP)))
                {
                    start = det;
                }
            }
            while start + 1 < b && self.is(start, Class::TIME) {
                start += 1;
            }
            return self.read(start, b);
        }
        self.read(a, b)
    }

    /// The subject before a verb that follows a comma at `i - 1`: past appositions, to the phrase they belong to.
    fn past_apposition(&self, i: usize, low: usize) -> Option<Found> {
        // Segment bounds, right to left, until a clause with a verb of its own ends the search.
        let mut best: Option<Found> = None;
        let mut end = i - 1;
        for _ in 0..8 {
            let start = (low..end)
                .rev()
                .find(|k| {
                    self.at(*k).is_some_and(|t| {
                        matches!(
                            t.sort,
                            Sort::Comma | Sort::Dash | Sort::Colon | Sort::Semicolon | Sort::Quote(_) | Sort::Stop
                        )
                    })
                })
                .map_or(low, |k| k + 1);
            if start < end {
                let relative = self.is(start, Class::REL) || self.is(start, Class::SUB) && self.word(start) != "as";
                let adjunct = self.is(start, Class::PREP);
                let clause = (start..end).any(|k| self.finite(k, start) && !(adjunct && self.word(k).ends_with("ed")));
                let opening = self
                    .is(start, Class::PREP.and(Class::SUB).and(Class::OPEN).and(Class::GERUND).and(Class::REL))
                    || self.is(start, Class::DIGIT)
                    || self.participle(start);
                if clause && !relative {
                    // The verb's phrase may be coordinated with this clause's: its subject is ours if nothing nearer was found.
                    if best.is_none() {
                        best = self.first_subject(start, end);
                    }
                    break;
                }
                if !opening || self.is(start, Class::PRON) {
                    let mut found = self.subject_in(start, end);
                    if let (Some(f), Some(b)) = (found.as_mut(), best) {
                        let name_last = b.shape == Shape::Name && f.shape == Shape::Described && self.tokens_in(b) >= 2;
                        if name_last {
                            f.role = Some(f.whole);
                            f.head = b.head;
                            f.whole = b.head;
                            f.shape = Shape::Name;
                        } else if f.role.is_none() && f.shape != Shape::Described {
                            f.role = Some(b.whole);
                        }
                    }
                    if let Some(f) = found {
                        // A place after a town, a party after a name: keep looking left.
                        best = Some(f);
                    }
                }
            }
            if start <= low || !self.at(start - 1).is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash)) {
                break;
            }
            end = start - 1;
        }
        best.map(|found| self.identified(found, i))
    }

    /// A description that gives its name later on: *an executive who asked to be identified as NAME*.
    fn identified(&self, found: Found, high: usize) -> Found {
        if found.shape != Shape::Described {
            return found;
        }
        let given = (found.last..high)
            .find(|i| matches!(self.word(*i), "identified" | "named" | "surnamed" | "called" | "known"));
        let Some(start) = given.map(|i| i + 1 + usize::from(self.word(i + 1) == "as")) else { return found };
        let mut end = start;
        while end < high && self.at(end).is_some_and(|t| t.name()) {
            end += 1;
        }
        if end == start {
            return found;
        }
        let head = self.span(start, end);
        Found { head, whole: head, role: Some(found.whole), shape: Shape::Name, ..found }
    }

    /// Whether a segment that begins with token `i` opens with a participle: *Asked about …*, *Speaking in …*.
    fn participle(&self, i: usize) -> bool {
        let word = self.word(i);
        word.len() > 4
            && (word.ends_with("ing") || word.ends_with("ed"))
            && !self.is(i, Class::ROLE.and(Class::TITLE))
            && !self.at(i + 1).is_some_and(|t| t.name() || t.is(Class::AUX))
    }

    fn tokens_in(&self, found: Found) -> usize {
        (found.first..found.last).filter(|i| self.at(*i).is_some_and(|t| found.head.contains(t.span()))).count()
    }

    /// The subject of the main clause of `low..high`.
    pub(super) fn first_subject(&self, low: usize, high: usize) -> Option<Found> {
        let high = high.min(low + REACH);
        let mut start = low;
        let mut fallback = None;
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
                if !opening {
                    if let Some(mut found) = self.read(a, v.max(a + 1)) {
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
        if end == a || !nouns {
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
}
