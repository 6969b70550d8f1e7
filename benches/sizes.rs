//! How the cost of a text grows with its length and with the size of the vocabulary. Texts consist of made-up words that
//! follow Zipf's law. Throughput is bytes of text per second on one thread.

#![allow(missing_docs, clippy::unwrap_used)]

mod zipf;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stance::classify::Classifier;
use stance::corpus::{HeadLabels, Labelled};
use stance::internals::{Analyzer, count};
use stance::train::{CalibrationMode, Search, TrainOptions, train};
use zipf::{Random, Zipf};

/// Bytes of the texts of one measurement.
const BYTES: usize = 1 << 20;

/// A word for every number, of three letters or more.
fn word(mut number: u32) -> String {
    let mut word = String::from("w");
    while word.len() < 3 || number > 0 {
        word.push((b'a' + (number % 20) as u8) as char);
        number /= 20;
    }
    word
}

/// Texts of about `length` bytes from `n_words` different words, [`BYTES`] bytes in total.
fn texts(n_words: usize, length: usize) -> Vec<String> {
    let mut random = Random(7);
    let words = Zipf::new(n_words, &mut random);
    let one = |random: &mut Random| {
        let mut text = String::new();
        while text.len() < length {
            text.push_str(&word(words.draw(random)));
            text.push_str(if random.unit() < 0.1 { ", " } else { " " });
        }
        text
    };
    (0..BYTES.div_ceil(length)).map(|_| one(&mut random)).collect()
}

/// A classifier trained on these texts with random labels.
fn classifier(texts: &[String]) -> Classifier {
    let labels = (0..texts.len() as u32).map(|row| Some(row.wrapping_mul(2_654_435_761) >> 31)).collect();
    let head = HeadLabels { name: "side".to_owned(), classes: vec!["a".to_owned(), "b".to_owned()], labels };
    let labelled = Labelled { texts: texts.to_vec(), heads: vec![head], ..Labelled::default() };
    let off = TrainOptions { search: Search::Off, calibration: CalibrationMode::None, ..TrainOptions::default() };
    let classifier = Classifier::new(train(&labelled, &off, Vec::new()).unwrap().model).unwrap();
    classifier.prepare();
    classifier
}

/// Measures labelling `texts`; every pass must give the same labels.
fn label(c: &mut Criterion, group: &str, name: usize, classifier: &Classifier, texts: &[String]) {
    let mut session = classifier.session();
    let target = classifier.default_target().unwrap();
    let mut pass =
        || texts.iter().filter(|text| session.classify(black_box(text), target).unwrap()[0].class == 1).count();
    let expected = pass();
    let mut group = c.benchmark_group(group);
    group.sample_size(20);
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function(BenchmarkId::from_parameter(name), |b| b.iter(|| assert_eq!(pass(), expected)));
    group.finish();
}

fn by_length(c: &mut Criterion) {
    let classifier = classifier(&texts(20_000, 300));
    let analyzer = Analyzer::new(&TrainOptions::default().text).unwrap();
    for length in [30, 300, 3_000, 30_000] {
        let texts = texts(20_000, length);
        label(c, "classify, by bytes of a text", length, &classifier, &texts);
        let mut group = c.benchmark_group("count, by bytes of a text");
        group.sample_size(10);
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        group.bench_function(BenchmarkId::from_parameter(length), |b| {
            b.iter(|| assert_eq!(count(&texts, &analyzer, 1, 1).unwrap().rows.len(), texts.len()))
        });
        group.finish();
    }
}

fn by_vocabulary(c: &mut Criterion) {
    for n_words in [500, 5_000, 50_000, 500_000] {
        let texts = texts(n_words, 300);
        label(c, "classify, by words there are", n_words, &classifier(&texts), &texts);
    }
}

criterion_group!(benches, by_length, by_vocabulary);
criterion_main!(benches);
