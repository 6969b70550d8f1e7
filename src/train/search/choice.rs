//! The simplest of several ways to train that is as good as any.

use super::Way;

/// The ways of the simplest group whose best is as good as any.
pub(super) fn best_group(mut groups: Vec<Vec<Way>>) -> Vec<Way> {
    let scores: Vec<Vec<f64>> = groups.iter().map(|ways| best(ways)).collect();
    let at = simplest(&scores);
    if at < groups.len() { groups.swap_remove(at) } else { Vec::new() }
}

/// The fold scores of the best way.
fn best(ways: &[Way]) -> Vec<f64> {
    let better = |a: &Way, b: &Way| mean(&b.scores) > mean(&a.scores);
    let best = ways.iter().reduce(|a, b| if better(a, b) { b } else { a });
    best.map(|way| way.scores.clone()).unwrap_or_default()
}

/// The heads' best fold scores, averaged fold by fold; folds without rows of a head are left out at the end.
pub(super) fn mean_of_heads(heads: &[Vec<Way>]) -> Vec<f64> {
    let of_heads: Vec<Vec<f64>> = heads.iter().map(|ways| best(ways)).collect();
    let shortest = of_heads.iter().map(Vec::len).min().unwrap_or(0);
    let at = |fold: usize| mean(&of_heads.iter().filter_map(|s| s.get(fold).copied()).collect::<Vec<_>>());
    (0..shortest).map(at).collect()
}

/// The first of these, simple ones first, that falls short of the best mean by no more than one standard error of the
/// difference to it.
pub(super) fn simplest(scores: &[Vec<f64>]) -> usize {
    let best = scores.iter().reduce(|a, b| if mean(b) > mean(a) { b } else { a });
    let Some(best) = best else { return 0 };
    let near = |candidate: &Vec<f64>| {
        let lacks: Vec<f64> = best.iter().zip(candidate).map(|(b, c)| b - c).collect();
        mean(&lacks) <= standard_error(&lacks)
    };
    scores.iter().position(near).unwrap_or(0)
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The standard error of a mean; 0 for fewer than two values.
pub(super) fn standard_error(values: &[f64]) -> f64 {
    let (n, mean) = (values.len(), mean(values));
    if n < 2 {
        return 0.0;
    }
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / ((n - 1) * n) as f64).sqrt()
}
