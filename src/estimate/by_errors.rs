//! Shares without coded rows: what the errors that a model made elsewhere suggest.
//!
//! Both methods assume that the model confuses the classes here as it did there (label shift). Where that is wrong, so
//! are they, and nothing in the data says so.

/// The most steps of [`expectation_maximization`].
const STEPS: usize = 1000;
/// The change of every share below which it ends.
const SMALL: f64 = 1e-9;

/// How often rows of each true class were predicted as each class, row after row: classes × classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusion {
    /// Counts by true class, then by predicted class.
    pub counts: Vec<Vec<f64>>,
}

impl Confusion {
    /// The share of each true class.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let rows: Vec<f64> = self.counts.iter().map(|row| row.iter().sum()).collect();
        let all: f64 = rows.iter().sum();
        rows.iter().map(|row| if all > 0.0 { row / all } else { 0.0 }).collect()
    }
}

/// The adjusted count (Forman 2008; for several classes Firat 2016): the shares p that would make the model predict
/// `predicted`, the share of each class among its predictions, if it confused the classes as in `confusion`. Solves
/// least squares over p ≥ 0 with sum 1 by the exponentiated-gradient method.
///
/// `None` if a class had no rows in `confusion`, or lengths differ.
#[must_use]
pub fn adjusted_counts(predicted: &[f64], confusion: &Confusion) -> Option<Vec<f64>> {
    let k = predicted.len();
    // rates[j][c]: the share of the rows of class c that were predicted as j.
    let mut rates = vec![vec![0.0; k]; k];
    for (class, row) in confusion.counts.iter().enumerate() {
        let rows: f64 = row.iter().sum();
        if row.len() != k || rows <= 0.0 {
            return None;
        }
        for (to, count) in row.iter().enumerate() {
            *rates.get_mut(to)?.get_mut(class)? = count / rows;
        }
    }
    if confusion.counts.len() != k {
        return None;
    }
    if let [first, second] = rates.as_slice()
        && let ([true_rate, false_rate], [_, _]) = (first.as_slice(), second.as_slice())
    {
        let gap = true_rate - false_rate;
        // A model that predicts a class as often whatever is true says nothing.
        let share = ((predicted.first()? - false_rate) / gap).clamp(0.0, 1.0);
        return (gap.abs() > 1e-9).then(|| vec![share, 1.0 - share]);
    }
    Some(least_squares(&rates, predicted))
}

/// The shares p ≥ 0 with sum 1 with the least ‖rates · p − predicted‖².
fn least_squares(rates: &[Vec<f64>], predicted: &[f64]) -> Vec<f64> {
    let k = predicted.len();
    let mut shares = vec![1.0 / k as f64; k];
    for _ in 0..STEPS * 20 {
        let missed: Vec<f64> = rates
            .iter()
            .zip(predicted)
            .map(|(row, predicted)| row.iter().zip(&shares).map(|(rate, share)| rate * share).sum::<f64>() - predicted)
            .collect();
        let mut next: Vec<f64> = (0..k)
            .map(|class| {
                let gradient: f64 =
                    rates.iter().zip(&missed).map(|(row, missed)| row.get(class).unwrap_or(&0.0) * missed).sum();
                shares.get(class).unwrap_or(&0.0) * libm::exp(-2.0 * gradient)
            })
            .collect();
        let sum: f64 = next.iter().sum();
        next.iter_mut().for_each(|share| *share /= sum);
        let change = next.iter().zip(&shares).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        shares = next;
        if change < SMALL {
            break;
        }
    }
    shares
}

/// The shares for which the probabilities of all rows, adapted to those shares, have these shares as their mean:
/// expectation maximisation over the class shares (Saerens, Latinne and Decaestecker 2002). `probabilities` has
/// rows × classes, row after row, from a model trained where the classes had the shares `trained`.
///
/// `None` if there is no row, or a class had no share.
#[must_use]
pub fn expectation_maximization(probabilities: &[f32], trained: &[f64]) -> Option<Vec<f64>> {
    let k = trained.len();
    if k == 0 || probabilities.len() < k || trained.iter().any(|share| *share <= 0.0) {
        return None;
    }
    let rows = (probabilities.len() / k) as f64;
    let mut shares = trained.to_vec();
    let mut sums = vec![0.0; k];
    for _ in 0..STEPS {
        let ratios: Vec<f64> = shares.iter().zip(trained).map(|(now, trained)| now / trained).collect();
        sums.fill(0.0);
        for row in probabilities.chunks_exact(k) {
            let total: f64 = row.iter().zip(&ratios).map(|(p, ratio)| f64::from(*p) * ratio).sum();
            if total > 0.0 {
                for ((sum, p), ratio) in sums.iter_mut().zip(row).zip(&ratios) {
                    *sum += f64::from(*p) * ratio / total;
                }
            }
        }
        let change = sums.iter().zip(&shares).map(|(sum, share)| (sum / rows - share).abs()).fold(0.0, f64::max);
        shares.iter_mut().zip(&sums).for_each(|(share, sum)| *share = sum / rows);
        if change < SMALL {
            break;
        }
    }
    Some(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_counts_undo_the_errors_they_are_given() {
        // 80 % of the first class are found, 10 % of the second are taken for it: 0.3 true → 0.31 predicted.
        let confusion = Confusion { counts: vec![vec![80.0, 20.0], vec![10.0, 90.0]] };
        let found = adjusted_counts(&[0.31, 0.69], &confusion).unwrap();
        assert!((found[0] - 0.3).abs() < 1e-12, "{found:?}");
        let counts = vec![vec![70.0, 20.0, 10.0], vec![10.0, 80.0, 10.0], vec![5.0, 15.0, 80.0]];
        let truth = [0.2, 0.5, 0.3];
        let predicted: Vec<f64> =
            (0..3).map(|to| (0..3).map(|class| truth[class] * counts[class][to] / 100.0).sum()).collect();
        let found = adjusted_counts(&predicted, &Confusion { counts }).unwrap();
        assert!(found.iter().zip(truth).all(|(a, b)| (a - b).abs() < 1e-4), "{found:?}");
    }

    #[test]
    fn a_model_that_says_nothing_gives_no_adjusted_count() {
        let same = Confusion { counts: vec![vec![5.0, 5.0], vec![5.0, 5.0]] };
        assert_eq!(adjusted_counts(&[0.5, 0.5], &same), None);
        assert_eq!(adjusted_counts(&[0.5, 0.5], &Confusion { counts: vec![vec![0.0, 0.0], vec![1.0, 1.0]] }), None);
    }

    #[test]
    fn expectation_maximization_finds_shares_that_differ_from_those_of_training() {
        // Trained at one half; the probabilities are right there, and 4 of 5 rows look like the second class.
        let probabilities: Vec<f32> =
            (0..1000).flat_map(|row| if row % 5 == 0 { [0.9, 0.1] } else { [0.1, 0.9] }).collect();
        let found = expectation_maximization(&probabilities, &[0.5, 0.5]).unwrap();
        // 0.9 p + 0.1 (1 − p) = 0.2.
        assert!((found[0] - 0.125).abs() < 1e-6, "{found:?}");
        assert_eq!(expectation_maximization(&[], &[0.5, 0.5]), None);
    }
}
