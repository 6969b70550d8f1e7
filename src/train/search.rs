//! The choice of options by cross-validation: what is free is tried, and the simplest that is as good as any is taken.

use super::head::HeadData;
use super::head_data;
use super::heldout::{FOLDS, Folds, HeldOut, in_order};
use super::options::{ClassWeights, Solver, TrainOptions};
use crate::Result;
use crate::corpus::Labelled;
use crate::evaluate::{Bootstrap, Interval, Predictions, score};
use crate::features::{Counts, Scale, count};
use crate::text::{Analyzer, CharNgrams};

/// Most work of a search, in bytes of text times the weights each term has: a part of more data is taken that keeps groups whole
/// and classes in proportion. Seconds are not counted, so that the choice depends on the data alone.
const WORK: usize = 4_000_000;
/// Up to this work there are [`FOLDS`] folds, beyond it [`FEW_FOLDS`].
const SMALL: usize = 500_000;
/// Folds of a search on data that are not small.
const FEW_FOLDS: usize = 3;
/// Penalties tried, from strong (simple) to weak.
const PENALTIES: [f64; 3] = [0.6, 0.2, 0.06];
/// The penalty at which everything else is chosen.
const PROBE: f64 = 0.2;
/// Class weights are only tried where the most frequent class has this many times the rows of the rarest.
const UNEVEN: usize = 3;
/// Scales tried. Both are as simple; the first one is given up only where the second is clearly better.
const SCALES: [Scale; 2] = [Scale::RatioIdf, Scale::Idf];
/// Lengths of character n-grams tried on texts that are not long, few first.
const CHAR_NGRAMS: [CharNgrams; 3] = [CharNgrams::NONE, CharNgrams { min: 4, max: 5 }, CharNgrams { min: 2, max: 5 }];
/// Class weights tried, simple ones first.
const CLASS_WEIGHTS: [ClassWeights; 3] = [ClassWeights::None, ClassWeights::Root, ClassWeights::Balanced];

/// One way to train a head, and how well it did on rows held out.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The head's name.
    pub head: String,
    /// Lengths of character n-grams.
    pub char_ngrams: CharNgrams,
    /// Weight of terms over the corpus.
    pub scale: Scale,
    /// Weight of the rows of a class.
    pub class_weights: ClassWeights,
    /// Penalty.
    pub penalty: f64,
    /// Half accuracy, half macro-F1, the mean over the folds: what most rows get and what every class gets.
    pub score: f64,
    /// Its 95 % interval by Student's t over the folds.
    pub interval: Interval,
    /// Whether it was taken.
    pub taken: bool,
}

/// What a search found.
pub(super) struct Found {
    /// Options for each head; what heads share is the same in all.
    pub(super) heads: Vec<TrainOptions>,
    pub(super) trials: Vec<Trial>,
}

/// A way to train with its score on each fold.
#[derive(Clone)]
struct Way {
    options: TrainOptions,
    scores: Vec<f64>,
}

