//! Training as a whole.

use super::calibrate::calibrate;
use super::counted::Counted;
use super::head::HeadData;
use super::held_out::{FOLDS, HeadFolds, folds_of_head};
use super::search::{SearchResult, Trial, search};
use super::select;
use super::terms::{Terms, count_terms};
use super::{CalibrationMode, Search, TrainOptions};
use crate::calibrate::Calibration;
use crate::corpus::{HeadLabels, Labelled};
use crate::error::{Hint, Place, counted, excerpt, listed};
use crate::learn::Convergence;
use crate::model::{About, DataDigest, DoubtRules, Head, MOST_CLASSES, Model, Provenance, collision};
use crate::text::{CharNgrams, STEMMER};
use crate::{Error, Result};

/// A model, and how its training went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// One report per head.
    pub heads: Vec<HeadReport>,
    /// The options that the search tried, head after head; empty without a search.
    pub trials: Vec<Trial>,
    /// Why there was no search although it was asked for.
    pub not_searched: Option<String>,
    /// The heads that by themselves would get other lengths of character n-grams than the search chose for all
    /// together, with these lengths.
    pub moved: Vec<(String, CharNgrams)>,
    /// Number of rows with a blank text. Nothing can be learnt from them.
    pub blank_rows: usize,
}

/// How the training of one head went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HeadReport {
    /// The head's name.
    pub name: String,
    /// Number of rows with a label.
    pub rows: usize,
    /// The classes, each with its number of rows.
    pub class_rows: Vec<(String, usize)>,
    /// How close to the minimum the solver came.
    pub convergence: Convergence,
    /// Why the head is not calibrated although that was asked for.
    pub not_calibrated: Option<String>,
}

/// A class with fewer rows than this is hardly learnt. Training says so.
pub const FEW_ROWS: usize = 10;

/// Trains a model on labelled rows, those with a blank text left out. `data` says where the rows come from and is
/// stored in the model.
///
/// With too few rows or groups to hold any out, the default options are used without a search, and heads are not
/// calibrated; [`Trained::not_searched`] and [`HeadReport::not_calibrated`] say so.
///
/// # Errors
/// [`Error::Options`] for options that cannot be used; [`Error::Data`] where nothing can be learnt: a head has fewer
/// than two classes or too many, a class has no row, no text has a term, or two heads would write their results to the
/// same column.
pub fn train(labelled: &Labelled, options: &TrainOptions, data: Vec<DataDigest>) -> Result<Trained> {
    train_part(labelled, options, data, &Counted::default())
}

/// The same on a part of the texts that `counted` knows.
pub(super) fn train_part(
    labelled: &Labelled,
    options: &TrainOptions,
    data: Vec<DataDigest>,
    counted: &Counted<'_>,
) -> Result<Trained> {
    options.check()?;
    check_heads(labelled)?;
    let with_text = with_text(labelled)?;
    let blank_rows = with_text.as_ref().map_or(0, |rows| labelled.len() - rows.len());
    let labelled = with_text.as_ref().unwrap_or(labelled);
    let classes = labelled.heads.iter().map(|head| head.classes.len()).max().unwrap_or(0);
    let options = options.for_data(&labelled.texts, classes);
    options.background.check(&options.text, labelled)?;
    let (result, not_searched) = match options.search {
        Search::Off => (None, None),
        Search::Cv => without_too_little_data(search(labelled, &options, counted))?,
    };
    let result = result.unwrap_or_else(|| SearchResult::without_search(&options, labelled.heads.len()));
    let text = result.heads.first().unwrap_or(&options);
    debug_assert!(result.heads.iter().all(|o| o.text == text.text), "heads share their text settings");
    let mut terms = count_terms(labelled, text, counted)?;
    if result.heads.iter().any(|options| terms.are_widened(options)) {
        terms = terms.widened();
    }
    let (mut heads, mut reports) = (Vec::new(), Vec::new());
    for (h, (labels, options)) in labelled.heads.iter().zip(&result.heads).enumerate() {
        options.progress.step("label column", h + 1, labelled.heads.len());
        let (head, report) = train_head(labelled, labels, &terms, options)?;
        heads.push(head);
        reports.push(report);
    }
    let vocabulary = terms.counts.vocabulary;
    let vocabulary = match text.max_terms {
        Some(_) => select::prune(&vocabulary, &mut heads).unwrap_or_default(),
        None => vocabulary,
    };
    let mut stored = serde_json::to_value(text).unwrap_or_default();
    if let (false, Some(fields)) = (text.background.is_empty(), stored.as_object_mut()) {
        fields.insert("background".to_owned(), text.background.described());
    }
    let provenance = Provenance {
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        stemmer: STEMMER.to_owned(),
        data,
        options: stored.into(),
        learning: reports
            .iter()
            .zip(&result.heads)
            .map(|(report, options)| report.stored(options))
            .collect::<serde_json::Value>()
            .into(),
    };
    let model = Model {
        text: text.text.clone(),
        vocabulary,
        heads,
        provenance,
        about: About::default(),
        doubt: DoubtRules::default(),
    };
    Ok(Trained { model, heads: reports, trials: result.trials, not_searched, moved: result.moved, blank_rows })
}

