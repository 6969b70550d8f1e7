//! The quick road from a text to its sums: each word is looked up once, as it is written, and adds what was summed for it
//! when it was first met; word pairs are looked up by the numbers of their words, all together, after the words.
//!
//! No string is normalised, stemmed or hashed a second time, and no memory is taken, once the words are known. A text goes
//! through stages, each a loop over all its words that does one thing: what a later stage needs from memory, an earlier one
//! has asked for, many words at a time, and what is hard to foresee is reckoned without branches. Scores are sums of whole
//! numbers ([`Sums`]), hence the same as by the general road, which tests hold them to.

use super::once::Once;
use super::pairs::Look;
use super::records::{Block, Records, lanes};
use super::sums::Sums;
use crate::ByteSpan;
use crate::features::{FixedTerms, LIST, Lookup, NEGATED, NONE, NOT_MET, Words, char_ngrams, short_key};
use crate::text::{Analyzer, Form, Negation, NegationState, Scanner, Token, TokenKind};

/// Surfaces remembered before the memory starts afresh; bounds what a stream of any length takes, to some fifty megabytes
/// a thread with few classes. A hundred million characters of reviews have about half as many.
const MEMORY: usize = 1 << 18;

/// A form that stands beside the running text.
const ASIDE: u32 = 1;
/// A form that negates what follows.
const NEGATOR: u32 = 2;
/// Bits of these two.
const MARKS: u32 = 2;
/// A clause ended before the form. The bit is free: numbers of forms are below [`LIST`].
const AFTER_CLAUSE: u32 = LIST;

/// One thread's scratch and memory of the words it has met.
pub(super) struct Fast<'c> {
    analyzer: &'c Analyzer,
    terms: &'c FixedTerms,
    sums: &'c Sums,
    /// Whether negators mark what follows. Each form then has two records, the second for where it is marked.
    scope: bool,
    scanner: Scanner,
    /// Forms by number: which one it is, above its [`MARKS`].
    words: Words,
    /// Of each form, for each target; then where it is marked.
    records: Records,
    /// The number of the text.
    text: u32,
    tokens: Vec<Found>,
    /// The keys of the tokens, and where they should stand among the surfaces.
    keys: Vec<(u128, usize)>,
    /// The forms of the text, then where their records begin, with [`ASIDE`] below.
    forms: Vec<u32>,
    blocks: Vec<usize>,
    /// Pairs of stems, mixed, and how many of them are of this text.
    pairs: Vec<(u32, u32)>,
    asked: usize,
    /// The columns of the text's triples.
    triples: Vec<u32>,
    look: Look,
    seen: Once,
    added: Vec<Block>,
    /// Kept so that looks ahead have an effect.
    touched: u64,
}

