//! Whose verb it is: the subject to the left of a verb, past appositions and clauses.

use super::lexicon::Class;
use super::mentions::{Found, Phrase, Shape};
use super::tokens::Sort;

/// How far a search for a subject goes, in tokens.
pub(super) const REACH: usize = 70;

impl Phrase<'_> {
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
            } else if t.word() && (t.is(Class::TIME) || self.word(i - 1) == "past") {
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
            let from = self.phrase_start(low, end);
            let near =
                (from..end).rev().find(|k| self.is(*k, Class::BY) || matches!(self.word(*k), "with" | "to" | "for"));
            let antecedent = match near {
                Some(k) if !self.is(end - 1, Class::OWNS) => self.read(k + 1, end),
                _ => self.subject_before(end, low),
            };
            let found = antecedent.filter(|f| !matches!(f.shape, Shape::Pronoun | Shape::Relative))?;
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
        if let Some(rel) = self.relative_within(low, a, i) {
            let from = self.phrase_start(low, rel);
            if let Some(found) = self.subject_in(from, rel).filter(|f| f.shape != Shape::Pronoun) {
                return Some(found);
            }
        }
        // S would like to see the trial repeated: the object of an infinitive has no verb of its own.
        let infinitive = (a..i).rev().find(|k| {
            self.word(*k) == "to"
                && self.at(k + 1).is_some_and(|t| {
                    t.word() && !t.is(Class::CAP.and(Class::DET).and(Class::POSS).and(Class::PREP).and(Class::DIGIT))
                })
        });
        if let Some(to) = infinitive
            && self.is(i, Class::SAY)
            && (to + 2..i).any(|k| self.is(k, Class::DET.and(Class::POSS)))
            && let Some(found) = self.coordinated(low, to)
        {
            return Some(found);
        }
        self.subject_in(a, i)
    }

    /// A relative clause without commas between a subject and its verb at `i` (*an aide who asked for silence said*): its
    /// pronoun, where a verb of its own stands before the words from `a`.
    fn relative_within(&self, low: usize, a: usize, i: usize) -> Option<usize> {
        let from = low.max(a.saturating_sub(14));
        let rel = (from..a)
            .rev()
            .take_while(|k| self.at(*k).is_some_and(|t| t.word() || t.sort == Sort::Other))
            .find(|k| matches!(self.word(*k), "who" | "which"))?;
        let verb = (rel + 1..a).any(|k| self.finite(k, rel + 1));
        // A second subject after the clause's verb would be the nearer one.
        let subject = (a..i).any(|k| self.is(k, Class::PRON)) || self.is(a, Class::DET) && self.is(i - 1, Class::ROLE);
        (rel > low && verb && !subject).then_some(rel)
    }

    /// The speaker of the last reporting verb in `low..c`, or the subject of that stretch: whose further verb stands at `c`.
    pub(super) fn coordinated(&self, low: usize, c: usize) -> Option<Found> {
        let low = low.max(c.saturating_sub(REACH));
        let verb =
            (low..c).rev().find(|i| self.cue(*i, low) && self.is(*i, Class::FINITE) && !self.is(*i, Class::GERUND));
        if let Some(i) = verb {
            let inverted =
                i > low && self.is(i, Class::SAY) && self.at(i - 1).is_some_and(|t| t.quote() || t.sort == Sort::Comma);
            let found = if inverted { self.subject_after(i, c) } else { None };
            if let Some(found) = found.or_else(|| self.subject_before(i, low)) {
                return Some(found);
            }
        }
        self.first_subject(low, c)
    }

    /// Whether the lower-case word `i` cannot belong to a noun phrase. The base form of a verb (*campaign*, *plan*) is more
    /// often a noun, unless what stands before it makes it a verb.
    fn bounds(&self, i: usize) -> bool {
        let Some(t) = self.at(i) else { return true };
        if !t.is(Class::BOUNDARY) || t.is(Class::PREP) {
            return false;
        }
        let noun = t.is(Class::VERB) && t.is(Class::BASE) && !t.is(Class::BOUNDARY_WORD);
        !noun || i > 0 && (self.is(i - 1, Class::PRON.and(Class::AUX).and(Class::GROUP)) || self.word(i - 1) == "to")
    }

    /// *after*, *because*: prepositions that open a clause where a verb follows.
    fn opens_clause(&self, i: usize) -> bool {
        matches!(self.word(i), "after" | "before" | "since" | "until" | "because" | "than")
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
                if self.bounds(i) && !joins_names && !t.is(Class::DET)
                    || a < end && self.opens_clause(i)
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
    pub(super) fn subject_in(&self, a: usize, b: usize) -> Option<Found> {
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
        if b > a + 2 && self.is(b - 1, Class::PRON) && self.is(b - 2, Class::CONJ.and(Class::SUB)) {
            return self.read(b - 1, b);
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
            // To which S, who …, answered: the clause begins after its pronoun.
            let start = if self.is(start, Class::PREP) && self.is(start + 1, Class::REL) { start + 2 } else { start };
            if start < end {
                let restrictive = self.restrictive(start, end);
                let relative = self.is(start, Class::REL) || self.is(start, Class::SUB) && self.word(start) != "as";
                let adjunct = self.is(start, Class::PREP);
                let clause = (start..end).any(|k| self.finite(k, start) && !(adjunct && self.word(k).ends_with("ed")));
                let opening = self.is(
                    start,
                    Class::PREP.and(Class::SUB).and(Class::OPEN).and(Class::GERUND).and(Class::REL).and(Class::TIME),
                ) || self.is(start, Class::DIGIT)
                    || self.participle(start);
                if clause && !relative && restrictive.is_none() {
                    // The verb's phrase may be coordinated with this clause's: its subject is ours if nothing nearer was found.
                    if best.is_none() {
                        best = self.first_subject(start, end);
                    }
                    break;
                }
                if !opening || self.is(start, Class::PRON) {
                    let mut found = self.subject_in(start, restrictive.unwrap_or(end));
                    if let (Some(f), Some(b)) = (found.as_mut(), best) {
                        let name_last = b.shape == Shape::Name
                            && f.shape == Shape::Described
                            && (self.tokens_in(b) >= 2 || b.last == b.first + 1 && self.person(*f));
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

    /// The pronoun of a relative clause that tells which one is meant (*an account that follows ships*), in a segment `a..b`
    /// that begins with an article; nothing where a verb comes first.
    fn restrictive(&self, a: usize, b: usize) -> Option<usize> {
        let rel = (a + 2..b.min(a + 9)).find(|k| self.is(*k, Class::REL.and(Class::THAT)))?;
        (self.is(a, Class::ARTICLE) && !(a..rel).any(|k| self.finite(k, a))).then_some(rel)
    }

    /// Whether a description is of one person or body, who may be named beside it: *her daughter*, *the maker*.
    pub(super) fn person(&self, found: Found) -> bool {
        (found.first..found.last.min(found.first + 12))
            .any(|i| self.is(i, Class::ROLE.and(Class::TITLE).and(Class::BODY)))
    }

    /// The person or body whose something a description is: *Nowak's answer*.
    pub(super) fn owner(&self, found: Found) -> Option<Found> {
        let owner = (found.first..found.last.min(found.first + 5)).find(|i| self.is(*i, Class::OWNS))?;
        let named = (found.first..=owner).all(|i| self.at(i).is_some_and(|t| t.name() && !t.is(Class::FUNCTION)));
        let head = self.span(found.first, owner + 1);
        named.then_some(Found {
            head,
            whole: head,
            role: None,
            shape: Shape::Name,
            first: found.first,
            last: owner + 1,
        })
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

    fn tokens_in(&self, found: Found) -> usize {
        (found.first..found.last).filter(|i| self.at(*i).is_some_and(|t| found.head.contains(t.span()))).count()
    }
}
