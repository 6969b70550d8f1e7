//! What is stored: everything that decides a statement's labels, and where it came from.
//!
//! ```
//! use stance::model::Model;
//!
//! let model = Model::shipped()?;
//! assert_eq!(model.heads[0].name, "stance");
//! assert_eq!(model.heads[0].classes, ["neutral", "oppose", "support"]);
//! assert_eq!(Model::from_bytes(&model.to_bytes()?, "copy.model")?, model);
//! # Ok::<(), stance::Error>(())
//! ```

mod digest;
mod file;
mod head;
mod model;
mod provenance;
mod shipped;

pub use digest::{Hasher, hex, sha256};
pub use file::FORMAT;
pub use head::{Head, HeadWeights};
pub use model::Model;
pub use provenance::{DataDigest, Provenance};
