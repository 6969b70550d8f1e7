//! Texts as vectors of their words, and how similar they are.

use crate::similar::WordIds;

/// Sparse vectors of unit length: words weighted by 1 + log (texts ÷ texts with the word).
pub(super) struct TextVectors {
    rows: Vec<Vec<(u32, f64)>>,
    /// The mean of all rows, by word.
    mean: Vec<f64>,
}

impl TextVectors {
    /// Of the words of each text.
    pub(super) fn new(words: &WordIds) -> Self {
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
    pub(super) fn similarity(&self, a: usize, b: usize) -> f64 {
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
    pub(super) fn density(&self, row: usize) -> f64 {
        self.row(row).iter().map(|(id, value)| value * self.mean.get(*id as usize).copied().unwrap_or(0.0)).sum()
    }
}
