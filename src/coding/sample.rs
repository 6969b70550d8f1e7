//! Random samples without replacement, simple or stratified, with exact inclusion probabilities.

use crate::evaluate::Random;
use crate::{Error, Result};

/// How many rows each stratum gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allocation {
    /// In proportion to its size, but two at least while the sample is large enough, so that its variance can be estimated.
    #[default]
    Proportional,
    /// The same number from each; a stratum that is too small gives all its rows, and the others share the rest.
    Equal,
}

/// A row of the sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Its position in the pool.
    pub row: usize,
    /// The probability with which it was to be drawn: rows drawn of its stratum over rows of its stratum.
    pub probability: f64,
}

/// Draws `size` of `rows` rows without replacement. `strata` has the stratum of each row, as ids from 0; without it all
/// rows are one stratum. The sample is in random order, so that a sheet that is filled in only to some row is random too.
/// Equal arguments give equal samples.
///
/// # Errors
/// [`Error::Options`] if `size` is 0, larger than the pool, or smaller than the number of strata.
pub fn draw(rows: usize, strata: Option<&[u32]>, size: usize, allocation: Allocation, seed: u64) -> Result<Vec<Drawn>> {
    if size == 0 || size > rows {
        let problem = match size {
            0 => "is 0; ask for 1 or more".to_owned(),
            _ => format!("is {size}, and the pool has {rows} rows with text; ask for at most {rows}"),
        };
        return Err(Error::options("n", problem));
    }
    let count = strata.and_then(|ids| ids.iter().max()).map_or(1, |most| *most as usize + 1);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for row in 0..rows {
        let stratum = strata.and_then(|ids| ids.get(row)).copied().unwrap_or(0) as usize;
        members.get_mut(stratum).into_iter().for_each(|rows| rows.push(row));
    }
    let sizes: Vec<usize> = members.iter().map(Vec::len).collect();
    let there = sizes.iter().filter(|n| **n > 0).count();
    if size < there {
        let problem = format!(
            "is {size}, and there are {there} strata; ask for at least {there}, or name a column with fewer values"
        );
        return Err(Error::options("n", problem));
    }
    let wanted = match allocation {
        Allocation::Proportional => proportional(&sizes, size),
        Allocation::Equal => equal(&sizes, size),
    };
    debug_assert_eq!(wanted.iter().sum::<usize>(), size, "the strata give the sample");
    let mut drawn = Vec::with_capacity(size);
    for (stratum, (mut rows, wanted)) in members.into_iter().zip(wanted).enumerate() {
        Random::new(seed, stratum as u64).shuffle(&mut rows);
        let probability = wanted as f64 / rows.len().max(1) as f64;
        drawn.extend(rows.into_iter().take(wanted).map(|row| Drawn { row, probability }));
    }
    Random::new(seed, count as u64).shuffle(&mut drawn);
    Ok(drawn)
}

/// Shares by largest remainder, after a least number from each stratum: two where the sample is large enough for two from
/// each, otherwise one.
fn proportional(sizes: &[usize], size: usize) -> Vec<usize> {
    let least_of = |most: usize| sizes.iter().map(|n| (*n).min(most)).collect::<Vec<_>>();
    let two = least_of(2);
    let mut wanted = if two.iter().sum::<usize>() <= size { two } else { least_of(1) };
    let all: usize = sizes.iter().sum();
    // Highest averages with a fixed start: the next row is of the stratum that is furthest below its share.
    for _ in wanted.iter().sum::<usize>()..size {
        let lack =
            |(n, w): (&usize, &usize)| if w < n { *n as f64 * size as f64 / all as f64 - *w as f64 } else { f64::MIN };
        let lacks: Vec<f64> = sizes.iter().zip(&wanted).map(lack).collect();
        wanted.get_mut(crate::learn::argmax(&lacks)).into_iter().for_each(|w| *w += 1);
    }
    wanted
}

/// Equal numbers, the first strata one more where they do not divide; what small strata cannot give the others share.
fn equal(sizes: &[usize], size: usize) -> Vec<usize> {
    let mut wanted = vec![0; sizes.len()];
    let mut left = size;
    while left > 0 {
        let before = left;
        for (wanted, n) in wanted.iter_mut().zip(sizes) {
            if *wanted < *n && left > 0 {
                *wanted += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strata() -> Vec<u32> {
        // 60 rows, 30, 9 and 1.
        (0..100)
            .map(|row| {
                if row < 60 {
                    0
                } else if row < 90 {
                    1
                } else {
                    2 + u32::from(row == 99)
                }
            })
            .collect()
    }

    fn numbers(drawn: &[Drawn], strata: &[u32]) -> Vec<usize> {
        (0..4).map(|s| drawn.iter().filter(|d| strata[d.row] == s).count()).collect()
    }

    #[test]
    fn no_row_is_drawn_twice_and_the_probability_is_the_share_of_the_stratum() {
        let strata = strata();
        for allocation in [Allocation::Proportional, Allocation::Equal] {
            let drawn = draw(100, Some(&strata), 40, allocation, 7).unwrap();
            let mut rows: Vec<usize> = drawn.iter().map(|d| d.row).collect();
            rows.sort_unstable();
            rows.dedup();
            assert_eq!(rows.len(), 40);
            // Horvitz and Thompson: the weights of a stratum's rows sum to its size.
            for (stratum, size) in [(0, 60.0), (1, 30.0), (2, 9.0), (3, 1.0)] {
                let weights = drawn.iter().filter(|d| strata[d.row] == stratum).map(|d| 1.0 / d.probability);
                assert!((weights.sum::<f64>() - size).abs() < 1e-9, "{stratum}");
            }
        }
    }

    #[test]
    fn proportional_shares_are_within_one_row_and_small_strata_give_two() {
        let strata = strata();
        let of = |n| numbers(&draw(100, Some(&strata), n, Allocation::Proportional, 1).unwrap(), &strata);
        assert_eq!(of(40), [24, 12, 3, 1]);
        assert_eq!(of(10), [5, 2, 2, 1], "two of the small one, then by share");
        assert_eq!(of(4), [1, 1, 1, 1]);
        assert_eq!(of(100), [60, 30, 9, 1]);
    }

    #[test]
    fn equal_shares_leave_what_small_strata_lack_to_the_others() {
        let strata = strata();
        let drawn = draw(100, Some(&strata), 40, Allocation::Equal, 1).unwrap();
        assert_eq!(numbers(&drawn, &strata), [15, 15, 9, 1]);
    }

    #[test]
    fn every_row_is_drawn_about_as_often_as_its_probability_says() {
        let mut times = [0u32; 10];
        for seed in 0..2000 {
            draw(10, None, 3, Allocation::default(), seed).unwrap().iter().for_each(|d| times[d.row] += 1);
        }
        // 600 expected, standard deviation 20.
        assert!(times.iter().all(|n| n.abs_diff(600) < 100), "{times:?}");
    }

    #[test]
    fn samples_depend_on_the_seed_alone() {
        let of = |seed| draw(50, None, 10, Allocation::default(), seed).unwrap();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn a_sample_that_cannot_be_is_refused_with_the_number_that_can() {
        let say = |n, strata: Option<&[u32]>| draw(100, strata, n, Allocation::default(), 1).unwrap_err().to_string();
        assert!(say(101, None).contains("at most 100"));
        assert!(say(0, None).contains("1 or more"));
        assert!(say(3, Some(&strata())).contains("at least 4"));
    }
}
