//! Which columns of a labelled table mean what.

use super::table::Header;
use crate::{Error, Result};

/// Labels looked for when none is named.
const DEFAULT_LABELS: [&str; 3] = ["stance", "sentiment", "label"];

/// How an optional column is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnChoice {
    /// Taken when it is there (and serves nothing else), and announced.
    IfPresent(String),
    /// Has to be there.
    Named(String),
    /// Not taken, whatever is there.
    Ignore,
}

/// What labelled data is read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Every head needs at least two classes.
    #[default]
    Learn,
    /// Some row needs a label; one class is enough.
    Score,
}

/// Which columns hold what. The defaults take `text`, the label columns that are there, and `group`, `weight` and
/// `target` when present; folds only by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledOptions {
    /// The statement.
    pub text_column: String,
    /// Label columns, each a head, in this order. Empty: those among `stance`, `sentiment` and `label` that are there.
    pub labels: Vec<String>,
    /// Rows with the same value are never split between folds.
    pub group: ColumnChoice,
    /// How much a row counts: a number, 0 or more.
    pub weight: ColumnChoice,
    /// What the statement is about.
    pub target: ColumnChoice,
    /// Fold of each row, a whole number.
    pub fold: ColumnChoice,
    /// What the rows are read for.
    pub purpose: Purpose,
}

impl Default for LabelledOptions {
    fn default() -> Self {
        let if_present = |name: &str| ColumnChoice::IfPresent(name.to_owned());
        Self {
            text_column: "text".to_owned(),
            labels: Vec::new(),
            group: if_present("group"),
            weight: if_present("weight"),
            target: if_present("target"),
            fold: ColumnChoice::Ignore,
            purpose: Purpose::Learn,
        }
    }
}

/// Positions of the columns in one header.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) text: usize,
    pub(super) labels: Vec<(String, usize)>,
    pub(super) group: Option<Taken>,
    pub(super) weight: Option<Taken>,
    pub(super) target: Option<Taken>,
    pub(super) fold: Option<Taken>,
}

/// An optional column that is used.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) column: usize,
    /// Taken without having been named.
    pub(super) by_default: bool,
}

impl LabelledOptions {
    /// Finds the columns in `header`.
    ///
    /// # Errors
    /// [`crate::Error::Data`] for a missing column or when there is no label column; [`crate::Error::Options`] when one
    /// column is named for two jobs.
    pub(super) fn columns(&self, header: &Header, file: &str) -> Result<Columns> {
        let text = header.require(&self.text_column, file, "name the column of the statements with --text-column")?;
        let mut used = vec![(text, "text_column")];
        let mut labels = Vec::new();
        if self.labels.is_empty() {
            for name in DEFAULT_LABELS {
                if let Some(column) = header.position(name).filter(|c| *c != text) {
                    used.push((column, "labels"));
                    labels.push((name.to_owned(), column));
                }
            }
            if labels.is_empty() {
                header.require("label", file, "name the label columns with --label")?;
            }
        }
        for name in &self.labels {
            let column = header.require(name, file, "name the label columns with --label")?;
            claim(&mut used, column, "labels", name)?;
            labels.push((name.clone(), column));
        }
        let choices =
            [("group", &self.group), ("weight", &self.weight), ("target", &self.target), ("fold", &self.fold)];
        // Named columns first: what is named is not taken by default for something else.
        let mut taken = [const { None::<Taken> }; 4];
        for ((job, choice), place) in choices.iter().zip(&mut taken) {
            if let ColumnChoice::Named(name) = choice {
                let way_out = format!("correct --{job}-column");
                let column = header.require(name, file, &way_out)?;
                claim(&mut used, column, job, name)?;
                *place = Some(Taken { name: name.clone(), column, by_default: false });
            }
        }
        for ((_, choice), place) in choices.iter().zip(&mut taken) {
            if let ColumnChoice::IfPresent(name) = choice
                && let Some(column) = header.position(name)
                && used.iter().all(|(c, _)| *c != column)
            {
                *place = Some(Taken { name: name.clone(), column, by_default: true });
            }
        }
        let [group, weight, target, fold] = taken;
        Ok(Columns { text, labels, group, weight, target, fold })
    }
}

fn claim(used: &mut Vec<(usize, &'static str)>, column: usize, job: &'static str, name: &str) -> Result<()> {
    if let Some((_, before)) = used.iter().find(|(c, _)| *c == column) {
        return Err(Error::options(job, format!("column `{name}` is named for `{before}` already; name another")));
    }
    used.push((column, job));
    Ok(())
}
