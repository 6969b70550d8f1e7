//! Text → term ids with their places. The one road from words to features.

use super::lookup::{Lookup, NONE};
use super::surfaces::{LINK, short_key};
use super::vocabulary::{NEGATED, char_ngrams};
use super::words::{LIST, Words};
use crate::ByteSpan;
use crate::text::{Analyzer, Form, Negation, NegationState, Repeats, Scanner, TokenKind};

/// Surfaces and forms remembered before the memory starts afresh; bounds what a stream of any length takes.
const MEMORY: usize = 1 << 17;
/// Words looked up together, so that the processor fetches them together.
const TOGETHER: usize = 16;

/// Turns texts into the ids of their terms.
///
/// Remembers the forms and ids of every surface word it has seen, so that each is normalised, stemmed and cut into
/// character n-grams once. One indexer a thread.
pub struct Indexer<'a, L> {
    analyzer: &'a Analyzer,
    lookup: L,
    words: Words,
    forms: Vec<KnownForm>,
    chars: Vec<u32>,
    scanner: Scanner,
    seen: Seen,
    /// Pairs of stems of this text, and their places.
    pairs: Vec<([u32; 2], ByteSpan)>,
}

/// What this text has shown already; used under [`Repeats::Once`].
#[derive(Default)]
struct Seen {
    /// The number of the text.
    text: u32,
    /// The last text of each form, outside and inside a negator's scope.
    forms: Vec<[u32; 2]>,
    /// The pairs of stems of this text by their hash, each with the number of the text.
    pairs: Vec<([u32; 2], u32)>,
    /// The last text of each word triple, by term id.
    triples: Vec<u32>,
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
    #[inline(always)]
    fn form(&mut self, number: u32, negated: bool) -> bool {
        let number = number as usize;
        if number >= self.forms.len() {
            self.forms.resize(number + 1, [0; 2]);
        }
        let last = self.forms.get_mut(number).and_then(|both| both.get_mut(usize::from(negated)));
        last.is_none_or(|last| std::mem::replace(last, self.text) != self.text)
    }

    /// Makes room for so many pairs; none of this text have been shown yet.
    fn reserve(&mut self, pairs: usize) {
        let places = (2 * pairs + 2).next_power_of_two();
        if places > self.pairs.len() {
            self.pairs.clear();
            self.pairs.resize(places, ([0; 2], 0));
        }
    }

