//! Reports that follow the words they report: `"…," S said`.

use super::sentence::{Attribution, CUE_REACH, Sentence};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::{Class, Language};
use crate::quotation::text::tokens::{Token, TokenKind};

/// How far after a quotation its report may have its verb, in tokens.
const VERB_REACH: usize = 45;

impl Sentence<'_> {
    /// `"…," S said`, `"…," said S`, `"…," according to S`.
    pub(super) fn after(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let high = self.range.end;
        if self.closes_adverbial_clause(quote) {
            return None;
        }
        let start = quote + 1 + usize::from(tokens.comma_or_dash(quote + 1));
        let mut verb = start;
        while verb < high && tokens.is(verb, Class::ADV) && !tokens.is(verb, Class::CAP | Class::THUS) {
            verb += 1;
        }
        // « … », a dit S: the participle is the cue.
        if tokens.lexicon.language != Language::English
            && tokens.is(verb, Class::AUX)
            && tokens.is(verb + 1, Class::SAY)
        {
            verb += 1;
        }
        if tokens.word(verb) == "according" {
            return self.attributed_to(tokens.subject_after(verb + 1, high), verb, Construction::According);
        }
        if tokens.is(verb, Class::ACCORDING) || tokens.word(verb) == "per" && self.invites_report(quote) {
            return self.attributed_to(tokens.subject_after(verb, high), verb, Construction::According);
        }
        if tokens.is(verb, Class::THUS)
            && let Some(found) = tokens.subject_after(verb, high)
        {
            return self.attributed_to(Some(found), verb, Construction::After);
        }
        if let Some(found) = self.as_told_by(verb) {
            return self.attributed_to(Some(found), verb, Construction::After);
        }
        if let Some((found, cue)) = self.how_it_was_put(verb) {
            return self.attributed_to(Some(found), cue, Construction::After);
        }
        verb += usize::from(tokens.word(verb) == "as");
        let invites = self.invites_report(quote);
        if tokens.lexicon.language.is_romance()
            && let Some(found) = self.inverted_after(quote, start, invites)
        {
            return Some(found);
        }
        if let Some((found, cue)) = self.inverted(quote, start, verb, invites) {
            return self.attributed_to(Some(found), cue, Construction::After);
        }
        let reach = TokenRange::new(verb, high.min(start + VERB_REACH).max(verb));
        let cue = self.verb_after(quote, reach, invites)?;
        if !invites && (!tokens.is(cue, Class::SAY | Class::TELL) || self.reported_before(quote)) {
            return None;
        }
        self.subject_between(quote, start, verb, cue, invites)
    }

    /// `« … », a lancé S`, in a Romance language: the report begins with token `start`, right after the words.
    fn inverted_after(&self, quote: usize, start: usize, invites: bool) -> Option<Attribution> {
        let tokens = self.tokens;
        let own = invites && (quote == self.range.start || tokens.kind(quote + 1, TokenKind::Comma));
        let report = tokens.inverted_report(start, self.range.end, own)?;
        let known = tokens.is(report.cue, Class::SAY | Class::TELL);
        let first = quote == self.range.start;
        if !known && (!own || self.reported_before(quote)) || !invites && !first {
            return None;
        }
        // El montaje, que ella llama «…», narra: the verb right before the words reports them.
        let near = self.range.start.max(quote.saturating_sub(3));
        let taken = (near..quote).any(|i| tokens.reports(i, self.range.start, Class::CUE));
        if taken || report.speaker.is_none() && !(first && report.cue + 1 == report.end) {
            return None;
        }
        // «…», aclaró: the verb alone reports.
        let cue = tokens.at(report.cue).map(Token::span);
        Some(Attribution { speaker: report.speaker, cue, how: Construction::After })
    }

    /// `"…," said S`: the subject and its verb, where the verb is right after the words. `start` is the first token after the
    /// words, `verb` the first that can be the verb.
    fn inverted(&self, quote: usize, start: usize, verb: usize, invites: bool) -> Option<(MentionCandidate, usize)> {
        let tokens = self.tokens;
        let high = self.range.end;
        if tokens.reports(verb, verb, Class::SAY)
            && !tokens.is(verb, Class::CAP)
            && let Some(found) = tokens.subject_after(verb, high)
        {
            return Some((found, verb));
        }
        if !invites {
            return None;
        }
        if let Some(found) = self.unlikely_name(start) {
            return Some((found, start + 1));
        }
        // "…," beamed NAME, "…," chimed in NAME: any verb reports between the words and a name.
        if quote != self.range.start || !self.verb_form(verb) {
            return None;
        }
        let last = verb + usize::from(tokens.is(verb + 1, Class::VERBPARTICLE));
        let someone = tokens.name_like(last + 1)
            || tokens.finite(verb, verb)
                && tokens.is(last + 1, Class::DET | Class::POSS)
                && tokens.is(last + 2, Class::ROLE | Class::GROUP);
        if !someone {
            return None;
        }
        tokens.subject_after(last, high).map(|found| (found, verb))
    }

    /// *"…," was how S put it*, *"…," came the answer from S*, from token `i`: S, and the verb or noun that reports.
    fn how_it_was_put(&self, i: usize) -> Option<(MentionCandidate, usize)> {
        let tokens = self.tokens;
        let high = self.range.end;
        if tokens.word(i) == "was" && matches!(tokens.word(i + 1), "how" | "what") {
            let report = |k: &usize| tokens.reports(*k, i, Class::CUE) || tokens.word(*k) == "put";
            let verb = (i + 3..high.min(i + VERB_REACH)).find(report)?;
            return tokens.subject_before(verb, i + 2).map(|found| (found, verb));
        }
        let answer = matches!(tokens.word(i), "came" | "comes" | "was" | "is" | "ran" | "runs")
            && tokens.is(i + 1, Class::ARTICLE)
            && tokens.is(i + 2, Class::CLAIM | Class::SPEECH);
        let from = (i + 3..high.min(i + 6)).find(|k| tokens.word(*k) == "from").filter(|_| answer)?;
        tokens.subject_after(from, high).map(|found| (found, i + 2))
    }

    /// German *„…“, wie S sagte* and *„…“, heißt es in S*, from token `i`.
    fn as_told_by(&self, i: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        if !tokens.verb_second() {
            return None;
        }
        let rest = TokenRange::new((i + 1).min(self.range.end), self.range.end);
        let end = tokens.segment_end(rest);
        let i = i + usize::from(tokens.word(i) == "so");
        if tokens.word(i + 1) == "es"
            && let Some(found) = tokens.impersonal_source(i, self.range.starting_at(i))
        {
            return Some(found);
        }
        if tokens.word(i) != "wie" {
            return None;
        }
        let verb = (i + 1..end).rev().find(|k| tokens.is(*k, Class::SAY) && !tokens.is(*k, Class::CAP))?;
        let verb = if tokens.is(verb - 1, Class::AUX) && verb > i + 2 { verb - 1 } else { verb };
        tokens.read(TokenRange::new(i + 1, verb.max(i + 1)))
    }

    /// Whether token `i` can be a finite verb right after the words, known or not.
    fn verb_form(&self, i: usize) -> bool {
        let tokens = self.tokens;
        let word = tokens.word(i);
        let unknown = word.len() > 3 && (word.ends_with("ed") || word.ends_with('s'));
        let barred = Class::AUX | Class::CAP | Class::FUNCTION | Class::ROLE | Class::GROUP | Class::BODY | Class::TIME;
        tokens.at(i).is_some_and(Token::is_word)
            && !tokens.is(i, barred)
            && (tokens.finite(i, i) || tokens.is(i, Class::VERB | Class::SAY) || unknown)
    }

    /// The reporting verb in `reach`, which begins after the words.
    fn verb_after(&self, quote: usize, reach: TokenRange, invites: bool) -> Option<usize> {
        let tokens = self.tokens;
        for i in reach.iter() {
            let token = tokens.at(i)?;
            if token.is_quote() || matches!(token.kind, TokenKind::Semicolon | TokenKind::Stop) {
                return None;
            }
            let first = i == reach.start;
            let aside = !first && tokens.is(i - 1, Class::REL);
            let present =
                !first && tokens.is(i, Class::BASE) && tokens.is(i - 1, Class::AUX | Class::PRON | Class::GROUP);
            if tokens.cue(i, self.range.start) && (tokens.is(i, Class::FINITE) || present && invites) && !aside {
                return Some(i);
            }
            // `"…," an angry NAME shot back.`: any verb reports right after the name that follows words and comma.
            let any_verb = invites
                && quote == self.range.start
                && !first
                && i < reach.start + 12
                && !aside
                && (i < reach.start + 5 || tokens.is(i + 1, Class::VERBPARTICLE))
                && tokens.finite(i, reach.start)
                && !tokens.is(i, Class::AUX)
                && !tokens.is(i - 1, Class::AUX);
            if any_verb {
                return Some(i);
            }
        }
        None
    }

    /// The subject between the words and the verb at `cue`. `start` is the first token after the words, `subject` the first
    /// that is no adverb.
    fn subject_between(
        &self,
        quote: usize,
        start: usize,
        subject: usize,
        cue: usize,
        invites: bool,
    ) -> Option<Attribution> {
        let tokens = self.tokens;
        let between = TokenRange::new(start.min(cue), cue);
        let mut found = tokens.subject_before(cue, start)?;
        // The senator and candidate said: one person under two descriptions.
        if invites
            && found.phrase.start > start
            && tokens.is(start, Class::ARTICLE)
            && between.iter().all(|i| tokens.at(i).is_some_and(Token::is_word) && !tokens.finite(i, start))
        {
            found = tokens.read(between)?;
        }
        // A formula that S said …: what follows the words is a noun for them.
        if tokens.is(start, Class::ARTICLE) && (start + 1..cue).take(4).any(|i| tokens.is(i, Class::THAT)) {
            return None;
        }
        if found.phrase.start > subject + 1
            || tokens.is(start, Class::CONJ | Class::PREP) && !tokens.opens_office(start)
            || tokens.is(start, Class::SUB) && tokens.word(start) != "as"
            || !invites && !tokens.is(subject, Class::CAP | Class::PRON | Class::DET)
        {
            return None;
        }
        // The broadcaster quoted S as saying.
        if tokens.is(cue, Class::QUOTING)
            && let Some(link) = (cue + 2..cue + 9).find(|i| tokens.word(*i) == "as" && tokens.is(i + 1, Class::GERUND))
            && let Some(quoted) = tokens.read(TokenRange::new(cue + 1, link))
        {
            return self.attributed_to(Some(quoted), link + 1, Construction::After);
        }
        // After S said "…," T said: "…": the second report belongs to the words after it.
        if quote > self.range.start
            && tokens.kind(cue + 1, TokenKind::Colon)
            && let Some(before) = self.before(quote)
        {
            return Some(before);
        }
        self.attributed_to(Some(found), cue, Construction::After)
    }

    /// When S shouted, "…," T laughed: whether the words end a clause of time or concession that has its own report, right
    /// before them. What follows is another clause.
    fn closes_adverbial_clause(&self, quote: usize) -> bool {
        let tokens = self.tokens;
        let low = self.range.start;
        let opener = (low..quote).find(|i| !tokens.is(*i, Class::CONJ | Class::ADV) || tokens.is(*i, Class::SUB));
        let opens = opener.is_some_and(|i| {
            matches!(
                tokens.word(i).to_ascii_lowercase().as_str(),
                "when" | "while" | "as" | "after" | "although" | "though"
            ) && (tokens.name_like(i + 1) || tokens.is(i + 1, Class::PRON | Class::DET))
        });
        let before = quote.saturating_sub(3).max(low + 2);
        opens && (before..quote).any(|i| tokens.reports(i, low, Class::SAY | Class::TELL))
    }

    /// Whether a verb of saying is left of the quotation at token `quote`, in its sentence.
    fn reported_before(&self, quote: usize) -> bool {
        let low = self.range.start;
        let verbs = if self.tokens.verb_second() || self.tokens.lexicon.language.is_romance() {
            Class::CUE
        } else {
            Class::SAY | Class::TELL
        };
        (low..quote).any(|i| self.tokens.reports(i, low, verbs))
    }

    /// Whether the quotation at token `quote` ends as a report that follows it wants it: in a comma, a stop or a dash.
    fn invites_report(&self, quote: usize) -> bool {
        let tokens = self.tokens;
        let inside = match tokens.at(quote).map(|t| t.kind) {
            Some(TokenKind::Quote(q)) => self.quoted.get(q).and_then(|s| {
                s.inner.of(tokens.text).trim_end_matches(['\'', '’', '"', '”', ']', ')']).chars().next_back()
            }),
            _ => None,
        };
        inside.is_some_and(|c| ",.?!…—–-".contains(c)) || tokens.comma_or_dash(quote + 1)
    }

    /// `"…," Will wrote`: a name at token `i` that is otherwise an auxiliary or a preposition, right between words and verb.
    fn unlikely_name(&self, i: usize) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        let odd = tokens.is_name(i) && tokens.is(i, Class::AUX | Class::PREP) && !tokens.is(i, Class::PRON);
        if !odd || !tokens.reports(i + 1, i, Class::SAY | Class::TELL) {
            return None;
        }
        let name = TokenRange::new(i, i + 1);
        Some(MentionCandidate::plain(tokens.span(name), MentionType::Proper, name))
    }

    /// `…, S said.` somewhere to the right.
    pub(super) fn last(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let high = self.range.end;
        for cue in quote + 1..high.min(quote + CUE_REACH) {
            if !tokens.reports(cue, self.range.start, Class::SAY | Class::TELL) {
                continue;
            }
            let inverted = tokens.kind(cue - 1, TokenKind::Comma) && tokens.is(cue, Class::SAY);
            if inverted
                && let Some(found) = tokens.subject_after(cue, high)
                && tokens.at(found.phrase.end).is_none_or(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Stop))
            {
                return self.attributed_to(Some(found), cue, Construction::Final);
            }
            let Some(found) = tokens.subject_before(cue, quote + 1) else { continue };
            let start = found.phrase.start;
            let fresh = start == quote + 1
                || tokens.at(start.saturating_sub(1)).is_some_and(Token::is_quote)
                || tokens.comma_or_dash(start.saturating_sub(1));
            if fresh {
                return self.attributed_to(Some(found), cue, Construction::Final);
            }
        }
        None
    }

    /// `"…" …, according to S`.
    pub(super) fn according(&self, quote: usize) -> Option<Attribution> {
        let high = self.range.end;
        let reach = quote + 1..high.min(quote + CUE_REACH);
        let words = reach.clone().find_map(|i| Some((i, self.in_the_words_of(i, high)?)));
        if let Some((cue, found)) = words {
            return self.attributed_to(Some(found), cue, Construction::According);
        }
        let source =
            |i: usize| self.tokens.is(i, Class::ACCORDING) && !self.tokens.at(i + 1).is_none_or(Token::is_quote);
        if let Some(cue) = reach.clone().find(|i| source(*i))
            && let Some(found) = self.tokens.subject_after(cue, high)
        {
            return self.attributed_to(Some(found), cue, Construction::According);
        }
        let cue = reach.clone().find(|i| self.tokens.word(*i).eq_ignore_ascii_case("according"))?;
        self.attributed_to(self.tokens.subject_after(cue + 1, high), cue, Construction::According)
    }
}
