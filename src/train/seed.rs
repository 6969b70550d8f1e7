//! A model without labels: sides by seed words and a pool of unlabelled statements.

use std::collections::BTreeMap;

use crate::calibrate::Calibration;
use crate::classify::Classifier;
use crate::dictionary::Dictionary;
use crate::error::Place;
use crate::features::{Norm, Scale, Weighting};
use crate::model::{About, AboutHead, DataDigest, DoubtRules, Head, HeadWeights, JsonText, Model, Provenance};
use crate::text::{CharNgrams, STEMMER, TextSettings};
use crate::vectors::{Polarity, SeedReport, VectorOptions, WordVectors};
use crate::{Error, Result, UNSURE};

/// The probabilities of a model without labels are those of a score that ranks a statement of one class above one of
/// another so often, if scores are normally distributed with equal variance in each class. Nothing in the pool says how
/// good the score is, so the number is low: probabilities are wide.
pub const ASSUMED_AUC: f64 = 0.7;
/// The slope of the log-odds in standard deviations of the score that follows from [`ASSUMED_AUC`]: d √(1 + d²/4) with
/// d = √2 Φ⁻¹(0.7) = 0.7416.
const SLOPE: f64 = 0.7910;
/// Statements of the pool whose scores are looked at for their mean and spread.
const SAMPLE: usize = 20_000;

/// How a model without labels is made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeedOptions {
    /// The name of the head. Default: `stance`.
    pub label: String,
    /// How texts become words; only single words count. Default: that of training.
    pub text: TextSettings,
    /// How word vectors are learnt.
    pub vectors: VectorOptions,
}

impl Default for SeedOptions {
    fn default() -> Self {
        Self { label: "stance".to_owned(), text: TextSettings::default(), vectors: VectorOptions::default() }
    }
}

/// A model without labels, and what its seeds did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Seeded {
    /// The model. Its description and its provenance say that it has seen no label.
    pub model: Model,
    /// What the seeds did.
    pub report: SeedReport,
}

/// Makes a model whose classes are the outermost keys of `seeds`: the weight of a word is its [`Polarity`] times its
/// inverse document frequency in the pool. Scores are centred on the mean of the pool: half of it is expected on either
/// side.
///
/// ```
/// use stance::Classifier;
/// use stance::dictionary::{DictionaryFormat, read};
/// use stance::train::{SeedOptions, seed};
///
/// let pool: Vec<String> =
///     (0..200).map(|k| format!("{} {}", ["ban the chips", "free the trade"][k % 2], k % 7)).collect();
/// let seeds = read("keep: [ban]\nlift: [free]\n", "seeds.yml", DictionaryFormat::Yaml)?.dictionary;
/// let model = seed(&pool, &seeds, &SeedOptions::default(), Vec::new())?.model;
/// assert_eq!(Classifier::new(model)?.classify("It is about trade.")?["stance"].label(), "lift");
/// # Ok::<(), stance::Error>(())
/// ```
///
/// # Errors
/// As [`WordVectors::learn`] and [`Polarity::new`].
pub fn seed(pool: &[String], seeds: &Dictionary, options: &SeedOptions, data: Vec<DataDigest>) -> Result<Seeded> {
    let text = TextSettings { word_ngrams: 1, char_ngrams: CharNgrams::NONE, keys: None, ..options.text.clone() };
    let vectors = WordVectors::learn(pool, &text, &options.vectors)?;
    let (polarity, report) = Polarity::new(&vectors, seeds)?;
    check_names(polarity.classes(), &options.label)?;
    let mut model = model(&polarity, &text, options);
    standardise(&mut model, pool)?;
    model.provenance.options = serde_json::json!({
        "method": "seeds",
        "labels": "none",
        "assumed-auc": ASSUMED_AUC,
        "text": text,
        "vectors": options.vectors,
        "seeds": seeds,
        "pool": data.iter().map(|d| serde_json::json!({"sha256": d.sha256, "statements": d.rows})).collect::<Vec<_>>(),
    })
    .into();
    model.check("the model of seeds")?;
    Ok(Seeded { model, report })
}

