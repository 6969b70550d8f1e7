//! Training that starts from a model and learns new rows on top of it.

mod align;
mod continued;
mod head;
mod prior;
mod provenance;
#[cfg(test)]
mod tests;

pub use continued::{Continued, ContinuedHead, KeptCalibration, StartOptions, train_from};
