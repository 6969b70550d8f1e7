//! Training options: the defaults, then the file given with `--config`, then flags. Options that are given are not
//! searched for.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use stance::article::decode;
use stance::corpus::open;
use stance::dictionary::{self, Dictionary};
use stance::error::{Place, counted};
use stance::text::{KeyFeatures, KeyNegation};
use stance::train::{Free, Search, TrainOptions};
use stance::vectors::{Polarity, WordVectors};
use stance::{Error, Result};

use super::LearnArgs;
use crate::input::unlabelled;
use crate::output::seed_table;

impl LearnArgs {
    /// The options to train with.
    pub(crate) fn options(&self, threads: usize) -> Result<TrainOptions> {
        let mut options = match &self.config {
            None => TrainOptions::default(),
            Some(path) => from_file(path)?,
        };
        set(&mut options.text.language, &self.language);
        if let Some(path) = &self.dictionary {
            options.text.keys = Some(KeyFeatures::new(open_dictionary(path)?));
        }
        if let Some(keys) = &mut options.text.keys {
            self.set_keys(keys);
        }
        set(&mut options.text.word_ngrams, &self.word_ngrams);
        set(&mut options.text.char_ngrams, &self.char_ngrams);
        set(&mut options.text.negation, &self.negation);
        set(&mut options.text.capitals, &self.capitals);
        set(&mut options.weighting.scale, &self.scale);
        set(&mut options.weighting.norm, &self.norm);
        set(&mut options.class_weights, &self.class_weights);
        set(&mut options.target_weights, &self.target_weights);
        set(&mut options.solver, &self.solver);
        set(&mut options.calibration, &self.calibration);
        set(&mut options.min_texts, &self.min_texts);
        set(&mut options.min_groups, &self.min_groups);
        set(&mut options.penalty, &self.penalty);
        options.max_terms = self.max_terms.or(options.max_terms);
        let before = options.free;
        options.free = Free {
            char_ngrams: before.char_ngrams && self.char_ngrams.is_none(),
            min_texts: before.min_texts && self.min_texts.is_none(),
            scale: before.scale && self.scale.is_none(),
            penalty: before.penalty && self.penalty.is_none(),
            target_weights: before.target_weights && self.target_weights.is_none(),
            vector_weight: before.vector_weight && self.vector_weight.is_none(),
        };
        if self.no_search {
            options.search = Search::Off;
        }
        options.vector_weight = self.vector_weight.or(options.vector_weight);
        options.threads = threads;
        options.check()?;
        self.background(&mut options)?;
        Ok(options)
    }

    /// Takes over what the flags say of how the keys of a dictionary become terms.
    pub(super) fn set_keys(&self, keys: &mut KeyFeatures) {
        set(&mut keys.window, &self.key_window);
        set(&mut keys.nested_scope, &self.nested_scope);
        if !self.key_negation.is_empty() {
            keys.negation = Some(KeyNegation::new(self.key_negation.clone()));
        }
        if let Some(negation) = &mut keys.negation {
            set(&mut negation.scope, &self.negation_scope);
        }
    }

    /// Learns what unlabelled statements and seeds say.
    fn background(&self, options: &mut TrainOptions) -> Result<()> {
        if self.pool.pool.is_empty() {
            return Ok(());
        }
        let columns = &self.columns;
        let pool = unlabelled::read(&self.pool, &columns.text_column, &columns.reading, &columns.limit)?;
        let vectors = match &self.vectors {
            None => WordVectors::learn(&pool.texts, &options.text, &self.pool.vector_options(options.threads))?,
            Some(path) => {
                let input = BufReader::new(open(path, &Arc::default())?);
                let name = path.display().to_string();
                WordVectors::read(input, &name, &pool.texts, &options.text, options.threads)?
            }
        };
        say!("pool: {}, vectors of {}", counted(vectors.texts(), "statement"), counted(vectors.words().len(), "word"));
        if let Some(path) = &self.seeds {
            let (polarity, report) = Polarity::new(&vectors, &open_dictionary(path)?)?;
            seed_table::warn(&report);
            options.background.polarity = Some(Arc::new(polarity));
        }
        options.background.vectors = Some(Arc::new(vectors));
        options.background.pool = Some(pool.digest);
        Ok(())
    }
}

/// Reads a dictionary, and prints what of it was left out.
pub(crate) fn open_dictionary(path: &Path) -> Result<Dictionary> {
    let found = dictionary::open(path)?;
    for remark in &found.remarks {
        say!("{}: {remark}", path.display());
    }
    Ok(found.dictionary)
}

fn set<T: Clone>(option: &mut T, given: &Option<T>) {
    if let Some(value) = given {
        option.clone_from(value);
    }
}

/// The most bytes of a file of options.
const MOST_BYTES: u64 = 1 << 20;

/// The defaults, overridden by a TOML file.
fn from_file(path: &Path) -> Result<TrainOptions> {
    let name = path.display().to_string();
    let refuse = |problem: String| Error::data(Place::file(&name), problem.trim().replace('\n', " "));
    let file = File::open(path).map_err(|e| Error::io("read", &name, e))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| Error::io("read", &name, e))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(refuse("is longer than 1 MiB, the most for a file of options; give the options alone".to_owned()));
    }
    let text = decode(bytes, &name)?;
    let given: Value = toml::from_str(&text).map_err(|e| refuse(e.to_string()))?;
    TrainOptions::from_given(&given).map_err(|e| refuse(e.to_string()))
}
