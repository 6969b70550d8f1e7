//! The keys of a dictionary in a text, and ordered pairs of them, as features.

use std::ops::Range;

use super::vocabulary::{KEYS, NEGATED};
use super::{FeatureId, Lookup};
use crate::ByteSpan;
use crate::text::{EntryNode, EntryWord, KeyMatcher, NestedScope, NormalToken};

/// Finds the keys of one text after another. One per thread.
///
/// Of the entries of one key that begin at the same word the longest counts, and it covers its words: a shorter or later
/// entry of the same key inside it does not count again (quanteda's `nested_scope = "key"`). Entries of different keys do
/// not hide one another, unless the settings say so ([`NestedScope::Dictionary`]). An entry must lie within a clause, and
/// so must both keys of a pair.
///
/// An entry in the scope of an odd number of negating entries ([`KeyNegation`](crate::text::KeyNegation)) counts as another
/// key, `not_` and the name of its own.
#[derive(Debug, Default)]
pub(crate) struct KeyFinder {
    /// The entry words of every pattern, one pattern after another.
    words: Vec<EntryWord>,
    /// The nodes that the entry words of every pattern lead to from the root, one pattern after another.
    first_nodes: Vec<EntryNode>,
    /// Where each pattern is in `words` and in `first_nodes`.
    patterns: Vec<PatternPlace>,
    /// The tokens of the current text.
    tokens: Vec<KeyToken>,
    clause: u32,
    /// The entries found in the current text.
    hits: Vec<Hit>,
    /// For each key, the number of the first token after its last entry.
    covered_to: Vec<u32>,
    /// For each slot (a key, plain or negated) and each pair of slots, its feature, once it was looked up.
    features: Vec<Option<Option<FeatureId>>>,
    /// For each slot and each pair of slots, the last text that had it.
    last_text: Vec<u32>,
    text: u32,
    /// Scratch: the nodes that the words so far lead to, and those after the next word.
    nodes: Vec<EntryNode>,
    next_nodes: Vec<EntryNode>,
    /// Scratch: keys whose entries begin at a token, with the number of tokens of the longest.
    longest: Vec<(u8, u32)>,
}

/// The entry words that a form matches, by number; [`Pattern::NONE`] matches none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(u32);

impl Default for Pattern {
    /// That of a form that no entry mentions.
    fn default() -> Self {
        Self::NONE
    }
}

impl Pattern {
    /// The pattern of a form that no entry mentions.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

/// Where a pattern is stored.
#[derive(Clone, Copy, Debug)]
struct PatternPlace {
    words: [u32; 2],
    /// Empty if no entry begins with one of the words.
    first_nodes: [u32; 2],
}

/// A token of the current text.
#[derive(Clone, Copy, Debug)]
struct KeyToken {
    pattern: Pattern,
    clause: u32,
    span: ByteSpan,
}

/// An entry in the current text.
#[derive(Clone, Copy, Debug)]
struct Hit {
    key: u8,
    /// Number of its first token.
    at: u32,
    /// Number of the token after its last one.
    end: u32,
    clause: u32,
    /// Whether it is in the scope of an odd number of negating entries.
    negated: bool,
    span: ByteSpan,
}

impl Hit {
    /// The slot of its key among `keys` plain and, after them, as many negated ones.
    fn slot(&self, keys: usize) -> usize {
        usize::from(self.key) + if self.negated { keys } else { 0 }
    }
}

impl KeyFinder {
    /// The pattern of a new form.
    pub(crate) fn pattern(&mut self, matcher: &KeyMatcher, token: &NormalToken) -> Pattern {
        let from = self.words.len();
        matcher.words(token, &mut self.words);
        if self.words.len() == from {
            return Pattern::NONE;
        }
        let first = self.first_nodes.len();
        let words = self.words.get(from..).unwrap_or(&[]);
        self.first_nodes.extend(words.iter().filter_map(|word| matcher.child(EntryNode::ROOT, *word)));
        self.patterns.push(PatternPlace {
            words: [from as u32, self.words.len() as u32],
            first_nodes: [first as u32, self.first_nodes.len() as u32],
        });
        Pattern(self.patterns.len() as u32 - 1)
    }

