//! Fleiss' kappa (Fleiss 1971, "Measuring nominal scale agreement among many raters").

/// Fleiss' kappa of `units`, each the codes of its coders as ids from 0 to `classes` − 1, and each counted `weights` times,
/// once without them. Units with fewer than two codes are left out. Where units differ in their number of codes, the
/// agreement of each is that of its own pairs, and a class's share is its share of all codes. `None` if no unit has two
/// codes, or all codes are the same.
#[must_use]
pub fn fleiss(units: &[Vec<u32>], classes: usize, weights: Option<&[u32]>) -> Option<f64> {
    let mut counts = vec![0u64; classes];
    let mut of_class = vec![0u64; classes];
    let (mut agreement, mut number, mut codes_in_all) = (0.0, 0u64, 0u64);
    for (at, codes) in units.iter().enumerate().filter(|(_, codes)| codes.len() > 1) {
        let weight = u64::from(weights.map_or(1, |weights| weights.get(at).copied().unwrap_or(0)));
        of_class.fill(0);
        for code in codes {
            of_class.get_mut(*code as usize).into_iter().for_each(|n| *n += 1);
        }
        let n = codes.len() as u64;
        let same: u64 = of_class.iter().map(|m| m * m.saturating_sub(1)).sum();
        agreement += weight as f64 * same as f64 / (n * (n - 1)) as f64;
        number += weight;
        codes_in_all += weight * n;
        counts.iter_mut().zip(&of_class).for_each(|(all, own)| *all += weight * own);
    }
    // Integers, so that full agreement by chance is detected.
    let square: u128 = counts.iter().map(|n| u128::from(*n) * u128::from(*n)).sum();
    let whole = u128::from(codes_in_all) * u128::from(codes_in_all);
    let expected = square as f64 / whole as f64;
    (number > 0 && square < whole).then(|| (agreement / number as f64 - expected) / (1.0 - expected))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::agreement;

    #[test]
    fn fourteen_raters_have_the_value_computed_by_hand() {
        // Ten subjects, five categories; the rows sum to 14. Mean agreement 0.378, by chance 0.213: κ = 0.210.
        let table: [[usize; 5]; 10] = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let unit = |row: &[usize; 5]| (0..5).flat_map(|c| vec![c as u32; row[c]]).collect::<Vec<_>>();
        let units: Vec<Vec<u32>> = table.iter().map(unit).collect();
        assert!((fleiss(&units, 5, None).unwrap() - 0.210).abs() < 0.0005);
    }

    #[test]
    fn cohens_kappa_of_two_coders_differs_only_by_their_own_shares() {
        // Cohen 1960, table 1: 200 cases judged by two psychologists in three categories; κ = 0.492.
        let table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]];
        let pairs = |a: usize| (0..3).flat_map(move |b| vec![(a as u32, b as u32); table[a][b]]);
        let all: Vec<(u32, u32)> = (0..3).flat_map(pairs).collect();
        let (first, second): (Vec<_>, Vec<_>) = all.iter().map(|(a, b)| (Some(*a), Some(*b))).unzip();
        let found = agreement(&first, &second).unwrap();
        assert_eq!((found.n, found.observed), (200, Some(0.7)));
        assert!((found.kappa.unwrap() - 0.492).abs() < 0.0005);
        let units: Vec<Vec<u32>> = all.iter().map(|(a, b)| vec![*a, *b]).collect();
        let of_fleiss = fleiss(&units, 3, None).unwrap();
        assert!(of_fleiss < found.kappa.unwrap() && of_fleiss > 0.48, "{of_fleiss}");
    }

    #[test]
    fn kappa_is_undefined_without_variation() {
        assert_eq!(fleiss(&[vec![1, 1], vec![1, 1]], 2, None), None);
        assert_eq!(fleiss(&[vec![1]], 2, None), None);
        assert_eq!(fleiss(&[vec![1, 1], vec![0, 1]], 2, Some(&[3, 0])), None);
    }
}
