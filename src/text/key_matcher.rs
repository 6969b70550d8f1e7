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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// For each node, the numbers of the keys whose entries end there, in order.
    keys: Vec<Vec<u8>>,
    /// Names of the keys.
    names: Vec<String>,
    nested_scope: NestedScope,
    /// The numbers of the keys that negate, in order.
    negators: Vec<u8>,
    /// For how many words.
    negation_scope: u8,
}

impl KeyMatcher {
    /// Compiles a checked dictionary; `normalize` gives the normal tokens of a word, as they are in texts.
    pub(super) fn new(keys: &KeyFeatures, normalize: impl Fn(&str) -> Vec<NormalToken>) -> Self {
        let nested_scope = keys.nested_scope;
        let mut matcher = Self { keys: vec![Vec::new()], goes_on: vec![false], nested_scope, ..Self::default() };
        // Large keys share entries and entries share words, whose normalisation is most of the work: each is done once.
        let mut nodes: Map<&str, EntryNode> = Map::default();
        let mut words: Map<&str, Vec<EntryWord>> = Map::default();
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
                matcher.add_key(node, number);
            }
        }
        matcher
    }

    /// The node at the end of an entry. `words` holds what each word was normalised to so far.
    fn node_of<'e>(
        &mut self,
        entry: &'e str,
        words: &mut Map<&'e str, Vec<EntryWord>>,
        normalize: impl Fn(&str) -> Vec<NormalToken>,
    ) -> EntryNode {
        let mut node = EntryNode::ROOT;
        for word in entry.split_whitespace() {
            let normal = words.entry(word).or_insert_with(|| self.entry_words(word, &normalize));
            for word in normal {
                node = self.child_or_insert(node, *word);
            }
        }
        node
    }

    /// What a word of an entry is matched by: the glob, or its normal tokens.
    fn entry_words(&mut self, word: &str, normalize: impl Fn(&str) -> Vec<NormalToken>) -> Vec<EntryWord> {
        if word.contains(['*', '?']) {
            return vec![self.word_or_insert(&word.to_lowercase())];
        }
        if is_normal(word) {
            return vec![self.word_or_insert(word)];
        }
        let tokens = normalize(word);
        tokens.iter().filter(|token| token.in_sequence).map(|token| self.word_or_insert(text_of(token))).collect()
    }

    /// Notes that an entry of the key ends at the node; an entry without words matches nothing.
    fn add_key(&mut self, node: EntryNode, key: u8) {
        if node == EntryNode::ROOT {
            return;
        }
        if let Some(keys) = self.keys.get_mut(node.0 as usize)
            && let Err(at) = keys.binary_search(&key)
        {
            keys.insert(at, key);
        }
    }

    fn child_or_insert(&mut self, node: EntryNode, word: EntryWord) -> EntryNode {
        let next = EntryNode(self.keys.len() as u32);
        let child = *self.children.entry((node, word)).or_insert(next);
        if child == next {
            self.keys.push(Vec::new());
            self.goes_on.push(false);
            self.goes_on.get_mut(node.0 as usize).into_iter().for_each(|goes_on| *goes_on = true);
        }
        child
    }

    fn word_or_insert(&mut self, word: &str) -> EntryWord {
        let next = EntryWord((self.exact.len() + self.prefixes.len() + self.globs.len()) as u32);
        match word.strip_suffix('*') {
            Some(prefix) if !prefix.contains(['*', '?']) => *self.prefixes.entry(prefix.into()).or_insert(next),
            None if !word.contains('?') && !word.contains('*') => *self.exact.entry(word.into()).or_insert(next),
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
        debug_assert!((node.0 as usize) < self.keys.len());
        self.keys.get(node.0 as usize).map_or(&[], Vec::as_slice)
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
