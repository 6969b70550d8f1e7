//! How long learning takes: one fit from nothing, on counts that follow Zipf's law.
//!
//! The data are made before anything is timed; each fit must reach its tolerance. Throughput is entries of the
//! matrix a second, all passes together.

mod zipf;

use std::collections::BTreeMap;

use criterion::{BenchmarkId, Criterion, Throughput};
use stance::Result;
use stance::learn::{Csr, LogisticOptions, Problem, fit};
use zipf::{Random, Zipf};

/// Near enough to normal: mean 0, deviation 1.
fn normal(random: &mut Random) -> f64 {
    (0..12).map(|_| random.unit()).sum::<f64>() - 6.0
}

/// Rows of 24 words each, about 21 different ones; the class is the best of noisy linear scores.
fn zipf(rows: usize, columns: usize, classes: usize) -> Result<(Csr, Vec<u32>)> {
    let mut random = Random(1);
    let words = Zipf::new(columns, &mut random);
    let truth: Vec<f64> = (0..columns * classes).map(|_| normal(&mut random)).collect();
    let mut matrix = Csr::with_columns(columns)?;
    let mut labels = Vec::new();
    for _ in 0..rows {
        let mut row = BTreeMap::new();
        for _ in 0..24 {
            *row.entry(words.draw(&mut random)).or_insert(0.0f32) += 1.0;
        }
        let mut best = (f64::NEG_INFINITY, 0);
        for class in 0..classes {
            let known = row.iter().map(|(&j, &x)| truth[j as usize * classes + class] * f64::from(x));
            let score = known.sum::<f64>() + 2.0 * normal(&mut random);
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
        let params = LogisticOptions { threads, ..LogisticOptions::default() };
        let options = params.check()?;
        group.throughput(Throughput::Elements(matrix.entries() as u64));
        let name = format!("{rows}x{columns}, {classes} classes");
        group.bench_function(BenchmarkId::new(name, format!("{threads} threads")), |b| {
            b.iter(|| {
                let fitted = fit(&problem, &options, None);
                assert!(fitted.is_ok_and(|(_, convergence)| convergence.converged));
            });
        });
    }
    group.finish();
    criterion.final_summary();
    Ok(())
}
