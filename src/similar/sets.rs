//! Texts as sets of word pairs, numbered so that the rarest come first.

use std::collections::HashMap;

use super::word_ids::{WordIds, pairs};

/// The word pairs of each text as ids, the rarest first.
pub(super) struct Sets {
    members: Vec<u32>,
    starts: Vec<usize>,
    /// Pairs with ids below this are in one text only.
    pub(super) shared_from: u32,
    /// Number of different pairs.
    pub(super) count: usize,
}

/// A word pair, in the order of first appearance.
struct Pair {
    value: u64,
    /// The number of texts that have it.
    texts: u32,
    /// The last of them.
    last: u32,
}

impl Sets {
    /// Those of the texts in these rows of `words`.
    pub(super) fn new(words: &WordIds, rows: &[usize]) -> Self {
        let size = rows.iter().map(|row| words.row(*row).len() + 1).sum();
        let mut members: Vec<u32> = Vec::with_capacity(size);
        let mut starts = Vec::with_capacity(rows.len() + 1);
        starts.push(0);
        let mut known: Vec<Pair> = Vec::new();
        // Only looked up, never iterated, so that the hash order does not matter.
        let mut ids: HashMap<u64, u32, foldhash::fast::FixedState> = HashMap::default();
        for (row, text) in rows.iter().zip(0u32..) {
            for value in pairs(words.row(*row)) {
                let id = *ids.entry(value).or_insert(known.len() as u32);
                match known.get_mut(id as usize) {
                    // It is in this text already.
                    Some(pair) if pair.last == text => continue,
                    Some(pair) => (pair.texts, pair.last) = (pair.texts + 1, text),
                    None => known.push(Pair { value, texts: 1, last: text }),
                }
                members.push(id);
            }
            starts.push(members.len());
        }
        let (ranks, shared_from) = ranks(&known);
        for id in &mut members {
            *id = ranks.get(*id as usize).copied().unwrap_or(0);
        }
        for ends in starts.windows(2) {
            if let [from, to] = ends
                && let Some(own) = members.get_mut(*from..*to)
            {
                own.sort_unstable();
            }
        }
        Self { members, starts, shared_from, count: known.len() }
    }

    /// Number of texts.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The pairs of a text.
    pub(super) fn of(&self, text: u32) -> &[u32] {
        let at = text as usize;
        let range = match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => *from..*to,
            _ => 0..0,
        };
        self.members.get(range).unwrap_or(&[])
    }
}

/// The position of each pair in the order of rarity, and the number of pairs of one text only, which come first. Equally
/// rare pairs of several texts are in the order of their values.
fn ranks(known: &[Pair]) -> (Vec<u32>, u32) {
    let shared = |pair: &Pair| pair.texts > 1;
    let mut order: Vec<(u32, u64, u32)> = known
        .iter()
        .zip(0u32..)
        .filter(|(pair, _)| shared(pair))
        .map(|(pair, id)| (pair.texts, pair.value, id))
        .collect();
    order.sort_unstable();
    let shared_from = (known.len() - order.len()) as u32;
    let mut next = 0;
    let mut ranks: Vec<u32> = known
        .iter()
        .map(|pair| {
            let rank = next;
            next += u32::from(!shared(pair));
            rank
        })
        .collect();
    for ((.., id), rank) in order.iter().zip(shared_from..) {
        if let Some(place) = ranks.get_mut(*id as usize) {
            *place = rank;
        }
    }
    (ranks, shared_from)
}
