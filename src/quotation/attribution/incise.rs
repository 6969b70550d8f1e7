//! Reports inside the marks, as Romance languages write them: `« …, a déclaré la maire. … »`, `—… —dijo Ana—. …`.

use super::sentence::Attribution;
use crate::quotation::grammar::inverted_report::InvertedReport;
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::{Class, Language, Lexicon};
use crate::quotation::text::quote_marks::{self, QuotedSpan, Scratch};
use crate::quotation::text::tokens::{self, Token, TokenKind};
use crate::span::ByteSpan;

/// Most tokens of a report inside the marks.
const LONGEST: usize = 40;

/// A quotation with a report inside it.
pub(crate) struct Incise {
    /// The words before and after the report.
    pub(crate) pieces: Vec<ByteSpan>,
    /// Who speaks; nobody where the verb alone reports.
    pub(crate) attribution: Attribution,
}

/// The report inside the words `inner`, if there is one. `dashed` says that dashes set it off, as in a turn of a dialogue.
pub(crate) fn find(text: &str, inner: ByteSpan, lexicon: &'static Lexicon, dashed: bool) -> Option<Incise> {
    let marked = if dashed {
        inner.of(text).contains(['—', '–', '―', ',', '?', '!'])
    } else {
        inner.of(text).contains([',', '?', '!', '—', '–'])
    };
    if !lexicon.language.is_romance() || !marked {
        return None;
    }
    let (mut nested, mut list) = (Vec::new(), Vec::new());
    quote_marks::find(text, inner, false, &mut Scratch::default(), &mut nested);
    tokens::scan(text, inner, &nested, lexicon, &mut list);
    let tokens = Tokens { text, lexicon, list: &list };
    let reader = Reader { tokens, inner, dashed };
    (1..list.len()).find_map(|i| reader.report_at(i))
}

/// A turn of a dialogue without marks: a paragraph that begins with a dash and has a report inside. Its words are given out as one
/// quotation, from which [`find`] cuts the report.
pub(crate) fn turn(text: &str, paragraph: ByteSpan, lexicon: &'static Lexicon) -> Option<QuotedSpan> {
    let words = paragraph.of(text);
    let rest = words.strip_prefix(['—', '–', '―']).filter(|_| lexicon.language.is_romance())?.trim_start();
    let inner = ByteSpan::new(paragraph.end() - rest.len(), paragraph.end());
    find(text, inner, lexicon, true)?;
    Some(QuotedSpan { outer: paragraph, inner, family: quote_marks::MarkFamily::Guillemet, closed: true })
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    inner: ByteSpan,
    dashed: bool,
}

