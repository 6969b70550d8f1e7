//! The flow through an article, paragraph by paragraph, and what is remembered between them.

use super::attribution::{Attribution, How, Sentence};
use super::kind::{self, Case};
use super::lexicon::Class;
use super::marks::{self, Family, Scratch, Stretch};
use super::mentions::{Found, Phrase, Shape};
use super::resolution::Names;
use super::statement::{Extraction, Flag, Kind, Mention, Statement};
use super::tokens::{self, Sort, Token};
use super::{Options, paragraphs, sentences};
use crate::span::ByteSpan;

/// A statement before its speaker is resolved.
struct Draft {
    spans: Vec<ByteSpan>,
    context: ByteSpan,
    kind: Kind,
    attribution: Attribution,
    flags: Vec<Flag>,
}

/// What one sentence hands to the next.
#[derive(Default)]
struct Memory {
    /// The last speaker in the article.
    speaker: Option<Found>,
    /// The last speaker or subject in this paragraph.
    near: Option<Found>,
    /// The subject of a sentence that ended in a colon at its paragraph's end.
    announced: Option<Found>,
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
    indirect: usize,
}

/// Extracts the statements of `text`.
pub(super) fn run(text: &str, _options: &Options) -> Extraction {
    let mut run = Run {
        text,
        drafts: Vec::new(),
        names: Names::default(),
        memory: Memory::default(),
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
        let phrase = Phrase {
            text,
            tokens: &tokens,
        };
        sentences::cut(phrase, &stretches, &mut bounds);
        run.names.collect(phrase);
        run.paragraph(paragraph, phrase, &stretches, &bounds);
    }
    run.finish()
}

