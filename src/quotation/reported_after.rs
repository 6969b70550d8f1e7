//! Reports that follow the words they report: `"…," S said`.

use super::attribution::{Attribution, REACH, Sentence};
use super::lexicon::Class;
use super::mentions::{Found, Shape};
use super::statement::Construction;
use super::tokens::{Sort, Token};

impl Sentence<'_> {
    /// `"…," S said`, `"…," said S`, `"…," according to S`.
    pub(super) fn after(&self, k: usize) -> Option<Attribution> {
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
            || p.is(from, Class::SUB) && p.word(from) != "as"
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

    /// `"…," Will wrote`: a name that is otherwise an auxiliary or a preposition, right between words and verb.
    fn unlikely_name(&self, i: usize) -> Option<Found> {
        let p = self.phrase;
        let odd = p.at(i).is_some_and(|t| t.name() && t.is(Class::AUX.and(Class::PREP)) && !t.is(Class::PRON));
        let verb = p.cue(i + 1, i) && p.is(i + 1, Class::FINITE) && p.is(i + 1, Class::SAY.and(Class::TELL));
        let head = p.span(i, i + 1);
        (odd && verb).then_some(Found { head, whole: head, role: None, shape: Shape::Name, first: i, last: i + 1 })
    }

    /// `…, S said.` somewhere to the right.
    pub(super) fn last(&self, k: usize) -> Option<Attribution> {
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

    pub(super) fn according(&self, k: usize) -> Option<Attribution> {
        let p = self.phrase;
        let i = (k + 1..self.high.min(k + REACH)).find(|i| p.word(*i).eq_ignore_ascii_case("according"))?;
        self.made(p.subject_after(i + 1, self.high), i, Construction::According)
    }
}
