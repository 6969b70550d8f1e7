//! The page of an evaluation.

use super::evaluation::Evaluation;
use super::scores_by::scores_by;
use crate::Result;
use crate::corpus::Labelled;
use crate::report::{EvaluationPage, HeadEvaluation, Slices};

/// Who gave the answers that were scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answers {
    /// A column of the rows.
    Column(String),
    /// Models trained on the other folds, which the rows name.
    OtherGivenFolds,
    /// Models trained on the other of this number of folds.
    OtherFolds(usize),
    /// The model in this file; `None` is the shipped one.
    Model(Option<String>),
}

impl Answers {
    /// The page's title.
    fn title(&self, labelled: &Labelled) -> String {
        let what = match self {
            Self::OtherFolds(_) | Self::OtherGivenFolds => "Cross-validation",
            Self::Column(_) | Self::Model(_) => "Scores",
        };
        format!("{what} on {}", labelled.files.join(", "))
    }

    /// The sentence under it.
    fn note(&self) -> String {
        match self {
            Self::Column(column) => format!("Answers of column {column}."),
            Self::OtherGivenFolds => {
                "Each row is answered by a model trained on the other folds of the data.".to_owned()
            }
            Self::OtherFolds(k) => {
                format!("Each row is answered by a model trained on the other {} of {k} folds.", k.saturating_sub(1))
            }
            Self::Model(Some(file)) => format!("Answers by {file}."),
            Self::Model(None) => "Answers by the shipped model.".to_owned(),
        }
    }
}

impl Evaluation {
    /// The page, with further notes, and with `record`, JSON, in it. Every head is also scored within the classes of the
    /// others but those in `by`, the columns that were asked for: where a text's tone and its side go against each other,
    /// shortcuts show.
    ///
    /// # Errors
    /// As [`scores_by`] and [`EvaluationPage::render`].
    pub fn page(
        &self,
        labelled: &Labelled,
        answers: &Answers,
        by: &[String],
        further: Vec<String>,
        record: String,
    ) -> Result<String> {
        let mut notes = vec![answers.note()];
        notes.extend(further);
        let mut page = EvaluationPage { title: answers.title(labelled), notes, record, heads: Vec::new() };
        for head in &self.predictions {
            let mut slices = Vec::new();
            for other in labelled.heads.iter().filter(|other| other.name != head.name && !by.contains(&other.name)) {
                let values = scores_by(labelled, head, &other.name)?;
                slices.push(Slices { by: other.name.clone(), values: values.into_iter().collect() });
            }
            for (by, values) in self.slices.get(&head.name).into_iter().flatten() {
                slices.push(Slices { by: by.clone(), values: values.clone().into_iter().collect() });
            }
            page.heads.push(HeadEvaluation {
                name: head.name.clone(),
                scores: self.report.heads.get(&head.name).cloned().unwrap_or_default(),
                bins: self.reliability.get(&head.name).cloned().unwrap_or_default(),
                slices,
            });
        }
        page.render()
    }
}
