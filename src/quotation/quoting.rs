//! A quotation in its sentence: who speaks it, what kind it is, and whether it continues the one before.

use super::attribution::kind::{self, Case};
use super::attribution::sentence::{Attribution, Sentence};
use super::attribution::{header, incise};
use super::grammar::mentions::{MentionCandidate, MentionType};
use super::grammar::token_view::{TokenRange, Tokens};
use super::reader::Reader;
use super::statement::{Construction, Flag, Kind};
use super::text::lexicon::Language;
use super::text::quote_marks::{self, MarkFamily, QuotedSpan};
use crate::span::ByteSpan;

/// Tokens of the narrator that may interrupt a statement.
const LONGEST_INTERRUPTION: usize = 30;

/// Where a sentence is in the article, as far as its quotations depend on it.
#[derive(Clone, Copy, Default)]
pub(super) struct Opening {
    /// Its first quotation goes on from the paragraph before.
    pub(super) continued: bool,
    /// The speaker whom the paragraph before announced.
    pub(super) announced: Option<MentionCandidate>,
    /// The paragraph is only a quotation.
    pub(super) alone: bool,
    /// The paragraph is an entry of a list of references.
    pub(super) reference: bool,
}

/// Who speaks a quotation, and what else was found on the way.
pub(super) struct Found {
    pub(super) attribution: Attribution,
    /// The quoted words, without a speaker's name before them.
    pub(super) inner: ByteSpan,
    /// The pieces of `inner` where a report stands among the quoted words; empty otherwise.
    pub(super) pieces: Vec<ByteSpan>,
    pub(super) flags: Vec<Flag>,
}

impl Reader<'_> {
    /// Who speaks the quotation at token `quote`, where its words are, and what is to be said of it.
    pub(super) fn attribute(
        &self,
        sentence: Sentence<'_>,
        quote: usize,
        quoted: &QuotedSpan,
        (announced, before): (Option<MentionCandidate>, Option<Attribution>),
    ) -> Found {
        let mut flags = Vec::new();
        if !quoted.closed {
            flags.push(Flag::Unclosed);
        }
        if quoted.family == MarkFamily::Single {
            flags.push(Flag::SingleMarks);
        }
        let inner = quoted.inner;
        let whole = Vec::new();
        if let Some(found) = incise::find(self.text, inner, self.names.lexicon, false) {
            let mut attribution = found.attribution;
            if attribution.speaker.is_none() {
                let known = announced.or(self.memory.near).or(self.memory.speaker);
                attribution = known.map_or(attribution, |f| Attribution::without_cue(f, Construction::Inherited));
                flags.push(Flag::Floating);
            }
            return Found { attribution, inner, pieces: found.pieces, flags };
        }
        if let Some((name, start)) = header::inner_header(self.text, inner) {
            let own = TokenRange::new(quote, quote + 1);
            let speaker = MentionCandidate::plain(name, MentionType::Proper, own);
            let attribution = Attribution::without_cue(speaker, Construction::Header);
            return Found { attribution, inner: ByteSpan::new(start, inner.end()), pieces: whole, flags };
        }
        let mut attribution = sentence.around(quote).attribute(quote);
        if self.is_nobody(attribution) {
            return Found { attribution: Attribution::NONE, inner, pieces: whole, flags };
        }
        if attribution.how == Construction::Subject
            && self.names.lexicon.language.is_romance()
            && let Some(before) = before.filter(|a| a.cue.is_some())
        {
            // « … », a dit S, évoquant « … ».
            attribution = before;
        }
        if attribution.speaker.is_none()
            && let Some(found) = announced.or(self.memory.near).or(self.memory.speaker)
        {
            flags.push(Flag::Floating);
            return Found {
                attribution: Attribution { speaker: Some(found), how: Construction::Inherited, ..attribution },
                inner,
                pieces: whole,
                flags,
            };
        }
        Found { attribution, inner, pieces: whole, flags }
    }

    /// Whether a report has no speaker: German *es hieß*, whose *es* stands for nobody.
    fn is_nobody(&self, attribution: Attribution) -> bool {
        let written = attribution.speaker.map_or("", |found| found.head.of(self.text));
        self.names.lexicon.language == Language::German && written.eq_ignore_ascii_case("es")
    }

    /// Whether the words `inner` of the quotation at token `quote` are a statement, a fragment or a term.
    pub(super) fn kind(
        &self,
        sentence: Sentence<'_>,
        quote: usize,
        quoted: &QuotedSpan,
        inner: ByteSpan,
        attribution: Attribution,
        opening: Opening,
    ) -> Kind {
        if opening.reference || !quoted.closed && quote_marks::reports_inside(inner.of(self.text), self.names.lexicon) {
            return Kind::Term;
        }
        // «…», aclaró: a report, whoever it is.
        let reported = attribution.how == Construction::Inherited && attribution.cue.is_some();
        let how = if reported { Construction::After } else { attribution.how };
        kind::judge(&Case {
            tokens: sentence.tokens,
            sentence: sentence.around(quote).range,
            quote,
            words: inner.of(self.text),
            family: quoted.family,
            attribution: Attribution { how, ..attribution },
            whole_paragraph: opening.alone && opening.announced.is_none(),
        })
    }
}

/// Whether the quotation `this` continues the one `before` (each its token and attribution): the report of the first is
/// between them and ends in a comma, and is the report of the second too, or the second goes on in lower case.
pub(super) fn joins(tokens: Tokens<'_>, before: (usize, Attribution), this: (usize, Attribution), words: &str) -> bool {
    let ((first, report), (second, other)) = (before, this);
    let narrated = TokenRange::new(first + 1, second);
    let between = !narrated.is_empty() && report.cue.is_some_and(|c| tokens.span(narrated).contains(c));
    let interrupted = second - first < LONGEST_INTERRUPTION && !narrated.is_empty() && tokens.comma_or_dash(second - 1);
    let lower = report.how == Construction::After && words.chars().next().is_some_and(char::is_lowercase);
    between && interrupted && (report.cue == other.cue || lower)
}
