//! Which options are tried, in which order, and which are chosen.

use super::Candidate;
use super::candidate::{Evaluator, Trials};
use super::one_standard_error::{best_scores, mean, mean_of_heads, simplest, simplest_group, standard_error};
use super::sample::{WORK, sample, work};
use crate::corpus::{HeadLabels, Labelled};
use crate::error::{Place, listed};
use crate::evaluate::Interval;
use crate::features::Scale;
use crate::text::CharNgrams;
use crate::train::calibrate::NOT_HELD_OUT;
use crate::train::counted::Counted;
use crate::train::head::HeadData;
use crate::train::held_out::{FOLDS, folds_at_most};
use crate::train::options::{TargetWeights, TrainOptions, VECTOR_WEIGHT};
use crate::train::terms::{Terms, count_terms};
use crate::{Error, Result};

/// Data with more [`work`] than this get [`FEW_FOLDS`] folds instead of [`FOLDS`].
const SMALL: usize = 500_000;
/// A sample with more [`work`] than this is not searched on. It has many classes, of each of which all rows are in it.
const TOO_MUCH: usize = 8 * WORK;
/// Folds of a search on data that are not small.
const FEW_FOLDS: usize = 3;
/// Penalties tried, from strong to weak.
const PENALTIES: [f64; 3] = [0.2, 0.06, 0.02];
/// The penalty while everything else is chosen, and the one that is kept unless another is clearly better.
const PROBE: f64 = 0.06;
/// Lengths of character n-grams tried on texts that are not long, from few n-grams to many.
const CHAR_NGRAMS: [CharNgrams; 3] = [CharNgrams::NONE, CharNgrams { min: 4, max: 5 }, CharNgrams { min: 2, max: 5 }];
/// Ways to share weights between targets, simple ones first.
const TARGET_WEIGHTS: [TargetWeights; 2] = [TargetWeights::Shared, TargetWeights::Own];
/// Scales tried. Neither is simpler; the first is kept unless the second is clearly better.
const SCALES: [Scale; 2] = [Scale::RatioIdf, Scale::Idf];

/// Weights of word vectors tried, if there are any. The first is kept unless another is clearly better.
const VECTOR_WEIGHTS: [Option<f64>; 3] = [Some(VECTOR_WEIGHT), Some(0.0), Some(4.0)];

/// One way to train a head, and its score on held-out rows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trial {
    /// The head's name.
    pub head: String,
    /// Lengths of character n-grams.
    pub char_ngrams: CharNgrams,
    /// How targets share weights.
    pub target_weights: TargetWeights,
    /// The scale of terms over the corpus.
    pub scale: Scale,
    /// How strongly word vectors count; `None` without them.
    pub vector_weight: Option<f64>,
    /// The penalty.
    pub penalty: f64,
    /// The mean of accuracy and macro-F1, from 0 to 1, averaged over the folds. Accuracy is about most rows, macro-F1
    /// about every class.
    pub score: f64,
    /// The 95 % interval of `score` by Student's t over the folds.
    pub interval: Interval,
    /// Whether these options were chosen.
    pub taken: bool,
}

/// The result of a search.
pub(crate) struct SearchResult {
    /// The chosen options of each head. The text settings are the same in all.
    pub(crate) heads: Vec<TrainOptions>,
    pub(crate) trials: Vec<Trial>,
    /// The heads that by themselves would get other lengths of character n-grams than all together, with these lengths.
    pub(crate) moved: Vec<(String, CharNgrams)>,
}

impl SearchResult {
    /// These options for each of `heads` heads, nothing tried.
    pub(crate) fn without_search(options: &TrainOptions, heads: usize) -> Self {
        Self { heads: vec![options.clone(); heads], trials: Vec::new(), moved: Vec::new() }
    }
}

