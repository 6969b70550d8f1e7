//! Ways to look up stems and features: in a fixed vocabulary by hashing or by binary search, or in one that grows.

mod growing;
mod hashed;
mod lookup;
mod short_key;
mod short_table;
mod sorted;

pub(crate) use growing::GrowingLookup;
pub(crate) use hashed::HashedLookup;
pub(crate) use lookup::Lookup;
pub(crate) use sorted::SortedLookup;
