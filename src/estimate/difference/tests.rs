use super::*;

/// Rows coded with the same probability, each in a document of its own.
fn rows(pairs: impl IntoIterator<Item = (f64, f64)>, inclusion_probability: f64) -> Vec<Coded> {
    let row = |(n, (truth, proxy))| {
        let weight = 1.0 / inclusion_probability;
        Coded { truth, proxy, inclusion_probability, weight, cluster: n, stratum: 0 }
    };
    (0u32..).zip(pairs).map(row).collect()
}

#[test]
fn without_help_of_predictions_it_is_the_share_of_the_coded_rows() {
    let coded = rows((0..100).map(|n| (f64::from(u8::from(n % 5 == 0)), 0.5)), 0.001);
    let found = corrected(&coded, 0.5, None).unwrap();
    assert!((found.value - 0.2).abs() < 1e-12 && found.lambda == 0.0 && found.correlation.is_none(), "{found:?}");
    // Wilson's interval of 20 of 100 is 0.133 to 0.289; that of t is a little wider.
    let [low, high] = found.interval.unwrap();
    assert!((low - 0.133).abs() < 0.003 && (high - 0.289).abs() < 0.003, "{low} {high}");
}

#[test]
fn good_predictions_move_the_share_to_that_of_all_rows_and_narrow_the_interval() {
    // The predictions are right but for one in twenty; the sample has too many of the class by chance.
    let pair = |n: u32| {
        let truth = f64::from(u8::from(n.is_multiple_of(2)));
        (truth, if n % 20 == 7 { 1.0 - truth } else { truth })
    };
    let coded = rows((0..200).map(pair), 0.01);
    let alone = corrected(&coded, 0.4, Some(0.0)).unwrap();
    let found = corrected(&coded, 0.4, None).unwrap();
    assert!(found.value < 0.45 && (alone.value - 0.5).abs() < 1e-12, "{found:?}");
    let ratio = found.width_ratio.unwrap();
    let theory = (1.0 - found.correlation.unwrap().powi(2)).sqrt();
    assert!((ratio - theory).abs() < 0.03, "{ratio} instead of {theory}");
}

#[test]
fn useless_predictions_do_not_widen_the_interval() {
    for seed in 0..20 {
        let mut random = crate::evaluate::Random::new(seed, 0);
        let mut coin = || f64::from(u8::from(random.below(2) == 0));
        let coded = rows((0..60).map(|_| (coin(), coin())).collect::<Vec<_>>(), 0.01);
        let found = corrected(&coded, 0.5, None).unwrap();
        assert!(found.width_ratio.unwrap() <= 1.0, "{found:?}");
    }
}

#[test]
fn rows_of_one_document_count_as_less_than_independent_rows() {
    let pairs: Vec<(f64, f64)> = (0..100).map(|n| (f64::from(u8::from(n / 10 % 2 == 0)), 0.5)).collect();
    let apart = rows(pairs, 0.001);
    let together: Vec<Coded> = apart.iter().map(|row| Coded { cluster: row.cluster / 10, ..*row }).collect();
    let width = |coded: &[Coded]| {
        let [low, high] = corrected(coded, 0.5, None).unwrap().interval.unwrap();
        high - low
    };
    assert!(width(&together) > 2.0 * width(&apart), "{} {}", width(&together), width(&apart));
}

#[test]
fn when_every_row_is_coded_nothing_is_uncertain() {
    let coded = rows((0..50).map(|n| (f64::from(u8::from(n % 5 == 0)), 0.5)), 1.0);
    let [low, high] = corrected(&coded, 0.5, None).unwrap().interval.unwrap();
    assert!(high - low < 1e-9, "{low} {high}");
}

#[test]
fn rows_with_a_small_chance_represent_more() {
    let mut coded = rows((0..40).map(|n| (f64::from(u8::from(n < 20)), 0.5)), 0.1);
    for row in coded.iter_mut().take(20) {
        (row.inclusion_probability, row.weight, row.stratum) = (0.3, 1.0 / 0.3, 1);
    }
    // 20 rows of the class represent 66.7 statements, 20 others 200.
    assert!((corrected(&coded, 0.5, None).unwrap().value - 0.25).abs() < 1e-12);
}

#[test]
fn agreement_of_all_coded_rows_is_not_taken_for_certainty() {
    let coded = rows((0..30).map(|_| (0.0, 0.0)), 0.001);
    let [low, high] = corrected(&coded, 0.1, None).unwrap().interval.unwrap();
    assert!(low == 0.0 && high > 0.04, "{low} {high}");
}

#[test]
fn few_documents_give_no_interval_and_no_rows_nothing() {
    let coded = rows([(1.0, 0.9), (0.0, 0.2)], 0.1);
    let found = corrected(&coded, 0.5, None).unwrap();
    assert!(found.interval.is_none() && found.standard_error.is_none());
    assert_eq!(corrected(&[], 0.5, None), None);
}
