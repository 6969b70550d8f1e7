//! Audits labelled data for duplicates, leaks, confounds, shortcuts and label errors: what a model could learn from the
//! data other than the task.
//!
//! Each check is a file: `overlaps` (duplicates, leaks, conflicting labels; by `similar`), `balance` (class
//! frequencies), `confounds` (names and column values that go with one label), `baselines` (models that see something
//! other than the statement), `suspect_labels` (what is surely no label), `label_errors` (labels that the other rows
//! speak against), and `gates` (what passes). Time and memory grow linearly with the text and the number of rows.
//! Results are the same on every run.
//!
//! ```
//! use stance::audit::{AuditOptions, audit};
//! use stance::corpus::{Faults, Format, LabelledOptions, read_labelled};
//!
//! let rows = "text,stance\nkeep the ban,support\nlift the ban,oppose\nKeep the ban!,oppose\n";
//! let labelled = read_labelled(rows.as_bytes(), Format::Csv, "rows", Faults::Stop, &LabelledOptions::default())?;
//! let found = audit(&labelled, None, &AuditOptions::default())?;
//! assert_eq!(found.overlaps.duplicates[0].row.record, 3);
//! assert_eq!(found.overlaps.conflicts[0].of_label, "support");
//! # Ok::<(), stance::Error>(())
//! ```

mod balance;
mod baselines;
mod confounds;
mod gates;
mod label_errors;
mod names;
mod options;
mod overlaps;
mod probe;
mod results;
mod run;
mod splits;
mod suspect_labels;
#[cfg(test)]
mod tests;

pub use balance::{Balance, ClassRows, CrossTable};
pub use baselines::{BaselineScores, MAJORITY, WORDS};
pub use confounds::{Confound, Confounds};
pub use gates::{Gate, Gates};
pub use label_errors::{LabelError, LabelErrors};
pub use options::{AuditOptions, ModelOptions};
pub use overlaps::{Conflict, Match, Overlaps};
pub use results::{Audit, HeadChecks, ModelChecks};
pub use run::audit;
pub use splits::RowRef;
pub use suspect_labels::{SuspectKind, SuspectLabels, suspect_labels};
