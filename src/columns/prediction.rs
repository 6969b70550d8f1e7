//! The columns of a model's predictions.

use serde::Serialize;

use super::column::Holds;
use super::keys::{KeyColumns, KeyRow};
use crate::classify::{Doubt, Explanation, Prediction, TextDoubts};
use crate::corpus::Cell;
use crate::model::{Head, Model};
use crate::span::CodePoints;
use crate::{Error, Result, UNSURE};

/// Decimals of probabilities and of contributions to a score.
pub const PROBABILITY_DECIMALS: u8 = 6;

/// Whether a text has nothing to be labelled: its predicted cells are empty.
pub fn is_blank(text: &str) -> bool {
    text.trim_start().is_empty()
}

/// Which columns are written for each head, and when a label is [`UNSURE`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PredictionOptions {
    /// The label is [`UNSURE`] if its class is less probable than this, or for another [`Doubt`]. 0: never. Default: what
    /// the model carries for each head, and never where it carries nothing.
    pub min_confidence: Option<f64>,
    /// A column with the probability of each class. Default: none.
    pub probabilities: bool,
    /// Columns with the bias and the reasons of the label. Default: none.
    pub reasons: bool,
}

impl PredictionOptions {
    /// Checks the values.
    ///
    /// # Errors
    /// [`Error::Options`] if the confidence is not a probability.
    pub fn check(&self) -> Result<()> {
        match self.min_confidence {
            Some(p) if !(0.0..=1.0).contains(&p) => {
                Err(Error::options("min_confidence", format!("{p} is out of range; use a probability from 0 to 1")))
            }
            _ => Ok(()),
        }
    }
}

/// A column of predictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PredictionColumn {
    /// The name in a header.
    pub name: String,
    /// The type of its cells.
    pub holds: Holds,
    /// Index of the head.
    head: usize,
    part: Part,
}

/// What a column shows of a head's prediction. To add a column, add a variant, its place in [`Part::of_head`], and its
/// name, type and cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Label,
    Probability,
    /// Why the label is unsure.
    Doubt,
    /// The probability of the class with this index.
    ClassProbability(usize),
    Bias,
    Reasons,
}

impl Part {
    /// The columns of a head, in order.
    fn of_head(head: &Head, options: &PredictionOptions) -> Vec<Part> {
        let mut parts = vec![Part::Label, Part::Probability, Part::Doubt];
        if options.probabilities {
            parts.extend((0..head.classes.len()).map(Part::ClassProbability));
        }
        if options.reasons {
            parts.extend([Part::Bias, Part::Reasons]);
        }
        parts
    }

    fn name(self, head: &Head) -> String {
        let predicted = format!("predicted_{}", head.name);
        match self {
            Part::Label => predicted,
            Part::Probability => predicted + "_probability",
            Part::Doubt => predicted + "_unsure",
            Part::ClassProbability(class) => format!("{predicted}_p_{}", class_name(head, class)),
            Part::Bias => predicted + "_bias",
            Part::Reasons => predicted + "_reasons",
        }
    }

    fn holds(self) -> Holds {
        match self {
            Part::Label | Part::Doubt => Holds::Texts,
            Part::Probability | Part::ClassProbability(_) | Part::Bias => Holds::Numbers,
            Part::Reasons => Holds::Json,
        }
    }
}

fn class_name(head: &Head, class: usize) -> &str {
    debug_assert!(class < head.classes.len(), "class {class} of {:?}", head.classes);
    head.classes.get(class).map_or(UNSURE, String::as_str)
}

/// The columns of a model's predictions, in order: for each head `H` `predicted_H`, `predicted_H_probability`,
/// `predicted_H_unsure` and those asked for.
#[derive(Clone, Debug, Default)]
pub struct PredictionColumns<'m> {
    heads: &'m [Head],
    options: PredictionOptions,
    /// The least probability of a label, by head; 0 where no label is unsure.
    least: Vec<f64>,
    columns: Vec<PredictionColumn>,
    /// The columns of a dictionary's counts, which follow.
    keys: KeyColumns,
}

impl From<KeyColumns> for PredictionColumns<'_> {
    /// The columns of a dictionary's counts alone.
    fn from(keys: KeyColumns) -> Self {
        Self { keys, ..Self::default() }
    }
}

impl<'m> PredictionColumns<'m> {
    /// The columns of a model's heads.
    pub fn new(model: &'m Model, options: PredictionOptions) -> Self {
        let heads = model.heads.as_slice();
        let carried = |head: &Head| model.doubt.min_confidence.get(&head.name).copied().unwrap_or(0.0);
        let least = heads.iter().map(|head| options.min_confidence.unwrap_or_else(|| carried(head))).collect();
        let of_head = |(h, head): (usize, &Head)| {
            let column = |part: Part| PredictionColumn { name: part.name(head), holds: part.holds(), head: h, part };
            Part::of_head(head, &options).into_iter().map(column).collect::<Vec<_>>()
        };
        Self {
            heads,
            options,
            least,
            columns: heads.iter().enumerate().flat_map(of_head).collect(),
            keys: KeyColumns::default(),
        }
    }

