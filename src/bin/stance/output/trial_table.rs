//! What the search for training options tried.

use stance::text::CharNgrams;
use stance::train::{TargetWeights, Trial};

use super::text::{cells, table};
use crate::flags::name;

/// For each head, each combination of options at its best penalty, and every penalty of the combination taken.
pub(crate) fn text(all: &[Trial]) -> String {
    // Rows without targets have nothing to show in that column.
    let targets = all.iter().any(|t| t.target_weights == TargetWeights::Own);
    let vectors = all.iter().any(|t| t.vector_weight.is_some());
    let before = ["head", "characters"].into_iter().chain(targets.then_some("targets"));
    let mut table = table(before.chain(["scale"]).chain(vectors.then_some("vectors")).chain([
        "penalty",
        "score",
        "95 % interval",
        "",
    ]));
    let options =
        |t: &Trial| (t.head.clone(), t.char_ngrams, t.target_weights, t.scale, t.vector_weight.map(f64::to_bits));
    for same in all.chunk_by(|a, b| options(a) == options(b)) {
        let taken = same.iter().any(|t| t.taken);
        let best = same.iter().map(|t| t.score).fold(f64::NEG_INFINITY, f64::max);
        for trial in same.iter().filter(|t| taken || t.score == best) {
            table.add_row(cells(row(trial, targets, vectors)));
        }
    }
    let why = "taken: the simplest options whose score is within one standard error, over the folds, of the best";
    format!("{table}\n{why}")
}

fn row(trial: &Trial, targets: bool, vectors: bool) -> Vec<String> {
    let chars = shown(trial.char_ngrams);
    let before = [trial.head.clone(), chars].into_iter().chain(targets.then(|| name(&trial.target_weights)));
    let before = before.chain([name(&trial.scale)]);
    let before = before.chain(vectors.then(|| trial.vector_weight.unwrap_or(0.0).to_string()));
    let after = [
        trial.penalty.to_string(),
        format!("{:.4}", trial.score),
        format!("{:.4} – {:.4}", trial.interval[0], trial.interval[1]),
        if trial.taken { "taken".to_owned() } else { String::new() },
    ];
    before.chain(after).collect()
}

/// Lengths of character n-grams as the option takes them.
pub(crate) fn shown(chars: CharNgrams) -> String {
    if chars.is_none() { "none".to_owned() } else { format!("{}-{}", chars.min, chars.max) }
}
