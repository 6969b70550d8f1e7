//! Text → feature ids with their positions in the text: the one way from words to features.

use super::form_cache::FormCache;
use super::forms::Forms;
use super::lookup::Lookup;
use super::{
    FeatureId, FormId, KeyFinder, KnownWords, NEGATED, Pattern, SeenInText, StemId, TokenLookup, WordKind, char_ngrams,
};
use crate::ByteSpan;
use crate::text::{Analyzer, Negation, NegationState, NormalToken, TokenKind};

/// Bytes of the cache before it is cleared; bounds the memory that a stream of any length takes.
const CACHE_BYTES: usize = 24 << 20;
/// Word pairs prefetched together.
const PAIRS_AT_ONCE: usize = 16;

/// Turns texts into the ids of their features. One per thread.
///
/// Caches the features of every surface form, so that each is normalised, stemmed and cut into character n-grams once.
#[derive(Debug)]
pub(crate) struct Indexer<'a, L> {
    analyzer: &'a Analyzer,
    lookup: L,
    cache: FormCache,
    forms: Vec<KnownForm>,
    /// The character n-grams of all forms, one form after another.
    char_ngrams: Vec<FeatureId>,
    tokens: TokenLookup,
    seen: SeenInText,
    /// Word pairs of the current text, with their spans.
    pairs: Vec<([StemId; 2], ByteSpan)>,
    /// Known word triples of the current text, with their spans.
    triples: Vec<(FeatureId, ByteSpan)>,
    key_finder: KeyFinder,
    known_words: KnownWords,
}

/// What is known of a form.
#[derive(Clone, Copy, Debug)]
struct KnownForm {
    stem: StemId,
    negated_stem: StemId,
    /// Where its features are in [`Indexer::char_ngrams`].
    char_ngrams: [u32; 2],
    /// The flags that [`NegationState`] reads.
    flags: u32,
    in_sequence: bool,
    word_kind: WordKind,
    /// The entries of the dictionary that it is a word of.
    pattern: Pattern,
    /// Number of the last text that had it, not negated and negated.
    last_text: [u32; 2],
}

/// State of the loop over the tokens of a text.
struct Walk {
    longest_ngram: u8,
    text: u32,
    negation: NegationState,
    /// The last two stems, nearest first, and where each begins.
    previous: [Option<(StemId, usize)>; 2],
    /// Words counted so far.
    words: u32,
}

impl<'a, L: Lookup> Indexer<'a, L> {
    /// An indexer that finds features by `lookup`.
    pub(crate) fn new(analyzer: &'a Analyzer, lookup: L) -> Self {
        Self {
            analyzer,
            lookup,
            cache: FormCache::default(),
            forms: Vec::new(),
            char_ngrams: Vec::new(),
            tokens: TokenLookup::default(),
            seen: SeenInText::default(),
            pairs: Vec::new(),
            triples: Vec::new(),
            key_finder: KeyFinder::default(),
            known_words: KnownWords::default(),
        }
    }

    /// How many words of the last text are known.
    pub(crate) fn known_words(&self) -> KnownWords {
        self.known_words
    }

    /// Whether the last text has one of these dictionary keys, given by their numbers.
    pub(crate) fn has_key(&self, keys: &[u8]) -> bool {
        self.key_finder.has_key(keys)
    }

    /// The entries of the dictionary in the last text: the number of each one's key, and its span.
    pub(super) fn key_hits(&self) -> impl Iterator<Item = (usize, ByteSpan)> {
        self.key_finder.hits()
    }

    /// Gives the lookup back, with all that was added to it.
    pub(super) fn into_lookup(self) -> L {
        self.lookup
    }

    /// Calls `emit` with the id and the span of each known feature of `text`: single words and character n-grams at the
    /// first occurrence of their word, word pairs and triples at their first. Returns the number of distinct words,
    /// known or not.
    ///
    /// The span of a word n-gram goes from its first word to its last; that of a character n-gram is its word's. Word
    /// pairs and triples come after other features, dictionary keys and their pairs last.
    pub(crate) fn index(&mut self, text: &str, mut emit: impl FnMut(FeatureId, ByteSpan)) -> u32 {
        let settings = self.analyzer.settings();
        self.clear_full_cache();
        let number = self.seen.next_text();
        if number == 1 {
            self.forms.iter_mut().for_each(|form| form.last_text = [0; 2]);
        }
        let mut walk = Walk {
            longest_ngram: settings.word_ngrams.min(self.lookup.longest_ngram()),
            text: number,
            negation: NegationState::default(),
            previous: [None, None],
            words: 0,
        };
        self.pairs.clear();
        self.triples.clear();
        self.key_finder.begin();
        self.known_words = KnownWords::default();
        // Taken out, so that the loop can change the rest of the indexer.
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.scan(text, self.cache.surfaces());
        for ((token, key), entry) in tokens.tokens().iter().zip(tokens.keys()).zip(tokens.entries()) {
            let span = token.span();
            let forms = self.cache.surfaces().value(*entry, *key).unwrap_or_else(|| {
                let surface = (token.kind(text), span.of(text), *key);
                self.find_or_insert(surface)
            });
            if token.after_clause() {
                walk.negation.end_clause();
                self.key_finder.end_clause();
            }
            if let Some(form) = forms.single() {
                self.step(form, span, &mut walk, &mut emit);
                continue;
            }
            for k in 0..self.cache.list(forms).len() {
                if let Some(form) = self.cache.list(forms).get(k).copied() {
                    self.step(form, span, &mut walk, &mut emit);
                }
            }
        }
        self.tokens = tokens;
        self.emit_ngrams(&mut emit);
        if let Some((matcher, keys)) = self.analyzer.keys() {
            self.key_finder.emit(matcher, keys.window, &mut self.lookup, emit);
        }
        walk.words
    }

