//! Labels and reasons of one text.

use super::{Classifier, Explanations, Labels, Target};
use crate::Result;

impl Classifier {
    /// Labels one text, for a model without targets. For many texts a [`Session`](super::Session) or [`Classifier::classify_batch`] is
    /// faster.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if the model has targets.
    pub fn classify(&self, text: &str) -> Result<Labels<'_>> {
        let predictions = self.session().classify(text, self.default_target()?)?;
        Ok(Labels::new(&self.model.heads, predictions))
    }

    /// Labels one text for a target.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn classify_for(&self, text: &str, target: Target) -> Result<Labels<'_>> {
        Ok(Labels::new(&self.model.heads, self.session().classify(text, target)?))
    }

    /// Labels one text and gives the reasons, for a model without targets.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if the model has targets.
    pub fn explain(&self, text: &str) -> Result<Explanations<'_>> {
        self.explain_for(text, self.default_target()?)
    }

    /// Labels one text for a target and gives the reasons.
    ///
    /// # Errors
    /// [`Error::Options`](crate::Error::Options) if `target` is of another classifier.
    pub fn explain_for(&self, text: &str, target: Target) -> Result<Explanations<'_>> {
        Ok(Explanations::new(&self.model.heads, self.session().explain(text, target)?))
    }
}
