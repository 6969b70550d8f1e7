//! Finds the subject of a whole clause, when no reporting verb points at it.

use super::SUBJECT_REACH;
use super::mentions::MentionCandidate;
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;

/// Tokens of a sentence that only reports the words above it.
const LONGEST_BARE_REPORT: usize = 24;

/// What a segment between commas says about the subject of its clause.
enum Segment {
    /// It holds the subject.
    Subject(MentionCandidate),
    /// It holds no subject, or one that is taken only if no later segment has one. `after_adjunct` tells the next segment
    /// that this one is an adjunct that ends in a name (*In Salem*): what follows may be the place around it.
    Other { fallback: Option<MentionCandidate>, after_adjunct: bool },
}

impl Tokens<'_> {
    /// The subject of the main clause of `clause`.
    pub(crate) fn first_subject(&self, clause: TokenRange) -> Option<MentionCandidate> {
        let clause = clause.ending_at(clause.start + SUBJECT_REACH);
        let (mut start, mut fallback, mut after_adjunct) = (clause.start, None, false);
        while start < clause.end {
            let segment = TokenRange::new(start, self.segment_end(clause.starting_at(start)));
            match self.segment_subject(segment, clause.end, after_adjunct) {
                Segment::Subject(found) => return Some(found),
                Segment::Other { fallback: found, after_adjunct: adjunct } => {
                    fallback = fallback.or(found);
                    after_adjunct = adjunct;
                }
            }
            start = segment.end + 1;
        }
        fallback
    }

    /// Reads one segment of a clause that ends at `high`.
    fn segment_subject(&self, segment: TokenRange, high: usize, after_adjunct: bool) -> Segment {
        let Some(start) = segment.iter().find(|i| !self.opens_segment(*i)) else {
            return Segment::Other { fallback: None, after_adjunct };
        };
        let segment = segment.starting_at(start);
        let end = segment.end;
        if self.opens_with_verb(start) {
            // Cree que …: no subject.
            return Segment::Other { fallback: None, after_adjunct };
        }
        let romance = self.lexicon.language.is_romance();
        if romance && self.finite(start, start) && !self.is(start, Class::AUX) {
            // No opina igual S.
            let inverted = self.inverted_report(start, high, true).and_then(|report| report.speaker);
            if let Some(found) = inverted {
                return Segment::Subject(found);
            }
        }
        let source = romance && self.is(start, Class::ACCORDING);
        let opening = source
            || self.is(start, Class::PREP | Class::SUB | Class::REL | Class::GERUND | Class::TIME)
            || self.participle(start);
        let verb = segment.iter().find(|i| self.ends_subject(*i, start)).unwrap_or(end);
        let verb = if romance { self.after_leading_name(segment.ending_at(verb)).unwrap_or(verb) } else { verb };
        if opening && verb < end && self.is(verb, Class::PRON) && !self.is(start, Class::REL) {
            return Segment::Other { fallback: self.read(TokenRange::new(verb, verb + 1)), after_adjunct };
        }
        let time = |i: usize| self.is(i, Class::TIME) || matches!(self.word(i), "earlier" | "later" | "ago");
        if verb >= end && segment.iter().any(time) {
            return Segment::Other { fallback: None, after_adjunct };
        }
        // In Salem, New Hampshire, S said: the state belongs to the town.
        let place = after_adjunct
            && !self.lexicon.language.is_romance()
            && verb >= end
            && !self.is(start, Class::DET)
            && segment.iter().all(|i| self.is_name(i) && !self.is(i, Class::ROLE | Class::TITLE))
            && self.starts_clause(TokenRange::new(end + 1, high.max(end + 1)));
        let after_adjunct = opening && end > start + 1 && self.is_name(end - 1);
        if place {
            return Segment::Other { fallback: None, after_adjunct };
        }
        if !opening && verb > start {
            if let Some(found) = self.read(segment.ending_at(verb)) {
                return Segment::Subject(self.with_name_beside(found, verb, high));
            }
            return Segment::Other { fallback: None, after_adjunct };
        }
        let fallback = if self.is(start, Class::SUB) && !self.is(start + 1, Class::GERUND) {
            // As X said …; When X said …
            let clause = segment.starting_at(start + 1);
            let verb = clause.iter().find(|i| self.finite(*i, clause.start)).unwrap_or(end);
            self.read(clause.ending_at(verb))
        } else if verb < end && verb > start {
            self.subject_in(segment.ending_at(verb))
        } else {
            None
        };
        Segment::Other { fallback, after_adjunct }
    }

    /// Where the verb is after the name that a segment begins with, where it is no known one: *Nicanor Bustos friega …*.
    fn after_leading_name(&self, segment: TokenRange) -> Option<usize> {
        let end = segment.iter().find(|i| !(self.name_like(*i) || self.is(*i, Class::PARTICLE)))?;
        let small = self.at(end).is_some_and(|t| t.is_word() && t.class == Class::default());
        (small && end >= segment.start + 2 && self.name_like(end - 1)).then_some(end)
    }

    /// Whether a Romance sentence begins with its verb at token `i`: *Cree que …*.
    fn opens_with_verb(&self, i: usize) -> bool {
        self.lexicon.language.is_romance()
            && i == 0
            && self.is(i, Class::SAY | Class::VERB)
            && self.is(i, Class::FINITE)
            && !self.is(i, Class::FEMALE | Class::MALE | Class::ROLE | Class::DET | Class::PRON)
    }

    /// Whether token `i` may open a segment without being part of its subject: *but*, *meanwhile*, a bracket.
    fn opens_segment(&self, i: usize) -> bool {
        // Even NAME: the adverb, not the conjunction.
        let even = self.word(i).eq_ignore_ascii_case("even") && self.name_like(i + 1);
        self.at(i).is_some_and(|t| {
            !t.is_word()
                || even
                || t.is(Class::CONJ | Class::OPEN | Class::ADV) && !t.is(Class::DET | Class::PRON | Class::SUB)
        })
    }

    /// Whether a subject that begins at `start` ends before token `i`: a finite verb, or a word that is in no noun phrase.
    fn ends_subject(&self, i: usize, start: usize) -> bool {
        let joins = i > start
            && self.is(i, Class::CONJ)
            && self.is_name(i - 1)
            && (self.is_name(i + 1) || self.is(i + 1, Class::POSS));
        self.finite(i, start)
            || i > start && self.is(i, Class::CLITIC) && !self.is(i, Class::CAP)
            || i > start && !joins && self.is(i, Class::BOUNDARY) && !self.is(i, Class::CAP) && !self.is(i, Class::PREP)
    }

    /// The subject of a sentence that is nothing but a report of the words above it: *NAME, a student, chimed in.*, *That was
    /// how NAME described it.*
    pub(crate) fn bare_report(&self, sentence: TokenRange) -> Option<MentionCandidate> {
        let TokenRange { start, end } = sentence;
        let how = (start..end.min(start + 4)).find(|i| self.word(*i) == "how");
        if let Some(how) = how.filter(|_| matches!(self.word(start), "That" | "This" | "Such" | "So")) {
            let verb = (how + 1..end).find(|i| self.reports(*i, start, Class::CUE) || self.quotes_directly_as(*i))?;
            return self.subject_before(verb, how + 1);
        }
        let opens = self.is_name(start) && !self.is(start, Class::PREP | Class::SUB | Class::CONJ | Class::OPEN);
        let ends = |i: usize| self.at(i).is_none_or(|t| i >= end || t.kind == TokenKind::Stop);
        let verb = (start + 1..end).find(|i| {
            let after = i + 1 + usize::from(self.is(i + 1, Class::VERBPARTICLE));
            ends(after) && (self.reports(*i, start, Class::SAY) || after > i + 1 && self.finite(*i, start))
        })?;
        let clause = sentence.ending_at(verb);
        if !opens || sentence.len() > LONGEST_BARE_REPORT || clause.iter().any(|i| self.reports(i, start, Class::SAY)) {
            return None;
        }
        self.subject_before(verb, start)
    }

    /// Whether token `i` is *put* in *That was how S put it*.
    fn quotes_directly_as(&self, i: usize) -> bool {
        matches!(self.word(i), "put" | "puts") && self.word(i + 1) == "it"
    }

    /// Whether a segment begins with a subject and its verb, or with another adjunct before them.
    fn starts_clause(&self, rest: TokenRange) -> bool {
        let start = rest.start;
        if self.is(start, Class::REL | Class::ARTICLE) && !self.is(start, Class::PRON) {
            // The apposition of a person: Ann Nowak, a doctor, said.
            let reach = rest.ending_at(start + 20);
            let end = reach.iter().find(|i| self.at(*i).is_none_or(|t| !t.is_word())).unwrap_or(reach.end);
            return (start + 1..end).any(|i| self.finite(i, start)) && !self.is(start, Class::REL);
        }
        let has_verb = rest
            .ending_at(start + 12)
            .iter()
            .take_while(|i| self.at(*i).is_some_and(|t| t.is_word() || t.kind == TokenKind::Other))
            .any(|i| i > start && self.finite(i, start));
        has_verb || self.is(start, Class::PREP)
    }
}
