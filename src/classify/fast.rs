//! The quick road from a text to its sums: each word is looked up once, as it is written, and adds what was summed for it
//! when it was first met; word pairs are looked up by the numbers of their words, all together, after the words.
//!
//! No string is normalised, stemmed or hashed a second time, and no memory is taken, once the words are known. Scores are
//! sums of whole numbers ([`Sums`]), hence the same as by the general road, which tests hold them to.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::pairs::key;
use super::sums::Sums;
use crate::features::{FixedTerms, Lookup, NONE, char_ngrams};
use crate::text::{Analyzer, Form, Forms, Negation, Scanner, Token, TokenKind};

/// Surfaces remembered before the memory starts afresh; bounds what a stream of any length takes, to some fifty megabytes
/// a thread with few classes. A hundred million characters of reviews have about half as many.
const MEMORY: usize = 1 << 18;
/// Longest word, in bytes, that is looked up as one number.
const SHORT: usize = 16;
/// Words looked up together.
const TOGETHER: usize = 16;

/// One thread's scratch and memory of the words it has met.
pub(super) struct Fast<'c> {
    analyzer: &'c Analyzer,
    terms: &'c FixedTerms,
    sums: &'c Sums,
    scanner: Scanner,
    /// Words of at most [`SHORT`] bytes: at most half of the places are taken.
    short: Vec<Surface>,
    short_taken: usize,
    /// Surfaces remembered, of any kind.
    surfaces: usize,
    seed: u64,
    /// Longer words, and tokens of other kinds.
    others: [HashMap<Box<str>, Place, RandomState>; TokenKind::COUNT],
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
    seen: Seen,
}

/// Where the forms of a surface stand: the number of the one form, or the beginning of several in `lists`.
#[derive(Clone, Copy, Default)]
struct Place {
    first: u32,
    count: u32,
}

/// A short word, its bytes as a number (0: none), and its forms.
#[derive(Clone, Copy, Default)]
struct Surface {
    key: u128,
    place: Place,
}

/// A form.
#[derive(Clone, Copy)]
struct Known {
    /// The last text that had it.
    text: u32,
    stem: u32,
    aside: bool,
}

/// The word pairs and triples of this text that count already, by a number each, with the text's number before it.
#[derive(Default)]
struct Seen {
    places: Vec<u64>,
}

impl Seen {
    /// Makes room for `count` of them.
    fn reserve(&mut self, count: usize) {
        let places = (2 * count + 2).next_power_of_two();
        if places > self.places.len() {
            self.places.clear();
            self.places.resize(places, 0);
        }
    }