    /// Forgets all patterns, and gives their memory back.
    pub(crate) fn clear(&mut self) {
        self.words = Vec::new();
        self.first_nodes = Vec::new();
        self.patterns = Vec::new();
    }

    /// Begins a text.
    pub(crate) fn begin(&mut self) {
        self.tokens.clear();
        self.hits.clear();
        self.clause = 0;
        self.text = self.text.wrapping_add(1);
        if self.text == 0 {
            self.last_text.fill(0);
            self.text = 1;
        }
    }

    /// A clause ends.
    pub(crate) fn end_clause(&mut self) {
        self.clause += 1;
    }

    /// Takes the next token that is in sequence.
    #[inline(always)]
    pub(crate) fn push(&mut self, pattern: Pattern, span: ByteSpan) {
        self.tokens.push(KeyToken { pattern, clause: self.clause, span });
    }

    /// Calls `emit` with the feature and the span of every key of the text and of every ordered pair of keys at most
    /// `window` tokens apart, at their first occurrence.
    pub(crate) fn emit(
        &mut self,
        matcher: &KeyMatcher,
        window: u8,
        lookup: &mut impl Lookup,
        mut emit: impl FnMut(FeatureId, ByteSpan),
    ) {
        self.find(matcher);
        let (keys, slots) = (matcher.names().len(), slots(matcher));
        self.features.resize(slots * (slots + 1), None);
        self.last_text.resize(slots * (slots + 1), 0);
        let hits = std::mem::take(&mut self.hits);
        for (k, hit) in hits.iter().enumerate() {
            let first = hit.slot(keys);
            if let Some(feature) = self.feature(matcher, first, None, lookup) {
                emit(feature, hit.span);
            }
            let near = |next: &&Hit| next.clause == hit.clause && next.at - hit.at <= u32::from(window);
            for next in hits.get(k + 1..).unwrap_or(&[]).iter().take_while(near).filter(|next| next.at > hit.at) {
                if let Some(feature) = self.feature(matcher, first, Some(next.slot(keys)), lookup) {
                    emit(feature, hit.span.hull(next.span));
                }
            }
        }
        self.hits = hits;
    }

    /// Whether the last text has one of these keys, given by their numbers.
    pub(crate) fn has_key(&self, keys: &[u8]) -> bool {
        self.hits.iter().any(|hit| keys.contains(&hit.key))
    }

    /// The feature of a slot or of a pair of slots; `None` if there is none, or if it has counted in this text.
    #[inline(always)]
    fn feature(
        &mut self,
        matcher: &KeyMatcher,
        first: usize,
        second: Option<usize>,
        lookup: &mut impl Lookup,
    ) -> Option<FeatureId> {
        let (keys, slots) = (matcher.names().len(), slots(matcher));
        let at = second.map_or(first, |second| slots * (1 + first) + second);
        let last = self.last_text.get_mut(at)?;
        if std::mem::replace(last, self.text) == self.text {
            return None;
        }
        let known = self.features.get_mut(at)?;
        *known.get_or_insert_with(|| {
            let name = |slot: usize| {
                let (negated, key) = if slot < keys { ("", slot) } else { (NEGATED, slot - keys) };
                format!("{negated}{}", matcher.names().get(key).map_or("", String::as_str))
            };
            let second = second.map(|second| format!(" {}", name(second))).unwrap_or_default();
            lookup.by_key(&format!("{KEYS}{}{second}", name(first)))
        })
    }

    /// The entries of the last text, in order: the number of each one's key, and its span.
    pub(crate) fn hits(&self) -> impl Iterator<Item = (usize, ByteSpan)> {
        self.hits.iter().map(|hit| (usize::from(hit.key), hit.span))
    }

