//! The innermost loop: adds the weights of the words of a text and collects the pairs of consecutive stems.

use super::form_table::{BLOCK_LANES, Block, add_record, note_text};
use super::occurrence::Occurrence;
use super::pair_stem::PairStem;
use super::pair_table::PairHasher;

/// Collects the pairs of consecutive stems and counts words.
pub(super) struct PairCollector<'p> {
    hasher: PairHasher<'p>,
    /// The pairs, `count` of them, then unused room for at least one more.
    pairs: &'p mut [u64],
    pub(super) count: usize,
    last: PairStem,
    /// Words that the text did not have before.
    pub(super) words: u32,
}

impl<'p> PairCollector<'p> {
    pub(super) fn new(hasher: PairHasher<'p>, pairs: &'p mut [u64]) -> Self {
        Self { hasher, pairs, count: 0, last: PairStem::NONE, words: 0 }
    }

    /// Takes the next form, with the mask and the stem of its record.
    #[inline(always)]
    pub(super) fn step(self, form: Occurrence, mask: i64, stem: PairStem) -> Self {
        let out_of_sequence = form.out_of_sequence();
        if let Some(pair) = self.pairs.get_mut(self.count) {
            *pair = self.hasher.pair([self.last, stem]);
        }
        // Keeps the pair unless a stem is missing (only `NONE` has the highest bit) or the form is out of sequence.
        let count = self.count + ((!(self.last.0 | stem.0 | (out_of_sequence << 31))) >> 31) as usize;
        let last = if out_of_sequence != 0 { self.last } else { stem };
        Self { count, last, words: self.words.wrapping_sub(mask as u32), ..self }
    }
}

/// Adds the weights of all forms to `sums`, for records of `N` blocks, and collects the pairs of their stems. Returns
/// the number of words that count and the number of pairs.
#[inline(never)]
pub(super) fn add_words<const N: usize>(
    forms: &[Occurrence],
    text: u32,
    blocks: &mut [Block],
    sums: &mut [[i64; BLOCK_LANES]],
    hasher: PairHasher<'_>,
    pairs: &mut [u64],
) -> (u32, usize) {
    let (records, _) = blocks.as_chunks_mut::<N>();
    let mut own = [[0; BLOCK_LANES]; N];
    let mut collector = PairCollector::new(hasher, pairs);
    for form in forms {
        let Some(record) = records.get_mut(form.record().0 as usize) else { continue };
        let (mask, stem) = note_text(record, text);
        add_record(record, mask, &mut own);
        collector = collector.step(*form, mask, stem);
    }
    sums.iter_mut().zip(own).for_each(|(sums, own)| *sums = own);
    (collector.words, collector.count)
}
