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

#[cfg(feature = "train")]
mod builder;
mod dictionary;
#[cfg(feature = "train")]
mod lexicoder;
#[cfg(feature = "train")]
mod liwc;
#[cfg(feature = "train")]
mod read;
#[cfg(feature = "train")]
mod table;
#[cfg(feature = "train")]
mod yaml;
#[cfg(feature = "train")]
mod yoshikoder;

#[cfg(feature = "train")]
pub use builder::ReadDictionary;
pub use dictionary::{Dictionary, Key, MAX_KEYS};
#[cfg(feature = "train")]
pub use read::{DictionaryFormat, open, read};