    /// The heads.
    pub fn heads(&self) -> &'m [Head] {
        self.heads
    }

    /// What was asked for.
    pub fn options(&self) -> &PredictionOptions {
        &self.options
    }

    /// The columns of a dictionary's counts; none unless these are all there is.
    pub fn keys(&self) -> &KeyColumns {
        &self.keys
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[PredictionColumn] {
        &self.columns
    }

    /// Their names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &column.name).chain(self.keys.names()).map(String::as_str)
    }

    /// Whether any label may be unsure, so that [`PredictionRow::doubt`] is needed.
    pub fn need_doubts(&self) -> bool {
        self.least.iter().any(|least| *least > 0.0)
    }

    /// The least probability of a label of head number `head`; 0 where no label is unsure.
    pub fn least_probability(&self, head: usize) -> f64 {
        debug_assert!(head < self.least.len());
        self.least.get(head).copied().unwrap_or(0.0)
    }

    /// Why the label of head number `head` is [`UNSURE`]; `None` if it is not.
    pub fn doubt(&self, head: usize, row: &PredictionRow) -> Option<Doubt> {
        let least = self.least_probability(head);
        let (of_model, prediction) = self.heads.get(head).zip(row.predictions().get(head))?;
        let class = class_name(of_model, prediction.class);
        (least > 0.0).then(|| row.doubts.of_label(head, class, prediction.probability(), least)).flatten()
    }

    /// The cell of a column; empty where the statement is not labelled.
    pub fn cell<'r>(&'r self, column: &PredictionColumn, row: &'r PredictionRow) -> Cell<'r> {
        let Some((head, prediction)) = self.heads.get(column.head).zip(row.predictions().get(column.head)) else {
            return Cell::Empty;
        };
        let number = |x: Option<f64>| x.map_or(Cell::Empty, |x| Cell::Rounded(x, PROBABILITY_DECIMALS));
        match column.part {
            Part::Label if self.doubt(column.head, row).is_some() => Cell::Text(UNSURE),
            Part::Label => Cell::Text(class_name(head, prediction.class)),
            Part::Doubt => self.doubt(column.head, row).map_or(Cell::Empty, |doubt| Cell::Text(doubt.name())),
            Part::Probability => number(Some(prediction.probability())),
            Part::ClassProbability(class) => number(prediction.probabilities.get(class).copied()),
            Part::Bias => number(row.explanations.get(column.head).map(|why| why.bias)),
            Part::Reasons => row.reasons.get(column.head).map_or(Cell::Empty, |json| Cell::Json(json)),
        }
    }

    /// The cells of a statement, in order.
    pub fn cells<'r>(&'r self, row: &'r PredictionRow) -> impl Iterator<Item = Cell<'r>> {
        self.columns.iter().map(move |column| self.cell(column, row)).chain(self.keys.cells(&row.keys))
    }
}

/// The predictions of one statement, one per head, or none for a statement that is not labelled. Filled again and
/// again.
#[derive(Clone, Debug, Default)]
pub struct PredictionRow {
    labelled: bool,
    predictions: Vec<Prediction>,
    doubts: TextDoubts,
    explanations: Vec<Explanation>,
    /// For each head `[{term, start, end, contribution}]`.
    reasons: Vec<String>,
    keys: KeyRow,
}

impl PredictionRow {
    /// Empties the row.
    pub fn clear(&mut self) {
        self.labelled = false;
        self.doubts = TextDoubts::default();
        self.explanations.clear();
        self.reasons.clear();
        self.keys.clear();
    }

    /// Marks the statement as labelled and returns the predictions, one per head, to be overwritten.
    pub fn fill(&mut self) -> &mut Vec<Prediction> {
        self.clear();
        self.labelled = true;
        &mut self.predictions
    }

    /// Takes the predictions of `text` with their reasons.
    pub fn explain(&mut self, text: &str, explanations: Vec<Explanation>) {
        let predictions = self.fill();
        predictions.clear();
        predictions.extend(explanations.iter().map(|why| why.prediction.clone()));
        self.reasons.extend(explanations.iter().map(|why| reasons(text, why)));
        self.explanations = explanations;
    }

    /// The counts of a dictionary's keys, to be overwritten.
    pub fn keys(&mut self) -> &mut KeyRow {
        &mut self.keys
    }

