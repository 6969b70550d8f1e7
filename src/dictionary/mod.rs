//! Dictionaries: classes of words, named by keys, whose entries are words, globs and phrases.
//!
//! ```
//! use stance::dictionary::{Dictionary, Key};
//!
//! let entries = ["scrap*", "roll back"].map(String::from).to_vec();
//! let dictionary = Dictionary::new(vec![Key { name: "loosen".to_owned(), entries }])?;
//! assert_eq!(dictionary.keys().len(), 1);
//! # Ok::<(), stance::Error>(())
//! ```

mod dictionary;
#[cfg(feature = "train")]
mod yaml;

pub use dictionary::{Dictionary, Key, MAX_KEYS};
#[cfg(feature = "train")]
pub use yaml::{open_yaml, read_yaml};
