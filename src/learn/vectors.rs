//! Sums over long vectors, in a fixed order.

/// The inner product. Four running sums, to shorten the chain of dependent additions.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a4, a_rest) = a.as_chunks::<4>();
    let (b4, b_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (a, b) in a4.iter().zip(b4) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Fills `z` with the elementwise product of `r` and `factors` and returns `r · z`, summed as by [`dot`].
pub(crate) fn multiply_dot(r: &[f64], factors: &[f64], z: &mut [f64]) -> f64 {
    let (r4, r_rest) = r.as_chunks::<4>();
    let (f4, f_rest) = factors.as_chunks::<4>();
    let (z4, z_rest) = z.as_chunks_mut::<4>();
    let mut sums = [0.0; 4];
    for ((r, f), z) in r4.iter().zip(f4).zip(z4) {
        for lane in 0..4 {
            z[lane] = r[lane] * f[lane];
            sums[lane] += r[lane] * z[lane];
        }
    }
    let mut rest = 0.0;
    for ((r, f), z) in r_rest.iter().zip(f_rest).zip(z_rest) {
        *z = r * f;
        rest += r * *z;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// The largest number, or 0 if all are below. Four running maxima, as in [`dot`].
pub(crate) fn largest(a: &[f64]) -> f64 {
    let (a4, rest) = a.as_chunks::<4>();
    let mut tops = [0.0f64; 4];
    for a in a4 {
        for lane in 0..4 {
            tops[lane] = tops[lane].max(a[lane]);
        }
    }
    tops.iter().chain(rest).copied().fold(0.0, f64::max)
}

/// The Euclidean norm.
pub(crate) fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// Adds `factor · b` to `a` and returns the norm of the result, summed as by [`dot`].
pub(crate) fn add_scaled_norm(a: &mut [f64], factor: f64, b: &[f64]) -> f64 {
    let (a4, a_rest) = a.as_chunks_mut::<4>();
    let (b4, b_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (a, b) in a4.iter_mut().zip(b4) {
        for lane in 0..4 {
            a[lane] += factor * b[lane];
            sums[lane] += a[lane] * a[lane];
        }
    }
    let mut rest = 0.0;
    for (a, b) in a_rest.iter_mut().zip(b_rest) {
        *a += factor * b;
        rest += *a * *a;
    }
    ((sums[0] + sums[1]) + (sums[2] + sums[3]) + rest).sqrt()
}

/// Adds `factor · b` to `a`.
pub(crate) fn add_scaled(a: &mut [f64], factor: f64, b: &[f64]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += factor * b;
    }
}
