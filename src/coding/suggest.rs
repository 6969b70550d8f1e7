//! Which rows to label next: uncertain, unlike each other and those labelled, typical of the pool, of classes with few labels.

use super::text_vectors::TextVectors;
use crate::error::{agreeing, counted};
use crate::similar::{Alike, WordIds, alike};
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
    let of_rows = rows.iter().filter_map(|row| texts.get(*row));
    let words = WordIds::of(labelled.iter().chain(of_rows).map(String::as_str))?;
    let mut choice = Choice::new(&words, heads, rows, labelled.len());
    let mut chosen = Vec::with_capacity(number);
    while chosen.len() < number {
        let Some(row) = choice.take_best() else { break };
        chosen.push(row);
    }
    Ok(chosen)
}

/// What to say where fewer rows were chosen than `wanted`; `None` if there are as many.
#[must_use]
pub fn shortfall(chosen: usize, wanted: usize) -> Option<String> {
    let was = agreeing(chosen, "was", "were");
    let rest = "the others are near copies of these or of labelled ones";
    (chosen < wanted).then(|| format!("only {chosen} of {} {was} chosen: {rest}", counted(wanted, "row")))
}

/// Rows among which to choose, and what was chosen so far. Texts have numbers: first the labelled ones, then the rows.
struct Choice<'a> {
    heads: &'a [HeadOutlook],
    rows: Vec<usize>,
    /// The number of labelled texts.
    labelled: usize,
    vectors: TextVectors,
    copies: Alike,
    /// For each distinct text, whether it or a near copy is labelled or chosen.
    closed: Vec<bool>,
    /// For each row: uncertainty × density, which stay the same.
    worth: Vec<f64>,
    /// For each row, the similarity of the nearest text that is labelled or chosen.
    nearest: Vec<f64>,
    /// For each head, the labels of each class: those given, and what those of the chosen rows will probably be.
    given: Vec<Vec<f64>>,
}

impl<'a> Choice<'a> {
    /// `words` are those of the labelled texts, then of the rows.
    fn new(words: &WordIds, heads: &'a [HeadOutlook], rows: Vec<usize>, labelled: usize) -> Self {
        let vectors = TextVectors::new(words);
        let copies = alike(words, &vec![0; words.len()], NEAR);
        let similarity = |at: usize| (0..labelled).map(|of| vectors.similarity(labelled + at, of)).fold(0.0, f64::max);
        let nearest = (0..rows.len()).map(similarity).collect();
        let worth = |(at, row): (usize, &usize)| {
            mean(heads, |head| head.uncertainty(*row)) * vectors.density(labelled + at).sqrt()
        };
        let worth = rows.iter().enumerate().map(worth).collect();
        let labels = PRIOR.max(labelled as f64);
        let given = heads.iter().map(|head| head.shares.iter().map(|share| share * labels).collect()).collect();
        let closed = vec![false; copies.like.len()];
        let mut choice = Self { heads, rows, labelled, vectors, copies, closed, worth, nearest, given };
        (0..labelled).for_each(|text| choice.close(text));
        choice
    }

    /// Leaves a text and its near copies out from now on.
    fn close(&mut self, text: usize) {
        let distinct = self.distinct(text);
        let near = self.copies.like.get(distinct).into_iter().flatten().map(|(other, _)| *other as usize);
        for text in near.chain([distinct]) {
            self.closed.get_mut(text).into_iter().for_each(|closed| *closed = true);
        }
    }

    /// The number of a text among the distinct ones.
    fn distinct(&self, text: usize) -> usize {
        self.copies.text_of.get(text).copied().unwrap_or_default() as usize
    }

    /// The value of the row at this place of `rows`.
    fn value(&self, at: usize, row: usize) -> f64 {
        let lack = mean_of(self.heads.iter().zip(&self.given).map(|(head, given)| head.lack(row, given)));
        let of = |values: &[f64]| values.get(at).copied().unwrap_or(0.0);
        of(&self.worth) * lack * (1.0 - of(&self.nearest)).max(1e-6)
    }

    /// Chooses the most valuable row, the first of equals; `None` if none is left.
    fn take_best(&mut self) -> Option<usize> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (at, row) in self.rows.iter().copied().enumerate() {
            if self.closed.get(self.distinct(self.labelled + at)) != Some(&false) {
                continue;
            }
            let value = self.value(at, row);
            if best.is_none_or(|(most, ..)| value > most) {
                best = Some((value, at, row));
            }
        }
        let (_, at, row) = best?;
        self.close(self.labelled + at);
        for (head, given) in self.heads.iter().zip(&mut self.given) {
            given.iter_mut().zip(head.of_row(row)).for_each(|(given, p)| *given += p);
        }
        for (other, nearest) in self.nearest.iter_mut().enumerate() {
            *nearest = nearest.max(self.vectors.similarity(self.labelled + other, self.labelled + at));
        }
        Some(row)
    }
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
