//! Labelled and coded rows → shares by group and over time, corrected by a coded sample, with intervals (feature `rows`).
//!
//! Counting predicted labels is biased even where nine of ten are right. A random sample that people coded corrects it:
//! the shares of the predictions, plus what the sample says they are wrong by. See [`corrected`] for the formulas.
//!
//! ```
//! use stance::estimate::{Coded, corrected};
//!
//! // Ten coded statements of a thousand: the code, and the model's probability, of one class.
//! let coded: Vec<Coded> = (0..10u32)
//!     .map(|row| {
//!         let truth = f64::from(row % 2);
//!         Coded { truth, proxy: 0.2 + 0.6 * truth, inclusion_probability: 0.01, weight: 100.0, cluster: row, stratum: 0 }
//!     })
//!     .collect();
//! let share = corrected(&coded, 0.35, None).unwrap();
//! assert!(share.interval.is_some_and(|[low, high]| low < share.value && share.value < high));
//! ```

mod actors;
mod by_errors;
mod cells;
mod coded;
mod columns;
mod compare;
mod copies;
mod date;
mod dateline;
mod deviations;
mod difference;
mod evaluation;
mod finish;
mod guess;
mod interner;
mod interval;
mod listing;
mod matching;
mod near;
mod notes;
mod period;
mod places;
mod read;
mod record;
mod rows;
mod sample;
mod statements;
mod student;
mod summarize;
mod summary;
mod texts;

pub use actors::{ActorRow, actor_rows};
pub use by_errors::{Confusion, adjusted_counts, expectation_maximization};
pub use cells::phrase;
pub use coded::Coded;
pub use columns::{Columns, Labels};
pub use date::{Date, DateOrder};
pub use dateline::{date_of_article, date_of_file, date_of_name};
pub use difference::{Corrected, corrected, corrected_mean, uncorrected_sample};
pub use guess::Elsewhere;
pub use interval::{score_interval, wald_interval};
pub use listing::{Listed, list};
pub use matching::{Matched, SampleCounts};
pub use period::Over;
pub use read::StatementsBuilder;
pub use record::{CELLS_OF_A_PAGE, SummaryRecord};
pub use rows::{summary_columns, summary_rows};
pub use sample::{CodedRow, CodedSample, INCLUSION_COLUMN, SAMPLED_COLUMN, STRATUM_COLUMN, SampleColumns, read_sample};
pub use statements::{Counts, Grouping, Speaker, Statements};
pub use student::t_quantile;
pub use summarize::{SummaryOptions, positions, summarize};
pub use summary::{Cell, Comparison, Guess, Position, Share, Summary};
