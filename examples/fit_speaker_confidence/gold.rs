//! The articles with gold speakers, and the logistic regression that is fitted on them.

#![allow(dead_code, unreachable_pub, reason = "shared by the example and a test, which use different parts")]

use std::fs;

use stance::quotation::{Construction, EVIDENCE, Kind, Options, Statement, evidence, extract};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training-data/quotation");
/// Strength of the L2 penalty. The bias, which is the first weight, is not penalised.
const PENALTY: f64 = 1.5;
const STEPS: usize = 6000;
const STEP_SIZE: f64 = 0.02;

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
    /// The attribution pattern that found the speaker.
    pub construction: Construction,
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
                    construction: s.construction,
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

/// Weights that minimise the penalised logistic loss, by gradient descent, rounded to two decimals.
pub fn fit(rows: &[&Row]) -> Vec<f64> {
    let mut weights = vec![0.0; EVIDENCE.len()];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|w| PENALTY * w).collect();
        if let Some(bias) = gradient.first_mut() {
            *bias = 0.0;
        }
        for row in rows {
            let error = probability(&weights, &row.x) - f64::from(u8::from(row.right));
            for (g, x) in gradient.iter_mut().zip(&row.x) {
                *g += error * x;
            }
        }
        for (w, g) in weights.iter_mut().zip(&gradient) {
            *w -= STEP_SIZE * g;
        }
    }
    weights.iter().map(|w| (w * 100.0).round() / 100.0).collect()
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