/// Chooses the free options of `options`. Every choice is made by the score of rows held out, whole groups at a time, and
/// everything that training fits is fitted without them. One after the other: the lengths of character n-grams for all heads
/// together; then for each head the scale, the class weights,
/// and at last the penalty. Of the ways to choose from, the simplest is taken
/// that falls short of the best by no more than one standard error of their difference over the folds (Breiman et al. 1984).
///
/// # Errors
/// As [`Folds::deal`] where there are too few rows or groups, and as training.
pub(super) fn search(labelled: &Labelled, options: &TrainOptions) -> Result<Found> {
    let part = part(labelled)?;
    let labelled = part.as_ref().unwrap_or(labelled);
    let folds = Folds::deal(labelled, if work(labelled) > SMALL { FEW_FOLDS } else { FOLDS })?;
    let families = families(options);
    let mut tried = Vec::new();
    for chars in &families {
        let mut options = options.clone();
        options.text.char_ngrams = *chars;
        let counts = count(&labelled.texts, &Analyzer::new(&options.text)?, options.min_texts)?;
        let ways = in_heads(labelled, &counts, |h, head| head_ways(labelled, h, head, &folds, &options, &[PROBE]))?;
        tried.push((counts, ways));
    }
    // A family is as good as its best way for each head, the heads' scores averaged fold by fold.
    let by_family: Vec<Vec<f64>> = tried.iter().map(|(_, ways)| mean_of_heads(ways)).collect();
    let family = simplest(&by_family);
    let mut trials: Vec<Vec<Way>> = vec![Vec::new(); labelled.heads.len()];
    for (_, ways) in &tried {
        trials.iter_mut().zip(ways).for_each(|(all, ways)| all.extend(ways.iter().cloned()));
    }
    let Some((counts, first)) = tried.into_iter().nth(family) else { return Ok(nothing(labelled, options)) };
    let mut found = Found { heads: Vec::new(), trials: Vec::new() };
    let mut first = first.into_iter();
    in_heads(labelled, &counts, |h, head| {
        let (ways, more) = refine(labelled, h, head, &folds, first.next().unwrap_or_default())?;
        let taken = ways.get(simplest(&ways.iter().map(|w| w.scores.clone()).collect::<Vec<_>>()));
        let taken = taken.map_or_else(|| options.clone(), |w| w.options.clone());
        let mut all = trials.get_mut(h).map(std::mem::take).unwrap_or_default();
        all.extend(more);
        // Those of the last step, tried before, are not told twice.
        all.retain(|way| !ways.iter().any(|last| last.options == way.options));
        let name = labelled.heads.get(h).map_or("", |l| l.name.as_str());
        found.trials.extend(all.iter().chain(&ways).map(|way| way.trial(name, &taken)));
        found.heads.push(taken);
        Ok(())
    })?;
    Ok(found)
}

/// Without anything to choose from, the options stand.
fn nothing(labelled: &Labelled, options: &TrainOptions) -> Found {
    Found { heads: vec![options.clone(); labelled.heads.len()], trials: Vec::new() }
}

/// Bytes of text times the weights each term has: a head of two classes has one, of more one a class, and with targets there are
/// shared ones and own ones.
fn work(labelled: &Labelled) -> usize {
    let weights = |classes: usize| if classes == 2 { 1 } else { classes };
    let of_heads: usize = labelled.heads.iter().map(|head| weights(head.classes.len())).max().unwrap_or(1);
    let crossed = if labelled.targets.is_some() { 2 } else { 1 };
    labelled.texts.iter().map(String::len).sum::<usize>() * of_heads * crossed
}

/// Whether classes are so uneven that weights for them may pay.
fn uneven(data: &HeadData<'_>) -> bool {
    let mut rows = vec![0usize; data.n_classes];
    for class in &data.classes {
        if let Some(n) = rows.get_mut(*class as usize) {
            *n += 1;
        }
    }
    let (least, most) = (rows.iter().min().copied().unwrap_or(0), rows.iter().max().copied().unwrap_or(0));
    most >= UNEVEN * least
}

/// The part of the data to search on; `None` for all of it. Classes too rare to be in every part are there whole.
fn part(labelled: &Labelled) -> Result<Option<Labelled>> {
    let parts = work(labelled).div_ceil(WORK);
    if parts < 2 {
        return Ok(None);
    }
    let parts = Folds::deal(labelled, parts)?;
    let mut taken: Vec<bool> = parts.of.iter().map(|part| *part == 0).collect();
    for head in &labelled.heads {
        for class in 0..head.classes.len() as u32 {
            let is = |label: &Option<u32>| *label == Some(class);
            if !head.labels.iter().zip(&taken).any(|(label, taken)| *taken && is(label)) {
                taken.iter_mut().zip(&head.labels).for_each(|(taken, label)| *taken |= is(label));
            }
        }
    }
    let rows: Vec<usize> = (0..labelled.len()).filter(|row| taken.get(*row) == Some(&true)).collect();
    Ok(Some(labelled.subset(&rows)))
}

