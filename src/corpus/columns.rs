//! Options that say which column of a labelled table has which job.

use super::table::Header;
use crate::error::{Hint, excerpt};
use crate::{Error, Result};

/// The label columns looked for if nothing else is said.
const DEFAULT_LABELS: [&str; 3] = ["stance", "sentiment", "label"];

/// How an optional column is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnChoice {
    /// Used if it is there and has no other job, and then announced.
    IfPresent(String),
    /// Must be there.
    Named(String),
    /// Not used, even if it is there.
    Ignore,
}

/// What labelled data is read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Training: every head needs at least two classes.
    #[default]
    Learn,
    /// Evaluation: at least one row needs a label; one class is enough.
    Score,
}

/// The columns of labelled data. By default they are `text`, those of `stance`, `sentiment` and `label` that are there,
/// and `group`, `weight` and `target` if present. A fold column is used only if it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledOptions {
    /// The column of the statements.
    pub text_column: String,
    /// The label columns, each of which becomes a head, in this order. Empty: those of `default_labels` that are there.
    pub labels: Vec<String>,
    /// The label columns looked for if none is named. Default: `stance`, `sentiment` and `label`.
    pub default_labels: Vec<String>,
    /// Groups: rows with the same value are never split between folds.
    pub group: ColumnChoice,
    /// Row weights: numbers, 0 or more.
    pub weight: ColumnChoice,
    /// Targets: what the statements are about.
    pub target: ColumnChoice,
    /// Folds: whole numbers.
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
            default_labels: DEFAULT_LABELS.map(str::to_owned).to_vec(),
            group: if_present("group"),
            weight: if_present("weight"),
            target: if_present("target"),
            fold: ColumnChoice::Ignore,
            purpose: Purpose::Learn,
        }
    }
}

/// The positions of the columns in one header.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) text: usize,
    pub(super) labels: Vec<(String, usize)>,
    pub(super) group: Option<Taken>,
    pub(super) weight: Option<Taken>,
    pub(super) target: Option<Taken>,
    pub(super) fold: Option<Taken>,
}

impl Columns {
    /// The names of the columns that are used, beside that of the statements.
    pub(super) fn used(&self) -> impl Iterator<Item = &str> {
        let labels = self.labels.iter().map(|(name, _)| name.as_str());
        labels.chain(self.taken().map(|taken| taken.name.as_str()))
    }

    /// Whether a column is used without having been named, and can be turned off.
    pub(super) fn is_by_default(&self, name: &str) -> bool {
        self.taken().any(|taken| taken.by_default && taken.name == name)
    }

    fn taken(&self) -> impl Iterator<Item = &Taken> {
        [&self.group, &self.weight, &self.target, &self.fold].into_iter().flatten()
    }
}

/// An optional column that is used.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) column: usize,
    /// Whether it is used without having been named.
    pub(super) by_default: bool,
}

impl LabelledOptions {
    /// Finds the columns in `header`.
    ///
    /// # Errors
    /// [`crate::Error::Data`] for a missing column or when there is no label column; [`crate::Error::Options`] when one
    /// column is named for two jobs.
    pub(super) fn columns(&self, header: &Header, file: &str) -> Result<Columns> {
        let text = header.require(
            &self.text_column,
            file,
            Hint::new("; name the column of the statements with {}").option("text-column"),
        )?;
        let mut used = vec![(text, "text_column")];
        let mut labels = Vec::new();
        if self.labels.is_empty() {
            for name in &self.default_labels {
                if let Some(column) = header.position(name).filter(|c| *c != text) {
                    used.push((column, "labels"));
                    labels.push((name.clone(), column));
                }
            }
            // ActiveTigger calls the column of labels so; the others tell its exports from other tables.
            let of_tool = ["user", "timestamp"].iter().all(|name| header.position(name).is_some());
            if let Some(column) = header.position("labels").filter(|c| labels.is_empty() && of_tool && *c != text) {
                used.push((column, "labels"));
                labels.push(("labels".to_owned(), column));
            }
            if labels.is_empty() {
                let last = self.default_labels.last().map_or("label", String::as_str);
                header.require(last, file, label_hint())?;
            }
        }
        for name in &self.labels {
            let column = header.require(name, file, label_hint())?;
            claim(&mut used, column, "labels", name)?;
            labels.push((name.clone(), column));
        }
        let choices =
            [("group", &self.group), ("weight", &self.weight), ("target", &self.target), ("fold", &self.fold)];
        // Named columns first, so that a named column is not used by default for another job.
        let mut taken = [const { None::<Taken> }; 4];
        for ((job, choice), place) in choices.iter().zip(&mut taken) {
            if let ColumnChoice::Named(name) = choice {
                let hint = Hint::new("; correct {}").option(format!("{job}-column"));
                let column = header.require(name, file, hint)?;
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

fn label_hint() -> Hint {
    Hint::new("; name the label columns with {}").option("label")
}

/// Notes that a column has a job.
///
/// # Errors
/// [`Error::Options`] if it has one already.
fn claim(used: &mut Vec<(usize, &'static str)>, column: usize, job: &'static str, name: &str) -> Result<()> {
    if let Some((_, before)) = used.iter().find(|(c, _)| *c == column) {
        return Err(Error::options(
            job,
            format!("column `{}` is named for `{before}` already; name another", excerpt(name)),
        ));
    }
    used.push((column, job));
    Ok(())
}
