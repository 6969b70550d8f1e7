//! Scores of the rows of each value of a column.

use std::collections::BTreeMap;

use super::HeadPredictions;
use crate::corpus::Labelled;
use crate::error::{Hint, Place, excerpt, listed};
use crate::evaluate::{Bootstrap, Scores, by_value};
use crate::{Error, Result};

/// Scores by head, then column, then value.
pub type SliceScores = BTreeMap<String, BTreeMap<String, BTreeMap<String, Scores>>>;

/// Scores every head by the values of these columns.
///
/// # Errors
/// As [`scores_by`].
pub fn slices(labelled: &Labelled, predictions: &[HeadPredictions], columns: &[String]) -> Result<SliceScores> {
    let mut out = SliceScores::new();
    for head in predictions {
        for column in columns {
            let scores = scores_by(labelled, head, column)?;
            out.entry(head.name.clone()).or_default().insert(column.clone(), scores);
        }
    }
    Ok(out)
}

/// Scores one head by the values of a column: a label column or another.
///
/// # Errors
/// [`Error::Data`] if the column is not there.
pub fn scores_by(labelled: &Labelled, head: &HeadPredictions, column: &str) -> Result<BTreeMap<String, Scores>> {
    let values = values(labelled, column)?;
    let of_rows: Vec<&str> = head.rows.iter().map(|row| values.get(*row).copied().unwrap_or("")).collect();
    by_value(&of_rows, &head.as_predictions(), Bootstrap::default())
}

/// The values of a column, one per row.
fn values<'l>(labelled: &'l Labelled, column: &str) -> Result<Vec<&'l str>> {
    if let Some(head) = labelled.head(column) {
        let class = |label: &Option<u32>| label.and_then(|l| head.classes.get(l as usize)).map_or("", String::as_str);
        return Ok(head.labels.iter().map(class).collect());
    }
    let Some(cells) = labelled.extra.column(column) else {
        let names = labelled.heads.iter().map(|h| &h.name).chain(labelled.extra.header.names());
        let names = listed(names.map(|name| excerpt(name).into_owned()));
        let place = Place::file(labelled.files.first().map_or("", String::as_str)).column(column);
        let problem = format!("is not there to score by; the columns are {names}");
        return Err(Error::data(place, problem).with_hint(Hint::new("; correct {}").option("by")));
    };
    Ok(cells.iter().map(String::as_str).collect())
}
