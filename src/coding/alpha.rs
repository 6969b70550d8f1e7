//! Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

/// How disagreement is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Any two different codes count alike.
    Nominal,
    /// By the number of codes between their ranks.
    Ordinal,
}

/// Krippendorff's alpha of `units`, each the codes that its coders gave, as ids from 0 to `classes` − 1; a coder who gave
/// none is left out. Each unit counts `weights` times, once without them. α = 1 − observed ÷ expected disagreement; `None`
/// if no unit has two codes, or all codes are the same.
///
/// For [`Level::Ordinal`] the ids are the ranks: the disagreement of two is (Σ of the numbers of codes from one rank to the
/// other, the two themselves by half)².
#[must_use]
pub fn alpha(units: &[Vec<u32>], classes: usize, level: Level, weights: Option<&[u32]>) -> Option<f64> {
    // Coincidences o(c, k): each ordered pair of a unit's codes, by 1 ÷ (its codes − 1).
    let mut pairs = vec![0.0; classes * classes];
    for (at, codes) in units.iter().enumerate().filter(|(_, codes)| codes.len() > 1) {
        let weight = weights.map_or(1, |weights| weights.get(at).copied().unwrap_or(0));
        let share = f64::from(weight) / (codes.len() - 1) as f64;
        for (i, a) in codes.iter().enumerate() {
            for b in codes.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, b)| b) {
                pairs.get_mut(*a as usize * classes + *b as usize).into_iter().for_each(|sum| *sum += share);
            }
        }
    }
    let counts: Vec<f64> = pairs.chunks(classes.max(1)).map(|row| row.iter().sum()).collect();
    let all: f64 = counts.iter().sum();
    let count = |class: usize| counts.get(class).copied().unwrap_or(0.0);
    let distance = |a: usize, b: usize| match level {
        _ if a == b => 0.0,
        Level::Nominal => 1.0,
        Level::Ordinal => {
            let between: f64 = (a.min(b)..=a.max(b)).map(count).sum();
            (between - (count(a) + count(b)) / 2.0).powi(2)
        }
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for a in 0..classes {
        for b in 0..classes {
            let apart = distance(a, b);
            observed += pairs.get(a * classes + b).copied().unwrap_or(0.0) * apart;
            expected += count(a) * count(b) * apart;
        }
    }
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units from one line per coder; `*` is no code.
    fn units(coders: &[&str], ids: &str) -> Vec<Vec<u32>> {
        let cells: Vec<Vec<&str>> = coders.iter().map(|line| line.split(' ').collect()).collect();
        let id = |cell: &str| ids.split(' ').position(|one| one == cell).map(|at| at as u32);
        (0..cells[0].len()).map(|unit| cells.iter().filter_map(|line| id(line[unit])).collect()).collect()
    }

    fn is(found: Option<f64>, published: f64) {
        let found = found.unwrap();
        assert!((found - published).abs() < 0.0005 + 1e-9, "{found} where {published} is published");
    }

    #[test]
    fn binary_data_of_two_coders_have_the_published_value() {
        // Krippendorff 2011, example A: α = 0.095.
        let units = units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"], "0 1");
        is(alpha(&units, 2, Level::Nominal, None), 0.095);
    }

    #[test]
    fn nominal_data_of_two_coders_have_the_published_value() {
        // Example B: α = 0.692.
        let units = units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"], "a b c d e");
        is(alpha(&units, 5, Level::Nominal, None), 0.692);
    }

    #[test]
    fn data_of_four_coders_with_missing_codes_have_the_published_values() {
        // Examples C and D: α = 0.743 nominal, 0.815 ordinal.
        let units = units(
            &[
                "1 2 3 3 2 1 4 1 2 * * *",
                "1 2 3 3 2 2 4 1 2 5 * 3",
                "* 3 3 3 2 3 4 2 2 5 1 *",
                "1 2 3 3 2 4 4 1 2 5 1 *",
            ],
            "1 2 3 4 5",
        );
        is(alpha(&units, 5, Level::Nominal, None), 0.743);
        is(alpha(&units, 5, Level::Ordinal, None), 0.815);
    }

    #[test]
    fn a_unit_that_counts_twice_is_as_good_as_two() {
        let one = vec![vec![0, 1], vec![1, 1], vec![0, 0, 1]];
        let two = [one.clone(), vec![vec![0, 1]]].concat();
        let by_weight = alpha(&one, 2, Level::Nominal, Some(&[2, 1, 1]));
        assert!((by_weight.unwrap() - alpha(&two, 2, Level::Nominal, None).unwrap()).abs() < 1e-12);
        assert_eq!(alpha(&one, 2, Level::Nominal, Some(&[0, 1, 0])), None);
    }

    #[test]
    fn alpha_is_undefined_without_pairs_or_without_variation() {
        assert_eq!(alpha(&[vec![0], vec![1]], 2, Level::Nominal, None), None);
        assert_eq!(alpha(&[vec![0, 0], vec![0, 0]], 2, Level::Nominal, None), None);
        assert_eq!(alpha(&[], 0, Level::Ordinal, None), None);
    }
}
