//! Models that must not do well: they see the length, the function words, the names, or another label, never the statement.

use serde::Serialize;

use super::light::{OutOfFold, Plan, View, binary_view};
use super::names::Names;
use super::words::Words;
use crate::Result;
use crate::corpus::{HeadLabels, Labelled};
use crate::evaluate::{Bootstrap, Interval, Predictions, agreement, score};

/// The name of the model that knows only which class is most frequent.
pub const MAJORITY: &str = "majority";
/// The names of the models that see a part of the text.
pub(super) const TEXT_SHORTCUTS: [&str; 3] = ["length", "function words", "names"];
/// The name of the model that sees the words.
pub const WORDS: &str = "words";

/// Words with a kappa below this tell next to nothing, and no share of it is taken.
const LEAST_KAPPA: f64 = 0.05;

/// How a model that sees one thing only does out of fold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ViewScores {
    /// What it sees: `majority` (nothing), `length`, `function words`, `names`, the name of another head, or `words` (the
    /// statement's words and pairs of words).
    pub view: String,
    /// Columns it can see.
    pub columns: u64,
    /// Share of rows answered rightly.
    pub accuracy: Option<f64>,
    /// Mean of the classes' F1.
    pub macro_f1: Option<f64>,
    /// 95 % interval of `macro_f1`, groups drawn together.
    pub interval: Option<Interval>,
    /// Cohen's kappa (1960) of answers and labels: 0 or below for what knows the classes' frequencies alone.
    pub kappa: Option<f64>,
    /// This kappa over that of the words; `None` where the words tell next to nothing (a kappa below 0.05).
    pub share_of_words: Option<f64>,
}

/// Words that make sentences and carry no matter: articles, pronouns, prepositions, conjunctions, auxiliaries, modals, and
/// negation. English.
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

/// Views that are shortcuts for `head`: length, function words, names, and each other head.
pub(super) fn shortcut_views(
    labelled: &Labelled,
    head: &HeadLabels,
    words: &Words,
    names: &Names,
) -> Result<Vec<View>> {
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
    let mut views = vec![
        binary_view(length, LENGTHS, (0..rows).map(|row| [length_bin(words.row(row).len())]))?,
        binary_view(function_words, function.len(), (0..rows).map(function_row))?,
        binary_view(of_names, names.names.len(), names.rows.iter().map(|row| row.iter().copied()))?,
    ];
    for other in labelled.heads.iter().filter(|other| other.name != head.name && !other.classes.is_empty()) {
        views.push(binary_view(&other.name, other.classes.len(), other.labels.iter().copied())?);
    }
    Ok(views)
}

/// Lengths told apart: every three words up to sixty.
const LENGTHS: usize = 21;

fn length_bin(words: usize) -> u32 {
    (words / 3).min(LENGTHS - 1) as u32
}

/// Scores the majority, the shortcuts and the words side by side. `by_words` is what the words said out of fold.
pub(super) fn compare(
    labelled: &Labelled,
    head: &HeadLabels,
    views: &[View],
    words: &View,
    by_words: &OutOfFold,
    plan: &Plan,
) -> Result<Vec<ViewScores>> {
    let nothing = binary_view(MAJORITY, 0, (0..labelled.len()).map(|_| []))?;
    let mut scores = Vec::new();
    for view in std::iter::once(&nothing).chain(views) {
        let judged = plan.judge(&view.matrix, head)?;
        scores.push(scored(labelled, head, view, &judged)?);
    }
    scores.push(scored(labelled, head, words, by_words)?);
    let of_words = scores.last().and_then(|words| words.kappa).filter(|kappa| *kappa >= LEAST_KAPPA);
    for view in &mut scores {
        view.share_of_words = view.kappa.zip(of_words).map(|(own, words)| own / words);
    }
    Ok(scores)
}

fn scored(labelled: &Labelled, head: &HeadLabels, view: &View, judged: &OutOfFold) -> Result<ViewScores> {
    let clusters: Option<Vec<u32>> =
        labelled.groups.as_ref().map(|g| judged.rows.iter().filter_map(|r| g.ids.get(*r).copied()).collect());
    let predicted = judged.answers(head.classes.len());
    let truth: Vec<Option<u32>> = judged.classes.iter().map(|c| Some(*c)).collect();
    let predictions = Predictions {
        classes: &head.classes,
        truth: &judged.classes,
        predicted: &predicted,
        probabilities: None,
        clusters: clusters.as_deref(),
    };
    let scores = score(&predictions, bootstrap(judged.rows.len()))?;
    Ok(ViewScores {
        view: view.name.clone(),
        columns: view.matrix.columns() as u64,
        accuracy: scores.accuracy,
        macro_f1: scores.macro_f1,
        interval: scores.intervals.get("macro_f1").copied().flatten(),
        kappa: agreement(&truth, &predicted)?.kappa,
        share_of_words: None,
    })
}

/// 1,000 draws, fewer on large data so that the work stays bounded: there intervals are narrow.
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
    fn draws_fall_with_the_rows_but_stay_a_hundred() {
        let draws = |rows| match bootstrap(rows) {
            Bootstrap::Draws { draws, .. } => draws,
            Bootstrap::Off => 0,
        };
        assert_eq!([100, 10_000, 1_000_000].map(draws), [1000, 500, 100]);
    }
}
