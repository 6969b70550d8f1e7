//! Tests of the whole solver; small parts are tested where they are.

mod derivatives;
mod limits;
mod merged;
mod prior;
mod random;
mod solutions;

pub(crate) use random::Random;

use super::{Csr, LogisticOptions, ValidLogisticOptions};

impl Random {
    /// Uniform from −1 to 1.
    pub(crate) fn sign(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }
}

/// A problem with row weights and scales.
pub(super) struct Sample {
    pub(super) rows: Csr,
    pub(super) classes: Vec<u32>,
    pub(super) weights: Vec<f64>,
    pub(super) scale: Vec<f64>,
}

/// Counts in `columns` columns, about `entries` per row, with classes that depend on them and on chance.
pub(super) fn sample(n: usize, columns: usize, entries: usize, k: usize, seed: u64) -> Sample {
    let mut random = Random(seed);
    let mut rows = Csr::with_columns(columns).unwrap();
    let mut classes = Vec::new();
    for i in 0..n {
        let mut row = std::collections::BTreeMap::new();
        for _ in 0..entries {
            // Squaring makes low columns frequent and high ones rare.
            let column = (random.unit().powi(2) * columns as f64) as u32;
            *row.entry(column).or_insert(0.0f32) += 0.5;
        }
        let favoured = row.keys().map(|&c| c as usize).sum::<usize>() % k;
        let class = if i < k {
            i
        } else if random.unit() < 0.6 {
            favoured
        } else {
            random.below(k)
        };
        rows.push_row(row).unwrap();
        classes.push(class as u32);
    }
    let lanes = if k == 2 { 1 } else { k };
    Sample {
        rows,
        classes,
        weights: (0..n).map(|_| random.unit() * 2.0 + 0.1).collect(),
        // Some negative, some zero.
        scale: (0..lanes * columns).map(|j| if j % 7 == 3 { 0.0 } else { random.sign() * 1.5 }).collect(),
    }
}

pub(super) fn options(alpha: f64, tolerance: f64) -> ValidLogisticOptions {
    LogisticOptions { tolerance, ..LogisticOptions::with_alpha(alpha) }.check().unwrap()
}
