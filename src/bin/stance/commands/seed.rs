//! `stance seed`: seed words and unlabelled statements → model file.

use stance::text::TextSettings;
use stance::train::{ASSUMED_AUC, SeedOptions, seed};
use stance::{Error, Result};

use super::outcome::Outcome;
use super::train::ModelFile;
use crate::flags::{ScoreFormat, SeedArgs, open_dictionary};
use crate::input::unlabelled;
use crate::output::text::json;
use crate::output::{Destination, seed_table};

pub(crate) fn run(args: &SeedArgs, threads: usize) -> Result<Outcome> {
    if args.pool.pool.is_empty() {
        return Err(Error::options("--pool", "is missing; name the files of unlabelled statements"));
    }
    if args.format == ScoreFormat::Json && args.output.as_os_str() == "-" {
        return Err(Error::options(
            "--format json",
            "and the model would both be on standard output; name a file with -o",
        ));
    }
    let seeds = open_dictionary(&args.seeds)?;
    let file = ModelFile::open(&args.output)?;
    let pool = unlabelled::read(&args.pool, &args.text_column, &args.reading, &args.limit)?;
    let mut options = SeedOptions::default();
    options.label.clone_from(&args.label);
    options.text = TextSettings { language: args.language.unwrap_or(options.text.language), ..options.text };
    options.vectors = args.pool.vector_options(threads);
    let seeded = seed(&pool.texts, &seeds, &options, vec![pool.digest])?;
    match args.format {
        ScoreFormat::Json => Destination::default().write(json(&seeded.report)?.as_bytes())?,
        ScoreFormat::Table => seed_table::show(&seeded.report),
    }
    seed_table::warn(&seeded.report);
    say!(
        "no labels: probabilities are those of a score with an AUC of {ASSUMED_AUC}, which nothing here confirms; \
         label some statements to measure it"
    );
    file.write(&seeded.model)?;
    Ok(Outcome::Done)
}
