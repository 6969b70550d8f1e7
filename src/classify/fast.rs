//! The quick road from a text to its sums: each word is looked up once, as it is written, and adds what was summed for it
//! when it was first met; word pairs are looked up by the numbers of their words, all together, after the words.
//!
//! No string is normalised, stemmed or hashed a second time, and no memory is taken, once the words are known. A text goes
//! through stages, each a loop over all its words that does one thing: what a later stage needs from memory, an earlier one
//! has asked for, many words at a time, and what is hard to foresee is reckoned without branches. Scores are sums of whole
//! numbers ([`Sums`]), hence the same as by the general road, which tests hold them to.

use prefetch_index::prefetch_index;

use super::once::Once;
use super::pairs::{Asker, Look};
use super::records::{Block, INSIDE, Records, add, meet};
use super::sums::Sums;
use crate::features::{FixedTerms, LINK, LIST, Lookup, NEGATED, NONE, Words, char_ngrams, short_key};
use crate::text::{Analyzer, Form, NEGATION_SCOPE, Negation, Scanner};

/// Surfaces remembered before the memory starts afresh; bounds what a stream of any length takes, to some fifty megabytes
/// a thread with few classes. A hundred million characters of reviews have about half as many.
const MEMORY: usize = 1 << 18;

/// A form that stands beside the running text.
const ASIDE: u32 = 1;
/// A form that negates what follows.
const NEGATOR: u32 = 2;
/// Bits of these two.
const MARKS: u32 = 2;

