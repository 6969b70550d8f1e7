//! `stance train`: labelled rows → model file; and the reading of labelled rows that `evaluate` shares.

use std::io::Write;
use std::path::PathBuf;

use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use serde::Serialize;
use stance::corpus::{ColumnChoice, Faults, Labelled, LabelledOptions, Output, Purpose};
use stance::model::{DataDigest, sha256};
use stance::text::CharNgrams;
use stance::train::{TargetWeights, Trial, train};
use stance::{Error, Result};

use crate::cli::{ColumnArgs, TrainArgs};
use crate::options::options;
use crate::tables;

pub(crate) fn run(args: &TrainArgs) -> Result<()> {
    let options = options(&args.learn)?;
    let mut output = match args.output.as_os_str() == "-" {
        true => Output::stream(Box::new(std::io::stdout()), "standard output"),
        false => Output::file(&args.output)?,
    };
    let labelled = read(&args.files, &args.learn.columns, Purpose::Learn)?;
    let trained = train(&labelled, &options, digests(&args.files, &labelled)?)?;
    if let Some(why) = &trained.not_searched {
        say!("options not chosen by cross-validation ({why})");
    }
    if !trained.trials.is_empty() {
        say!("{}", trials(&trained.trials));
    }
    for head in &trained.heads {
        let classes: Vec<String> = head.class_rows.iter().map(|(class, rows)| format!("{class} {rows}")).collect();
        say!("{}: {} rows ({})", head.name, head.rows, classes.join(", "));
        if !head.convergence.converged {
            say!(
                "{}: the solver stopped after {} passes at a relative gradient of {:.1e}; raise --penalty",
                head.name,
                head.convergence.passes,
                head.convergence.relative_gradient
            );
        }
        if let Some(why) = &head.not_calibrated {
            say!("{}: not calibrated ({why})", head.name);
        }
    }
    let bytes = trained.model.to_bytes()?;
    output.write_all(&bytes).map_err(|e| Error::io("write", output.name().to_owned(), e))?;
    output.commit()?;
    say!("{}: {} terms, {} bytes", args.output.display(), trained.model.vocabulary.len(), bytes.len());
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
    let labelled = tables::read(files, faults, &options)?;
    for line in &labelled.announced {
        say!("{line}; --ignore-column {} turns it off", line.column);
    }
    if labelled.skipped > 0 {
        say!("{} faulty rows left out", labelled.skipped);
    }
    Ok(labelled)
}

fn digests(files: &[PathBuf], labelled: &Labelled) -> Result<Vec<DataDigest>> {
    let digest = |(at, path): (usize, &PathBuf)| {
        let bytes = tables::bytes(path)?;
        let rows = labelled.rows.iter().filter(|r| r.file as usize == at).count() as u64;
        Ok(DataDigest { sha256: sha256([bytes.as_slice()]), rows })
    };
    files.iter().enumerate().map(digest).collect()
}

/// What the search tried: for each head, each way to train at its best penalty, and every penalty of the way taken.
fn trials(all: &[Trial]) -> String {
    // Rows without targets have nothing to say in that column.
    let targets = all.iter().any(|t| t.target_weights == TargetWeights::Own);
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    let before = ["head", "characters"].into_iter().chain(targets.then_some("targets"));
    table.set_header(before.chain(["scale", "penalty", "score", "95 % interval", ""]));
    let way = |t: &Trial| (t.head.clone(), t.char_ngrams, t.target_weights, t.scale);
    for same in all.chunk_by(|a, b| way(a) == way(b)) {
        let taken = same.iter().any(|t| t.taken);
        let best = same.iter().map(|t| t.score).fold(f64::NEG_INFINITY, f64::max);
        for t in same.iter().filter(|t| taken || t.score == best) {
            let CharNgrams { min, max } = t.char_ngrams;
            let chars = if t.char_ngrams.is_none() { "none".to_owned() } else { format!("{min}-{max}") };
            let before = [t.head.clone(), chars].into_iter().chain(targets.then(|| name(&t.target_weights)));
            table.add_row(before.chain([
                name(&t.scale),
                t.penalty.to_string(),
                format!("{:.4}", t.score),
                format!("{:.4} – {:.4}", t.interval[0], t.interval[1]),
                if t.taken { "taken".into() } else { String::new() },
            ]));
        }
    }
    table.to_string()
}

/// An option's name, as the model file spells it.
fn name(option: &impl Serialize) -> String {
    let value = serde_json::to_value(option).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
