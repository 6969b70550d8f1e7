//! The two solvers against each other.

use super::{DEFAULT_DENSE_BYTES, fit_dense};
use crate::learn::tests::Random;
use crate::learn::{Csr, LogisticOptions, Problem, ValidLogisticOptions, Weights, fit};

/// Rows of unit norm, of which class 0 is as frequent as `share` says.
fn sample(n: usize, k: usize, share: f64, seed: u64) -> (Csr, Vec<u32>) {
    let mut random = Random(seed);
    let mut rows = Csr::with_columns(12).unwrap();
    let mut classes = Vec::new();
    for i in 0..n {
        let class = if i < k {
            i
        } else if random.unit() < share {
            0
        } else {
            1 + (random.unit() * (k - 1) as f64) as usize
        };
        let row: Vec<f64> = (0..12).map(|j| random.unit() * if j % k == class { 2.0 } else { 1.0 }).collect();
        let norm = row.iter().map(|x| x * x).sum::<f64>().sqrt();
        rows.push_row((0u32..).zip(row.iter().map(|x| (x / norm) as f32))).unwrap();
        classes.push(class as u32);
    }
    (rows, classes)
}

fn tight(alpha: f64) -> ValidLogisticOptions {
    LogisticOptions { tolerance: 1e-6, ..LogisticOptions::with_alpha(alpha) }.check().unwrap()
}

fn assert_same_probabilities(rows: &Csr, a: &Weights, b: &Weights) {
    let (mut p, mut q) = (vec![0.0; a.n_classes], vec![0.0; a.n_classes]);
    for i in 0..rows.rows() {
        a.probabilities(rows.row(i), &mut p);
        b.probabilities(rows.row(i), &mut q);
        for (p, q) in p.iter().zip(&q) {
            assert!((p - q).abs() < 1e-5, "row {i}: {p} against {q}");
        }
    }
}

#[test]
fn both_solvers_find_the_same_model() {
    for k in [2, 3, 4] {
        // Class 0 rare and frequent: linfa-logistic's positive class is the more frequent one.
        for share in [0.2, 0.8] {
            let (rows, classes) = sample(150, k, share, k as u64);
            let problem = Problem::new(&rows, &classes, k).unwrap();
            let options = tight(0.1);
            let (dense, at_dense) = fit_dense(&problem, &options, DEFAULT_DENSE_BYTES).unwrap();
            let (sparse, at_sparse) = fit(&problem, &options, None).unwrap();
            assert!(at_dense.converged && at_sparse.converged, "{at_dense:?}");
            assert!((at_dense.objective - at_sparse.objective).abs() < 1e-6);
            assert_same_probabilities(&rows, &dense, &sparse);
        }
    }
}

#[test]
fn both_solvers_understand_scales_alike() {
    for k in [2, 3] {
        let (rows, classes) = sample(150, k, 0.5, 9);
        let by_column: Vec<f64> = (0..12).map(|j| [0.5, 0.0, -1.5][j % 3]).collect();
        let scale = by_column.repeat(if k == 2 { 1 } else { k });
        let problem = Problem::new(&rows, &classes, k).and_then(|p| p.with_scale(&scale)).unwrap();
        let (dense, at_dense) = fit_dense(&problem, &tight(0.1), DEFAULT_DENSE_BYTES).unwrap();
        let (sparse, _) = fit(&problem, &tight(0.1), None).unwrap();
        assert!(at_dense.converged, "{at_dense:?}");
        assert_same_probabilities(&rows, &dense, &sparse);
    }
}

#[test]
fn what_linfa_logistic_cannot_do_is_refused_with_a_way_out() {
    let (rows, classes) = sample(30, 3, 0.5, 1);
    let problem = Problem::new(&rows, &classes, 3).unwrap();
    let weights = vec![1.0; 30];
    let mut scale = vec![1.0; 36];
    scale[7] = 2.0;
    for refused in [
        fit_dense(&problem.with_row_weights(&weights).unwrap(), &tight(1.0), 1 << 20),
        fit_dense(&problem.with_scale(&scale).unwrap(), &tight(1.0), 1 << 20),
        fit_dense(&problem, &tight(1.0), 30 * 12 * 8 - 1),
    ] {
        let message = refused.unwrap_err().to_string();
        assert!(message.contains("newton"), "{message}");
    }
    assert!(fit_dense(&problem, &tight(1.0), 30 * 12 * 8).is_ok());
}

#[test]
fn a_wrong_answer_of_linfa_logistic_is_not_called_reached() {
    // Some rows are a thousand times larger than others: their scores are the maximum that its log-sum-exp
    // takes for all rows, and the others vanish beside it.
    let mut random = Random(3);
    let mut rows = Csr::with_columns(3).unwrap();
    let mut classes = Vec::new();
    for i in 0..90u32 {
        let size = if i % 5 == 0 { 1000.0 } else { 1.0 };
        rows.push_row([(i % 3, size)]).unwrap();
        let doubt = size == 1.0 && random.unit() < 0.3;
        classes.push(if doubt { (i + 1) % 3 } else { i % 3 });
    }
    let problem = Problem::new(&rows, &classes, 3).unwrap();
    let (_, right) = fit(&problem, &tight(1e-2), None).unwrap();
    assert!(right.converged);
    let (_, dense) = fit_dense(&problem, &tight(1e-2), DEFAULT_DENSE_BYTES).unwrap();
    assert!(dense.objective > right.objective + 1.0, "{dense:?}");
    assert!(!dense.converged, "{dense:?}");
}
