//! Columns of single rows, which the solver merges.

use super::{options, sample};
use crate::learn::newton::{Point, minimise};
use crate::learn::passes::Objective;
use crate::learn::presolve::Presolved;
use crate::learn::{Csr, Problem, Weights, assess, fit};

/// Problems where most columns are in one row, with and without scales that differ between the classes.
fn each(check: impl Fn(&Problem, &str)) {
    for k in [2, 3, 4, 7] {
        let data = sample(40, 600, 12, k, 20 + k as u64);
        let problem =
            Problem::new(&data.rows, &data.classes, k).and_then(|p| p.with_row_weights(&data.weights)).unwrap();
        check(&problem, &format!("{k} classes"));
        check(&problem.with_scale(&data.scale).unwrap(), &format!("{k} classes, scaled"));
    }
}

fn furthest(a: &Weights, b: &Weights) -> f64 {
    let numbers = |w: &Weights| [w.coefficients.clone(), w.intercepts.clone()].concat();
    numbers(a).iter().zip(numbers(b)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn merged_columns_have_the_weights_that_they_have_apart() {
    each(|problem, what| {
        let presolved = Presolved::new(problem);
        assert!(Presolved::merged(problem).unknowns() * 3 < presolved.unknowns() * 2, "{what}");
        let tight = options(0.3, 1e-11);
        let mut objective = Objective::new(&presolved, 0.3, 1);
        let mut point = Point::new(&mut objective, presolved.start());
        let apart = minimise(&mut objective, &mut point, 1.0, &tight);
        let (weights, merged) = fit(problem, &tight, None).unwrap();
        let distance = furthest(&weights, &presolved.finish(&point.unknowns));
        assert!(distance < 1e-9, "{what}: {distance}");
        assert!((merged.objective - apart.objective).abs() < 1e-9, "{what}");
    });
}

#[test]
fn the_gradient_of_merged_columns_is_that_of_all() {
    each(|problem, what| {
        // Far from the minimum, so that there is something to compare.
        let loose = options(0.3, 0.3);
        let (weights, reached) = fit(problem, &loose, None).unwrap();
        let assessed = assess(problem, &loose, &weights).unwrap();
        assert!((assessed.relative_gradient - reached.relative_gradient).abs() < 1e-9, "{what}");
        assert!((assessed.objective - reached.objective).abs() < 1e-9, "{what}");
    });
}

#[test]
fn a_warm_start_may_be_what_merged_columns_cannot_express() {
    each(|problem, what| {
        let (lanes, columns) = (problem.lanes(), problem.rows().columns());
        let odd = (0..lanes * columns).map(|j| ((j * 7) % 11) as f64 - 5.0).collect();
        let odd = Weights::new(problem.n_classes(), columns, odd, vec![0.5; lanes]).unwrap();
        let tight = options(0.3, 1e-10);
        let (cold, _) = fit(problem, &tight, None).unwrap();
        let (warm, _) = fit(problem, &tight, Some(&odd)).unwrap();
        assert!(furthest(&cold, &warm) < 1e-8, "{what}");
        let (_, again) = fit(problem, &options(0.3, 1e-8), Some(&cold)).unwrap();
        assert_eq!(again.iterations, 0, "{what}");
    });
}

#[test]
fn single_columns_of_which_most_rows_have_one_stay() {
    let mut rows = Csr::with_columns(21).unwrap();
    for row in 0..20 {
        rows.push_row([(0, 1.0), (row + 1, 1.0)]).unwrap();
    }
    let classes: Vec<u32> = (0..20).map(|row| row % 2).collect();
    let problem = Problem::new(&rows, &classes, 2).unwrap();
    assert!(Presolved::merged(&problem).scale.is_none());
}
