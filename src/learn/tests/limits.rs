//! The edges: little data, much data in one class, no end in sight, numbers of any size.

use proptest::prelude::*;

use super::{options, sample};
use crate::learn::{Csr, LogisticOptions, Problem, Weights, fit, fit_path};

#[test]
fn two_rows_are_enough_and_empty_ones_do_no_harm() {
    let mut rows = Csr::with_columns(3).unwrap();
    rows.push_row([(1, 1.0)]).unwrap();
    rows.push_row([]).unwrap();
    let problem = Problem::new(&rows, &[0, 1], 2).unwrap();
    let (weights, convergence) = fit(&problem, &options(1.0, 1e-8), None).unwrap();
    assert!(convergence.converged);
    assert!(weights.coefficients[1] < 0.0);
    assert_eq!((weights.coefficients[0], weights.coefficients[2]), (0.0, 0.0));
}

#[test]
fn one_row_or_none_cannot_have_two_classes() {
    let mut rows = Csr::with_columns(1).unwrap();
    assert!(Problem::new(&rows, &[], 2).is_err());
    rows.push_row([(0, 1.0)]).unwrap();
    assert!(Problem::new(&rows, &[0], 2).is_err());
}

#[test]
fn a_column_of_stored_zeros_has_no_weight() {
    let mut rows = Csr::with_columns(2).unwrap();
    for x in [1.0, -1.0, 0.5] {
        rows.push_row([(0, x), (1, 0.0)]).unwrap();
    }
    let problem = Problem::new(&rows, &[0, 1, 2], 3).unwrap();
    let (weights, convergence) = fit(&problem, &options(0.1, 1e-6), None).unwrap();
    assert!(convergence.converged);
    for lane in 0..3 {
        assert_eq!(weights.coefficient(lane, 1), 0.0);
        assert_ne!(weights.coefficient(lane, 0), 0.0);
    }
}

#[test]
fn separable_classes_and_hardly_a_penalty_end_honestly() {
    let mut rows = Csr::with_columns(3).unwrap();
    for i in 0..30u32 {
        rows.push_row([(i % 3, 1.0)]).unwrap();
    }
    for k in [2u32, 3] {
        let classes: Vec<u32> = (0..30).map(|i| (i % 3).min(k - 1)).collect();
        let problem = Problem::new(&rows, &classes, k as usize).unwrap();
        for alpha in [1e-6, 1e-12, 1e-25] {
            let (weights, convergence) = fit(&problem, &options(alpha, 1e-6), None).unwrap();
            assert!(weights.is_finite());
            assert!(convergence.converged, "alpha {alpha}: {convergence:?}");
            let mut p = vec![0.0; k as usize];
            weights.probabilities((&[0], &[1.0]), &mut p);
            assert!(p[0] > 0.99, "alpha {alpha}: {p:?}");
        }
    }
}

#[test]
fn a_limit_that_was_hit_is_said() {
    let data = sample(200, 40, 6, 3, 1);
    let problem = Problem::new(&data.rows, &data.classes, 3).unwrap();
    for max_passes in [1, 2, 5] {
        let params = LogisticOptions { max_passes, tolerance: 1e-8, ..LogisticOptions::default() };
        let (_, convergence) = fit(&problem, &params.check().unwrap(), None).unwrap();
        assert!(!convergence.converged);
        assert!(convergence.relative_gradient > 1e-8);
        assert!(convergence.passes <= max_passes, "{convergence:?}");
    }
}

#[test]
fn a_tolerance_beyond_the_numbers_ends_too() {
    let data = sample(200, 40, 6, 2, 1);
    let problem = Problem::new(&data.rows, &data.classes, 2).unwrap();
    let (_, convergence) = fit(&problem, &options(1e-3, 1e-300), None).unwrap();
    assert!(!convergence.converged);
    assert!(convergence.relative_gradient < 1e-9, "{convergence:?}");
    assert!(convergence.passes < 2000, "{convergence:?}");
}

#[test]
fn a_warm_start_of_another_shape_is_refused() {
    let data = sample(50, 10, 3, 3, 1);
    let problem = Problem::new(&data.rows, &data.classes, 3).unwrap();
    let other = Weights::new(3, 9, vec![0.0; 27], vec![0.0; 3]).unwrap();
    assert!(fit(&problem, &options(1.0, 1e-4), Some(&other)).is_err());
}

#[test]
fn weights_with_parts_missing_do_not_panic() {
    let broken = Weights { n_classes: 3, columns: 5, coefficients: vec![1.0], intercepts: vec![0.0; 2] };
    let mut scores = [0.0; 1];
    broken.scores((&[0, 4, 9], &[1.0, 1.0, 1.0]), &mut scores);
    broken.probabilities((&[0, 4, 9], &[1.0, 1.0, 1.0]), &mut scores);
    assert!(Weights::new(3, 5, vec![1.0], vec![0.0; 2]).is_err());
    assert!(Weights::new(2, 1, vec![f64::NAN], vec![0.0]).is_err());
}

fn values() -> impl Strategy<Value = f32> {
    prop_oneof![
        8 => -3.0f32..3.0,
        1 => prop::num::f32::NORMAL,
        1 => Just(0.0f32),
    ]
}

fn sizes() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0..3.0, 1 => Just(0.0), 1 => 0.0..1e30]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_problem_panics_and_no_answer_is_without_number(
        k in 2usize..6,
        columns in 0usize..6,
        rows in prop::collection::vec((0u32..6, prop::collection::vec(values(), 6), sizes()), 0..12),
        scale in prop::collection::vec(sizes(), 36),
        alpha in prop_oneof![1e-3..10.0f64, Just(1e-30), Just(1e30)],
        scaled: bool,
        weighted: bool,
    ) {
        let mut matrix = Csr::with_columns(columns).unwrap();
        for (_, row, _) in &rows {
            matrix.push_row((0u32..).zip(row.iter().copied().take(columns))).unwrap();
        }
        let classes: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let params = LogisticOptions { max_passes: 60, ..LogisticOptions::with_alpha(alpha) };
        let options = params.check().unwrap();
        let Ok(mut problem) = Problem::new(&matrix, &classes, k) else { return Ok(()) };
        if scaled {
            problem = problem.with_scale(&scale[..problem.lanes() * columns]).unwrap();
        }
        if weighted {
            let Ok(heavy) = problem.with_row_weights(&weights) else { return Ok(()) };
            problem = heavy;
        }
        if let Ok((weights, convergence)) = fit(&problem, &options, None) {
            prop_assert!(weights.is_finite());
            prop_assert!(convergence.objective.is_finite());
            prop_assert!(convergence.passes <= 60);
        }
        if let Ok(path) = fit_path(&problem, &[alpha, alpha / 2.0, 1e-30], &options) {
            prop_assert!(path.iter().all(|(weights, _)| weights.is_finite()));
        }
    }
}