    /// The forms of a token whose surface form is new.
    fn find_or_insert(&mut self, surface: (TokenKind, &str, u128)) -> Forms {
        let Self { analyzer, lookup, cache, forms, char_ngrams, key_finder, .. } = self;
        let known = &mut |token: &NormalToken| {
            let pattern = analyzer.keys().map_or(Pattern::NONE, |(matcher, _)| key_finder.pattern(matcher, token));
            known(analyzer, lookup, token, pattern, forms, char_ngrams)
        };
        cache.find_or_insert(analyzer, surface, known)
    }

    /// Emits the features of one form of a text and collects the word n-grams that end there.
    #[inline(always)]
    fn step(&mut self, form: FormId, span: ByteSpan, walk: &mut Walk, emit: &mut impl FnMut(FeatureId, ByteSpan)) {
        let Some(form) = self.forms.get_mut(form.index()) else {
            debug_assert!(false, "the cache and the forms are cleared together");
            return;
        };
        let negated = walk.negation.step(form.flags, false);
        let stem = if negated { form.negated_stem } else { form.stem };
        let last_text = std::mem::replace(&mut form.last_text[usize::from(negated)], walk.text);
        let form = *form;
        self.known_words.add(form.word_kind);
        if last_text != walk.text {
            walk.words += 1;
            let [from, to] = form.char_ngrams.map(|at| at as usize);
            for feature in self.char_ngrams.get(from..to).unwrap_or(&[]) {
                emit(*feature, span);
            }
            if let Some(feature) = self.lookup.single(stem) {
                emit(feature, span);
            }
        }
        if !form.in_sequence {
            return;
        }
        if self.analyzer.keys().is_some() {
            self.key_finder.push(form.pattern, span);
        }
        let [last, first] = walk.previous;
        walk.previous = [(stem != StemId::NONE).then_some((stem, span.start())), last];
        let (true, true, Some((last, start))) = (stem != StemId::NONE, walk.longest_ngram >= 2, last) else { return };
        self.pairs.push(([last, stem], ByteSpan::new(start, span.end())));
        if let (true, Some((first, start))) = (walk.longest_ngram >= 3, first)
            && let Some(feature) = self.lookup.triple([first, last, stem])
        {
            self.triples.push((feature, ByteSpan::new(start, span.end())));
        }
    }

    /// Emits the word pairs and triples of the text.
    fn emit_ngrams(&mut self, mut emit: impl FnMut(FeatureId, ByteSpan)) {
        let Self { lookup, seen, pairs, triples, .. } = self;
        seen.reserve(pairs.len() + triples.len());
        for chunk in pairs.chunks(PAIRS_AT_ONCE) {
            chunk.iter().for_each(|(stems, _)| lookup.prefetch_pair(*stems));
            for (stems, span) in chunk {
                if let Some(feature) = lookup.pair(*stems)
                    && seen.insert(feature.number())
                {
                    emit(feature, *span);
                }
            }
        }
        for (feature, span) in triples {
            if seen.insert(feature.number()) {
                emit(*feature, *span);
            }
        }
    }

    /// Clears the cache when it is full. Only between texts: within one, forms must keep their ids.
    fn clear_full_cache(&mut self) {
        let forms = size_of_val(self.forms.as_slice()) + size_of_val(self.char_ngrams.as_slice());
        if self.cache.bytes() + forms >= CACHE_BYTES {
            // Anew, so that what one large text took is given back.
            self.cache = FormCache::default();
            self.forms = Vec::new();
            self.char_ngrams = Vec::new();
            self.key_finder.clear();
        }
    }
}

/// Looks up the features of a new normal token, adds it to `forms` and returns its id.
fn known<L: Lookup>(
    analyzer: &Analyzer,
    lookup: &mut L,
    token: &NormalToken,
    pattern: Pattern,
    forms: &mut Vec<KnownForm>,
    char_ngrams_of_all: &mut Vec<FeatureId>,
) -> FormId {
    let settings = analyzer.settings();
    let from = char_ngrams_of_all.len() as u32;
    char_ngrams(&token.word, settings.char_ngrams, |ngram| char_ngrams_of_all.extend(lookup.chars(ngram)));
    let to = char_ngrams_of_all.len() as u32;
    let negated_stem = match settings.negation {
        Negation::Scope => lookup.stem(&format!("{NEGATED}{}", token.stem)),
        Negation::Keep => None,
    };
    let stem = lookup.stem(&token.stem).unwrap_or(StemId::NONE);
    let negated_stem = negated_stem.unwrap_or(StemId::NONE);
    let is_feature = |stem: StemId| stem != StemId::NONE && lookup.has_single(stem);
    let is_known = is_feature(stem) || is_feature(negated_stem);
    forms.push(KnownForm {
        stem,
        negated_stem,
        word_kind: WordKind::new(token, is_known),
        char_ngrams: [from, to],
        flags: token.flags(),
        in_sequence: token.in_sequence,
        pattern,
        last_text: [0; 2],
    });
    FormId::new(forms.len() as u32 - 1)
}