    /// Whether the text shows `number` for the first time.
    #[inline(always)]
    fn first(&mut self, text: u32, number: u32) -> bool {
        let entry = (u64::from(text) << 32) | u64::from(number);
        let mask = self.places.len().wrapping_sub(1);
        let mut at = (u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while let Some(place) = self.places.get_mut(at) {
            if *place == entry {
                return false;
            }
            if *place >> 32 != u64::from(text) {
                *place = entry;
                return true;
            }
            at = (at + 1) & mask;
        }
        true
    }
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
}

impl<'c> Fast<'c> {
    /// For models whose scores are sums over words and in which negators do not mark what follows.
    pub(super) fn new(analyzer: &'c Analyzer, terms: &'c FixedTerms, sums: &'c Sums) -> Option<Self> {
        (analyzer.settings().negation == Negation::Keep).then(|| Self {
            analyzer,
            terms,
            sums,
            scanner: Scanner::default(),
            seed: RandomState::default().hash_one(SHORT),
            short: vec![Surface::default(); 1 << 10],
            short_taken: 0,
            surfaces: 0,
            others: Default::default(),
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
            seen: Seen::default(),
        })
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
        let mut walk = Walk { totals, words: 0, before: [NONE; 2], longest, target, targets };
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        scanner.scan(text, |kind, span| tokens.push(Token { kind, span }));
        let mut keys = [0; TOGETHER];
        for tokens in tokens.chunks(TOGETHER) {
            // A first look at where each word should stand, so that the processor fetches all of them together.
            let mut touched = 0;
            for (key, token) in keys.iter_mut().zip(tokens) {
                *key = short_key(text, *token);
                touched ^= self.expected(*key).key as u64;
            }
            self.touched = touched;
            for (key, token) in keys.iter().zip(tokens) {
                let expected = self.expected(*key);
                let known = *key != 0 && expected.key == *key;
                let place = if known { expected.place } else { self.place(text, *token, *key) };
                if place.count == 1 {
                    self.pass(place.first, &mut walk);
                    continue;
                }
                for at in place.first..place.first + place.count {
                    if let Some(number) = self.lists.get(at as usize).copied() {
                        self.pass(number, &mut walk);
                    }
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
            self.seen = Seen::default();
        }
        self.text += 1;
        self.pairs.clear();
        self.triples.clear();
        // Only between texts: within one, forms must keep their numbers.
        if self.surfaces + self.lists.len() >= MEMORY {
            self.short.fill(Surface::default());
            (self.surfaces, self.short_taken) = (0, 0);
            self.others.iter_mut().for_each(HashMap::clear);
            self.lists.clear();
            self.numbers.clear();
            self.forms.clear();
            self.adds.clear();
        }
    }

    /// One form of a text.
    #[inline(always)]
    fn pass(&mut self, number: u32, walk: &mut Walk<'_>) {
        let number = number as usize;
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

    /// What stands where a short word should.
    #[inline(always)]
    fn expected(&self, key: u128) -> &Surface {
        const NOTHING: &Surface = &Surface { key: 0, place: Place { first: 0, count: 0 } };
        self.short.get(self.short_at(key) & (self.short.len() - 1)).unwrap_or(NOTHING)
    }

    /// The forms of a token; `key` is its number if it is a short word, else 0.
    #[inline(never)]
    fn place(&mut self, text: &str, token: Token, key: u128) -> Place {
        let surface = token.span.of(text);
        if key == 0 || surface.contains('\0') {
            return self.other_place(token.kind, surface);
        }
        let mask = self.short.len() - 1;
        let mut at = self.short_at(key) & mask;
        while let Some(known) = self.short.get(at).filter(|known| known.key != 0) {
            if known.key == key {
                return known.place;
            }
            at = (at + 1) & mask;
        }
        self.learn_short(surface, key)
    }

    #[inline(always)]
    fn short_at(&self, key: u128) -> usize {
        let (low, high) = (key as u64 ^ self.seed, (key >> 64) as u64 ^ 0x9E37_79B9_7F4A_7C15);
        let product = u128::from(low) * u128::from(high);
        ((product >> 64) as u64 ^ product as u64) as usize
    }

    #[cold]
    fn learn_short(&mut self, surface: &str, key: u128) -> Place {
        let place = self.learn(TokenKind::Word, surface);
        if 2 * (self.short_taken + 1) > self.short.len() {
            let larger = vec![Surface::default(); 2 * self.short.len()];
            for old in std::mem::replace(&mut self.short, larger) {
                if old.key != 0 {
                    self.put(old);
                }
            }
        }
        self.short_taken += 1;
        self.put(Surface { key, place });
        place
    }

    fn put(&mut self, surface: Surface) {
        let mask = self.short.len() - 1;
        let mut at = self.short_at(surface.key) & mask;
        while let Some(place) = self.short.get_mut(at) {
            if place.key == 0 {
                *place = surface;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The forms of any token.
    fn other_place(&mut self, kind: TokenKind, surface: &str) -> Place {
        if let Some(place) = self.others.get(kind as usize).and_then(|map| map.get(surface)) {
            return *place;
        }
        let place = self.learn(kind, surface);
        if let Some(map) = self.others.get_mut(kind as usize) {
            map.insert(surface.into(), place);
        }
        place
    }

    fn learn(&mut self, kind: TokenKind, surface: &str) -> Place {
        self.surfaces += 1;
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
        place
    }

    /// The number of a form, which is learnt if it is new.
    fn number(&mut self, form: Form) -> u32 {
        if let Some(number) = self.numbers.get(&form) {
            return *number;
        }
        let number = self.forms.len() as u32;
        let mut terms = self.terms;
        let stem = terms.stem(&form.stem);
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
        self.forms.push(Known { text: 0, stem: stem.unwrap_or(NONE), aside: form.aside });
        self.numbers.insert(form, number);
        number
    }
}

#[inline(always)]
fn add(totals: &mut [i64], cells: &[i32]) {
    for (total, cell) in totals.iter_mut().zip(cells) {
        *total += i64::from(*cell);
    }
}

/// The number of a short word; 0 for other tokens.
#[inline(always)]
fn short_key(text: &str, token: Token) -> u128 {
    let (start, end) = (token.span.start, token.span.end);
    match token.kind == TokenKind::Word && end - start <= SHORT {
        true => number_of(text.as_bytes(), start, end),
        false => 0,
    }
}

/// Up to sixteen bytes as a number, the first lowest.
#[inline(always)]
fn number_of(bytes: &[u8], start: usize, end: usize) -> u128 {
    let unused = 8 * (SHORT - (end - start).clamp(1, SHORT)) as u32;
    if let Some(Ok(sixteen)) = bytes.get(start..start + SHORT).map(<[u8; SHORT]>::try_from) {
        return u128::from_le_bytes(sixteen) & (u128::MAX >> unused);
    }
    let mut sixteen = [0; SHORT];
    for (to, from) in sixteen.iter_mut().zip(bytes.get(start..end).unwrap_or(&[])) {
        *to = *from;
    }
    u128::from_le_bytes(sixteen)
}
