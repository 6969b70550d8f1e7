//! The errors of a model, from what `evaluate --format json` wrote.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::by_errors::Confusion;
use super::guess::Elsewhere;
use crate::error::{Place, listed};
use crate::{Error, Result, UNSURE};

/// What is read of an evaluation.
#[derive(Deserialize)]
struct Evaluation {
    heads: BTreeMap<String, Head>,
    /// The model that was scored.
    #[serde(default)]
    model: Option<Scored>,
    /// The number of folds, if every row was scored by a model of the others.
    #[serde(default)]
    folds: Option<usize>,
}

#[derive(Deserialize)]
struct Scored {
    /// By head the number of training rows of each class.
    #[serde(default)]
    training_rows: BTreeMap<String, BTreeMap<String, f64>>,
}

#[derive(Deserialize)]
struct Head {
    confusion: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Elsewhere {
    /// The errors of a head, from the JSON of an evaluation; `file` is what errors call it.
    ///
    /// # Errors
    /// [`Error::Data`] for other JSON, and for a head that it does not have.
    pub fn of_evaluation(json: &[u8], file: &str, head: &str) -> Result<Self> {
        let evaluation: Evaluation = serde_json::from_slice(json).map_err(|error| {
            let problem = format!("is not what `evaluate --format json` writes ({error})");
            Error::data(Place::file(file), problem)
        })?;
        let found = evaluation.heads.get(head).ok_or_else(|| {
            let heads: Vec<String> = evaluation.heads.keys().map(|name| format!("`{name}`")).collect();
            let problem = format!("has no scores of `{head}`, but of {}", listed(heads));
            Error::data(Place::file(file), problem)
        })?;
        let classes: Vec<String> = found.confusion.keys().filter(|class| *class != UNSURE).cloned().collect();
        let count = |row: &BTreeMap<String, u64>, to: &String| row.get(to).copied().unwrap_or(0) as f64;
        let counts = classes
            .iter()
            .filter_map(|class| found.confusion.get(class))
            .map(|row| classes.iter().map(|to| count(row, to)).collect())
            .collect();
        let confusion = Confusion { counts };
        let trained = match &evaluation.model {
            // The scored rows were those of training.
            None => evaluation.folds.map(|_| confusion.shares()),
            Some(model) => model.training_rows.get(head).and_then(|rows| shares(rows, &classes)),
        };
        Ok(Self { classes, confusion: Some(confusion), trained })
    }
}

/// The share of each class among the training rows; `None` if a class had none.
fn shares(rows: &BTreeMap<String, f64>, classes: &[String]) -> Option<Vec<f64>> {
    let counts: Option<Vec<f64>> = classes.iter().map(|class| rows.get(class).copied().filter(|n| *n > 0.0)).collect();
    let counts = counts?;
    let all: f64 = counts.iter().sum();
    Some(counts.iter().map(|count| count / all).collect())
}
