//! Fits around a prior.

use super::{options, sample};
use crate::learn::{Csr, Problem, Weights, assess, fit, fit_path, softmax};

/// Weights that are centred over the classes.
fn prior(k: usize, columns: usize) -> Weights {
    let lanes = if k == 2 { 1 } else { k };
    let value = |at: usize| ((at * 37 % 11) as f64 - 5.0) / 7.0;
    let mut weights = Weights::new(k, columns, vec![0.0; lanes * columns], vec![0.0; lanes]).unwrap();
    for column in 0..=columns {
        let own: Vec<f64> = (0..lanes).map(|lane| value(column * lanes + lane)).collect();
        let mean = if lanes == 1 { 0.0 } else { own.iter().sum::<f64>() / lanes as f64 };
        for (lane, w) in own.iter().enumerate() {
            match column == columns {
                true => weights.intercepts[lane] = w - mean,
                false => weights.coefficients[lane * columns + column] = w - mean,
            }
        }
    }
    weights
}

/// The norm of the gradient of Σ loss + α/2 ‖w − w₀‖², intercepts included, from the definition and nothing else.
fn naive_gradient(problem: &Problem, alpha: f64, weights: &Weights, prior: &Weights) -> f64 {
    let (columns, lanes) = (weights.columns, weights.intercepts.len());
    let mut squares = 0.0;
    for lane in 0..lanes {
        let class = if lanes == 1 { 1 } else { lane };
        for column in 0..=columns {
            let mut gradient = match column == columns {
                true => alpha * (weights.intercepts[lane] - prior.intercepts[lane]),
                false => alpha * (weights.coefficient(lane, column as u32) - prior.coefficient(lane, column as u32)),
            };
            for (i, &own) in problem.classes().iter().enumerate() {
                let mut p = vec![0.0; problem.n_classes()];
                weights.scores(problem.rows().row(i), &mut p);
                softmax(&mut p);
                let (ids, values) = problem.rows().row(i);
                let x = match column == columns {
                    true => 1.0,
                    false => ids.iter().position(|id| *id as usize == column).map_or(0.0, |at| f64::from(values[at])),
                };
                let weight = problem.row_weights().map_or(1.0, |w| w[i]);
                gradient += weight * x * (p[class] - f64::from(own as usize == class));
            }
            squares += gradient * gradient;
        }
    }
    squares.sqrt()
}

#[test]
fn the_gradient_of_the_distance_to_the_prior_vanishes_at_the_answer() {
    // Many columns of one row each, so that singletons are merged.
    for (k, columns) in [(2, 30), (3, 400), (4, 30), (6, 300)] {
        let data = sample(60, columns, 5, k, k as u64);
        let prior = prior(k, columns);
        let problem = Problem::with_prior(&data.rows, &data.classes, k, &prior).unwrap();
        let problem = problem.with_row_weights(&data.weights).unwrap();
        let (weights, convergence) = fit(&problem, &options(0.5, 1e-10), None).unwrap();
        assert!(convergence.converged, "{convergence:?}");
        let gradient = naive_gradient(&problem, 0.5, &weights, &prior);
        assert!(gradient < 1e-6, "{k} classes: {gradient}");
        assert!(assess(&problem, &options(0.5, 1e-6), &weights).unwrap().converged);
        let again = fit(&problem, &options(0.5, 1e-10), Some(&weights)).unwrap().0;
        assert!(again.coefficients.iter().zip(&weights.coefficients).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}

#[test]
fn columns_without_entries_keep_the_weights_of_the_prior_and_a_firm_prior_keeps_all() {
    let prior = prior(3, 40);
    let mut rows = Csr::with_columns(40).unwrap();
    for column in 0..10 {
        rows.push_row([(column, 1.0)]).unwrap();
    }
    // No row of class 2.
    let classes = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
    let problem = Problem::with_prior(&rows, &classes, 3, &prior).unwrap();
    let fits = fit_path(&problem, &[1e9, 0.1], &options(1.0, 1e-8)).unwrap();
    for (lane, column) in [(0, 10), (1, 25), (2, 39)] {
        assert_eq!(fits[1].0.coefficient(lane, column), prior.coefficient(lane, column));
    }
    assert!(fits[1].0.coefficient(0, 0) > prior.coefficient(0, 0) + 0.1);
    let firm = fits[0].0.coefficients.iter().zip(&prior.coefficients);
    assert!(firm.clone().all(|(a, b)| (a - b).abs() < 1e-6));
}

#[test]
fn a_prior_of_another_shape_or_rows_without_weight_are_refused() {
    let rows = sample(10, 5, 2, 2, 1).rows;
    let classes = [0; 10];
    assert!(Problem::with_prior(&rows, &classes, 2, &prior(2, 5)).is_ok());
    assert!(Problem::with_prior(&rows, &classes, 2, &prior(2, 4)).is_err());
    assert!(Problem::with_prior(&rows, &classes, 2, &prior(3, 5)).is_err());
    assert!(Problem::with_prior(&rows, &classes, 2, &prior(2, 5)).unwrap().with_row_weights(&[0.0; 10]).is_err());
    assert!(Problem::with_prior(&Csr::with_columns(5).unwrap(), &[], 2, &prior(2, 5)).is_err());
}
