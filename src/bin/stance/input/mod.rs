//! Input → items: batches of records are read one after another, and each batch becomes items in any thread.

mod actors;
mod archive;
mod article_rows;
mod articles;
pub(crate) mod digest;
mod encoding_hint;
pub(crate) mod errors;
mod files;
mod foreign;
mod item;
mod kind;
pub(crate) mod labelled;
mod likely;
mod lines;
pub(crate) mod model;
mod notes;
mod pool;
mod rows;
mod same_file;
pub(crate) mod statements;
mod texts;
pub(crate) mod unlabelled;

pub(crate) use archive::{ARTICLE, NewsArchive};
pub(crate) use article_rows::ArticleRows;
pub(crate) use articles::{Articles, Reading};
pub(crate) use encoding_hint::looks_like;
pub(crate) use files::Files;
pub(crate) use item::{Batch, Dialect, Input, Item, Quoted, Section, Shape, Source, Visitor};
pub(crate) use kind::{article_kind, check, same_kind, wanted};
pub(crate) use lines::Lines;
pub(crate) use pool::{Pool, Sheet};
pub(crate) use rows::{Needed, Rows};
pub(crate) use same_file::Identity;
pub(crate) use texts::Texts;
