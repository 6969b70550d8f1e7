//! The one-standard-error rule (Breiman et al. 1984, *Classification and Regression Trees*): of several candidates take
//! the simplest that is not clearly worse than the best.

use super::Candidate;

/// The candidates of the simplest group whose best candidate is within one standard error of the best of all.
pub(super) fn simplest_group(mut groups: Vec<Vec<Candidate>>) -> Vec<Candidate> {
    let scores: Vec<Vec<f64>> = groups.iter().map(|candidates| best_scores(candidates)).collect();
    let at = simplest(&scores);
    if at < groups.len() { groups.swap_remove(at) } else { Vec::new() }
}

/// The fold scores of the candidate with the highest mean, the first of equal ones.
pub(super) fn best_scores(candidates: &[Candidate]) -> Vec<f64> {
    let best = candidates.iter().reduce(|a, b| if mean(&b.scores) > mean(&a.scores) { b } else { a });
    best.map(|candidate| candidate.scores.clone()).unwrap_or_default()
}

/// The best fold scores of each head that has any, averaged over the heads fold by fold. The last folds are left out if
/// some head has no rows there.
pub(super) fn mean_of_heads(heads: &[Vec<Candidate>]) -> Vec<f64> {
    let by_head = heads.iter().map(|candidates| best_scores(candidates));
    let by_head: Vec<Vec<f64>> = by_head.filter(|scores| !scores.is_empty()).collect();
    let shortest = by_head.iter().map(Vec::len).min().unwrap_or(0);
    let at = |fold: usize| mean(&by_head.iter().filter_map(|s| s.get(fold).copied()).collect::<Vec<_>>());
    (0..shortest).map(at).collect()
}

/// The position of the simplest good candidate. `scores` holds the fold scores of each candidate, from simple to
/// complex. The first is taken whose mean is below the best by at most one standard error of the difference over the
/// folds.
pub(super) fn simplest(scores: &[Vec<f64>]) -> usize {
    let best = scores.iter().reduce(|a, b| if mean(b) > mean(a) { b } else { a });
    let Some(best) = best else { return 0 };
    let is_near = |candidate: &Vec<f64>| {
        let differences: Vec<f64> = best.iter().zip(candidate).map(|(b, c)| b - c).collect();
        mean(&differences) <= standard_error(&differences)
    };
    scores.iter().position(is_near).unwrap_or(0)
}

/// The mean; 0 without values.
pub(super) fn mean(values: &[f64]) -> f64 {
    // The sum of no numbers is −0, which would be shown with its sign.
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The standard error of the mean; 0 for fewer than two values.
pub(super) fn standard_error(values: &[f64]) -> f64 {
    let (n, mean) = (values.len(), mean(values));
    if n < 2 {
        return 0.0;
    }
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / ((n - 1) * n) as f64).sqrt()
}
