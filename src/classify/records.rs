//! What is known of each form, in one stretch of memory: when it came last, its stem, and what it adds.

/// Lanes of a block, of which two make a cache line.
const WIDE: usize = 3;
/// Forms whose records stand together, outside negators' scopes; those of the same forms inside come behind. Words are seldom
/// in a scope, and what is seldom looked at should not stand among what often is.
pub(super) const INSIDE: u32 = 64;

/// What a form adds to three lanes. The first block of a record has its head as well.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
pub(super) struct Block {
    /// The last text with the form.
    text: u32,
    stem: u32,
    adds: [i64; WIDE],
}

/// Notes that `text` has the form; returns a mask of ones if it did not have it before, else of zeros, and the stem.
#[inline(always)]
pub(super) fn meet(record: &mut [Block], text: u32) -> (i64, u32) {
    let Some(first) = record.first_mut() else { return (0, u32::MAX) };
    // Whether a word comes again is hard to foresee: a mask is cheaper than a branch that is guessed wrong, which the compiler
    // would make of it if it knew what it is.
    let mask = std::hint::black_box(-i64::from(first.text != text));
    first.text = text;
    (mask, first.stem)
}

/// Adds what a record adds under a mask.
#[inline(always)]
pub(super) fn add(record: &[Block], mask: i64, sums: &mut [[i64; WIDE]]) {
    for (sums, block) in sums.iter_mut().zip(record) {
        sums.iter_mut().zip(block.adds).for_each(|(sum, add)| *sum += add & mask);
    }
}

/// The records of all forms met so far.
pub(super) struct Records {
    /// Of each target.
    blocks: Vec<Vec<Block>>,
    /// Blocks of a record.
    pub(super) size: usize,
    /// Whether each form has a record inside negators' scopes too.
    scope: bool,
    forms: u32,
}

impl Records {
    /// None, of so many lanes each.
    pub(super) fn new(lanes: usize, targets: usize, scope: bool) -> Self {
        Self { blocks: vec![Vec::new(); targets], size: lanes.div_ceil(WIDE), scope, forms: 0 }
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.blocks.iter_mut().for_each(Vec::clear);
        self.forms = 0;
    }

    /// Forgets when each form came last.
    pub(super) fn forget_texts(&mut self) {
        for head in self.blocks.iter_mut().flat_map(|blocks| blocks.iter_mut().step_by(self.size)) {
            head.text = 0;
        }
    }

    /// The number of a new form's record; that inside negators' scopes has the number [`INSIDE`] above.
    pub(super) fn add_form(&mut self) -> u32 {
        let form = self.forms;
        self.forms += 1;
        let (scope, size) = (u32::from(self.scope), self.size);
        let room = (self.forms.next_multiple_of(INSIDE) as usize) << scope;
        self.blocks.iter_mut().for_each(|blocks| blocks.resize(room * size, Block::default()));
        ((form & !(INSIDE - 1)) << scope) | (form & (INSIDE - 1))
    }

    /// Says of a record its stem, and what it adds for a target, one a lane.
    pub(super) fn put(&mut self, target: usize, record: u32, stem: u32, adds: &[i64]) {
        let blocks = self.blocks.get_mut(target).into_iter().flatten();
        for (block, adds) in blocks.skip(record as usize * self.size).zip(adds.chunks(WIDE)) {
            block.stem = stem;
            block.adds.iter_mut().zip(adds).for_each(|(own, add)| *own = *add);
        }
    }

    /// The blocks of a target, [`Self::size`] a record.
    #[inline(always)]
    pub(super) fn of(&self, target: usize) -> &[Block] {
        self.blocks.get(target).map_or(&[], Vec::as_slice)
    }

    /// The same, to note texts in.
    #[inline(always)]
    pub(super) fn of_mut(&mut self, target: usize) -> &mut [Block] {
        self.blocks.get_mut(target).map_or(&mut [], Vec::as_mut_slice)
    }

    /// The stem of a record.
    pub(super) fn stem(&self, target: usize, record: u32) -> u32 {
        self.of(target).get(record as usize * self.size).map_or(u32::MAX, |block| block.stem)
    }
}