impl Run<'_> {
    fn paragraph(
        &mut self,
        paragraph: ByteSpan,
        phrase: Phrase<'_>,
        stretches: &[Stretch],
        bounds: &[(usize, usize)],
    ) {
        self.memory.near = None;
        let continued = self.memory.open
            && stretches
                .first()
                .is_some_and(|s| s.outer.start == paragraph.start);
        self.memory.open = false;
        let announced = self.memory.announced.take();
        let bare = std::mem::take(&mut self.memory.bare);
        if bare && phrase.sort(0, Sort::Dash) {
            if let (Some(found), Some(draft)) = (phrase.signed(1, phrase.tokens.len()), self.drafts.last_mut()) {
                if matches!(draft.attribution.how, How::Inherited | How::Nothing) {
                    draft.attribution = Attribution { speaker: Some(found), cue: None, how: How::Header };
                    draft.flags.retain(|f| *f != Flag::Floating);
                    self.memory.speaker = Some(found);
                }
                return;
            }
        }
        for (index, &(low, high)) in bounds.iter().enumerate() {
            let sentence = Sentence {
                phrase,
                low,
                high,
                stretches,
            };
            let has_quote = (low..high).any(|i| phrase.at(i).is_some_and(Token::quote));
            if has_quote {
                self.sentence(
                    sentence,
                    stretches,
                    continued && index == 0,
                    if index == 0 { announced } else { None },
                );
            } else {
                self.narrated(sentence);
            }
        }
        if let Some(last) = phrase.tokens.last() {
            if last.sort == Sort::Colon {
                self.memory.announced = self.memory.near;
            }
        }
        self.memory.bare = phrase.tokens.len() == 1 && !stretches.is_empty();
        if let Some(last) = stretches.last() {
            self.memory.open = !last.closed && last.inner.end + 1 >= paragraph.end;
        }
    }

    /// A sentence without quotations: remembers who speaks, or who it is about.
    fn narrated(&mut self, s: Sentence<'_>) {
        let p = s.phrase;
        let cue = (s.low..s.high.min(s.low + 80)).rev().find(|i| {
            p.is(*i, Class::SAY.and(Class::TELL)) && p.cue(*i, s.low) && p.is(*i, Class::FINITE)
        });
        let found = cue.and_then(|c| s.speaker_of(c));
        if let Some(found) = found {
            self.indirect += 1;
            self.memory.near = Some(found);
            self.memory.speaker = Some(found);
        } else if let Some(found) = p.first_subject(s.low, s.high) {
            if found.shape != Shape::Described {
                self.memory.near = Some(found);
            }
        }
        if let (Some(found), true) = (found, true) {
            if let Some(role) = found.role {
                self.names.role(found.head, role);
            }
        }
    }

    fn sentence(
        &mut self,
        s: Sentence<'_>,
        stretches: &[Stretch],
        continued: bool,
        announced: Option<Found>,
    ) {
        let p = s.phrase;
        let context = p.span(s.low, s.high);
        let mut previous: Option<(usize, Attribution)> = None;
        let mut spoken = false;
        for k in s.low..s.high {
            let Some(Sort::Quote(q)) = p.at(k).map(|t| t.sort) else {
                continue;
            };
            let Some(stretch) = stretches.get(q) else {
                continue;
            };
            let mut attribution = s.attribute(k);
            let mut flags = Vec::new();
            if attribution.speaker.is_none() {
                let inherited = announced.or(self.memory.near).or(self.memory.speaker);
                if let Some(found) = inherited {
                    attribution = Attribution {
                        speaker: Some(found),
                        cue: None,
                        how: How::Inherited,
                    };
                    flags.push(Flag::Floating);
                }
            }
            let words = stretch.inner.of(self.text);
            let kind = kind::judge(&Case {
                phrase: p,
                low: s.low,
                high: s.high,
                at: k,
                words,
                family: stretch.family,
                attribution,
            });
            if !stretch.closed {
                flags.push(Flag::Unclosed);
            }
            if stretch.family == Family::Single {
                flags.push(Flag::SingleMarks);
            }
            spoken |= kind != Kind::Term;
            if kind != Kind::Term {
                if let Some(found) = attribution.speaker {
                    self.memory.near = Some(found);
                    self.memory.speaker = Some(found);
                    if let Some(role) = found.role {
                        self.names.role(found.head, role);
                    }
                }
            }
            let joins = previous.is_some_and(|(at, before)| {
                before.cue.is_some()
                    && before.cue == attribution.cue
                    && at + 1 < k
                    && interrupts(p, at, k)
                    && before.cue.is_some_and(|c| p.span(at + 1, k).contains(c))
            });
            let goes_on = continued && k == s.low;
            if (joins || goes_on) && kind != Kind::Term {
                if let Some(draft) = self.drafts.last_mut() {
                    draft.spans.push(stretch.inner);
                    draft
                        .flags
                        .push(if joins { Flag::Split } else { Flag::Continued });
                    draft.flags.append(&mut flags);
                    draft.context = draft.context.hull(context);
                    if goes_on
                        && attribution.how != How::Inherited
                        && draft.attribution.how == How::Inherited
                    {
                        draft.attribution = attribution;
                    }
                    previous = Some((k, attribution));
                    continue;
                }
            }
            self.drafts.push(Draft {
                spans: vec![stretch.inner],
                context,
                kind,
                attribution,
                flags,
            });
            previous = (kind != Kind::Term).then_some((k, attribution));
        }
        if !spoken {
            self.narrated(s);
        }
    }

    fn finish(self) -> Extraction {
        let Run {
            text,
            drafts,
            names,
            indirect,
            ..
        } = self;
        let mut person: Option<String> = None;
        let mut statements = Vec::with_capacity(drafts.len());
        for (index, draft) in drafts.into_iter().enumerate() {
            let mut flags = draft.flags;
            let mut speaker = None;
            if let (Some(found), true) = (draft.attribution.speaker, draft.kind != Kind::Term) {
                let resolved = names.resolve(text, &found, person.as_deref());
                if matches!(found.shape, Shape::Pronoun | Shape::Relative) {
                    flags.push(Flag::Pronoun);
                }
                if matches!(found.shape, Shape::Name | Shape::Relative) {
                    person = Some(resolved.name.clone());
                }
                if resolved.ambiguous {
                    flags.push(Flag::Ambiguous);
                }
                if resolved.anonymous {
                    flags.push(Flag::Anonymous);
                }
                if draft.attribution.how == How::Subject {
                    flags.push(Flag::NoCue);
                }
                speaker = Some(Mention {
                    span: found.head,
                    name: resolved.name,
                    role: resolved.role,
                });
            } else {
                flags.push(Flag::NoSpeaker);
            }
            flags.sort_unstable();
            flags.dedup();
            let mut joined = String::new();
            for span in &draft.spans {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(span.of(text));
            }
            statements.push(Statement {
                number: index + 1,
                kind: draft.kind,
                spans: draft.spans,
                text: joined,
                context: draft.context,
                speaker,
                cue: draft.attribution.cue,
                flags,
                indirect: false,
                confidence: confidence(draft.attribution.how),
            });
        }
        Extraction {
            statements,
            indirect_left_aside: indirect,
        }
    }
}

/// Whether the narrator's words between the stretches at `a` and `b` interrupt one statement: they end in a comma.
fn interrupts(p: Phrase<'_>, a: usize, b: usize) -> bool {
    b - a < 30
        && b > a + 1
        && p.at(b - 1)
            .is_some_and(|t| matches!(t.sort, Sort::Comma | Sort::Dash))
}

fn confidence(how: How) -> f32 {
    match how {
        How::After => 0.97,
        How::Header => 0.96,
        How::Before => 0.95,
        How::According => 0.94,
        How::Clause => 0.8,
        How::Final => 0.81,
        How::Noun => 0.79,
        How::Inherited => 0.85,
        How::Subject => 0.6,
        How::Nothing => 0.3,
    }
}
