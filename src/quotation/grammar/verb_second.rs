//! Subjects in languages whose finite verb is the second part of a clause: German and Dutch.
//!
//! Whatever comes first (*Am Montag sagte NAME*, *Der Zeitung sagte NAME*) may push the subject behind the verb; in a
//! subordinate clause the verb is last (*weil NAME das sagte*); in the perfect an auxiliary is second (*NAME hat gesagt*).

use super::mentions::{MentionCandidate, MentionType};
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::{Class, Language};
use crate::quotation::text::tokens::TokenKind;

impl Tokens<'_> {
    /// Whether the language puts the finite verb second.
    pub(crate) fn verb_second(&self) -> bool {
        matches!(self.lexicon.language, Language::German | Language::Dutch)
    }

    /// The subject of the verb at `verb`, in a sentence `sentence` of a verb-second language.
    pub(crate) fn subject_of_second(&self, verb: usize, sentence: TokenRange) -> Option<MentionCandidate> {
        let low = sentence.start;
        let mut start = self.segment_start(TokenRange::new(low, verb.max(low)));
        let mut finite = verb;
        // NAME hat … erklärt: the auxiliary is second.
        if let Some(auxiliary) = (start..verb).rev().find(|i| self.is(*i, Class::AUX)).filter(|i| *i > start) {
            finite = auxiliary;
        }
        if self.is(start, Class::CONJ) && start > low && start + 2 >= finite {
            // … und bezeichnete ihn als: the clause before has the subject.
            return self.first_of_second(TokenRange::new(low, start));
        }
        // … und bezeichnete …, without a comma.
        if let Some(and) = (start + 1..finite).rev().find(|i| self.is(*i, Class::CONJ)).filter(|i| i + 1 == finite) {
            return self.first_of_second(TokenRange::new(start, and));
        }
        if self.is(start, Class::SUB | Class::THAT) {
            let first = (start + 1..verb).find(|i| !self.is(*i, Class::ADV | Class::OPEN))?;
            return self.noun_phrase(TokenRange::new(first, verb));
        }
        while start < finite
            && self.is(start, Class::CONJ | Class::OPEN)
            && start + 1 < finite
            && !self.is(start + 1, Class::AUX)
        {
            start += 1;
        }
        let front = TokenRange::new(start.min(finite), finite);
        let behind = self.subject_behind(finite, sentence.end);
        if front.is_empty() {
            // NAME, der Vorsitzende, kritisierte: an apposition, unless a clause or a quotation comes first.
            let clause = self.is(low, Class::SUB | Class::THAT | Class::PREP) || finite == low;
            let quoted = finite >= low + 2 && (self.quotes(finite - 1) || self.quotes(finite - 2));
            if clause || quoted {
                return behind.or_else(|| self.subject_before(finite, low));
            }
            return self.subject_before(finite, low).or(behind);
        }
        let pushed = self.is(
            start,
            Class::PREP | Class::ADV | Class::OPEN | Class::TIME | Class::SUB | Class::ACCORDING | Class::DIGIT,
        ) && !self.is(start, Class::PRON | Class::DET)
            || matches!(self.word(start), "Dem" | "Den" | "Des" | "dem" | "den" | "des");
        // Relativierend fügt NAME hinzu.
        let word = self.word(start);
        let adverb = front.len() == 1 && ["end", "lich", "iert", "sorgt", "weise"].iter().any(|e| word.ends_with(e));
        let pushed = pushed || adverb;
        let before = self.noun_phrase(front);
        match (before, behind) {
            (_, Some(behind)) if pushed => Some(behind),
            // Der Zeitung sagte NAME: a name behind, and none in front.
            (Some(before), Some(behind))
                if before.mention_type != MentionType::Proper
                    && self.is_name(finite + 1)
                    && behind.mention_type == MentionType::Proper =>
            {
                Some(behind)
            }
            (Some(before), _) => Some(before),
            (None, behind) => behind,
        }
    }

    /// The subject of the first finite verb of `clause`.
    pub(crate) fn first_of_second(&self, clause: TokenRange) -> Option<MentionCandidate> {
        let verb =
            clause.iter().find(|i| self.second_verb(*i, clause.start) && !self.ends_relative_clause(*i, clause))?;
        self.subject_of_second(verb, clause)
    }

    /// Whether the verb at `verb` is the last word of a relative clause: *NAME, der als Zeuge gilt, will …*
    pub(super) fn ends_relative_clause(&self, verb: usize, clause: TokenRange) -> bool {
        let start = self.segment_start(clause.ending_at(verb));
        start > clause.start
            && self.kind(start - 1, TokenKind::Comma)
            && self.kind(verb + 1, TokenKind::Comma)
            && matches!(self.word(start), "der" | "die" | "das" | "den" | "dem" | "dessen" | "deren" | "denen")
    }

    /// Whether token `i` is a finite verb, by the lists or by its ending after a subject.
    fn second_verb(&self, i: usize, low: usize) -> bool {
        let word = self.word(i);
        let past = word.len() > 5 && (word.ends_with("te") || word.ends_with("ten"));
        let weak = past
            && i > low
            && !self.is(i, Class::CAP | Class::FUNCTION | Class::TIME)
            && (self.is_name(i - 1) || self.is(i - 1, Class::PRON))
            && self.at(i + 1).is_some_and(|t| t.is(Class::FUNCTION) || t.is_capitalized());
        self.finite(i, low) || self.is(i, Class::SAY | Class::CALL) && !self.is(i, Class::CAP) || weak
    }

    /// Whether the main clause of `sentence` is reported speech by its mood (*Die Arbeit sei schwer*): its subject is what is
    /// spoken of, and somebody named before speaks.
    pub(crate) fn is_reported_speech(&self, sentence: TokenRange) -> bool {
        if self.lexicon.language != Language::German {
            return false;
        }
        let finite = |i: &usize| {
            self.is(*i, Class::REPORTED) && !self.is(*i, Class::CAP) || self.second_verb(*i, sentence.start)
        };
        let first = sentence.iter().find(finite);
        let of_first_person =
            |verb: usize| self.word(verb + 1) == "ich" || verb > sentence.start && self.word(verb - 1) == "ich";
        first.is_some_and(|verb| self.is(verb, Class::REPORTED) && !of_first_person(verb))
    }

    /// Where it is written: *In der Mitteilung des Vereins heißt es*, *heißt es dazu in einer Erklärung*. `verb` is the verb of
    /// *es heißt*; none for other verbs.
    pub(crate) fn impersonal_source(&self, verb: usize, sentence: TokenRange) -> Option<MentionCandidate> {
        let impersonal =
            matches!(self.word(verb), "heißt" | "hieß" | "hiess" | "heisst" | "geheißen" | "steht" | "stand")
                && (sentence.start.max(verb.saturating_sub(2))..verb + 2).any(|i| self.word(i) == "es");
        if !impersonal {
            return None;
        }
        let opens = |i: &usize| {
            matches!(
                self.word(*i),
                "in" | "In" | "im" | "Im" | "aus" | "Aus" | "bei" | "Bei" | "auf" | "Auf" | "vom" | "von"
            )
        };
        let before = TokenRange::new(self.segment_start(sentence.ending_at(verb)), verb);
        let after = sentence.starting_at(verb + 1);
        let after = after.ending_at(self.segment_end(after));
        let source = before.iter().find(opens).map(|i| TokenRange::new(i + 1, verb));
        // In der Anordnung, die dem Verein zugestellt wurde, heißt es: …
        let front = (before.is_empty() && opens(&sentence.start)).then(|| {
            let front = sentence.starting_at(sentence.start + 1).ending_at(verb);
            front.ending_at(self.segment_end(front))
        });
        let source = source.or(front);
        let source = source.or_else(|| after.iter().take(4).find(opens).map(|i| TokenRange::new(i + 1, after.end)))?;
        let end = source
            .iter()
            .find(|i| self.is(*i, Class::AUX) || self.word(*i) == "es" || self.is(*i, Class::ADV))
            .unwrap_or(source.end);
        self.read(source.ending_at(end))
    }

    /// The subject right behind the verb at `verb`, past a reflexive pronoun.
    fn subject_behind(&self, verb: usize, high: usize) -> Option<MentionCandidate> {
        let skip = usize::from(matches!(self.word(verb + 1), "sich" | "zich" | "es" | "ihm" | "ihr" | "er"));
        let reflexive = matches!(self.word(verb + 1), "sich" | "zich" | "ihm");
        let from = if reflexive { verb + skip } else { verb };
        if self.is(from + 1, Class::PRON) {
            return self.read(TokenRange::new(from + 1, from + 2));
        }
        let oblique = matches!(self.word(from + 1), "dem" | "den" | "des" | "einem" | "einen" | "im" | "ihn" | "sie");
        if oblique {
            return None;
        }
        self.subject_after(from, high)
    }

    fn quotes(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| t.is_quote())
    }

    /// The noun phrase at the head of `range`.
    fn noun_phrase(&self, range: TokenRange) -> Option<MentionCandidate> {
        let end = range
            .iter()
            .find(|i| {
                *i > range.start
                    && (self.is(*i, Class::AUX | Class::CONJ)
                        || self.at(*i).is_some_and(|t| !t.is_word() && t.kind != TokenKind::Other))
            })
            .unwrap_or(range.end);
        self.read(range.ending_at(end))
    }
}