    /// Takes what speaks against the labels.
    pub fn doubt(&mut self, doubts: TextDoubts) {
        self.doubts = doubts;
    }

    /// One prediction per head; empty for a statement that is not labelled.
    pub fn predictions(&self) -> &[Prediction] {
        if self.labelled { &self.predictions } else { &[] }
    }

    /// One explanation per head; empty if there are none.
    pub fn explanations(&self) -> &[Explanation] {
        &self.explanations
    }
}

impl From<(Vec<Prediction>, TextDoubts)> for PredictionRow {
    fn from((predictions, doubts): (Vec<Prediction>, TextDoubts)) -> Self {
        Self { labelled: true, predictions, doubts, ..Self::default() }
    }
}

/// `[{term, start, end, contribution}]` as JSON, with `key` for the keys of a dictionary; offsets in code points of the
/// statement, contributions in logits.
fn reasons(text: &str, explanation: &Explanation) -> String {
    #[derive(Serialize)]
    struct Written<'r> {
        term: &'r str,
        start: usize,
        end: usize,
        contribution: f64,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'r str>,
    }
    let points = CodePoints::new(text);
    let unit = 10f64.powi(i32::from(PROBABILITY_DECIMALS));
    let written = explanation.reasons.iter().map(|reason| {
        let (start, end) = points.span(reason.span);
        let contribution = (reason.contribution * unit).round() / unit;
        Written { term: reason.span.of(text), start, end, contribution, key: reason.key.as_deref() }
    });
    let json = serde_json::to_string(&written.collect::<Vec<_>>());
    debug_assert!(json.is_ok(), "texts and numbers can be written");
    json.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Classifier;
    use crate::model::result_names;

    const ALL: PredictionOptions = PredictionOptions { min_confidence: None, probabilities: true, reasons: true };

    fn shipped() -> Classifier {
        Classifier::shipped().unwrap()
    }

    #[test]
    fn names_types_and_cells_agree_in_number_order_and_type() {
        let classifier = shipped();
        for options in [PredictionOptions::default(), ALL] {
            let columns = PredictionColumns::new(classifier.model(), options);
            let mut row = PredictionRow::default();
            let target = classifier.default_target().unwrap();
            row.explain("Lift the ban!", classifier.session().explain("Lift the ban!", target).unwrap());
            let cells: Vec<Cell<'_>> = columns.cells(&row).collect();
            assert_eq!((cells.len(), columns.names().count()), (columns.columns().len(), columns.columns().len()));
            for (column, cell) in columns.columns().iter().zip(&cells) {
                let filled = *cell != Cell::Empty || column.part == Part::Doubt;
                assert!(column.holds.fits(cell) && filled, "{column:?} {cell:?}");
            }
            row.clear();
            assert!(columns.cells(&row).all(|cell| cell == Cell::Empty));
        }
    }

    #[test]
    fn every_column_is_among_the_names_by_which_models_are_checked() {
        let classifier = shipped();
        let heads = &classifier.model().heads;
        let known: Vec<String> = heads.iter().flat_map(|head| result_names(&head.name, &head.classes)).collect();
        let columns = PredictionColumns::new(classifier.model(), ALL);
        assert!(columns.names().all(|name| known.iter().any(|known| known == name)), "{known:?}");
    }

    #[test]
    fn a_label_is_unsure_below_the_least_confidence_and_not_at_it() {
        let classifier = shipped();
        let mut row = PredictionRow::default();
        let target = classifier.default_target().unwrap();
        classifier.session().classify_into("Lift the ban!", target, row.fill()).unwrap();
        let p = row.predictions()[0].probability();
        let label = |least: f64| {
            let options = PredictionOptions { min_confidence: Some(least), ..Default::default() };
            let columns = PredictionColumns::new(classifier.model(), options);
            let why = columns.cells(&row).nth(2);
            assert!([Some(Cell::Empty), Some(Cell::Text("low-probability"))].contains(&why));
            columns.cells(&row).next() == Some(Cell::Text(UNSURE))
        };
        assert_eq!((label(p), label(p + 1e-9), label(0.0)), (false, true, false));
    }

    #[test]
    fn a_confidence_that_is_no_probability_is_refused() {
        for p in [-0.1, 1.5, f64::NAN] {
            let options = PredictionOptions { min_confidence: Some(p), ..Default::default() };
            assert!(options.check().unwrap_err().to_string().contains("0 to 1"));
        }
        assert!(ALL.check().is_ok());
    }

    #[test]
    fn white_space_alone_is_blank() {
        assert!(["", " ", "\n\u{a0}"].iter().all(|text| is_blank(text)));
        assert!(!is_blank(" ."));
    }
}
