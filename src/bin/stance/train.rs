//! `stance train`: labelled rows → model file; and the training options that `evaluate` shares.

use std::io::Write;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use stance::corpus::{ColumnChoice, Faults, Labelled, LabelledOptions, Output, Purpose, read_all};
use stance::error::Place;
use stance::model::{DataDigest, sha256};
use stance::text::CharNgrams;
use stance::train::{TrainOptions, train};
use stance::{Error, Result};

use crate::cli::{ColumnArgs, LearnArgs, TrainArgs};

pub(crate) fn run(args: &TrainArgs) -> Result<()> {
    let options = options(&args.learn)?;
    let mut output = Output::file(&args.output)?;
    let labelled = read(&args.files, &args.learn.columns, Purpose::Learn)?;
    let trained = train(&labelled, &options, digests(&args.files, &labelled)?)?;
    for head in &trained.heads {
        let classes: Vec<String> = head.class_rows.iter().map(|(class, rows)| format!("{class} {rows}")).collect();
        anstream::eprintln!("{}: {} rows ({})", head.name, head.rows, classes.join(", "));
        if !head.convergence.reached {
            anstream::eprintln!(
                "{}: the solver stopped after {} passes at a relative gradient of {:.1e}; raise --penalty",
                head.name,
                head.convergence.passes,
                head.convergence.relative_gradient
            );
        }
        if let Some(why) = &head.not_calibrated {
            anstream::eprintln!("{}: not calibrated ({why})", head.name);
        }
    }
    let bytes = trained.model.to_bytes()?;
    output.write_all(&bytes).map_err(|e| Error::io("write", output.name().to_owned(), e))?;
    output.commit()?;
    anstream::eprintln!("{}: {} terms, {} bytes", args.output.display(), trained.model.vocabulary.len(), bytes.len());
    Ok(())
}

/// Reads labelled files and says which optional columns were taken.
pub(crate) fn read(files: &[PathBuf], args: &ColumnArgs, purpose: Purpose) -> Result<Labelled> {
    let faults = if args.skip_bad_rows { Faults::SkipAndCount } else { Faults::Stop };
    let choice = |given: &Option<String>, default: &str| match given {
        Some(name) => ColumnChoice::Named(name.clone()),
        None if args.ignore_column.iter().any(|c| c == default) => ColumnChoice::Ignore,
        None => ColumnChoice::IfPresent(default.to_owned()),
    };
    let options = LabelledOptions {
        text_column: args.text_column.clone(),
        labels: args.label.clone(),
        group: choice(&args.group_column, "group"),
        weight: choice(&args.weight_column, "weight"),
        target: choice(&args.target_column, "target"),
        fold: args.fold_column.clone().map_or(ColumnChoice::Ignore, ColumnChoice::Named),
        purpose,
    };
    let labelled = read_all(files, faults, &options)?;
    for line in &labelled.announced {
        anstream::eprintln!("{line}");
    }
    if labelled.skipped > 0 {
        anstream::eprintln!("{} faulty rows left out", labelled.skipped);
    }
    Ok(labelled)
}

fn digests(files: &[PathBuf], labelled: &Labelled) -> Result<Vec<DataDigest>> {
    let digest = |(at, path): (usize, &PathBuf)| {
        let bytes = std::fs::read(path).map_err(|e| Error::io("read", path.display().to_string(), e))?;
        let rows = labelled.rows.iter().filter(|r| r.file as usize == at).count() as u64;
        Ok(DataDigest { sha256: sha256([bytes.as_slice()]), rows })
    };
    files.iter().enumerate().map(digest).collect()
}

/// Training options: defaults, then the file given with `--config`, then flags.
pub(crate) fn options(args: &LearnArgs) -> Result<TrainOptions> {
    let mut options = match &args.config {
        None => TrainOptions::default(),
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|e| Error::io("read", &name, e))?;
            toml::from_str(&text).map_err(|e| Error::data(Place::file(&name), e.to_string().replace('\n', " ")))?
        }
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
    set(&mut options.weighting.local, &args.local, "--local", "binary, count or log-count")?;
    set(&mut options.weighting.scale, &args.scale, "--scale", "none, idf, ratio or ratio-idf")?;
    set(&mut options.weighting.norm, &args.norm, "--norm", "none, l2 or l2-by-family")?;
    set(&mut options.class_weights, &args.class_weights, "--class-weights", "none or balanced")?;
    set(&mut options.solver, &args.solver, "--solver", "newton or linfa-logistic")?;
    set(&mut options.calibration, &args.calibration, "--calibration", "cv or none")?;
    options.min_texts = args.min_texts.unwrap_or(options.min_texts);
    options.penalty = args.penalty.unwrap_or(options.penalty);
    options.threads = args.threads;
    options.check()?;
    Ok(options)
}

/// Reads one of an enum's names, as the model file spells them.
fn set<T: DeserializeOwned>(place: &mut T, given: &Option<String>, flag: &str, names: &str) -> Result<()> {
    if let Some(name) = given {
        *place = serde_json::from_value(serde_json::Value::String(name.clone()))
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
