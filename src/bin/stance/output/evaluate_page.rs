//! A page of scores, and scores of slices of the rows.

use std::collections::BTreeMap;

use stance::corpus::Labelled;
use stance::error::Place;
use stance::evaluate::{Bootstrap, Report, Scores, by_value, reliability};
use stance::report::{EvaluationPage, HeadEvaluation, Slices};
use stance::train::HeadPredictions;
use stance::{Error, Result};

use crate::flags::EvaluateArgs;

/// Bins of the calibration picture.
pub(crate) const BINS: usize = 15;

/// Scores by head, then column, then value.
pub(crate) type SliceScores = BTreeMap<String, BTreeMap<String, BTreeMap<String, Scores>>>;

/// Scores every head by the values of these columns.
pub(crate) fn slices(labelled: &Labelled, predictions: &[HeadPredictions], columns: &[String]) -> Result<SliceScores> {
    let mut out = SliceScores::new();
    for head in predictions {
        for column in columns {
            let values = values(labelled, column)?;
            let scores = of_head(head, &values)?;
            out.entry(head.name.clone()).or_default().insert(column.clone(), scores);
        }
    }
    Ok(out)
}

fn of_head(head: &HeadPredictions, values: &[&str]) -> Result<BTreeMap<String, Scores>> {
    let of_rows: Vec<&str> = head.rows.iter().map(|row| values.get(*row).copied().unwrap_or("")).collect();
    by_value(&of_rows, &head.as_predictions(), Bootstrap::default())
}

/// The values of a column, a label column or another, one per row.
fn values<'l>(labelled: &'l Labelled, column: &str) -> Result<Vec<&'l str>> {
    if let Some(head) = labelled.head(column) {
        let class = |label: &Option<u32>| label.and_then(|l| head.classes.get(l as usize)).map_or("", String::as_str);
        return Ok(head.labels.iter().map(class).collect());
    }
    let file = labelled.files.first().map_or("", String::as_str);
    let at = labelled.extra.header.position(column).ok_or_else(|| {
        let names = labelled.extra.header.names().iter().cloned();
        let names: Vec<String> = labelled.heads.iter().map(|h| h.name.clone()).chain(names).collect();
        let place = Place::file(file).column(column);
        Error::data(place, format!("is not there to score by; the columns are {}; correct --by", names.join(", ")))
    })?;
    Ok(labelled.extra.columns.get(at).map(|c| c.iter().map(String::as_str).collect()).unwrap_or_default())
}

/// What a page of scores shows.
pub(crate) struct Page<'p> {
    pub(crate) args: &'p EvaluateArgs,
    pub(crate) labelled: &'p Labelled,
    pub(crate) predictions: &'p [HeadPredictions],
    pub(crate) report: &'p Report,
}

impl Page<'_> {
    /// The page, with further notes, and with `record`, JSON, in it. Every head is also scored within the classes of the
    /// others: where a text's tone and its side go against each other, shortcuts show.
    pub(crate) fn render(&self, given: &SliceScores, further: Vec<String>, record: String) -> Result<String> {
        let Self { args, labelled, predictions, report } = *self;
        let mut notes = notes(args);
        notes.extend(further);
        let mut page = EvaluationPage { title: title(args, labelled), notes, record, heads: Vec::new() };
        heads(&mut page, args, labelled, predictions, report, given)?;
        page.render()
    }
}

/// Adds the heads to a page.
fn heads(
    page: &mut EvaluationPage,
    args: &EvaluateArgs,
    labelled: &Labelled,
    predictions: &[HeadPredictions],
    report: &Report,
    given: &SliceScores,
) -> Result<()> {
    for head in predictions {
        let mut slices = Vec::new();
        for other in labelled.heads.iter().filter(|other| other.name != head.name && !args.by.contains(&other.name)) {
            let values = values(labelled, &other.name)?;
            slices.push(Slices { by: other.name.clone(), values: of_head(head, &values)?.into_iter().collect() });
        }
        for (by, values) in given.get(&head.name).into_iter().flatten() {
            slices.push(Slices { by: by.clone(), values: values.clone().into_iter().collect() });
        }
        page.heads.push(HeadEvaluation {
            name: head.name.clone(),
            scores: report.heads.get(&head.name).cloned().unwrap_or_default(),
            bins: reliability(&head.as_predictions(), BINS),
            slices,
        });
    }
    Ok(())
}

fn title(args: &EvaluateArgs, labelled: &Labelled) -> String {
    match args.cross_validate {
        Some(_) => format!("Cross-validation on {}", labelled.files.join(", ")),
        None => format!("Scores on {}", labelled.files.join(", ")),
    }
}

fn notes(args: &EvaluateArgs) -> Vec<String> {
    if let Some(column) = &args.predicted {
        return vec![format!("Answers of column {column}.")];
    }
    let what = match (args.cross_validate, &args.model) {
        (Some(_), _) if args.learn.columns.fold_column.is_some() => {
            "Each row is answered by a model trained on the other folds of the data.".to_owned()
        }
        (Some(k), _) => {
            format!("Each row is answered by a model trained on the other {} of {k} folds.", k.saturating_sub(1))
        }
        (None, Some(model)) => format!("Answers by {}.", model.display()),
        (None, None) => "Answers by the shipped model.".to_owned(),
    };
    vec![what]
}