/// Checks that the label columns can be the heads of one model.
fn check_heads(labelled: &Labelled) -> Result<()> {
    let place = |column: &str| Place::file(listed(&labelled.files)).column(column);
    for head in &labelled.heads {
        let classes = head.classes.len();
        if classes > MOST_CLASSES {
            let problem = format!(
                "has {classes} different labels in {}, more than the {MOST_CLASSES} classes that a model can have",
                counted(labelled.len(), "row")
            );
            let hint = Hint::new("; name the column of the labels with {}").option("label");
            return Err(Error::data(place(&head.name), problem).with_hint(hint));
        }
    }
    let heads = labelled.heads.iter().map(|head| (head.name.as_str(), head.classes.as_slice()));
    match collision(heads) {
        None => Ok(()),
        Some((first, second, name)) => {
            let (first, name) = (excerpt(first), excerpt(&name));
            let problem = format!(
                "cannot be a label column beside `{first}`: both would have results named `{name}`; rename one of them"
            );
            Err(Error::data(place(second), problem))
        }
    }
}

/// The rows with a text that is not blank; `None` if all have one.
pub(super) fn with_text(labelled: &Labelled) -> Result<Option<Labelled>> {
    let is_text = |row: &usize| labelled.texts.get(*row).is_some_and(|text| !text.trim().is_empty());
    let rows: Vec<usize> = (0..labelled.len()).filter(is_text).collect();
    if rows.is_empty() {
        let problem = "every text is empty, so that there is nothing to learn from";
        let hint = Hint::new("; name the column of the statements with {}").option("text-column");
        return Err(Error::data(Place::file(listed(&labelled.files)), problem).with_hint(hint));
    }
    Ok((rows.len() < labelled.len()).then(|| labelled.subset(&rows)))
}

/// Turns an error about the data, such as too few groups to hold any out, into `None` and its message.
pub(super) fn without_too_little_data<T>(found: Result<T>) -> Result<(Option<T>, Option<String>)> {
    match found {
        Ok(found) => Ok((Some(found), None)),
        Err(Error::Data { problem, .. }) => Ok((None, Some(problem))),
        Err(error) => Err(error),
    }
}

/// Trains one head with its options.
fn train_head(
    labelled: &Labelled,
    labels: &HeadLabels,
    terms: &Terms,
    options: &TrainOptions,
) -> Result<(Head, HeadReport)> {
    let (rows, data) = HeadData::new(labelled, labels, terms)?;
    let fit = data.fit(options)?;
    let (calibration, not_calibrated) = match options.calibration {
        CalibrationMode::None => (None, None),
        CalibrationMode::Cv => without_too_little_data(
            folds_of_head(labelled, labels, FOLDS)
                .and_then(|folds| calibrate(&data, &HeadFolds::new(&folds, &rows), options)),
        )?,
    };
    let report = HeadReport {
        name: labels.name.clone(),
        rows: rows.len(),
        class_rows: labels.classes.iter().cloned().zip(data.class_rows()).collect(),
        convergence: fit.convergence.clone(),
        not_calibrated,
    };
    let own_targets = data.own_targets(options);
    let targets = labelled.targets.as_ref().filter(|_| own_targets > 0);
    let head = Head {
        name: labels.name.clone(),
        classes: labels.classes.clone(),
        targets: targets.map(|t| t.names.clone()).unwrap_or_default(),
        weighting: options.weighting,
        weights: fit.stored(data.columns, own_targets),
        scale: fit.scale,
        penalty: options.penalty,
        calibration: calibration.unwrap_or(Calibration::None),
        class_shares: data.class_shares(options),
    };
    Ok((head, report))
}

impl HeadReport {
    /// The report as the model stores it, with the head's options.
    fn stored(&self, options: &TrainOptions) -> serde_json::Value {
        let classes: serde_json::Map<String, serde_json::Value> =
            self.class_rows.iter().map(|(class, rows)| (class.clone(), (*rows).into())).collect();
        let mut stored = serde_json::json!({
            "head": self.name,
            "rows": self.rows,
            "classes": classes,
            "weighting": options.weighting,
            "penalty": options.penalty,
            "class-weights": options.class_weights,
            "target-weights": options.target_weights,
            "iterations": self.convergence.iterations,
            "reached": self.convergence.converged,
        });
        if let (Some(weight), Some(fields)) = (options.vector_weight, stored.as_object_mut()) {
            fields.insert("vector-weight".to_owned(), weight.into());
        }
        stored
    }
}

#[cfg(test)]
mod tests;
