//! Scores of subsets of the rows.

use std::collections::BTreeMap;

use super::intervals::Bootstrap;
use super::predictions::Predictions;
use super::scores::{Scores, score};
use crate::pick::{pick, pick_wide};
use crate::{Error, Result};

/// Scores the rows of each value of a column separately, with the values sorted by bytes. `values` has one value per
/// row; an empty one is a value too.
///
/// # Errors
/// As [`Predictions::check`], and [`Error::Options`] if the number of values is wrong.
pub fn by_value<S: AsRef<str>>(
    values: &[S],
    predictions: &Predictions<'_>,
    bootstrap: Bootstrap,
) -> Result<BTreeMap<String, Scores>> {
    predictions.check()?;
    if values.len() != predictions.truth.len() {
        return Err(Error::options(
            "values",
            format!("there are {} for {} rows", values.len(), predictions.truth.len()),
        ));
    }
    let mut rows = BTreeMap::<&str, Vec<usize>>::new();
    for (row, value) in values.iter().enumerate() {
        rows.entry(value.as_ref()).or_default().push(row);
    }
    rows.into_iter()
        .map(|(value, rows)| {
            let width = predictions.classes.len();
            let truth = pick(predictions.truth, &rows);
            let predicted = pick(predictions.predicted, &rows);
            let probabilities = predictions.probabilities.map(|p| pick_wide(p, &rows, width));
            let clusters = predictions.clusters.map(|c| pick(c, &rows));
            let slice = Predictions {
                classes: predictions.classes,
                truth: &truth,
                predicted: &predicted,
                probabilities: probabilities.as_deref(),
                clusters: clusters.as_deref(),
            };
            Ok((value.to_owned(), score(&slice, bootstrap)?))
        })
        .collect()
}
