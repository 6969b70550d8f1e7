//! Flags that say when labels of a model are unsure.

use std::collections::BTreeMap;

use clap::Args;
use stance::model::{DoubtRules, Model};
use stance::{Error, Result};

/// When labels are unsure.
#[derive(Args)]
#[command(next_help_heading = "Unsure labels, stored in the model")]
pub(crate) struct DoubtArgs {
    /// The label is `unsure` where its class is less probable than P, or COLUMN=P for one label column (repeatable);
    /// `classify --min-confidence` overrides it
    #[arg(long, value_name = "P")]
    unsure_below: Vec<String>,
    /// Texts with none of these dictionary keys are off the subject of a label column: their labels are `unsure`, unless
    /// neutral (COLUMN=KEY,KEY; repeatable)
    #[arg(long, value_name = "COLUMN=KEYS", requires = "dictionary")]
    subject: Vec<String>,
}

impl DoubtArgs {
    /// Gives a trained model the rules.
    ///
    /// # Errors
    /// [`Error::Options`] that names the flag, for what is not a probability, and for columns and keys that the model
    /// does not have.
    pub(crate) fn apply(&self, model: &mut Model) -> Result<()> {
        model.doubt = DoubtRules::default();
        self.add_to(model)
    }

    /// Adds the rules to those that the model has; for a label column with both, the one given here holds.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub(crate) fn add_to(&self, model: &mut Model) -> Result<()> {
        let mut rules = model.doubt.clone();
        for given in &self.unsure_below {
            let (heads, p): (Vec<String>, &str) = match given.split_once('=') {
                Some((head, p)) => (vec![head.trim().to_owned()], p),
                None => (model.heads.iter().map(|head| head.name.clone()).collect(), given),
            };
            let p: f64 = p.trim().parse().map_err(|_| {
                Error::options("--unsure-below", format!("`{given}` is not P or COLUMN=P with a probability P"))
            })?;
            rules.min_confidence.extend(heads.into_iter().map(|head| (head, p)));
        }
        rules.subject.extend(self.subject.iter().map(|given| subject(given)).collect::<Result<BTreeMap<_, _>>>()?);
        model.doubt = rules;
        model.check_doubt().map_err(super::about::flagged)
    }
}

/// Reads `COLUMN=KEY,KEY`.
fn subject(given: &str) -> Result<(String, Vec<String>)> {
    let Some((head, keys)) = given.split_once('=') else {
        return Err(Error::options("--subject", format!("`{given}` is not COLUMN=KEY,KEY")));
    };
    let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned);
    Ok((head.trim().to_owned(), keys.collect()))
}
