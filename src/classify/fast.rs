//! The quick road from a text to its sums: each word is looked up once, as it is written, and adds what was summed for it
//! when it was first met; word pairs are looked up by the numbers of their words, all together, after the words.
//!
//! No string is normalised, stemmed or hashed a second time, and no memory is taken, once the words are known. Scores are
//! sums of whole numbers ([`Sums`]), hence the same as by the general road, which tests hold them to.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::once::Once;
use super::pairs::key;
use super::sums::Sums;
use crate::features::{FixedTerms, Lookup, NEGATED, NONE, Place, Surfaces, char_ngrams, short_key};
use crate::text::{Analyzer, Form, Forms, Negation, NegationState, Scanner, Token, TokenKind};

/// Surfaces remembered before the memory starts afresh; bounds what a stream of any length takes, to some fifty megabytes
/// a thread with few classes. A hundred million characters of reviews have about half as many.
const MEMORY: usize = 1 << 18;
/// Words looked up together.
const TOGETHER: usize = 16;

/// One thread's scratch and memory of the words it has met.
pub(super) struct Fast<'c> {
    analyzer: &'c Analyzer,
    terms: &'c FixedTerms,
    sums: &'c Sums,
    /// Whether negators mark what follows. Each form then has two numbers, the second for where it is marked.
    scope: bool,
    scanner: Scanner,
    /// The number of the form of a surface, or where its forms begin in `lists`.
    surfaces: Surfaces,
    /// Numbers of forms, those of one surface together.
    lists: Vec<u32>,
    numbers: HashMap<Form, u32, RandomState>,
    forms: Vec<Known>,
    /// What each form adds: targets × lanes.
    adds: Vec<i64>,
    made: Forms,
    /// The number of the text.
    text: u32,
    /// Pairs of stems of this text, as numbers, and the columns of its triples.
    pairs: Vec<u64>,
    triples: Vec<u32>,
    /// Places of the pairs that the model knows.
    places: Vec<u32>,
    tokens: Vec<Token>,
    /// Kept so that looks ahead have an effect.
    touched: u64,
    seen: Once,
}

/// A form.
#[derive(Clone, Copy)]
struct Known {
    /// The last text that had it.
    text: u32,
    stem: u32,
    aside: bool,
    negator: bool,
}

/// What of a text the loop over its words carries along.
struct Walk<'t> {
    totals: &'t mut [i64],
    words: u32,
    /// The stems before, nearest first.
    before: [u32; 2],
    longest: u8,
    target: usize,
    targets: usize,
    negation: NegationState,
}

impl<'c> Fast<'c> {
    /// For models whose scores are sums over words.
    pub(super) fn new(analyzer: &'c Analyzer, terms: &'c FixedTerms, sums: &'c Sums) -> Self {
        let scope = analyzer.settings().negation == Negation::Scope;
        Self {
            analyzer,
            terms,
            sums,
            scope,
            scanner: Scanner::new(scope),
            surfaces: Surfaces::default(),
            lists: Vec::new(),
            numbers: HashMap::default(),
            forms: Vec::new(),
            adds: Vec::new(),
            made: Forms::new(),
            text: 0,
            pairs: Vec::new(),
            triples: Vec::new(),
            places: Vec::new(),
            tokens: Vec::new(),
            touched: 0,
            seen: Once::default(),
        }
    }

    /// Fills `totals`, one a lane, with the sums of a text, and returns how many words count.
    pub(super) fn sum(&mut self, text: &str, target: usize, totals: &mut Vec<i64>) -> u32 {
        totals.clear();
        totals.resize(self.sums.lanes, 0);
        self.next_text();
        let longest = self.analyzer.settings().word_ngrams.min(self.terms.longest());
        let mut scanner = std::mem::take(&mut self.scanner);
        let targets = self.sums.targets();
        let target = target.min(targets - 1);
        let mut walk =
            Walk { totals, words: 0, before: [NONE; 2], longest, target, targets, negation: NegationState::default() };
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        scanner.scan(text, |kind, span| tokens.push(Token { kind, span }));
        let mut keys = [0; TOGETHER];
        for tokens in tokens.chunks(TOGETHER) {
            // A first look at where each word should stand, so that the processor fetches all of them together.
            let mut touched = 0;
            for (key, token) in keys.iter_mut().zip(tokens) {
                *key = short_key(text, *token);
                touched ^= self.surfaces.touch(*key);
            }
            self.touched = touched;
            for (key, token) in keys.iter().zip(tokens) {
                if token.kind == TokenKind::Clause {
                    walk.negation.end_clause();
                    continue;
                }
                let place = match self.surfaces.at_once(*key) {
                    Some(place) => place,
                    None => self.place(token.kind, token.span.of(text), *key),
                };
                if place.count == 1 {
                    self.pass(place.first, &mut walk);
                } else {
                    for at in place.first..place.first + place.count {
                        if let Some(number) = self.lists.get(at as usize).copied() {
                            self.pass(number, &mut walk);
                        }
                    }
                }
                if token.kind == TokenKind::Tone {
                    walk.negation.end_clause();
                }
            }
        }
        self.tokens = tokens;
        self.scanner = scanner;
        self.add_pairs(&mut walk);
        walk.words
    }

