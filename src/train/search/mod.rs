//! The choice of options by cross-validation: what is free is tried, and the simplest that is as good as any is taken.

mod choice;
mod judge;
mod part;
#[cfg(test)]
mod tests;

use choice::{best_group, mean, mean_of_heads, simplest, standard_error};
use judge::Judge;
use part::{part, work};

use super::head::HeadData;
use super::head_data;
use super::heldout::{FOLDS, Folds};
use super::options::{TargetWeights, TrainOptions};
use crate::Result;
use crate::corpus::Labelled;
use crate::evaluate::Interval;
use crate::features::{Counts, Scale, count};
use crate::text::{Analyzer, CharNgrams};

/// Up to this work there are [`FOLDS`] folds, beyond it [`FEW_FOLDS`].
const SMALL: usize = 500_000;
/// Folds of a search on data that are not small.
const FEW_FOLDS: usize = 3;
/// Penalties tried, from strong to weak.
const PENALTIES: [f64; 3] = [0.2, 0.06, 0.02];
/// The penalty at which everything else is chosen; it is given up only where another is clearly better.
const PROBE: f64 = 0.06;
/// Lengths of character n-grams tried on texts that are not long, few first.
const CHAR_NGRAMS: [CharNgrams; 3] = [CharNgrams::NONE, CharNgrams { min: 4, max: 5 }, CharNgrams { min: 2, max: 5 }];
/// What targets have in common, simple ones first.
const TARGET_WEIGHTS: [TargetWeights; 2] = [TargetWeights::Shared, TargetWeights::Own];
/// Scales tried. Both are as simple; the first one is given up only where the second is clearly better.
const SCALES: [Scale; 2] = [Scale::RatioIdf, Scale::Idf];

/// One way to train a head, and how well it did on rows held out.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The head's name.
    pub head: String,
    /// Lengths of character n-grams.
    pub char_ngrams: CharNgrams,
    /// What targets have in common.
    pub target_weights: TargetWeights,
    /// Weight of terms over the corpus.
    pub scale: Scale,
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
/// everything that training fits is fitted without them, the calibration too. One after the other: the lengths of character
/// n-grams for all heads together; then for each head what targets have in common, the scale, and at last the penalty. Of the ways to choose from, the simplest is taken that falls short of the best by no more than one standard error of
/// their difference over the folds (Breiman et al. 1984).
///
/// Class weights are not chosen: with them probabilities are those of other data than these, where rare classes are more frequent.
///
/// # Errors
/// As [`Folds::deal`] where there are too few rows or groups, and as training.
pub(super) fn search(labelled: &Labelled, options: &TrainOptions) -> Result<Found> {
    let part = part(labelled)?;
    let labelled = part.as_ref().unwrap_or(labelled);
    let folds = Folds::deal(labelled, if work(labelled) > SMALL { FEW_FOLDS } else { FOLDS })?;
    // The same weights for all targets are several times less work, and near enough to choose character n-grams by.
    let mut options = options.clone();
    if options.free.target_weights {
        options.target_weights = TargetWeights::Shared;
    }
    let options = &options;
    let mut tried = Vec::new();
    for chars in families(options) {
        let mut options = options.clone();
        options.text.char_ngrams = chars;
        let counts = count(&labelled.texts, &Analyzer::new(&options.text)?, options.min_texts, options.threads)?;
        let ways = in_heads(labelled, &counts, |h, head| {
            Judge::new(labelled, h, head, &folds).ways(&options, &penalties(&options, &[PROBE]))
        })?;
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
        let (ways, more) = refine(&Judge::new(labelled, h, head, &folds), first.next().unwrap_or_default())?;
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

/// The lengths of character n-grams to try. On long texts only what [`TrainOptions::for_texts`] has set.
fn families(options: &TrainOptions) -> Vec<CharNgrams> {
    match options.free.char_ngrams && !options.text.char_ngrams.is_none() {
        true => CHAR_NGRAMS.to_vec(),
        false => vec![options.text.char_ngrams],
    }
}

/// These penalties if the penalty is free, else the one given.
fn penalties(options: &TrainOptions, tried: &[f64]) -> Vec<f64> {
    if options.free.penalty { tried.to_vec() } else { vec![options.penalty] }
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

/// Goes on from the ways of the family taken: what targets share, scales. Gives the ways to take the penalty
/// from, and those tried before.
fn refine(judge: &Judge<'_>, first: Vec<Way>) -> Result<(Vec<Way>, Vec<Way>)> {
    let (mut ways, mut more) = (first, Vec::new());
    let Some(free) = ways.first().map(|way| way.options.free) else { return Ok((ways, more)) };
    if free.target_weights && judge.data.has_targets() {
        ways = step(judge, ways, &mut more, &TARGET_WEIGHTS, |o| &mut o.target_weights)?;
    }
    if free.scale {
        ways = step(judge, ways, &mut more, &SCALES, |o| &mut o.weighting.scale)?;
    }
    if let Some(options) = ways.first().map(|way| way.options.clone()).filter(|_| free.penalty) {
        ways = judge.ways(&options, &PENALTIES)?;
        ways.sort_by_key(|way| way.options.penalty != PROBE);
    }
    Ok((ways, more))
}

/// Tries each of `values` at `place`, with everything else as in the first of `ways`, and gives the ways of the simplest that is
/// as good as any. Ways newly tried are noted in `more`.
fn step<T: Copy + PartialEq>(
    judge: &Judge<'_>,
    ways: Vec<Way>,
    more: &mut Vec<Way>,
    values: &[T],
    place: impl Fn(&mut TrainOptions) -> &mut T,
) -> Result<Vec<Way>> {
    let Some(from) = ways.first().map(|way| way.options.clone()) else { return Ok(ways) };
    let mut groups = Vec::with_capacity(values.len());
    for value in values {
        let mut options = from.clone();
        if std::mem::replace(place(&mut options), *value) == *value {
            groups.push(ways.clone());
            continue;
        }
        let tried = judge.ways(&options, &penalties(&options, &[PROBE]))?;
        more.extend(tried.iter().cloned());
        groups.push(tried);
    }
    Ok(best_group(groups))
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
            target_weights: self.options.target_weights,
            scale: self.options.weighting.scale,
            penalty: self.options.penalty,
            score,
            interval: [(score - half).max(0.0), (score + half).min(1.0)],
            taken: self.options == *taken,
        }
    }
}
