//! The flow through an article, paragraph by paragraph, and what is remembered between them.

use super::attribution::{Attribution, Sentence};
use super::drafts::{self, Draft, Recent};
use super::indirect;
use super::kind::{self, Case};
use super::lexicon::Class;
use super::marks::{self, Family, Scratch, Stretch};
use super::mentions::{Found, Phrase, Shape};
use super::resolution::Names;
use super::statement::{Construction, Extraction, Flag, Kind};
use super::tokens::{self, Sort, Token};
use super::{Indirect, Options, paragraphs, sentences};
use crate::span::ByteSpan;

/// What one sentence hands to the next.
#[derive(Default)]
struct Memory {
    /// The last speaker in the article.
    speaker: Option<Found>,
    /// The last speaker or subject in this paragraph.
    near: Option<Found>,
    /// The subject of a sentence that ended in a colon at its paragraph's end.
    announced: Option<Found>,
    /// Whom a pronoun can stand for.
    recent: Recent,
    /// Whether the last paragraph was only a quotation.
    bare: bool,
    /// Whether the last paragraph ended inside an unclosed quotation.
    open: bool,
}

struct Run<'t> {
    text: &'t str,
    drafts: Vec<Draft>,
    names: Names,
    memory: Memory,
    options: Options,
    indirect: usize,
}

