//! Coding by hand: random samples with their inclusion probabilities, what to label next, agreement of coders.
//!
//! ```
//! use stance::coding::{Allocation, draw};
//!
//! let outlets = [0, 0, 0, 0, 0, 0, 1, 1];
//! let drawn = draw(outlets.len(), Some(&outlets), 4, Allocation::Equal, 1)?;
//! let of = |outlet: u32| drawn.iter().filter(|row| outlets[row.row] == outlet).map(|row| row.probability).collect::<Vec<_>>();
//! assert_eq!((of(0), of(1)), (vec![2.0 / 6.0; 2], vec![1.0; 2]));
//! # Ok::<(), stance::Error>(())
//! ```

mod agree;
mod alpha;
mod coders;
mod fleiss;
mod forecast;
mod outlook;
mod sample;
mod suggest;
mod text_vectors;

pub use agree::{ClassAgreement, CoderPair, Codes, Estimate, HeadAgreement, agree};
pub use alpha::{Level, alpha};
pub use coders::{Coded, MatchOptions, match_coders};
pub use fleiss::fleiss;
pub use forecast::{Forecast, LEAST_LABELLED, forecast};
pub use outlook::{label_columns, outlook};
pub use sample::{Allocation, Drawn, draw};
pub use suggest::{HeadOutlook, shortfall, suggest};
