//! Fits the weights of the speaker's confidence and writes them into the source:
//! `cargo run --example fit_speaker_confidence -- [ROWS.jsonl …]`. The rows are those of the articles in
//! `training-data/quotation`, and those of the files given, whose articles are not part of this repository. Prints how many
//! speakers are right per attribution pattern.

mod gold;

use std::collections::BTreeMap;
use std::fs;

use gold::{Row, fit, foreign_rows, loss, probability, rows};
use stance::quotation::{Construction, EVIDENCE};

const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/quotation/speakers/confidence_weights.rs");
const HEAD: &str = "\
//! Weights of the speaker's confidence. Written by `cargo run --example fit_speaker_confidence`.

/// One for each value of [`EVIDENCE`](super::confidence::EVIDENCE).
";

fn main() -> Result<(), String> {
    let (rows, missing) = rows()?;
    let mut foreign = Vec::new();
    for path in std::env::args().skip(1) {
        foreign.extend(foreign_rows(&path)?);
    }
    let weights = fit(&rows.iter().chain(&foreign).collect::<Vec<&Row>>());
    let mut file = format!("{HEAD}pub(crate) const WEIGHTS: [f32; {}] = [\n", EVIDENCE.len());
    for (weight, name) in weights.iter().zip(EVIDENCE) {
        file.push_str(&format!("    {:<6} // {name}\n", format!("{weight:.2},")));
    }
    file.push_str("];\n");
    fs::write(WEIGHTS, file).map_err(|e| format!("{WEIGHTS}: {e}"))?;

    let mut patterns: BTreeMap<Construction, (usize, usize)> = BTreeMap::new();
    for row in &rows {
        let Some(construction) = row.construction else { continue };
        let (n, right) = patterns.entry(construction).or_default();
        *n += 1;
        *right += usize::from(row.right);
    }
    for (pattern, (n, right)) in patterns {
        println!("{pattern:10} {right:3} of {n:3} right");
    }
    let fitted = loss(rows.iter().map(|r| (probability(&weights, &r.x), r.right)));
    let stored = loss(rows.iter().map(|r| (r.stored, r.right)));
    println!("{} statements, {} of other articles, not found {missing:?}", rows.len(), foreign.len());
    println!("log-loss {stored:.3} with the weights that were stored, {fitted:.3} with those written");
    Ok(())
}
