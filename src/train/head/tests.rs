use super::*;

#[test]
fn class_weights_even_out_classes_and_keep_the_total() {
    let row = Row::default();
    let data = HeadData {
        rows: vec![&row; 5],
        classes: vec![0, 0, 0, 0, 1],
        weights: None,
        targets: None,
        n_classes: 2,
        n_targets: 0,
        columns: 1,
        families: Families::default(),
        vectors: None,
        polarity: None,
    };
    assert_eq!(data.row_weights(ClassWeights::None), None);
    let balanced = data.row_weights(ClassWeights::Balanced).unwrap();
    assert_eq!(balanced, [0.625, 0.625, 0.625, 0.625, 2.5]);
    let root = data.row_weights(ClassWeights::Root).unwrap();
    assert!((root[4] / root[0] - 2.0).abs() < 1e-12 && (root.iter().sum::<f64>() - 5.0).abs() < 1e-12);
}