/// Chooses the free options of `options` by their scores on held-out rows. Groups are held out whole, and everything
/// that training fits, the calibration included, is fitted without the held-out rows.
///
/// The steps are, in this order: the lengths of character n-grams for all heads together; then for each head the
/// sharing between targets, the scale, and the penalty. Each step takes the simplest candidate within one standard
/// error of the best ([`simplest`]).
///
/// `counted` may have counted the texts already.
///
/// Class weights are never chosen. With them, probabilities would be those of data in which rare classes are more
/// frequent.
///
/// # Errors
/// As [`Folds::assign`](crate::corpus::Folds::assign) if there are too few rows or groups; [`Error::Data`] if no row of
/// any head can be held out, or too many classes make a search too long; and as training.
pub(crate) fn search(labelled: &Labelled, options: &TrainOptions, counted: &Counted<'_>) -> Result<SearchResult> {
    let sample = sample(labelled)?;
    let labelled = sample.as_ref().unwrap_or(labelled);
    if sample.is_some() && work(labelled) > TOO_MUCH {
        let problem = "too many classes to try options in reasonable time; the defaults are used";
        return Err(Error::data(Place::file(listed(&labelled.files)), problem));
    }
    let folds = folds_at_most(labelled, if work(labelled) > SMALL { FEW_FOLDS } else { FOLDS })?;
    // Shared weights need several times less work than own ones, and choosing character n-grams does not need more.
    let mut options = options.clone();
    if options.free.target_weights {
        options.target_weights = TargetWeights::Shared;
    }
    let options = &options;
    let trials = Trials::new(&options.progress, labelled.heads.len() * trials_per_head(labelled, options));
    let mut tried = Vec::new();
    for char_ngrams in char_ngrams(options) {
        let mut options = options.clone();
        options.text.char_ngrams = char_ngrams;
        let counts = count_terms(labelled, &options, counted)?;
        let candidates = for_each_head(labelled, &counts, |h, head| {
            Evaluator::new(labelled, h, head, &folds, &trials).candidates(&options, &penalties(&options, &[PROBE]))
        })?;
        tried.push((counts, candidates));
    }
    if tried.iter().flat_map(|(_, heads)| heads).flatten().all(|candidate| candidate.scores.is_empty()) {
        return Err(Error::data(Place::file("folds"), NOT_HELD_OUT));
    }
    // The score of a length is that of its best candidate for each head, averaged over the heads fold by fold.
    let by_length: Vec<Vec<f64>> = tried.iter().map(|(_, candidates)| mean_of_heads(candidates)).collect();
    let chosen = simplest(&by_length);
    let moved = moved(labelled, &char_ngrams(options), &tried, chosen);
    let mut earlier: Vec<Vec<Candidate>> = vec![Vec::new(); labelled.heads.len()];
    for (_, candidates) in &tried {
        earlier.iter_mut().zip(candidates).for_each(|(all, candidates)| all.extend(candidates.iter().cloned()));
    }
    let Some((counts, first)) = tried.into_iter().nth(chosen) else {
        return Ok(SearchResult::without_search(options, labelled.heads.len()));
    };
    let mut result = SearchResult { heads: Vec::new(), trials: Vec::new(), moved };
    let mut first = first.into_iter();
    for_each_head(labelled, &counts, |h, head| {
        let evaluator = Evaluator::new(labelled, h, head, &folds, &trials);
        let (last, more) = refine(&evaluator, first.next().unwrap_or_default())?;
        let chosen = last.get(simplest(&last.iter().map(|c| c.scores.clone()).collect::<Vec<_>>()));
        let chosen = chosen.map_or_else(|| options.clone(), |candidate| candidate.options.clone());
        let mut all = earlier.get_mut(h).map(std::mem::take).unwrap_or_default();
        all.extend(more);
        // The last step may try candidates again; each is listed once.
        all.retain(|candidate| !last.iter().any(|last| last.options == candidate.options));
        let name = labelled.heads.get(h).map_or("", |l| l.name.as_str());
        let scored = all.iter().chain(&last).filter(|candidate| !candidate.scores.is_empty());
        result.trials.extend(scored.map(|candidate| candidate.trial(name, &chosen)));
        result.heads.push(chosen);
        Ok(())
    })?;
    Ok(result)
}

/// Number of trials of a head, each with other options than the one before.
fn trials_per_head(labelled: &Labelled, options: &TrainOptions) -> usize {
    let free = options.free;
    let steps = [free.target_weights && labelled.targets.is_some(), free.scale, free.penalty];
    let of_vectors =
        if free.vector_weight && options.background.vectors.is_some() { VECTOR_WEIGHTS.len() - 1 } else { 0 };
    char_ngrams(options).len() + of_vectors + steps.into_iter().filter(|step| *step).count()
}

