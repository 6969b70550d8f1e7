//! Ids as types, so that one kind cannot be used for another.

macro_rules! id_type {
    ($visibility:vis $name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        $visibility struct $name(u32);

        impl $name {
            /// The id with this number.
            #[inline(always)]
            $visibility const fn new(number: u32) -> Self {
                Self(number)
            }

            /// Its number.
            #[inline(always)]
            $visibility const fn number(self) -> u32 {
                self.0
            }

            /// Its number, for use as an index.
            #[inline(always)]
            $visibility const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id_type!(pub FeatureId, "A feature of a vocabulary; its number is the feature's column in sparse rows and weights.");
id_type!(pub(crate) StemId, "A stem, whether it is a feature on its own or only part of longer word n-grams.");
id_type!(pub(crate) FormId, "A distinct normal token; only has a meaning for the owner of the cache that holds it.");

impl StemId {
    /// No stem: it is not in the vocabulary.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

impl FeatureId {
    /// No feature: placeholder in tables.
    pub(crate) const NONE: Self = Self(u32::MAX);
}
