//! Which rows to label next: uncertain, unlike each other and those labelled, typical of the pool, of classes with few labels.

use crate::audit::{WordIds, alike};
use crate::{Error, Result};

/// Texts whose word pairs are alike by this or more (Jaccard) are near copies, of which one is labelled.
const NEAR: f64 = 0.6;
/// The most rows that are compared with each other; those of a larger pool are the most valuable by themselves.
const COMPARED: usize = 5000;
/// Labels that the classes' shares count for where the number of labels is not known.
const PRIOR: f64 = 50.0;

/// What a model says of a pool for one label column.
#[derive(Clone, Debug, Default)]
pub struct HeadOutlook {
    /// The probability of each class: rows × classes, row after row.
    pub probabilities: Vec<f64>,
    /// The share of each class among the labels so far.
    pub shares: Vec<f64>,
}

/// Chooses `number` rows of a pool to be labelled next, the most valuable first, or fewer if there are not so many that
/// are no near copies of each other or of `labelled` texts.
///
/// Rows are chosen one after another. The value of each is the product of its uncertainty (the entropy of its classes over
/// the largest possible one), the lack of labels of the classes that it probably has, its density (the square root of its
/// mean cosine similarity with the pool), and its novelty (1 − its cosine similarity with the nearest row that is labelled
/// or chosen). Several label columns count by their mean. Equal arguments give equal rows.
///
/// # Errors
/// [`Error::Options`] if `number` is 0 or larger than the pool, or the probabilities do not fit the texts.
pub fn suggest(texts: &[String], heads: &[HeadOutlook], labelled: &[String], number: usize) -> Result<Vec<usize>> {
    if number == 0 || number > texts.len() {
        let problem = match number {
            0 => "is 0; ask for 1 or more".to_owned(),
            _ => format!("is {number}, and the pool has {0} rows with text; ask for at most {0}", texts.len()),
        };
        return Err(Error::options("n", problem));
    }
    if heads.iter().any(|head| head.shares.is_empty() || head.probabilities.len() != texts.len() * head.shares.len()) {
        return Err(Error::options("probabilities", "are not one per row and class"));
    }
    let rows = candidates(texts, heads, number);
    let known = labelled.len();
    let all =
        labelled.iter().map(String::as_str).chain(rows.iter().filter_map(|row| texts.get(*row)).map(String::as_str));
    let words = WordIds::of(all)?;
    let copies = alike(&words, &vec![0; words.len()], NEAR);
    let vectors = Vectors::new(&words);
    let mut is_open = vec![true; rows.len()];
    // A text that is or resembles a labelled one is not asked for again.
    let text_of = |at: usize| copies.text_of.get(at).copied().unwrap_or_default() as usize;
    let mut closed = vec![false; copies.like.len()];
    let close = |text: usize, closed: &mut Vec<bool>| {
        let near = copies.like.get(text).into_iter().flatten().map(|(other, _)| *other as usize);
        near.chain([text]).for_each(|text| closed.get_mut(text).into_iter().for_each(|closed| *closed = true));
    };
    (0..known).for_each(|at| close(text_of(at), &mut closed));
    let mut nearest: Vec<f64> =
        (0..rows.len()).map(|at| (0..known).map(|of| vectors.similarity(known + at, of)).fold(0.0, f64::max)).collect();
    let density: Vec<f64> = (0..rows.len()).map(|at| vectors.density(known + at).sqrt()).collect();
    let uncertain: Vec<f64> = rows.iter().map(|row| mean(heads, |head| head.uncertainty(*row))).collect();
    let mut given: Vec<Vec<f64>> =
        heads.iter().map(|head| head.shares.iter().map(|share| share * PRIOR.max(known as f64)).collect()).collect();
    let mut chosen = Vec::with_capacity(number);
    while chosen.len() < number {
        let mut best: Option<(f64, usize)> = None;
        for (at, row) in rows.iter().enumerate() {
            let open = is_open.get(at) == Some(&true) && closed.get(text_of(known + at)) == Some(&false);
            if !open {
                continue;
            }
            let lack = mean_of(heads.iter().zip(&given).map(|(head, given)| head.lack(*row, given)));
            let of = |values: &[f64]| values.get(at).copied().unwrap_or(0.0);
            let value = of(&uncertain) * lack * of(&density) * (1.0 - of(&nearest)).max(1e-6);
            if best.is_none_or(|(most, _)| value > most) {
                best = Some((value, at));
            }
        }
        let Some((_, at)) = best else { break };
        is_open.get_mut(at).into_iter().for_each(|open| *open = false);
        close(text_of(known + at), &mut closed);
        let Some(row) = rows.get(at).copied() else { break };
        for (head, given) in heads.iter().zip(&mut given) {
            given.iter_mut().zip(head.of_row(row)).for_each(|(given, p)| *given += p);
        }
        for (other, nearest) in nearest.iter_mut().enumerate() {
            *nearest = nearest.max(vectors.similarity(known + other, known + at));
        }
        chosen.push(row);
    }
    Ok(chosen)
}

