//! Presolve: reduces a problem to the rows and columns that matter and orders its unknowns.

use std::ops::Range;

use super::matrix::{DROPPED, SINGLETON};
use super::{Csr, Problem, Weights};
use crate::{Error, Result};

/// The smallest number of entries in a block of rows. Less work is not worth a thread and separate sums.
const BLOCK_ENTRIES: usize = 1 << 17;

/// Singletons are merged if at least one column in this many is saved; the scales of merged columns cost a little in
/// every pass.
const WORTH_MERGING: usize = 4;

/// A presolved problem: without rows and columns that cannot matter, and with columns ordered from frequent to rare.
///
/// Columns without entries or with zero scale have zero weight at the minimum, and rows without weight have no effect;
/// both are left out. With frequent columns first, the unknowns that are used most share cache lines.
///
/// *Singletons* are columns with an entry in one row only; most words and word pairs are. All singletons of a row can
/// be merged into one column without changing the minimum. They enter the row's score only by `Σ_j x_j s_j w_j`, and
/// the shortest weights with a given sum are `w_j = u x_j s_j / X` with `X² = Σ_j (x_j s_j)²`. One column with value
/// `X` and weight `u` therefore has the same loss, penalty and gradient norm. The merged column has value 1 and scale
/// `X`, which differs between the lanes if the scales do.
///
/// With a prior the unknowns are differences from its weights: its scores are added to those of the rows, and the penalty
/// is on the differences. A column without entries then keeps the prior's weight, and merged singletons share a
/// difference as they share a weight.
///
/// Unknowns are stored column by column, with the lanes of a column side by side; first kept columns, then merged ones,
/// then the intercepts.
pub(crate) struct Presolved<'a> {
    problem: Problem<'a>,
    /// Number of weight vectors.
    pub(crate) lanes: usize,
    /// The kept rows. Column ids are positions in `columns`, and beyond its end rows of `merged`.
    pub(crate) rows: Csr,
    /// The kept columns, by their id in the problem.
    columns: Vec<u32>,
    /// Per merged column the singletons it consists of, by their id in the problem, with their values.
    merged: Csr,
    /// The class of each kept row.
    pub(crate) classes: Vec<u32>,
    /// The weight of each kept row.
    pub(crate) weights: Vec<f64>,
    /// The scale of each unknown, 1 for intercepts; `None` if all are 1.
    pub(crate) scale: Option<Vec<f64>>,
    /// Ranges of rows that are summed separately, then in order. They do not depend on the number of threads.
    pub(crate) blocks: Vec<Range<usize>>,
    /// Scores of the kept rows at the prior's weights, lane by lane; `None` without a prior. The unknowns are then
    /// differences from the prior.
    pub(crate) offsets: Option<Vec<f64>>,
    /// The intercepts to start from: the centred logarithms of the class frequencies, which are optimal if all weights
    /// are 0; zeros with a prior.
    start: Vec<f64>,
}

impl<'a> Presolved<'a> {
    /// Presolves without merging singletons.
    pub(crate) fn new(problem: &Problem<'a>) -> Self {
        Self::with(problem, |_, _| false)
    }

    /// Presolves and merges singletons if that saves enough columns.
    pub(crate) fn merged(problem: &Problem<'a>) -> Self {
        Self::with(problem, |saved, all| saved > 0 && saved >= all / WORTH_MERGING)
    }

    /// Presolves. `merge` decides from the number of columns that merging would save and the number of all.
    fn with(problem: &Problem<'a>, merge: impl Fn(usize, usize) -> bool) -> Self {
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
        if problem.scale().is_some() {
            for (id, count) in (0u32..).zip(&mut counts) {
                if (0..lanes).all(|lane| scale_of(problem, lane, id) == 0.0) {
                    *count = 0;
                }
            }
        }
        let mut columns = by_count(&counts);
        let mut new_ids = vec![DROPPED; source.columns()];
        let end_of_frequent = columns.partition_point(|&id| counts.get(id as usize).is_some_and(|&count| count > 1));
        let mut singles = columns.len() - end_of_frequent;
        // Each row keeps at most one merged column, so at least the rest is saved.
        if merge(singles.saturating_sub(kept.len()), columns.len()) {
            for id in columns.drain(end_of_frequent..) {
                new_ids[id as usize] = SINGLETON;
            }
        } else {
            singles = 0;
        }
        for (new_id, &id) in (0u32..).zip(&columns) {
            new_ids[id as usize] = new_id;
        }
        let (rows, merged) = source.compact(&kept, &new_ids, columns.len(), singles);
        let mut presolved = Self {
            problem: *problem,
            lanes,
            blocks: blocks(&rows),
            rows,
            columns,
            merged,
            classes: kept.iter().filter_map(|&row| problem.classes().get(row).copied()).collect(),
            weights: kept.iter().map(|&row| problem.weight(row)).collect(),
            scale: None,
            offsets: problem.prior().map(|prior| offsets(source, &kept, prior)),
            start: match problem.prior() {
                None => log_frequencies(&problem.class_totals()),
                Some(_) => vec![0.0; problem.n_classes()],
            },
        };
        presolved.scale = presolved.scales();
        presolved
    }

