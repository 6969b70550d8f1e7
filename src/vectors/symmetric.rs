//! Small dense linear algebra: orthonormal bases, and eigenvectors of symmetric matrices.

/// The most sweeps of [`eigen`]; a dozen are enough for any matrix met.
const SWEEPS: usize = 40;

/// Replaces the columns of a matrix of `width` columns, stored row after row, by an orthonormal basis of their span
/// (Cholesky QR). A column that depends on those before it becomes 0.
pub(super) fn orthonormalise(matrix: &mut [f32], width: usize) {
    let mut factor = vec![0.0; width * width];
    for row in matrix.chunks_exact(width.max(1)) {
        for (k, (a, sums)) in row.iter().zip(factor.chunks_exact_mut(width)).enumerate() {
            let a = f64::from(*a);
            sums.iter_mut().zip(row).skip(k).for_each(|(sum, b)| *sum += a * f64::from(*b));
        }
    }
    cholesky(&mut factor, width);
    let mut own = vec![0.0; width];
    for row in matrix.chunks_exact_mut(width.max(1)) {
        own.iter_mut().zip(row.iter()).for_each(|(own, x)| *own = f64::from(*x));
        for (k, of_k) in factor.chunks_exact(width).enumerate() {
            let pivot = of_k.get(k).copied().unwrap_or(0.0);
            let (before, rest) = own.split_at_mut((k + 1).min(width));
            let Some(value) = before.last_mut() else { continue };
            *value = if pivot > 0.0 { *value / pivot } else { 0.0 };
            let value = *value;
            rest.iter_mut().zip(of_k.iter().skip(k + 1)).for_each(|(own, r)| *own -= value * r);
        }
        row.iter_mut().zip(&own).for_each(|(x, own)| *x = *own as f32);
    }
}

/// Replaces the upper triangle of a symmetric matrix by its Cholesky factor R with RᵀR = matrix. Rows of directions that
/// depend on those before them become 0.
fn cholesky(matrix: &mut [f64], width: usize) {
    let diagonal: Vec<f64> = matrix.iter().step_by(width + 1).copied().collect();
    for k in 0..width {
        let (before, rest) = matrix.split_at_mut((k + 1) * width);
        let Some(row) = before.get_mut(k * width..) else { continue };
        let (square, original) = (row.get(k).copied().unwrap_or(0.0), diagonal.get(k).copied().unwrap_or(0.0));
        // Below this share nothing but the rounding errors of 32-bit numbers is left of the direction.
        if square <= original * 1e-11 || original <= 0.0 {
            row.fill(0.0);
            continue;
        }
        let pivot = square.sqrt();
        row.iter_mut().skip(k).for_each(|r| *r /= pivot);
        for (j, later) in (k + 1..).zip(rest.chunks_exact_mut(width)) {
            let factor = row.get(j).copied().unwrap_or(0.0);
            later.iter_mut().zip(row.iter()).skip(j).for_each(|(x, r)| *x -= factor * r);
        }
    }
}

/// Eigenvalues of a symmetric matrix of `width` columns, from large to small, and its eigenvectors, one per row (the
/// cyclic method of Jacobi 1846; Golub & Van Loan, *Matrix Computations*, section 8.5).
pub(super) fn eigen(matrix: &[f64], width: usize) -> (Vec<f64>, Vec<f64>) {
    debug_assert_eq!(matrix.len(), width * width);
    // The mean with the transpose: rounding leaves the input a little asymmetric.
    let at = |a: usize, b: usize| matrix.get(a * width + b).copied().unwrap_or(0.0);
    let mut work: Vec<f64> =
        (0..width * width).map(|k| (at(k / width, k % width) + at(k % width, k / width)) / 2.0).collect();
    let mut vectors: Vec<f64> = (0..width * width).map(|k| f64::from(u8::from(k / width == k % width))).collect();
    let size: f64 = work.iter().map(|x| x * x).sum();
    for _ in 0..SWEEPS {
        let off: f64 = work.iter().enumerate().filter(|(k, _)| k / width != k % width).map(|(_, x)| x * x).sum();
        if off <= size * 1e-24 {
            break;
        }
        for p in 0..width {
            for q in p + 1..width {
                rotate(&mut work, &mut vectors, width, p, q);
            }
        }
    }
    let values: Vec<f64> = work.iter().step_by(width + 1).copied().collect();
    let mut order: Vec<usize> = (0..width).collect();
    let value = |k: usize| values.get(k).copied().unwrap_or(0.0);
    order.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
    let sorted = order.iter().map(|k| value(*k).max(0.0)).collect();
    let rows = order.iter().flat_map(|k| vectors.get(k * width..(k + 1) * width).unwrap_or(&[]).iter().copied());
    (sorted, rows.collect())
}

/// Makes the entry (p, q) of a symmetric matrix 0 by a rotation, which is also applied to the rows of `vectors`.
fn rotate(work: &mut [f64], vectors: &mut [f64], width: usize, p: usize, q: usize) {
    let at = |work: &[f64], a: usize, b: usize| work.get(a * width + b).copied().unwrap_or(0.0);
    let (pp, qq, pq) = (at(work, p, p), at(work, q, q), at(work, p, q));
    if pq == 0.0 || pq.abs() <= 1e-16 * (pp.abs() + qq.abs()) {
        return;
    }
    let theta = (qq - pp) / (2.0 * pq);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let t = if theta == 0.0 { 1.0 } else { t };
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    rotate_rows(work, width, p, q, c, s);
    for row in work.chunks_exact_mut(width) {
        let (a, b) = (row.get(p).copied().unwrap_or(0.0), row.get(q).copied().unwrap_or(0.0));
        row.get_mut(p).into_iter().for_each(|x| *x = c * a - s * b);
        row.get_mut(q).into_iter().for_each(|x| *x = s * a + c * b);
    }
    rotate_rows(vectors, width, p, q, c, s);
}

/// Rotates rows `p` < `q` of a matrix.
fn rotate_rows(matrix: &mut [f64], width: usize, p: usize, q: usize, c: f64, s: f64) {
    let (before, after) = matrix.split_at_mut(q * width);
    let (Some(first), Some(second)) = (before.get_mut(p * width..(p + 1) * width), after.get_mut(..width)) else {
        return;
    };
    for (a, b) in first.iter_mut().zip(second) {
        (*a, *b) = (c * *a - s * *b, s * *a + c * *b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvalues_are_those_worked_out_by_hand() {
        let (values, vectors) = eigen(&[2.0, 1.0, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, 5.0], 3);
        assert!(values.iter().zip([5.0, 3.0, 1.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{values:?}");
        assert!((vectors[2].abs() - 1.0).abs() < 1e-12);
        assert!((vectors[3] - vectors[4]).abs() < 1e-12 && (vectors[6] + vectors[7]).abs() < 1e-12);
    }

    #[test]
    fn a_dependent_column_becomes_zero() {
        let mut matrix = [1f32, 2.0, 0.0, 0.0, 0.0, 3.0, 1.0, 2.0, 4.0];
        orthonormalise(&mut matrix, 3);
        let column = |k: usize| matrix.iter().skip(k).step_by(3).copied().collect::<Vec<f32>>();
        assert_eq!(column(1), [0.0; 3]);
        let dot: f32 = column(0).iter().zip(column(2)).map(|(a, b)| a * b).sum();
        assert!(dot.abs() < 1e-6 && (column(2).iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-6);
    }
}
