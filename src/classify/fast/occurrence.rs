//! The forms of a text, in one 32-bit number each.

use super::form_table::RecordId;
use crate::features::FormId;
use crate::text::{FLAG_BITS, NegationState, OUT_OF_SEQUENCE};

/// What a [`FormId`] of this cache is: the record of a form, and below it the flags that [`NegationState`] reads.
pub(super) struct CachedForm;

impl CachedForm {
    /// The id of a form.
    pub(super) fn id(record: RecordId, flags: u32) -> FormId {
        FormId::new(record.0 << FLAG_BITS | flags)
    }

    /// The record of the form.
    #[inline(always)]
    pub(super) fn record(form: FormId) -> RecordId {
        RecordId(form.number() >> FLAG_BITS)
    }

    /// The flags, and above them bits that have no meaning.
    #[inline(always)]
    pub(super) fn flags(form: FormId) -> u32 {
        form.number()
    }
}

/// A form in a text: the record that it has there, and in the lowest bit [`OUT_OF_SEQUENCE`].
#[derive(Clone, Copy, Debug, Default)]
#[repr(transparent)]
pub(super) struct Occurrence(u32);

impl Occurrence {
    /// The next form of a text; negation selects its record.
    #[inline(always)]
    pub(super) fn new(form: FormId, after_clause: bool, negation: &mut NegationState) -> Self {
        let flags = CachedForm::flags(form);
        let record = CachedForm::record(form).negated(negation.step(flags, after_clause));
        Self(record.0 << 1 | (flags & OUT_OF_SEQUENCE))
    }

    /// Its record.
    #[inline(always)]
    pub(super) fn record(self) -> RecordId {
        RecordId(self.0 >> 1)
    }

    /// 1 if it takes no part in word n-grams, else 0.
    #[inline(always)]
    pub(super) fn out_of_sequence(self) -> u32 {
        self.0 & OUT_OF_SEQUENCE
    }
}
