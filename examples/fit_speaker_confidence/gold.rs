//! Statements whose speakers are known, and the logistic regression that is fitted on them.

#![allow(dead_code, unreachable_pub, reason = "shared by the example and a test, which use different parts")]

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use stance::quotation::{Construction, EVIDENCE, Kind, Options, Statement, evidence, extract};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training-data/quotation");
/// Strength of the L2 penalty. The bias, which is the first weight, is not penalised.
const PENALTY: f64 = 1.5;
/// Newton steps; a few suffice for so few weights.
const STEPS: usize = 30;
/// The rows of one manner of articles count at most as much as this many, so that a large corpus does not decide alone.
const MOST_OF_MANNER: f64 = 1000.0;
/// The manner of the articles in `training-data/quotation`.
const OWN: &str = "own";

/// A statement of an article, and whether the extractor found its speaker.
pub struct Row {
    /// Index of the article.
    pub article: usize,
    /// Values of the features named in [`EVIDENCE`].
    pub x: Vec<f64>,
    /// Whether the speaker is the gold speaker.
    pub right: bool,
    /// The confidence that the extractor gives, with the stored weights.
    pub stored: f64,
    /// The attribution pattern that found the speaker; none for rows from elsewhere.
    pub construction: Option<Construction>,
    /// What the row counts in the fit.
    pub weight: f64,
}

/// A row from elsewhere: a line of JSON.
#[derive(Deserialize)]
struct Foreign {
    /// The manner of articles that it comes from.
    manner: String,
    /// Values of the features named in [`EVIDENCE`].
    x: Vec<f64>,
    /// Whether the speaker is the gold speaker.
    right: bool,
}

/// Rows of other articles, from a JSONL file with the keys `manner`, `x` and `right`; see `tests/it/polnear.rs`.
///
/// # Errors
/// A file that cannot be read, and a line that is no such row.
pub fn foreign_rows(path: &str) -> Result<Vec<Row>, String> {
    let file = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let mut rows = Vec::new();
    let mut manners: BTreeMap<String, f64> = BTreeMap::new();
    for (index, line) in file.lines().enumerate() {
        let row: Foreign = serde_json::from_str(line).map_err(|e| format!("{path}, line {}: {e}", index + 1))?;
        if row.x.len() != EVIDENCE.len() || row.manner == OWN {
            return Err(format!("{path}, line {}: needs {} values and a manner of its own", index + 1, EVIDENCE.len()));
        }
        *manners.entry(row.manner.clone()).or_default() += 1.0;
        rows.push(row);
    }
    let row = |row: Foreign| {
        let count = manners.get(&row.manner).copied().unwrap_or(1.0);
        let weight = (MOST_OF_MANNER / count).min(1.0);
        Row { article: usize::MAX, x: row.x, right: row.right, stored: 0.5, construction: None, weight }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// An article with, for each statement, its first words and its gold speaker.
type Article = (String, Vec<(String, String)>);

/// Reads the articles: a head line `=== style`, the text, and a line `@ first words = speaker` for each statement.
fn articles() -> Result<Vec<Article>, String> {
    let listed = fs::read_dir(FOLDER).map_err(|e| format!("{FOLDER}: {e}"))?;
    let mut paths: Vec<_> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        let file = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for article in file.split("=== ").skip(1) {
            let (_, body) = article.split_once('\n').ok_or("an article without text")?;
            let (gold, text): (Vec<&str>, Vec<&str>) = body.lines().partition(|l| l.starts_with("@ "));
            let gold = gold.iter().map(|line| {
                let (words, speaker) = line.trim_start_matches("@ ").rsplit_once(" = ").ok_or(line.to_string())?;
                Ok((words.to_string(), speaker.to_string()))
            });
            out.push((text.join("\n"), gold.collect::<Result<_, String>>()?));
        }
    }
    Ok(out)
}

/// Whether a statement's speaker is one of `wanted`: `-` is nobody, `/` separates alternatives.
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

/// A row for each gold statement, and the first words of those that the extractor did not find or took for terms.
///
/// # Errors
/// A file that cannot be read or is not in the format above, and gold words that are not in their article.
pub fn rows() -> Result<(Vec<Row>, Vec<String>), String> {
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (article, (text, gold)) in articles()?.into_iter().enumerate() {
        let found = extract(&text, &Options::default()).statements;
        for (words, wanted) in gold {
            let at = text.find(&words).ok_or_else(|| format!("`{words}` is not in its article"))?;
            let statement = found.iter().find(|s| s.spans.iter().any(|x| x.start() <= at && at < x.end()));
            match statement.filter(|s| s.kind != Kind::Term) {
                Some(s) => rows.push(Row {
                    article,
                    x: evidence(&text, s).iter().map(|x| f64::from(*x)).collect(),
                    right: right(&text, s, &wanted),
                    stored: f64::from(s.confidence),
                    construction: Some(s.construction),
                    weight: 1.0,
                }),
                None => missing.push(words),
            }
        }
    }
    Ok((rows, missing))
}

/// The logistic function of the weighted sum of the features.
pub fn probability(weights: &[f64], x: &[f64]) -> f64 {
    1.0 / (1.0 + libm::exp(-weights.iter().zip(x).map(|(w, x)| w * x).sum::<f64>()))
}

/// Weights that minimise the penalised logistic loss, by Newton's method, rounded to two decimals.
pub fn fit(rows: &[&Row]) -> Vec<f64> {
    let n = EVIDENCE.len();
    let mut weights = vec![0.0; n];
    let penalty = |i: usize| if i == 0 { 1e-9 } else { PENALTY };
    for _ in 0..STEPS {
        // The equations of one step: the Hessian, and the gradient as last column.
        let mut system = vec![vec![0.0; n + 1]; n];
        for (i, equation) in system.iter_mut().enumerate() {
            equation[i] = penalty(i);
            equation[n] = penalty(i) * weights[i];
        }
        for row in rows {
            let p = probability(&weights, &row.x);
            let error = row.weight * (p - f64::from(u8::from(row.right)));
            for (equation, a) in system.iter_mut().zip(&row.x) {
                for (cell, b) in equation.iter_mut().zip(&row.x) {
                    *cell += row.weight * p * (1.0 - p) * a * b;
                }
                equation[n] += error * a;
            }
        }
        for (w, step) in weights.iter_mut().zip(solve(system)) {
            *w -= step;
        }
    }
    weights.iter().map(|w| (w * 100.0).round() / 100.0).collect()
}

/// Solves a symmetric positive definite system whose last column is the right side, by elimination.
fn solve(mut system: Vec<Vec<f64>>) -> Vec<f64> {
    let n = system.len();
    for i in 0..n {
        let pivot = system[i].clone();
        for equation in system.iter_mut().skip(i + 1) {
            let factor = equation[i] / pivot[i];
            equation.iter_mut().zip(&pivot).for_each(|(cell, above)| *cell -= factor * above);
        }
    }
    let mut solution = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| system[i][k] * solution[k]).sum();
        solution[i] = (system[i][n] - known) / system[i][i];
    }
    solution
}

/// Mean log-loss of (probability, right or wrong).
pub fn loss(pairs: impl Iterator<Item = (f64, bool)>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (p, right) in pairs {
        sum -= if right { p } else { 1.0 - p }.clamp(1e-6, 1.0).ln();
        n += 1.0;
    }
    sum / n
}
