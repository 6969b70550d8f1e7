//! Many texts at once, on several threads.

use super::{Classifier, Prediction, Session, Target, TextDoubts};
use crate::{Error, Result, parallel};

/// Fewest texts for which another thread is used: it has to fill a cache of its own.
const LEAST_CHUNK: usize = 256;

impl Classifier {
    /// Classifies `texts` on `threads` threads; for each text one prediction per head, in the model's order.
    ///
    /// `targets` holds one target for all texts, or one per text. Predictions do not depend on the number of threads.
    ///
    /// # Errors
    /// [`Error::Options`] if the number of targets does not fit, or a target is of another classifier.
    pub fn classify_batch<S: AsRef<str> + Sync>(
        &self,
        texts: &[S],
        targets: &[Target],
        threads: usize,
    ) -> Result<Vec<Vec<Prediction>>> {
        self.each_text(texts, targets, threads, |session, text, target| session.classify(text, target))
    }

    /// Labels many texts as [`Classifier::classify_batch`] does, each with what speaks against its labels. With an `article`,
    /// the texts are statements quoted in it: see [`Session::doubts_in_article`].
    ///
    /// # Errors
    /// As [`Classifier::classify_batch`].
    pub fn classify_batch_with_doubts<S: AsRef<str> + Sync>(
        &self,
        texts: &[S],
        targets: &[Target],
        threads: usize,
        article: Option<&str>,
    ) -> Result<Vec<(Vec<Prediction>, TextDoubts)>> {
        self.each_text(texts, targets, threads, |session, text, target| {
            let predictions = session.classify(text, target)?;
            let doubts = match article {
                Some(article) => session.doubts_in_article(text, article, target)?,
                None => session.doubts(text),
            };
            Ok((predictions, doubts))
        })
    }

    /// Calls `label` for each text, with a session that the texts of a chunk share.
    fn each_text<S: AsRef<str> + Sync, L: Send>(
        &self,
        texts: &[S],
        targets: &[Target],
        threads: usize,
        label: impl Fn(&mut Session<'_>, &str, Target) -> Result<L> + Sync,
    ) -> Result<Vec<L>> {
        if targets.len() != 1 && targets.len() != texts.len() {
            let problem = format!("{} targets for {} texts; give one, or one per text", targets.len(), texts.len());
            return Err(Error::options("targets", problem));
        }
        let size = texts.len().div_ceil(threads.max(1)).max(LEAST_CHUNK);
        let chunks = texts.len().div_ceil(size);
        let labels = parallel::map(threads, chunks, |chunk| {
            let rows = chunk * size..texts.len().min((chunk + 1) * size);
            let targets = if targets.len() == 1 { targets } else { targets.get(rows.clone()).unwrap_or(&[]) };
            let texts = texts.get(rows).unwrap_or(&[]);
            debug_assert!(targets.len() == 1 || targets.len() == texts.len());
            let mut session = self.session();
            let of_text = |(text, target): (&S, &Target)| label(&mut session, text.as_ref(), *target);
            texts.iter().zip(targets.iter().cycle()).map(of_text).collect::<Result<Vec<_>>>()
        })?;
        Ok(labels.into_iter().flatten().collect())
    }
}