/// The heads for which another length than number `chosen` would be chosen if they were the only one, with that length.
/// `tried` holds for each of `lengths` the candidates of every head.
fn moved(
    labelled: &Labelled,
    lengths: &[CharNgrams],
    tried: &[(Terms, Vec<Vec<Candidate>>)],
    chosen: usize,
) -> Vec<(String, CharNgrams)> {
    let alone = |(h, head): (usize, &HeadLabels)| {
        let scores: Vec<Vec<f64>> =
            tried.iter().map(|(_, heads)| heads.get(h).map_or_else(Vec::new, |own| best_scores(own))).collect();
        let own = simplest(&scores);
        (own != chosen).then(|| Some((head.name.clone(), *lengths.get(own)?))).flatten()
    };
    labelled.heads.iter().enumerate().filter_map(alone).collect()
}

/// The lengths of character n-grams to try: all, or only the given ones if they are given or the texts are long, for
/// which [`TrainOptions::for_data`] has turned character n-grams off.
fn char_ngrams(options: &TrainOptions) -> Vec<CharNgrams> {
    if options.free.char_ngrams && !options.text.char_ngrams.is_none() {
        CHAR_NGRAMS.to_vec()
    } else {
        vec![options.text.char_ngrams]
    }
}

/// `tried` if the penalty is free, else the given penalty.
fn penalties(options: &TrainOptions, tried: &[f64]) -> Vec<f64> {
    if options.free.penalty { tried.to_vec() } else { vec![options.penalty] }
}

/// Calls `each` with every head's number and its labelled rows.
fn for_each_head<T>(
    labelled: &Labelled,
    counts: &Terms,
    mut each: impl FnMut(usize, &(Vec<usize>, HeadData<'_>)) -> Result<T>,
) -> Result<Vec<T>> {
    let heads = labelled.heads.iter().enumerate();
    heads.map(|(h, labels)| each(h, &HeadData::new(labelled, labels, counts)?)).collect()
}

/// The steps after the character n-grams, from the candidates `first` on. Returns the candidates of the last step, and
/// those tried on the way.
fn refine(evaluator: &Evaluator<'_>, first: Vec<Candidate>) -> Result<(Vec<Candidate>, Vec<Candidate>)> {
    let (mut candidates, mut more) = (first, Vec::new());
    let Some(free) = candidates.first().map(|candidate| candidate.options.free) else {
        return Ok((candidates, more));
    };
    if free.target_weights && evaluator.data.has_targets() {
        candidates = step(evaluator, candidates, &mut more, &TARGET_WEIGHTS, |o| &mut o.target_weights)?;
    }
    if free.scale {
        candidates = step(evaluator, candidates, &mut more, &SCALES, |o| &mut o.weighting.scale)?;
    }
    if free.vector_weight && evaluator.data.vectors.is_some() {
        candidates = step(evaluator, candidates, &mut more, &VECTOR_WEIGHTS, |o| &mut o.vector_weight)?;
    }
    if let Some(options) = candidates.first().map(|candidate| candidate.options.clone()).filter(|_| free.penalty) {
        candidates = evaluator.candidates(&options, &PENALTIES)?;
        candidates.sort_by_key(|candidate| candidate.options.penalty != PROBE);
    }
    Ok((candidates, more))
}

/// Tries each of `values` for one option, which `option` gives access to, with all other options as in the first of
/// `candidates`. Returns the candidates of the chosen value. New candidates are also added to `more`.
fn step<T: Copy + PartialEq>(
    evaluator: &Evaluator<'_>,
    candidates: Vec<Candidate>,
    more: &mut Vec<Candidate>,
    values: &[T],
    option: impl Fn(&mut TrainOptions) -> &mut T,
) -> Result<Vec<Candidate>> {
    let Some(from) = candidates.first().map(|candidate| candidate.options.clone()) else { return Ok(candidates) };
    let mut groups = Vec::with_capacity(values.len());
    for value in values {
        let mut options = from.clone();
        if std::mem::replace(option(&mut options), *value) == *value {
            groups.push(candidates.clone());
            continue;
        }
        let tried = evaluator.candidates(&options, &penalties(&options, &[PROBE]))?;
        more.extend(tried.iter().cloned());
        groups.push(tried);
    }
    Ok(simplest_group(groups))
}

impl Candidate {
    /// This candidate as it is reported.
    fn trial(&self, head: &str, chosen: &TrainOptions) -> Trial {
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
            vector_weight: self.options.vector_weight,
            penalty: self.options.penalty,
            score,
            interval: [(score - half).max(0.0), (score + half).min(1.0)],
            taken: self.options == *chosen,
        }
    }
}
