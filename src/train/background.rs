//! What training may know beside labels: word vectors, and polarities of words from seeds.

use std::sync::Arc;

use serde_json::json;

use crate::corpus::{HeadLabels, Labelled};
use crate::error::Hint;
use crate::model::DataDigest;
use crate::text::TextSettings;
use crate::vectors::{Polarity, WordVectors};
use crate::{Error, Result};

/// What training knows beside labels. Both parts are a prior: they end in weights per word, so that a model has the same
/// form with and without them.
///
/// Fitting a linear model on words and on coordinates that are linear in the words, with a quadratic penalty on both, is
/// fitting one on words alone with a Gaussian prior of covariance I + c VVᵀ, where V has the words' loadings on the
/// coordinates and c is their weight.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Background {
    /// Word vectors: words with similar vectors get similar weights. How strongly is chosen by cross-validation.
    pub vectors: Option<Arc<WordVectors>>,
    /// Polarities of words: heads that have all their classes begin with them instead of from nothing.
    pub polarity: Option<Arc<Polarity>>,
    /// The digest of the unlabelled statements, for the model's provenance.
    pub pool: Option<DataDigest>,
}

impl Background {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.vectors.is_none() && self.polarity.is_none()
    }

    /// What a model says of it in its provenance.
    pub(super) fn described(&self) -> serde_json::Value {
        let vectors = self.vectors.as_ref().map(|v| json!({"words": v.words().len(), "dimensions": v.dimensions()}));
        let pool = self.pool.as_ref().map(|pool| json!({"sha256": pool.sha256, "statements": pool.rows}));
        let seeds = self.polarity.as_ref().map(|polarity| polarity.classes());
        json!({"pool": pool, "vectors": vectors, "seeds": seeds})
    }

    /// Checks that the parts were made with these text settings, and that some head has the classes of the seeds.
    pub(super) fn check(&self, settings: &TextSettings, labelled: &Labelled) -> Result<()> {
        self.vectors.as_ref().map_or(Ok(()), |vectors| vectors.check(settings))?;
        let Some(polarity) = &self.polarity else { return Ok(()) };
        polarity.check(settings)?;
        if labelled.heads.iter().any(|head| self.polarity_for(head).is_some()) {
            return Ok(());
        }
        let heads: Vec<String> =
            labelled.heads.iter().map(|head| format!("{}: {}", head.name, head.classes.join(", "))).collect();
        let problem = format!(
            "are for the classes {}, which no label column has ({})",
            polarity.classes().join(", "),
            heads.join("; ")
        );
        let hint = Hint::from("name the outermost keys as the labels are");
        Err(Error::options("seeds", problem).with_hint(hint))
    }

    /// The polarities, if all their classes are classes of the head.
    pub(super) fn polarity_for(&self, head: &HeadLabels) -> Option<&Polarity> {
        let polarity = self.polarity.as_deref()?;
        polarity.classes().iter().all(|class| head.classes.contains(class)).then_some(polarity)
    }
}

#[cfg(test)]
mod tests;