/// The rows that are compared: all, or those of a large pool that are most valuable by uncertainty and lack of labels.
fn candidates(texts: &[String], heads: &[HeadOutlook], number: usize) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..texts.len()).collect();
    let most = COMPARED.max(4 * number);
    if rows.len() > most {
        let value = |row: &usize| mean(heads, |head| head.uncertainty(*row) * head.lack(*row, &head.shares));
        let mut valued: Vec<(f64, usize)> = rows.iter().map(|row| (value(row), *row)).collect();
        valued.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.cmp(second)));
        rows = valued.into_iter().take(most).map(|(_, row)| row).collect();
        rows.sort_unstable();
    }
    rows
}

fn mean(heads: &[HeadOutlook], of: impl Fn(&HeadOutlook) -> f64) -> f64 {
    mean_of(heads.iter().map(of))
}

fn mean_of(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let number = values.len().max(1);
    values.sum::<f64>() / number as f64
}

impl HeadOutlook {
    fn of_row(&self, row: usize) -> &[f64] {
        let classes = self.shares.len();
        self.probabilities.get(row * classes..(row + 1) * classes).unwrap_or(&[])
    }

    /// The entropy of the classes over the largest possible one: 0 if one is certain, 1 if all are equally probable.
    fn uncertainty(&self, row: usize) -> f64 {
        let entropy: f64 = self.of_row(row).iter().filter(|p| **p > 0.0).map(|p| -p * libm::log(*p)).sum();
        entropy / libm::log(self.shares.len().max(2) as f64)
    }

    /// How much the classes that a row probably has lack labels: the expected value of √(labels per class ÷ labels of its
    /// class), so that a class with a quarter of its due weighs twice as much.
    fn lack(&self, row: usize, given: &[f64]) -> f64 {
        let due = given.iter().sum::<f64>() / given.len().max(1) as f64;
        let weight = |given: &f64| (due / given.max(due / 16.0)).sqrt();
        self.of_row(row).iter().zip(given).map(|(p, given)| p * weight(given)).sum()
    }
}

/// Sparse vectors of unit length: words weighted by 1 + log (texts ÷ texts with the word).
struct Vectors {
    rows: Vec<Vec<(u32, f64)>>,
    /// The mean of all rows, by word.
    mean: Vec<f64>,
}

impl Vectors {
    fn new(words: &WordIds) -> Self {
        let mut texts_with = vec![0u32; words.names.len()];
        let mut rows: Vec<Vec<(u32, f64)>> = Vec::with_capacity(words.len());
        for row in 0..words.len() {
            let mut ids = words.row(row).to_vec();
            ids.sort_unstable();
            ids.dedup();
            ids.iter().for_each(|id| texts_with.get_mut(*id as usize).into_iter().for_each(|n| *n += 1));
            rows.push(ids.into_iter().map(|id| (id, 0.0)).collect());
        }
        let mut mean = vec![0.0; words.names.len()];
        let number = rows.len().max(1) as f64;
        for row in &mut rows {
            for (id, value) in row.iter_mut() {
                let with = texts_with.get(*id as usize).copied().unwrap_or(1).max(1);
                *value = 1.0 + libm::log(number / f64::from(with));
            }
            let length = row.iter().map(|(_, value)| value * value).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
            for (id, value) in row.iter_mut() {
                *value /= length;
                mean.get_mut(*id as usize).into_iter().for_each(|mean| *mean += *value / number);
            }
        }
        Self { rows, mean }
    }

