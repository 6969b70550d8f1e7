//! One session's way from a text to the sums of its fixed-point weights.

mod parts;

use prefetch_index::prefetch_index;

use super::form_table::{BLOCK_LANES, FormTable, add_record, note_text};
use super::occurrence::{CachedForm, Occurrence};
use super::pair_stem::PairStem;
use super::pair_table::FoundPairs;
use super::tables::{Tables, WeightTables};
use super::word_sums::{PairCollector, add_words};
use crate::ByteSpan;
use crate::features::{
    FeatureId, FormCache, FormId, Forms, HashedLookup, KeyFinder, KnownWords, Lookup, Pattern, SeenInText, StemId,
    TokenLookup, WordKind,
};
use crate::text::{Analyzer, Negation, NegationState, NormalToken, OUT_OF_SEQUENCE};

/// Bytes of the cached forms and their records before they are forgotten. Bounds the memory per thread that a stream of
/// any length takes. A hundred million characters of reviews have fewer forms than fit for a model of two classes.
const CACHE_BYTES: usize = 28 << 20;
/// Surface forms that are cached whatever their records take, for models with many classes or targets.
const LEAST_CACHED: usize = 1 << 10;

/// One thread's memory for scoring, with the forms it has seen.
#[derive(Debug)]
pub(in crate::classify) struct FastScorer<'c> {
    analyzer: &'c Analyzer,
    lookup: &'c HashedLookup,
    weights: &'c WeightTables,
    tokens: TokenLookup,
    /// Surface forms → [`CachedForm`]s.
    cache: FormCache,
    records: FormTable,
    seen: SeenInText,
    /// Number of the current text.
    text: u32,
    /// The forms of the current text, `n_forms` of them, then unused room.
    forms: Vec<Occurrence>,
    n_forms: usize,
    /// The consecutive word pairs of the current text, `n_pairs` of them, then unused room.
    pairs: Vec<u64>,
    n_pairs: usize,
    /// The known word triples of the current text.
    triples: Vec<FeatureId>,
    found_pairs: FoundPairs,
    key_finder: KeyFinder,
    /// The dictionary entries that the form of each record is a word of, by the record that is not negated.
    patterns: Vec<Pattern>,
    /// Whether the form of each record is a word, and known; the same for the record that is negated.
    word_kinds: Vec<WordKind>,
    /// Whether the form of each record has a feature.
    with_features: Vec<bool>,
    sums: Vec<[i64; BLOCK_LANES]>,
}

