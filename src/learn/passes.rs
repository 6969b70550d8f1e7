//! Passes over the data: the objective with its gradient and curvature, and products with the Hessian.
//!
//! A pass reads each row once: product with the row, the row's loss, product with the row's transpose.
//! Rows are summed in fixed blocks, and the blocks in order, so that results do not depend on the number of threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::loss::{Binary, Lanes, Multinomial, RowLoss};
use super::presolve::Presolved;
use super::vectors::dot;

/// The regularised objective of a [`Presolved`] problem. It keeps the curvature at the last accepted point.
pub(crate) struct Objective<'a> {
    presolved: &'a Presolved<'a>,
    alpha: f64,
    threads: NonZeroUsize,
    /// The state per row and lane that Hessian products need, at the accepted point and at the last evaluated one.
    current: Vec<f64>,
    trial: Vec<f64>,
    /// Scratch: unknowns times scale.
    scaled: Vec<f64>,
    /// Scratch: gradient and diagonal; per column the lanes of the gradient, then those of the diagonal.
    both: Vec<f64>,
    /// Scratch: sums of blocks.
    sums: Vec<Vec<f64>>,
    /// Number of passes so far.
    pub(crate) passes: u64,
}

impl<'a> Objective<'a> {
    pub(crate) fn new(presolved: &'a Presolved<'a>, alpha: f64, threads: usize) -> Self {
        let state = presolved.rows.rows() * presolved.lanes;
        let most = presolved.blocks.len().max(1);
        Self {
            presolved,
            alpha,
            threads: NonZeroUsize::new(threads.min(most)).unwrap_or(NonZeroUsize::MIN),
            current: vec![0.0; state],
            trial: vec![0.0; state],
            scaled: Vec::new(),
            both: Vec::new(),
            sums: Vec::new(),
            passes: 0,
        }
    }

    pub(crate) fn presolved(&self) -> &'a Presolved<'a> {
        self.presolved
    }

    pub(crate) fn alpha(&self) -> f64 {
        self.alpha
    }

    pub(crate) fn set_alpha(&mut self, alpha: f64) {
        self.alpha = alpha;
    }

    /// The objective at `unknowns`; fills its gradient and the diagonal of its Hessian.
    pub(crate) fn evaluate(&mut self, unknowns: &[f64], gradient: &mut [f64], diagonal: &mut [f64]) -> f64 {
        let loss = match self.presolved.lanes {
            1 => self.evaluate_with::<Binary>(unknowns, gradient, diagonal),
            3 => self.evaluate_with::<Multinomial<[f64; 3]>>(unknowns, gradient, diagonal),
            4 => self.evaluate_with::<Multinomial<[f64; 4]>>(unknowns, gradient, diagonal),
            5 => self.evaluate_with::<Multinomial<[f64; 5]>>(unknowns, gradient, diagonal),
            _ => self.evaluate_with::<Multinomial<Vec<f64>>>(unknowns, gradient, diagonal),
        };
        if let Some(scale) = &self.presolved.scale {
            for ((g, d), s) in gradient.iter_mut().zip(diagonal.iter_mut()).zip(scale) {
                *g *= s;
                *d *= s * s;
            }
        }
        let end = self.presolved.penalised_end();
        let weights = unknowns.get(..end).unwrap_or(unknowns);
        for ((g, d), w) in gradient.iter_mut().zip(diagonal.iter_mut()).zip(weights) {
            *g += self.alpha * w;
            *d += self.alpha;
        }
        loss + 0.5 * self.alpha * dot(weights, weights)
    }

    /// Accepts the last evaluated point: [`product`](Self::product) then uses its Hessian.
    pub(crate) fn accept(&mut self) {
        std::mem::swap(&mut self.current, &mut self.trial);
    }

    /// Fills `product` with the Hessian at the accepted point times `direction`.
    pub(crate) fn product(&mut self, direction: &[f64], product: &mut [f64]) {
        product.fill(0.0);
        match self.presolved.lanes {
            1 => self.product_with::<Binary>(direction, product),
            3 => self.product_with::<Multinomial<[f64; 3]>>(direction, product),
            4 => self.product_with::<Multinomial<[f64; 4]>>(direction, product),
            5 => self.product_with::<Multinomial<[f64; 5]>>(direction, product),
            _ => self.product_with::<Multinomial<Vec<f64>>>(direction, product),
        }
        if let Some(scale) = &self.presolved.scale {
            for (value, s) in product.iter_mut().zip(scale) {
                *value *= s;
            }
        }
        let end = self.presolved.penalised_end();
        let weights = direction.get(..end).unwrap_or(direction);
        for (value, w) in product.iter_mut().zip(weights) {
            *value += self.alpha * w;
        }
    }