    fn next_text(&mut self) {
        if self.text == u32::MAX {
            self.text = 0;
            self.forms.iter_mut().for_each(|form| form.text = 0);
            self.seen = Once::default();
        }
        self.text += 1;
        self.pairs.clear();
        self.triples.clear();
        // Only between texts: within one, forms must keep their numbers.
        if self.surfaces.len() + self.lists.len() >= MEMORY {
            self.surfaces.clear();
            self.lists.clear();
            self.numbers.clear();
            self.forms.clear();
            self.adds.clear();
        }
    }

    /// One form of a text.
    #[inline(always)]
    fn pass(&mut self, number: u32, walk: &mut Walk<'_>) {
        let mut number = number as usize;
        if self.scope {
            let Some(form) = self.forms.get(number) else { return };
            number += usize::from(!form.aside && walk.negation.step(form.negator));
        }
        let Some(form) = self.forms.get_mut(number) else { return };
        // Whether a word comes again is hard to foresee: a mask is cheaper than a branch that is guessed wrong.
        let new = form.text != self.text;
        form.text = self.text;
        walk.words += u32::from(new);
        let mask = -i64::from(new);
        let lanes = walk.totals.len();
        let from = (number * walk.targets + walk.target) * lanes;
        for (total, add) in walk.totals.iter_mut().zip(self.adds.get(from..from + lanes).unwrap_or(&[])) {
            *total += add & mask;
        }
        if form.aside {
            return;
        }
        let stem = form.stem;
        let [last, first] = walk.before;
        walk.before = [stem, last];
        if stem == NONE || last == NONE || walk.longest < 2 {
            return;
        }
        self.pairs.push(key([last, stem]));
        if walk.longest >= 3 && first != NONE {
            let mut terms = self.terms;
            if let Some(column) = terms.triple([first, last, stem]) {
                self.triples.push(column);
            }
        }
    }

    /// Adds the pairs and triples of the text that the model knows, each once.
    #[inline(always)]
    fn add_pairs(&mut self, walk: &mut Walk<'_>) {
        self.seen.reserve(self.pairs.len() + self.triples.len());
        let (seen, text, sums, target) = (&mut self.seen, self.text, self.sums, walk.target);
        let totals = &mut *walk.totals;
        let lanes = totals.len();
        self.places.clear();
        let found = &mut self.places;
        sums.pairs.find_each(&self.pairs, |place| found.push(place as u32));
        // A loop of its own without a branch that is hard to foresee, so that cells are fetched together too.
        for place in &self.places {
            if seen.first(text, *place) {
                let cells = sums.pairs.cells(*place as usize);
                for (total, cell) in totals.iter_mut().zip(cells.get(target * lanes..).unwrap_or(&[])) {
                    *total += i64::from(*cell as i32);
                }
            }
        }
        let places = sums.pairs.places() as u32;
        for column in &self.triples {
            if seen.first(text, places.wrapping_add(*column)) {
                add(totals, sums.cells(target, *column));
            }
        }
    }

    /// The forms of a surface, which are learnt if it is new.
    #[inline(never)]
    fn place(&mut self, kind: TokenKind, surface: &str, key: u128) -> Place {
        if let Some(found) = self.surfaces.find(kind, surface, key) {
            return found;
        }
        let mut made = std::mem::take(&mut self.made);
        made.clear();
        self.analyzer.forms(kind, surface, &mut made);
        let (first, count) = (self.lists.len() as u32, made.len() as u32);
        let mut place = Place { first, count };
        for form in made.drain(..) {
            let number = self.number(form);
            match count {
                1 => place.first = number,
                _ => self.lists.push(number),
            }
        }
        self.made = made;
        self.surfaces.add(kind, surface, key, place);
        place
    }

    /// The number of a form, which is learnt if it is new.
    fn number(&mut self, form: Form) -> u32 {
        if let Some(number) = self.numbers.get(&form) {
            return *number;
        }
        let number = self.forms.len() as u32;
        self.learn(&form, &form.stem);
        if self.scope {
            self.learn(&form, &format!("{NEGATED}{}", form.stem));
        }
        self.numbers.insert(form, number);
        number
    }

    /// Appends a form whose word n-grams have this stem.
    fn learn(&mut self, form: &Form, stem: &str) {
        let mut terms = self.terms;
        let stem = terms.stem(stem);
        let single = stem.and_then(|stem| terms.single(stem));
        let from = self.adds.len();
        self.adds.resize(from + self.sums.targets() * self.sums.lanes, 0);
        let (adds, sums) = (self.adds.get_mut(from..).unwrap_or(&mut []), self.sums);
        let mut add = |column: u32| {
            for (target, adds) in adds.chunks_exact_mut(sums.lanes.max(1)).enumerate() {
                for (add, cell) in adds.iter_mut().zip(sums.cells(target, column)) {
                    *add += i64::from(*cell);
                }
            }
        };
        single.into_iter().for_each(&mut add);
        char_ngrams(&form.word, self.analyzer.settings().char_ngrams, |key| {
            terms.chars(key).into_iter().for_each(&mut add);
        });
        let Form { aside, negator, .. } = *form;
        self.forms.push(Known { text: 0, stem: stem.unwrap_or(NONE), aside, negator });
    }
}

#[inline(always)]
fn add(totals: &mut [i64], cells: &[i32]) {
    for (total, cell) in totals.iter_mut().zip(cells) {
        *total += i64::from(*cell);
    }
}
