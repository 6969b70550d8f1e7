//! The problem as the solver works on it: rows and columns that matter, blocks of rows, unknowns in order.

use std::ops::Range;

use super::{Csr, Problem, Weights};
use crate::{Error, Result};

/// A block of rows has at least this many entries: less is not worth a thread or a sum of its own.
const BLOCK_ENTRIES: usize = 1 << 17;

/// The matrix without what cannot matter, its columns from frequent to rare.
///
/// Columns without entries or with zero scale have zero weight at the minimum, and rows without weight change
/// nothing: all are left out. Frequent columns side by side keep the busy part of the unknowns in cache.
///
/// Unknowns are stored column by column, the lanes of a column side by side, the intercepts last.
pub(crate) struct Design {
    /// Weight vectors to learn.
    pub(crate) lanes: usize,
    /// The kept rows; column ids are positions in `columns`.
    pub(crate) rows: Csr,
    /// The kept columns by their number in the problem.
    columns: Vec<u32>,
    /// The class of each kept row.
    pub(crate) classes: Vec<u32>,
    /// The weight of each kept row.
    pub(crate) weights: Vec<f64>,
    /// The scale of each unknown (1 for intercepts), if there is any.
    pub(crate) scale: Option<Vec<f64>>,
    /// Runs of rows, summed apart and then in order. They depend on the problem alone, never on threads.
    pub(crate) blocks: Vec<Range<usize>>,
    /// Logarithms of the classes' shares, centred: the best intercepts without any weight.
    priors: Vec<f64>,
    n_classes: usize,
    all_columns: usize,
}

impl Design {
    pub(crate) fn new(problem: &Problem) -> Result<Self> {
        let (source, lanes) = (problem.rows(), problem.lanes());
        let kept: Vec<usize> = (0..source.rows()).filter(|&row| problem.weight(row) > 0.0).collect();
        let mut counts = vec![0usize; source.columns()];
        for &row in &kept {
            let (ids, values) = source.row(row);
            for (&id, &value) in ids.iter().zip(values) {
                if let Some(count) = counts.get_mut(id as usize) {
                    *count += usize::from(value != 0.0);
                }
            }
        }
        let scale_of = |lane: usize, column: u32| match problem.scale() {
            Some(scale) => scale.get(lane * source.columns() + column as usize).copied().unwrap_or(0.0),
            None => 1.0,
        };
        if problem.scale().is_some() {
            for (id, count) in (0u32..).zip(&mut counts) {
                if (0..lanes).all(|lane| scale_of(lane, id) == 0.0) {
                    *count = 0;
                }
            }
        }
        let columns = by_count(&counts);
        let mut places = vec![u32::MAX; source.columns()];
        for (place, &id) in (0u32..).zip(&columns) {
            if let Some(slot) = places.get_mut(id as usize) {
                *slot = place;
            }
        }
        let scale = problem.scale().map(|_| {
            let of_column = |&id: &u32| (0..lanes).map(move |lane| scale_of(lane, id));
            let mut scale: Vec<f64> = columns.iter().flat_map(of_column).collect();
            scale.resize(scale.len() + lanes, 1.0);
            scale
        });
        let rows = source.compact(&kept, &places, columns.len());
        Ok(Self {
            lanes,
            blocks: blocks(&rows),
            rows,
            columns,
            classes: kept.iter().filter_map(|&row| problem.classes().get(row).copied()).collect(),
            weights: kept.iter().map(|&row| problem.weight(row)).collect(),
            scale,
            priors: priors(&problem.class_totals()),
            n_classes: problem.n_classes(),
            all_columns: source.columns(),
        })
    }

    /// The number of unknowns, intercepts included.
    pub(crate) fn unknowns(&self) -> usize {
        (self.columns.len() + 1) * self.lanes
    }

    /// The unknowns that are weights; the rest are intercepts.
    pub(crate) fn weights_end(&self) -> usize {
        self.columns.len() * self.lanes
    }

