//! Labelled statements → model: chooses options by cross-validation, counts terms, trains and calibrates each head.
//!
//! ```
//! use stance::corpus::{Faults, Format, LabelledOptions, read_labelled};
//! use stance::train::{Search, TrainOptions, train};
//!
//! let rows = "text,stance\nkeep the ban,support\nlift the ban,oppose\nkeep it,support\nlift it,oppose\n";
//! let labelled = read_labelled(rows.as_bytes(), Format::Csv, "rows", Faults::Stop, &LabelledOptions::default())?;
//! let mut options = TrainOptions::default();
//! options.search = Search::Off;
//! let trained = train(&labelled, &options, Vec::new())?;
//! assert_eq!(trained.model.heads[0].classes, ["oppose", "support"]);
//! # Ok::<(), stance::Error>(())
//! ```

mod background;
mod calibrate;
mod compare;
mod counted;
mod curve;
mod evaluation;
#[cfg(feature = "report")]
mod evaluation_page;
mod evaluation_record;
mod head;
mod held_out;
mod loadings;
mod options;
mod overrides;
mod predict;
mod predictions;
mod scores_by;
mod search;
mod seed;
mod select;
mod start;
mod terms;
mod trainer;

pub use background::Background;
pub use compare::compare;
pub use curve::{Curve, CurveHead, CurvePoint, HeldOut, learning_curve};
pub use evaluation::{Evaluation, RecordedEvaluation};
#[cfg(feature = "report")]
pub use evaluation_page::Answers;
pub use evaluation_record::EvaluationRecord;
pub use held_out::FOLDS;
pub use options::{CalibrationMode, ClassWeights, Free, Search, Solver, TargetWeights, TrainOptions};
pub use predict::{UnknownLabels, cross_validate, predict, unknown_labels};
pub use predictions::HeadPredictions;
pub use scores_by::{SliceScores, scores_by, slices};
pub use search::Trial;
pub use seed::{ASSUMED_AUC, SeedOptions, Seeded, seed};
pub use start::{Continued, ContinuedHead, KeptCalibration, StartOptions, train_from};
pub use trainer::{FEW_ROWS, HeadReport, Trained, train};
