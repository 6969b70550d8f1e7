//! Text → term ids with their places. The one road from words to features.

use super::lookup::{Lookup, Map, NONE};
use super::vocabulary::{NEGATED, char_ngrams};
use crate::ByteSpan;
use crate::text::{Analyzer, Form, Forms, Negation, NegationState, Repeats, TokenKind, tokens};

/// Forms remembered before the memory starts afresh; bounds what a stream of any length takes.
const MEMORY: usize = 1 << 17;

/// Turns texts into the ids of their terms.
///
/// Remembers the forms and ids of every surface word it has seen, so that each is normalised, stemmed and cut into
/// character n-grams once. One indexer a thread.
pub struct Indexer<'a, L> {
    analyzer: &'a Analyzer,
    lookup: L,
    /// Where the forms of a surface stand in `lists`, a map for each kind of token.
    surfaces: [Map<Box<str>, [u32; 2]>; TokenKind::COUNT],
    /// Numbers of forms, those of one surface together.
    lists: Vec<u32>,
    /// The number of each form: surfaces that differ in capitals alone share theirs.
    numbers: Map<Form, u32>,
    forms: Vec<KnownForm>,
    chars: Vec<u32>,
    scratch: Forms,
    seen: Seen,
}

/// What this text has shown already; used under [`Repeats::Once`].
#[derive(Default)]
struct Seen {
    /// The number of the text.
    text: u32,
    /// The last text of each form, outside and inside a negator's scope.
    forms: Vec<[u32; 2]>,
    /// The last text of each word pair and triple, by term id.
    runs: Vec<u32>,
}

impl Seen {
    /// A new text begins, which has shown nothing.
    fn next_text(&mut self) {
        if self.text == u32::MAX {
            *self = Self::default();
        }
        self.text += 1;
    }

    /// Whether this text shows the form for the first time.
    fn form(&mut self, number: u32, negated: bool) -> bool {
        let number = number as usize;
        if number >= self.forms.len() {
            self.forms.resize(number + 1, [0; 2]);
        }
        let last = self.forms.get_mut(number).and_then(|both| both.get_mut(usize::from(negated)));
        last.is_none_or(|last| std::mem::replace(last, self.text) != self.text)
    }

    /// Whether this text shows the word pair or triple for the first time.
    fn run(&mut self, term: u32) -> bool {
        let term = term as usize;
        if term >= self.runs.len() {
            self.runs.resize(term + 1, 0);
        }
        self.runs.get_mut(term).is_none_or(|last| std::mem::replace(last, self.text) != self.text)
    }
}

#[derive(Clone, Copy)]
struct KnownForm {
    stem: u32,
    negated: u32,
    chars: [u32; 2],
    aside: bool,
    negator: bool,
}

impl<'a, L: Lookup> Indexer<'a, L> {
    /// An indexer that looks terms up in `lookup`.
    pub fn new(analyzer: &'a Analyzer, lookup: L) -> Self {
        Self {
            analyzer,
            lookup,
            surfaces: Default::default(),
            lists: Vec::new(),
            numbers: Map::default(),
            forms: Vec::new(),
            chars: Vec::new(),
            scratch: Forms::new(),
            seen: Seen::default(),
        }
    }

    /// The tables, with all they have taken up.
    pub(super) fn into_lookup(self) -> L {
        self.lookup
    }

