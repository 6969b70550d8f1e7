//! What seed words did.

use stance::error::{counted, excerpt};
use stance::vectors::{SeedReport, SeedUse};

use super::streams::say_text;
use super::text::{cells, table};

/// Prints what each seed did.
pub(crate) fn show(report: &SeedReport) {
    say!("{}, {} with a polarity", counted(report.statements, "statement"), counted(report.words, "word"));
    let mut out = table(["class", "seed", "statements", "own side", "other side", "without it", "words"]);
    for (class, seeds) in &report.seeds {
        for seed in seeds {
            out.add_row(cells(row(class, seed)));
        }
    }
    say_text(&out.to_string());
}

fn row(class: &str, seed: &SeedUse) -> Vec<String> {
    let number = |x: Option<f64>| x.map_or(String::new(), |x| format!("{x:.2}"));
    vec![
        excerpt(class).to_string(),
        excerpt(&seed.seed).to_string(),
        seed.statements.to_string(),
        number(seed.own_side),
        number(Some(seed.other_side)),
        number(seed.without_it),
        seed.matches.join(" "),
    ]
}

/// Warns of seeds that are not in the pool, and of those that pull against their side.
pub(crate) fn warn(report: &SeedReport) {
    report.warnings().iter().for_each(|warning| say!("warning: {warning}"));
}
