//! The cells of a model laid out for many texts.

use super::cells::Cells;
use super::pairs::{EMPTY, Pairs};
use crate::features::{FixedTerms, NONE};
use crate::model::Model;

/// The cells of all heads of a model.
pub(super) struct Sums {
    /// For each target, `columns × lanes`.
    cells: Vec<Vec<i32>>,
    /// Scores a column adds to: the rows of all heads, one head after another.
    pub(super) lanes: usize,
    /// Word pairs, by the numbers that their stems have here, with their cells: `targets × lanes`.
    pub(super) pairs: Pairs,
    /// The number of each stem, [`NONE`] for those in no pair or triple; and which stem has each number.
    numbers: Vec<u32>,
    stems: Vec<u32>,
}

impl Sums {
    /// The cells of `model`, whose terms `terms` are. `None` if they cannot be laid out.
    pub(super) fn new(model: &Model, cells: &Cells, terms: &FixedTerms) -> Option<Self> {
        let Cells { lanes, targets, .. } = *cells;
        let (mut numbers, mut stems) = (vec![NONE; terms.stems()], Vec::new());
        let mut number = |stem: u32| {
            let Some(own) = numbers.get_mut(stem as usize) else { return NONE };
            if *own == NONE {
                *own = stems.len() as u32;
                stems.push(stem);
            }
            *own
        };
        let known: Vec<([u32; 2], u32)> = terms.pairs().map(|(pair, column)| (pair.map(&mut number), column)).collect();
        terms.triples().flatten().for_each(|stem| {
            number(stem);
        });
        let (mut pairs, columns_of) = Pairs::new(stems.len(), &known, targets * lanes)?;
        let of_target = |target: usize| {
            let mut of_target = vec![0; model.vocabulary.len() * lanes];
            cells.fill(model, target, &mut of_target);
            of_target
        };
        let cells = (0..targets).map(of_target).collect();
        let sums = Self { cells, lanes, pairs: Pairs::default(), numbers, stems };
        for (place, column) in columns_of.iter().enumerate().filter(|(_, column)| **column != EMPTY) {
            for (target, cells) in pairs.cells_mut(place).chunks_exact_mut(lanes).enumerate() {
                for (cell, own) in cells.iter_mut().zip(sums.cells(target, *column)) {
                    *cell = *own as u32;
                }
            }
        }
        Some(Self { pairs, ..sums })
    }

    /// Number of targets; 1 without.
    pub(super) fn targets(&self) -> usize {
        self.cells.len()
    }

    /// The number that a stem has here; [`NONE`] if it is in no pair or triple.
    pub(super) fn number(&self, stem: u32) -> u32 {
        self.numbers.get(stem as usize).copied().unwrap_or(NONE)
    }

    /// The stem of a number.
    pub(super) fn stem(&self, number: u32) -> u32 {
        self.stems.get(number as usize).copied().unwrap_or(NONE)
    }

    /// What a column adds, for each lane.
    #[inline(always)]
    pub(super) fn cells(&self, target: usize, column: u32) -> &[i32] {
        let from = (column as usize).saturating_mul(self.lanes);
        let cells = self.cells.get(target).or(self.cells.first()).map_or(&[][..], Vec::as_slice);
        cells.get(from..from.saturating_add(self.lanes)).unwrap_or(&[])
    }

    /// Adds a column.
    pub(super) fn add(&self, target: usize, column: u32, totals: &mut [i64]) {
        for (total, cell) in totals.iter_mut().zip(self.cells(target, column)) {
            *total += i64::from(*cell);
        }
    }
}
