//! Gradients and Hessian products against finite differences.

use super::{Random, sample};
use crate::learn::Problem;
use crate::learn::passes::Objective;
use crate::learn::presolve::Presolved;

/// Checks all derivatives at a random point, with scales and row weights.
fn check(k: usize) {
    let data = sample(40, 15, 4, k, 7);
    let problem = Problem::new(&data.rows, &data.classes, k)
        .and_then(|p| p.with_row_weights(&data.weights))
        .and_then(|p| p.with_scale(&data.scale))
        .unwrap();
    let presolved = Presolved::new(&problem);
    let mut objective = Objective::new(&presolved, 0.3, 1);
    let n = presolved.unknowns();
    let mut random = Random(11);
    let point: Vec<f64> = (0..n).map(|_| random.sign()).collect();
    let direction: Vec<f64> = (0..n).map(|_| random.sign()).collect();
    let (mut gradient, mut diagonal) = (vec![0.0; n], vec![0.0; n]);
    objective.evaluate(&point, &mut gradient, &mut diagonal);
    objective.accept();

    let h = 1e-5;
    let mut moved_gradient = vec![0.0; n];
    let mut unused = vec![0.0; n];
    let mut product = vec![0.0; n];
    for i in 0..n {
        let mut at = |step: f64| {
            let mut moved = point.clone();
            moved[i] += step;
            objective.evaluate(&moved, &mut moved_gradient, &mut unused)
        };
        let difference = (at(h) - at(-h)) / (2.0 * h);
        assert!(
            (difference - gradient[i]).abs() < 1e-6 * (1.0 + gradient[i].abs()),
            "unknown {i}: {difference} against {}",
            gradient[i]
        );
        let mut unit = vec![0.0; n];
        unit[i] = 1.0;
        objective.product(&unit, &mut product);
        assert!((product[i] - diagonal[i]).abs() < 1e-10 * (1.0 + diagonal[i]));
    }
    let mut gradient_at = |step: f64| {
        let moved: Vec<f64> = point.iter().zip(&direction).map(|(w, d)| w + step * d).collect();
        let mut gradient = vec![0.0; n];
        objective.evaluate(&moved, &mut gradient, &mut unused);
        gradient
    };
    let (ahead, behind) = (gradient_at(h), gradient_at(-h));
    objective.product(&direction, &mut product);
    for i in 0..n {
        let difference = (ahead[i] - behind[i]) / (2.0 * h);
        assert!(
            (difference - product[i]).abs() < 1e-6 * (1.0 + product[i].abs()),
            "unknown {i}: {difference} against {}",
            product[i]
        );
    }
}

#[test]
fn derivatives_of_two_classes_are_those_of_the_objective() {
    check(2);
}

#[test]
fn derivatives_of_three_classes_are_those_of_the_objective() {
    check(3);
}

#[test]
fn derivatives_of_many_classes_are_those_of_the_objective() {
    for k in [4, 5, 7] {
        check(k);
    }
}
