//! Input → items: batches of records are read one after another, and each batch becomes items in any thread.

mod article_rows;
mod articles;
mod files;
mod item;
mod kind;
pub(crate) mod labelled;
mod lines;
pub(crate) mod model;
mod rows;
mod same_file;
mod texts;

pub(crate) use article_rows::ArticleRows;
pub(crate) use articles::{Articles, Reading};
pub(crate) use files::Files;
pub(crate) use item::{Batch, Input, Item, Quoted, Section, Shape, Source, Visitor};
pub(crate) use kind::{article_kind, check, same_kind, wanted};
pub(crate) use lines::Lines;
pub(crate) use rows::{Needed, Rows};
pub(crate) use same_file::Identity;
pub(crate) use texts::Texts;
