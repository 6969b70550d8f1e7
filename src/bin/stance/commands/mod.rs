//! A file per verb: from its flags to its output.

mod agree;
mod audit;
mod baseline;
mod classify;
mod dictionary;
mod evaluate;
mod extract;
mod inspect;
mod labelled_so_far;
mod learning_curve;
mod manual;
mod outcome;
mod sample;
mod seed;
mod sheet;
mod suggest;
mod summarize;
mod train;
mod verify;
mod warnings;

pub(crate) use agree::run as agree;
pub(crate) use audit::run as audit;
pub(crate) use classify::run as classify;
pub(crate) use dictionary::run as dictionary;
pub(crate) use evaluate::run as evaluate;
pub(crate) use extract::run as extract;
pub(crate) use inspect::run as inspect;
pub(crate) use learning_curve::run as learning_curve;
pub(crate) use manual::{completions, page as manual};
pub(crate) use outcome::Outcome;
pub(crate) use sample::run as sample;
pub(crate) use seed::run as seed;
pub(crate) use suggest::run as suggest;
pub(crate) use summarize::run as summarize;
pub(crate) use train::run as train;
pub(crate) use verify::run as verify;
