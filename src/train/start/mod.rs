//! Training that starts from a model and learns new rows on top of it.

mod align;
mod continued;
mod head;
mod prior;
mod provenance;
mod report;
#[cfg(test)]
mod tests;

pub use continued::{Continued, StartOptions, train_from};
pub use report::{ContinuedHead, KeptCalibration};
