//! Differences between two groups of statements.

use super::difference::Corrected;
use super::summary::{Cell, Comparison};
use crate::evaluate::Interval;

/// The differences of all shares, and of the mean position, second minus first.
pub(super) fn compare(first: &Cell, second: &Cell, names: [&str; 2]) -> Vec<Comparison> {
    let [first_name, second_name] = names.map(str::to_owned);
    let comparison = |what: &str, naive: Option<f64>, pair: Option<(&Corrected, &Corrected)>| Comparison {
        first: first_name.clone(),
        second: second_name.clone(),
        what: what.to_owned(),
        naive,
        difference: pair.map(|(a, b)| b.value - a.value),
        interval: pair.and_then(|(a, b)| Some(difference_interval((a.value, a.interval?), (b.value, b.interval?)))),
    };
    let shares = first.shares.iter().zip(&second.shares).map(|(a, b)| {
        let naive = (first.statements > 0 && second.statements > 0).then_some(b.naive - a.naive);
        comparison(&a.class, naive, a.corrected.as_ref().zip(b.corrected.as_ref()))
    });
    let positions = first.position.as_ref().zip(second.position.as_ref()).map(|(a, b)| {
        let naive = a.naive.zip(b.naive).map(|(a, b)| b - a);
        comparison("position", naive, a.corrected.as_ref().zip(b.corrected.as_ref()))
    });
    shares.chain(positions).collect()
}

/// The 95 % interval of `second` − `first`, two independent estimates with their intervals (Newcombe 1998, method 10;
/// Zou and Donner 2008): the squared distances to the two limits add up.
pub(super) fn difference_interval(
    (a, [a_low, a_high]): (f64, Interval),
    (b, [b_low, b_high]): (f64, Interval),
) -> Interval {
    let apart = |x: f64, y: f64| (x * x + y * y).sqrt();
    let difference = b - a;
    [difference - apart(b - b_low, a_high - a), difference + apart(b_high - b, a - a_low)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::score_interval;

    #[test]
    fn the_interval_of_two_shares_is_newcombes() {
        // Newcombe (1998), table II (a): 56 of 70 against 48 of 80, 0.0524 to 0.3339.
        let share = |k: f64, n: f64| (k / n, score_interval(k / n, k / n * (1.0 - k / n) / n, 1e9));
        let [low, high] = difference_interval(share(48.0, 80.0), share(56.0, 70.0));
        assert!((low - 0.0524).abs() < 1e-3 && (high - 0.3339).abs() < 1e-3, "{low} {high}");
    }
}
