//! Baselines that should not predict well: models that see only the length, the function words, the names, or another
//! label.

use serde::Serialize;

use super::names::Names;
use super::probe::{Features, OutOfFold, ProbePlan, binary_features};
use crate::Result;
use crate::corpus::{HeadLabels, Labelled};
use crate::evaluate::{Bootstrap, Interval, Predictions, agreement, score};
use crate::pick::pick;
use crate::similar::WordIds;

/// The name of the baseline that knows only the class frequencies.
pub const MAJORITY: &str = "majority";
/// The names of the baselines that see a part of the text.
pub(super) const TEXT_SHORTCUTS: [&str; 3] = ["length", "function words", "names"];
/// The name of the model that sees the words.
pub const WORDS: &str = "words";

/// If the kappa of the words is below this, no share of it is computed: the words predict almost nothing.
const LEAST_KAPPA: f64 = 0.05;

/// The out-of-fold scores of a model that sees one thing only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BaselineScores {
    /// What the model sees: `majority` (nothing), `length`, `function words`, `names`, the name of another head, or
    /// `words` (words and word pairs).
    pub view: String,
    /// Number of feature columns.
    pub columns: u64,
    /// Share of rows predicted correctly.
    pub accuracy: Option<f64>,
    /// Mean of the F1 of the classes.
    pub macro_f1: Option<f64>,
    /// The 95 % interval of `macro_f1`, by a cluster bootstrap over groups.
    pub interval: Option<Interval>,
    /// Cohen's kappa (1960) of predictions and labels; 0 or below for a model that knows only the class frequencies.
    pub kappa: Option<f64>,
    /// This kappa divided by that of `words`; `None` if the latter is below 0.05.
    pub share_of_words: Option<f64>,
}

/// English words with a grammatical function and little content: articles, pronouns, prepositions, conjunctions,
/// auxiliaries, modals, and negation. English.
const FUNCTION_WORDS: &str = "a about above across after again against all along also although always am among an and another \
    any anybody anyone anything are around as at away back be because been before behind being below beneath beside \
    between beyond both but by can could did do does doing done down during each either else enough ever every everybody \
    everyone everything except few for from had has have having he hence her here hers herself him himself his how \
    however i if in indeed inside instead into is it its itself just least less many may me might mine more most much must \
    my myself near neither never no nobody none nor not nothing now of off often on once one only onto or other others \
    otherwise ought our ours ourselves out outside over own per perhaps quite rather same shall she should since so some \
    somebody someone something sometimes still such than that the their theirs them themselves then there therefore these \
    they this those though through throughout thus to together too toward towards under unless until up upon us very was \
    we were what whatever when whenever where whether which while who whoever whole whom whose why will with within \
    without would yet you your yours yourself yourselves";

/// The features of the baselines for `head`: length, function words, names, and each other head.
pub(super) fn shortcut_features(
    labelled: &Labelled,
    head: &HeadLabels,
    words: &WordIds,
    names: &Names,
) -> Result<Vec<Features>> {
    let rows = labelled.len();
    let mut function: Vec<&str> = FUNCTION_WORDS.split_whitespace().collect();
    function.sort_unstable();
    let column: Vec<Option<u32>> =
        words.names.iter().map(|w| function.binary_search(&w.as_str()).ok().map(|at| at as u32)).collect();
    let function_row = |row: usize| {
        let mut found: Vec<u32> =
            words.row(row).iter().filter_map(|w| column.get(*w as usize).copied().flatten()).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let [length, function_words, of_names] = TEXT_SHORTCUTS;
    let mut baselines = vec![
        binary_features(length, LENGTHS, (0..rows).map(|row| [length_bin(words.row(row).len())]))?,
        binary_features(function_words, function.len(), (0..rows).map(function_row))?,
        binary_features(of_names, names.names.len(), names.rows.iter().map(|row| row.iter().copied()))?,
    ];
    for other in labelled.heads.iter().filter(|other| other.name != head.name && !other.classes.is_empty()) {
        baselines.push(binary_features(&other.name, other.classes.len(), other.labels.iter().copied())?);
    }
    Ok(baselines)
}

/// Number of length bins: one per three words up to sixty, and one for longer texts.
const LENGTHS: usize = 21;

fn length_bin(words: usize) -> u32 {
    (words / 3).min(LENGTHS - 1) as u32
}

/// Scores the majority baseline, the baselines with these features, and the words, in this order. `by_words` holds the
/// predictions of the words.
pub(super) fn compare(
    labelled: &Labelled,
    head: &HeadLabels,
    baselines: &[Features],
    words: &Features,
    by_words: &OutOfFold,
    plan: &ProbePlan,
) -> Result<Vec<BaselineScores>> {
    let nothing = binary_features(MAJORITY, 0, (0..labelled.len()).map(|_| []))?;
    let mut scores = Vec::new();
    for (k, features) in std::iter::once(&nothing).chain(baselines).enumerate() {
        plan.progress.step("model", k + 1, baselines.len() + 1);
        let predicted = plan.predict(&features.matrix, head)?;
        scores.push(scored(labelled, head, features, &predicted)?);
    }
    scores.push(scored(labelled, head, words, by_words)?);
    let of_words = scores.last().and_then(|words| words.kappa).filter(|kappa| *kappa >= LEAST_KAPPA);
    for baseline in &mut scores {
        baseline.share_of_words = baseline.kappa.zip(of_words).map(|(own, words)| own / words);
    }
    Ok(scores)
}

fn scored(labelled: &Labelled, head: &HeadLabels, features: &Features, found: &OutOfFold) -> Result<BaselineScores> {
    let clusters: Option<Vec<u32>> = labelled.groups.as_ref().map(|g| pick(&g.ids, &found.rows));
    let predicted = found.predicted(head.classes.len());
    let truth: Vec<Option<u32>> = found.classes.iter().map(|c| Some(*c)).collect();
    let predictions = Predictions {
        classes: &head.classes,
        truth: &found.classes,
        predicted: &predicted,
        probabilities: None,
        clusters: clusters.as_deref(),
    };
    let scores = score(&predictions, bootstrap(found.rows.len()))?;
    Ok(BaselineScores {
        view: features.name.clone(),
        columns: features.matrix.columns() as u64,
        accuracy: scores.accuracy,
        macro_f1: scores.macro_f1,
        interval: scores.intervals.get("macro_f1").copied().flatten(),
        kappa: agreement(&truth, &predicted)?.kappa,
        share_of_words: None,
    })
}

/// 1,000 resamples, and fewer on large data to bound the work; intervals are narrow there anyway.
fn bootstrap(rows: usize) -> Bootstrap {
    let Bootstrap::Draws { draws, seed } = Bootstrap::default() else { return Bootstrap::Off };
    let bounded = (5_000_000 / rows.max(1)).max(100) as u32;
    Bootstrap::Draws { draws: draws.min(bounded), seed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_end_in_one_open_bin() {
        assert_eq!([0, 2, 3, 59, 60, 9999].map(length_bin), [0, 0, 1, 19, 20, 20]);
    }

    #[test]
    fn resamples_fall_with_the_rows_but_are_at_least_a_hundred() {
        let draws = |rows| match bootstrap(rows) {
            Bootstrap::Draws { draws, .. } => draws,
            Bootstrap::Off => 0,
        };
        assert_eq!([100, 10_000, 1_000_000].map(draws), [1000, 500, 100]);
    }
}