    fn scales(&self) -> Option<Vec<f64>> {
        if self.problem.scale().is_none() && self.merged.rows() == 0 {
            return None;
        }
        let mut scales = Vec::with_capacity(self.unknowns());
        for &id in &self.columns {
            scales.extend((0..self.lanes).map(|lane| scale_of(&self.problem, lane, id)));
        }
        for column in 0..self.merged.rows() {
            let (ids, values) = self.merged.row(column);
            scales.extend((0..self.lanes).map(|lane| {
                let part = |(&id, &x): (&u32, &f32)| f64::from(x) * scale_of(&self.problem, lane, id);
                ids.iter().zip(values).map(part).map(|part| part * part).sum::<f64>().sqrt()
            }));
        }
        scales.resize(scales.len() + self.lanes, 1.0);
        Some(scales)
    }

    /// The number of unknowns, intercepts included.
    pub(crate) fn unknowns(&self) -> usize {
        self.weights_end() + self.lanes
    }

    /// The number of unknowns that are weights. The rest are intercepts.
    pub(crate) fn weights_end(&self) -> usize {
        self.rows.columns() * self.lanes
    }

    /// The number of unknowns with a penalty, which are the first ones: all weights, and intercepts only with a prior.
    pub(crate) fn penalised_end(&self) -> usize {
        if self.offsets.is_some() { self.unknowns() } else { self.weights_end() }
    }

