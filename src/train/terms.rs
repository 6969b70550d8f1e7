//! The terms of labelled rows, and what is known of them beside the labels.

use super::counted::Counted;
use super::loadings::Loadings;
use super::{Background, TrainOptions};
use crate::corpus::Labelled;
use crate::error::{Hint, Place, listed};
use crate::features::{Counts, Vocabulary, count};
use crate::text::{Analyzer, TextSettings};
use crate::{Error, Result};

/// The terms of the rows with their loadings.
pub(super) struct Terms {
    pub(super) counts: Counts,
    pub(super) background: Background,
    pub(super) vectors: Option<Loadings>,
    pub(super) polarity: Option<Loadings>,
}

impl Terms {
    /// The loadings of these terms.
    fn new(counts: Counts, background: &Background) -> Self {
        let vocabulary = &counts.vocabulary;
        let vectors = background.vectors.as_ref().map(|vectors| Loadings::of_vectors(vocabulary, vectors));
        let polarity = background.polarity.as_ref().map(|polarity| Loadings::of_polarity(vocabulary, polarity));
        Self { background: background.clone(), vectors, polarity, counts }
    }

    /// Whether a head trained with these options gives weights to words that no row has.
    pub(super) fn are_widened(&self, options: &TrainOptions) -> bool {
        let vectors = self.vectors.is_some() && options.vector_weight.is_some_and(|weight| weight > 0.0);
        (vectors || self.polarity.is_some()) && options.max_terms.is_none()
    }

    /// These terms and the words that vectors and polarities know and no row has.
    pub(super) fn widened(self) -> Self {
        let Self { mut counts, background, .. } = self;
        if let Some(vectors) = &background.vectors {
            counts = counts.with_words(vectors.words());
        }
        if let Some(polarity) = &background.polarity {
            counts = counts.with_words(polarity.words());
        }
        Self::new(counts, &background)
    }
}

/// The terms of the rows and those that a model knows.
///
/// # Errors
/// As [`count`].
pub(super) fn count_with_known(
    labelled: &Labelled,
    text: &TextSettings,
    known: &Vocabulary,
    threads: usize,
) -> Result<Terms> {
    let counts = count(&labelled.texts, &Analyzer::new(text)?, 1, threads)?.with_words(known);
    Ok(Terms::new(counts, &Background::default()))
}

/// The terms of the rows, those of too few texts or groups left out. `counted` may have counted the texts already.
///
/// # Errors
/// [`Error::Data`] if none is left.
pub(super) fn count_terms(labelled: &Labelled, options: &TrainOptions, counted: &Counted<'_>) -> Result<Terms> {
    let counts = counted.count(&labelled.texts, &options.text, options.min_texts, options.threads)?;
    let counts = match &labelled.groups {
        Some(groups) if options.min_groups > 1 => counts.in_groups(&groups.ids, options.min_groups),
        _ => counts,
    };
    if counts.vocabulary.is_empty() {
        let place = Place::file(listed(&labelled.files));
        let grouped = options.min_groups > 1 && labelled.groups.is_some();
        if !grouped && options.min_texts <= 1 {
            return Err(Error::data(
                place,
                "no text has a word, so that there is nothing to learn from; give texts of words",
            ));
        }
        let least = if grouped { "texts or groups" } else { "texts" };
        let problem = format!("no term is in as many {least} as asked for, so that there is nothing to learn from");
        let hint = Hint::new("; lower {} or {}").option("min-texts").option("min-groups");
        return Err(Error::data(place, problem).with_hint(hint));
    }
    Ok(Terms::new(counts, &options.background))
}
