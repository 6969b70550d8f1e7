//! Texts as word ids, and the search for equal and similar texts, for audits, suggestions and summaries.

// Summaries need less than audits do.
#![cfg_attr(not(feature = "train"), allow(dead_code, unused_imports))]

mod join;
mod measure;
mod sets;
mod word_ids;

pub(crate) use join::{Alike, alike};
pub(crate) use word_ids::{WordIds, pair};