impl Reader<'_> {
    /// The report that is set off by token `i`: a comma, the end of a question, or a dash before it.
    fn report_at(&self, i: usize) -> Option<Incise> {
        let tokens = self.tokens;
        let high = tokens.list.len().min(i + LONGEST);
        let token = tokens.at(i)?;
        let text = tokens.text;
        let dash = token.kind == TokenKind::Dash && !text.get(token.end..)?.starts_with(char::is_whitespace);
        let strong = token.kind == TokenKind::Stop && matches!(tokens.word(i), "?" | "!");
        if !(token.kind == TokenKind::Comma || strong || dash) {
            return None;
        }
        let report = tokens.inverted_report(i + 1, high, true)?;
        let auxiliary = (i + 1..report.cue).any(|k| tokens.is(k, Class::AUX));
        let finite = tokens.is(report.cue, Class::FINITE) || auxiliary && tokens.is(report.cue, Class::PARTICIPLE);
        let known = tokens.is(report.cue, Class::SAY) && finite || dash || self.evident(&report, i);
        if !known || !self.speaks(&report, i, dash) {
            return None;
        }
        let end = if dash { self.closing_dash(i + 1) } else { self.end(&report, high) };
        let first = ByteSpan::new(self.inner.start(), if strong { token.end } else { token.start });
        let rest = self.past_punctuation(end);
        let pieces = [first, rest].into_iter().map(|piece| trimmed(text, piece)).filter(|p| !p.is_empty()).collect();
        let cue = tokens.at(report.cue).map(Token::span);
        Some(Incise { pieces, attribution: Attribution { speaker: report.speaker, cue, how: Construction::After } })
    }

    /// Whether a report that begins after token `i` is the narrator's and not part of the words: it has a name, a pronoun that
    /// follows its verb, or somebody by his role; a verb alone stands between commas.
    fn speaks(&self, report: &InvertedReport, i: usize, dash: bool) -> bool {
        let tokens = self.tokens;
        let Some(speaker) = report.speaker else {
            let past = tokens.word(report.cue).ends_with(['ó', 'o']) || tokens.word(report.cue).ends_with("ou");
            return dash
                || tokens.lexicon.language != Language::French
                    && tokens.kind(i, TokenKind::Comma)
                    && report.cue == i + 1
                    && past
                    && tokens.word(report.cue).ends_with('ó')
                    && tokens.kind(report.end, TokenKind::Comma);
        };
        let phrase = speaker.phrase;
        let someone = Class::ROLE
            | Class::TITLE
            | Class::BODY
            | Class::GROUP
            | Class::CAP
            | Class::KIN
            | Class::FEMALE
            | Class::MALE;
        let pronoun = tokens.is(phrase.start, Class::PRON) && report.cue < phrase.start + 4;
        let closed = phrase.end >= tokens.list.len()
            || tokens.at(phrase.end).is_none_or(|t| !t.is_word())
            || tokens.is(phrase.end, Class::PREP | Class::SUB | Class::CONJ | Class::REL | Class::TIME);
        dash || pronoun || tokens.any(phrase, someone) && closed
    }

    /// Whether a report that begins after token `i` is one although its verb is not known as one of saying: a pronoun is hung on the
    /// verb, or a full name or a role follows it and the sentence ends there.
    fn evident(&self, report: &InvertedReport, i: usize) -> bool {
        let tokens = self.tokens;
        let Some(speaker) = report.speaker.filter(|_| report.cue == i + 1) else { return false };
        let TokenRange { start, end } = speaker.phrase;
        let closed = tokens.kind(end, TokenKind::Stop) && !matches!(tokens.word(end), "?" | "!")
            || tokens.kind(end, TokenKind::Comma) && tokens.is(start, Class::PRON);
        let verb = tokens.at(report.cue).is_some_and(|t| t.class == Class::default() || t.is(Class::FINITE));
        let name = tokens.name_like(start) && tokens.name_like(start + 1);
        // Lloraba el niño: in Spanish a subject may follow any verb.
        let french = tokens.lexicon.language == Language::French;
        let role = french && tokens.is(start, Class::DET) && tokens.is(start + 1, Class::ROLE | Class::TITLE);
        verb && closed && (tokens.is(start, Class::PRON) || name || role)
    }

    /// Where the report ends: at the comma or stop after its subject, or after what is set beside the subject by a comma.
    fn end(&self, report: &InvertedReport, high: usize) -> usize {
        let tokens = self.tokens;
        let stop = |from: usize| {
            (from..high).find(|i| {
                tokens.at(*i).is_none_or(|t| {
                    matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Semicolon | TokenKind::Dash)
                })
            })
        };
        let mut end = stop(report.end).unwrap_or(tokens.list.len());
        let pronoun = report.speaker.is_none_or(|s| tokens.is(s.phrase.start, Class::PRON));
        while !pronoun && tokens.kind(end, TokenKind::Comma) && self.is_apposition(end + 1) {
            end = stop(end + 1).unwrap_or(tokens.list.len());
        }
        end
    }

    /// Whether what begins with token `i`, after a comma, is set beside the name before: an age, a role, a name.
    fn is_apposition(&self, i: usize) -> bool {
        let tokens = self.tokens;
        let segment = TokenRange::new(i, tokens.list.len().max(i));
        let end = tokens.segment_end(segment);
        let near = segment.ending_at(i + 4).ending_at(end);
        let finite = near.iter().any(|k| tokens.finite(k, i));
        // …, du collectif X. La suite: all that is left of the sentence, without a verb.
        let rest = segment.ending_at(end);
        let ends = tokens.kind(end, TokenKind::Stop) || end >= tokens.list.len();
        if ends && tokens.is(i, Class::PREP) && !rest.iter().any(|k| tokens.finite(k, i)) {
            return true;
        }
        let role = tokens.any(near, Class::ROLE | Class::TITLE);
        let age = tokens.is(i, Class::DIGIT) || tokens.is(i + 1, Class::DIGIT);
        !finite && (role || age || tokens.name_like(i) && tokens.name_like(end.saturating_sub(1)))
    }

    /// The dash that closes a report, from token `from` on; the end without one.
    fn closing_dash(&self, from: usize) -> usize {
        let tokens = self.tokens;
        (from..tokens.list.len()).find(|i| tokens.kind(*i, TokenKind::Dash)).unwrap_or(tokens.list.len())
    }

    /// What follows the report that ends at token `end`.
    fn past_punctuation(&self, end: usize) -> ByteSpan {
        let tokens = self.tokens;
        let next = (end..tokens.list.len()).find(|i| {
            tokens
                .at(*i)
                .is_some_and(|t| t.is_word() || t.is_quote() || t.kind == TokenKind::Other || t.kind == TokenKind::Open)
        });
        let close = self.inner.end();
        let start = next.and_then(|i| tokens.at(i)).map_or(close, |t| t.start);
        debug_assert!(self.dashed || start <= close, "a piece outside its quotation");
        ByteSpan::new(start.min(close), close)
    }
}

/// A span without white space at its ends.
fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let words = span.of(text);
    let lead = words.len() - words.trim_start().len();
    ByteSpan::new(span.start() + lead, span.start() + lead + words.trim().len())
}
