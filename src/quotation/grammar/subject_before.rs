//! Finds the subject of a verb to its left, past appositions and clauses.

use super::SUBJECT_REACH;
use super::mentions::{MentionCandidate, MentionType};
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;

/// Words that may come before a time and are part of it.
const BEFORE_TIME: [&str; 10] = ["last", "this", "next", "late", "early", "earlier", "that", "same", "the", "a"];

/// Segments between commas that are looked at, right to left.
const MOST_SEGMENTS: usize = 8;

impl Tokens<'_> {
    /// The subject of the verb at `verb`, searched leftwards down to `low`.
    pub(crate) fn subject_before(&self, verb: usize, low: usize) -> Option<MentionCandidate> {
        let low = low.max(verb.saturating_sub(SUBJECT_REACH));
        // The subject, if it is right before the verb, ends here.
        let end = self.skip_adverbials(verb, low)?;
        let last = end - 1;
        let token = self.at(last)?;
        if token.is_quote() || matches!(token.kind, TokenKind::Colon | TokenKind::Semicolon | TokenKind::Stop) {
            return None;
        }
        if token.is(Class::REL | Class::THAT) {
            return self.antecedent(last, low);
        }
        if token.is(Class::PRON) {
            return self.read(TokenRange::new(last, end));
        }
        if token.is(Class::CONJ | Class::SUB) || token.is_word() && self.word(last) == "to" {
            return self.coordinated(low, last);
        }
        if matches!(token.kind, TokenKind::Comma | TokenKind::Dash) {
            return self.past_apposition(TokenRange::new(low, last), end);
        }
        let phrase = TokenRange::new(self.phrase_start(low, end), end);
        self.before_relative_clause(low, phrase)
            .or_else(|| self.before_infinitive(low, phrase))
            .or_else(|| self.subject_in(phrase))
    }

    /// Where the subject of the verb at `verb` ends: auxiliaries, adverbs, times and brackets before the verb are skipped.
    fn skip_adverbials(&self, verb: usize, low: usize) -> Option<usize> {
        let mut end = verb;
        loop {
            if end <= low {
                return None;
            }
            let last = end - 1;
            let token = self.at(last)?;
            let after_name = end >= low + 2 && self.name_like(end - 2);
            let adverbial = token.is(Class::AUX | Class::ADV) && !token.is(Class::PRON);
            if token.is_word() && adverbial && !(token.is_capitalized() && (after_name || last > low)) {
                end = last;
            } else if token.is_word() && (token.is(Class::TIME) || self.word(last) == "past") {
                end = self.time_start(last, low);
            } else if token.is(Class::DIGIT) && end > low + 1 && matches!(self.word(end - 2), "in" | "since" | "by") {
                end -= 2;
            } else if token.kind == TokenKind::Close {
                end = (low..last).rev().find(|i| self.kind(*i, TokenKind::Open))?;
            } else {
                return Some(end);
            }
        }
    }

    /// Where a time that ends with token `last` begins: *late on 3 May*, *in the past*.
    fn time_start(&self, last: usize, low: usize) -> usize {
        let part = |i: usize| {
            self.at(i).is_some_and(|t| t.is(Class::DIGIT | Class::TIME) || BEFORE_TIME.contains(&self.word(i)))
        };
        let mut start = last;
        while start > low && part(start - 1) {
            start -= 1;
        }
        let preposition =
            start > low && matches!(self.word(start - 1), "on" | "in" | "since" | "during" | "late" | "earlier" | "by");
        start - usize::from(preposition)
    }

    /// The noun that the relative pronoun at `pronoun` stands for, past a comma.
    fn antecedent(&self, pronoun: usize, low: usize) -> Option<MentionCandidate> {
        let token = self.at(pronoun)?;
        let end = if pronoun > low && self.comma_or_dash(pronoun - 1) { pronoun - 1 } else { pronoun };
        if end <= low {
            return None;
        }
        let phrase = TokenRange::new(self.phrase_start(low, end), end);
        let near =
            phrase.iter().rev().find(|i| self.is(*i, Class::BY) || matches!(self.word(*i), "with" | "to" | "for"));
        let antecedent = match near {
            Some(preposition) if !self.is(end - 1, Class::OWNS) => self.read(TokenRange::new(preposition + 1, end)),
            _ => self.subject_before(end, low),
        };
        let found =
            antecedent.filter(|f| !matches!(f.mention_type, MentionType::Pronominal | MentionType::Relative))?;
        // La experiencia, que define como: what is defined is not the subject.
        let romance = self.lexicon.language.is_romance();
        if romance && token.is(Class::THAT) && matches!(self.word(pronoun + 2), "como" | "comme" | "come") {
            return self.first_subject(TokenRange::new(low, end));
        }
        if token.is(Class::THAT) || romance {
            return Some(found);
        }
        Some(MentionCandidate { head: token.span(), whole: found.head, mention_type: MentionType::Relative, ..found })
    }

    /// The subject before a relative clause without commas that stands between it and its verb (*an aide who asked for
    /// silence said*). `phrase` is the last noun phrase before that verb.
    fn before_relative_clause(&self, low: usize, phrase: TokenRange) -> Option<MentionCandidate> {
        let from = low.max(phrase.start.saturating_sub(14));
        let pronoun = (from..phrase.start)
            .rev()
            .take_while(|i| self.at(*i).is_some_and(|t| t.is_word() || t.kind == TokenKind::Other))
            .find(|i| matches!(self.word(*i), "who" | "which"))?;
        let has_verb = (pronoun + 1..phrase.start).any(|i| self.finite(i, pronoun + 1));
        // A second subject after the clause's verb would be the nearer one.
        let nearer =
            self.any(phrase, Class::PRON) || self.is(phrase.start, Class::DET) && self.is(phrase.end - 1, Class::ROLE);
        if pronoun <= low || !has_verb || nearer {
            return None;
        }
        let subject = TokenRange::new(self.phrase_start(low, pronoun), pronoun);
        self.subject_in(subject).filter(|f| f.mention_type != MentionType::Pronominal)
    }

    /// S would like to see the trial repeated: the object of an infinitive has no verb of its own, so the verb after `phrase`
    /// is S's.
    fn before_infinitive(&self, low: usize, phrase: TokenRange) -> Option<MentionCandidate> {
        let to = phrase.iter().rev().find(|i| {
            self.word(*i) == "to"
                && self.at(i + 1).is_some_and(|t| {
                    t.is_word() && !t.is(Class::CAP | Class::DET | Class::POSS | Class::PREP | Class::DIGIT)
                })
        })?;
        let object = (to + 2..phrase.end).any(|i| self.is(i, Class::DET | Class::POSS));
        if !self.is(phrase.end, Class::SAY) || !object {
            return None;
        }
        self.coordinated(low, to)
    }

    /// The speaker of the last reporting verb in `low..end`, or the subject of those tokens: whose further verb follows at
    /// `end`.
    pub(crate) fn coordinated(&self, low: usize, end: usize) -> Option<MentionCandidate> {
        let low = low.max(end.saturating_sub(SUBJECT_REACH)).min(end);
        let verb =
            (low..end).rev().find(|i| self.cue(*i, low) && self.is(*i, Class::FINITE) && !self.is(*i, Class::GERUND));
        if let Some(verb) = verb {
            let inverted = verb > low
                && self.is(verb, Class::SAY)
                && self.at(verb - 1).is_some_and(|t| t.is_quote() || t.kind == TokenKind::Comma);
            let found = if inverted { self.subject_after(verb, end) } else { None };
            if let Some(found) = found.or_else(|| self.subject_before(verb, low)) {
                return Some(found);
            }
        }
        self.first_subject(TokenRange::new(low, end))
    }

    /// Whether the lower-case word `i` cannot belong to a noun phrase. The base form of a verb (*campaign*, *plan*) is more
    /// often a noun, unless the word before it makes it a verb.
    pub(super) fn ends_phrase(&self, i: usize) -> bool {
        let Some(token) = self.at(i) else { return true };
        if !token.is(Class::BOUNDARY) || token.is(Class::PREP) {
            return false;
        }
        let noun = token.is(Class::VERB) && token.is(Class::BASE) && !token.is(Class::BOUNDARY_WORD);
        !noun || i > 0 && (self.is(i - 1, Class::PRON | Class::AUX | Class::GROUP) || self.word(i - 1) == "to")
    }

    /// Whether token `i` is a preposition that opens a clause where a verb follows: *after*, *because*.
    fn opens_clause(&self, i: usize) -> bool {
        matches!(self.word(i), "after" | "before" | "since" | "until" | "because" | "than")
    }

    /// Where the noun phrase that ends before `end` begins at the earliest.
    fn phrase_start(&self, low: usize, end: usize) -> usize {
        let mut start = end;
        while start > low {
            let i = start - 1;
            let Some(token) = self.at(i) else { break };
            if !token.is_word() && token.kind != TokenKind::Other {
                break;
            }
            if token.is_word() && !token.is(Class::CAP) {
                let joined = || {
                    self.is_name(start)
                        || self.is(start, Class::POSS)
                        || self.is(start, Class::DET) && self.is_name(start + 1)
                };
                let joins_names = token.is(Class::CONJ) && start < end && i > low && self.is_name(i - 1) && joined();
                if self.ends_phrase(i) && !joins_names && !token.is(Class::DET)
                    || start < end && self.opens_clause(i)
                    || self.finite(i, low)
                    || self.cue(i, low) && !token.is(Class::ROLE | Class::BODY)
                {
                    break;
                }
            }
            start = i;
        }
        start
    }

    /// Whether token `i` is a capitalised word.
    pub(crate) fn is_name(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| t.is_capitalized())
    }

    /// The subject inside `segment`, which has no commas and ends at its verb.
    pub(crate) fn subject_in(&self, segment: TokenRange) -> Option<MentionCandidate> {
        let opener = |i: usize| {
            self.is(i, Class::CONJ | Class::OPEN | Class::ADV | Class::SUB | Class::THAT)
                && !self.is(i, Class::PRON | Class::DET)
        };
        let start = segment.iter().find(|i| !opener(*i))?;
        let segment = segment.starting_at(start);
        let end = segment.end;
        if end > start + 2 && self.is(end - 1, Class::PRON) && self.is(end - 2, Class::CONJ | Class::SUB) {
            return self.read(TokenRange::new(end - 1, end));
        }
        if self.is(start, Class::PREP) {
            return self.read(segment.starting_at(self.after_adjunct(segment)));
        }
        self.read(segment)
    }

    /// Where the subject begins in a segment that opens with an adjunct without a comma: its last noun phrase, with the one it
    /// depends on.
    fn after_adjunct(&self, segment: TokenRange) -> usize {
        let preposition = segment.iter().rev().find(|i| self.is(*i, Class::PREP));
        let mut start = preposition.map_or(segment.start, |i| i + 1);
        if start > segment.start + 1 {
            let determiner = (segment.start..start - 1).rev().find(|i| self.is(*i, Class::DET));
            if let Some(determiner) = determiner
                && self.any(TokenRange::new(determiner, start - 1), Class::ROLE | Class::GROUP)
            {
                start = determiner;
            }
        }
        while start + 1 < segment.end && self.is(start, Class::TIME) {
            start += 1;
        }
        start
    }

    /// The subject before a verb that follows a comma: past appositions, to the phrase they belong to. `before` ends at that
    /// comma, `verb` is the token after it.
    ///
    /// Segments between commas are read right to left, until a clause with a verb of its own ends the search.
    fn past_apposition(&self, before: TokenRange, verb: usize) -> Option<MentionCandidate> {
        let mut best: Option<MentionCandidate> = None;
        let mut end = before.end;
        for _ in 0..MOST_SEGMENTS {
            let mut start = self.segment_start(before.ending_at(end));
            if self.is(start, Class::PREP) && self.is(start + 1, Class::REL) {
                // To which S, who …, answered: the clause begins after its pronoun.
                start += 2;
            }
            let relative = self.verb_second() && start < end && self.ends_relative_clause(end - 1, before);
            if start < end && !relative {
                let segment = TokenRange::new(start, end);
                let restrictive = self.restrictive_pronoun(segment);
                if restrictive.is_none() && self.is_main_clause(segment) {
                    // The verb's phrase may be coordinated with this clause's: its subject is meant if no nearer one was found.
                    best = best.or_else(|| self.first_subject(segment));
                    break;
                }
                if !self.is_subordinate(segment) || self.is(start, Class::PRON) {
                    let found = self.subject_in(segment.ending_at(restrictive.unwrap_or(end)));
                    // A place after a town, a party after a name: the search goes on to the left.
                    best = found.map(|found| self.with_apposition(found, best)).or(best);
                }
            }
            if start <= before.start || !self.comma_or_dash(start - 1) {
                break;
            }
            end = start - 1;
        }
        best.map(|found| self.identified(found, verb))
    }

    /// Whether a segment has a verb of its own and does not open as a relative or adverbial clause.
    fn is_main_clause(&self, segment: TokenRange) -> bool {
        let start = segment.start;
        let adjunct = self.is(start, Class::PREP);
        let has_verb = segment.iter().any(|i| self.finite(i, start) && !(adjunct && self.word(i).ends_with("ed")));
        let relative = self.is(start, Class::REL) || self.is(start, Class::SUB) && self.word(start) != "as";
        has_verb && !relative
    }

    /// Whether a segment opens as an adjunct, a subordinate clause, a participle, a time or a number (an age).
    fn is_subordinate(&self, segment: TokenRange) -> bool {
        let opener = Class::PREP | Class::SUB | Class::OPEN | Class::GERUND | Class::REL | Class::TIME | Class::DIGIT;
        self.is(segment.start, opener) || self.participle(segment.start) || self.is_time_phrase(segment)
    }

    /// Whether a segment is nothing but a time: *last week*, *the same day*.
    fn is_time_phrase(&self, segment: TokenRange) -> bool {
        let part = |i: usize| {
            let word = self.word(i).to_ascii_lowercase();
            self.is(i, Class::TIME | Class::DIGIT | Class::DET) || BEFORE_TIME.contains(&word.as_str())
        };
        self.is(segment.end - 1, Class::TIME) && segment.iter().all(part)
    }

    /// The pronoun of a relative clause that tells which one is meant (*an account that follows ships*), in a segment that
    /// begins with an article; none where a verb comes first.
    fn restrictive_pronoun(&self, segment: TokenRange) -> Option<usize> {
        let start = segment.start;
        let pronoun = (start + 2..segment.end.min(start + 9)).find(|i| self.is(*i, Class::REL | Class::THAT))?;
        (self.is(start, Class::ARTICLE) && !(start..pronoun).any(|i| self.finite(i, start))).then_some(pronoun)
    }

    /// Joins a mention with the apposition that was found to its right: the name of the two is the head, the other the role.
    fn with_apposition(&self, found: MentionCandidate, apposition: Option<MentionCandidate>) -> MentionCandidate {
        let Some(apposition) = apposition else { return found };
        let nominal = found.mention_type == MentionType::Nominal;
        let one_word = apposition.phrase.len() == 1;
        let name_last = nominal
            && apposition.mention_type == MentionType::Proper
            && (self.head_len(apposition) >= 2 || one_word && self.describes_someone(found));
        if name_last {
            return found.named(apposition.head, Some(found.whole));
        }
        let role = found.role.or_else(|| (!nominal).then_some(apposition.whole));
        MentionCandidate { role, ..found }
    }

    /// A description that gives its name later on: *an executive who asked to be identified as NAME*.
    fn identified(&self, found: MentionCandidate, high: usize) -> MentionCandidate {
        if found.mention_type != MentionType::Nominal {
            return found;
        }
        let given = (found.phrase.end..high)
            .find(|i| matches!(self.word(*i), "identified" | "named" | "surnamed" | "called" | "known"));
        let Some(start) = given.map(|i| i + 1 + usize::from(self.word(i + 1) == "as")) else { return found };
        let end = (start..high).find(|i| !self.is_name(*i)).unwrap_or(high.max(start));
        if end == start {
            return found;
        }
        found.named(self.span(TokenRange::new(start, end)), Some(found.whole))
    }
}