impl<'c> FastScorer<'c> {
    /// A scorer with an empty cache.
    pub(in crate::classify) fn new(analyzer: &'c Analyzer, tables: &'c Tables) -> Self {
        let Tables { lookup, weights } = tables;
        let with_negated = analyzer.settings().negation == Negation::Scope;
        let records = FormTable::new(weights.lanes, weights.targets(), with_negated);
        Self {
            analyzer,
            lookup,
            weights,
            tokens: TokenLookup::default(),
            cache: FormCache::default(),
            records,
            seen: SeenInText::default(),
            text: 0,
            forms: Vec::new(),
            n_forms: 0,
            pairs: Vec::new(),
            n_pairs: 0,
            triples: Vec::new(),
            found_pairs: FoundPairs::default(),
            key_finder: KeyFinder::default(),
            patterns: Vec::new(),
            word_kinds: Vec::new(),
            with_features: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// Adds the weights of a text to `totals`, one per lane, which must be zero, and returns the number of words that
    /// count.
    pub(in crate::classify) fn sum(&mut self, text: &str, target: usize, totals: &mut [i64]) -> u32 {
        debug_assert_eq!(totals.len(), self.weights.lanes);
        let longest_ngram = self.find_all_forms(text, target);
        let words = self.add_words(target, totals);
        if longest_ngram >= 3 {
            self.find_triples(target);
        }
        if longest_ngram >= 2 {
            self.weights.pairs.find(self.pairs.get(..self.n_pairs).unwrap_or(&[]), &mut self.found_pairs);
            self.seen.reserve(self.found_pairs.slots().len() + self.triples.len());
            match self.weights.lanes {
                2 => self.add_pairs::<2>(target, totals),
                3 => self.add_pairs::<3>(target, totals),
                4 => self.add_pairs::<4>(target, totals),
                5 => self.add_pairs::<5>(target, totals),
                9 => self.add_pairs::<9>(target, totals),
                _ => self.add_pairs::<0>(target, totals),
            }
        }
        if longest_ngram >= 3 {
            self.add_triples(target, totals);
        }
        self.each_key(text, |weights, feature, _| weights.add(target, feature, totals));
        words
    }

    /// Finds the forms of the next text; returns the length of the longest word n-grams to look for.
    fn find_all_forms(&mut self, text: &str, target: usize) -> u8 {
        self.next_text();
        self.tokens.scan(text, self.cache.surfaces());
        self.find_forms(text, target);
        self.analyzer.settings().word_ngrams.min(self.lookup.longest_ngram())
    }

    fn next_text(&mut self) {
        self.text = self.seen.next_text();
        if self.text == 1 {
            self.records.forget_texts();
        }
        // Only between texts: within one, forms must keep their ids.
        let forms_are_many = self.cache.len() >= LEAST_CACHED && self.cached_bytes() >= CACHE_BYTES;
        if forms_are_many || self.cache.bytes() >= CACHE_BYTES {
            // Anew, so that what one large text took is given back.
            self.cache = FormCache::default();
            self.records.clear();
            self.key_finder.clear();
            self.patterns = Vec::new();
            self.word_kinds = Vec::new();
            self.with_features = Vec::new();
        }
    }

    /// Bytes of the cached forms and their records, about.
    pub(in crate::classify) fn cached_bytes(&self) -> usize {
        self.cache.bytes() + self.records.bytes()
    }

    /// How many words of the last text are known.
    pub(in crate::classify) fn known_words(&self) -> KnownWords {
        let mut counts = KnownWords::default();
        for form in self.forms.get(..self.n_forms).unwrap_or(&[]) {
            let kind = self.word_kinds.get(form.record().0 as usize);
            debug_assert!(kind.is_some(), "every record has a kind");
            counts.add(kind.copied().unwrap_or_default());
        }
        counts
    }

    /// Whether the last text has one of these dictionary keys, given by their numbers.
    pub(in crate::classify) fn has_key(&self, keys: &[u8]) -> bool {
        self.key_finder.has_key(keys)
    }

    /// Finds the forms of the tokens, and by negation the record of each.
    #[inline(never)]
    fn find_forms(&mut self, text: &str, target: usize) {
        let Self { analyzer, lookup, weights, tokens, cache, records, forms, n_forms, .. } = self;
        let (key_finder, patterns, word_kinds) = (&mut self.key_finder, &mut self.patterns, &mut self.word_kinds);
        let with_features = &mut self.with_features;
        let (keys, entries, tokens) = (tokens.keys(), tokens.entries(), tokens.tokens());
        let (mut at, mut count) = (0, 0);
        let mut negation = NegationState::default();
        loop {
            // Tokens with one known form, up to the first that is new or has several.
            let rest = tokens.get(at..).unwrap_or(&[]);
            if forms.len() < count + rest.len() {
                forms.resize(2 * (count + rest.len()), Occurrence::default());
            }
            let surfaces = cache.surfaces();
            let (rest_keys, rest_entries) = (keys.get(at..).unwrap_or(&[]), entries.get(at..).unwrap_or(&[]));
            let room = forms.get_mut(count..).unwrap_or(&mut []);
            let (blocks, record_size) = (records.blocks(target), records.record_size);
            let mut taken = 0;
            for (((token, key), entry), next) in rest.iter().zip(rest_keys).zip(rest_entries).zip(room) {
                let Some(form) = surfaces.value(*entry, *key).and_then(Forms::single) else { break };
                *next = Occurrence::new(form, token.after_clause(), &mut negation);
                prefetch_index(blocks, next.record().0 as usize * record_size);
                taken += 1;
            }
            count += taken;
            at += taken;
            let (Some(token), Some(key), Some(entry)) = (tokens.get(at), keys.get(at), entries.get(at)) else { break };
            at += 1;
            let found = surfaces.value(*entry, *key).unwrap_or_else(|| {
                let surface = (token.kind(text), token.span().of(text), *key);
                cache.find_or_insert(analyzer, surface, |token| {
                    let (form, kind, have_features) = add_form(analyzer, lookup, weights, token, records);
                    for (negated, has_features) in [false, true].into_iter().zip(have_features) {
                        let record = CachedForm::record(form).negated(negated).0 as usize;
                        set(word_kinds, record, kind);
                        set(with_features, record, has_features);
                    }
                    if let Some((matcher, _)) = analyzer.keys() {
                        set(patterns, CachedForm::record(form).0 as usize, key_finder.pattern(matcher, token));
                    }
                    form
                })
            });
            if token.after_clause() {
                negation.end_clause();
            }
            let one = found.single();
            let several = if one.is_some() { &[] } else { cache.list(found) };
            for form in one.iter().chain(several) {
                let occurrence = Occurrence::new(*form, false, &mut negation);
                match forms.get_mut(count) {
                    Some(next) => *next = occurrence,
                    None => forms.push(occurrence),
                }
                count += 1;
            }
        }
        *n_forms = count;
    }

    /// Adds the weights of the words and collects the pairs of consecutive stems; returns the number of words that
    /// count.
    #[inline(never)]
    fn add_words(&mut self, target: usize, totals: &mut [i64]) -> u32 {
        let (text, size) = (self.text, self.records.record_size);
        let forms = self.forms.get(..self.n_forms).unwrap_or(&[]);
        // One more than is read: what is not kept is written there.
        if self.pairs.len() < forms.len() + 1 {
            self.pairs.resize(forms.len() + 1, 0);
        }
        self.sums.clear();
        self.sums.resize(size, [0; BLOCK_LANES]);
        let (blocks, sums) = (self.records.blocks_mut(target), self.sums.as_mut_slice());
        let hasher = self.weights.pairs.hasher();
        let (words, n_pairs) = match size {
            1 => add_words::<1>(forms, text, blocks, sums, hasher, &mut self.pairs),
            2 => add_words::<2>(forms, text, blocks, sums, hasher, &mut self.pairs),
            3 => add_words::<3>(forms, text, blocks, sums, hasher, &mut self.pairs),
            _ => {
                let mut collector = PairCollector::new(hasher, &mut self.pairs);
                for form in forms {
                    let from = form.record().0 as usize * size;
                    let Some(record) = blocks.get_mut(from..from + size) else { continue };
                    let (mask, stem) = note_text(record, text);
                    add_record(record, mask, sums);
                    collector = collector.step(*form, mask, stem);
                }
                (collector.words, collector.count)
            }
        };
        self.n_pairs = n_pairs;
        totals.iter_mut().zip(sums.as_flattened()).for_each(|(total, sum)| *total += sum);
        words
    }

    /// Finds the known word triples of the text.
    fn find_triples(&mut self, target: usize) {
        let mut lookup = self.lookup;
        let mut previous = [StemId::NONE; 2];
        self.triples.clear();
        let forms = self.forms.get(..self.n_forms).unwrap_or(&[]);
        for form in forms.iter().filter(|form| form.out_of_sequence() == 0) {
            let stem = self.weights.stem(self.records.stem(target, form.record()));
            let [last, first] = previous;
            previous = [stem, last];
            if ![first, last, stem].contains(&StemId::NONE) {
                self.triples.extend(lookup.triple([first, last, stem]));
            }
        }
    }

    /// Adds the weights of the known pairs of the text, each once.
    #[inline(never)]
    fn add_pairs<const LANES: usize>(&mut self, target: usize, totals: &mut [i64]) {
        let mut own = [0; LANES];
        let sums: &mut [i64] = if LANES == 0 { totals } else { own.as_mut_slice() };
        let lanes = sums.len();
        for slot in self.found_pairs.slots() {
            let mask = -i64::from(self.seen.insert(*slot));
            let weights = self.weights.pairs.weights(*slot, target * lanes);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i64::from(*weight as i32) & mask;
            }
        }
        if LANES != 0 {
            totals.iter_mut().zip(own).for_each(|(total, sum)| *total += sum);
        }
    }

    /// Calls `emit` with the weights, and with each dictionary key of the text and each pair of them, at their first
    /// occurrence.
    fn each_key(&mut self, text: &str, mut emit: impl FnMut(&WeightTables, FeatureId, ByteSpan)) {
        let Some((matcher, keys)) = self.analyzer.keys() else { return };
        let Self { lookup, weights, tokens, cache, key_finder, patterns, .. } = self;
        key_finder.begin();
        let surfaces = cache.surfaces();
        for ((token, key), entry) in tokens.tokens().iter().zip(tokens.keys()).zip(tokens.entries()) {
            if token.after_clause() {
                key_finder.end_clause();
            }
            let surface = || surfaces.find(token.kind(text), token.span().of(text), *key);
            let found = surfaces.value(*entry, *key).or_else(surface);
            debug_assert!(found.is_some(), "every form was inserted");
            let Some(found) = found else { continue };
            let one = found.single();
            let several = if one.is_some() { &[] } else { cache.list(found) };
            for form in one.iter().chain(several).filter(|form| CachedForm::flags(**form) & OUT_OF_SEQUENCE == 0) {
                let pattern = patterns.get(CachedForm::record(*form).0 as usize);
                key_finder.push(pattern.copied().unwrap_or(Pattern::NONE), token.span());
            }
        }
        key_finder.emit(matcher, keys.window, lookup, |feature, span| emit(weights, feature, span));
    }

    /// Adds the weights of the known triples of the text, each once.
    fn add_triples(&mut self, target: usize, totals: &mut [i64]) {
        // Ids after those of the pairs, which are slots.
        let first_id = self.weights.pairs.len() as u32;
        for triple in &self.triples {
            if self.seen.insert(first_id.wrapping_add(triple.number())) {
                self.weights.add(target, *triple, totals);
            }
        }
    }
}

/// Sets an element of a vector, which grows as far.
fn set<T: Copy + Default>(values: &mut Vec<T>, at: usize, value: T) {
    if at >= values.len() {
        values.resize(at + 1, T::default());
    }
    values.get_mut(at).into_iter().for_each(|own| *own = value);
}

/// Sums the weights of a new normal token, adds its records and returns its id, whether it is a known word, and whether it
/// has features: as it is, and negated.
fn add_form(
    analyzer: &Analyzer,
    lookup: &HashedLookup,
    weights: &WeightTables,
    token: &NormalToken,
    records: &mut FormTable,
) -> (FormId, WordKind, [bool; 2]) {
    let (record, settings) = (records.add_form(), analyzer.settings());
    let mut chars: Vec<FeatureId> = Vec::new();
    lookup.each_chars(&token.word, settings.char_ngrams, |feature| chars.push(feature));
    let with_negated = settings.negation == Negation::Scope;
    let stems = lookup.with_negated(&token.stem).map(|stem| {
        let mut lookup = lookup;
        stem.map(|stem| (stem, lookup.single(stem)))
    });
    let stems = stems.get(..1 + usize::from(with_negated)).unwrap_or(&[]);
    let (mut of_chars, mut adds) = (vec![0; weights.lanes], vec![0; weights.lanes]);
    for target in 0..weights.targets() {
        of_chars.fill(0);
        chars.iter().for_each(|feature| weights.add(target, *feature, &mut of_chars));
        for (found, is_negated) in stems.iter().zip([false, true]) {
            adds.copy_from_slice(&of_chars);
            let single = found.and_then(|(_, single)| single);
            single.into_iter().for_each(|feature| weights.add(target, feature, &mut adds));
            let pair_stem = found.map_or(PairStem::NONE, |(stem, _)| weights.pair_stem(stem));
            records.set(target, record.negated(is_negated), pair_stem, &adds);
        }
    }
    let single = |at: usize| stems.get(at).copied().flatten().and_then(|(_, single)| single).is_some();
    let (plain, negated) = (single(0), single(1));
    let id = CachedForm::id(record, token.flags());
    let has_chars = !chars.is_empty();
    (id, WordKind::new(token, plain || negated), [has_chars || plain, has_chars || negated])
}
