//! Scores many texts by tables of fixed-point weights.
//!
//! Every distinct surface form is analysed once; scoring a text adds precomputed integer contributions. Word pairs are
//! looked up afterwards in one batch. The loops are split by stage, so that one stage prefetches what the next one
//! reads, and avoid branches that depend on the data. Sums are the same as by
//! [`FixedPoint`](super::fixed_point::FixedPoint) directly, since integer sums do not depend on their order; property
//! tests check it.

mod form_table;
mod occurrence;
mod pair_stem;
mod pair_table;
mod scorer;
mod tables;
mod word_sums;

pub(super) use scorer::FastScorer;
pub(super) use tables::Tables;