/// Extracts the statements of `text`.
pub(super) fn run(text: &str, options: &Options) -> Extraction {
    let mut run = Run {
        text,
        drafts: Vec::new(),
        names: Names::default(),
        memory: Memory::default(),
        options: *options,
        indirect: 0,
    };
    let singles_lead = marks::singles_lead(text);
    let mut scratch = Scratch::default();
    let (mut stretches, mut tokens, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
    for paragraph in paragraphs::find(text) {
        stretches.clear();
        tokens.clear();
        bounds.clear();
        marks::find(text, paragraph, singles_lead, &mut scratch, &mut stretches);
        tokens::scan(text, paragraph, &stretches, 0, &mut tokens);
        let phrase = Phrase { text, tokens: &tokens };
        sentences::cut(phrase, &stretches, &mut bounds);
        run.names.collect(phrase);
        run.paragraph(paragraph, phrase, &stretches, &bounds);
    }
    let statements = drafts::finish(text, run.drafts, &run.names);
    Extraction { statements, indirect_left_aside: run.indirect }
}

impl Run<'_> {
    fn paragraph(&mut self, paragraph: ByteSpan, phrase: Phrase<'_>, stretches: &[Stretch], bounds: &[(usize, usize)]) {
        self.memory.near = None;
        let continued = self.memory.open && stretches.first().is_some_and(|s| s.outer.start == paragraph.start);
        self.memory.open = false;
        let announced = self.memory.announced.take();
        let bare = std::mem::take(&mut self.memory.bare);
        if bare
            && phrase.sort(0, Sort::Dash)
            && let (Some(found), Some(draft)) = (phrase.signed(1, phrase.tokens.len()), self.drafts.last_mut())
        {
            if matches!(draft.attribution.how, Construction::Inherited | Construction::Nothing) {
                draft.attribution = Attribution { speaker: Some(found), cue: None, how: Construction::Header };
                draft.flags.retain(|f| *f != Flag::Floating);
                self.memory.speaker = Some(found);
            }
            return;
        }
        if stretches.is_empty() && self.transcript(paragraph, phrase, bounds, stretches) {
            return;
        }
        for (index, &(low, high)) in bounds.iter().enumerate() {
            let sentence = Sentence { phrase, low, high, stretches };
            let has_quote = (low..high).any(|i| phrase.at(i).is_some_and(Token::quote));
            if has_quote {
                self.sentence(sentence, stretches, continued && index == 0, if index == 0 { announced } else { None });
            } else {
                self.narrated(sentence, false);
            }
        }
        if let Some(last) = phrase.tokens.last()
            && last.sort == Sort::Colon
        {
            self.memory.announced = self.memory.near;
        }
        self.memory.bare = phrase.tokens.len() == 1 && !stretches.is_empty();
        if let Some(last) = stretches.last() {
            self.memory.open = !last.closed && last.inner.end + 1 >= paragraph.end;
        }
    }

    /// A paragraph `Name: words` without quotation marks.
    fn transcript(
        &mut self,
        paragraph: ByteSpan,
        phrase: Phrase<'_>,
        bounds: &[(usize, usize)],
        stretches: &[Stretch],
    ) -> bool {
        let Some(&(low, high)) = bounds.first() else {
            return false;
        };
        let s = Sentence { phrase, low, high, stretches };
        let Some((span, found)) = indirect::header(s, paragraph.end) else {
            return false;
        };
        let attribution = Attribution { speaker: Some(found), cue: None, how: Construction::Header };
        self.indirect_statement(paragraph, span, attribution, Flag::Header);
        true
    }

    /// A sentence without quotations: remembers who speaks, or who it is about, and gives out what is said indirectly.
    fn narrated(&mut self, s: Sentence<'_>, quoted: bool) {
        let p = s.phrase;
        let cue = (s.low..s.high.min(s.low + 80))
            .rev()
            .find(|i| p.is(*i, Class::SAY.and(Class::TELL)) && p.cue(*i, s.low) && p.is(*i, Class::FINITE));
        let spoken = cue.and_then(|c| Some((c, s.speaker_of(c)?)));
        if let Some((cue, found)) = spoken {
            self.remember(found);
            self.memory.speaker = Some(found);
            if !quoted {
                let first = (s.low..=cue)
                    .find(|i| p.is(*i, Class::SAY.and(Class::TELL)) && p.cue(*i, s.low) && p.is(*i, Class::FINITE));
                let first = first.unwrap_or(cue);
                let subject = if first == cue { Some(found) } else { s.speaker_of(first) };
                let clause = subject
                    .and_then(|f| indirect::clause(s, first, f))
                    .or_else(|| indirect::before_report(s, cue, found));
                if let Some((span, attribution)) = clause {
                    self.indirect_statement(p.span(s.low, s.high), span, attribution, Flag::Indirect);
                }
            }
        } else if let Some(found) = p.first_subject(s.low, s.high) {
            if found.shape != Shape::Described {
                self.remember(found);
            } else if let Some(owner) = p.owner(found) {
                // Nowak's answer was shorter. "No," she said.
                self.memory.recent.note(self.text, owner);
            } else {
                self.memory.recent.note(self.text, found);
            }
        }
    }

    /// Notes a speaker or subject for the sentences that follow.
    fn remember(&mut self, found: Found) {
        self.memory.near = Some(found);
        self.memory.recent.note(self.text, found);
        if let Some(role) = found.role {
            self.names.role(self.text, found.head, role);
        }
    }

    fn indirect_statement(&mut self, context: ByteSpan, span: ByteSpan, attribution: Attribution, flag: Flag) {
        if flag == Flag::Indirect && self.options.indirect == Indirect::Count {
            self.indirect += 1;
            return;
        }
        self.drafts.push(Draft {
            spans: vec![span],
            context,
            kind: Kind::Full,
            attribution,
            flags: vec![flag],
            recent: self.memory.recent,
        });
    }

    fn sentence(&mut self, s: Sentence<'_>, stretches: &[Stretch], continued: bool, announced: Option<Found>) {
        let p = s.phrase;
        let mut previous: Option<(usize, Attribution)> = None;
        let mut spoken = false;
        for k in s.low..s.high {
            let Some(Sort::Quote(q)) = p.at(k).map(|t| t.sort) else {
                continue;
            };
            let Some(stretch) = stretches.get(q) else {
                continue;
            };
            let (attribution, inner, mut flags) = self.attributed(s, k, stretch, announced);
            // A pronoun may stand for the subject of its own sentence.
            if let Some(found) = attribution.speaker.filter(|f| f.shape == Shape::Pronoun)
                && let Some(subject) = p.first_subject(s.low, s.high)
                && subject.head.end <= found.head.start
            {
                self.memory.recent.note(self.text, subject);
            }
            let mut draft = self.draft(s, k, stretch, inner, attribution, self.memory.recent);
            let joins = previous.is_some_and(|before| joins(p, before, (k, attribution), inner.of(self.text)));
            let goes_on = continued && k == s.low && inner == stretch.inner;
            if joins && draft.kind == Kind::Term {
                draft.kind = Kind::Fragment;
            }
            let words = draft.kind != Kind::Term;
            spoken |= words;
            if words && let Some(found) = attribution.speaker {
                self.remember(found);
                self.memory.speaker = Some(found);
            }
            previous = words.then_some((k, attribution));
            if (joins || goes_on)
                && words
                && let Some(last) = self.drafts.last_mut()
            {
                flags.push(if joins { Flag::Split } else { Flag::Continued });
                draft.flags = flags;
                last.append(self.text, draft, goes_on);
                continue;
            }
            draft.flags.append(&mut flags);
            self.drafts.push(draft);
        }
        if !spoken {
            self.narrated(s, true);
        }
    }

    /// Who speaks the stretch at token `k`, where its words are, and what is to be said of it.
    fn attributed(
        &self,
        s: Sentence<'_>,
        k: usize,
        stretch: &Stretch,
        announced: Option<Found>,
    ) -> (Attribution, ByteSpan, Vec<Flag>) {
        let mut flags = Vec::new();
        if !stretch.closed {
            flags.push(Flag::Unclosed);
        }
        if stretch.family == Family::Single {
            flags.push(Flag::SingleMarks);
        }
        let inner = stretch.inner;
        if let Some((name, start)) = indirect::inner_header(self.text, inner) {
            let speaker = Found { head: name, whole: name, role: None, shape: Shape::Name, first: k, last: k + 1 };
            let attribution = Attribution { speaker: Some(speaker), cue: None, how: Construction::Header };
            return (attribution, ByteSpan::new(start, inner.end), flags);
        }
        let attribution = s.around(k).attribute(k);
        if attribution.speaker.is_none()
            && let Some(found) = announced.or(self.memory.near).or(self.memory.speaker)
        {
            flags.push(Flag::Floating);
            return (Attribution { speaker: Some(found), cue: None, how: Construction::Inherited }, inner, flags);
        }
        (attribution, inner, flags)
    }

    /// The draft of one stretch, its flags still to come.
    fn draft(
        &self,
        s: Sentence<'_>,
        k: usize,
        stretch: &Stretch,
        inner: ByteSpan,
        attribution: Attribution,
        recent: Recent,
    ) -> Draft {
        let p = s.phrase;
        let words = inner.of(self.text);
        let family = stretch.family;
        let Sentence { low, high, .. } = s.around(k);
        let kind = kind::judge(&Case { phrase: p, low, high, at: k, words, family, attribution });
        Draft { spans: vec![inner], context: p.span(s.low, s.high), kind, attribution, flags: Vec::new(), recent }
    }
}

/// Whether the stretch at `this` continues the one at `before`: the report of the first stands between them and ends in a
/// comma, and is the report of the second too, or the second goes on in lower case.
fn joins(p: Phrase<'_>, before: (usize, Attribution), this: (usize, Attribution), words: &str) -> bool {
    let ((a, first), (b, second)) = (before, this);
    let between = first.cue.is_some_and(|c| a + 1 < b && p.span(a + 1, b).contains(c));
    let goes_on = first.how == Construction::After && words.chars().next().is_some_and(char::is_lowercase);
    between && interrupts(p, a, b) && (first.cue == second.cue || goes_on)
}

/// Whether the narrator's words between the stretches at `a` and `b` interrupt one statement: they end in a comma.
fn interrupts(p: Phrase<'_>, a: usize, b: usize) -> bool {
    b - a < 30 && b > a + 1 && p.at(b - 1).is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash))
}
