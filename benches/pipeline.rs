//! Every stage of the pipeline: tokens, rows, labels, articles, loading, training. Each benchmark asserts its answer.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stance::classify::{Classifier, Session, Target};
use stance::corpus::{Faults, Labelled, LabelledOptions, read_all};
use stance::internals::{Analyzer, count, tokens};
use stance::model::Model;
use stance::quotation;
use stance::train::{Search, TrainOptions, train};

const SHORT: &str = "These controls protect our national security.";
const LONG: &str = "While the restrictions may slow some purchases for a time, they will weaken the revenue that pays for research, \
    hand the market to foreign competitors and push allies to look for suppliers elsewhere, and none of that makes anybody \
    safer; a narrow rule, agreed with partners and enforced, would do more than this broad one.";
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training-data/export-controls.test.csv");
const ARTICLE: &str = include_str!("../examples/wire.txt");

/// What the benchmarks work on.
struct Setting {
    labelled: Labelled,
    file: Vec<u8>,
    classifier: Classifier,
    target: Target,
}

impl Setting {
    fn new() -> Self {
        let labelled = read_all(&[FILE], Faults::Stop, &LabelledOptions::default()).unwrap();
        let model = Model::shipped().unwrap();
        let file = model.to_bytes().unwrap();
        let classifier = Classifier::new(model).unwrap();
        let target = classifier.default_target().unwrap();
        Self { labelled, file, classifier, target }
    }

    /// Labels all statements and checks that most labels are sure.
    fn label_all(&self, session: &mut Session<'_>) {
        let sure = |text: &&String| session.classify(text, self.target).unwrap()[0].probability() > 0.5;
        assert!(self.labelled.texts.iter().filter(sure).count() > self.labelled.len() / 2);
    }
}

fn stages(c: &mut Criterion) {
    let setting = Setting::new();
    text(c, &setting);
    one_statement(c, &setting);
    batches(c, &setting);
    article(c, &setting);
    model(c, &setting);
    training(c, &setting);
}

fn text(c: &mut Criterion, Setting { labelled, .. }: &Setting) {
    let analyzer = Analyzer::new(&TrainOptions::default().text).unwrap();
    let mut group = c.benchmark_group("text");
    group.throughput(Throughput::Bytes(labelled.texts.iter().map(|t| t.len() as u64).sum()));
    group.bench_function("tokens", |b| {
        b.iter(|| {
            let n: usize = labelled.texts.iter().map(|t| tokens(black_box(t)).count()).sum();
            assert!(n > 10 * labelled.len());
        })
    });
    group.bench_function("count", |b| {
        b.iter(|| assert_eq!(count(&labelled.texts, &analyzer, 1, 1).unwrap().rows.len(), labelled.len()))
    });
    group.finish();
}

fn one_statement(c: &mut Criterion, Setting { classifier, target, .. }: &Setting) {
    let mut group = c.benchmark_group("classify");
    for (name, text) in [("short", SHORT), ("long", LONG)] {
        let mut session = classifier.session();
        let class = session.classify(text, *target).unwrap()[0].class;
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| assert_eq!(session.classify(black_box(text), *target).unwrap()[0].class, class))
        });
        group.bench_function(format!("{name}, explained"), |b| {
            b.iter(|| assert_eq!(session.explain(black_box(text), *target).unwrap()[0].prediction.class, class))
        });
    }
    group.finish();
}

/// Statements labelled again, by a session that has seen none of their words, and with reasons.
fn batches(c: &mut Criterion, setting: &Setting) {
    let Setting { labelled, classifier, target, .. } = setting;
    classifier.prepare();
    let name = format!("batch of {}", labelled.len());
    let mut group = c.benchmark_group("classify");
    group.throughput(Throughput::Elements(labelled.len() as u64));
    group.bench_function(&name, |b| {
        let mut session = classifier.session();
        b.iter(|| setting.label_all(&mut session))
    });
    group.bench_function(format!("{name}, by a session that has seen no word"), |b| {
        b.iter(|| setting.label_all(&mut classifier.session()))
    });
    group.bench_function(format!("{name}, explained"), |b| {
        let mut session = classifier.session();
        b.iter(|| {
            let n: usize = labelled.texts.iter().map(|t| session.explain(t, *target).unwrap().len()).sum();
            assert_eq!(n, 2 * labelled.len());
        })
    });
    group.finish();
}

fn article(c: &mut Criterion, Setting { classifier, target, .. }: &Setting) {
    let mut group = c.benchmark_group("classify");
    group.throughput(Throughput::Bytes(ARTICLE.len() as u64));
    group.bench_function("article, extracted and classified", |b| {
        let mut session = classifier.session();
        b.iter(|| {
            let found = quotation::extract(black_box(ARTICLE), &quotation::Options::default());
            let labels =
                found.statements.iter().map(|s| session.classify(&s.text, *target).unwrap().len()).sum::<usize>();
            assert!(labels >= 14);
        })
    });
    group.finish();
}

fn model(c: &mut Criterion, Setting { file, target, .. }: &Setting) {
    let mut group = c.benchmark_group("model");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(file.len() as u64));
    let load = || Classifier::new(Model::from_bytes(black_box(file), "m").unwrap()).unwrap();
    group.bench_function("load and compile", |b| {
        b.iter(|| {
            let classifier = load();
            classifier.prepare();
            assert_eq!(classifier.model().heads.len(), 2);
        })
    });
    group.bench_function("load, first label", |b| {
        b.iter(|| assert_eq!(load().session().classify(SHORT, *target).unwrap().len(), 2))
    });
    group.bench_function("shipped model, first label", |b| {
        b.iter(|| assert_eq!(Classifier::shipped().unwrap().session().classify(SHORT, *target).unwrap().len(), 2))
    });
    group.finish();
}

fn training(c: &mut Criterion, Setting { labelled, .. }: &Setting) {
    let options = TrainOptions { search: Search::Off, ..TrainOptions::default() };
    let mut group = c.benchmark_group("model");
    group.throughput(Throughput::Elements(labelled.len() as u64));
    group.sample_size(10);
    group.bench_function(format!("train on {} rows", labelled.len()), |b| {
        b.iter(|| assert_eq!(train(labelled, &options, Vec::new()).unwrap().heads.len(), 2))
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
