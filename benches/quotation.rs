//! Extraction on one thread: articles and megabytes a second, on the sample articles and on the articles with gold speakers.
//! Each benchmark asserts its answer; `STANCE_ARTICLES=FOLDER` adds the `.txt` files of a folder of your own.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::{env, fs};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stance::quotation::{Indirect, Options, extract};

/// The `.txt` files of a folder, in order of their names.
fn texts(folder: &str) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|p| fs::read_to_string(p).unwrap()).collect()
}

/// Articles with gold, without their gold lines.
fn own() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/training-data/quotation");
    texts(folder)
        .iter()
        .flat_map(|file| file.split("=== ").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .map(|article| article.lines().skip(1).filter(|l| !l.starts_with("@ ")).collect::<Vec<_>>().join("\n"))
        .collect()
}

fn count(texts: &[String], options: &Options) -> usize {
    texts.iter().map(|t| extract(black_box(t), options).statements.len()).sum()
}

fn quotation(c: &mut Criterion) {
    let mut sets = vec![("samples", texts(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"))), ("own articles", own())];
    let folder = env::var("STANCE_ARTICLES");
    if let Ok(folder) = &folder {
        sets.push(("folder", texts(folder)));
    }
    let mut group = c.benchmark_group("quotation");
    for (name, texts) in &sets {
        let options = Options::default();
        let statements = count(texts, &options);
        assert!(statements > 4 * texts.len(), "{statements} statements in {} articles", texts.len());
        group.throughput(Throughput::Bytes(texts.iter().map(|t| t.len() as u64).sum()));
        group.bench_function(format!("{name}, bytes"), |b| b.iter(|| assert_eq!(count(texts, &options), statements)));
        group.throughput(Throughput::Elements(texts.len() as u64));
        group
            .bench_function(format!("{name}, articles"), |b| b.iter(|| assert_eq!(count(texts, &options), statements)));
        let options = Options { indirect: Indirect::Extract };
        let all = count(texts, &options);
        assert!(all >= statements);
        group.bench_function(format!("{name}, articles, with indirect statements"), |b| {
            b.iter(|| assert_eq!(count(texts, &options), all))
        });
    }
    group.finish();
}

criterion_group!(benches, quotation);
criterion_main!(benches);
