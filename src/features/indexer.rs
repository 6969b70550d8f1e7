//! Text → term ids with their places. The one road from words to features.

use super::lookup::{Lookup, Map, NONE};
use super::vocabulary::{NEGATED, char_ngrams};
use crate::ByteSpan;
use crate::text::{Analyzer, Form, Forms, Negation, NegationState, TokenKind, tokens};

/// Forms remembered before the memory starts afresh; bounds what a stream of any length takes.
const MEMORY: usize = 1 << 17;

/// Turns texts into the ids of their terms.
///
/// Remembers the forms and ids of every surface word it has seen, so that each is normalised, stemmed and cut into
/// character n-grams once. One indexer a thread.
pub struct Indexer<'a, L> {
    analyzer: &'a Analyzer,
    lookup: L,
    /// Where the forms of a surface stand, a map for each kind of token.
    surfaces: [Map<Box<str>, [u32; 2]>; TokenKind::COUNT],
    forms: Vec<KnownForm>,
    chars: Vec<u32>,
    scratch: Forms,
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
            forms: Vec::new(),
            chars: Vec::new(),
            scratch: Forms::new(),
        }
    }

    /// The tables, with all they have taken up.
    pub(super) fn into_lookup(self) -> L {
        self.lookup
    }

    /// Calls `emit` with the id and the place in `text` of each known term, a term as often as it occurs.
    ///
    /// The place of a word n-gram reaches from its first word to its last; that of a character n-gram is its word's.
    pub fn index(&mut self, text: &str, mut emit: impl FnMut(u32, ByteSpan)) {
        let longest = self.analyzer.settings().word_ngrams.min(self.lookup.longest());
        let scope = self.analyzer.settings().negation == Negation::Scope;
        let mut state = NegationState::default();
        // The one or two stems before, nearest first, and where they begin.
        let mut before: [Option<(u32, usize)>; 2] = [None, None];
        for token in tokens(text) {
            if token.kind == TokenKind::Clause {
                state.end_clause();
                continue;
            }
            let [from, to] = self.known(token.kind, token.span.of(text));
            for at in from..to {
                let Some(form) = self.forms.get(at as usize).copied() else { continue };
                let negated = scope && !form.aside && state.step(form.negator);
                if token.kind == TokenKind::Tone {
                    state.end_clause();
                }
                for term in self.chars.get(form.chars[0] as usize..form.chars[1] as usize).unwrap_or(&[]) {
                    emit(*term, token.span);
                }
                let stem = if negated { form.negated } else { form.stem };
                let current = (stem != NONE).then_some((stem, token.span.start));
                let Some((stem, start)) = current else {
                    before = if form.aside { before } else { [None, before[0]] };
                    continue;
                };
                if let Some(id) = self.lookup.single(stem) {
                    emit(id, token.span);
                }
                if form.aside {
                    continue;
                }
                if let (true, Some((last, from))) = (longest >= 2, before[0]) {
                    if let Some(id) = self.lookup.pair([last, stem]) {
                        emit(id, ByteSpan::new(from, token.span.end));
                    }
                    if let (true, Some((first, from))) = (longest >= 3, before[1])
                        && let Some(id) = self.lookup.triple([first, last, stem])
                    {
                        emit(id, ByteSpan::new(from, token.span.end));
                    }
                }
                before = [Some((stem, start)), before[0]];
            }
        }
    }

    /// Where the forms of this surface stand in `self.forms`.
    fn known(&mut self, kind: TokenKind, surface: &str) -> [u32; 2] {
        if let Some(found) = self.surfaces.get(kind as usize).and_then(|map| map.get(surface)) {
            return *found;
        }
        if self.forms.len() >= MEMORY {
            self.surfaces.iter_mut().for_each(Map::clear);
            self.forms.clear();
            self.chars.clear();
        }
        let mut forms = std::mem::take(&mut self.scratch);
        forms.clear();
        self.analyzer.forms(kind, surface, &mut forms);
        let from = self.forms.len() as u32;
        for form in &forms {
            let known = self.learn(form);
            self.forms.push(known);
        }
        let range = [from, self.forms.len() as u32];
        self.scratch = forms;
        if let Some(map) = self.surfaces.get_mut(kind as usize) {
            map.insert(surface.into(), range);
        }
        range
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
