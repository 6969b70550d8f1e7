//! Calibration of scores whose true probabilities are known.

use super::{Calibration, CalibrationData, fit_calibration};
use crate::learn::softmax;
use crate::learn::tests::Random;

/// Scores whose truth is drawn from the softmax of `truth(scores)`.
fn scored(n: usize, k: usize, truth: impl Fn(&[f64]) -> Vec<f64>, seed: u64) -> (Vec<f64>, Vec<u32>) {
    let mut random = Random(seed);
    let (mut scores, mut classes) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let mut row: Vec<f64> = (0..k).map(|_| 6.0 * random.unit() - 3.0).collect();
        let mean = row.iter().sum::<f64>() / k as f64;
        row.iter_mut().for_each(|s| *s -= mean);
        let mut p = truth(&row);
        softmax(&mut p);
        let mut u = random.unit();
        let mut class = 0;
        while class + 1 < k && u > p[class] {
            u -= p[class];
            class += 1;
        }
        scores.extend(row);
        classes.push(class as u32);
    }
    (scores, classes)
}

fn data<'a>(scores: &'a [f64], classes: &'a [u32], k: usize) -> CalibrationData<'a> {
    CalibrationData { scores, classes, n_classes: k, row_weights: None, folds: None }
}

#[test]
fn calibrated_scores_get_no_calibration() {
    for k in [2, 3] {
        let (scores, classes) = scored(2000, k, <[f64]>::to_vec, 5);
        let calibration = fit_calibration(&data(&scores, &classes, k)).unwrap();
        assert_eq!(calibration, Calibration::None);
    }
}

#[test]
fn overconfident_scores_get_a_temperature() {
    for k in [2, 3] {
        let halve = |s: &[f64]| s.iter().map(|s| s / 2.0).collect();
        let (scores, classes) = scored(3000, k, halve, 6);
        match fit_calibration(&data(&scores, &classes, k)).unwrap() {
            Calibration::Temperature { t } => assert!((t - 2.0).abs() < 0.2, "{t}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn biased_scores_get_an_offset() {
    let lean = |s: &[f64]| vec![s[0] * 0.8 + 0.5, s[1] * 0.8 - 0.5];
    let (scores, classes) = scored(3000, 2, lean, 7);
    match fit_calibration(&data(&scores, &classes, 2)).unwrap() {
        Calibration::Platt { slope, intercept } => {
            assert!((slope - 0.8).abs() < 0.1, "{slope}");
            assert!((intercept + 1.0).abs() < 0.2, "{intercept}");
        }
        other => panic!("{other:?}"),
    }
    let lean = |s: &[f64]| vec![s[0] + 1.0, s[1] - 1.0, s[2]];
    let (scores, classes) = scored(3000, 3, lean, 8);
    match fit_calibration(&data(&scores, &classes, 3)).unwrap() {
        Calibration::Affine { offset, .. } => {
            assert!((offset[0] - offset[1] - 2.0).abs() < 0.3, "{offset:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn row_weights_change_the_calibration() {
    // One half of the rows is calibrated, the other is biased; the weights decide which half counts.
    let lean = |s: &[f64]| vec![s[0] + 1.0, s[1] - 1.0];
    let (mut scores, mut classes) = scored(1500, 2, lean, 9);
    let (right, right_classes) = scored(1500, 2, <[f64]>::to_vec, 10);
    scores.extend(right);
    classes.extend(right_classes);
    let weigh = |first: f64, second: f64| {
        let weights: Vec<f64> = (0..3000).map(|i| if i < 1500 { first } else { second }).collect();
        let data = CalibrationData { row_weights: Some(&weights), ..data(&scores, &classes, 2) };
        fit_calibration(&data).unwrap()
    };
    assert_eq!(weigh(0.0, 1.0), Calibration::None);
    match weigh(1.0, 0.0) {
        Calibration::Platt { intercept, .. } => assert!((intercept + 2.0).abs() < 0.4),
        other => panic!("{other:?}"),
    }
}

#[test]
fn too_little_data_gives_no_calibration() {
    assert_eq!(fit_calibration(&data(&[], &[], 2)).unwrap(), Calibration::None);
    let one = data(&[1.0, -1.0], &[0], 2);
    assert_eq!(fit_calibration(&one).unwrap(), Calibration::None);
    let missing = data(&[1.0, -1.0, 0.0, 0.5, 0.0, -0.5], &[0, 1], 3);
    assert_eq!(fit_calibration(&missing).unwrap(), Calibration::None);
}

#[test]
fn scores_that_do_not_fit_the_rows_are_refused() {
    assert!(fit_calibration(&data(&[1.0], &[0], 2)).is_err());
    assert!(fit_calibration(&data(&[1.0, f64::NAN], &[0], 2)).is_err());
    assert!(fit_calibration(&data(&[1.0, -1.0], &[2], 2)).is_err());
    let folds = CalibrationData { folds: Some(&[]), ..data(&[1.0, -1.0], &[0], 2) };
    assert!(fit_calibration(&folds).is_err());
}