    /// Fills gradient and diagonal with the sums over the rows, without the penalty, and returns the loss.
    fn evaluate_with<R: RowLoss>(&mut self, unknowns: &[f64], gradient: &mut [f64], diagonal: &mut [f64]) -> f64 {
        let presolved = self.presolved;
        let mut state = std::mem::take(&mut self.trial);
        let mut both = std::mem::take(&mut self.both);
        both.clear();
        both.resize(2 * unknowns.len(), 0.0);
        let loss = self.pass(unknowns, &mut state, &mut both, |rows, v, state, sums| {
            evaluate_rows::<R>(presolved, rows, v, state, sums)
        });
        // `k` is a constant for most loss types, so that the copies are moves and not calls.
        let k = R::Lanes::count(presolved.lanes);
        let columns = both.chunks_exact(2 * k).zip(gradient.chunks_exact_mut(k)).zip(diagonal.chunks_exact_mut(k));
        for ((sums, gradient), diagonal) in columns {
            let (g, d) = sums.split_at(k);
            gradient.copy_from_slice(g);
            diagonal.copy_from_slice(d);
        }
        self.trial = state;
        self.both = both;
        loss
    }

    fn product_with<R: RowLoss>(&mut self, direction: &[f64], product: &mut [f64]) {
        let presolved = self.presolved;
        let current = std::mem::take(&mut self.current);
        self.pass(direction, &mut [], product, |rows, v, _, sums| {
            product_rows::<R>(presolved, rows, v, &current, sums);
            0.0
        });
        self.current = current;
    }

    /// Runs `work` on each block of rows with the scaled unknowns, the block's part of `state`, and zeroed sums. Adds
    /// the sums of the blocks to `total`, and returns the sum of the losses, both in the order of the blocks.
    fn pass(
        &mut self,
        unknowns: &[f64],
        state: &mut [f64],
        total: &mut [f64],
        work: impl Fn(Range<usize>, &[f64], &mut [f64], &mut [f64]) -> f64 + Sync,
    ) -> f64 {
        self.passes += 1;
        let presolved = self.presolved;
        let scaled = match &presolved.scale {
            Some(scale) => {
                self.scaled.clear();
                self.scaled.extend(unknowns.iter().zip(scale).map(|(w, s)| w * s));
                self.scaled.as_slice()
            }
            None => unknowns,
        };
        let per_row = if state.is_empty() { 0 } else { presolved.lanes };
        if let [rows] = presolved.blocks.as_slice() {
            return work(rows.clone(), scaled, state, total);
        }
        let spare = if self.threads.get() == 1 { 1 } else { presolved.blocks.len() };
        self.sums.resize_with(spare, Vec::new);
        for sums in &mut self.sums {
            sums.clear();
            sums.resize(total.len(), 0.0);
        }
        let mut rest = state;
        let mut states = Vec::with_capacity(presolved.blocks.len());
        for rows in &presolved.blocks {
            let (own, after) = rest.split_at_mut((rows.len() * per_row).min(rest.len()));
            states.push(own);
            rest = after;
        }
        let blocks = presolved.blocks.iter().cloned().zip(states);
        if let [sums] = self.sums.as_mut_slice() {
            let mut loss = 0.0;
            for (rows, state) in blocks {
                sums.fill(0.0);
                loss += work(rows, scaled, state, sums);
                add(total, sums);
            }
            return loss;
        }
        let mut losses = vec![0.0; presolved.blocks.len()];
        // A queue, so that a thread that the system refuses to start costs only time.
        let queue = Mutex::new(blocks.zip(&mut self.sums).zip(&mut losses));
        let worker = || {
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((((rows, state), sums), loss)) = next else {
                    break;
                };
                *loss = work(rows, scaled, state, sums);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads.get() {
                // The scope waits for the thread, so its handle is not needed.
                let _ = std::thread::Builder::new().spawn_scoped(scope, worker);
            }
            worker();
        });
        for sums in &self.sums {
            add(total, sums);
        }
        losses.iter().sum()
    }
}

