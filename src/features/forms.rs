//! The normal tokens of one surface form, in four bytes.

use super::FormId;

/// The normal tokens of one surface form: the id of the only one, or a list of any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Forms(u32);

impl Forms {
    /// Set if the lower bits are the number of a list and not an id.
    const LIST: u32 = 1 << 31;
    /// A placeholder.
    pub(super) const EMPTY: Self = Self(Self::LIST - 1);

    /// A single form.
    #[inline(always)]
    pub(super) fn one(form: FormId) -> Self {
        debug_assert!(form.number() < Self::LIST, "ids of forms have 31 bits");
        Self(form.number())
    }

    /// The form, if there is exactly one.
    #[inline(always)]
    pub(crate) fn single(self) -> Option<FormId> {
        (self.0 < Self::LIST).then_some(FormId::new(self.0))
    }

    /// The forms of the list with this number.
    pub(super) fn list(number: usize) -> Self {
        debug_assert!(number < Self::LIST as usize, "numbers of lists have 31 bits");
        Self(Self::LIST | number as u32)
    }

    /// The number of the list, for several forms or none.
    pub(super) fn list_number(self) -> usize {
        (self.0 & !Self::LIST) as usize
    }
}