    /// The unknowns of a model that knows only how frequent the classes are.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut unknowns = vec![0.0; self.weights_end()];
        match *self.priors.as_slice() {
            [first, second] => unknowns.push(second - first),
            _ => unknowns.extend_from_slice(&self.priors),
        }
        unknowns
    }

    /// The unknowns that give these weights, as far as scales allow.
    ///
    /// Stored weights of several classes are centred, `v_c = s_c w_c + t`. The minimum has `Σ_c w_c / s_c = 0`
    /// in each column (the objective's gradient along the direction that changes no difference of scores),
    /// which gives back `t = −Σ (v_c / s_c²) / Σ (1 / s_c²)`; the class with the smallest scale decides where
    /// one is zero.
    pub(crate) fn start_from(&self, warm: &Weights) -> Result<Vec<f64>> {
        if warm.n_classes != self.n_classes
            || warm.columns != self.all_columns
            || warm.coefficients.len() != self.lanes * self.all_columns
            || warm.intercepts.len() != self.lanes
            || !warm.is_finite()
        {
            return Err(Error::options("warm start", "its shape is not that of the problem, or it is not finite"));
        }
        let mut unknowns = Vec::with_capacity(self.unknowns());
        for (place, &id) in self.columns.iter().enumerate() {
            let first = place * self.lanes;
            let scale = |lane: usize| match &self.scale {
                Some(scale) => scale.get(first + lane).copied().unwrap_or(0.0),
                None => 1.0,
            };
            let value = |lane: usize| warm.coefficient(lane, id);
            let smallest = (0..self.lanes).map(|lane| scale(lane).abs()).fold(f64::INFINITY, f64::min);
            let (mut sum, mut total) = (0.0, 0.0);
            for lane in 0..self.lanes {
                let size = scale(lane).abs();
                let share = if size > smallest { smallest / size } else { 1.0 };
                sum += share * share * value(lane);
                total += share * share;
            }
            let shift = if self.lanes == 1 { 0.0 } else { -sum / total };
            for lane in 0..self.lanes {
                let s = scale(lane);
                unknowns.push(if s == 0.0 { 0.0 } else { (value(lane) + shift) / s });
            }
        }
        let mean = if self.lanes == 1 { 0.0 } else { warm.intercepts.iter().sum::<f64>() / self.lanes as f64 };
        unknowns.extend(warm.intercepts.iter().map(|b| b - mean));
        Ok(unknowns)
    }

    /// The weights that these unknowns mean: scaled, centred over the classes, in the problem's columns.
    pub(crate) fn finish(&self, unknowns: &[f64]) -> Weights {
        let mut coefficients = vec![0.0; self.lanes * self.all_columns];
        let (columns, intercepts) = unknowns.split_at(self.weights_end().min(unknowns.len()));
        let mut lane_values = vec![0.0; self.lanes];
        for (place, (&id, values)) in self.columns.iter().zip(columns.chunks_exact(self.lanes)).enumerate() {
            lane_values.copy_from_slice(values);
            if let Some(scale) = &self.scale {
                let scale = scale.iter().skip(place * self.lanes);
                for (value, s) in lane_values.iter_mut().zip(scale) {
                    *value *= s;
                }
            }
            centre(&mut lane_values);
            for (lane, &value) in lane_values.iter().enumerate() {
                if let Some(slot) = coefficients.get_mut(lane * self.all_columns + id as usize) {
                    *slot = value;
                }
            }
        }
        let mut intercepts = intercepts.to_vec();
        centre(&mut intercepts);
        Weights { n_classes: self.n_classes, columns: self.all_columns, coefficients, intercepts }
    }
}

/// Takes the mean off; a single number stays.
fn centre(values: &mut [f64]) {
    if values.len() > 1 {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        for value in values.iter_mut() {
            *value -= mean;
        }
    }
}

fn priors(totals: &[f64]) -> Vec<f64> {
    let mut priors: Vec<f64> = totals.iter().map(|&total| libm::log(total)).collect();
    centre(&mut priors);
    priors
}

/// The columns that have entries, from frequent to rare and equals by number. Counts are at most the number of rows, so they are
/// tallied: comparing takes several passes' time where most columns are rare.
fn by_count(counts: &[usize]) -> Vec<u32> {
    let most = counts.iter().copied().max().unwrap_or(0);
    let mut starts = vec![0usize; most + 1];
    for &count in counts {
        starts[count] += 1;
    }
    let mut start = 0;
    for slot in starts.iter_mut().skip(1).rev() {
        let equals = std::mem::replace(slot, start);
        start += equals;
    }
    let mut columns = vec![0u32; start];
    for (id, &count) in (0u32..).zip(counts).filter(|&(_, &count)| count > 0) {
        columns[starts[count]] = id;
        starts[count] += 1;
    }
    columns
}

fn blocks(rows: &Csr) -> Vec<Range<usize>> {
    // Each block's sums are as long as the unknowns; adding them up must stay small beside the work itself.
    let target = BLOCK_ENTRIES.max(8 * rows.columns());
    let count = (rows.entries() / target).clamp(1, 64);
    let mut blocks = Vec::with_capacity(count);
    let mut start = 0;
    for block in 1..=count {
        let entries = (rows.entries() as u128 * block as u128 / count as u128) as usize;
        let end = if block == count { rows.rows() } else { rows.indptr().partition_point(|&at| at < entries) };
        let end = end.clamp(start, rows.rows());
        blocks.push(start..end);
        start = end;
    }
    blocks
}