    fn row(&self, row: usize) -> &[(u32, f64)] {
        self.rows.get(row).map(Vec::as_slice).unwrap_or_default()
    }

    /// The cosine similarity of two rows.
    fn similarity(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (self.row(a), self.row(b));
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((p, x)), Some((q, y))) = (a.get(i), b.get(j)) {
            sum += if p == q { x * y } else { 0.0 };
            let (step_i, step_j) = (p <= q, q <= p);
            i += usize::from(step_i);
            j += usize::from(step_j);
        }
        sum
    }

    /// The mean cosine similarity with all rows.
    fn density(&self, row: usize) -> f64 {
        self.row(row).iter().map(|(id, value)| value * self.mean.get(*id as usize).copied().unwrap_or(0.0)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(of: &[&str]) -> Vec<String> {
        of.iter().map(|text| (*text).to_owned()).collect()
    }

    fn outlook(support: &[f64]) -> Vec<HeadOutlook> {
        let probabilities = support.iter().flat_map(|p| [1.0 - p, *p]).collect();
        vec![HeadOutlook { probabilities, shares: vec![0.5, 0.5] }]
    }

    #[test]
    fn the_least_certain_row_comes_first() {
        let pool = texts(&["alpha beta gamma", "delta epsilon zeta", "eta theta iota"]);
        assert_eq!(suggest(&pool, &outlook(&[0.9, 0.55, 0.99]), &[], 3).unwrap(), [1, 0, 2]);
    }

    #[test]
    fn near_copies_are_asked_for_once_and_labelled_ones_never() {
        let one = "the limits on chips must stay in force until the allies agree to them";
        let copy = "the limits on chips must stay in place until the allies agree to them";
        let pool = texts(&[one, copy, "lift the ban", "keep out of it altogether"]);
        let even = outlook(&[0.5; 4]);
        let chosen = suggest(&pool, &even, &[], 4).unwrap();
        assert_eq!(chosen.len(), 3);
        assert!(!(chosen.contains(&0) && chosen.contains(&1)), "{chosen:?}");
        let chosen = suggest(&pool, &even, &texts(&[one, "Lift the ban!"]), 4).unwrap();
        assert_eq!(chosen, [3]);
    }

    #[test]
    fn rows_unlike_those_chosen_are_preferred() {
        let pool = texts(&["tax the rich now", "tax the rich today", "open all borders"]);
        let chosen = suggest(&pool, &outlook(&[0.5, 0.5, 0.45]), &[], 2).unwrap();
        assert!(chosen.contains(&2), "{chosen:?}");
    }

    #[test]
    fn the_class_with_few_labels_is_looked_for() {
        let pool = texts(&["alpha beta gamma", "delta epsilon zeta"]);
        let mut heads = outlook(&[0.35, 0.65]);
        assert_eq!(suggest(&pool, &heads, &[], 1).unwrap(), [0], "equally uncertain: the first");
        heads[0].shares = vec![0.9, 0.1];
        assert_eq!(suggest(&pool, &heads, &[], 1).unwrap(), [1]);
    }

    #[test]
    fn a_pool_that_is_too_small_is_named() {
        let error = suggest(&texts(&["a"]), &outlook(&[0.5]), &[], 2).unwrap_err();
        assert!(error.to_string().contains("at most 1"), "{error}");
        assert!(suggest(&texts(&["a"]), &outlook(&[0.5, 0.5]), &[], 1).is_err());
    }
}
