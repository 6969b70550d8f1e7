//! The sums of a text's fixed-point weights part by part, for reasons.

use super::FastScorer;
use crate::ByteSpan;
use crate::classify::fast::form_table::note_text;
use crate::classify::fast::pair_stem::PairStem;
use crate::classify::parts::Parts;
use crate::features::{FeatureId, Lookup, StemId};

/// A word n-gram that a text may have, and where.
type Place<N> = (N, ByteSpan);

impl FastScorer<'_> {
    /// Adds the weights of a text to the `parts` that they come from, and returns the number of words that count. Each
    /// n-gram is a part where it is first.
    pub(in crate::classify) fn parts(&mut self, text: &str, target: usize, parts: &mut Parts) -> u32 {
        let longest_ngram = self.find_all_forms(text, target);
        let (mut pairs, mut triples) = (Vec::new(), Vec::new());
        let words = self.word_parts(text, target, parts, &mut pairs, &mut triples);
        if longest_ngram < 3 {
            triples.clear();
        }
        if longest_ngram < 2 {
            pairs.clear();
        }
        self.ngram_parts(target, &pairs, &triples, parts);
        self.each_key(text, |weights, feature, span| weights.add(target, feature, parts.sums_of(span, Some(feature))));
        words
    }

    /// Adds the words with their character n-grams, and collects the pairs and triples of consecutive stems.
    fn word_parts(
        &mut self,
        text: &str,
        target: usize,
        parts: &mut Parts,
        pairs: &mut Vec<Place<u64>>,
        triples: &mut Vec<Place<FeatureId>>,
    ) -> u32 {
        let Self { lookup, weights, tokens, cache, records, with_features, .. } = self;
        let (number, size, hasher) = (self.text, records.record_size, weights.pairs.hasher());
        let (surfaces, blocks) = (cache.surfaces(), records.blocks_mut(target));
        let mut forms = self.forms.get(..self.n_forms).unwrap_or(&[]).iter();
        let mut words = 0;
        // The last two stems, nearest first, and where each begins.
        let mut previous = [(PairStem::NONE, 0); 2];
        for ((token, key), entry) in tokens.tokens().iter().zip(tokens.keys()).zip(tokens.entries()) {
            let span = token.span();
            let surface = || surfaces.find(token.kind(text), span.of(text), *key);
            let Some(found) = surfaces.value(*entry, *key).or_else(surface) else { continue };
            let several = if found.single().is_some() { 1 } else { cache.list(found).len() };
            for form in forms.by_ref().take(several) {
                let from = form.record().0 as usize * size;
                let Some(record) = blocks.get_mut(from..from + size) else { continue };
                let (mask, stem) = note_text(record, number);
                if mask != 0 {
                    words += 1;
                    if with_features.get(form.record().0 as usize) == Some(&true) {
                        let adds = record.iter().flat_map(|block| block.adds());
                        parts.sums_of(span, None).iter_mut().zip(adds).for_each(|(sum, add)| *sum += add);
                    }
                }
                if form.out_of_sequence() != 0 {
                    continue;
                }
                let [(last, begin), (first, first_begin)] = previous;
                previous = [(stem, span.start()), (last, begin)];
                if [last, stem].contains(&PairStem::NONE) {
                    continue;
                }
                pairs.push((hasher.pair([last, stem]), ByteSpan::new(begin, span.end())));
                let stems = [first, last, stem].map(|stem| weights.stem(stem));
                if !stems.contains(&StemId::NONE)
                    && let Some(triple) = lookup.triple(stems)
                {
                    triples.push((triple, ByteSpan::new(first_begin, span.end())));
                }
            }
        }
        words
    }

    /// Adds the known pairs and triples, each once.
    fn ngram_parts(&mut self, target: usize, pairs: &[Place<u64>], triples: &[Place<FeatureId>], parts: &mut Parts) {
        let Self { weights, seen, .. } = self;
        seen.reserve(pairs.len() + triples.len());
        let lanes = weights.lanes;
        for (pair, span) in pairs {
            if let Some(slot) = weights.pairs.find_one(*pair).filter(|slot| seen.insert(*slot)) {
                let own = weights.pairs.weights(slot, target * lanes);
                let sums = parts.sums_of(*span, None);
                sums.iter_mut().zip(own).for_each(|(sum, weight)| *sum += i64::from(*weight as i32));
            }
        }
        let first_id = weights.pairs.len() as u32;
        for (triple, span) in triples {
            if seen.insert(first_id.wrapping_add(triple.number())) {
                weights.add(target, *triple, parts.sums_of(*span, None));
            }
        }
    }
}
