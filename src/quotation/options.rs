//! What to extract.

/// What to extract. Every value is valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether statements outside quotation marks are extracted too. Default: [`Indirect::Count`].
    pub indirect: Indirect,
}

/// What happens to indirect statements (`S said that …`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indirect {
    /// They are only counted, in [`Extraction::indirect_left_aside`](super::Extraction::indirect_left_aside).
    #[default]
    Count,
    /// They are statements with [`Statement::indirect`](super::Statement::indirect) set.
    Extract,
}
