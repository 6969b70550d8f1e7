//! What the solver finds.

use super::{options, sample};
use crate::learn::presolve::Presolved;
use crate::learn::{Csr, LogisticOptions, Problem, Weights, assess, fit, fit_path, softmax};

/// The objective's gradient norm at unscaled weights, from the definition and nothing else.
fn naive_gradient(problem: &Problem, alpha: f64, weights: &Weights) -> f64 {
    let k = problem.n_classes();
    let columns = problem.rows().columns();
    let lanes = weights.intercepts.len();
    let mut gradient = vec![0.0; lanes * (columns + 1)];
    let mut scores = vec![0.0; k];
    for (i, &class) in problem.classes().iter().enumerate() {
        let row = problem.rows().row(i);
        weights.scores(row, &mut scores);
        softmax(&mut scores);
        for lane in 0..lanes {
            let c = if lanes == 1 { 1 } else { lane };
            let error = scores[c] - f64::from(class as usize == c);
            let error = error * problem.row_weights().map_or(1.0, |w| w[i]);
            gradient[lane * (columns + 1) + columns] += error;
            for (&j, &x) in row.0.iter().zip(row.1) {
                gradient[lane * (columns + 1) + j as usize] += error * f64::from(x);
            }
        }
    }
    for lane in 0..lanes {
        for j in 0..columns {
            gradient[lane * (columns + 1) + j] += alpha * weights.coefficient(lane, j as u32);
        }
    }
    gradient.iter().map(|g| g * g).sum::<f64>().sqrt()
}

fn assert_near(a: &Weights, b: &Weights, tolerance: f64) {
    let numbers = |w: &Weights| [w.coefficients.clone(), w.intercepts.clone()].concat();
    for (a, b) in numbers(a).iter().zip(&numbers(b)) {
        assert!((a - b).abs() <= tolerance, "{a} against {b}");
    }
}

#[test]
fn the_gradient_vanishes_at_the_answer() {
    for k in [2, 3, 4, 5, 6] {
        let data = sample(200, 30, 5, k, k as u64);
        let problem =
            Problem::new(&data.rows, &data.classes, k).and_then(|p| p.with_row_weights(&data.weights)).unwrap();
        let (weights, convergence) = fit(&problem, &options(0.5, 1e-10), None).unwrap();
        assert!(convergence.converged, "{convergence:?}");
        let gradient = naive_gradient(&problem, 0.5, &weights);
        assert!(gradient < 1e-7, "{k} classes: {gradient}");
    }
}

#[test]
fn one_yes_or_no_column_has_the_closed_form_answer() {
    // One column, ±1, no doubt about the penalty: alpha w = Σ y x σ(-y x w), here 4 σ(-w) = alpha w by symmetry.
    let mut rows = Csr::with_columns(1).unwrap();
    for x in [1.0, -1.0, 1.0, -1.0] {
        rows.push_row([(0, x)]).unwrap();
    }
    let problem = Problem::new(&rows, &[1, 0, 1, 0], 2).unwrap();
    let w = 1.3f64;
    let alpha = 4.0 / (1.0 + w.exp()) / w;
    let (weights, convergence) = fit(&problem, &options(alpha, 1e-12), None).unwrap();
    assert!((weights.coefficients[0] - w).abs() < 1e-10, "{weights:?}");
    assert!(weights.intercepts[0].abs() < 1e-10);
    let objective = 4.0 * (-w).exp().ln_1p() + alpha / 2.0 * w * w;
    assert!((convergence.objective - objective).abs() < 1e-10);
}

