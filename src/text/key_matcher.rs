//! Which words of a text the entries of a dictionary match.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::normalize::is_normal;
use super::{KeyFeatures, NestedScope, NormalToken};

type Map<K, V> = HashMap<K, V, RandomState>;

/// A word of an entry, by its number. Equal words of several entries are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EntryWord(u32);

/// A node of the tree of entries: the words of an entry lead from the root to its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EntryNode(u32);

impl EntryNode {
    /// Before the first word.
    pub(crate) const ROOT: Self = Self(0);
}

/// The entries of a dictionary, compiled. Immutable: one serves any number of threads.
///
/// Words without a glob are normalised as texts are, so that "don't" in an entry matches *do not*; globs are matched
/// against normalised words in lower case.
#[derive(Debug, Default)]
pub(crate) struct KeyMatcher {
    exact: Map<Box<str>, EntryWord>,
    /// Globs that end with their only `*`, by what is before it.
    prefixes: Map<Box<str>, EntryWord>,
    globs: Vec<(Vec<char>, EntryWord)>,
    children: Map<(EntryNode, EntryWord), EntryNode>,
    /// For each node, whether entries go on after it.
    goes_on: Vec<bool>,
    /// For each node, the numbers of the keys whose entries end there, in order: one node after another.
    keys: Vec<u8>,
    /// Where those of each node end in `keys`.
    key_ends: Vec<u32>,
    /// Names of the keys.
    names: Vec<String>,
    nested_scope: NestedScope,
    /// The numbers of the keys that negate, in order.
    negators: Vec<u8>,
    /// For how many words.
    negation_scope: u8,
}

/// What the words of entries were normalised to so far.
#[derive(Default)]
struct EntryWords<'e> {
    words: Vec<EntryWord>,
    /// Where those of each word are in `words`.
    places: Map<&'e str, [u32; 2]>,
}

impl KeyMatcher {
    /// Compiles a checked dictionary; `normalize` gives the normal tokens of a word, as they are in texts.
    pub(super) fn new(keys: &KeyFeatures, normalize: impl Fn(&str) -> Vec<NormalToken>) -> Self {
        let mut matcher = Self { goes_on: vec![false], nested_scope: keys.nested_scope, ..Self::default() };
        let entries: usize = keys.dictionary.keys().iter().map(|key| key.entries.len()).sum();
        matcher.exact.reserve(entries / 2);
        matcher.children.reserve(entries);
        // Large keys share entries and entries share words, whose normalisation is most of the work: each is done once.
        let mut nodes: Map<&str, EntryNode> = Map::with_capacity_and_hasher(entries, RandomState::default());
        let mut words = EntryWords::default();
        words.places.reserve(entries / 2);
        // The nodes at which entries end, with the keys of the entries, in order of the keys.
        let mut ends: Vec<(EntryNode, u8)> = Vec::with_capacity(entries);
        for (number, key) in keys.dictionary.keys().iter().enumerate() {
            let number = u8::try_from(number);
            debug_assert!(number.is_ok(), "a checked dictionary has at most 250 keys");
            let Ok(number) = number else { break };
            matcher.names.push(key.name.clone());
            if let Some(negation) = keys.negation.as_ref().filter(|negation| negation.keys.contains(&key.name)) {
                matcher.negators.push(number);
                matcher.negation_scope = negation.scope;
            }
            for entry in &key.entries {
                let node = *nodes.entry(entry).or_insert_with(|| matcher.node_of(entry, &mut words, &normalize));
                ends.push((node, number));
            }
        }
        matcher.set_keys(ends);
        matcher
    }

    /// Notes that entries of keys end at nodes; an entry without words matches nothing.
    fn set_keys(&mut self, mut ends: Vec<(EntryNode, u8)>) {
        ends.retain(|(node, _)| *node != EntryNode::ROOT);
        ends.sort_unstable();
        ends.dedup();
        self.keys = ends.iter().map(|(_, key)| *key).collect();
        let mut rest = ends.as_slice();
        for node in 0..self.goes_on.len() {
            let own = rest.iter().take_while(|(end, _)| end.0 as usize == node).count();
            rest = rest.get(own..).unwrap_or(&[]);
            self.key_ends.push((ends.len() - rest.len()) as u32);
        }
    }

