//! The way through an article, paragraph by paragraph, and what is remembered between them.

use super::attribution::incise;
use super::attribution::sentence::{Attribution, Sentence};
use super::drafts::{self, Draft};
use super::grammar::mentions::{MentionCandidate, MentionType};
use super::grammar::token_view::{TokenRange, Tokens};
use super::memory::Memory;
use super::options::{Indirect, Options};
use super::paragraph::Paragraph;
use super::quoting::{Found, Opening, joins};
use super::reader::Reader;
use super::statement::{Construction, Extraction, Flag, Kind};
use super::text::language::lexicon_for;
use super::text::lexicon::{Class, Language, Lexicon};
use super::text::paragraphs;
use super::text::quote_marks::{self, QuotedSpan, Scratch};
use super::text::sentences;
use super::text::stretches;
use super::text::tokens::{self, Token, TokenKind};
use crate::span::ByteSpan;

/// Tokens of a sentence without quotations in which its reporting verb is looked for.
const NARRATED_REACH: usize = 80;
/// Tokens of a line that only introduces somebody's words.
const LONGEST_INTRODUCTION: usize = 20;

/// The quotations of `article`, in order, with speakers, cues and byte offsets into it.
///
/// A stretch in another language is read with that language's rules; in a language without rules its statements have the flag
/// `language` and no speaker. Never panics, takes time linear in the text's length, and gives the same result on every run.
pub fn extract(article: &str, options: &Options) -> Extraction {
    let lexicon = lexicon_for(article);
    let mut reader = Reader::new(article, lexicon, options);
    let singles_lead = quote_marks::singles_lead(article);
    let mut parts = Parts::default();
    let mut stretches = Vec::new();
    for span in paragraphs::paragraphs(article) {
        parts.cut(article, span, lexicon, singles_lead);
        let paragraph = parts.paragraph(article, span, lexicon);
        stretches.clear();
        stretches::find(span, paragraph.tokens, paragraph.sentences, reader.names.lexicon, &mut stretches);
        if stretches.is_empty() {
            reader.enter(&paragraph);
        }
        for stretch in &stretches {
            parts.cut(article, stretch.span, stretch.lexicon, singles_lead);
            reader.enter(&parts.paragraph(article, stretch.span, stretch.lexicon));
        }
    }
    let statements = drafts::finish(article, reader.drafts, reader.pronouns, &mut reader.names);
    Extraction { statements, indirect_left_aside: reader.indirect }
}

/// What a paragraph consists of; the memory is used again for the next one.
#[derive(Default)]
struct Parts {
    quoted: Vec<QuotedSpan>,
    list: Vec<Token>,
    sentences: Vec<TokenRange>,
    scratch: Scratch,
}

impl Parts {
    /// Cuts the paragraph `span` into quotations, tokens and sentences.
    fn cut(&mut self, text: &str, span: ByteSpan, lexicon: &'static Lexicon, singles_lead: bool) {
        let Parts { quoted, list, sentences, scratch } = self;
        quoted.clear();
        list.clear();
        sentences.clear();
        match incise::turn(text, span, lexicon) {
            Some(turn) => quoted.push(turn),
            None => quote_marks::find(text, span, singles_lead, scratch, quoted),
        }
        tokens::scan(text, span, quoted, lexicon, list);
        sentences::cut(Tokens { text, lexicon, list }, quoted, sentences);
    }

    /// The paragraph that was cut last.
    fn paragraph<'a>(&'a self, text: &'a str, span: ByteSpan, lexicon: &'static Lexicon) -> Paragraph<'a> {
        let tokens = Tokens { text, lexicon, list: &self.list };
        Paragraph { span, tokens, quoted: &self.quoted, sentences: &self.sentences }
    }
}

