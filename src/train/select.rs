//! Which terms are worth a weight: selection by the χ² statistic.

use super::head::HeadData;
use crate::features::Vocabulary;
use crate::model::Head;

/// χ² of each column: how far the classes of the rows that hold it are from those of all rows,
/// Σ over classes and over (holds it, does not) of (found − expected)² ÷ expected (Yang & Pedersen 1997, "A comparative study on
/// feature selection in text categorization"). 0 for columns that no row or every row holds.
fn chi_square(data: &HeadData<'_>) -> Vec<f64> {
    let mut of_class = vec![0.0; data.n_classes];
    let mut with = vec![0.0; data.columns * data.n_classes];
    for (row, class) in data.rows.iter().zip(&data.classes) {
        let class = *class as usize;
        if let Some(n) = of_class.get_mut(class) {
            *n += 1.0;
        }
        for (column, _) in &row.terms {
            if let Some(n) = with.get_mut(*column as usize * data.n_classes + class) {
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
        let of_one = |(with, all): (&f64, &f64)| {
            let expected = all * holders / rows;
            // Those without it are off by as much the other way.
            let off = with - expected;
            if *all == 0.0 { 0.0 } else { off * off / expected + off * off / (all - expected) }
        };
        with.iter().zip(&of_class).map(of_one).sum()
    };
    with.chunks_exact(data.n_classes.max(1)).map(statistic).collect()
}

/// Whether each column is among the `most` with the largest χ²; of equal ones the first are. Columns with 0 never are.
pub(super) fn keep(data: &HeadData<'_>, most: usize) -> Vec<bool> {
    let statistics = chi_square(data);
    let of = |column: usize| statistics.get(column).copied().unwrap_or(0.0);
    let mut order: Vec<usize> = (0..data.columns).filter(|column| of(*column) > 0.0).collect();
    order.sort_by(|a, b| of(*b).total_cmp(&of(*a)).then(a.cmp(b)));
    let mut kept = vec![false; data.columns];
    for column in order.into_iter().take(most) {
        if let Some(place) = kept.get_mut(column) {
            *place = true;
        }
    }
    kept
}

/// Leaves terms that no head has a scale for out of the vocabulary and of the heads.
pub(super) fn prune(vocabulary: &Vocabulary, heads: &mut [Head]) -> Option<Vocabulary> {
    let columns = vocabulary.len();
    let scaled = |column: usize| {
        heads.iter().any(|h| h.scale.as_ref().is_none_or(|s| s.get(column).is_none_or(|scale| *scale != 0.0)))
    };
    let kept: Vec<usize> = (0..columns).filter(|column| scaled(*column)).collect();
    let pick = |values: &[f32]| kept.iter().filter_map(|column| values.get(*column).copied()).collect::<Vec<f32>>();
    for head in heads.iter_mut() {
        head.scale = head.scale.as_deref().map(pick);
        for weights in &mut head.weights {
            weights.coefficients = weights.coefficients.chunks_exact(columns.max(1)).flat_map(pick).collect();
        }
    }
    Vocabulary::new(kept.iter().filter_map(|column| vocabulary.get(*column)).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Classifier;
    use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
    use crate::features::Row;
    use crate::train::{TrainOptions, train};

    #[test]
    fn the_statistic_is_that_of_a_table_worked_by_hand() {
        // Column 0: three of four rows of class 0 hold it, one of six of class 1. Column 1: all rows. Column 2: none.
        let row = |terms: &[u32]| Row { terms: terms.iter().map(|t| (*t, 1)).collect(), words: 1 };
        let (held, not) = (row(&[0, 1]), row(&[1]));
        let data = HeadData {
            rows: [&held, &held, &held, &not].into_iter().chain([&held, &not, &not, &not, &not, &not]).collect(),
            classes: vec![0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
            weights: None,
            targets: None,
            n_classes: 2,
            n_targets: 0,
            columns: 3,
            chars: 3..3,
        };
        // 10 · (3·5 − 1·1)² ÷ (4 · 6 · 4 · 6)
        let expected = 10.0 * 14.0 * 14.0 / (4.0 * 6.0 * 4.0 * 6.0);
        let found = chi_square(&data);
        assert!((found[0] - expected).abs() < 1e-12, "{found:?}");
        assert_eq!(found[1..], [0.0, 0.0]);
        assert_eq!(keep(&data, 2), [true, false, false]);
    }

    #[test]
    fn a_model_of_few_terms_is_small_and_knows_those_that_tell() {
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
        let said = classifier.session().classify("keep it sadly", 0);
        assert_eq!(said.iter().map(|p| p.class).collect::<Vec<_>>(), [1, 0]);
    }
}