    /// The unknowns of the model with intercepts only; with a prior, those of the prior.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut unknowns = vec![0.0; self.weights_end()];
        match *self.start.as_slice() {
            [first, second] => unknowns.push(second - first),
            _ => unknowns.extend_from_slice(&self.start),
        }
        unknowns
    }

    /// The unknowns for given weights, as far as scales and merged columns can express them.
    pub(crate) fn start_from(&self, warm: &Weights) -> Result<Vec<f64>> {
        if warm.n_classes != self.problem.n_classes()
            || warm.columns != self.problem.rows().columns()
            || warm.coefficients.len() != self.lanes * warm.columns
            || warm.intercepts.len() != self.lanes
            || !warm.is_finite()
        {
            return Err(Error::options("warm start", "its shape is not that of the problem, or it is not finite"));
        }
        let difference = self.problem.prior().map(|prior| warm.minus(prior));
        let warm = difference.as_ref().unwrap_or(warm);
        let mut unknowns = vec![0.0; self.weights_end()];
        let mut slots = unknowns.chunks_exact_mut(self.lanes);
        let mut own = vec![0.0; self.lanes];
        for (&id, slots) in self.columns.iter().zip(&mut slots) {
            self.unscaled(warm, id, slots);
        }
        for (column, slots) in slots.enumerate() {
            let (ids, values) = self.merged.row(column);
            for (&id, &x) in ids.iter().zip(values) {
                self.unscaled(warm, id, &mut own);
                for (lane, (slot, w)) in slots.iter_mut().zip(&own).enumerate() {
                    *slot += self.share(column, lane, id, x) * w;
                }
            }
            self.centre_merged(column, slots);
        }
        let mean = if self.lanes == 1 { 0.0 } else { warm.intercepts.iter().sum::<f64>() / self.lanes as f64 };
        unknowns.extend(warm.intercepts.iter().map(|b| b - mean));
        Ok(unknowns)
    }

    /// Fills `slots` with the weights of a column of the problem before scaling.
    ///
    /// Stored weights of several classes are centred, `v_c = s_c w_c + t`. The minimum has `Σ_c w_c / s_c = 0`
    /// in each column (the objective's gradient along the direction that changes no difference of scores),
    /// which gives back `t = −Σ (v_c / s_c²) / Σ (1 / s_c²)`; the class with the smallest scale decides where
    /// one is zero.
    fn unscaled(&self, weights: &Weights, id: u32, slots: &mut [f64]) {
        let scale = |lane: usize| scale_of(&self.problem, lane, id);
        let value = |lane: usize| weights.coefficient(lane, id);
        let smallest = (0..self.lanes).map(|lane| scale(lane).abs()).fold(f64::INFINITY, f64::min);
        let (mut sum, mut total) = (0.0, 0.0);
        for lane in 0..self.lanes {
            let size = scale(lane).abs();
            let share = if size > smallest { smallest / size } else { 1.0 };
            sum += share * share * value(lane);
            total += share * share;
        }
        let shift = if self.lanes == 1 { 0.0 } else { -sum / total };
        for (lane, slot) in slots.iter_mut().enumerate() {
            let s = scale(lane);
            *slot = if s == 0.0 { 0.0 } else { (value(lane) + shift) / s };
        }
    }

    /// Removes the component along the null direction `1 / X_c` from the weights of a merged column. It changes no
    /// difference of scores, and the solver does not move in this direction, but weights from elsewhere may have such a
    /// component.
    fn centre_merged(&self, column: usize, slots: &mut [f64]) {
        let size = |lane: usize| self.size(column, lane);
        let smallest = (0..self.lanes).map(size).fold(f64::INFINITY, f64::min);
        if self.lanes == 1 || smallest <= 0.0 {
            return;
        }
        let along = |lane: usize| smallest / size(lane);
        let total: f64 = (0..self.lanes).map(|lane| along(lane) * along(lane)).sum();
        let part = slots.iter().enumerate().map(|(lane, u)| along(lane) * u).sum::<f64>() / total;
        for (lane, slot) in slots.iter_mut().enumerate() {
            *slot -= part * along(lane);
        }
    }

    /// The scale `X` of a merged column.
    fn size(&self, column: usize, lane: usize) -> f64 {
        let at = (self.columns.len() + column) * self.lanes + lane;
        self.scale.as_ref().and_then(|scale| scale.get(at)).copied().unwrap_or(0.0)
    }

    /// The share of a singleton in the weight of its merged column: `x s / X`.
    fn share(&self, column: usize, lane: usize, id: u32, x: f32) -> f64 {
        let size = self.size(column, lane);
        if size > 0.0 { f64::from(x) * scale_of(&self.problem, lane, id) / size } else { 0.0 }
    }

    /// The weights for these unknowns: scaled, centred over the classes, added to the prior's, in the columns of the
    /// problem.
    pub(crate) fn finish(&self, unknowns: &[f64]) -> Weights {
        let all = self.problem.rows().columns();
        let mut coefficients = vec![0.0; self.lanes * all];
        let mut put = |id: u32, weights: &mut [f64]| {
            for (lane, weight) in weights.iter_mut().enumerate() {
                *weight *= scale_of(&self.problem, lane, id);
            }
            centre(weights);
            for (lane, &weight) in weights.iter().enumerate() {
                if let Some(slot) = coefficients.get_mut(lane * all + id as usize) {
                    *slot = weight;
                }
            }
        };
        let (weights, intercepts) = unknowns.split_at(self.weights_end().min(unknowns.len()));
        let mut weights = weights.chunks_exact(self.lanes);
        let mut own = vec![0.0; self.lanes];
        for (&id, weights) in self.columns.iter().zip(&mut weights) {
            own.copy_from_slice(weights);
            put(id, &mut own);
        }
        for (column, weights) in weights.enumerate() {
            let (ids, values) = self.merged.row(column);
            for (&id, &x) in ids.iter().zip(values) {
                for (lane, (slot, u)) in own.iter_mut().zip(weights).enumerate() {
                    *slot = u * self.share(column, lane, id, x);
                }
                put(id, &mut own);
            }
        }
        let mut intercepts = intercepts.to_vec();
        centre(&mut intercepts);
        let weights = Weights { n_classes: self.problem.n_classes(), columns: all, coefficients, intercepts };
        match self.problem.prior() {
            None => weights,
            Some(prior) => weights.plus(prior),
        }
    }
}

/// The scale of a column of the problem in a lane.
fn scale_of(problem: &Problem, lane: usize, column: u32) -> f64 {
    match problem.scale() {
        Some(scale) => scale.get(lane * problem.rows().columns() + column as usize).copied().unwrap_or(0.0),
        None => 1.0,
    }
}

/// Subtracts the mean; a single number stays the same.
fn centre(values: &mut [f64]) {
    if values.len() > 1 {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        for value in values.iter_mut() {
            *value -= mean;
        }
    }
}

/// The centred logarithms of the summed weights of the classes.
fn log_frequencies(totals: &[f64]) -> Vec<f64> {
    let mut logs: Vec<f64> = totals.iter().map(|&total| libm::log(total)).collect();
    centre(&mut logs);
    logs
}

/// The scores of these rows, one per weight vector, row after row.
fn offsets(rows: &Csr, kept: &[usize], weights: &Weights) -> Vec<f64> {
    let score = |row: usize, lane: usize, intercept: f64| {
        let (ids, values) = rows.row(row);
        ids.iter().zip(values).fold(intercept, |sum, (&id, &x)| sum + f64::from(x) * weights.coefficient(lane, id))
    };
    let of_row = |&row: &usize| weights.intercepts.iter().enumerate().map(move |(lane, &b)| score(row, lane, b));
    kept.iter().flat_map(of_row).collect()
}

/// The columns with entries, from frequent to rare, equally frequent ones by id. A counting sort: counts are at most
/// the number of rows, and a comparison sort would take as long as several passes.
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
    // The sums of a block are as long as the unknowns. Adding them up must be cheap compared with the work itself.
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
