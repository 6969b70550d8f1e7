//! Quotation marks for block quotations, which are set apart by their form alone.
//!
//! Each paragraph of a block quotation is opened, the last is closed: as quotations over several paragraphs are printed. One
//! that brings its own marks gets none.

/// What of a block quotation has been marked so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BlockQuote {
    /// How many block quotations are open.
    depth: usize,
    /// The next words begin a paragraph of it.
    pending: bool,
    /// An opening mark was written and no closing one.
    open: bool,
    /// Its own marks are kept.
    marked: bool,
}

impl BlockQuote {
    /// A block quotation begins.
    pub(super) fn enter(&mut self) {
        if self.depth == 0 {
            *self = BlockQuote { pending: true, ..BlockQuote::default() };
        }
        self.depth += 1;
    }

    /// A paragraph ends.
    pub(super) fn next_block(&mut self) {
        self.pending = self.depth > 0;
    }

    /// Whether an opening mark is to be written before `words`.
    pub(super) fn opens(&mut self, words: &str) -> bool {
        let Some(first) = words.chars().find(|c| !c.is_whitespace()) else { return false };
        if self.depth == 0 || self.marked || !std::mem::take(&mut self.pending) {
            return false;
        }
        if !self.open && "\"“”„«»'‘—–-".contains(first) {
            self.marked = true;
            return false;
        }
        self.open = true;
        true
    }

    /// A block quotation ends: whether a closing mark is to be written.
    pub(super) fn leave(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.depth == 0 && std::mem::take(&mut self.open)
    }

    /// Its words end before its source is named inside it (`cite`): whether a closing mark is to be written.
    pub(super) fn ends_before_source(&mut self) -> bool {
        self.marked |= self.depth > 0;
        std::mem::take(&mut self.open)
    }

    /// Whether a block quotation is open.
    pub(super) fn inside(&self) -> bool {
        self.depth > 0
    }
}
