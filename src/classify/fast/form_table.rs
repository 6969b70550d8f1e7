//! One record per form: the last text that had it, its stem, and what it adds to each lane.

use super::pair_stem::PairStem;

/// Lanes of a block: two blocks fill a cache line.
pub(super) const BLOCK_LANES: usize = 3;
/// Number of consecutive records that are not negated, before as many negated ones of the same forms. Negated words are
/// rare: so the hot records share cache lines.
const GROUP: u32 = 64;

/// What a form adds to [`BLOCK_LANES`] lanes. A record is one or more blocks; the first has its text and stem as well.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Block {
    /// Number of the last text that had the form.
    text: u32,
    stem: PairStem,
    adds: [i64; BLOCK_LANES],
}

impl Block {
    /// What it adds to its lanes.
    #[inline(always)]
    pub(super) fn adds(&self) -> [i64; BLOCK_LANES] {
        self.adds
    }
}

/// The position of a record in a [`FormTable`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(transparent)]
pub(super) struct RecordId(pub(super) u32);

impl RecordId {
    /// The record of the same form when it is negated.
    #[inline(always)]
    pub(super) fn negated(self, negated: bool) -> Self {
        Self(self.0 + u32::from(negated) * GROUP)
    }
}

/// Notes that `text` has the form of a record. Returns a mask of ones if it did not have it before, else of zeros, and
/// the stem.
#[inline(always)]
pub(super) fn note_text(record: &mut [Block], text: u32) -> (i64, PairStem) {
    let Some(first) = record.first_mut() else { return (0, PairStem::NONE) };
    // A branch would often be mispredicted, since repetition follows no pattern. The compiler would turn the mask back
    // into a branch if it knew what it is.
    let mask = std::hint::black_box(-i64::from(first.text != text));
    first.text = text;
    (mask, first.stem)
}

/// Adds what a record adds, under a mask.
#[inline(always)]
pub(super) fn add_record(record: &[Block], mask: i64, sums: &mut [[i64; BLOCK_LANES]]) {
    for (sums, block) in sums.iter_mut().zip(record) {
        sums.iter_mut().zip(block.adds).for_each(|(sum, add)| *sum += add & mask);
    }
}

/// The records of all forms that a session has seen.
#[derive(Debug)]
pub(super) struct FormTable {
    /// For each target.
    blocks: Vec<Vec<Block>>,
    /// Blocks per record.
    pub(super) record_size: usize,
    /// Whether each form has a negated record too.
    with_negated: bool,
    forms: u32,
}

impl FormTable {
    /// An empty table with `lanes` lanes per record.
    pub(super) fn new(lanes: usize, targets: usize, with_negated: bool) -> Self {
        let record_size = lanes.div_ceil(BLOCK_LANES);
        Self { blocks: vec![Vec::new(); targets], record_size, with_negated, forms: 0 }
    }

    /// Bytes of all records.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.first().map_or(0, |blocks| self.blocks.len() * size_of_val(blocks.as_slice()))
    }

    /// Removes all records, and gives their memory back.
    pub(super) fn clear(&mut self) {
        self.blocks.iter_mut().for_each(|blocks| *blocks = Vec::new());
        self.forms = 0;
    }

    /// Forgets which texts had the forms, since text numbers begin anew.
    pub(super) fn forget_texts(&mut self) {
        for first in self.blocks.iter_mut().flat_map(|blocks| blocks.iter_mut().step_by(self.record_size)) {
            first.text = 0;
        }
    }

    /// Adds a form and returns its record; its negated record is [`RecordId::negated`].
    pub(super) fn add_form(&mut self) -> RecordId {
        let form = self.forms;
        self.forms += 1;
        let (doubled, size) = (u32::from(self.with_negated), self.record_size);
        let room = (self.forms.next_multiple_of(GROUP) as usize) << doubled;
        self.blocks.iter_mut().for_each(|blocks| blocks.resize(room * size, Block::default()));
        RecordId(((form & !(GROUP - 1)) << doubled) | (form & (GROUP - 1)))
    }

    /// Sets a record's stem and what it adds to each lane for one target.
    pub(super) fn set(&mut self, target: usize, record: RecordId, stem: PairStem, adds: &[i64]) {
        let blocks = self.blocks.get_mut(target).into_iter().flatten();
        for (block, adds) in blocks.skip(record.0 as usize * self.record_size).zip(adds.chunks(BLOCK_LANES)) {
            block.stem = stem;
            block.adds.iter_mut().zip(adds).for_each(|(own, add)| *own = *add);
        }
    }

    /// The blocks of a target, `record_size` per record.
    #[inline(always)]
    pub(super) fn blocks(&self, target: usize) -> &[Block] {
        debug_assert!(target < self.blocks.len());
        self.blocks.get(target).map_or(&[], Vec::as_slice)
    }

    /// The blocks of a target, to note in which text they were counted last.
    #[inline(always)]
    pub(super) fn blocks_mut(&mut self, target: usize) -> &mut [Block] {
        debug_assert!(target < self.blocks.len());
        self.blocks.get_mut(target).map_or(&mut [], Vec::as_mut_slice)
    }

    /// The stem of a record.
    pub(super) fn stem(&self, target: usize, record: RecordId) -> PairStem {
        let first = self.blocks(target).get(record.0 as usize * self.record_size);
        debug_assert!(first.is_some());
        first.map_or(PairStem::NONE, |block| block.stem)
    }
}
