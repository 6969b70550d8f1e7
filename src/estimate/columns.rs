//! What the columns of labelled rows are called, and which of them has the labels.

use super::date::DateOrder;
use super::period::Over;
use crate::corpus::Header;
use crate::error::{Hint, Place};
use crate::{Error, Result};

/// Which labels are summarised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// Those of the first head that was predicted: `predicted_H`.
    #[default]
    FirstHead,
    /// Those of this head.
    Head(String),
    /// Those of a column, whoever gave them.
    Column(String),
}

/// What the columns of labelled rows are called, and what is done with them.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The labels.
    pub labels: Labels,
    /// The statements.
    pub text: String,
    /// The speakers.
    pub speaker: String,
    /// The documents; by default `file`, otherwise every statement is one.
    pub document: Option<String>,
    /// The dates; by default `date` if there is one.
    pub date: Option<String>,
    /// How dates of three numbers are read.
    pub order: DateOrder,
    /// The columns by which cells are formed.
    pub by: Vec<String>,
    /// The periods.
    pub over: Option<Over>,
    /// Whether the day of every statement is needed, whatever the periods are.
    pub days: bool,
    /// Whether copies of a statement are counted too, near copies among them.
    pub keep_copies: bool,
    /// Whether near copies are counted, and only statements with equal words are counted once.
    pub keep_near_copies: bool,
    /// Whether the words of the statements are kept, for a page that lists them, and their days where they are known.
    pub keep_texts: bool,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            labels: Labels::FirstHead,
            text: "text".to_owned(),
            speaker: "speaker_name".to_owned(),
            document: None,
            date: None,
            order: DateOrder::Unknown,
            by: Vec::new(),
            over: None,
            days: false,
            keep_copies: false,
            keep_near_copies: false,
            keep_texts: false,
        }
    }
}

/// The label column of a file, and the classes that have a column with probabilities.
pub(super) fn label_of(header: &Header, file: &str, labels: &Labels) -> Result<(String, Vec<String>)> {
    let heads: Vec<&str> = header
        .names()
        .iter()
        .filter(|name| header.position(&format!("{name}_probability")).is_some())
        .filter_map(|name| name.strip_prefix("predicted_"))
        .collect();
    let head = match labels {
        Labels::Column(name) => {
            let column = header.require(name, file, Hint::new("; name it with {}").option("label"));
            return column.map(|_| (name.clone(), Vec::new()));
        }
        Labels::Head(head) => head.clone(),
        Labels::FirstHead => (*heads.first().ok_or_else(|| {
            let hint = Hint::new("; label the rows with `stance classify`, or name a column with labels with {}");
            Error::data(Place::file(file), "has no column `predicted_…` with its `predicted_…_probability`")
                .with_hint(hint.option("label"))
        })?)
        .to_owned(),
    };
    let column = format!("predicted_{head}");
    header.require(&column, file, Hint::new("; name another head with {}").option("head"))?;
    let prefix = format!("{column}_p_");
    let classes = header.names().iter().filter_map(|name| name.strip_prefix(&prefix)).map(str::to_owned).collect();
    Ok((column, classes))
}