/// Refuses names that no model can have: a blank label column, and the class that stands for results that are not sure.
fn check_names(classes: &[String], label: &str) -> Result<()> {
    if label.trim().is_empty() {
        return Err(Error::options("label", "is blank; name the label column, for example stance"));
    }
    match classes.iter().find(|class| class.trim().eq_ignore_ascii_case(UNSURE)) {
        None => Ok(()),
        Some(class) => {
            let problem =
                format!("class `{class}` is reserved for results that are not sure enough; name it otherwise");
            Err(Error::data(Place::file("the seeds"), problem))
        }
    }
}

/// The model before its scores are standardised.
fn model(polarity: &Polarity, text: &TextSettings, options: &SeedOptions) -> Model {
    let (words, lanes) = (polarity.words().len(), polarity.lanes());
    let weight = |k: usize| {
        let (lane, word) = (k / words.max(1), k % words.max(1));
        let value = polarity.at(word).get(lane).copied().unwrap_or(0.0);
        (value * polarity.idf(word)) as f32
    };
    let weights = HeadWeights { coefficients: (0..lanes * words).map(weight).collect(), intercepts: vec![0.0; lanes] };
    let classes = polarity.classes().to_vec();
    let head = Head {
        name: options.label.clone(),
        class_shares: vec![vec![1.0 / classes.len() as f64; classes.len()]],
        classes,
        targets: Vec::new(),
        weighting: Weighting { scale: Scale::None, norm: Norm::SqrtWords },
        scale: vec![1.0; words],
        weights: vec![weights],
        penalty: 0.0,
        calibration: Calibration::None,
    };
    let question = "no labels: a side by seed words alone; its probabilities are assumed, not measured".to_owned();
    let about = AboutHead { question: Some(question), ..AboutHead::default() };
    Model {
        text: text.clone(),
        vocabulary: polarity.words().clone(),
        heads: vec![head],
        provenance: Provenance {
            program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
            stemmer: STEMMER.to_owned(),
            data: Vec::new(),
            options: JsonText::default(),
            learning: serde_json::json!([]).into(),
        },
        about: About { heads: BTreeMap::from([(options.label.clone(), about)]), ..About::default() },
        doubt: DoubtRules::default(),
    }
}

/// Gives the scores of the pool a mean of 0 and the spread that follows from [`ASSUMED_AUC`].
fn standardise(model: &mut Model, pool: &[String]) -> Result<()> {
    let classifier = Classifier::new(model.clone())?;
    let (mut session, target) = (classifier.session(), classifier.default_target()?);
    let lanes = model.heads.first().map_or(1, Head::n_outputs);
    let (mut sums, mut squares, mut n) = (vec![0.0; lanes], vec![0.0; lanes], 0.0);
    let mut predictions = Vec::new();
    for text in pool.iter().step_by(pool.len().div_ceil(SAMPLE).max(1)) {
        session.classify_into(text, target, &mut predictions)?;
        let Some(prediction) = predictions.first() else { continue };
        let logs: Vec<f64> = prediction.probabilities.iter().map(|p| libm::log(p.max(1e-300))).collect();
        let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
        let scores = match logs.as_slice() {
            [first, second] => vec![second - first],
            _ => logs.iter().map(|log| log - mean).collect(),
        };
        for ((sum, square), score) in sums.iter_mut().zip(&mut squares).zip(&scores) {
            *sum += score;
            *square += score * score;
        }
        n += 1.0;
    }
    let mean = |sum: &f64| sum / f64::max(n, 1.0);
    let means: Vec<f64> = sums.iter().map(mean).collect();
    let variance = squares.iter().map(mean).zip(&means).map(|(square, m)| square - m * m).sum::<f64>() / lanes as f64;
    if !(variance.is_finite() && variance > 0.0) {
        let problem = "give every statement of the pool the same score; write seeds that tell its statements apart";
        return Err(Error::data(Place::file("the seeds"), problem));
    }
    let factor = SLOPE / variance.sqrt();
    for weights in model.heads.iter_mut().flat_map(|head| &mut head.weights) {
        weights.coefficients.iter_mut().for_each(|w| *w = (f64::from(*w) * factor) as f32);
        weights.intercepts.iter_mut().zip(&means).for_each(|(b, mean)| *b = -mean * factor);
    }
    Ok(())
}