    /// Calls `emit` with the id and the place in `text` of each known term, as often as it counts: at each occurrence,
    /// or under [`Repeats::Once`] at the first of its word (of each of its words, for stems and character n-grams).
    /// Returns how many words counted, known or not.
    ///
    /// The place of a word n-gram reaches from its first word to its last; that of a character n-gram is its word's.
    pub fn index(&mut self, text: &str, mut emit: impl FnMut(u32, ByteSpan)) -> u32 {
        let settings = self.analyzer.settings();
        let longest = settings.word_ngrams.min(self.lookup.longest());
        let scope = settings.negation == Negation::Scope;
        let once = settings.repeats == Repeats::Once;
        self.forget_if_full();
        self.seen.next_text();
        let mut state = NegationState::default();
        // The one or two stems before, nearest first, and where they begin.
        let mut before: [Option<(u32, usize)>; 2] = [None, None];
        let mut words = 0;
        for token in tokens(text) {
            if token.kind == TokenKind::Clause {
                state.end_clause();
                continue;
            }
            let [from, to] = self.known(token.kind, token.span.of(text));
            for at in from..to {
                let Some(number) = self.lists.get(at as usize).copied() else { continue };
                let Some(form) = self.forms.get(number as usize).copied() else { continue };
                let negated = scope && !form.aside && state.step(form.negator);
                if token.kind == TokenKind::Tone {
                    state.end_clause();
                }
                let stem = if negated { form.negated } else { form.stem };
                if !once || self.seen.form(number, negated) {
                    words += 1;
                    for term in self.chars.get(form.chars[0] as usize..form.chars[1] as usize).unwrap_or(&[]) {
                        emit(*term, token.span);
                    }
                    if let Some(id) = self.lookup.single(stem) {
                        emit(id, token.span);
                    }
                }
                if form.aside {
                    continue;
                }
                if stem == NONE {
                    before = [None, before[0]];
                    continue;
                }
                if let (true, Some((last, from))) = (longest >= 2, before[0]) {
                    if let Some(id) = self.lookup.pair([last, stem])
                        && (!once || self.seen.run(id))
                    {
                        emit(id, ByteSpan::new(from, token.span.end));
                    }
                    if let (true, Some((first, from))) = (longest >= 3, before[1])
                        && let Some(id) = self.lookup.triple([first, last, stem])
                        && (!once || self.seen.run(id))
                    {
                        emit(id, ByteSpan::new(from, token.span.end));
                    }
                }
                before = [Some((stem, token.span.start)), before[0]];
            }
        }
        words
    }

    /// Starts the memory afresh when it is full. Only between texts: within one, forms must keep their numbers.
    fn forget_if_full(&mut self) {
        if self.lists.len() >= MEMORY {
            self.surfaces.iter_mut().for_each(Map::clear);
            self.lists.clear();
            self.numbers.clear();
            self.forms.clear();
            self.chars.clear();
            self.seen.forms.clear();
        }
    }

    /// Where the forms of this surface stand in `self.lists`.
    fn known(&mut self, kind: TokenKind, surface: &str) -> [u32; 2] {
        if let Some(found) = self.surfaces.get(kind as usize).and_then(|map| map.get(surface)) {
            return *found;
        }
        let mut forms = std::mem::take(&mut self.scratch);
        forms.clear();
        self.analyzer.forms(kind, surface, &mut forms);
        let from = self.lists.len() as u32;
        for form in forms.drain(..) {
            let number = self.number(form);
            self.lists.push(number);
        }
        let range = [from, self.lists.len() as u32];
        self.scratch = forms;
        if let Some(map) = self.surfaces.get_mut(kind as usize) {
            map.insert(surface.into(), range);
        }
        range
    }

    /// The number of a form, which is learnt if it is new.
    fn number(&mut self, form: Form) -> u32 {
        if let Some(number) = self.numbers.get(&form) {
            return *number;
        }
        let number = self.forms.len() as u32;
        let known = self.learn(&form);
        self.forms.push(known);
        self.numbers.insert(form, number);
        number
    }

    fn learn(&mut self, form: &Form) -> KnownForm {
        let from = self.chars.len() as u32;
        let (lookup, chars) = (&mut self.lookup, &mut self.chars);
        char_ngrams(&form.word, self.analyzer.settings().char_ngrams, |key| chars.extend(lookup.chars(key)));
        let to = self.chars.len() as u32;
        let negated = match self.analyzer.settings().negation {
            Negation::Scope => self.lookup.stem(&format!("{NEGATED}{}", form.stem)),
            Negation::Keep => None,
        };
        KnownForm {
            stem: self.lookup.stem(&form.stem).unwrap_or(NONE),
            negated: negated.unwrap_or(NONE),
            chars: [from, to],
            aside: form.aside,
            negator: form.negator,
        }
    }
}