fn add(total: &mut [f64], sums: &[f64]) {
    for (total, sum) in total.iter_mut().zip(sums) {
        *total += sum;
    }
}

/// `z = b + x · v` for one row. Two running sums per lane, to shorten the chain of dependent additions.
#[inline(always)]
fn multiply<L: Lanes>(lanes: usize, ids: &[u32], values: &[f32], v: &[f64], z: &mut [f64]) {
    let k = L::count(lanes);
    let mut other = L::zeros(k);
    let other = other.as_mut();
    z.copy_from_slice(&v[v.len() - k..]);
    let add = |id: u32, x: f32, z: &mut [f64]| {
        let at = id as usize * k;
        for (z, v) in z.iter_mut().zip(&v[at..at + k]) {
            *z += f64::from(x) * v;
        }
    };
    let (ids2, last_id) = ids.as_chunks::<2>();
    let (values2, last_value) = values.as_chunks::<2>();
    for (&[i, j], &[x, y]) in ids2.iter().zip(values2) {
        add(i, x, z);
        add(j, y, other);
    }
    for (&id, &x) in last_id.iter().zip(last_value) {
        add(id, x, z);
    }
    for (z, other) in z.iter_mut().zip(other) {
        *z += *other;
    }
}

fn evaluate_rows<R: RowLoss>(
    presolved: &Presolved,
    rows: Range<usize>,
    v: &[f64],
    state: &mut [f64],
    sums: &mut [f64],
) -> f64 {
    let k = R::Lanes::count(presolved.lanes);
    let mut z = R::Lanes::zeros(k);
    let mut gradient = R::Lanes::zeros(k);
    let mut diagonal = R::Lanes::zeros(k);
    let (z, gradient, diagonal) = (z.as_mut(), gradient.as_mut(), diagonal.as_mut());
    let mut intercept_gradient = R::Lanes::zeros(k);
    let mut intercept_diagonal = R::Lanes::zeros(k);
    let mut loss = 0.0;
    for (row, state) in rows.zip(state.chunks_exact_mut(k)) {
        let (ids, values) = presolved.rows.row(row);
        multiply::<R::Lanes>(k, ids, values, v, z);
        if let Some(offsets) = presolved.offsets.as_deref().and_then(|all| all.get(row * k..(row + 1) * k)) {
            add(z, offsets);
        }
        let (class, weight) = (presolved.classes[row], presolved.weights[row]);
        loss += R::evaluate(class, weight, z, gradient, diagonal, state);
        add(intercept_gradient.as_mut(), gradient);
        add(intercept_diagonal.as_mut(), diagonal);
        for (&id, &x) in ids.iter().zip(values) {
            let x = f64::from(x);
            let at = id as usize * 2 * k;
            let (g, d) = sums[at..at + 2 * k].split_at_mut(k);
            for ((g, d), (r, c)) in g.iter_mut().zip(d).zip(gradient.iter().zip(&*diagonal)) {
                *g += x * r;
                *d += x * x * c;
            }
        }
    }
    let end = sums.len() - 2 * k;
    let (g, d) = sums[end..].split_at_mut(k);
    add(g, intercept_gradient.as_ref());
    add(d, intercept_diagonal.as_ref());
    loss
}

fn product_rows<R: RowLoss>(presolved: &Presolved, rows: Range<usize>, v: &[f64], state: &[f64], sums: &mut [f64]) {
    let k = R::Lanes::count(presolved.lanes);
    let mut q = R::Lanes::zeros(k);
    let q = q.as_mut();
    let mut intercepts = R::Lanes::zeros(k);
    for row in rows {
        let (ids, values) = presolved.rows.row(row);
        multiply::<R::Lanes>(k, ids, values, v, q);
        R::curve(presolved.weights[row], &state[row * k..][..k], q);
        add(intercepts.as_mut(), q);
        for (&id, &x) in ids.iter().zip(values) {
            let x = f64::from(x);
            let at = id as usize * k;
            for (sum, q) in sums[at..at + k].iter_mut().zip(&*q) {
                *sum += x * q;
            }
        }
    }
    let end = sums.len() - k;
    add(&mut sums[end..], intercepts.as_ref());
}
