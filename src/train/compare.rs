//! Differences of scores between two labellers of the same rows.

use std::collections::{BTreeMap, HashMap};

use super::HeadPredictions;
use crate::corpus::{HeadLabels, Labelled};
use crate::error::excerpt;
use crate::evaluate::{Bootstrap, Difference, paired};
use crate::{Error, Result, UNSURE};

/// Differences of scores, `second` minus `first`, over the rows that both have, from the same resamples; see
/// [`paired`]. Classes that only one of them knows are kept for both.
///
/// # Errors
/// [`Error::Options`] if they have no row in common, or other true classes.
pub fn compare(
    first: &HeadPredictions,
    second: &HeadPredictions,
    bootstrap: Bootstrap,
) -> Result<BTreeMap<String, Difference>> {
    let mut classes: Vec<String> = first.classes.iter().chain(&second.classes).cloned().collect();
    classes.sort_unstable();
    classes.dedup();
    let of_second: HashMap<usize, usize> = second.rows.iter().copied().zip(0..).collect();
    let mut both: Vec<(usize, usize)> =
        first.rows.iter().zip(0..).filter_map(|(row, at)| Some((at, *of_second.get(row)?))).collect();
    both.sort_by_key(|(at, _)| first.rows.get(*at).copied());
    if both.is_empty() {
        return Err(Error::options("baseline", format!("labels no row of `{}`", excerpt(&second.name))));
    }
    let (a, b): (Vec<usize>, Vec<usize>) = both.into_iter().unzip();
    paired(&first.picked(&a, &classes).as_predictions(), &second.picked(&b, &classes).as_predictions(), bootstrap)
}

impl HeadPredictions {
    /// What a column of the data says of the rows that have a label: a label, or nothing and `unsure`, which count as missed.
    /// Columns `COLUMN_p_CLASS`, as `classify` writes them, are the probabilities if each class has one.
    ///
    /// # Errors
    /// [`Error::Data`] for a probability that is none; `None` if there is no such column.
    pub fn of_column(labelled: &Labelled, head: &HeadLabels, column: &str) -> Result<Option<Self>> {
        let Some(values) = labelled.extra.column(column) else { return Ok(None) };
        let given = |value: &String| Some(value.trim()).filter(|v| !v.is_empty() && *v != UNSURE).map(str::to_owned);
        let mut classes: Vec<String> = head.classes.iter().cloned().chain(values.iter().filter_map(given)).collect();
        classes.sort_unstable();
        classes.dedup();
        let position = |name: &str| classes.binary_search_by(|class| class.as_str().cmp(name)).ok().map(|at| at as u32);
        let columns: Option<Vec<&[String]>> =
            classes.iter().map(|class| labelled.extra.column(&format!("{column}_p_{class}"))).collect();
        let mut out = HeadPredictions::new(&head.name, &classes);
        for (row, (label, value)) in head.labels.iter().zip(values).enumerate() {
            let Some(truth) = label.and_then(|label| position(head.classes.get(label as usize)?)) else { continue };
            out.rows.push(row);
            out.truth.push(truth);
            out.doubted.push(false);
            out.predicted.push(given(value).and_then(|name| position(&name)));
            for values in columns.iter().flatten() {
                let text = values.get(row).map_or("", |text| text.trim());
                let p: Option<f64> = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
                let problem = || format!("`{}` is not a probability from 0 to 1", excerpt(text));
                out.probabilities.push(p.ok_or_else(|| Error::data(labelled.place(row), problem()))?);
            }
            if let Some(groups) = &labelled.groups {
                out.clusters.get_or_insert_default().push(groups.ids.get(row).copied().unwrap_or(0));
            }
        }
        Ok(Some(out))
    }

    /// The rows at these positions, with classes numbered as in `classes`, which has all of them.
    fn picked(&self, positions: &[usize], classes: &[String]) -> Self {
        let to: Vec<u32> = self.classes.iter().map(|class| classes.binary_search(class).unwrap_or(0) as u32).collect();
        let renumbered = |class: u32| to.get(class as usize).copied().unwrap_or(0);
        let mut out = HeadPredictions::new(&self.name, classes);
        let width = self.classes.len();
        for at in positions {
            out.rows.extend(self.rows.get(*at));
            out.truth.extend(self.truth.get(*at).map(|class| renumbered(*class)));
            out.predicted.extend(self.predicted.get(*at).map(|class| class.map(renumbered)));
            out.doubted.extend(self.doubted.get(*at));
            if let Some(clusters) = &self.clusters {
                out.clusters.get_or_insert_default().extend(clusters.get(*at));
            }
            if self.probabilities.is_empty() {
                continue;
            }
            let from = out.probabilities.len();
            out.probabilities.resize(from + classes.len(), 0.0);
            for (class, to) in to.iter().enumerate() {
                if let (Some(p), Some(slot)) =
                    (self.probabilities.get(at * width + class), out.probabilities.get_mut(from + *to as usize))
                {
                    *slot = *p;
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Predictions of the classes `a` and `b`, right where `right` says so.
    fn predictions(right: impl Fn(usize) -> bool, classes: [&str; 2]) -> HeadPredictions {
        let mut out = HeadPredictions::new("h", &classes.map(str::to_owned));
        for row in 0..200 {
            let truth = (row % 2) as u32;
            let predicted = if right(row) { truth } else { 1 - truth };
            out.rows.push(row);
            out.truth.push(truth);
            out.doubted.push(false);
            out.predicted.push(Some(predicted));
            out.probabilities.extend([0, 1].map(|class| if class == predicted { 0.8 } else { 0.2 }));
        }
        out
    }

    #[test]
    fn a_labeller_that_errs_less_is_better_beyond_chance() {
        let (worse, better) =
            (predictions(|row| row % 4 != 0, ["a", "b"]), predictions(|row| row % 10 != 0, ["a", "b"]));
        let found = compare(&worse, &better, Bootstrap::default()).unwrap();
        let accuracy = found["accuracy"];
        assert!((accuracy.difference.unwrap() - 0.15).abs() < 1e-12, "{accuracy:?}");
        assert!(accuracy.interval.unwrap()[0] > 0.0 && found["log_loss"].difference.unwrap() < 0.0);
        let same = compare(&better, &better, Bootstrap::default()).unwrap();
        assert_eq!(same["macro_f1"].interval, Some([0.0, 0.0]));
    }

    #[test]
    fn rows_and_classes_are_matched_by_name() {
        let mut first = predictions(|_| true, ["a", "b"]);
        let mut second = predictions(|_| true, ["a", "b"]);
        second.classes.push("c".to_owned());
        second.probabilities = vec![0.1; 600];
        for list in [&mut first.rows, &mut second.rows] {
            list.iter_mut().for_each(|row| *row += 5);
        }
        first.rows.iter_mut().for_each(|row| *row += 100);
        // Row 105 of the one is row 5 of the other, which has the same true class.
        let found = compare(&first, &second, Bootstrap::Off);
        assert!(found.is_err() || found.unwrap()["accuracy"].difference == Some(0.0));
        second.rows.iter_mut().for_each(|row| *row += 10_000);
        assert!(compare(&first, &second, Bootstrap::Off).unwrap_err().to_string().contains("no row"));
    }
}