#[test]
fn without_columns_the_answer_is_the_classes_shares() {
    let mut rows = Csr::with_columns(3).unwrap();
    for _ in 0..6 {
        rows.push_row([]).unwrap();
    }
    for (k, classes, shares) in
        [(2, [0, 0, 1, 1, 1, 1], vec![1.0 / 3.0, 2.0 / 3.0]), (3, [0, 0, 0, 1, 1, 2], vec![0.5, 1.0 / 3.0, 1.0 / 6.0])]
    {
        let problem = Problem::new(&rows, &classes, k).unwrap();
        let (weights, convergence) = fit(&problem, &options(1.0, 1e-4), None).unwrap();
        assert!(convergence.converged);
        let mut probabilities = vec![0.0; k];
        weights.probabilities((&[1], &[5.0]), &mut probabilities);
        for (p, share) in probabilities.iter().zip(&shares) {
            assert!((p - share).abs() < 1e-12);
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for k in [2, 3] {
        let data = sample(60_000, 400, 12, k, 5);
        let problem = Problem::new(&data.rows, &data.classes, k).unwrap();
        assert!(Presolved::merged(&problem).blocks.len() > 2);
        let with = |threads| {
            let params = LogisticOptions { threads, ..LogisticOptions::default() };
            fit(&problem, &params.check().unwrap(), None).unwrap()
        };
        let one = with(1);
        assert!(one.1.converged);
        for threads in [2, 8] {
            let other = with(threads);
            let bytes = |w: &Weights| w.coefficients.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bytes(&one.0), bytes(&other.0), "{threads} threads");
            assert_eq!(one, other);
        }
    }
}

#[test]
fn a_row_of_weight_two_is_two_rows() {
    for k in [2, 3] {
        let data = sample(80, 20, 4, k, 3);
        let twice: Vec<usize> = (0..80).chain(0..40).collect();
        let doubled = data.rows.select(&twice);
        let classes: Vec<u32> = twice.iter().map(|&i| data.classes[i]).collect();
        let weights: Vec<f64> = (0..80).map(|i| if i < 40 { 2.0 } else { 1.0 }).collect();
        let tight = options(0.2, 1e-10);
        let weighted = Problem::new(&data.rows, &data.classes, k).and_then(|p| p.with_row_weights(&weights)).unwrap();
        let repeated = Problem::new(&doubled, &classes, k).unwrap();
        let (a, _) = fit(&weighted, &tight, None).unwrap();
        let (b, _) = fit(&repeated, &tight, None).unwrap();
        assert_near(&a, &b, 1e-8);
    }
}

#[test]
fn scales_are_a_scaled_matrix() {
    for k in [2, 3] {
        let data = sample(80, 20, 4, k, 4);
        // Powers of two, so that the scaled 32-bit values are exact; the same in all classes.
        let by_column: Vec<f64> = (0..20).map(|j| [0.5, 1.0, -2.0, 0.0][j % 4]).collect();
        let scale = by_column.repeat(if k == 2 { 1 } else { k });
        let mut scaled = Csr::with_columns(20).unwrap();
        for i in 0..80 {
            let (ids, values) = data.rows.row(i);
            let values = values.iter().zip(ids);
            let row = values.map(|(&x, &j)| (j, x * by_column[j as usize] as f32));
            scaled.push_row(row).unwrap();
        }
        let tight = options(0.2, 1e-10);
        let problem = Problem::new(&data.rows, &data.classes, k).unwrap();
        let (a, ca) = fit(&problem.with_scale(&scale).unwrap(), &tight, None).unwrap();
        let by_matrix = Problem::new(&scaled, &data.classes, k).unwrap();
        let (mut b, cb) = fit(&by_matrix, &tight, None).unwrap();
        for (at, weight) in b.coefficients.iter_mut().enumerate() {
            *weight *= by_column[at % 20];
        }
        assert_near(&a, &b, 1e-8);
        assert!((ca.objective - cb.objective).abs() < 1e-9);
    }
}

#[test]
fn a_warm_start_ends_where_a_cold_one_does() {
    for k in [2, 3, 4] {
        let data = sample(150, 25, 5, k, 9);
        for scaled in [false, true] {
            let mut problem = Problem::new(&data.rows, &data.classes, k).unwrap();
            if scaled {
                problem = problem.with_scale(&data.scale).unwrap();
            }
            let (strong, _) = fit(&problem, &options(5.0, 1e-10), None).unwrap();
            let tight = options(0.2, 1e-10);
            let (cold, at_cold) = fit(&problem, &tight, None).unwrap();
            let (warm, at_warm) = fit(&problem, &tight, Some(&strong)).unwrap();
            assert!(at_cold.converged && at_warm.converged);
            assert_near(&cold, &warm, 1e-7);
            // Stored weights are all that is needed to go on: from the answer there is nothing to do.
            let (_, again) = fit(&problem, &options(0.2, 1e-8), Some(&cold)).unwrap();
            assert_eq!(again.iterations, 0, "{k} classes, scaled: {scaled}, {again:?}");
            let assessed = assess(&problem, &options(0.2, 1e-8), &cold).unwrap();
            assert!((assessed.objective - at_cold.objective).abs() < 1e-9);
        }
    }
}

#[test]
fn a_path_is_its_single_fits() {
    let data = sample(150, 25, 5, 3, 2);
    let problem = Problem::new(&data.rows, &data.classes, 3).unwrap();
    let alphas = [10.0, 1.0, 0.1];
    let path = fit_path(&problem, &alphas, &options(1.0, 1e-9)).unwrap();
    for ((weights, convergence), alpha) in path.iter().zip(alphas) {
        assert!(convergence.converged);
        let (single, _) = fit(&problem, &options(alpha, 1e-9), None).unwrap();
        assert_near(weights, &single, 1e-6);
    }
    assert!(fit_path(&problem, &[0.1, 1.0], &options(1.0, 1e-9)).is_err());
}

#[test]
fn scores_of_several_classes_sum_to_zero() {
    let data = sample(100, 20, 4, 4, 8);
    let problem = Problem::new(&data.rows, &data.classes, 4).and_then(|p| p.with_scale(&data.scale)).unwrap();
    let (weights, _) = fit(&problem, &options(0.5, 1e-6), None).unwrap();
    for scores in weights.score_rows(&data.rows).chunks_exact(4) {
        assert!(scores.iter().sum::<f64>().abs() < 1e-12);
    }
}
