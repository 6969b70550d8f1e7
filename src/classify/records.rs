//! What is known of each form, in one stretch of memory: when it came last, its stem, and what it adds.

/// Numbers in a block, of which two make a cache line.
const WIDE: usize = 4;

/// Four numbers. The first of a record is its head: the stem's number above, the number of the last text below.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
pub(super) struct Block([i64; WIDE]);

/// The records of all forms met so far.
pub(super) struct Records {
    blocks: Vec<Block>,
    /// Blocks of a record.
    pub(super) size: usize,
}

impl Records {
    /// None, of so many lanes each.
    pub(super) fn new(lanes: usize) -> Self {
        Self { blocks: Vec::new(), size: (1 + lanes).div_ceil(WIDE) }
    }

    /// Number of records.
    pub(super) fn len(&self) -> usize {
        self.blocks.len() / self.size
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
    }

    /// Forgets when each form came last.
    pub(super) fn forget_texts(&mut self) {
        for head in self.blocks.iter_mut().step_by(self.size) {
            head.0[0] &= !i64::from(u32::MAX);
        }
    }

    /// Appends a form of this stem with what it adds, one a lane.
    pub(super) fn push(&mut self, stem: u32, adds: &[i64]) {
        let from = self.blocks.len();
        self.blocks.resize(from + self.size, Block::default());
        let numbers = self.blocks.iter_mut().skip(from).flat_map(|block| &mut block.0);
        let head = ((u64::from(stem)) << 32) as i64;
        numbers.zip(std::iter::once(&head).chain(adds)).for_each(|(place, number)| *place = *number);
    }

    /// Fetches what begins at a block, so that a look to come need not wait. The number has no meaning.
    #[inline(always)]
    pub(super) fn touch(&self, block: usize) -> i64 {
        self.blocks.get(block).map_or(0, |block| block.0[0])
    }

    /// The stem of the record that begins at a block.
    #[inline(always)]
    pub(super) fn stem(&self, block: usize) -> u32 {
        (self.touch(block) >> 32) as u32
    }

    /// The record of `sums.len()` blocks that begins at a block: adds it to `sums` if `text` did not have it before;
    /// returns whether so, and its stem.
    #[inline(always)]
    pub(super) fn add(&mut self, block: usize, text: u32, sums: &mut [Block]) -> (bool, u32) {
        let Some(record) = self.blocks.get_mut(block..block + sums.len()) else { return (false, u32::MAX) };
        let head = record.first().map_or(0, |block| block.0[0]);
        // Whether a word comes again is hard to foresee: a mask is cheaper than a branch that is guessed wrong.
        let new = head as u32 != text;
        let mask = -i64::from(new);
        for (sums, adds) in sums.iter_mut().zip(record.iter()) {
            // The sum of heads has no meaning and may be any number.
            for (sum, add) in sums.0.iter_mut().zip(adds.0) {
                *sum = sum.wrapping_add(add & mask);
            }
        }
        if let Some(block) = record.first_mut() {
            block.0[0] = (head & !i64::from(u32::MAX)) | i64::from(text);
        }
        (new, (head >> 32) as u32)
    }
}

/// The sums in blocks, one a lane.
pub(super) fn lanes(sums: &[Block]) -> impl Iterator<Item = i64> {
    sums.iter().flat_map(|block| block.0).skip(1)
}