impl Reader<'_> {
    /// Reads a paragraph in its language. No speaker is carried over into or out of a stretch in a language without rules.
    fn enter(&mut self, paragraph: &Paragraph<'_>) {
        let lexicon = paragraph.tokens.lexicon;
        let (before, now) = (self.names.lexicon.language, lexicon.language);
        if before != now {
            if before == Language::Other || now == Language::Other {
                self.memory = Memory::default();
            }
            self.names.enter(paragraph.span.start(), lexicon);
        }
        if now != Language::Other || !self.names.has_rules() {
            self.names.collect(paragraph.tokens, paragraph.sentences);
        }
        self.paragraph(paragraph);
    }

    fn paragraph(&mut self, paragraph: &Paragraph<'_>) {
        self.memory.near = None;
        let opening = Opening {
            continued: std::mem::take(&mut self.memory.open) && paragraph.opens_quoted(),
            announced: self.memory.announced.take(),
            ..Opening::default()
        };
        if std::mem::take(&mut self.memory.bare)
            && (self.signature(paragraph.tokens) || paragraph.quoted.is_empty() && self.report_below(paragraph))
        {
            return;
        }
        if paragraph.quoted.is_empty() && self.turn(paragraph) {
            return;
        }
        let tokens = paragraph.tokens;
        let reference = paragraph.is_reference();
        for (index, &range) in paragraph.sentences.iter().enumerate() {
            let sentence = paragraph.sentence(range);
            if range.iter().any(|i| tokens.at(i).is_some_and(|t| t.is_quote())) {
                let opening = if index == 0 { opening } else { Opening::default() };
                self.quoting_sentence(sentence, Opening { alone: paragraph.is_bare(), reference, ..opening });
            } else {
                self.narrated_sentence(sentence, false);
            }
        }
        self.announce(paragraph);
        self.memory.bare = paragraph.is_bare();
        self.memory.open = paragraph.ends_open();
    }

    /// A paragraph `— Name` after one that is only a quotation: its signature.
    fn signature(&mut self, tokens: Tokens<'_>) -> bool {
        if !tokens.kind(0, TokenKind::Dash) {
            return false;
        }
        let signed = tokens.signed(TokenRange::new(1, tokens.list.len()));
        let (Some(found), Some(draft)) = (signed, self.drafts.last_mut()) else { return false };
        if matches!(draft.attribution.how, Construction::Inherited | Construction::Nothing) {
            draft.attribution = Attribution::without_cue(found, Construction::Header);
            draft.flags.retain(|f| *f != Flag::Floating);
            self.memory.speaker = Some(found);
        }
        true
    }

    /// A paragraph that only reports the quotation above it: `NAME, a student, chimed in.`, `That was how NAME described it.`
    fn report_below(&mut self, paragraph: &Paragraph<'_>) -> bool {
        let tokens = paragraph.tokens;
        let Some(&range) = paragraph.sentences.first() else { return false };
        let Some(found) = tokens.bare_report(range) else { return false };
        let Some(draft) = self.drafts.last_mut() else { return false };
        if !matches!(draft.attribution.how, Construction::Inherited | Construction::Nothing) {
            return false;
        }
        draft.attribution = Attribution::without_cue(found, Construction::Final);
        draft.flags.retain(|f| *f != Flag::Floating);
        self.remember(found);
        self.memory.speaker = Some(found);
        true
    }

    /// Remembers whom a paragraph announces that ends in a colon, or that is nothing but *From the desk of NAME*.
    fn announce(&mut self, paragraph: &Paragraph<'_>) {
        let tokens = paragraph.tokens;
        let Some(last) = tokens.list.last() else { return };
        let colon = last.kind == TokenKind::Colon;
        if !paragraph.quoted.is_empty() && !colon {
            return;
        }
        let introduced = match paragraph.sentences {
            [only] if colon || only.len() <= LONGEST_INTRODUCTION => {
                paragraph.sentence(*only).introduction(only.ending_at(only.end - 1)).map(|(_, found)| found)
            }
            _ => None,
        };
        let near = self.memory.near.filter(|_| colon);
        self.memory.announced = introduced.or(near);
    }

    /// A paragraph `Name: words` without quotation marks.
    fn turn(&mut self, paragraph: &Paragraph<'_>) -> bool {
        let Some(&range) = paragraph.sentences.first() else { return false };
        let Some((words, found)) = paragraph.sentence(range).unquoted_header(paragraph.span.end()) else {
            return false;
        };
        let attribution = Attribution::without_cue(found, Construction::Header);
        self.indirect_statement(paragraph.span, words, attribution, Flag::Header);
        true
    }

    /// A sentence that quotes nobody's statement: remembers who speaks, or who it is about, and extracts what is said
    /// indirectly. `quoted` says that it quotes terms.
    fn narrated_sentence(&mut self, sentence: Sentence<'_>, quoted: bool) {
        let tokens = sentence.tokens;
        let TokenRange { start, end } = sentence.range;
        let report = |i: &usize| tokens.reports(*i, start, Class::SAY | Class::TELL);
        let last = (start..end.min(start + NARRATED_REACH)).rev().find(report);
        let spoken = last.and_then(|cue| Some((cue, sentence.speaker_of(cue)?)));
        let Some((cue, found)) = spoken else { return self.note_subject(sentence) };
        if found.mention_type == MentionType::Pronominal {
            // Sobell would have gone anyway, he says.
            self.note_antecedent(sentence);
            self.pronouns.push((found, self.memory.antecedents));
        }
        self.remember(found);
        self.memory.speaker = Some(found);
        if quoted {
            return;
        }
        let first = (start..=cue).find(report).unwrap_or(cue);
        let subject = if first == cue { Some(found) } else { sentence.speaker_of(first) };
        let clause = subject
            .and_then(|speaker| sentence.reported_clause(first, speaker))
            .or_else(|| sentence.clause_before_report(cue, found));
        if let Some((words, attribution)) = clause {
            self.indirect_statement(tokens.span(sentence.range), words, attribution, Flag::Indirect);
        }
    }

    /// Remembers the subject of a sentence in which nobody speaks.
    fn note_subject(&mut self, sentence: Sentence<'_>) {
        if sentence.tokens.is_reported_speech(sentence.range) {
            // The speaker named before goes on.
            return;
        }
        let Some(found) = sentence.tokens.first_subject(sentence.range) else { return };
        if found.mention_type == MentionType::Pronominal {
            self.pronouns.push((found, self.memory.antecedents));
        }
        // A verb without a subject goes on with a description too.
        let described = self.names.lexicon.language.is_romance() && sentence.tokens.describes_someone(found);
        if found.mention_type != MentionType::Nominal || described {
            self.remember(found);
        } else {
            // Nowak's answer was shorter. "No," she said.
            let owner = sentence.tokens.owner(found);
            self.memory.antecedents.note(self.text, owner.unwrap_or(found), self.names.lexicon);
        }
    }

    /// Notes the subject of a sentence as one whom a later pronoun can stand for.
    fn note_antecedent(&mut self, sentence: Sentence<'_>) {
        if let Some(found) = sentence.tokens.first_subject(sentence.range) {
            self.memory.antecedents.note(self.text, found, self.names.lexicon);
        }
    }

    /// Remembers a speaker or subject for the sentences that follow.
    fn remember(&mut self, found: MentionCandidate) {
        self.memory.near = Some(found);
        self.memory.antecedents.note(self.text, found, self.names.lexicon);
        if let Some(role) = found.role {
            self.names.role(self.text, found.head, role);
        }
    }

    fn indirect_statement(&mut self, context: ByteSpan, words: ByteSpan, attribution: Attribution, flag: Flag) {
        if flag == Flag::Indirect && self.options.indirect == Indirect::Count {
            self.indirect += 1;
            return;
        }
        self.drafts.push(Draft {
            spans: vec![words],
            context,
            kind: Kind::Full,
            attribution,
            flags: vec![flag],
            antecedents: self.memory.antecedents,
        });
    }

    /// A sentence with quotations.
    fn quoting_sentence(&mut self, sentence: Sentence<'_>, opening: Opening) {
        let tokens = sentence.tokens;
        let mut previous: Option<(usize, Attribution)> = None;
        let mut spoken = false;
        for quote in sentence.range.iter() {
            let Some(TokenKind::Quote(number)) = tokens.at(quote).map(|t| t.kind) else { continue };
            let Some(quoted) = sentence.quoted.get(number) else { continue };
            let Found { attribution, inner, pieces, mut flags } =
                self.attribute(sentence, quote, quoted, (opening.announced, previous.map(|p| p.1)));
            if pieces.is_empty() {
                self.note_own_subject(sentence, attribution);
            }
            let joins = previous.is_some_and(|before| joins(tokens, before, (quote, attribution), inner.of(self.text)));
            let continues = opening.continued && quote == sentence.range.start && inner == quoted.inner;
            let mut kind = self.kind(sentence, quote, quoted, inner, attribution, opening);
            if joins && kind == Kind::Term {
                kind = Kind::Fragment;
            }
            let words = kind != Kind::Term;
            let antecedents = self.memory.antecedents;
            spoken |= words;
            if words && let Some(found) = attribution.speaker {
                self.remember(found);
                self.memory.speaker = Some(found);
            }
            if words && self.is_own_question(attribution, inner) {
                // What follows is the answer of somebody else.
                (self.memory.near, self.memory.speaker) = (None, None);
            }
            previous = words.then_some((quote, attribution));
            if words && joins {
                flags.push(Flag::Split);
            } else if words && continues {
                flags.push(Flag::Continued);
            }
            let context = tokens.span(sentence.range);
            if pieces.len() > 1 {
                flags.push(Flag::Split);
            }
            let spans = if pieces.is_empty() { vec![inner] } else { pieces };
            let draft = Draft { spans, context, kind, attribution, flags, antecedents };
            match self.drafts.last_mut() {
                Some(last) if words && (joins || continues) => last.append(self.text, draft, continues),
                _ => self.drafts.push(draft),
            }
        }
        if !spoken {
            self.narrated_sentence(sentence, true);
        }
    }

    /// Whether the narrator asks it: *“And the cost?” I asked.*
    fn is_own_question(&self, attribution: Attribution, words: ByteSpan) -> bool {
        let written = attribution.speaker.map_or("", |found| found.head.of(self.text));
        let asked = attribution.cue.is_some_and(|cue| matches!(cue.of(self.text), "ask" | "asked"));
        matches!(written, "I" | "we" | "We") && asked && words.of(self.text).ends_with('?')
    }

    /// A pronoun may stand for the subject of its own sentence.
    fn note_own_subject(&mut self, sentence: Sentence<'_>, attribution: Attribution) {
        let pronoun = attribution.speaker.filter(|f| f.mention_type == MentionType::Pronominal);
        let Some(found) = pronoun.filter(|_| attribution.how != Construction::Inherited) else { return };
        let tokens = sentence.tokens;
        // While S waited, he said: the subject of the clause before.
        let subject = tokens
            .first_subject(sentence.range)
            .filter(|subject| subject.head.end() <= found.head.start())
            .or_else(|| tokens.first_subject(sentence.range.ending_at(found.phrase.start)));
        if let Some(subject) = subject {
            self.memory.antecedents.note(self.text, subject, self.names.lexicon);
        }
    }
}
