//! Training options: the defaults, then the file given with `--config`, then flags. What is given is not searched for.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;
use stance::error::Place;
use stance::text::CharNgrams;
use stance::train::{Free, Search, TrainOptions};
use stance::{Error, Result};

use crate::cli::LearnArgs;

/// The options in force.
pub(crate) fn options(args: &LearnArgs) -> Result<TrainOptions> {
    let mut options = match &args.config {
        None => TrainOptions::default(),
        Some(path) => from_file(path)?,
    };
    if let Some(language) = &args.language {
        options.text.language = language.parse()?;
    }
    if let Some(n) = args.word_ngrams {
        options.text.word_ngrams = n;
    }
    if let Some(lengths) = &args.char_ngrams {
        options.text.char_ngrams = char_ngrams(lengths)?;
    }
    set(&mut options.text.negation, &args.negation, "--negation", "keep or scope")?;
    set(&mut options.text.capitals, &args.capitals, "--capitals", "ignore or mark")?;
    set(&mut options.text.repeats, &args.repeats, "--repeats", "once or count")?;
    set(&mut options.weighting.local, &args.local, "--local", "binary, count or log-count")?;
    set(&mut options.weighting.scale, &args.scale, "--scale", "none, idf, ratio or ratio-idf")?;
    set(&mut options.weighting.norm, &args.norm, "--norm", "none, l2, l2-by-family, sqrt-words or sqrt-squares")?;
    set(&mut options.class_weights, &args.class_weights, "--class-weights", "none, root or balanced")?;
    set(&mut options.target_weights, &args.target_weights, "--target-weights", "shared or own")?;
    set(&mut options.solver, &args.solver, "--solver", "newton or linfa-logistic")?;
    set(&mut options.calibration, &args.calibration, "--calibration", "cv or none")?;
    options.min_texts = args.min_texts.unwrap_or(options.min_texts);
    options.max_terms = args.max_terms.or(options.max_terms);
    options.penalty = args.penalty.unwrap_or(options.penalty);
    let before = options.free;
    options.free = Free {
        char_ngrams: before.char_ngrams && args.char_ngrams.is_none(),
        min_texts: before.min_texts && args.min_texts.is_none(),
        scale: before.scale && args.scale.is_none(),
        penalty: before.penalty && args.penalty.is_none(),
        target_weights: before.target_weights && args.target_weights.is_none(),
    };
    if args.no_search {
        options.search = Search::Off;
    }
    options.threads = args.threads;
    options.check()?;
    Ok(options)
}

/// The defaults with what a TOML file says put over them.
fn from_file(path: &Path) -> Result<TrainOptions> {
    let name = path.display().to_string();
    let refuse = |problem: String| Error::data(Place::file(&name), problem.trim().replace('\n', " "));
    let text = std::fs::read_to_string(path).map_err(|e| Error::io("read", &name, e))?;
    let given: Value = toml::from_str(&text).map_err(|e| refuse(e.to_string()))?;
    TrainOptions::from_given(&given).map_err(|e| refuse(e.to_string()))
}

/// Reads one of an enum's names, as the model file spells them.
fn set<T: DeserializeOwned>(place: &mut T, given: &Option<String>, flag: &str, names: &str) -> Result<()> {
    if let Some(name) = given {
        *place = serde_json::from_value(Value::String(name.clone()))
            .map_err(|_| Error::options(flag, format!("`{name}` is not known; use {names}")))?;
    }
    Ok(())
}

fn char_ngrams(lengths: &str) -> Result<CharNgrams> {
    if lengths == "none" {
        return Ok(CharNgrams::NONE);
    }
    let parts = lengths.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let (min, max) = parts.ok_or_else(|| {
        Error::options("--char-ngrams", format!("`{lengths}` is not MIN-MAX; use for example 2-5, or none"))
    })?;
    Ok(CharNgrams { min, max })
}