    /// The node at the end of an entry. `words` holds what each word was normalised to so far.
    fn node_of<'e>(
        &mut self,
        entry: &'e str,
        words: &mut EntryWords<'e>,
        normalize: impl Fn(&str) -> Vec<NormalToken>,
    ) -> EntryNode {
        let mut node = EntryNode::ROOT;
        let mut follow = |word: &'e str| {
            let place = match words.places.get(word) {
                Some(place) => *place,
                None => {
                    let from = words.words.len() as u32;
                    self.entry_words(word, &normalize, &mut words.words);
                    let place = [from, words.words.len() as u32];
                    words.places.insert(word, place);
                    place
                }
            };
            let [from, to] = place.map(|at| at as usize);
            for word in words.words.get(from..to).unwrap_or(&[]) {
                node = self.child_or_insert(node, *word);
            }
        };
        // Most entries are a word of ASCII.
        if entry.bytes().all(|byte| byte.is_ascii_graphic()) {
            follow(entry);
        } else {
            entry.split_whitespace().for_each(follow);
        }
        node
    }

    /// What a word of an entry is matched by: the glob, or its normal tokens.
    fn entry_words(&mut self, word: &str, normalize: impl Fn(&str) -> Vec<NormalToken>, out: &mut Vec<EntryWord>) {
        if word.bytes().any(|byte| matches!(byte, b'*' | b'?')) {
            out.push(self.word_or_insert(&word.to_lowercase()));
        } else if is_normal(word) {
            out.push(self.exact_or_insert(word));
        } else {
            let tokens = normalize(word);
            let tokens = tokens.iter().filter(|token| token.in_sequence);
            out.extend(tokens.map(|token| self.word_or_insert(text_of(token))));
        }
    }

    fn child_or_insert(&mut self, node: EntryNode, word: EntryWord) -> EntryNode {
        let next = EntryNode(self.goes_on.len() as u32);
        let child = *self.children.entry((node, word)).or_insert(next);
        if child == next {
            self.goes_on.push(false);
            self.goes_on.get_mut(node.0 as usize).into_iter().for_each(|goes_on| *goes_on = true);
        }
        child
    }

    /// The number that the next new word gets.
    fn next_word(&self) -> EntryWord {
        EntryWord((self.exact.len() + self.prefixes.len() + self.globs.len()) as u32)
    }

    /// A word without a glob.
    fn exact_or_insert(&mut self, word: &str) -> EntryWord {
        let next = self.next_word();
        *self.exact.entry(word.into()).or_insert(next)
    }

    fn word_or_insert(&mut self, word: &str) -> EntryWord {
        let next = self.next_word();
        match word.strip_suffix('*') {
            Some(prefix) if !prefix.contains(['*', '?']) => *self.prefixes.entry(prefix.into()).or_insert(next),
            None if !word.contains('?') && !word.contains('*') => self.exact_or_insert(word),
            _ => {
                let glob: Vec<char> = word.chars().collect();
                if let Some((_, known)) = self.globs.iter().find(|(own, _)| *own == glob) {
                    return *known;
                }
                self.globs.push((glob, next));
                next
            }
        }
    }

    /// Appends the entry words that a normal token matches to `out`.
    pub(crate) fn words(&self, token: &NormalToken, out: &mut Vec<EntryWord>) {
        if !token.in_sequence {
            return;
        }
        let text = text_of(token);
        out.extend(self.exact.get(text));
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        out.extend(std::iter::once(0).chain(ends).filter_map(|end| self.prefixes.get(text.get(..end)?)));
        if !self.globs.is_empty() {
            let chars: Vec<char> = text.chars().collect();
            out.extend(self.globs.iter().filter(|(glob, _)| glob_fits(glob, &chars)).map(|(_, word)| word));
        }
    }

    /// The node after `word`.
    #[inline(always)]
    pub(crate) fn child(&self, node: EntryNode, word: EntryWord) -> Option<EntryNode> {
        self.children.get(&(node, word)).copied()
    }

    /// Whether entries go on after a node.
    #[inline(always)]
    pub(crate) fn has_children(&self, node: EntryNode) -> bool {
        debug_assert!((node.0 as usize) < self.goes_on.len());
        self.goes_on.get(node.0 as usize).copied().unwrap_or(false)
    }

    /// The numbers of the keys whose entries end at a node.
    #[inline(always)]
    pub(crate) fn keys_at(&self, node: EntryNode) -> &[u8] {
        debug_assert!((node.0 as usize) < self.key_ends.len());
        let at = node.0 as usize;
        let end = |at: usize| self.key_ends.get(at).map_or(0, |end| *end as usize);
        self.keys.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or(&[])
    }

    /// The numbers of the keys whose entries negate those after them, and for how many words.
    pub(crate) fn negation(&self) -> (&[u8], u8) {
        (&self.negators, self.negation_scope)
    }

    /// Which entries an entry hides.
    pub(crate) fn nested_scope(&self) -> NestedScope {
        self.nested_scope
    }

    /// The names of the keys, by number.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// What entries are compared with: the normalised word before stemming; for tokens that are not words (emoji, `u.s.`) the
/// token itself.
fn text_of(token: &NormalToken) -> &str {
    if token.word.is_empty() { &token.stem } else { &token.word }
}

/// Whether `text` fits a glob with `*` for any characters and `?` for one. Linear in the product of the lengths at worst.
pub(crate) fn glob_fits(glob: &[char], text: &[char]) -> bool {
    let (mut g, mut t) = (0, 0);
    // The last star, and where in the text it stopped.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match glob.get(g) {
            Some('*') => {
                star = Some((g, t));
                g += 1;
            }
            Some(c) if *c == '?' || text.get(t) == Some(c) => {
                g += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, stopped)) => {
                    *stopped += 1;
                    (g, t) = (*at + 1, *stopped);
                }
                None => return false,
            },
        }
    }
    glob.get(g..).unwrap_or(&[]).iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_globs_do() {
        for (glob, text, expected) in [
            ("scrap*", "scrapped", true),
            ("*weight*", "overweight", true),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("*", "", true),
        ] {
            let chars = |s: &str| s.chars().collect::<Vec<char>>();
            assert_eq!(glob_fits(&chars(glob), &chars(text)), expected, "{glob} {text}");
        }
    }
}
