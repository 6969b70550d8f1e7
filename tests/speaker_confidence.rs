//! Fits the confidence of speakers on our own articles, and checks the weights that are stored.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::{env, fs};

use stance::quotation::{Construction, EVIDENCE, Kind, Options, Statement, evidence, extract};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training-data/quotation");
const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/quotation/weights.rs");
/// Strength of the L2 penalty; the bias is left free.
const PENALTY: f64 = 1.5;

/// A statement of an article of ours, and whether its speaker was found.
struct Row {
    article: usize,
    x: Vec<f64>,
    right: bool,
    stored: f64,
    construction: Construction,
}

/// Splits a file into articles: a head line `=== style`, the text, and a line `@ first words = speaker` for each statement.
fn articles() -> Vec<(String, Vec<(String, String)>)> {
    let mut names: Vec<_> = fs::read_dir(FOLDER).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    names.sort();
    let mut out = Vec::new();
    for name in names {
        let file = fs::read_to_string(&name).unwrap();
        for article in file.split("=== ").skip(1) {
            let (_, body) = article.split_once('\n').unwrap();
            let (gold, text): (Vec<&str>, Vec<&str>) = body.lines().partition(|l| l.starts_with("@ "));
            let gold = gold.iter().map(|l| {
                let (words, speaker) = l.trim_start_matches("@ ").rsplit_once(" = ").unwrap_or_else(|| panic!("{l}"));
                (words.to_string(), speaker.to_string())
            });
            out.push((text.join("\n"), gold.collect()));
        }
    }
    out
}

/// Whether a statement's speaker is one of `wanted` (`-` is nobody, `/` separates names that are all right).
fn right(article: &str, statement: &Statement, wanted: &str) -> bool {
    let Some(speaker) = &statement.speaker else {
        return wanted.split('/').any(|w| w == "-");
    };
    let written = speaker.span.of(article);
    wanted.split('/').any(|w| {
        written.split_whitespace().any(|x| x.trim_matches(|c: char| !c.is_alphanumeric()) == w)
            || written.contains(w)
            || speaker.name.contains(w)
    })
}

fn rows() -> (Vec<Row>, Vec<String>) {
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (k, (text, gold)) in articles().into_iter().enumerate() {
        let found = extract(&text, &Options::default()).statements;
        for (words, wanted) in gold {
            let place = text.find(&words).unwrap_or_else(|| panic!("`{words}` is not in its article"));
            let statement = found.iter().find(|s| s.spans.iter().any(|x| x.start <= place && place < x.end));
            match statement.filter(|s| s.kind != Kind::Term) {
                Some(s) => rows.push(Row {
                    article: k,
                    x: evidence(&text, s).iter().map(|x| f64::from(*x)).collect(),
                    right: right(&text, s, &wanted),
                    stored: f64::from(s.confidence),
                    construction: s.construction,
                }),
                None => missing.push(words),
            }
        }
    }
    (rows, missing)
}

fn probability(weights: &[f64], x: &[f64]) -> f64 {
    1.0 / (1.0 + libm::exp(-weights.iter().zip(x).map(|(w, x)| w * x).sum::<f64>()))
}

/// Gradient descent on the penalised logistic loss; a few thousand small steps settle it.
fn fit(rows: &[&Row]) -> Vec<f64> {
    let mut weights = vec![0.0; EVIDENCE.len()];
    for _ in 0..6000 {
        let mut gradient = vec![0.0; weights.len()];
        for (j, g) in gradient.iter_mut().enumerate().skip(1) {
            *g = PENALTY * weights[j];
        }
        for row in rows {
            let error = probability(&weights, &row.x) - f64::from(u8::from(row.right));
            for (g, x) in gradient.iter_mut().zip(&row.x) {
                *g += error * x;
            }
        }
        for (w, g) in weights.iter_mut().zip(&gradient) {
            *w -= 0.02 * g;
        }
    }
    weights.iter().map(|w| (w * 100.0).round() / 100.0).collect()
}

fn loss(pairs: impl Iterator<Item = (f64, bool)>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (p, right) in pairs {
        sum -= if right { p } else { 1.0 - p }.clamp(1e-6, 1.0).ln();
        n += 1.0;
    }
    sum / n
}

#[test]
fn the_stored_weights_are_as_good_as_fitted_ones() {
    let (rows, missing) = rows();
    let all: Vec<&Row> = rows.iter().collect();
    let weights = fit(&all);
    if env::var_os("STANCE_WRITE").is_some() {
        let mut file = String::from(
            "//! Weights of the speaker's confidence. Written by `STANCE_WRITE=1 cargo test --release --test speaker_confidence`.\n\n\
             use super::confidence::EVIDENCE;\n\n/// One for each value of [`EVIDENCE`].\n\
             pub(super) const WEIGHTS: [f32; EVIDENCE.len()] = [\n",
        );
        for (w, name) in weights.iter().zip(EVIDENCE) {
            file.push_str(&format!("    {w:.2}, // {name}\n"));
        }
        file.push_str("];\n");
        fs::write(WEIGHTS, file).unwrap();
        return;
    }
    let fitted = loss(rows.iter().map(|r| (probability(&weights, &r.x), r.right)));
    let stored = loss(rows.iter().map(|r| (r.stored, r.right)));
    assert!(stored < fitted + 0.01, "stored {stored:.4}, fitted {fitted:.4}: fit again with STANCE_WRITE=1");
    let mut table: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for row in &rows {
        let cell = table.entry(row.construction).or_default();
        cell.0 += 1;
        cell.1 += usize::from(row.right);
    }
    for (construction, (n, right)) in table {
        println!("{construction:10} {right:3} of {n:3} right");
    }
    println!("{} statements, missed {missing:?}, log-loss {stored:.3}", rows.len());
    assert!(missing.len() * 20 <= rows.len(), "{missing:?} were not found or taken for terms");
}

#[test]
fn confidence_tells_right_from_wrong_speakers_in_articles_it_was_not_fitted_on() {
    let (rows, _) = rows();
    let articles = rows.iter().map(|r| r.article).max().unwrap() + 1;
    let share = rows.iter().filter(|r| r.right).count() as f64 / rows.len() as f64;
    let mut pairs = Vec::new();
    for fold in 0..6 {
        let train: Vec<&Row> = rows.iter().filter(|r| r.article % 6 != fold).collect();
        let weights = fit(&train);
        pairs.extend(rows.iter().filter(|r| r.article % 6 == fold).map(|r| (probability(&weights, &r.x), r.right)));
    }
    let held_out = loss(pairs.iter().copied());
    let constant = loss(rows.iter().map(|r| (share, r.right)));
    println!(
        "{articles} articles, {:.1} % right, held-out log-loss {held_out:.3}, constant {constant:.3}",
        share * 100.0
    );
    assert!(articles >= 30 && held_out < constant, "{held_out:.3} is not below {constant:.3}");
}