/// One thread's scratch and memory of the words it has met.
pub(super) struct Fast<'c> {
    analyzer: &'c Analyzer,
    terms: &'c FixedTerms,
    sums: &'c Sums,
    /// Whether negators mark what follows. Each form then has two records, the second for where it is marked.
    scope: bool,
    scanner: Scanner,
    /// What words stand for: forms by the numbers of their records, above their [`MARKS`].
    words: Words,
    records: Records,
    /// The number of the text.
    text: u32,
    /// The keys of the tokens, and the numbers that they should have among the surfaces, for a while their places there.
    keys: Vec<u128>,
    numbers: Vec<u32>,
    /// The records of the text's forms, with [`ASIDE`] below, and how many there are.
    forms: Vec<u32>,
    passed: usize,
    /// Pairs of stems that stand together, by their numbers, and how many of them are of this text.
    pairs: Vec<u64>,
    asked: usize,
    /// The columns of the text's triples.
    triples: Vec<u32>,
    look: Look,
    seen: Once,
    added: Vec<[i64; 3]>,
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
            scanner: Scanner::default(),
            words: Words::default(),
            records: Records::new(sums.lanes, sums.targets(), scope),
            text: 0,
            keys: Vec::new(),
            numbers: Vec::new(),
            forms: Vec::new(),
            passed: 0,
            pairs: Vec::new(),
            asked: 0,
            triples: Vec::new(),
            look: Look::default(),
            seen: Once::default(),
            added: Vec::new(),
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
        self.find_forms(text, target);
        let words = self.add_words(target, totals);
        if longest >= 3 {
            self.find_triples(target);
        }
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

    /// The tokens of the text, and the number that each should have among the surfaces.
    #[inline(never)]
    fn find_tokens(&mut self, text: &str) {
        self.scanner.scan(text);
        let (surfaces, padded) = (self.words.surfaces(), self.scanner.padded());
        let found = self.scanner.found();
        self.keys.clear();
        self.keys.extend(found.iter().map(|token| short_key(padded, token.span())));
        for link in self.scanner.links() {
            if let Some(key) = self.keys.get_mut(*link) {
                *key = LINK;
            }
        }
        self.numbers.clear();
        self.numbers.extend(self.keys.iter().map(|key| surfaces.ask(*key)));
        for number in &mut self.numbers {
            *number = surfaces.number(*number);
        }
    }

    /// The records of the forms of the tokens: which of the two a form has is known from the words before.
    #[inline(never)]
    fn find_forms(&mut self, text: &str, target: usize) {
        let (found, mut at) = (self.scanner.found(), 0);
        let mut walk = Walk { left: 0, scope: self.scope };
        self.passed = 0;
        loop {
            // As far as all is known and plain.
            let tokens = found.get(at..).unwrap_or(&[]);
            if self.forms.len() < self.passed + tokens.len() {
                self.forms.resize(2 * (self.passed + tokens.len()), 0);
            }
            let surfaces = self.words.surfaces();
            let (keys, numbers) = (self.keys.get(at..).unwrap_or(&[]), self.numbers.get(at..).unwrap_or(&[]));
            let room = self.forms.get_mut(self.passed..).unwrap_or(&mut []);
            let (blocks, size) = (self.records.of(target), self.records.size);
            let mut passed = 0;
            for (((token, key), number), next) in tokens.iter().zip(keys).zip(numbers).zip(room) {
                let Some(value) = surfaces.value(*number, *key).filter(|value| *value < LIST) else { break };
                *next = walk.pass(value, token.after_clause());
                prefetch_index(blocks, (*next >> 1) as usize * size);
                passed += 1;
            }
            (self.passed, at) = (self.passed + passed, at + passed);
            let (Some(token), Some(key), Some(number)) = (found.get(at), self.keys.get(at), self.numbers.get(at))
            else {
                return;
            };
            at += 1;
            let value = surfaces.value(*number, *key).unwrap_or_else(|| {
                let (analyzer, terms, sums, records) = (self.analyzer, self.terms, self.sums, &mut self.records);
                let surface = (token.kind(text), token.span().of(text), *key);
                let scope = self.scope;
                self.words.meet(analyzer, surface, |form| learn(analyzer, terms, sums, scope, form, records))
            });
            let one = [value];
            let forms = if value < LIST { one.as_slice() } else { self.words.list(value) };
            walk.left = if token.after_clause() { 0 } else { walk.left };
            for form in forms {
                let record = walk.pass(*form, false);
                match self.forms.get_mut(self.passed) {
                    Some(next) => *next = record,
                    None => self.forms.push(record),
                }
                self.passed += 1;
            }
        }
    }

    /// Adds what the words add and collects the pairs of their stems; returns how many words count.
    #[inline(never)]
    fn add_words(&mut self, target: usize, totals: &mut [i64]) -> u32 {
        let (text, size) = (self.text, self.records.size);
        let forms = self.forms.get(..self.passed).unwrap_or(&[]);
        // A place more than is ever read: what is not kept is written there.
        if self.pairs.len() < forms.len() + 1 {
            self.pairs.resize(forms.len() + 1, 0);
        }
        self.added.clear();
        self.added.resize(size, [0; 3]);
        let (blocks, added) = (self.records.of_mut(target), self.added.as_mut_slice());
        let asker = self.sums.pairs.asker();
        let (words, asked) = match size {
            1 => add_words::<1>(forms, text, blocks, added, asker, &mut self.pairs),
            2 => add_words::<2>(forms, text, blocks, added, asker, &mut self.pairs),
            3 => add_words::<3>(forms, text, blocks, added, asker, &mut self.pairs),
            _ => {
                let mut pass = Pass::new(asker, &mut self.pairs);
                for form in forms {
                    let at = (form >> 1) as usize * size;
                    let Some(record) = blocks.get_mut(at..at + size) else { continue };
                    let (mask, stem) = meet(record, text);
                    add(record, mask, added);
                    pass = pass.one(*form, mask, stem);
                }
                (pass.words, pass.count)
            }
        };
        self.asked = asked;
        totals.iter_mut().zip(added.as_flattened()).for_each(|(total, sum)| *total += sum);
        words
    }

    fn find_triples(&mut self, target: usize) {
        let mut terms = self.terms;
        let mut before = [NONE; 2];
        self.triples.clear();
        let forms = self.forms.get(..self.passed).unwrap_or(&[]);
        for form in forms.iter().filter(|form| *form & ASIDE == 0) {
            let stem = self.sums.stem(self.records.stem(target, form >> 1));
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
            let cells = self.sums.pairs.cells(*place, target * lanes);
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

/// What the loop over the words of a text carries along.
struct Walk {
    /// How many words a negator still reaches.
    left: u32,
    /// Whether negators reach any.
    scope: bool,
}

impl Walk {
    /// The record of the next form, by the rules of [`NegationState`](crate::text::NegationState), with [`ASIDE`] below.
    #[inline(always)]
    fn pass(&mut self, form: u32, after_clause: bool) -> u32 {
        let left = if after_clause { 0 } else { self.left };
        let inside = u32::from((left > 0) & (form & (ASIDE | NEGATOR) == 0) & self.scope);
        self.left = if form & NEGATOR != 0 { NEGATION_SCOPE as u32 } else { left - inside };
        (((form >> MARKS) + inside * INSIDE) << 1) | (form & ASIDE)
    }
}

/// What the loop that adds words carries along.
struct Pass<'p> {
    asker: Asker<'p>,
    /// Pairs of stems that stand together, and how many; room for more behind.
    pairs: &'p mut [u64],
    count: usize,
    /// The stem before.
    last: u32,
    /// Forms that are new in the text.
    words: u32,
}

impl<'p> Pass<'p> {
    fn new(asker: Asker<'p>, pairs: &'p mut [u64]) -> Self {
        Self { asker, pairs, count: 0, last: NONE, words: 0 }
    }

    #[inline(always)]
    fn one(self, form: u32, mask: i64, stem: u32) -> Self {
        let aside = form & ASIDE;
        if let Some(pair) = self.pairs.get_mut(self.count) {
            *pair = self.asker.ask([self.last, stem]);
        }
        // Of the numbers of stems only NONE has the highest bit.
        let count = self.count + ((!(self.last | stem | (aside << 31))) >> 31) as usize;
        let last = if aside != 0 { self.last } else { stem };
        Self { count, last, words: self.words.wrapping_sub(mask as u32), ..self }
    }
}

/// Adds all forms, with records of so many blocks, to `added`, and collects the pairs of their stems; returns how many forms are
/// new in the text, and the number of pairs.
#[inline(never)]
fn add_words<const N: usize>(
    forms: &[u32],
    text: u32,
    blocks: &mut [Block],
    added: &mut [[i64; 3]],
    asker: Asker<'_>,
    pairs: &mut [u64],
) -> (u32, usize) {
    let (records, _) = blocks.as_chunks_mut::<N>();
    let mut own = [[0; 3]; N];
    let mut pass = Pass::new(asker, pairs);
    for form in forms {
        let Some(record) = records.get_mut((form >> 1) as usize) else { continue };
        let (mask, stem) = meet(record, text);
        add(record, mask, &mut own);
        pass = pass.one(*form, mask, stem);
    }
    added.iter_mut().zip(own).for_each(|(added, own)| *added = own);
    (pass.words, pass.count)
}

/// Gives a form its number and its records.
fn learn(analyzer: &Analyzer, terms: &FixedTerms, sums: &Sums, scope: bool, form: &Form, records: &mut Records) -> u32 {
    let record = records.add_form();
    let marked = scope.then(|| format!("{NEGATED}{}", form.stem));
    let stems = std::iter::once((form.stem.as_str(), false)).chain(marked.iter().map(|stem| (stem.as_str(), true)));
    for (stem, inside) in stems {
        let mut terms = terms;
        let stem = terms.stem(stem);
        let mut columns: Vec<u32> = stem.and_then(|stem| terms.single(stem)).into_iter().collect();
        char_ngrams(&form.word, analyzer.settings().char_ngrams, |key| columns.extend(terms.chars(key)));
        let mut adds = vec![0; sums.lanes];
        for target in 0..sums.targets() {
            adds.fill(0);
            columns.iter().for_each(|column| sums.add(target, *column, &mut adds));
            let number = stem.map_or(NONE, |stem| sums.number(stem));
            records.put(target, record + if inside { INSIDE } else { 0 }, number, &adds);
        }
    }
    // What stands aside changes nothing for the words behind it.
    let mark = if form.aside { ASIDE } else { u32::from(form.negator) * NEGATOR };
    record << MARKS | mark
}