    /// Whether this text shows the pair of stems for the first time.
    #[inline(always)]
    fn pair(&mut self, stems: [u32; 2]) -> bool {
        let key = (u64::from(stems[0]) << 32) | u64::from(stems[1]);
        let mask = self.pairs.len().wrapping_sub(1);
        let mut at = (key ^ (key >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15) as usize >> 32 & mask;
        while let Some(place) = self.pairs.get_mut(at) {
            if place.1 != self.text {
                *place = (stems, self.text);
                return true;
            }
            if place.0 == stems {
                return false;
            }
            at = (at + 1) & mask;
        }
        true
    }

    /// Whether this text shows the word triple for the first time.
    fn triple(&mut self, term: u32) -> bool {
        let term = term as usize;
        if term >= self.triples.len() {
            self.triples.resize(term + 1, 0);
        }
        self.triples.get_mut(term).is_none_or(|last| std::mem::replace(last, self.text) != self.text)
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

/// What the loop over the words of a text carries along.
struct Walk {
    longest: u8,
    /// Whether negators mark what follows.
    scope: bool,
    once: bool,
    state: NegationState,
    /// The one or two stems before, nearest first, and where they begin.
    before: [Option<(u32, usize)>; 2],
    words: u32,
}

impl<'a, L: Lookup> Indexer<'a, L> {
    /// An indexer that looks terms up in `lookup`.
    pub fn new(analyzer: &'a Analyzer, lookup: L) -> Self {
        Self {
            analyzer,
            lookup,
            words: Words::default(),
            forms: Vec::new(),
            chars: Vec::new(),
            scanner: Scanner::default(),
            seen: Seen::default(),
            pairs: Vec::new(),
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
    /// The place of a word n-gram reaches from its first word to its last; that of a character n-gram is its word's. Word
    /// pairs come after all other terms.
    pub fn index(&mut self, text: &str, mut emit: impl FnMut(u32, ByteSpan)) -> u32 {
        let settings = self.analyzer.settings();
        let mut walk = Walk {
            longest: settings.word_ngrams.min(self.lookup.longest()),
            scope: settings.negation == Negation::Scope,
            once: settings.repeats == Repeats::Once,
            state: NegationState::default(),
            before: [None, None],
            words: 0,
        };
        self.forget_if_full();
        self.seen.next_text();
        self.pairs.clear();
        self.scanner.scan(text);
        let scanner = std::mem::take(&mut self.scanner);
        let mut keys = [(0, 0); TOGETHER];
        for tokens in scanner.found().chunks(TOGETHER) {
            for (key, token) in keys.iter_mut().zip(tokens) {
                let own = if token.is_link() { LINK } else { short_key(scanner.padded(), token.span()) };
                *key = (own, self.words.surfaces().ask(own));
            }
            for (_, place) in &mut keys {
                *place = self.words.surfaces().number(*place);
            }
            for ((key, number), token) in keys.iter().zip(tokens) {
                if token.after_clause() {
                    walk.state.end_clause();
                }
                let value = match self.words.surfaces().value(*number, *key) {
                    Some(value) => value,
                    None => self.meet(token.kind(text), token.span().of(text), *key),
                };
                if value < LIST {
                    self.pass(value, token.span(), &mut walk, &mut emit);
                    continue;
                }
                for k in 0..self.words.list(value).len() {
                    if let Some(number) = self.words.list(value).get(k).copied() {
                        self.pass(number, token.span(), &mut walk, &mut emit);
                    }
                }
            }
        }
        self.scanner = scanner;
        if walk.once {
            let seen = &mut self.seen;
            seen.reserve(self.pairs.len());
            self.pairs.retain(|(stems, _)| seen.pair(*stems));
        }
        self.lookup.pairs(&self.pairs, |span, id| emit(id, *span));
        walk.words
    }

    /// One form of a text.
    #[inline(always)]
    fn pass(&mut self, number: u32, span: ByteSpan, walk: &mut Walk, emit: &mut impl FnMut(u32, ByteSpan)) {
        let Some(form) = self.forms.get(number as usize).copied() else { return };
        let negated = walk.scope && !form.aside && walk.state.step(form.negator);
        let stem = if negated { form.negated } else { form.stem };
        if !walk.once || self.seen.form(number, negated) {
            walk.words += 1;
            for term in self.chars.get(form.chars[0] as usize..form.chars[1] as usize).unwrap_or(&[]) {
                emit(*term, span);
            }
            if let Some(id) = self.lookup.single(stem) {
                emit(id, span);
            }
        }
        if form.aside {
            return;
        }
        let [last, first] = walk.before;
        walk.before = [(stem != NONE).then_some((stem, span.start)), last];
        let (true, true, Some((last, from))) = (stem != NONE, walk.longest >= 2, last) else { return };
        self.pairs.push(([last, stem], ByteSpan::new(from, span.end)));
        if let (true, Some((first, from))) = (walk.longest >= 3, first)
            && let Some(id) = self.lookup.triple([first, last, stem])
            && (!walk.once || self.seen.triple(id))
        {
            emit(id, ByteSpan::new(from, span.end));
        }
    }

    /// Starts the memory afresh when it is full. Only between texts: within one, forms must keep their numbers.
    fn forget_if_full(&mut self) {
        if self.words.len() >= MEMORY {
            self.words.clear();
            self.forms.clear();
            self.chars.clear();
            self.seen.forms.clear();
        }
    }

    /// What a surface stands for; its forms are learnt if they are new.
    #[inline(never)]
    fn meet(&mut self, kind: TokenKind, surface: &str, key: u128) -> u32 {
        let (analyzer, lookup, chars, forms) = (self.analyzer, &mut self.lookup, &mut self.chars, &mut self.forms);
        self.words.meet(analyzer, (kind, surface, key), |form| {
            forms.push(learn(analyzer, lookup, form, chars));
            forms.len() as u32 - 1
        })
    }
}

/// Looks up what a form gives; its character n-grams are appended to `chars`.
fn learn<L: Lookup>(analyzer: &Analyzer, lookup: &mut L, form: &Form, chars: &mut Vec<u32>) -> KnownForm {
    let settings = analyzer.settings();
    let from = chars.len() as u32;
    char_ngrams(&form.word, settings.char_ngrams, |key| chars.extend(lookup.chars(key)));
    let to = chars.len() as u32;
    let negated = match settings.negation {
        Negation::Scope => lookup.stem(&format!("{NEGATED}{}", form.stem)),
        Negation::Keep => None,
    };
    KnownForm {
        stem: lookup.stem(&form.stem).unwrap_or(NONE),
        negated: negated.unwrap_or(NONE),
        chars: [from, to],
        aside: form.aside,
        negator: form.negator,
    }
}