/// The lengths of character n-grams to try. On long texts only what [`TrainOptions::for_texts`] has set.
fn families(options: &TrainOptions) -> Vec<CharNgrams> {
    match options.free.char_ngrams && !options.text.char_ngrams.is_none() {
        true => CHAR_NGRAMS.to_vec(),
        false => vec![options.text.char_ngrams],
    }
}

/// Calls `each` for every head with its rows.
fn in_heads<T>(
    labelled: &Labelled,
    counts: &Counts,
    mut each: impl FnMut(usize, &(Vec<usize>, HeadData<'_>)) -> Result<T>,
) -> Result<Vec<T>> {
    let heads = labelled.heads.iter().enumerate();
    heads.map(|(h, labels)| each(h, &head_data(labelled, labels, counts)?)).collect()
}

/// Goes on from the ways of the family taken: other scales, then class weights. Gives the ways to take the penalty from, and
/// those tried before.
fn refine(
    labelled: &Labelled,
    h: usize,
    head: &(Vec<usize>, HeadData<'_>),
    folds: &Folds,
    first: Vec<Way>,
) -> Result<(Vec<Way>, Vec<Way>)> {
    let Some(options) = first.first().map(|way| way.options.clone()) else { return Ok((first, Vec::new())) };
    let mut more = Vec::new();
    let mut next = |change: &dyn Fn(&mut TrainOptions), from: &TrainOptions| {
        let mut options = from.clone();
        change(&mut options);
        let ways = head_ways(labelled, h, head, folds, &options, &[PROBE])?;
        more.extend(ways.iter().cloned());
        Result::Ok(ways)
    };
    let mut ways = first;
    if options.free.scale {
        let mut groups = Vec::new();
        for scale in SCALES {
            let same = scale == options.weighting.scale;
            groups.push(if same { ways.clone() } else { next(&|o| o.weighting.scale = scale, &options)? });
        }
        ways = best_group(groups);
    }
    if options.free.class_weights && options.solver == Solver::Newton && uneven(&head.1) {
        let from = ways.first().map_or(options, |way| way.options.clone());
        let mut groups = Vec::new();
        for weights in CLASS_WEIGHTS {
            let same = weights == from.class_weights;
            groups.push(if same { ways.clone() } else { next(&|o| o.class_weights = weights, &from)? });
        }
        ways = best_group(groups);
    }
    let from = ways.first().map(|way| way.options.clone()).filter(|options| options.free.penalty);
    if let Some(options) = from {
        ways = head_ways(labelled, h, head, folds, &options, &PENALTIES)?;
    }
    Ok((ways, more))
}

/// The ways of the simplest group whose best is as good as any.
fn best_group(mut groups: Vec<Vec<Way>>) -> Vec<Way> {
    let scores: Vec<Vec<f64>> = groups.iter().map(|ways| best(ways)).collect();
    let at = simplest(&scores);
    if at < groups.len() { groups.swap_remove(at) } else { Vec::new() }
}

/// One head by `options` with these penalties, or with its own where that is given, on every fold.
fn head_ways(
    labelled: &Labelled,
    h: usize,
    (rows, data): &(Vec<usize>, HeadData<'_>),
    folds: &Folds,
    options: &TrainOptions,
    penalties: &[f64],
) -> Result<Vec<Way>> {
    let given = [options.penalty];
    let penalties = if options.free.penalty { penalties } else { &given };
    let classes = labelled.heads.get(h).map_or(&[][..], |labels| labels.classes.as_slice());
    let folds = folds.of_rows(rows);
    // Only the last step, which chooses among several penalties, takes the work of weights of their own for each target.
    let uncrossed = (penalties.len() < PENALTIES.len()).then(|| data.uncrossed());
    let data = uncrossed.as_ref().unwrap_or(data);
    let by_fold = in_order(folds.n, options.threads, |fold| {
        let HeldOut { out, within } = folds.split(&data.classes, fold);
        if out.is_empty() {
            return Ok(None);
        }
        let one = TrainOptions { threads: 1, ..options.clone() };
        let out = data.subset(&out);
        let scores = data.subset(&within).held_out_scores(&one, penalties, &out)?;
        scores.iter().map(|scores| judge(classes, &out.classes, scores)).collect::<Result<Vec<f64>>>().map(Some)
    })?;
    let by_fold: Vec<Vec<f64>> = by_fold.into_iter().flatten().collect();
    let way = |(k, penalty): (usize, &f64)| Way {
        options: TrainOptions { penalty: *penalty, ..options.clone() },
        scores: by_fold.iter().filter_map(|scores| scores.get(k).copied()).collect(),
    };
    Ok(penalties.iter().enumerate().map(way).collect())
}

/// Half accuracy, half macro-F1.
fn judge(classes: &[String], truth: &[u32], scores: &[f64]) -> Result<f64> {
    let predicted: Vec<Option<u32>> = scores.chunks_exact(classes.len().max(1)).map(|row| Some(largest(row))).collect();
    let predictions = Predictions { classes, truth, predicted: &predicted, probabilities: None, clusters: None };
    let scores = score(&predictions, Bootstrap::Off)?;
    let accuracy = scores.accuracy.unwrap_or(0.0);
    Ok((accuracy + scores.macro_f1.unwrap_or(accuracy)) / 2.0)
}

/// The position of the largest number; the first of equal ones.
fn largest(row: &[f64]) -> u32 {
    let better = |best: (usize, f64), (k, s): (usize, &f64)| if *s > best.1 { (k, *s) } else { best };
    row.iter().enumerate().fold((0, f64::NEG_INFINITY), better).0 as u32
}

/// The fold scores of the best way.
fn best(ways: &[Way]) -> Vec<f64> {
    let better = |a: &Way, b: &Way| mean(&b.scores) > mean(&a.scores);
    let best = ways.iter().reduce(|a, b| if better(a, b) { b } else { a });
    best.map(|way| way.scores.clone()).unwrap_or_default()
}

/// The heads' best fold scores, averaged fold by fold; folds without rows of a head are left out at the end.
fn mean_of_heads(heads: &[Vec<Way>]) -> Vec<f64> {
    let of_heads: Vec<Vec<f64>> = heads.iter().map(|ways| best(ways)).collect();
    let shortest = of_heads.iter().map(Vec::len).min().unwrap_or(0);
    let at = |fold: usize| mean(&of_heads.iter().filter_map(|s| s.get(fold).copied()).collect::<Vec<_>>());
    (0..shortest).map(at).collect()
}

/// The first of these, simple ones first, that falls short of the best mean by no more than one standard error of the
/// difference to it.
fn simplest(scores: &[Vec<f64>]) -> usize {
    let best = scores.iter().reduce(|a, b| if mean(b) > mean(a) { b } else { a });
    let Some(best) = best else { return 0 };
    let near = |candidate: &Vec<f64>| {
        let lacks: Vec<f64> = best.iter().zip(candidate).map(|(b, c)| b - c).collect();
        mean(&lacks) <= standard_error(&lacks)
    };
    scores.iter().position(near).unwrap_or(0)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The standard error of a mean; 0 for fewer than two values.
fn standard_error(values: &[f64]) -> f64 {
    let (n, mean) = (values.len(), mean(values));
    if n < 2 {
        return 0.0;
    }
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / ((n - 1) * n) as f64).sqrt()
}

impl Way {
    fn trial(&self, head: &str, taken: &TrainOptions) -> Trial {
        /// The 97.5 % point of Student's t with 1, 2, … degrees of freedom.
        const T: [f64; 4] = [12.706, 4.303, 3.182, 2.776];
        let t = self.scores.len().checked_sub(2).and_then(|k| T.get(k)).copied().unwrap_or(f64::INFINITY);
        let (score, error) = (mean(&self.scores), standard_error(&self.scores));
        let half = if error > 0.0 { t * error } else { 0.0 };
        Trial {
            head: head.to_owned(),
            char_ngrams: self.options.text.char_ngrams,
            scale: self.options.weighting.scale,
            class_weights: self.options.class_weights,
            penalty: self.options.penalty,
            score,
            interval: [(score - half).max(0.0), (score + half).min(1.0)],
            taken: self.options == *taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Faults, LabelledOptions, read_all};
    use crate::train::train;

    /// Rows whose labels follow from a few words, a fifth of them wrong; one class has a single row.
    fn labelled() -> Labelled {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.csv");
        let mut csv = String::from("text,label,group\n");
        for row in 0..120 {
            let side = (row * 7 + row / 10) % 2;
            let word = ["good", "bad"][if row % 5 == 0 { 1 - side } else { side }];
            csv += &format!("it was a {word} day number {row} for w{},{},{}\n", row % 9, ["up", "down"][side], row / 3);
        }
        csv += "nothing of the kind,aside,999\n";
        std::fs::write(&file, csv).unwrap();
        read_all(&[file], Faults::Stop, &LabelledOptions::default()).unwrap()
    }

    #[test]
    fn a_search_finds_the_same_at_any_number_of_threads_and_says_what_it_took() {
        let (labelled, options) = (labelled(), TrainOptions::default());
        let one = train(&labelled, &options, Vec::new()).unwrap();
        let many = train(&labelled, &TrainOptions { threads: 3, ..options }, Vec::new()).unwrap();
        assert_eq!((&one.model, &one.trials), (&many.model, &many.trials));
        assert_eq!(one.trials.iter().filter(|t| t.taken).count(), 1);
        assert_eq!(one.model.heads[0].classes.len(), 3);
        let taken = one.trials.iter().find(|t| t.taken).unwrap();
        assert_eq!(taken.penalty, one.model.heads[0].penalty);
        assert_eq!(taken.char_ngrams, one.model.text.char_ngrams);
        assert!(one.trials.iter().all(|t| t.interval[0] <= t.score && t.score <= t.interval[1]));
    }

    #[test]
    fn what_is_given_is_not_searched_for() {
        let mut options =
            TrainOptions { penalty: 0.33, class_weights: ClassWeights::Balanced, ..TrainOptions::default() };
        options.free.penalty = false;
        options.free.class_weights = false;
        let trials = train(&labelled(), &options, Vec::new()).unwrap().trials;
        assert!(trials.len() > 3);
        assert!(trials.iter().all(|t| t.penalty == 0.33 && t.class_weights == ClassWeights::Balanced));
    }

    #[test]
    fn too_few_rows_to_hold_any_out_train_with_the_defaults() {
        let whole = labelled();
        let few = whole.subset(&[0, 1, 120]);
        let one_group = Labelled { groups: None, ..few };
        assert!(train(&one_group, &TrainOptions::default(), Vec::new()).is_ok());
    }

    #[test]
    fn the_simplest_within_one_standard_error_is_taken() {
        // The last is the best; the first lacks 0.01 on every fold, the second now more, now less, 0.002 in the mean.
        let best = vec![0.80, 0.82, 0.78, 0.81, 0.79];
        let clearly_worse: Vec<f64> = best.iter().map(|s| s - 0.01).collect();
        let about_as_good = vec![0.81, 0.80, 0.79, 0.80, 0.79];
        assert_eq!(simplest(&[clearly_worse.clone(), about_as_good, best.clone()]), 1);
        assert_eq!(simplest(&[clearly_worse, best.clone()]), 1);
        assert_eq!(simplest(&[best.clone(), best]), 0);
        assert_eq!(simplest(&[]), 0);
    }

    #[test]
    fn the_score_counts_rows_and_classes_alike() {
        let classes = ["a".to_owned(), "b".to_owned()];
        // Three of four rows right; F1 is 0.8 and 2/3.
        let scores = [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
        let found = judge(&classes, &[0, 0, 1, 1], &scores).unwrap();
        assert!((found - (0.75 + (0.8 + 2.0 / 3.0) / 2.0) / 2.0).abs() < 1e-12);
    }
}