/// A token that is no clause's end.
struct Found {
    span: ByteSpan,
    kind: TokenKind,
    /// Whether a clause ended before it.
    after_clause: bool,
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
            words: Words::default(),
            records: Records::new(sums.lanes),
            text: 0,
            tokens: Vec::new(),
            keys: Vec::new(),
            forms: Vec::new(),
            blocks: Vec::new(),
            pairs: Vec::new(),
            asked: 0,
            triples: Vec::new(),
            look: Look::default(),
            seen: Once::default(),
            added: Vec::new(),
            touched: 0,
        }
    }

    /// Fills `totals`, one a lane, with the sums of a text, and returns how many words count.
    pub(super) fn sum(&mut self, text: &str, target: usize, totals: &mut Vec<i64>) -> u32 {
        totals.clear();
        totals.resize(self.sums.lanes, 0);
        let target = target.min(self.sums.targets() - 1);
        let longest = self.analyzer.settings().word_ngrams.min(self.terms.longest());
        self.next_text();
        self.find_tokens(text);
        self.find_forms(text);
        self.find_records(target);
        let words = match self.records.size {
            1 => self.add_words::<1>(longest, totals),
            2 => self.add_words::<2>(longest, totals),
            _ => self.add_words::<0>(longest, totals),
        };
        if longest >= 2 {
            self.sums.pairs.find(self.pairs.get(..self.asked).unwrap_or(&[]), &mut self.look);
            self.seen.reserve(self.look.places().len() + self.triples.len());
            match self.sums.lanes {
                2 => self.add_pairs::<2>(target, totals),
                3 => self.add_pairs::<3>(target, totals),
                4 => self.add_pairs::<4>(target, totals),
                _ => self.add_pairs::<0>(target, totals),
            }
        }
        if longest >= 3 {
            self.add_triples(target, totals);
        }
        words
    }

    fn next_text(&mut self) {
        if self.text == u32::MAX {
            self.text = 0;
            self.records.forget_texts();
            self.seen = Once::default();
        }
        self.text += 1;
        // Only between texts: within one, forms must keep their numbers.
        if self.words.len() >= MEMORY {
            self.words.clear();
            self.records.clear();
        }
    }

    /// The tokens of the text, and where each should stand among the surfaces.
    #[inline(never)]
    fn find_tokens(&mut self, text: &str) {
        let tokens = &mut self.tokens;
        tokens.clear();
        let mut after_tone = false;
        self.scanner.scan(text, |Token { kind, span }, after_clause| {
            tokens.push(Found { span, kind, after_clause: after_clause | after_tone });
            after_tone = kind == TokenKind::Tone;
        });
        let (surfaces, padded) = (self.words.surfaces(), self.scanner.padded());
        self.keys.clear();
        self.keys.extend(tokens.iter().map(|token| {
            let key = short_key(padded, token.kind, token.span);
            (key, surfaces.piece(key))
        }));
        let touched = self.keys.iter().fold(0, |touched, (_, piece)| touched ^ surfaces.touch(*piece));
        self.touched ^= u64::from(touched);
    }

    /// The forms of the tokens.
    #[inline(never)]
    fn find_forms(&mut self, text: &str) {
        self.forms.clear();
        let mut after_clause = 0;
        for (token, (key, piece)) in self.tokens.iter().zip(&self.keys) {
            after_clause |= if token.after_clause { AFTER_CLAUSE } else { 0 };
            // Should the surfaces have moved since, none is found where it was expected.
            let mut value = self.words.surfaces().at(*piece, *key);
            if value == NOT_MET {
                let found = (token.kind, token.span.of(text), *key);
                let (analyzer, terms, sums, records) = (self.analyzer, self.terms, self.sums, &mut self.records);
                let scope = self.scope;
                value = self.words.meet(analyzer, found, |form| learn(analyzer, terms, sums, scope, form, records));
            }
            if value < LIST {
                self.forms.push(value | after_clause);
                after_clause = 0;
                continue;
            }
            for form in self.words.list(value) {
                self.forms.push(form | after_clause);
                after_clause = 0;
            }
        }
    }

    /// The records of the forms: which of the two is known from the words before.
    #[inline(never)]
    fn find_records(&mut self, target: usize) {
        let (size, scope) = (self.records.size, self.scope);
        let one = self.sums.targets() * size;
        let mut negation = NegationState::default();
        self.blocks.clear();
        self.blocks.extend(self.forms.iter().map(|form| {
            let (after_clause, aside) = (form & AFTER_CLAUSE != 0, form & ASIDE != 0);
            if after_clause {
                negation.end_clause();
            }
            let before = negation;
            let inside = negation.step(form & NEGATOR != 0) & !aside;
            if aside {
                negation = before;
            }
            let number = ((form & !AFTER_CLAUSE) >> MARKS) as usize;
            let record = if scope { 2 * number + usize::from(inside) } else { number };
            (record * one + target * size) << 1 | usize::from(aside)
        }));
        let touched = self.blocks.iter().fold(0, |touched, block| touched ^ self.records.touch(block >> 1));
        self.touched ^= touched as u64;
    }

    /// Adds what the words add and collects the pairs of their stems; returns how many words count.
    #[inline(never)]
    fn add_words<const SIZE: usize>(&mut self, longest: u8, totals: &mut [i64]) -> u32 {
        let mut own = [Block::default(); SIZE];
        self.added.clear();
        self.added.resize(self.records.size, Block::default());
        let mixer = self.sums.pairs.mixer();
        // A place more than is ever read: what is not kept is written there.
        if self.pairs.len() < self.blocks.len() + 1 {
            self.pairs.resize(self.blocks.len() + 1, (0, 0));
        }
        let (mut words, mut last, mut pairs) = (0, NONE, 0);
        for block in &self.blocks {
            let added = if SIZE == 0 { self.added.as_mut_slice() } else { own.as_mut_slice() };
            let (new, stem) = self.records.add(block >> 1, self.text, added);
            words += u32::from(new);
            let aside = block & 1 != 0;
            if let Some(pair) = self.pairs.get_mut(pairs) {
                *pair = mixer.mix([last, stem]);
            }
            pairs += usize::from(!aside & (last != NONE) & (stem != NONE));
            last = if aside { last } else { stem };
        }
        self.asked = pairs;
        let added = if SIZE == 0 { self.added.as_slice() } else { own.as_slice() };
        totals.iter_mut().zip(lanes(added)).for_each(|(total, sum)| *total += sum);
        self.triples.clear();
        if longest >= 3 {
            self.find_triples();
        }
        words
    }

    #[inline(never)]
    fn find_triples(&mut self) {
        let mut terms = self.terms;
        let mut before = [NONE; 2];
        for block in self.blocks.iter().filter(|block| *block & 1 == 0) {
            let stem = self.records.stem(block >> 1);
            let [last, first] = before;
            before = [stem, last];
            if ![first, last, stem].contains(&NONE) {
                self.triples.extend(terms.triple([first, last, stem]));
            }
        }
    }

    /// Adds the pairs of the text that the model knows, each once.
    #[inline(never)]
    fn add_pairs<const LANES: usize>(&mut self, target: usize, totals: &mut [i64]) {
        let mut own = [0; LANES];
        let sums: &mut [i64] = if LANES == 0 { totals } else { own.as_mut_slice() };
        let lanes = sums.len();
        for place in self.look.places() {
            let mask = -i64::from(self.seen.first(self.text, *place));
            let cells = self.sums.pairs.cells(*place as usize);
            let Some(cells) = cells.get(target * lanes..(target + 1) * lanes) else { continue };
            for (sum, cell) in sums.iter_mut().zip(cells) {
                *sum += i64::from(*cell as i32) & mask;
            }
        }
        if LANES != 0 {
            totals.iter_mut().zip(own).for_each(|(total, sum)| *total += sum);
        }
    }

    fn add_triples(&mut self, target: usize, totals: &mut [i64]) {
        let places = self.sums.pairs.places() as u32;
        for column in &self.triples {
            if self.seen.first(self.text, places.wrapping_add(*column)) {
                self.sums.add(target, *column, totals);
            }
        }
    }
}

/// Gives a form its number and its records.
fn learn(analyzer: &Analyzer, terms: &FixedTerms, sums: &Sums, scope: bool, form: &Form, records: &mut Records) -> u32 {
    let number = (records.len() / (sums.targets() * (1 + usize::from(scope)))) as u32;
    let marked = scope.then(|| format!("{NEGATED}{}", form.stem));
    for stem in std::iter::once(form.stem.as_str()).chain(marked.as_deref()) {
        let mut terms = terms;
        let stem = terms.stem(stem);
        let mut columns: Vec<u32> = stem.and_then(|stem| terms.single(stem)).into_iter().collect();
        char_ngrams(&form.word, analyzer.settings().char_ngrams, |key| columns.extend(terms.chars(key)));
        let mut adds = vec![0; sums.lanes];
        for target in 0..sums.targets() {
            adds.fill(0);
            columns.iter().for_each(|column| sums.add(target, *column, &mut adds));
            records.push(stem.unwrap_or(NONE), &adds);
        }
    }
    number << MARKS | if form.aside { ASIDE } else { 0 } | if form.negator { NEGATOR } else { 0 }
}
