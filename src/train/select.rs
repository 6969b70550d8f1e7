//! Feature selection by the χ² statistic.

use crate::features::{FeatureId, Row, Vocabulary};
use crate::model::Head;

/// The labelled rows that columns are selected by.
#[derive(Clone, Copy)]
pub(super) struct SelectionData<'d> {
    pub(super) rows: &'d [&'d Row],
    /// The class of each row.
    pub(super) classes: &'d [u32],
    pub(super) n_classes: usize,
    pub(super) columns: usize,
}

/// The χ² statistic of each column with the classes: Σ (observed − expected)² ÷ expected over the classes, and over
/// rows with and without the column (Yang & Pedersen 1997, "A comparative study on feature selection in text
/// categorization"). 0 for a column that no row or every row has.
fn chi_square(data: SelectionData<'_>) -> Vec<f64> {
    let mut class_rows = vec![0.0; data.n_classes];
    let mut with_column = vec![0.0; data.columns * data.n_classes];
    for (row, class) in data.rows.iter().zip(data.classes) {
        let class = *class as usize;
        if let Some(n) = class_rows.get_mut(class) {
            *n += 1.0;
        }
        for (column, _) in &row.terms {
            if let Some(n) = with_column.get_mut(*column as usize * data.n_classes + class) {
                *n += 1.0;
            }
        }
    }
    let rows = data.rows.len() as f64;
    let statistic = |with: &[f64]| {
        let holders: f64 = with.iter().sum();
        if holders == 0.0 || holders == rows {
            return 0.0;
        }
        let of_class = |(with, all): (&f64, &f64)| {
            let expected = all * holders / rows;
            // Rows with and without the column deviate by the same number.
            let deviation = with - expected;
            let squared = deviation * deviation;
            if *all == 0.0 { 0.0 } else { squared / expected + squared / (all - expected) }
        };
        with.iter().zip(&class_rows).map(of_class).sum()
    };
    with_column.chunks_exact(data.n_classes.max(1)).map(statistic).collect()
}

/// A mask of the `most` columns with the largest χ², the first of equal ones. Columns with a χ² of 0 are never
/// selected.
pub(super) fn select(data: SelectionData<'_>, most: usize) -> Vec<bool> {
    let statistics = chi_square(data);
    let of = |column: usize| statistics.get(column).copied().unwrap_or(0.0);
    let mut order: Vec<usize> = (0..data.columns).filter(|column| of(*column) > 0.0).collect();
    order.sort_by(|a, b| of(*b).total_cmp(&of(*a)).then(a.cmp(b)));
    let mut selected = vec![false; data.columns];
    for column in order.into_iter().take(most) {
        if let Some(slot) = selected.get_mut(column) {
            *slot = true;
        }
    }
    selected
}

/// Removes the terms whose scale is 0 in every head from the heads; returns the vocabulary without them.
pub(super) fn prune(vocabulary: &Vocabulary, heads: &mut [Head]) -> Option<Vocabulary> {
    let columns = vocabulary.len();
    let scaled = |column: usize| heads.iter().any(|h| h.scale.get(column).is_none_or(|scale| *scale != 0.0));
    let kept: Vec<usize> = (0..columns).filter(|column| scaled(*column)).collect();
    let pick = |values: &[f32]| kept.iter().filter_map(|column| values.get(*column).copied()).collect::<Vec<f32>>();
    for head in heads.iter_mut() {
        head.scale = pick(&head.scale);
        for weights in &mut head.weights {
            weights.coefficients = weights.coefficients.chunks_exact(columns.max(1)).flat_map(pick).collect();
        }
    }
    Vocabulary::new(
        kept.iter().filter_map(|column| vocabulary.get(FeatureId::new(*column as u32))).map(str::to_owned).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Classifier;
    use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
    use crate::train::{TrainOptions, train};

    #[test]
    fn the_statistic_is_that_of_a_table_worked_by_hand() {
        // Column 0: three of four rows of class 0 hold it, one of six of class 1. Column 1: all rows. Column 2: none.
        let row = |terms: &[u32]| Row { terms: terms.iter().map(|t| (*t, 1)).collect(), words: 1 };
        let (held, not) = (row(&[0, 1]), row(&[1]));
        let rows = [&held, &held, &held, &not, &held, &not, &not, &not, &not, &not];
        let data = SelectionData { rows: &rows, classes: &[0, 0, 0, 0, 1, 1, 1, 1, 1, 1], n_classes: 2, columns: 3 };
        // 10 · (3·5 − 1·1)² ÷ (4 · 6 · 4 · 6)
        let expected = 10.0 * 14.0 * 14.0 / (4.0 * 6.0 * 4.0 * 6.0);
        let found = chi_square(data);
        assert!((found[0] - expected).abs() < 1e-12, "{found:?}");
        assert_eq!(found[1..], [0.0, 0.0]);
        assert_eq!(select(data, 2), [true, false, false]);
    }

    #[test]
    fn a_model_of_few_terms_is_small_and_has_the_indicative_ones() {
        let mut csv = String::from("text,stance,tone\n");
        for k in 0..40 {
            let (word, side) = [("keep", "for"), ("lift", "against")][k % 2];
            let (mood, tone) = [("gladly", "warm"), ("sadly", "cold")][k / 2 % 2];
            csv += &format!("{word} it {mood} says w{},{side},{tone}\n", k % 7);
        }
        let columns = LabelledOptions { labels: vec!["stance".into(), "tone".into()], ..LabelledOptions::default() };
        let labelled = read_labelled(csv.as_bytes(), Format::Csv, "rows", Faults::Stop, &columns).unwrap();
        let model = train(&labelled, &TrainOptions { max_terms: Some(12), ..TrainOptions::default() }, Vec::new());
        let model = model.unwrap().model;
        assert!(model.vocabulary.len() <= 24, "{}", model.vocabulary.len());
        assert!(["keep", "lift", "gladly", "sadly"].iter().any(|word| model.vocabulary.find(word).is_some()));
        assert!(model.vocabulary.find("it").is_none());
        let classifier = Classifier::new(model).unwrap();
        let said = classifier.classify("keep it sadly").unwrap();
        assert_eq!(said.iter().map(|label| label.prediction().class).collect::<Vec<_>>(), [1, 0]);
    }
}
