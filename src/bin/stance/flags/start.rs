//! Options of training that starts from a model: flags that would contradict the model are refused.

use stance::features::Weighting;
use stance::model::Model;
use stance::text::{KeyFeatures, TextSettings};
use stance::train::StartOptions;
use stance::{Error, Result};

use super::{LearnArgs, name, open_dictionary};
use crate::output::trial_table::shown;

impl LearnArgs {
    /// The options to learn rows on top of `start` with.
    ///
    /// # Errors
    /// [`Error::Options`] that names a flag whose value the model does not have, or that means nothing beside a start.
    pub(crate) fn start_options(&self, start: &Model, threads: usize) -> Result<StartOptions> {
        self.refuse_what_is_fixed()?;
        self.refuse_other_text(&start.text)?;
        start.heads.iter().try_for_each(|head| self.refuse_other_weighting(head.weighting))?;
        let mut options = StartOptions::default();
        options.penalty = self.penalty;
        options.search = !self.no_search;
        options.class_weights = self.class_weights.unwrap_or(options.class_weights);
        options.calibration = self.calibration;
        options.threads = threads;
        Ok(options)
    }

    /// Refuses flags that have no meaning beside a start, whatever their value.
    fn refuse_what_is_fixed(&self) -> Result<()> {
        let given = [
            ("--config", self.config.is_some()),
            ("--seeds", self.seeds.is_some()),
            ("--pool", !self.pool.pool.is_empty()),
            ("--vectors", self.vectors.is_some()),
            ("--vector-weight", self.vector_weight.is_some()),
            ("--min-texts", self.min_texts.is_some()),
            ("--min-groups", self.min_groups.is_some()),
            ("--max-terms", self.max_terms.is_some()),
            ("--target-weights", self.target_weights.is_some()),
            ("--solver", self.solver.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => {
                let problem = "cannot be given with --start: the model that training starts from decides that; leave one of \
                               the two out";
                Err(Error::options(flag, problem))
            }
            None => Ok(()),
        }
    }

    /// Refuses text settings that are not those of the model.
    fn refuse_other_text(&self, text: &TextSettings) -> Result<()> {
        same("--language", &self.language, &text.language, name)?;
        same("--word-ngrams", &self.word_ngrams, &text.word_ngrams, u8::to_string)?;
        same("--char-ngrams", &self.char_ngrams, &text.char_ngrams, |chars| shown(*chars))?;
        same("--negation", &self.negation, &text.negation, name)?;
        same("--capitals", &self.capitals, &text.capitals, name)?;
        let Some(path) = &self.dictionary else { return Ok(()) };
        let mut given = KeyFeatures::new(open_dictionary(path)?);
        self.set_keys(&mut given);
        match &text.keys {
            Some(own) if *own == given => Ok(()),
            Some(_) => Err(contradicts("--dictionary", "is not the dictionary, with its settings, of the model")),
            None => Err(contradicts("--dictionary", "cannot be added to a model that has none")),
        }
    }

    /// Refuses a weighting that is not that of a head.
    fn refuse_other_weighting(&self, weighting: Weighting) -> Result<()> {
        same("--scale", &self.scale, &weighting.scale, name)?;
        same("--norm", &self.norm, &weighting.norm, name)
    }
}

/// Refuses a value that is not the model's own; `shown` writes values as the flag takes them.
fn same<T: PartialEq>(flag: &str, given: &Option<T>, own: &T, shown: impl Fn(&T) -> String) -> Result<()> {
    match given {
        Some(given) if given != own => {
            Err(contradicts(flag, &format!("is {} here and {} in the model", shown(given), shown(own))))
        }
        _ => Ok(()),
    }
}

/// The refusal of a flag.
fn contradicts(flag: &str, problem: &str) -> Error {
    Error::options(flag, format!("{problem} that training starts from, which keeps its settings; leave the flag out"))
}