    /// Finds the entries of the text.
    fn find(&mut self, matcher: &KeyMatcher) {
        self.covered_to.clear();
        self.covered_to.resize(matcher.names().len(), 0);
        let hides_all = matcher.nested_scope() == NestedScope::Dictionary;
        let mut all_covered_to = 0;
        for at in 0..self.tokens.len() {
            let Some(token) = self.tokens.get(at).copied() else { break };
            let Some(place) = self.patterns.get(token.pattern.0 as usize).copied() else { continue };
            let [from, to] = place.first_nodes;
            if from == to {
                continue;
            }
            self.longest_at(matcher, at, token.clause, from as usize..to as usize);
            let mut found = std::mem::take(&mut self.longest);
            if let (true, Some(most)) = (hides_all, found.iter().map(|(_, length)| *length).max()) {
                found.retain(|(_, length)| *length == most && all_covered_to <= at as u32);
                all_covered_to = all_covered_to.max(at as u32 + if found.is_empty() { 0 } else { most });
            }
            for (key, length) in &found {
                let Some(covered_to) = self.covered_to.get_mut(usize::from(*key)) else { continue };
                if *covered_to > at as u32 {
                    continue;
                }
                *covered_to = at as u32 + length;
                let last = self.tokens.get(at + *length as usize - 1).map_or(token.span, |last| last.span);
                self.hits.push(Hit {
                    key: *key,
                    at: at as u32,
                    end: *covered_to,
                    clause: token.clause,
                    negated: false,
                    span: token.span.hull(last),
                });
            }
            self.longest = found;
        }
        let (negators, scope) = matcher.negation();
        if !negators.is_empty() {
            mark_negated(&mut self.hits, negators, u32::from(scope));
        }
    }

    /// Sets `self.longest` to the keys whose entries begin at token number `at`, by number, each with the length of the
    /// longest. `first` is where the nodes that the token leads to are.
    fn longest_at(&mut self, matcher: &KeyMatcher, at: usize, clause: u32, first: Range<usize>) {
        self.longest.clear();
        self.nodes.clear();
        self.nodes.extend_from_slice(self.first_nodes.get(first).unwrap_or(&[]));
        note_keys(&self.nodes, matcher, 1, &mut self.longest);
        let rest = self.tokens.get(at + 1..).unwrap_or(&[]);
        for (token, length) in rest.iter().take_while(|token| token.clause == clause).zip(2..) {
            // Most entries are a single word.
            if !self.nodes.iter().any(|node| matcher.has_children(*node)) {
                break;
            }
            let Some(PatternPlace { words: [from, to], .. }) = self.patterns.get(token.pattern.0 as usize) else {
                break;
            };
            self.next_nodes.clear();
            for word in self.words.get(*from as usize..*to as usize).unwrap_or(&[]) {
                self.next_nodes.extend(self.nodes.iter().filter_map(|node| matcher.child(*node, *word)));
            }
            if self.next_nodes.is_empty() {
                break;
            }
            std::mem::swap(&mut self.nodes, &mut self.next_nodes);
            note_keys(&self.nodes, matcher, length, &mut self.longest);
        }
    }
}

/// The number of slots: each key, and each key negated if there are keys that negate.
fn slots(matcher: &KeyMatcher) -> usize {
    matcher.names().len() << usize::from(!matcher.negation().0.is_empty())
}

/// Marks the entries in the scope of an odd number of negating entries: that many of them end in the same clause at most
/// `scope` words before the entry's first. Negating entries themselves are never marked.
fn mark_negated(hits: &mut [Hit], negators: &[u8], scope: u32) {
    // Negating entries of the clause, the last one last.
    let mut before: Vec<(u32, u32)> = Vec::new();
    for hit in hits {
        before.retain(|(clause, end)| *clause == hit.clause && hit.at < end + scope);
        if negators.contains(&hit.key) {
            before.push((hit.clause, hit.end));
        } else {
            hit.negated = before.iter().filter(|(_, end)| *end <= hit.at).count() % 2 == 1;
        }
    }
}

/// Notes the keys whose entries end at these nodes, after `length` tokens.
fn note_keys(nodes: &[EntryNode], matcher: &KeyMatcher, length: u32, longest: &mut Vec<(u8, u32)>) {
    for key in nodes.iter().flat_map(|node| matcher.keys_at(*node)) {
        match longest.binary_search_by_key(key, |(own, _)| *own) {
            Ok(found) => longest.get_mut(found).into_iter().for_each(|(_, longest)| *longest = length),
            Err(new) => longest.insert(new, (*key, length)),
        }
    }
}

#[cfg(test)]
mod tests;
