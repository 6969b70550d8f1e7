//! Truncated singular value decomposition of a sparse matrix by randomised subspace iteration.

use std::ops::Range;

use super::symmetric::{eigen, orthonormalise};
use crate::evaluate::Random;
use crate::learn::Csr;
use crate::{Result, parallel};

/// Directions beyond those asked for, for accuracy (Halko, Martinsson & Tropp 2011, section 4.2, recommend 5 to 10).
const OVERSAMPLING: usize = 12;
/// Multiplications by the matrix and its transpose before the last.
const ITERATIONS: usize = 4;
/// Parts of the rows that are summed separately, then in order, so that sums do not depend on the number of threads.
const PARTS: usize = 8;

/// The largest singular values of a matrix and their right singular vectors.
pub(super) struct Svd {
    /// From large to small; fewer than asked for if the matrix has a lower rank.
    pub(super) values: Vec<f64>,
    /// One row per column of the matrix, one column per singular value.
    pub(super) vectors: Vec<f32>,
}

/// The `rank` largest singular values with their right singular vectors: subspace iteration with AᵀA from a random start
/// (Halko, Martinsson & Tropp 2011, "Finding structure with randomness", SIAM Review 53), then Rayleigh–Ritz. The left
/// vectors are never stored: memory is proportional to columns × rank.
pub(super) fn truncated(matrix: &Csr, rank: usize, threads: usize) -> Result<Svd> {
    let columns = matrix.columns();
    let width = (rank + OVERSAMPLING).min(columns);
    let mut random = Random::new(0x57_61_74_61, 18);
    let mut basis: Vec<f32> = (0..columns * width).map(|_| if random.below(2) == 0 { 1.0 } else { -1.0 }).collect();
    for _ in 0..ITERATIONS {
        basis = gram_times(matrix, &basis, width, threads)?;
        orthonormalise(&mut basis, width);
    }
    // Twice, since the projected problem below takes the basis to be orthonormal.
    orthonormalise(&mut basis, width);
    let image = gram_times(matrix, &basis, width, threads)?;
    let mut projected = vec![0.0; width * width];
    for (q, z) in basis.chunks_exact(width.max(1)).zip(image.chunks_exact(width.max(1))) {
        for (a, row) in q.iter().zip(projected.chunks_exact_mut(width)) {
            let a = f64::from(*a);
            row.iter_mut().zip(z).for_each(|(sum, z)| *sum += a * f64::from(*z));
        }
    }
    let (squares, rotation) = eigen(&projected, width);
    let largest = squares.first().copied().unwrap_or(0.0);
    let kept = squares.iter().take(rank).take_while(|square| **square > largest * 1e-9).count();
    let mut vectors = vec![0f32; columns * kept];
    for (q, out) in basis.chunks_exact(width.max(1)).zip(vectors.chunks_exact_mut(kept.max(1))) {
        // Row k of the rotation is the k-th eigenvector.
        for (slot, vector) in out.iter_mut().zip(rotation.chunks_exact(width)) {
            *slot = q.iter().zip(vector).map(|(q, v)| f64::from(*q) * v).sum::<f64>() as f32;
        }
    }
    Ok(Svd { values: squares.iter().take(kept).map(|square| square.sqrt()).collect(), vectors })
}

/// AᵀA times a dense matrix of `width` columns, stored row after row.
fn gram_times(matrix: &Csr, dense: &[f32], width: usize, threads: usize) -> Result<Vec<f32>> {
    let parts = parts(matrix);
    let sums = parallel::map(threads, parts.len(), |part| {
        let mut sums = vec![0f32; dense.len()];
        let mut of_row = vec![0f32; width];
        for row in parts.get(part).cloned().unwrap_or_default() {
            let (ids, values) = matrix.row(row);
            of_row.fill(0.0);
            for (id, x) in ids.iter().zip(values) {
                let at = *id as usize * width;
                let own = dense.get(at..at + width).unwrap_or(&[]);
                of_row.iter_mut().zip(own).for_each(|(sum, d)| *sum += x * d);
            }
            for (id, x) in ids.iter().zip(values) {
                let at = *id as usize * width;
                let own = sums.get_mut(at..at + width).unwrap_or(&mut []);
                own.iter_mut().zip(&of_row).for_each(|(sum, y)| *sum += x * y);
            }
        }
        Ok(sums)
    })?;
    let mut sums = sums.into_iter();
    let mut total = sums.next().unwrap_or_default();
    for part in sums {
        total.iter_mut().zip(&part).for_each(|(total, sum)| *total += sum);
    }
    Ok(total)
}

/// Ranges of rows with about the same number of entries.
fn parts(matrix: &Csr) -> Vec<Range<usize>> {
    let (rows, entries) = (matrix.rows(), matrix.entries());
    let end = |part: usize| {
        let wanted = (entries as u128 * part as u128 / PARTS as u128) as usize;
        if part == PARTS { rows } else { matrix.indptr().partition_point(|at| *at < wanted).min(rows) }
    };
    (0..PARTS).map(|part| if part == 0 { 0..end(1) } else { end(part)..end(part + 1) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix of rank 3 with singular values 30, 20, 10 and noise below.
    fn matrix() -> Csr {
        let mut random = Random::new(3, 1);
        let mut csr = Csr::with_columns(40).unwrap();
        for row in 0..400 {
            let topic = row % 3;
            let words = (0..8).map(|_| (topic * 12 + random.below(12)) as u32).chain([39]);
            let mut words: Vec<u32> = words.collect();
            words.sort_unstable();
            words.dedup();
            csr.push_row(words.into_iter().map(|w| (w, 1.0 + (topic as f32) / 2.0))).unwrap();
        }
        csr
    }

    #[test]
    fn vectors_are_orthonormal_eigenvectors_of_the_gram_matrix() {
        let matrix = matrix();
        let svd = truncated(&matrix, 5, 1).unwrap();
        assert!(svd.values.windows(2).all(|w| w[0] >= w[1]));
        let column = |k: usize| svd.vectors.iter().skip(k).step_by(5).map(|v| f64::from(*v)).collect::<Vec<f64>>();
        for a in 0..5 {
            for b in 0..5 {
                let dot: f64 = column(a).iter().zip(column(b)).map(|(x, y)| x * y).sum();
                assert!((dot - f64::from(u8::from(a == b))).abs() < 1e-4, "{a} {b} {dot}");
            }
        }
        let image = gram_times(&matrix, &svd.vectors, 5, 1).unwrap();
        for k in 0..3 {
            let expected = svd.values[k] * svd.values[k];
            let own = column(k);
            let off = own.iter().zip(image.iter().skip(k).step_by(5));
            let off: f64 = off.map(|(v, z)| (f64::from(*z) - expected * v).powi(2)).sum::<f64>().sqrt();
            assert!(off < 1e-3 * expected, "{k}: {off} {expected}");
        }
    }

    #[test]
    fn threads_change_no_bit_and_a_low_rank_gives_fewer_values() {
        let matrix = matrix();
        let (one, three) = (truncated(&matrix, 6, 1).unwrap(), truncated(&matrix, 6, 3).unwrap());
        assert_eq!((one.values, one.vectors), (three.values, three.vectors));
        let mut narrow = Csr::with_columns(5).unwrap();
        (0..9).for_each(|row| narrow.push_row([(row % 2, 1.0)]).unwrap());
        let svd = truncated(&narrow, 4, 1).unwrap();
        assert_eq!(svd.values.len(), 2);
        assert!((svd.values[0] - 5f64.sqrt()).abs() < 1e-6 && (svd.values[1] - 2.0).abs() < 1e-6);
    }
}
