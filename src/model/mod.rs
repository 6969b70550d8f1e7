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

mod about;
mod digest;
mod doubt_rules;
mod file;
mod head;
mod input_file;
mod json_text;
mod model;
mod provenance;
mod result_names;
mod shipped;
mod stored;
mod tensors;

pub use about::{ABOUT_CHARACTERS, About, AboutHead};
pub use digest::{Hasher, SharedHasher, hex, sha256};
pub use doubt_rules::{DoubtRules, NEUTRAL, is_neutral};
pub use head::{Head, HeadWeights};
pub use input_file::InputFile;
pub use json_text::JsonText;
pub use model::{LARGEST_NUMBER, MOST_CLASSES, MOST_HEADS, Model};
pub use provenance::{DataDigest, Provenance};
#[cfg(feature = "train")]
pub(crate) use result_names::collision;
#[cfg(all(test, feature = "rows"))]
pub(crate) use result_names::result_names;
pub use stored::FORMAT;
