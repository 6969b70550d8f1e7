//! How long learning takes: one fit from nothing, on counts that follow Zipf's law.
//!
//! The data are made before anything is timed; each fit must reach its tolerance. Throughput is entries of the
//! matrix a second, all passes together.

use std::collections::BTreeMap;

use criterion::{BenchmarkId, Criterion, Throughput};
use stance::Result;
use stance::learn::{Csr, LogisticParams, Problem, fit};

/// Splitmix64: the same data for ever.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Near enough to normal: mean 0, deviation 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Rows of 24 words each, about 21 different ones; the class is the best of noisy linear scores.
fn zipf(rows: usize, columns: usize, classes: usize) -> Result<(Csr, Vec<u32>)> {
    let mut random = Random(1);
    let mut total = 0.0;
    let cumulated: Vec<f64> = (1..=columns)
        .map(|rank| {
            total += 1.0 / rank as f64;
            total
        })
        .collect();
    // Vocabularies are sorted by word, not by frequency.
    let mut ids: Vec<u32> = (0..columns as u32).collect();
    for i in (1..columns).rev() {
        ids.swap(i, (random.unit() * (i + 1) as f64) as usize);
    }
    let truth: Vec<f64> = (0..columns * classes).map(|_| random.normal()).collect();
    let mut matrix = Csr::with_columns(columns)?;
    let mut labels = Vec::new();
    for _ in 0..rows {
        let mut row = BTreeMap::new();
        for _ in 0..24 {
            let u = random.unit() * total;
            let rank = cumulated.partition_point(|&c| c < u).min(columns - 1);
            *row.entry(ids[rank]).or_insert(0.0f32) += 1.0;
        }
        let mut best = (f64::NEG_INFINITY, 0);
        for class in 0..classes {
            let known = row.iter().map(|(&j, &x)| truth[j as usize * classes + class] * f64::from(x));
            let score = known.sum::<f64>() + 2.0 * random.normal();
            if score > best.0 {
                best = (score, class as u32);
            }
        }
        matrix.push_row(row)?;
        labels.push(best.1);
    }
    Ok((matrix, labels))
}

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let mut group = criterion.benchmark_group("learn");
    for (rows, columns, classes, threads) in [
        (2_000, 4_000, 2, 1),
        (10_000, 10_000, 2, 1),
        (10_000, 10_000, 3, 1),
        (100_000, 50_000, 2, 1),
        (100_000, 50_000, 2, 2),
    ] {
        let (matrix, labels) = zipf(rows, columns, classes)?;
        let problem = Problem::new(&matrix, &labels, classes)?;
        let params = LogisticParams { threads, ..LogisticParams::default() };
        let options = params.check()?;
        group.throughput(Throughput::Elements(matrix.entries() as u64));
        let name = format!("{rows}x{columns}, {classes} classes");
        group.bench_function(BenchmarkId::new(name, format!("{threads} threads")), |b| {
            b.iter(|| {
                let fitted = fit(&problem, &options, None);
                assert!(fitted.is_ok_and(|(_, convergence)| convergence.reached));
            });
        });
    }
    group.finish();
    criterion.final_summary();
    Ok(())
}
