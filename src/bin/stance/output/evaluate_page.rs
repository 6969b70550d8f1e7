//! A page of scores.

use stance::Result;
use stance::corpus::Labelled;
use stance::evaluate::{Report, reliability};
use stance::report::{EvaluationPage, HeadEvaluation, Slices};
use stance::train::{HeadPredictions, SliceScores, scores_by};

use crate::flags::EvaluateArgs;

/// Bins of the calibration picture.
pub(crate) const BINS: usize = 15;

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
            let values = scores_by(labelled, head, &other.name)?;
            slices.push(Slices { by: other.name.clone(), values: values.into_iter().collect() });
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
